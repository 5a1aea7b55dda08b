"""What staff do at the desk beyond the record: found agencies, withdraw a hearing with its page, issue the draft of a page."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision, Site, Workflow, WorkflowPage, WorkflowTask

from consult import actions as consult_actions
from consult import rules
from consult.actions.audit import record
from consult.actions.consultation import wait_for_acts
from consult.actions.draft import PlannedChange
from consult.errors import NotAllowed
from consult.models import Agency, Consultation, ConsultationAct, DraftVersion, Membership, User
from consult.models.attachment import MOST_ATTACHMENTS, Attachment, DocumentPurpose, attachments_of, clean_title
from consult.models.consultation import in_thirty_days
from consult.models.facts import ATTACHMENTS

from .attaching import CleanFile
from .desk.guards import PublishedPage
from .desk.impact import Impact
from .desk.review import RoleTask
from .desk.section_texts import mark_of, preamble_of, text_of_last_version, texts_to_issue
from .errors import AgencyKnown, DraftLocked, DraftMoved, RoundFollows, TitleMissing, TooManyAttachments
from .models import AgencyPage, ConsultationPage, HomePage
from .stored_files import attached, stored, uploaded
from .unused_file import UnusedFile

REVIEW_STEPS = (("ตรวจร่าง", Membership.Role.REVIEWER), ("เห็นชอบ", Membership.Role.APPROVER))


def _must_run_the_platform(by: User) -> None:
    if not rules.runs_the_platform(by):
        raise NotAllowed


@transaction.atomic
def establish_agency(*, name: str, slug: str, home: HomePage, by: User, introduction: str = "") -> AgencyPage:
    """Found an agency with the page its officers write below (ตั้งหน่วยงาน). Raises NotAllowed, AgencyKnown."""
    _must_run_the_platform(by)
    if Agency.objects.filter(Q(name=name) | Q(slug=slug)).exists() or home.get_children().filter(slug=slug).exists():
        raise AgencyKnown
    agency = Agency.objects.create(name=name, slug=slug)
    page = home.add_child(instance=AgencyPage(title=name, slug=slug, agency=agency, introduction=introduction))
    record(verb="establish_agency", by=by, agency=agency)
    return page


@transaction.atomic
def open_site(*, heading: str, introduction: str, by: User) -> HomePage:
    """Put the front door in place of Wagtail's welcome page (ตั้งหน้าแรก); the same again changes nothing. Raises NotAllowed."""
    _must_run_the_platform(by)
    if home := HomePage.objects.first():
        return home
    root = Page.objects.get(depth=1)
    home = root.add_child(instance=HomePage(title="รับฟัง", slug="rabfang", heading=heading, introduction=introduction))
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "site_name": "รับฟัง", "root_page": home}
    )
    _begin_review(home)
    for welcome in root.get_children().filter(slug="home"):
        welcome.delete()
    record(verb="open_site", by=by)
    return home


def _begin_review(home: HomePage) -> None:
    """One workflow for every agency: who takes its steps is asked of roles at the agency of the page."""
    workflow = Workflow.objects.create(name="ตรวจและเห็นชอบ")
    for order, (name, role) in enumerate(REVIEW_STEPS):
        WorkflowTask.objects.create(
            workflow=workflow, task=RoleTask.objects.create(name=name, role=role), sort_order=order
        )
    WorkflowPage.objects.create(workflow=workflow, page=home)


@transaction.atomic
def withdraw_hearing(*, consultation: Consultation, by: User, reason: str) -> ConsultationAct:
    """Withdraw a hearing and take its page off with it (ถอนการรับฟังความคิดเห็น). Raises NotAllowed, ReasonMissing,
    ConsultationWithdrawn.
    """
    act = consult_actions.withdraw_consultation(consultation=consultation, by=by, reason=reason)
    if published := PublishedPage.objects.select_related("page").filter(consultation=consultation).first():
        published.page.unpublish(user=by)
    return act


@dataclass(frozen=True, kw_only=True)
class Why:
    """What an officer gives with one change: the reason, the title of a theme and comments that it answers."""

    reason: str = ""
    theme: str = ""
    causes: tuple[int, ...] = ()


