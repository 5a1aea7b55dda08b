"""Every door of Wagtail, taken from its own registries: none leaves page and record saying different things.

A door that a later Wagtail or a package adds has no line here, and fails the test until somebody says what it does.
"""

import io
import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import ProtectedError
from django.forms.models import model_to_dict
from django.test import Client, RequestFactory
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone
from wagtail.actions.registry import action_registry
from wagtail.admin.action_menu import _get_base_page_action_menu_items
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.models import GroupApprovalTask, Page, PageViewRestriction, Site, Workflow, WorkflowTask

from cms.actions import establish_agency, withdraw_hearing
from cms.desk.comparison import differences
from cms.errors import StaysOnRecord
from cms.models import ConsultationPage
from consult import actions
from consult.models import Consultation
from tests.cms.test_publishing import (  # noqa: F401 (fixtures)
    agency_page,
    editor_form,
    officer,
    publish,
    section,
    write_page,
)
from tests.support.makers import make_agency, make_user, platform_staff

pytestmark = [pytest.mark.django_db, pytest.mark.walk]

#: Addresses of pages → what happens to a hearing on record. "refused": 409 with a sentence. "kept": whatever it does, the
#: record and what citizens see stay as they are.
DOORS = {
    "delete": "refused",
    "unpublish": "refused",
    "move": "refused",
    "move_confirm": "refused",
    "set_privacy": "refused",
    "add": "kept",
    "add_subpage": "kept",
    "choose_parent": "kept",
    "collect_workflow_action_data": "kept",
    "confirm_workflow_cancellation": "kept",
    "convert_alias": "kept",
    "copy": "kept",
    "edit": "kept",
    "history": "kept",
    "history_results": "kept",
    "lock": "kept",
    "preview_on_add": "kept",
    "preview_on_edit": "kept",
    "revisions_compare": "kept",
    "revisions_index": "kept",
    "revisions_revert": "kept",
    "revisions_unschedule": "kept",
    "revisions_view": "kept",
    "search": "kept",
    "search_results": "kept",
    "set_page_position": "kept",
    "type_use": "kept",
    "type_use_results": "kept",
    "unlock": "kept",
    "usage": "kept",
    "view_draft": "kept",
    "workflow_action": "kept",
    "workflow_history": "kept",
    "workflow_history_detail": "kept",
    "workflow_preview": "kept",
}
BULK = {"delete": "refused", "unpublish": "refused", "move": "refused", "publish": "kept"}
#: Wagtail's actions, and those its editor's API offers
ACTIONS = {"convert_alias", "copy", "copy_for_translation", "create", "create_alias", "delete", "edit", "move", "publish",
           "revert", "revert_to_page_revision", "unpublish"}  # fmt: skip
MENU = {"action-cancel-workflow", "action-page-locked", "action-publish", "action-restart-workflow", "action-save-draft",
        "action-submit", "action-unpublish"}  # fmt: skip
THAI = re.compile("[ก-๙]{8}")


def names_of_pages() -> set[str]:
    def walk(patterns):
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                if pattern.app_name == "wagtailadmin_pages":
                    yield from (one.name for one in pattern.url_patterns)
                else:
                    yield from walk(pattern.url_patterns)

    return set(walk(get_resolver().url_patterns))


def test_every_door_says_here_what_it_does():
    assert names_of_pages() == set(DOORS)
    assert {one.action_type for one in bulk_action_registry.get_bulk_actions_for_model("wagtailcore", "page")} == set(
        BULK
    )
    of_models = set(action_registry.get_actions_for_model(ConsultationPage))
    assert of_models | set(PagesAdminAPIViewSet.actions) == ACTIONS
    assert {item.name for item in _get_base_page_action_menu_items()} == MENU


