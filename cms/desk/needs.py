"""What needs somebody of the desk now, and the hearings of the agencies they work for. As many queries for a thousand hearings as for one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Min, OuterRef, Subquery
from django.db.models.fields.json import KT
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.models import Page, Revision
from wagtail.permissions import policy_registry

from consult import rules
from consult.models import Burst, Comment, Consultation, ConsultationAct, Membership, OfficialReply
from consult.models.consultation import CLOSING_SOON
from consult.models.facts import missing_parts
from consult.models.kept import NO_COMMENTS, CommentCount, comment_counts, votes_on_drafts
from consult.models.result import result_is_awaited
from consult.templatetags.thai import moment as written

from ..models import ConsultationPage
from . import issue_needs, result_needs, review_needs
from .guards import PublishedPage
from .need_line import NeedLine

Role = Membership.Role
#: Hearings that are looked at, the newest
MOST = 200
#: Lines of one kind that are shown at once
FIRST = 8


@dataclass(frozen=True, kw_only=True)
class Need:
    """Lines of one kind under their heading, the most urgent first."""

    heading: str | Promise
    lines: Sequence[NeedLine]

    @property
    def first(self) -> Sequence[NeedLine]:
        return self.lines[:FIRST]

    @property
    def more(self) -> int:
        return max(0, len(self.lines) - FIRST)


@dataclass(frozen=True, kw_only=True)
class Hearing:
    """A hearing as the desk lists it, with what this person may do about it."""

    consultation: Consultation
    comments: CommentCount
    votes: int
    may_move: bool
    may_moderate: bool
    may_analyse: bool
    waits: bool


class Desk:
    """The hearings of one person of the desk at one moment."""

    def __init__(self, user, now: datetime | None = None):
        self.user = user
        self.now = now or timezone.now()

    @cached_property
    def records(self) -> list[Consultation]:
        found = Consultation.objects.select_related("agency", "draft").filter(draft__isnull=False)
        if not self.user.is_superuser:
            found = found.filter(agency__in=rules.roles_by_agency(self.user))
        return list(found[:MOST])

    @cached_property
    def waiting(self) -> list[ConsultationAct]:
        return list(ConsultationAct.objects.waiting().filter(consultation__in=self.records).order_by("at"))

    @cached_property
    def counts(self) -> dict[int, CommentCount]:
        counted = comment_counts(one.pk for one in self.records)
        return {pk: sum(places.values(), NO_COMMENTS) for pk, places in counted.items()}

    @cached_property
    def _said(self) -> dict[int, int]:
        return {pk: count.top_level for pk, count in self.counts.items()}

    @cached_property
    def _answers(self) -> Mapping[int, tuple[int, datetime]]:
        """Hearing → visible comments that an official answer or a public issue answers, and when the last one was given."""
        given = OfficialReply.objects.filter(comment__consultation__in=self.records, withdrawn_at=None)
        given = given.filter(comment__is_visible=True, comment__parent=None)
        counted = given.values("comment__consultation").annotate(n=Count("pk"), last=Max("answered_at"))
        answers = {one["comment__consultation"]: (one["n"], one["last"]) for one in counted}
        for pk, (n, last) in issue_needs.answered_by_issues(self.records).items():
            replies, replied = answers.get(pk, (0, last))
            answers[pk] = (replies + n, max(replied, last))
        return answers

    @cached_property
    def _pages(self) -> Mapping[int, int]:
        """Hearing → the page it is written on."""
        return dict(
            PublishedPage.objects.filter(consultation__in=self.records).values_list("consultation_id", "page_id")
        )

    def hearings(self) -> list[Hearing]:
        """All of them, newest first."""
        asked = {act.consultation_id for act in self.waiting}
        votes = votes_on_drafts(one.pk for one in self.records)
        return [
            Hearing(
                consultation=one,
                comments=self.counts[one.pk],
                votes=votes.get(one.pk, 0),
                may_move=rules.may_close(self.user, one),
                may_moderate=rules.may_moderate(self.user, one),
                may_analyse=rules.may_analyse(self.user, one),
                waits=one.pk in asked,
            )
            for one in self.records
        ]

    def needs(self) -> list[Need]:
        """What there is to do, by kind; kinds with nothing to do are left out."""
        kinds = (
            (gettext_lazy("Drafts that wait for your review"), review_needs.to_review(self.user)),
            (gettext_lazy("New versions that wait to be issued"), review_needs.to_issue(self.user, self.records)),
            (gettext_lazy("Drafts to send for review"), review_needs.to_send(self.user)),
            (gettext_lazy("Agencies whose drafts nobody could publish"), review_needs.without_reviewers(self.user)),
            (gettext_lazy("Requests about dates that wait for a second officer"), self._to_approve()),
            (
                gettext_lazy("Issues that wait for your approval"),
                issue_needs.to_approve(self.user, self.records, self.now),
            ),
            (gettext_lazy("Comments that wait to be shown"), self._held()),
            (gettext_lazy("Hearings that close soon"), self._closing()),
            (gettext_lazy("Hearings with an unusual hour within a day"), self._bursts()),
            (gettext_lazy("Comments that lost their section"), self._left_behind()),
            (gettext_lazy("Results that people wait for"), self._results()),
            (
                gettext_lazy("Closed hearings on their way to a result"),
                result_needs.on_the_way(self.user, self.records, self.now, self._said),
            ),
            (gettext_lazy("Drafts with facts still missing"), self._missing()),
            (gettext_lazy("Comments without an official answer"), self._unanswered()),
        )
        found = [Need(heading=heading, lines=sorted(lines, key=lambda one: one.urgency)) for heading, lines in kinds]
        return [need for need in found if need.lines]

    def _to_approve(self) -> Iterator[NeedLine]:
        hearings = {one.pk: one for one in self.records}
        for place, act in enumerate(self.waiting):
            hearing = hearings[act.consultation_id]
            if act.by_id != self.user.pk and rules.may_close(self.user, hearing):
                said = _("%(what)s, asked for %(when)s") % {"what": act.get_kind_display(), "when": written(act.at)}
                yield NeedLine(about=hearing.title, what=said, leads_to=_dates(hearing), urgency=place)

    def _held(self) -> Iterator[NeedLine]:
        """Comments of hearings in which a moderator looks first; the one that waits longest comes first."""
        looked_at = [one for one in self.records if one.moderates_first and rules.may_moderate(self.user, one)]
        held = Comment.objects.held().filter(consultation__in=looked_at).order_by().values("consultation")
        found = {one["consultation"]: one for one in held.annotate(n=Count("pk"), since=Min("held_at"))}
        for one in looked_at:
            if waiting := found.get(one.pk):
                where = reverse("consult:moderation", args=[one.pk]) + "?queue=waiting"
                said = _comments(waiting["n"])
                yield NeedLine(about=one.title, what=said, leads_to=where, urgency=waiting["since"].timestamp())

    def _closing(self) -> Iterator[NeedLine]:
        for one in self.records:
            left = one.ends_at - self.now
            if one.is_open(self.now) and left <= CLOSING_SOON:
                where = _dates(one) if rules.may_close(self.user, one) else _hearing(one)
                said = _("closes %(when)s") % {"when": written(one.ends_at)}
                yield NeedLine(about=one.title, what=said, leads_to=where, urgency=left.total_seconds())

    def _bursts(self) -> Iterator[NeedLine]:
        """Shown for a day to all who work for the agency; nothing is to be done but to look."""
        since = self.now - timedelta(days=1)
        count = dict(
            Burst.objects.filter(consultation__in=self.records, hour__gte=since)
            .order_by()
            .values_list("consultation")
            .annotate(n=Count("pk"))
        )
        for one in self.records:
            if n := count.get(one.pk):
                said = ngettext("%(n)s unusual hour", "%(n)s unusual hours", n) % {"n": n}
                where = reverse("consult:burst_list", args=[one.pk])
                yield NeedLine(about=one.title, what=said, leads_to=where, urgency=-n)

    def _left_behind(self) -> Iterator[NeedLine]:
        changed = [one for one in self.records if one.draft.number > 1 and rules.may_reattach(self.user, one)]
        left = Comment.objects.left_behind(*changed).order_by().values_list("consultation").annotate(n=Count("pk"))
        count = dict(left)
        for one in changed:
            if n := count.get(one.pk):
                where = reverse("consult:unsettled", args=[one.pk])
                yield NeedLine(about=one.title, what=_comments(n), leads_to=where, urgency=-n)

    def _results(self) -> Iterator[NeedLine]:
        """Of hearings that people wait for (consult/models/result.py), those this person answers for."""
        awaited = Consultation.objects.filter(result_is_awaited(self.now), pk__in=[one.pk for one in self.records])
        hearings = {one.pk: one for one in self.records}
        for pk in awaited.values_list("pk", flat=True):
            one = hearings[pk]
            late = self.now - one.ends_at
            if rules.may_write_issues(self.user, one):
                said = ngettext(
                    "closed %(n)s day ago; no result is published",
                    "closed %(n)s days ago; no result is published",
                    late.days,
                ) % {"n": late.days}
                where = reverse("analysis:result_desk", args=[one.pk])
                yield NeedLine(about=one.title, what=said, leads_to=where, urgency=-late.total_seconds())

    def _missing(self) -> Iterator[NeedLine]:
        """Of drafts that were never published, as they were last saved; and of hearings on record."""
        for pk, title, instrument, pack in self._drafts():
            if missing := missing_parts(instrument, pack):
                yield _lacks(title, missing, pk)
        for one in self.records:
            page = self._pages.get(one.pk)
            on_its_way = one.state(self.now) in (Consultation.State.UPCOMING, Consultation.State.OPEN)
            if page and on_its_way and rules.may_close(self.user, one) and (missing := one.missing()):
                yield _lacks(one.title, missing, page)

    def _drafts(self) -> Iterator[tuple[int, str, str, dict]]:
        """Page, title, kind of draft and facts of what this person writes and nobody has published."""
        written = policy_registry.get_by_type(Page).instances_user_has_permission_for(self.user, "change")
        pages = ConsultationPage.objects.filter(pk__in=written.values("pk"), published=None, live=False)
        pages = pages.order_by("-latest_revision_created_at")
        saved = Revision.objects.filter(pk=OuterRef("latest_revision"))
        pages = pages.annotate(
            saved_kind=Subquery(saved.values(found=KT("content__instrument"))[:1]),
            saved_pack=Subquery(saved.values("content__pack")[:1]),
        ).values_list("pk", "draft_title", "saved_kind", "saved_pack", "instrument", "pack")
        for pk, title, saved_kind, saved_pack, instrument, pack in pages[:MOST]:
            yield pk, title, saved_kind or instrument, saved_pack if isinstance(saved_pack, dict) else pack

    def _unanswered(self) -> Iterator[NeedLine]:
        for one in self.records:
            left = self.counts[one.pk].top_level - self._answers.get(one.pk, (0, None))[0]
            if left > 0 and not one.withdrawn_at and rules.may_reply_officially(self.user, one):
                yield NeedLine(about=one.title, what=_comments(left), leads_to=_unanswered(one), urgency=-left)


def _comments(n: int) -> str:
    return ngettext("%(n)s comment", "%(n)s comments", n) % {"n": f"{n:,}"}


def _lacks(title: str, missing, page: int) -> NeedLine:
    return NeedLine(
        about=title,
        what=_("still missing: %(parts)s") % {"parts": ", ".join(str(part.label) for part in missing)},
        leads_to=f"{reverse('wagtailadmin_pages:edit', args=[page])}#id_{missing[0].name}",
    )


def _dates(consultation: Consultation) -> str:
    return reverse("hearing_dates", args=[consultation.pk])


def _hearing(consultation: Consultation) -> str:
    return reverse("consult:consultation_detail", args=[consultation.pk])


def _unanswered(consultation: Consultation) -> str:
    return f"{reverse('analysis:comment_table', args=[consultation.pk])}?official=no"
