from django.core.management.base import BaseCommand

from consult.actions import recount_figures


class Command(BaseCommand):
    help = (
        "Count comments, votes and answers anew, after rows were loaded or deleted by hand. Acts wait until it is done."
    )

    def handle(self, **options):
        recount_figures()
