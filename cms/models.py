"""Pages officers write. What they publish becomes a record in consult, from which citizens read."""

from datetime import datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import CommentPanel, FieldPanel, FieldRowPanel, MultiFieldPanel, PublishingPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.log_actions import LogContext, get_active_log_context
from wagtail.models import Page

from consult import actions, rules
from consult.actions.consultation import announced_too_short, must_not_be_withdrawn
from consult.actions.question import QuestionText, asks_the_same, must_still_be_answered
from consult.errors import (
    ConsultError,
    EndIsPast,
    HearingTooShort,
    NeedsAnotherOfficer,
    NotAllowed,
    PackIncomplete,
)
from consult.models import Agency, Consultation
from consult.models.attachment import attachments_of
from consult.models.consultation import ConsultationFacts, least_days, policy_fields
from consult.models.kept import count_for
from consult.models.prepared import Prepared
from consult.models.result import result_is_awaited, result_is_due
from consult.pages.changes import latest_revisions
from consult.pages.meter import by_agency, ended, measured
from consult.pages.pack import told_pack

from .blocks import QuestionBlock
from .desk.draft_field import DraftTextarea
from .desk.fact_panel import fact_panels
from .desk.guards import KeptPage, PublishedPage
from .desk.impact import impact_of
from .desk.review import was_approved, who_scheduled
from .desk.searched_text import SearchedText  # noqa: F401 (a model of this room)
from .desk.section_texts import preamble_of, reads_as, texts_to_issue
from .drafting import Draft, read_text
from .errors import AttachmentGone, ReviewMissing
from .forms import ConsultationPageForm, PageForm
from .unused_file import UnusedFile  # noqa: F401 (a model of this room)


class PublishingWithoutEnd(PublishingPanel):
    """When a page goes live by itself. There is no day on which it goes off: hearings end by their own clock."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.children = [child for child in self.children if child.field_name != "expire_at"]


def _who_acts():
    """The member of staff behind this request or call, as Wagtail's own log knows them."""
    return get_active_log_context().user


def _visible() -> models.QuerySet[Consultation]:
    return Consultation.objects.visible().select_related("agency").defer("pack")


_ON_THE_FRONT_PAGE = {
    "open": Prepared(lambda now: _visible().open(now).order_by("closes_at")[:6], of=datetime),
    "upcoming": Prepared(lambda now: _visible().upcoming(now).order_by("opens_at")[:3], of=datetime),
    "closed": Prepared(lambda now: _visible().closed(now).order_by("-closes_at")[:3], of=datetime),
}


class HomePage(KeptPage, Page):
    """The front door (หน้าแรก): what is open now, and what this place is for."""

    heading = models.CharField(_("heading"), max_length=160)
    introduction = models.TextField(_("introduction"))

    base_form_class = PageForm
    content_panels = [*Page.content_panels, FieldPanel("heading"), FieldPanel("introduction")]
    settings_panels = [PublishingWithoutEnd()]
    is_single = True
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["cms.AgencyPage", "cms.ArticlePage"]
    max_count = 1

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request, *args, **kwargs):
        now = timezone.now()
        lists = {name: asked.models(now) for name, asked in _ON_THE_FRONT_PAGE.items()}
        count_for([*lists["open"], *lists["closed"]])
        return (
            super().get_context(request, *args, **kwargs)
            | lists
            | {
                "revisions": latest_revisions(limit=3),
                "fields": policy_fields(),
            }
        )


class AgencyPage(KeptPage, Page):
    """An agency's place (หน้าหน่วยงาน); its consultations are written below it."""

    agency = models.OneToOneField(Agency, on_delete=models.PROTECT, related_name="page", verbose_name=_("agency"))
    introduction = models.TextField(_("introduction"), blank=True)

    base_form_class = PageForm
    content_panels = [*Page.content_panels, FieldPanel("agency", read_only=True), FieldPanel("introduction")]
    settings_panels = [PublishingWithoutEnd()]
    is_single = True
    is_creatable = False  # cms.actions.establish_agency makes it, with the agency
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.ConsultationPage", "cms.ArticlePage"]

    class Meta:
        verbose_name = _("agency page")

    def get_context(self, request, *args, **kwargs):
        consultations = list(self.agency.consultations.visible().select_related("agency").order_by("-closes_at")[:50])
        count_for(consultations)
        return super().get_context(request, *args, **kwargs) | {
            "consultations": consultations,
            "open_count": sum(one.is_open() for one in consultations),
            "comment_count": sum(one.comment_count for one in consultations),
            "due_count": (due := self.agency.consultations.filter(result_is_due()).count()),
            "awaited_count": (awaited := self.agency.consultations.filter(result_is_awaited()).count()),
            "told_count": due - awaited,
            "measured": next(iter(by_agency(measured(ended(self.agency)))), None),
        }


