"""Read the sections of a draft law from a Word, PDF or text file; `manage.py` itself takes the short way to the same."""

import sys

from django.core.management.base import BaseCommand

from cms.drafting.files.command import main


class Command(BaseCommand):
    help = "Read the sections of a draft law from a file: read_draft FILE --json OUT"
    requires_system_checks = []

    def run_from_argv(self, argv):
        sys.exit(main(argv[2:]))
