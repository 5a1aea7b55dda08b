from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from analysis.opendata.ckan import Ckan, CkanRefused
from analysis.opendata.gd_catalogue import faults_of, gd_entry
from analysis.opendata.state import listed_releases, says_too_much


class Command(BaseCommand):
    help = "Send the entries of open data to the catalogue at CKAN_URL: all of them, or that of one hearing. Sending twice is one entry."

    def add_arguments(self, parser):
        parser.add_argument("hearing", nargs="?", type=int, help="its number, as in its address")
        parser.add_argument(
            "--check", action="store_true", help="say what the catalogue would refuse, and send nothing"
        )

    def handle(self, *, hearing, check, **options):
        if not check and not (settings.CKAN_URL and settings.CKAN_API_KEY):
            raise CommandError("CKAN_URL and CKAN_API_KEY are not set.")
        releases = [one for one in listed_releases() if hearing in (None, one.consultation_id)]
        if hearing is not None and not releases:
            raise CommandError(f"Hearing {hearing} has no open data.")
        ckan = None if check else Ckan(settings.CKAN_URL, settings.CKAN_API_KEY)
        refused = sum(not self._send(ckan, release) for release in releases)
        if refused:
            raise CommandError(f"{refused} of {len(releases)} entries were not taken.")

    def _send(self, ckan, release) -> bool:
        """Whether the entry is there now, or could be; one line says what became of it."""
        entry = gd_entry(release)
        try:
            if says_too_much(release):
                raise CkanRefused("something of it was hidden since, and it is being made again")
            faults = faults_of(entry, titles=ckan.titles_beside(entry) if ckan else ())
            if faults:
                raise CkanRefused("; ".join(faults))
            done = ckan.put(entry) if ckan else "in order"
        except CkanRefused as error:
            self.stderr.write(f"{entry['name']}: {error}")
            return False
        self.stdout.write(f"{entry['name']}: {done}")
        return True
