"""Mask what is stored by the rules of today, after an upgrade of the masking; see docs/operator.md."""

from django.core.management.base import BaseCommand, CommandError

from consult.actions import mask_again
from consult.models import Consultation

STOPPED = 130


class Command(BaseCommand):
    help = "Mask personal data in stored comments and official replies again, by the rules of this version."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="only count; write nothing")

    def handle(self, *, dry_run: bool, **options):
        looked_at = changed = shows_more = 0
        try:
            for consultation in Consultation.objects.order_by("pk"):
                counts = self._consultation(consultation, dry_run)
                looked_at, changed, shows_more = looked_at + counts[0], changed + counts[1], shows_more + counts[2]
        except KeyboardInterrupt:
            raise CommandError("Stopped. What was masked stays masked; run it again.", returncode=STOPPED) from None
        self.stdout.write(self._line("In all", looked_at, changed, shows_more, dry_run))

    def _consultation(self, consultation: Consultation, dry_run: bool) -> tuple[int, int, int]:
        """How many texts were looked at; how many comments changed, and show more. Said also when it is cut short."""
        looked_at, after = 0, 0
        changed: list[int] = []
        shows_more: list[int] = []
        try:
            while True:
                batch = mask_again(consultation=consultation, after=after, dry_run=dry_run)
                if batch.last is None:
                    break
                after = batch.last
                looked_at += batch.looked_at
                changed += batch.changed
                shows_more += batch.shows_more
        finally:
            name = f"Consultation {consultation.pk}"
            self.stdout.write(self._line(name, looked_at, len(changed), len(shows_more), dry_run))
            if shows_more:
                self.stdout.write(f"  more than before is shown of comments {', '.join(map(str, shows_more))}")
        return looked_at, len(changed), len(shows_more)

    @staticmethod
    def _line(name: str, looked_at: int, changed: int, shows_more: int, dry_run: bool) -> str:
        verb = "would change" if dry_run else "changed"
        return f"{name}: {looked_at} texts looked at, {changed} comments {verb}, {shows_more} of them show more than before"