class Place:
    """A hearing on record with its agency, another agency, and a review under way."""

    def __init__(self, agency_page, officer):  # noqa: F811
        self.agency_page, self.officer = agency_page, officer
        self.page = write_page(agency_page, section("๑", "เดิม"))
        self.record = publish(self.page, officer)
        home = agency_page.get_parent().specific
        self.other = establish_agency(name="กรมอื่น", slug="other-agency", home=home, by=platform_staff())
        actions.appoint(user=officer, agency=self.other.agency, role="officer", by=platform_staff())
        self.page.refresh_from_db()
        self.page.save_revision(user=officer)
        workflow = Workflow.objects.create(name="ตรวจ")
        self.task = GroupApprovalTask.objects.create(name="ตรวจ")
        reviewers = Group.objects.create(name="ผู้ตรวจ")
        officer.groups.add(reviewers)
        self.task.groups.set([reviewers])
        WorkflowTask.objects.create(workflow=workflow, task=self.task)
        self.state = workflow.start(self.page, officer)
        self.before = self.seen()

    def seen(self) -> tuple:
        """What must be the same after every door."""
        page = ConsultationPage.objects.filter(pk=self.page.pk).first()
        record = Consultation.objects.get(pk=self.record.pk)
        facts = {name: value for name, value in model_to_dict(record).items() if name != "live_seq"}
        return (page and (page.live, page.get_parent().pk, page.translation_key), facts, record.draft_id, record.withdrawn_at,
                differences())  # fmt: skip

    def kwargs(self, names, target) -> dict:
        revision = self.page.latest_revision_id or self.page.revisions.latest("pk").pk
        known = {
            "page_id": target.pk, "page_to_move_id": target.pk, "pk": target.pk, "destination_id": self.other.pk,
            "parent_page_id": self.agency_page.pk, "revision_id": revision, "revision_id_a": "earliest",
            "revision_id_b": "latest", "content_type_app_name": "cms", "content_type_model_name": "consultationpage",
            "app_label": "cms", "model_name": "consultationpage", "action_name": "approve",
            "task_state_id": self.state.current_task_state_id, "task_id": self.task.pk, "workflow_state_id": self.state.pk,
        }  # fmt: skip
        return {name: known[name] for name in names}


def parameters(name: str) -> list[str]:
    possible = get_resolver()
    for namespace, (_prefix, resolver) in possible.namespace_dict.items():
        if namespace == "wagtailadmin_pages":
            return resolver.reverse_dict.getlist(name)[0][0][0][1]
    for pattern in possible.url_patterns:
        if isinstance(pattern, URLResolver) and "wagtailadmin_pages" in pattern.namespace_dict:
            return pattern.namespace_dict["wagtailadmin_pages"][1].reverse_dict.getlist(name)[0][0][0][1]
    raise AssertionError(name)


@pytest.fixture
def place(agency_page, officer):  # noqa: F811
    return Place(agency_page, officer)


@pytest.fixture(params=["officer", "administrator"])
def staff(request, place):
    return place.officer if request.param == "officer" else make_user(is_superuser=True, is_staff=True)


def everything(place) -> dict:
    """One form that fits every door: what is not asked for is ignored."""
    return editor_form(place.page) | {
        "wagtail_site_name": "รับฟัง", "include_descendants": "on", "new_title": "สำเนา", "new_slug": "copy",
        "new_parent_page": place.other.pk, "copy_subpages": "on", "publish_copies": "", "alias": "on",
        "restriction_type": "login", "chooser": place.other.pk, "expire_at": "2020-01-01 00:00",
        "go_live_at": "", "locale": place.page.locale_id, "parent_page": place.other.pk,
    }  # fmt: skip


