from django.core.management.base import BaseCommand

from ...actions import reseal_demographics


class Command(BaseCommand):
    help = "Seal what people told of themselves under the first key of SEALING_KEYS; then drop the old key."

    def handle(self, *args, **options):
        self.stdout.write(f"{reseal_demographics()} rows are sealed under the first key.")
