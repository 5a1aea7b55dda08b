from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from cms.desk.comparison import differences, differences_of_files


class Command(BaseCommand):
    help = (
        "Compare every hearing on record with its page in the editor, and files with what refers to them; a line for each difference, "
        "in Thai and English, and exit 1."
    )

    def handle(self, **options):
        found = sorted(differences(), key=lambda one: (one.consultation_id or 0, one.page_id or 0, str(one.what)))
        for difference in found:
            for language in ("th", "en"):
                with translation.override(language):
                    self.stdout.write(str(difference))
        of_files = []
        for language in ("th", "en"):
            with translation.override(language):
                of_files = differences_of_files()
            for line in of_files:
                self.stdout.write(line)
        if count := len(found) + len(of_files):
            raise CommandError(f"{count} differences between pages, record and files", returncode=1)
        self.stdout.write("หน้าเว็บและไฟล์ตรงกับบันทึกสาธารณะทุกเรื่อง")
        self.stdout.write("Pages, files and record say the same about every hearing.")
