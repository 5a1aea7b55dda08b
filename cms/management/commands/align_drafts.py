"""Say which section of a draft became which of a newer one; `manage.py` itself takes the short way to the same."""

import sys

from django.core.management.base import BaseCommand

from cms.drafting.files.aligning import main


class Command(BaseCommand):
    help = "Which section became which, from two files: align_drafts OLD NEW --json OUT"
    requires_system_checks = []

    def run_from_argv(self, argv):
        sys.exit(main(argv[2:]))