@transaction.atomic
def issue_draft(
    *,
    page: ConsultationPage,
    impact: Impact,
    why: Mapping[str, Why],
    seen: int,
    by: User,
    moves: Mapping[int, int] | None = None,
) -> DraftVersion:
    """Issue the draft of a page as the next version, with what was seen on the page of its impact (ออกร่างฉบับใหม่).

    ``why``: key of a row of the impact → what is given with it; ``seen``: the number of the version it was compared with;
    ``moves``: comment → place in the draft of the part it is put on, for comments whose section was parted or joined.
    Raises NotAllowed, SectionStands, DraftMoved (the draft is not the one the impact was computed from), VersionMoved, VersionWithoutSections.
    """
    fresh = ConsultationPage.objects.select_for_update().get(pk=page.pk)
    if fresh.read_draft() != impact.draft:
        raise DraftMoved
    rows = {row.key: row for row in impact.rows}
    changes = [
        PlannedChange(
            kind=row.kind,
            old=tuple(one.anchor for one in row.before),
            new=tuple(impact.carried.anchors[place] for place, _section in row.after),
            reason=given.reason,
            theme=given.theme,
            causes=given.causes,
        )
        for key, row in rows.items()
        for given in [why.get(key, Why())]
    ]
    version = consult_actions.issue_version(
        consultation=page.consultation,
        sections=texts_to_issue(impact.draft, impact.carried.anchors),
        preamble=preamble_of(impact.draft),
        changes=changes,
        seen=seen,
        by=by,
    )
    PublishedPage.objects.filter(page=fresh).update(waits_to_be_issued=False)
    _put_comments_on_parts(version, impact, moves or {}, by)
    return version


def _put_comments_on_parts(version: DraftVersion, impact: Impact, moves: Mapping[int, int], by: User) -> None:
    by_place: dict[int, list[int]] = {}
    for comment, place in moves.items():
        by_place.setdefault(place, []).append(comment)
    for place, comments in sorted(by_place.items()):
        section = version.sections.get(anchor=impact.carried.anchors[place])
        consult_actions.reattach_comments(consultation=version.consultation, comments=comments, section=section, by=by)


@transaction.atomic
def attach_file(
    *, page: ConsultationPage, title: str, file: CleanFile, by: User, purpose: str = DocumentPurpose.OTHER
) -> Attachment:
    """Put a file among those of a page, as a new revision (แนบเอกสาร): the people get it when the page is published.

    The same bytes again only get the new title and ``purpose``, one of DocumentPurpose. Raises NotAllowed, TooManyAttachments, TitleMissing.
    """
    latest = _latest_to_edit(page, by)
    title = clean_title(title)
    if not title:
        raise TitleMissing
    sha256 = hashlib.sha256(file.content).hexdigest()
    made = Attachment(
        title=title, kind=file.kind, size=len(file.content), sha256=sha256, purpose=DocumentPurpose(purpose).value
    )
    held = attachments_of(latest.pack)
    if made in held:
        return made
    others = [one for one in held if one.sha256 != sha256]
    if len(others) >= MOST_ATTACHMENTS:
        raise TooManyAttachments(MOST_ATTACHMENTS)
    for waiting in UnusedFile.objects.select_for_update().filter(path=made.path):
        waiting.delete()  # or the bytes would go while they are attached again
    if not default_storage.exists(made.path):
        default_storage.save(made.path, ContentFile(file.content))
    _keep_attachments(latest, [*others, made], by)
    record(verb="attach_file", by=by, page=page.pk, sha256=sha256, title=title)
    return made


@transaction.atomic
def detach_file(*, page: ConsultationPage, sha256: str, by: User) -> None:
    """Take a file from among those of a page, as a new revision (ถอดเอกสารแนบ); what was published of it stays on record.

    Raises NotAllowed.
    """
    latest = _latest_to_edit(page, by)
    held = attachments_of(latest.pack)
    kept = [one for one in held if one.sha256 != sha256]
    if len(kept) == len(held):
        return
    _keep_attachments(latest, kept, by)
    record(verb="detach_file", by=by, page=page.pk, sha256=sha256)