class ArticlePage(Page):
    """A page of text (บทความ): help, privacy notice, news."""

    body = RichTextField(_("text"), features=["h2", "h3", "bold", "ol", "ul", "link", "hr"])

    base_form_class = PageForm
    content_panels = [*Page.content_panels, FieldPanel("body")]
    parent_page_types = ["cms.HomePage", "cms.AgencyPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("article")


class ConsultationPage(KeptPage, ConsultationFacts, Page):
    """Where an officer writes a consultation (แบบร่างการรับฟังความคิดเห็น).

    Publishing puts an immutable snapshot of the draft on record in the same transaction; citizens read the record.
    """

    draft = models.TextField(
        _("draft"),
        help_text=_(
            "Type or paste the law as it is written: มาตรา or ข้อ at the start of a line begins a section, หมวด a chapter; what "
            "stands above the first one is the preamble."
        ),
    )
    questions = StreamField(
        [("question", QuestionBlock())],
        verbose_name=_("questions"),
        blank=True,
        help_text=_(
            "What the agency wants to know beside comments. Reworded after publishing, a question starts anew."
        ),
    )

    shorter_because = models.TextField(
        _("why the hearing may be shorter than the least time"),
        blank=True,
        help_text=_(
            "Only for a hearing below the least time. Another officer than the one who writes this publishes it."
        ),
    )
    shorter_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    follows = models.ForeignKey(
        Consultation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        help_text="The round before, if this page begins another one.",
    )
    exclude_fields_in_copy = ["shorter_because", "shorter_asked_by", "follows"]

    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("instrument"),
                FieldPanel("policy_field"),
                FieldPanel("summary"),
            ],
            heading=_("What is asked"),
        ),
        fact_panels(),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
                FieldPanel("shorter_because"),
                FieldPanel("moderates_first"),
                FieldPanel("tallies"),
                FieldPanel("shows_themes"),
                FieldPanel("is_demo"),
            ],
            heading=_("When, and how votes are shown"),
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("least_to_vote", "least_to_answer", "least_to_comment", "least_age")],
            heading=_("Who takes part"),
        ),
        FieldPanel("questions"),
        FieldPanel("draft", widget=DraftTextarea),
    ]
    settings_panels = [PublishingWithoutEnd(), CommentPanel()]
    base_form_class = ConsultationPageForm
    parent_page_types = ["cms.AgencyPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("consultation page")

    @property
    def consultation(self) -> Consultation | None:
        """The record this page published, if it did."""
        return Consultation.objects.filter(key=self.translation_key).first()

    def read_draft(self) -> Draft:
        """The draft as it is read from what the officer typed."""
        return read_text(self.draft)

    def question_texts(self) -> list[QuestionText]:
        """The questions as they will be put to the people."""
        return [
            QuestionText(
                anchor=UUID(block.id),
                text=block.value["text"].strip(),
                options=tuple(option.strip() for option in block.value["options"]),
                most=block.value["most"] or 1,
            )
            for block in self.questions
        ]

    @transaction.atomic
    def save(self, *args, **kwargs):
        """Put the snapshot on record whenever a revision goes live, or do neither.

        Every way to publish in Wagtail (editor, schedule, workflow, bulk action, API) ends in this method and shares
        nothing else that runs in the same transaction (docs/decisions/0005). Raises ConsultError.
        """
        before = type(self).objects.filter(pk=self.pk).values("live", "live_revision").first() if self.pk else None
        super().save(*args, **kwargs)
        if self.live and self.live_revision_id and (before or {}).get("live_revision") != self.live_revision_id:
            self.put_on_record(by=_who_acts() or who_scheduled(self.live_revision) or self.live_revision.user)

    def publish(self, revision, user=None, **options):
        """As Wagtail's, with the publisher known to ``save``."""
        with LogContext(user=user):
            return super().publish(revision, user=user, **options)

    def unpublish(self, *args, user=None, **options):
        with LogContext(user=user):
            return super().unpublish(*args, user=user, **options)

    def put_on_record(self, *, by) -> Consultation:
        """Publish the facts and ask the questions as they stand on this page, and issue the first version of the draft.

        Later versions are issued by ``actions.issue_draft`` alone, where their impact was looked at. Raises ConsultError.
        """
        if settings.REVIEW_REQUIRED and not (rules.runs_the_platform(by) or was_approved(self)):
            raise ReviewMissing
        self._must_have_its_files()
        agency = AgencyPage.objects.select_related("agency").get(pk=self.get_parent().pk).agency
        shorter = self.shorter_asked_by and actions.Shorter(reason=self.shorter_because, asked_by=self.shorter_asked_by)
        if self.consultation is None:
            self._begin_no_earlier_than_now()
        consultation = actions.publish_consultation(
            key=self.translation_key, agency=agency, facts=self, by=by, shorter=shorter, follows=self.follows
        )
        published, _made = PublishedPage.objects.get_or_create(page=self, consultation=consultation)
        draft = self.read_draft()
        if consultation.draft is None:
            sections = texts_to_issue(draft, [uuid4() for _section in draft.sections()])
            actions.issue_version(consultation=consultation, sections=sections, preamble=preamble_of(draft), by=by)
        same = consultation.draft and reads_as(draft, consultation.draft)
        published.waits_to_be_issued = not same and not impact_of(consultation, draft).is_empty
        published.save(update_fields=["waits_to_be_issued"])
        actions.ask_questions(consultation=consultation, questions=self.question_texts(), by=by)
        return consultation

    def _must_have_its_files(self) -> None:
        """A revision from long ago may name a document whose bytes were deleted meanwhile. Raises AttachmentGone."""
        for one in attachments_of(self.pack):
            if not default_storage.exists(one.path):
                raise AttachmentGone(one.title)

    def _begin_no_earlier_than_now(self) -> None:
        """What is announced now has not been open last week, whatever was typed; demonstrations are invented anyway."""
        now = timezone.now().replace(microsecond=0)
        if self.is_demo or self.opens_at >= now:
            return
        if self.closes_at <= now:
            raise EndIsPast
        self.opens_at = now
        type(self).objects.filter(pk=self.pk).update(opens_at=now)

    def why_not_published(self, *, by) -> ConsultError | None:
        """What keeps this person from publishing the page as it stands, so that the editor can say so and keep the words."""
        agency = AgencyPage.objects.select_related("agency").get(pk=self.get_parent().pk).agency
        if not rules.may_publish(by, agency):
            return NotAllowed()
        if missing := self.missing():
            return PackIncomplete(missing)
        consultation = self.consultation
        try:
            self._must_have_its_files()
            if consultation is not None:
                must_not_be_withdrawn(consultation)
                if not asks_the_same(consultation, self.question_texts()):
                    must_still_be_answered(consultation)
        except ConsultError as refused:
            return refused
        if consultation is not None:
            return None
        if self.closes_at <= timezone.now() and not self.is_demo:
            return EndIsPast()
        if not announced_too_short(self):
            return None
        if not self.shorter_because.strip() or self.shorter_asked_by is None:
            return HearingTooShort(least_days(self.instrument))
        return NeedsAnotherOfficer() if self.shorter_asked_by == by else None

    def serve(self, request, *args, **kwargs):
        """Citizens read the record, not the editor's page."""
        consultation = self.consultation
        if consultation is None:
            raise Http404
        return redirect(reverse("consult:consultation_detail", args=[consultation.pk]))

    def get_preview_context(self, request, mode_name):
        draft = self.read_draft()
        return super().get_preview_context(request, mode_name) | {
            "draft": draft,
            "sections": texts_to_issue(draft, [uuid4() for _section in draft.sections()]),
            "asked": self.question_texts(),
            "pack": told_pack(self),
        }
