from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from analysis.actions import publish_open_data
from analysis.errors import NotYetClosed
from analysis.opendata.folder import write_folder
from consult.actions import sign_checkpoint
from consult.ledger.leaf import moment
from consult.models import Consultation


class Command(BaseCommand):
    help = (
        "Make the open data of a closed hearing: publish it on the site, or write it into a folder without publishing."
    )

    def add_arguments(self, parser):
        parser.add_argument("hearing", type=int, help="its number, as in its address")
        parser.add_argument("out", nargs="?", type=Path, help="a folder to write into; nothing is published then")

    def handle(self, *, hearing, out, **options):
        consultation = Consultation.objects.filter(pk=hearing, draft__isnull=False).first()
        if consultation is None:
            raise CommandError(f"There is no hearing {hearing}.")
        try:
            if out is None:
                release = publish_open_data(consultation=consultation)
                self.stdout.write(f"release {release.number} of hearing {hearing}: {len(release.files)} files")
                return
            if not consultation.is_closed():
                raise NotYetClosed
        except NotYetClosed as error:
            raise CommandError(str(error)) from error
        out.mkdir(parents=True, exist_ok=True)
        if any(out.iterdir()):
            raise CommandError(f"{out} is not empty.")
        now = timezone.now()
        sign_checkpoint(
            occasion=f"open data {hearing} {moment(now)}", hearing=hearing
        )  # which covers all that is written
        files, _counted = write_folder(out, consultation, number=1, made_at=now)
        self.stdout.write(f"{len(files)} files in {out}")