@transaction.atomic
def forget_removed_files(*, dry_run: bool = False) -> list[str]:
    """Delete the bytes of files that nothing has referred to for ``settings.REMOVED_FILE_DAYS`` (ลบไฟล์ที่ถอดแล้ว).

    A file found without use is noted first, so the time begins anew for one that was used again. The hash of what was published, and that
    it was taken off, stay on record. Returns paths of what went, or would go in a dry run, which changes nothing.
    """
    now, used = timezone.now(), attached() | uploaded()
    unused = {path for path in stored() if path not in used}
    noted = UnusedFile.objects.select_for_update()
    over = noted.filter(since__lte=now - timedelta(days=settings.REMOVED_FILE_DAYS), path__in=unused)
    going = sorted(over.values_list("path", flat=True))
    if dry_run:
        return going
    noted.exclude(path__in=unused).delete()
    UnusedFile.objects.bulk_create([UnusedFile(path=path, since=now) for path in sorted(unused)], ignore_conflicts=True)
    for path in going:
        default_storage.delete(path)
    noted.filter(path__in=going).delete()
    if going:
        record(verb="forget_removed_files", by=None, paths=going)
    return going


def _latest_to_edit(page: ConsultationPage, by: User) -> ConsultationPage:
    """What the editor would show, held until the transaction ends. Raises NotAllowed."""
    fresh = ConsultationPage.objects.select_for_update().get(pk=page.pk)
    lock = fresh.get_lock()
    if not fresh.permissions_for_user(by).can_edit() or (lock and lock.for_user(by)):
        raise NotAllowed
    return fresh.get_latest_revision_as_object()


def _keep_attachments(page: ConsultationPage, held: list[Attachment], by: User) -> None:
    page.pack = {name: told for name, told in page.pack.items() if name != ATTACHMENTS}
    if held:
        page.pack[ATTACHMENTS] = [one.told() for one in held]
    page.save_revision(user=by, log_action=True)


@transaction.atomic
def begin_round(*, consultation: Consultation, by: User) -> ConsultationPage:
    """A page for another round of the same draft, not published yet (เปิดรอบใหม่): the text of the last version, what was told and
    the documents are copied. Asked again before it is published, it is the same page.

    Raises NotAllowed, RoundFollows.
    """
    if not rules.may_prepare(by, consultation.agency):
        raise NotAllowed
    wait_for_acts(consultation)
    if consultation.is_followed():
        raise RoundFollows
    begun = ConsultationPage.objects.filter(follows=consultation).order_by("pk").first()
    if begun:
        return begun
    page = PublishedPage.objects.select_related("page").get(consultation=consultation).page
    number = consultation.rounds().count() + 1
    title = _("%(title)s (round %(number)s)") % {"title": _first_title(consultation), "number": number}
    made = page.copy(
        update_attrs={
            "title": title[:255],
            "draft_title": title[:255],
            "slug": f"{page.slug[:200]}-{uuid4().hex[:8]}",
            "draft": text_of_last_version(page),
            "opens_at": timezone.now(),
            "closes_at": in_thirty_days(),
        },
        copy_revisions=False,
        keep_live=False,
        user=by,
    )
    made.follows = consultation  # no copy of a page is a round, so Wagtail leaves this out
    made.save(update_fields=["follows"])
    made.save_revision(user=by, log_action=True)
    record(verb="begin_round", by=by, consultation=consultation, page=made.pk)
    return made


def _first_title(consultation: Consultation) -> str:
    """What the draft was called in its first round, without the number of one."""
    return (consultation.first_round or consultation).title[:230]


@transaction.atomic
def put_text_in_draft(*, page: ConsultationPage, text: str, seen: str, by: User) -> Revision:
    """Save a text as the draft of a hearing, as a revision that is not published (นำข้อความลงในร่าง); the same again changes nothing.

    ``seen``: the mark of the draft it was compared with (``desk.section_texts.mark_of``). Raises NotAllowed, DraftLocked, DraftMoved.
    """
    fresh = ConsultationPage.objects.select_for_update().get(pk=page.pk)
    rights = fresh.permissions_for_user(by)
    if not rights.can_edit():
        raise NotAllowed
    latest = fresh.get_latest_revision_as_object()
    if rights.page_locked():
        raise DraftLocked
    if latest.draft == text:
        return latest.latest_revision or latest.save_revision(user=by, log_action=True)
    if mark_of(latest.draft) != seen:
        raise DraftMoved
    latest.draft = text
    return latest.save_revision(user=by, log_action=True, clean=False)
