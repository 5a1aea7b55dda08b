"""Say of stored comments in which language they are; see docs/operator.md."""

from django.core.management.base import BaseCommand

from consult.actions import tell_languages


class Command(BaseCommand):
    help = "Say of every stored comment in which language it is, by the rules of this version. Safe to stop and to run again."

    def handle(self, **options):
        after: int | None = 0
        changed = 0
        while after is not None:
            after, more = tell_languages(after=after)
            changed += more
        self.stdout.write(f"{changed} comments have another language than before.")
