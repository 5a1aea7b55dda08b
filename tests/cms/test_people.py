"""Pages for founding agencies, appointing and dismissing: who sees them, what they refuse, and that no shell is needed."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.formats import date_format

from cms.models import AgencyPage, HomePage
from consult.actions.membership import LOOK_UPS_PER_HOUR
from consult.models import Agency, AuditEntry, Membership
from consult.templatetags.thai import day
from tests.support.doors import browser
from tests.support.makers import make_agency, make_staff, make_user, platform_staff

pytestmark = pytest.mark.django_db

Role = Membership.Role
LIST = "/cms/agencies/"


def page_of(agency) -> str:
    return reverse("agency_people", args=[agency.pk])


def appoint(client: Client, agency, person, role: str = "officer"):
    return client.post(page_of(agency), {"act": "appoint", "address": person.email, "role": role})


def dismiss(client: Client, held: Membership):
    return client.post(page_of(held.agency), {"act": "dismiss", "membership": held.pk})


@pytest.fixture
def agency():
    return make_agency()


@pytest.fixture
def head(agency):
    return make_staff(agency, Role.HEAD)


def test_a_head_officer_opens_the_desk_to_somebody_and_closes_it_again_at_once(agency, head):
    person = make_user()
    theirs = browser(person)
    assert theirs.get("/cms/").status_code != 200
    for _ in range(2):  # sent twice it is one role
        assert appoint(browser(head), agency, person).status_code == 302
    (held,) = person.memberships.all()
    assert (held.role, held.by) == (Role.OFFICER, head)
    assert theirs.get("/cms/").status_code == 200
    for _ in range(2):
        assert dismiss(browser(head), held).status_code == 302
    assert theirs.get("/cms/").status_code != 200
    lines = AuditEntry.objects.filter(by=head, verb__in=("appoint", "dismiss"))
    assert [line.verb for line in lines] == ["dismiss", "appoint"]  # once each, though sent twice


def test_the_page_says_who_since_when_and_by_whom_and_no_address(agency, head):
    officer = make_staff(agency, Role.OFFICER)
    seen = browser(head).get(page_of(agency)).content.decode()
    held = officer.memberships.get()
    for said in (officer.alias, day(held.since), held.by.alias, head.alias):
        assert said in seen
    assert officer.email not in seen
    assert date_format(held.since, "Y") not in seen.replace(str(held.since.year + 543), "")


@pytest.mark.parametrize("role", [Role.OFFICER, Role.ANALYST, Role.MODERATOR])
def test_nobody_else_of_the_agency_and_no_head_of_another_one_appoints(agency, role):
    friend = make_user()
    for stranger in (make_staff(agency, role), make_staff(make_agency(), Role.HEAD), make_user()):
        client = browser(stranger)
        assert client.get(page_of(agency)).status_code in (302, 403)
        assert appoint(client, agency, friend).status_code in (302, 403)
        found = client.post(LIST, {"name": "กรมของฉัน", "slug": "mine"})
        assert found.status_code in (302, 403)
    assert not friend.memberships.exists()
    assert not Agency.objects.filter(slug="mine").exists()


def test_nobody_raises_themselves(agency, head):
    for person in (head, platform_staff()):
        answer = appoint(browser(person), agency, person, Role.OFFICER)
        assert answer.status_code == 403
        assert "ตัวเอง" in answer.content.decode()
    assert not Membership.objects.filter(role=Role.OFFICER).exists()


def test_the_last_head_officer_is_dismissed_by_nobody(agency, head):
    held = head.memberships.get()
    for person in (head, platform_staff()):
        answer = dismiss(browser(person), held)
        assert answer.status_code == 409
    assert Membership.objects.filter(pk=held.pk).exists()
    make_staff(agency, Role.HEAD)
    answer = dismiss(browser(head), held)
    assert answer.headers["Location"] == reverse("home")  # she appoints nobody any more
    assert not head.memberships.exists()


def test_a_role_at_another_agency_is_not_taken_from_here(agency, head):
    other = make_staff(make_agency(), Role.OFFICER).memberships.get()
    browser(head).post(page_of(agency), {"act": "dismiss", "membership": other.pk})
    assert Membership.objects.filter(pk=other.pk).exists()


def test_an_address_without_an_account_is_said_to_be_so_and_looking_up_many_is_refused(agency, head):
    client = browser(head)
    sent = {"act": "appoint", "address": "nobody@example.org", "role": "officer"}
    answer = client.post(page_of(agency), sent)
    assert answer.status_code == 422
    assert "nobody@example.org" in answer.content.decode()  # what was typed is kept
    entry = AuditEntry.objects.first()
    assert (entry.by, entry.verb) == (head, "appoint_by_address")
    assert "nobody" not in str(entry.detail)
    for _ in range(LOOK_UPS_PER_HOUR):
        answer = client.post(page_of(agency), sent)
    assert answer.status_code == 429
    assert appoint(client, agency, make_user()).status_code == 429


@pytest.mark.parametrize(
    "sent", [{"address": "x"}, {"role": "king"}, {"address": ""}, {"act": "dismiss", "membership": "๑x"}]
)
def test_nonsense_is_refused_or_changes_nothing(agency, head, sent):
    before = list(Membership.objects.values())
    good = {"act": "appoint", "address": make_user().email, "role": "officer"}
    assert browser(head).post(page_of(agency), good | sent).status_code in (302, 422)
    assert list(Membership.objects.values()) == before


class TestFounding:
    def test_an_administrator_founds_the_first_agency_of_an_empty_site_and_appoints_its_head(self):
        admin = platform_staff()
        client = browser(admin)
        assert not HomePage.objects.exists()
        answer = client.post(LIST, {"name": "กรมแรก", "slug": "first-dept"})
        agency = Agency.objects.get(slug="first-dept")
        assert answer.headers["Location"] == page_of(agency)
        assert AgencyPage.objects.get().agency == agency
        assert Client().get("/first-dept/").status_code == 200
        person = make_user()
        appoint(client, agency, person, Role.HEAD)
        assert browser(person).get(page_of(agency)).status_code == 200

    @pytest.mark.parametrize(
        ("sent", "status"),
        [
            ({"name": "กรมแรก"}, 409),
            ({"slug": "first-dept"}, 409),
            ({"slug": "consultations"}, 422),
            ({"slug": "a b"}, 422),
            ({"slug": "กรม"}, 422),
            ({"name": ""}, 422),
        ],
    )
    def test_what_cannot_be_founded_is_said_with_the_words_kept(self, sent, status):
        client = browser(platform_staff())
        client.post(LIST, {"name": "กรมแรก", "slug": "first-dept"})
        answer = client.post(LIST, {"name": "กรมที่สอง", "slug": "second-dept"} | sent)
        assert answer.status_code == status
        kept = ({"name": "กรมที่สอง", "slug": "second-dept"} | sent).values()
        assert all(word in answer.content.decode() for word in kept)
        assert Agency.objects.count() == 1
