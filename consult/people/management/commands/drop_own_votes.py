from django.core.management.base import BaseCommand

from ...actions import drop_votes_on_own_comments


class Command(BaseCommand):
    help = "Take off votes that people cast on their own comments before the site refused them, and count again; once, after an upgrade."

    def handle(self, *args, **options):
        self.stdout.write(f"{drop_votes_on_own_comments()} votes on own comments were taken off.")
