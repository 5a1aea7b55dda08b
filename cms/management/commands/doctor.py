from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from cms.desk.comparison import differences, differences_of_files
from consult.actions import log_record
from consult.log_keys import signing_key


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
        of_log = _differences_of_log()
        for line in of_log:
            self.stdout.write(line)
        if count := len(found) + len(of_files) + len(of_log):
            raise CommandError(f"{count} differences between pages, record and files", returncode=1)
        self.stdout.write("หน้าเว็บและไฟล์ตรงกับบันทึกสาธารณะทุกเรื่อง")
        self.stdout.write("Pages, files and record say the same about every hearing.")


def _differences_of_log() -> list[str]:
    """Rows of the record without a leaf, and whether checkpoints can be signed; in Thai and English."""
    told = [
        f"{name}: {count} แถวไม่มีรายการในสมุดบันทึก สั่ง manage.py log_record / {count} rows have no leaf: run manage.py log_record"
        for name, count in log_record(dry_run=True).items()
        if count
    ]
    if signing_key() is None:
        told.append("ไม่มี LOG_SIGNING_KEY จึงไม่มีใครลงนามจุดตรวจสอบ / LOG_SIGNING_KEY is missing: no checkpoint is signed")
    return told
