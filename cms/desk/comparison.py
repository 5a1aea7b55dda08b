"""Whether the pages of Wagtail and the record say the same about every hearing."""

import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from pathlib import PurePosixPath

from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, PageViewRestriction, Site

from consult.models import Consultation

from ..models import AgencyPage, ConsultationPage, HomePage
from ..stored_files import attached, stored, stored_at, uploaded
from ..unused_file import UnusedFile

NO_PAGE = _("on record, but no page of the editor belongs to it")
TWO_PAGES = _("more than one page of the editor belongs to it")
NO_RECORD = _("the page is live, but nothing is on record")
OFF_BUT_STANDING = _("the page is off the site, but the hearing was not withdrawn")
LIVE_BUT_WITHDRAWN = _("the hearing was withdrawn, but its page is live")
OTHER_AGENCY = _("the page stands under another agency than the one on record")
NARROWED = _("readers of the page are narrowed")
EXPIRES = _("the page has a day on which it goes off")
IS_ALIAS = _("the page only follows another one")
PARENT_IS_OFF = _("a page above it is off the site")
NOT_ON_THE_SITE = _("the page is not below the front page of the default site")

BYTES_MISSING = _("the file is referred to, but its bytes are not there")
OTHER_BYTES = _("the bytes of the file are not those of its hash")
STRAY = _("nothing refers to the file, and it does not wait to be deleted")
#: A file that was just stored belongs to an act that is under way, or waits for tonight's sweep
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Difference:
    """What is wrong with a hearing: its number on record, or of its page where there is no record, and the sentence."""

    consultation_id: int | None
    page_id: int | None
    what: str | Promise

    def __str__(self) -> str:
        if self.consultation_id:
            return gettext("hearing %(number)s: %(what)s") % {"number": self.consultation_id, "what": self.what}
        return gettext("page %(number)s: %(what)s") % {"number": self.page_id, "what": self.what}


def differences() -> set[Difference]:
    """Everything in which record and pages differ: a handful of queries, whatever the number of hearings."""
    pages = list(ConsultationPage.objects.only("path", "live", "translation_key", "alias_of", "expire_at"))
    records = {one.key: one for one in Consultation.objects.only("key", "agency_id", "withdrawn_at")}
    tree = _Tree()
    found = set()
    for page in pages:
        record = records.get(page.translation_key)
        number = record.pk if record else None
        found |= {Difference(number, page.pk, what) for what in (*_of_page(page, record), *tree.faults(page, record))}
    of_key = Counter(page.translation_key for page in pages)
    for key, record in records.items():
        if of_key[key] != 1:
            found.add(Difference(record.pk, None, TWO_PAGES if of_key[key] else NO_PAGE))
    return found


def differences_of_files() -> list[str]:
    """Everything in which the files of MEDIA_ROOT and the rows that refer to them differ, a sentence each. Reads every attachment."""
    there, attachments = set(stored()), attached()
    used = attachments | uploaded()
    waiting = set(UnusedFile.objects.values_list("path", flat=True))
    faults = [(path, BYTES_MISSING) for path in used - there]
    faults += [(path, OTHER_BYTES) for path in attachments & there if not _is_of_its_hash(path)]
    stray = there - used - waiting
    faults += [(path, STRAY) for path in stray if stored_at(path) < timezone.now() - DAY]
    return [gettext("file %(path)s: %(what)s") % {"path": path, "what": what} for path, what in sorted(faults)]


def _is_of_its_hash(path: str) -> bool:
    with default_storage.open(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == PurePosixPath(path).stem


def _of_page(page: ConsultationPage, record: Consultation | None):
    if page.alias_of_id:
        yield IS_ALIAS
    if record is None:
        if page.live:
            yield NO_RECORD
        return
    if page.expire_at:
        yield EXPIRES
    if not page.live and not record.withdrawn_at:
        yield OFF_BUT_STANDING
    if page.live and record.withdrawn_at:
        yield LIVE_BUT_WITHDRAWN


class _Tree:
    """Where pages stand, read once."""

    def __init__(self):
        self.agencies = dict(AgencyPage.objects.values_list("path", "agency_id"))
        self.off = set(Page.objects.type(AgencyPage, HomePage).filter(live=False).values_list("path", flat=True))
        self.narrowed = tuple(PageViewRestriction.objects.values_list("page__path", flat=True))
        self.door = Site.objects.filter(is_default_site=True).values_list("root_page__path", flat=True).first()

    def faults(self, page: ConsultationPage, record: Consultation | None):
        if self.narrowed and page.path.startswith(self.narrowed):
            yield NARROWED
        if record is None:
            return
        parent = page.path[: -page.steplen]
        if self.agencies.get(parent) != record.agency_id:
            yield OTHER_AGENCY
        if not record.withdrawn_at and {parent, parent[: -page.steplen]} & self.off:
            yield PARENT_IS_OFF
        if not self.door or not page.path.startswith(self.door):
            yield NOT_ON_THE_SITE
