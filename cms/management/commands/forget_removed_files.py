from django.core.management.base import BaseCommand

from cms.actions import forget_removed_files


class Command(BaseCommand):
    help = "Delete the bytes of files that nothing has referred to for REMOVED_FILE_DAYS; a line for each. The timetable does it each night."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="only say which would go")

    def handle(self, dry_run=False, **options):
        for path in forget_removed_files(dry_run=dry_run):
            self.stdout.write(f"{'would delete' if dry_run else 'deleted'} {path}")
