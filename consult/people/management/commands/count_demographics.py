from django.core.management.base import BaseCommand, CommandError

from consult.models import Consultation

from ...actions import count_demographics


class Command(BaseCommand):
    help = "Print what those who took part in a hearing told of themselves, in fives; fewer than five people are not shown."

    def add_arguments(self, parser):
        parser.add_argument("hearing", type=int, help="The number in the address of the hearing.")

    def handle(self, *args, **options):
        hearing = Consultation.objects.filter(pk=options["hearing"]).first()
        if hearing is None:
            raise CommandError(f"There is no hearing {options['hearing']}.")
        for name, counts in count_demographics(consultation=hearing).items():
            for value, people in sorted(counts.items()):
                self.stdout.write(f"{name}\t{value}\t{people or 'fewer than 5'}")