@pytest.mark.parametrize("target", ["hearing", "agency", "home"])
def test_no_address_of_a_page_changes_what_is_on_record(place, staff, target):
    page = {"hearing": place.page, "agency": place.agency_page, "home": place.agency_page.get_parent()}[target]
    door = Client(raise_request_exception=False)
    door.force_login(staff)
    wrong = {}
    for name, expected in DOORS.items():
        address = reverse(f"wagtailadmin_pages:{name}", kwargs=place.kwargs(parameters(name), page))
        for answer in (door.get(address), door.post(address, everything(place))):
            if answer.status_code >= 500:
                wrong[name] = answer.status_code
            assert place.seen() == place.before, name
            may = page.permissions_for_user(staff).can_edit()
            if (
                expected == "refused"
                and may
                and (answer.status_code != 409 or not THAI.search(answer.content.decode()))
            ):
                wrong[name] = answer.status_code
    assert wrong == {}
    assert Client().get(reverse("consult:consultation_detail", args=[place.record.pk])).status_code == 200


@pytest.mark.parametrize("target", ["hearing", "agency"])
def test_no_bulk_action_changes_what_is_on_record(place, staff, target):
    page = place.page if target == "hearing" else place.agency_page
    door = Client(raise_request_exception=False)
    door.force_login(staff)
    for name, expected in BULK.items():
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", name])
        assert door.get(f"{address}?id={page.pk}").status_code == 200
        for asked in (f"id={page.pk}", f"id=all&childOf={page.get_parent().pk}"):
            answer = door.post(f"{address}?{asked}", everything(place) | {"id": page.pk})
            assert place.seen() == place.before, name
            refused = answer.status_code == 409 or (name, target, answer.status_code) == (
                "move",
                "agency",
                200,
            )  # no such parent
            assert refused if expected == "refused" else answer.status_code == 302, (name, answer.status_code)


def test_no_action_of_the_editors_api_changes_what_is_on_record(place, staff):
    door = Client(raise_request_exception=False)
    door.force_login(staff)
    sent = {"destination_page_id": place.other.pk, "recursive": True, "revision_id": place.page.revisions.latest("pk").pk,
            "slug": "copied", "keep_live": True, "locale": "th"}  # fmt: skip
    for name in PagesAdminAPIViewSet.actions:
        address = reverse("wagtailadmin_api:pages:action", args=[place.page.pk, name])
        answer = door.post(address, sent, content_type="application/json")
        assert answer.status_code < 500 and place.seen()[:3] == place.before[:3] and not differences(), (
            name,
            answer.content,
        )


@pytest.mark.parametrize("pressed", sorted(MENU))
def test_no_button_of_the_editor_takes_a_hearing_off(place, staff, pressed):
    door = Client(raise_request_exception=False)
    door.force_login(staff)
    form = everything(place) | {pressed: "1", "agency": place.other.agency_id}
    answer = door.post(reverse("wagtailadmin_pages:edit", args=[place.page.pk]), form)
    assert answer.status_code < 500 and place.seen() == place.before


def test_a_copy_is_a_hearing_of_its_own(place):
    door = Client()
    door.force_login(place.officer)
    form = everything(place) | {"publish_copies": "on", "new_parent_page": place.agency_page.pk}
    form.pop("alias")
    assert door.post(reverse("wagtailadmin_pages:copy", args=[place.page.pk]), form).status_code == 302
    assert place.seen() == place.before and Consultation.objects.count() == 2


def test_the_layers_below_the_doors_refuse_too(place):
    page, bare = place.page, Page.objects.get(pk=place.page.pk)
    acts = [
        page.delete,
        bare.delete,
        place.agency_page.delete,
        Page.objects.filter(pk=page.pk).delete,
        lambda: page.unpublish(),
        lambda: bare.unpublish(),
        lambda: place.agency_page.unpublish(),
        lambda: Page.objects.get(pk=place.agency_page.pk).unpublish(),
        lambda: page.move(place.other, pos="last-child"),
        lambda: page.create_alias(parent=place.other),
        lambda: PageViewRestriction.objects.create(page=bare, restriction_type="login"),
        lambda: PageViewRestriction.objects.create(page=place.agency_page, restriction_type="login"),
        lambda: Site.objects.get().delete(),
        lambda: Site.objects.update_or_create(is_default_site=True, defaults={"root_page": place.other}),
    ]
    for act in acts:
        with pytest.raises((StaysOnRecord, ProtectedError)), transaction.atomic():
            act()
        assert place.seen() == place.before


