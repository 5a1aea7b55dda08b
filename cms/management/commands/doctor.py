from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from cms.desk.comparison import differences


class Command(BaseCommand):
    help = "Compare every hearing on record with its page in the editor; a line for each difference, in Thai and English, and exit 1."

    def handle(self, **options):
        found = sorted(differences(), key=lambda one: (one.consultation_id or 0, one.page_id or 0, str(one.what)))
        for difference in found:
            for language in ("th", "en"):
                with translation.override(language):
                    self.stdout.write(str(difference))
        if found:
            raise CommandError(f"{len(found)} differences between pages and record", returncode=1)
        self.stdout.write("หน้าเว็บตรงกับบันทึกสาธารณะทุกเรื่อง")
        self.stdout.write("Pages and record say the same about every hearing.")
