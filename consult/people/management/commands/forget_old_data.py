from django.core.management.base import BaseCommand

from ...actions import forget_old_data


class Command(BaseCommand):
    help = "Forget what is older than RETENTION_DAYS says, as the timetable does once a day; --dry-run only counts."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="Count what would be forgotten, and forget nothing.")

    def handle(self, *args, **options):
        dry = options["dry_run"]
        for kind, rows in forget_old_data(dry=dry).items():
            self.stdout.write(f"{kind}: {rows} {'would be ' if dry else ''}forgotten")
