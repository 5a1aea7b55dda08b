"""What the review of drafts asks of somebody: take a step, issue what was approved, send for review, appoint who is lacking."""

from collections.abc import Iterator, Sequence

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page, TaskState, WorkflowState
from wagtail.permissions import policy_registry

from consult import rules
from consult.models import Agency, Consultation, Membership
from consult.templatetags.thai import moment as written

from ..models import ConsultationPage
from .guards import PublishedPage
from .need_line import NeedLine

Role = Membership.Role
#: Drafts that are looked at, the newest
MOST = 200


def to_review(user) -> Iterator[NeedLine]:
    states = TaskState.objects.reviewable_by(user).select_related("revision")
    states = list(states.order_by("started_at")[:MOST])
    pages = Page.objects.in_bulk([int(state.revision.object_id) for state in states])
    for place, state in enumerate(states):
        if page := pages.get(int(state.revision.object_id)):
            yield NeedLine(
                about=page.get_admin_display_title(),
                what=_("sent for review %(when)s") % {"when": written(state.started_at)},
                leads_to=_edit(page.pk),
                urgency=place,
            )


def to_issue(user, hearings: Sequence[Consultation]) -> Iterator[NeedLine]:
    """Texts that were published at the desk while people still read the version before."""
    by_id = {one.pk: one for one in hearings if not one.withdrawn_at}
    waiting = PublishedPage.objects.filter(consultation__in=by_id, waits_to_be_issued=True)
    for row in waiting.order_by("pk"):
        hearing = by_id[row.consultation_id]
        if rules.may_publish(user, hearing.agency):
            yield NeedLine(
                about=hearing.title,
                what=_("people still read version %(number)s") % {"number": hearing.draft.number},
                leads_to=reverse("desk_draft_impact", args=[row.page_id]),
                urgency=row.pk,
            )


def to_send(user) -> Iterator[NeedLine]:
    """Drafts that came back from a review; where nothing is published without one, those that were not sent yet too."""
    states = WorkflowState.objects.filter(base_content_type=ContentType.objects.get_for_model(Page)).active()
    came_back = states.filter(status=WorkflowState.STATUS_NEEDS_CHANGES).values("object_id")
    pages = _written_by(user).annotate(key=Cast("pk", CharField()))
    sent_back = pages.filter(key__in=came_back).values_list("pk", "draft_title")
    for place, (pk, title) in enumerate(sent_back[:MOST]):
        yield NeedLine(about=title, what=_("sent back with changes asked for"), leads_to=_edit(pk), urgency=place)
    if not settings.REVIEW_REQUIRED:
        return
    waiting = pages.filter(has_unpublished_changes=True).exclude(key__in=states.values("object_id"))
    for place, (pk, title) in enumerate(waiting.values_list("pk", "draft_title")[:MOST], start=MOST):
        yield NeedLine(about=title, what=_("not sent for review yet"), leads_to=_edit(pk), urgency=place)


def _written_by(user):
    pages = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "change")
    drafts = ConsultationPage.objects.filter(pk__in=pages.values("pk"), published__consultation__withdrawn_at=None)
    return drafts.order_by("-latest_revision_created_at")


def without_reviewers(user) -> Iterator[NeedLine]:
    """Agencies where a draft that is sent would stay, to those who appoint people there."""
    if not settings.REVIEW_REQUIRED:
        return
    held: dict[int, dict[str, set[int]]] = {}
    for agency, role, person in Membership.objects.exclude(agency=None).values_list("agency", "role", "user"):
        held.setdefault(agency, {}).setdefault(role, set()).add(person)
    for agency in Agency.objects.order_by("pk"):
        people = held.get(agency.pk, {})
        lacking = _lacking(people)
        if people.get(Role.OFFICER) and lacking and rules.may_appoint(user, agency):
            yield NeedLine(
                about=agency.name,
                what=_("needs: %(roles)s") % {"roles": ", ".join(lacking)},
                leads_to=reverse("agency_people", args=[agency.pk]),
                urgency=agency.pk,
            )


def _lacking(people: dict[str, set[int]]) -> list[str]:
    lacking = [] if people.get(Role.REVIEWER) else [str(Role.REVIEWER.label)]
    if not people.get(Role.APPROVER, set()) - people.get(Role.OFFICER, set()):
        lacking.append(_("an approver who is no officer"))
    return lacking


def _edit(page: int) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page])
