"""The auditor's page: whose lines somebody reads, how they are narrowed, and the file of them."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from consult import actions
from consult.actions.audit import record
from consult.models import AuditEntry, Membership, User
from tests.support.doors import browser
from tests.support.makers import make_agency, make_consultation, make_staff, make_user, officer_of, platform_staff

pytestmark = pytest.mark.django_db

Role = Membership.Role
PAGE = "/cms/audit/"
FILE = "/cms/audit/file/"


def platform_auditor():
    return make_staff(None, Role.AUDITOR)


def titles_read_by(person, query: str = "") -> str:
    answer = browser(person).get(PAGE + query)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def two():
    """Hearings of two agencies, each closed by its officer."""
    hearings = [make_consultation(title=title) for title in ("ร่างของกรมแรก", "ร่างของกรมที่สอง")]
    for one in hearings:
        actions.close_consultation(consultation=one, by=officer_of(one), reason="ครบแล้ว")
    return hearings


def test_an_agencys_auditor_reads_its_lines_and_no_others(two):
    first, second = two
    seen = titles_read_by(make_staff(first.agency, Role.AUDITOR))
    assert first.title in seen
    assert second.title not in seen
    assert second.agency.name not in seen
    assert officer_of(second).alias not in seen


def test_auditors_of_the_platform_and_administrators_read_all(two):
    record(verb="open_site", by=platform_staff())
    for person in (platform_auditor(), platform_staff()):
        seen = titles_read_by(person)
        assert all(one.title in seen for one in two)
        assert "ตั้งหน้าแรก" in seen or "หน้าแรก" in seen


@pytest.mark.parametrize("role", sorted(set(Role.values) - {Role.AUDITOR}))
def test_nobody_else_reads_or_takes_it(two, role):
    for person in (make_staff(two[0].agency, role), make_user()):
        client = browser(person)
        for address in (PAGE, FILE):
            assert client.get(address).status_code in (302, 403)
        assert PAGE not in client.get("/cms/").content.decode()
    assert not AuditEntry.objects.filter(verb="record_audit_export").exists()


def test_only_administrators_make_an_auditor_of_the_platform(two):
    person = make_user()
    form = {"act": "appoint", "address": person.email, "role": "auditor"}
    head = make_staff(two[0].agency, Role.HEAD)
    assert browser(head).post(reverse("platform_auditors"), form).status_code in (302, 403)
    assert not person.memberships.exists()
    cache.clear()
    for _ in range(2):
        assert browser(platform_staff()).post(reverse("platform_auditors"), form).status_code == 302
    assert [one.agency for one in person.memberships.all()] == [None]
    assert browser(platform_staff()).post(reverse("platform_auditors"), form | {"role": "officer"}).status_code == 422


def test_it_is_narrowed_by_who_what_when_hearing_and_agency(two):
    first, second = two
    auditor = platform_auditor()
    today = timezone.localdate()
    buddhist = f"{today.day}/{today.month}/{today.year + 543}"
    tomorrow = today + timedelta(days=1)
    for query, seen, unseen in (
        (f"?by={officer_of(first).pk}", first, second),
        (f"?agency={second.agency_id}", second, first),
        ("?hearing=กรมแรก", first, second),
        (f"?verb=close_consultation&agency={first.agency_id}", first, second),
        (f"?since={buddhist}&until={buddhist}&agency={first.agency_id}", first, second),
    ):
        text = titles_read_by(auditor, query).partition("<tbody")[2]
        assert seen.title in text, query
        assert unseen.title not in text, query
    for nothing in (
        f"?since={tomorrow:%Y-%m-%d}",
        f"?until=1/1/{today.year + 543 - 1}",
        "?verb=issue_version&hearing=ไม่มี",
    ):
        assert "ไม่มีรายการที่ตรง" in titles_read_by(auditor, nothing)


@pytest.mark.parametrize(
    "query", ["?since=99/99/2569", "?by=x", "?by=9999999999999999999", "?verb=x", "?from=x&page=-1"]
)
def test_nonsense_in_the_address_is_answered_with_the_page(two, query):
    assert "<table" in titles_read_by(platform_auditor(), query)


def test_somebody_who_was_dismissed_is_still_found_by_the_name_in_a_line(two):
    first, second = two
    gone = officer_of(first)
    actions.dismiss(user=gone, agency=first.agency, role=Role.OFFICER, by=platform_staff())
    auditor = make_staff(first.agency, Role.AUDITOR)
    assert f"?by={gone.pk}" in titles_read_by(auditor)
    assert first.title in titles_read_by(auditor, f"?by={gone.pk}")
    stranger = officer_of(second)
    assert stranger.alias not in titles_read_by(
        auditor, f"?by={stranger.pk}"
    )  # whose name one would learn by guessing ids


def test_pages_begin_at_a_row_and_cost_the_same_however_long_the_trail_is(django_assert_max_num_queries):
    agency = make_agency()
    auditor = make_staff(agency, Role.AUDITOR)
    client = browser(auditor)
    client.get(PAGE)
    for number in range(120):
        record(verb="use_desk", by=auditor, agency=agency, where=f"door-{number:03}")
    with django_assert_max_num_queries(25):
        first = client.get(PAGE)
    assert "door-119" in first.content.decode()
    second = client.get(f"{PAGE}?page=2&from={first.context['page'].next_start}")
    assert "door-069" in second.content.decode()
    assert "door-070" not in second.content.decode()


def test_the_file_holds_the_same_lines_runs_nothing_and_is_on_record(two):
    first, second = two
    odd = make_consultation(agency=first.agency, title="=HYPERLINK(1)")
    actions.close_consultation(consultation=odd, by=officer_of(first), reason="ครบแล้ว")
    auditor = make_staff(first.agency, Role.AUDITOR)
    answer = browser(auditor).get(FILE + "?verb=close_consultation")
    raw = b"".join(answer.streaming_content).decode()
    assert raw.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(raw.removeprefix("\ufeff"))))
    assert {row["hearing"] for row in rows} == {first.title, "'=HYPERLINK(1)"}
    assert {row["act"] for row in rows} == {"close_consultation"}
    assert second.title not in raw
    assert "@" not in raw
    line = AuditEntry.objects.filter(by=auditor).first()
    assert (line.verb, line.detail) == ("record_audit_export", {"what": "audit.csv?verb=close_consultation"})


def test_files_are_taken_only_so_often(two, settings):
    cache.clear()
    settings.EXPORTS_PER_HOUR = 1
    client = browser(platform_auditor())
    assert [client.get(FILE).status_code for _ in range(2)] == [200, 429]


def test_no_address_of_anybody_is_shown(two):
    person, auditor = make_user(), platform_auditor()
    actions.appoint(user=person, agency=two[0].agency, role=Role.ANALYST, by=platform_staff())
    seen = titles_read_by(auditor)
    assert person.alias in seen
    others = User.objects.exclude(pk=auditor.pk).values_list("email", flat=True)  # one's own stands in the menu
    assert [address for address in others if address in seen] == []
