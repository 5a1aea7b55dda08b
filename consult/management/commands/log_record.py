from django.core.management.base import BaseCommand

from consult.actions import log_record


class Command(BaseCommand):
    help = "Make leaves of the log of everything that was on record before it began. Safe to stop and to run again."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="only count; write nothing")

    def handle(self, *, dry_run: bool, **options):
        for name, count in log_record(dry_run=dry_run).items():
            self.stdout.write(f"{name}: {count} {'have no leaf' if dry_run else 'logged'}")
