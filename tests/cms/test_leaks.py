"""Every address of the resolver, asked by everybody of another agency: no word, no title and no name of what an agency has not
published, and no write. An address that is added later is walked without anybody's doing.
"""

import json
import uuid
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import (
    Comment,
    GroupApprovalTask,
    GroupPagePermission,
    Page,
    PageLogEntry,
    Revision,
    Site,
    Workflow,
    WorkflowTask,
)

from cms.actions import establish_agency, open_site
from cms.models import ConsultationPage
from consult import actions
from consult.models import Consultation, Membership, User
from tests.cms.test_publishing import editor_form, publish, section, write_page
from tests.support.addresses import addresses
from tests.support.makers import PACK_TOLD, make_staff, make_user, platform_staff

pytestmark = pytest.mark.slow

OFFICER = Membership.Role.OFFICER
SECRET = "ลับเฉพาะหน่วยงานก"
#: Said by the pages of a person's own account and of nobody else's
ASKED = "ลับเฉพาะ"


class Secrets:
    """An agency with a draft nobody published, in review, a hearing with a next wording under way, and a request that waits."""

    def __init__(self):
        home = open_site(heading="หัวเรื่อง", introduction="คำแนะนำ", by=platform_staff())
        self.agency_page, self.other_page = (
            establish_agency(name=f"กรม {slug}", slug=slug, home=home, by=platform_staff())
            for slug in ("a-dept", "b-dept")
        )
        self.officer = self.appointed(self.agency_page, email=f"{uuid.uuid4().hex}@secret.example")
        self.gone = self.appointed(self.agency_page)
        actions.dismiss(user=self.gone, agency=self.agency_page.agency, role=OFFICER, by=platform_staff())
        pack = dict.fromkeys(PACK_TOLD, SECRET)
        self.draft = write_page(self.agency_page, section("๑", SECRET), title=SECRET, summary=SECRET, pack=pack)
        revision = self.draft.save_revision(user=self.officer, log_action=True)
        Comment.objects.create(
            page=self.draft, user=self.officer, text=SECRET, contentpath="title", revision_created=revision
        )
        self.live = write_page(self.agency_page, section("๑", "เดิม"), title="ร่างที่เผยแพร่แล้ว")
        self.record = publish(self.live, self.officer)
        self.live.refresh_from_db()
        self.live.title = self.live.summary = SECRET
        self.live.draft = section("๑", SECRET)
        self.live.save_revision(user=self.officer, log_action=True)
        Consultation.objects.filter(pk=self.record.pk).update(opens_at=timezone.now())
        actions.close_consultation(
            consultation=Consultation.objects.get(pk=self.record.pk), by=self.officer, reason=SECRET
        )
        workflow = Workflow.objects.create(name="ตรวจ")
        self.task = GroupApprovalTask.objects.create(name="ตรวจ")
        reviewers = Group.objects.create(name="ผู้ตรวจ")
        for person in (self.officer, self.gone):
            person.groups.add(reviewers)
        self.task.groups.set([reviewers])
        WorkflowTask.objects.create(workflow=workflow, task=self.task)
        self.state = workflow.start(self.draft, self.officer)

    def appointed(self, agency_page, **fields) -> User:
        user = make_user()
        User.objects.filter(pk=user.pk).update(**fields)
        actions.appoint(user=user, agency=agency_page.agency, role=OFFICER, by=platform_staff())
        user.refresh_from_db()
        return user

    def in_groups(self, *names: str) -> User:
        user = make_user()
        user.groups.set(Group.objects.filter(name__in=names))
        assert user.groups.count() == len(names)
        return user

    def with_roles(self, *roles: Membership.Role) -> User:
        """Somebody who holds them all at the other agency."""
        first, *others = roles
        user = make_staff(self.other_page.agency, first)
        for role in others:
            actions.appoint(user=user, agency=self.other_page.agency, role=role, by=platform_staff())
        return user

    def stranger(self, role: str) -> User | None:
        return {
            "anybody": lambda: None,
            "citizen": make_user,
            "officer": lambda: self.with_roles(OFFICER),
            "every other role": lambda: self.with_roles(*(role for role in Membership.Role if role != OFFICER)),
            "dismissed": lambda: self.gone,
            "Wagtail's groups": lambda: self.in_groups("Editors", "Moderators"),
        }[role]()

    def values(self, page) -> dict:
        """What fills the places of an address: ids of this agency's things."""
        revision = Revision.objects.filter(object_id=page.pk).latest("pk").pk
        return {
            "page_id": page.pk, "page_to_move_id": page.pk, "destination_id": self.agency_page.pk, "revision_id": revision,
            "parent_page_id": self.agency_page.pk if page == self.live else page.pk, "revision_id_a": "earliest",
            "revision_id_b": "latest", "content_type_app_name": "cms", "content_type_model_name": "consultationpage",
            "app_label": "wagtailcore", "model_name": "page", "app_name": "cms", "action_name": "approve",
            "task_state_id": self.state.current_task_state_id, "task_id": self.task.pk, "workflow_state_id": self.state.pk,
            "pk": self.record.pk if page == self.live else page.pk, "object_id": page.pk, "action": "delete", "int": page.pk,
        }  # fmt: skip

    def kept(self) -> tuple:
        """All of this agency that somebody else could write, and what is everybody's."""
        pages = ConsultationPage.objects.descendant_of(self.agency_page)
        return (
            list(pages.values("pk", "path", "title", "live", "latest_revision", "locked", "summary")),
            list(Consultation.objects.filter(agency=self.agency_page.agency).values()),
            list(self.record.acts.values()), list(Membership.objects.values()), list(Site.objects.values()),
            list(GroupPagePermission.objects.values()), list(User.objects.values("pk", "email", "is_superuser").order_by("pk")),
            Comment.objects.count(), list(Group.objects.values()), Page.objects.get(pk=self.agency_page.pk).title,
        )  # fmt: skip