def test_an_agency_page_is_never_another_agencys(place, staff):
    agency = make_agency()
    door = Client()
    door.force_login(staff)
    form = {"title": "ย้าย", "slug": place.agency_page.slug, "introduction": "", "agency": agency.pk, "action-publish": "1",
            "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}  # fmt: skip
    door.post(reverse("wagtailadmin_pages:edit", args=[place.agency_page.pk]), form)
    assert place.seen() == place.before
    place.agency_page.agency = agency
    with pytest.raises(StaysOnRecord), transaction.atomic():
        place.agency_page.save()


def test_a_site_with_hearings_is_neither_deleted_nor_led_elsewhere(place):
    door = Client()
    door.force_login(make_user(is_superuser=True, is_staff=True))
    site = Site.objects.get()
    form = {
        "hostname": "localhost",
        "port": "80",
        "site_name": "รับฟัง",
        "root_page": place.other.pk,
        "is_default_site": "on",
    }
    for name, sent in (("edit", form), ("edit", form | {"is_default_site": ""}), ("delete", {})):
        answer = door.post(reverse(f"wagtailsites:{name}", args=[site.pk]), sent)
        assert answer.status_code == 409 and THAI.search(answer.content.decode())
    assert place.seen() == place.before


def test_somebody_with_acts_on_record_is_not_deleted(place):
    door = Client()
    door.force_login(make_user(is_superuser=True, is_staff=True))
    answer = door.post(reverse("wagtailusers_users:delete", args=[place.officer.pk]))
    assert answer.status_code == 409 and THAI.search(answer.content.decode())


def test_a_draft_nobody_published_goes_wherever_its_officer_wants(place):
    draft = write_page(place.agency_page, section("๑", "ร่าง"))
    door = Client()
    door.force_login(place.officer)
    door.post(reverse("wagtailadmin_pages:move_confirm", args=[draft.pk, place.other.pk]))
    draft.refresh_from_db()
    assert draft.get_parent().pk == place.other.pk
    assert door.post(reverse("wagtailadmin_pages:delete", args=[draft.pk])).status_code == 302
    assert not ConsultationPage.objects.filter(pk=draft.pk).exists()


def test_a_door_nobody_thought_of_is_refused_when_it_would_part_page_and_record(place):
    from cms.desk.door import _in_one_transaction

    def unthought_of(request):
        ConsultationPage.objects.filter(pk=place.page.pk).update(live=False)

    request = RequestFactory().post("/cms/")
    request.user = place.officer
    with pytest.raises(StaysOnRecord):
        _in_one_transaction(unthought_of, request)
    assert place.seen() == place.before


def test_the_doctor_names_every_difference_in_thai_and_english(place):
    out = io.StringIO()
    call_command("doctor", stdout=out)
    assert "ตรงกับบันทึก" in out.getvalue()
    page = ConsultationPage.objects.filter(pk=place.page.pk)
    for damage in (
        {"live": False},
        {"expire_at": timezone.now() + timedelta(days=1)},
        {"alias_of": place.other.pk},
        {"translation_key": "00000000-0000-4000-8000-000000000000"},
    ):
        with transaction.atomic():
            page.update(**damage)
            out = io.StringIO()
            with pytest.raises(CommandError) as stopped:
                call_command("doctor", stdout=out)
            transaction.set_rollback(True)
        assert stopped.value.returncode == 1
        lines = out.getvalue().splitlines()
        assert THAI.search(lines[0]) and re.fullmatch(r"(hearing|page) \d+: [ -~]+", lines[1])


def test_a_hearing_withdrawn_by_the_act_differs_in_nothing(place):
    withdraw_hearing(consultation=place.record, by=place.officer, reason="ถอน")
    assert differences() == set()
