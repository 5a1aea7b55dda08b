from django.core.management.base import BaseCommand

from ...actions import fold_mailboxes, fold_public_names


class Command(BaseCommand):
    help = (
        "Compare public names and mailboxes by the rules of today: after an upgrade that says so, and after SECRET_KEY or the lists of "
        "look-alikes or of mail providers changed. Nobody is locked out."
    )

    def handle(self, *args, **options):
        renamed, shared = fold_public_names(), fold_mailboxes()
        self.stdout.write(
            f"{renamed} public names read like an older one and were changed; {shared} accounts share a mailbox."
        )