@pytest.fixture(scope="module")
def secrets(made_once):
    return Secrets()


#: Roles only add rights (consult/rules.py), but for one: an officer approves nothing. So one person may hold all the others at once.
ROLES = ("anybody", "citizen", "officer", "every other role", "dismissed", "Wagtail's groups")
AT_THE_DESK = ("officer", "every other role", "Wagtail's groups")
#: Names of what lists and finds
LISTS = ("search", "choose", "results", "index", "listing", "explore", "use", "history", "report")
#: How a statement begins that leaves every table as it was
READING = ("SELECT", "SAVEPOINT", "RELEASE SAVEPOINT", "EXPLAIN")
#: Ends the session of the walk, or is Wagtail's own 500
ENDS = {"wagtailadmin_logout", "account_logout", "wagtailadmin_error_test"}


def queries(address, page, role: str) -> list[str]:
    """The address as it stands, and at the desk also how one would look for something."""
    name = str(address)
    if role not in AT_THE_DESK or not address.path.startswith("/cms/"):
        return [""]
    asked = ["", f"?id={page.pk}"] if "multiple" in name or "bulk" in name else [""]
    if any(word in name for word in LISTS):
        asked.append(f"?q={ASKED}")
    return asked + (["?export=csv"] if "report" in name or "index" in name else [])


def words(answer) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = body.decode(errors="replace")
    return json.dumps(json.loads(text), ensure_ascii=False) if "json" in answer.get("Content-Type", "") else text


@contextmanager
def statements():
    """Everything the database is told within, in capitals."""
    told = []

    def tell(execute, sql, *arguments):
        told.append(sql.lstrip().upper())
        return execute(sql, *arguments)

    with connection.execute_wrapper(tell):
        yield told


def may_have_written(told: list[str]) -> bool:
    return not all(sql.startswith(READING) for sql in told)


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_nobody_of_another_agency_reads_what_is_not_published(secrets, role):
    client, leaks, asked = Client(raise_request_exception=False), [], set()
    if person := secrets.stranger(role):
        client.force_login(person)
    for page in (secrets.draft, secrets.live):
        for address in addresses(**secrets.values(page)):
            if str(address) in ENDS:
                continue
            for query in queries(address, page, role):
                if (path := address.path + query) in asked:  # it names neither page
                    continue
                asked.add(path)
                text = words(client.get(path))
                if SECRET in text or secrets.officer.email in text:
                    leaks.append(f"{address} {path}")
    assert leaks == []


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_nobody_of_another_agency_writes(secrets, role):
    client = Client(raise_request_exception=False)
    if person := secrets.stranger(role):
        client.force_login(person)
    before, written = secrets.kept(), []
    for page in (secrets.draft, secrets.live):
        form = editor_form(page) | {
            "action-publish": "1", "wagtail_site_name": settings.WAGTAIL_SITE_NAME, "include_descendants": "on",
            "restriction_type": "login", "new_parent_page": secrets.other_page.pk, "new_title": "สำเนา", "new_slug": "copy",
            "chooser": secrets.other_page.pk, "act": "withdraw", "withdraw-reason": "ก", "parent_page": secrets.other_page.pk,
        }  # fmt: skip
        for address in addresses(**secrets.values(page)):
            if not address.path.startswith(("/cms/", "/consultations/")) or str(address) in ENDS:
                continue
            with statements() as told:
                client.post(f"{address.path}?id={page.pk}", form)
            if may_have_written(told) and (after := secrets.kept()) != before:
                written.append(f"{address} {address.path}")
                before = after
    assert written == []


@pytest.mark.django_db
def test_the_agencys_own_officer_still_reads_all_of_it(secrets):
    client = Client()
    client.force_login(secrets.officer)
    for address in (
        reverse("wagtailadmin_pages:edit", args=[secrets.draft.pk]),
        reverse("wagtailadmin_explore", args=[secrets.agency_page.pk]),
        reverse("wagtailadmin_choose_page_child", args=[secrets.agency_page.pk]),
    ):
        assert SECRET in words(client.get(address)), address
    assert PageLogEntry.objects.exists()
