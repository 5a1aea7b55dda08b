"""Every act of staff leaves a line in the audit trail, whatever door it came through; a link from elsewhere makes none."""

import ast
import re
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.log_actions import log, registry
from wagtail.models import Site

from analysis.models import ThemeEdit
from cms.desk import audit_words
from consult import actions
from consult.models import AuditEntry, ModerationAct
from tests.cms.test_publishing import agency_page, editor_form, officer, section, write_page  # noqa: F401 (fixtures)
from tests.support.doors import browser
from tests.support.makers import make_consultation, make_staff, make_user

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]
FROM_ELSEWHERE = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Referer": "https://elsewhere.example/"},
]
registry.scan_for_actions()


def lines_of(person) -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(by=person).exclude(verb="sign_in").order_by("pk"))


@pytest.mark.parametrize("verb", sorted(verb for verb, _label in registry.get_choices()))
def test_whatever_wagtail_logs_is_in_the_trail(agency_page, officer, verb):  # noqa: F811
    page = write_page(agency_page, section("๑", "เดิม"))
    log(page, verb, user=officer)
    (line,) = lines_of(officer)
    assert (line.verb, line.agency, line.detail["title"]) == (verb, agency_page.agency, page.title)
    assert line.detail["id"] == str(page.pk)


def test_so_is_what_it_says_of_anything_else_and_of_what_it_keeps_no_log_of(officer):  # noqa: F811
    things = [Group.objects.create(name="ใครก็ได้"), Site.objects.get(is_default_site=True), officer.memberships.get()]
    for thing in things:
        log(thing, "wagtail.edit", user=officer)
    assert [line.detail["title"] for line in lines_of(officer)] == [str(thing) for thing in things]


def forms_of_the_desk(page) -> dict[str, tuple[str, dict]]:
    """Acts of an administrator whose forms Wagtail has: address and what is sent."""
    person, group = make_user(), Group.objects.create(name="กลุ่มเดิม")
    rows = ("page_permissions", "collection_permissions", "document_permissions", "image_permissions")
    empty = {
        f"{row}-{key}": value
        for row in rows
        for key, value in (("TOTAL_FORMS", 0), ("INITIAL_FORMS", 0), ("MAX_NUM_FORMS", 1000))
    }
    site = Site.objects.get(is_default_site=True)
    of_user = {"email": person.email, "first_name": "ก", "last_name": "ข", "is_active": "on"}
    return {
        "edit a page": (reverse("wagtailadmin_pages:edit", args=[page.pk]), editor_form(page)),
        "copy a page": (
            reverse("wagtailadmin_pages:copy", args=[page.pk]),
            {"new_title": "สำเนา", "new_slug": "copied", "new_parent_page": page.get_parent().pk},
        ),
        "edit a person": (reverse("wagtailusers_users:edit", args=[person.pk]), of_user),
        "add a group": (reverse("wagtailusers_groups:add"), {"name": "กลุ่มใหม่"} | empty),
        "edit a group": (reverse("wagtailusers_groups:edit", args=[group.pk]), {"name": "ชื่ออื่น"} | empty),
        "delete a group": (reverse("wagtailusers_groups:delete", args=[group.pk]), {}),
        "edit the site": (
            reverse("wagtailsites:edit", args=[site.pk]),
            {"hostname": "localhost", "port": 80, "site_name": "ชื่อ", "root_page": site.root_page_id, "is_default_site": "on"},
        ),
        "add a collection": (reverse("wagtailadmin_collections:add"), {"name": "รูป", "parent": 1}),
        "found an agency": (reverse("agency_list"), {"name": "กรมใหม่", "slug": "new-dept"}),
    }  # fmt: skip


def test_every_form_of_the_desk_that_did_something_left_a_line(agency_page, officer):  # noqa: F811
    admin = make_user(is_superuser=True, is_staff=True)
    client = browser(admin)
    page = write_page(agency_page, section("๑", "เดิม"))
    silent = []
    for name, (address, form) in forms_of_the_desk(page).items():
        before = len(lines_of(admin))
        answer = client.post(address, form)
        assert answer.status_code == 302, (name, answer.content.decode()[:500])
        if len(lines_of(admin)) == before:
            silent.append(name)
    assert silent == []


def test_a_form_that_was_refused_leaves_none():
    admin = make_user(is_superuser=True, is_staff=True)
    browser(admin).post(reverse("wagtailusers_users:add"), {"email": "no address"})
    browser(admin).post(reverse("agency_list"), {"name": "", "slug": ""})
    assert lines_of(admin) == []


def test_signing_in_of_staff_is_in_the_trail_and_of_citizens_is_not():
    staff, citizen = make_staff(make_consultation().agency, "analyst"), make_user()
    for person in (staff, citizen):
        Client().post(reverse("account_login"), {"login": person.email, "password": "a-long-password"})
    assert list(AuditEntry.objects.filter(verb="sign_in").values_list("by", flat=True)) == [staff.pk]


@pytest.mark.parametrize("headers", FROM_ELSEWHERE)
def test_no_link_from_elsewhere_takes_a_file_or_writes_a_line(headers):
    consultation = make_consultation()
    analyst, admin = make_staff(consultation.agency, "analyst"), make_user(is_superuser=True, is_staff=True)
    auditor = make_staff(consultation.agency, "auditor")
    of_analysis = [reverse("analysis:comment_export", args=[consultation.pk, "csv"])]
    for kind in ("answer", "vote", "theme", "argument", "group"):
        of_analysis += [reverse(f"analysis:{kind}_export", args=[consultation.pk, form]) for form in ("csv", "json")]
    asked = [(analyst, address) for address in of_analysis]
    asked += [(admin, "/cms/users/?export=csv"), (auditor, reverse("audit_file"))]
    for person, address in asked:
        client, before = browser(person), len(lines_of(person))
        assert client.get(address, headers=headers).status_code == 403, address
        assert len(lines_of(person)) == before, address
        assert client.get(address, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 200, address
        assert len(lines_of(person)) == before + 1, address


def test_a_file_of_the_editor_is_on_record_with_what_was_asked_for():
    admin = make_user(is_superuser=True, is_staff=True)
    assert browser(admin).get("/cms/users/?export=xlsx&q=สมชาย").status_code == 200
    (line,) = lines_of(admin)
    assert (line.verb, line.detail["what"].partition("?")[0]) == ("take_file", "/cms/users/")


def verbs_in_the_code() -> set[str]:
    found = set()
    for room in ("consult", "analysis", "cms"):
        for path in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "record":
                    verb = next((word.value for word in node.keywords if word.arg == "verb"), None)
                    if isinstance(verb, ast.Constant):
                        found.add(verb.value)
                    elif isinstance(verb, ast.JoinedStr):
                        found.add(re.sub(r"\{.*?\}", "{}", ast.unparse(verb)[2:-1]))
    return found


def test_every_act_of_ours_has_a_word():
    kinds = {
        "{}_comment": ModerationAct.Kind.values,
        "{}_theme_edit": [kind for kind in ThemeEdit.Kind.values if kind != ThemeEdit.Kind.REVERT],
    }
    found = set()
    for verb in verbs_in_the_code():
        found |= {verb.format(kind) for kind in kinds[verb]} if "{}" in verb else {verb}
    assert found
    assert found - audit_words.OURS.keys() == set()
    gone = audit_words.OURS.keys() - found - set(actions.__all__) - {"revise_official_reply"}
    assert gone == set()
    assert all(audit_words.act_label(verb) != verb for verb in found | set(registry.formatters))
