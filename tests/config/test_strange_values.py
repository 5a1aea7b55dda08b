"""Nothing that stands in a form, behind the question mark of an address or in a header breaks a page: it is refused, or left aside."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.urls import reverse

from analysis.actions import save_view
from consult.models import Membership
from tests.config.test_sent_again import ANALYSIS, CONSULT, ELSEWHERE, scene, somebody
from tests.support import analyses
from tests.support.addresses import addresses
from tests.support.doors import browser
from tests.support.makers import make_staff, officer_of

pytestmark = [pytest.mark.django_db, pytest.mark.walk]

#: More digits than Python makes a number of, and what is a number or a text somewhere and not here
STRANGE = ("9" * 5_000, f"{'9' * 5_000}-{'9' * 5_000}", "-1", "²", "๙", "\x00", "nan")
HEADERS = {
    "Range": f"bytes={'9' * 5_000}-",
    "If-Range": "9" * 5_000,
    "If-None-Match": '"' + "9" * 5_000,
    "If-Modified-Since": "9" * 5_000,
    "Accept-Language": "9" * 5_000,
    "Last-Event-ID": "9" * 5_000,
}
#: Fields that several forms have, whatever else is in them
COMMON = ("client_key", "seen", "next", "queue", "consent", "sentence")
#: What any page of ours reads behind the question mark
ASKED = sorted(
    {
        name
        for room in ("config", "consult", "analysis")
        for file in Path(settings.BASE_DIR, room).rglob("*.py")
        for name in re.findall(r"\.GET(?:\.get|\.getlist)?[(\[]\"(\w+)\"", file.read_text(encoding="utf-8"))
    }
)


def each_field_strange(client, address: str, sent: dict, told: dict) -> None:
    """With all that the form has, and with ``told`` alone."""
    for field in (*sent, *COMMON):
        for value in STRANGE:
            for form in (sent | told, told):
                assert client.post(address, form | {field: value}).status_code < 500, (address, field, value[:20])


def plain(form) -> dict:
    return {name: value for name, value in form.items() if not callable(value)}


@pytest.mark.parametrize("name", CONSULT)
def test_no_value_of_a_form_breaks_the_page_it_is_sent_to(name):
    door, here = CONSULT[name], scene()
    door.before(here)
    client = browser(here.comment.author if door.own else somebody(here, door.role))
    address = reverse(name, kwargs={"pk": here.consultation.pk} | door.place(here))
    each_field_strange(
        client, address, plain(door.sent) | {field: "" for field in door.sent if callable(door.sent[field])}, {}
    )


def test_no_value_of_a_form_breaks_a_page_of_the_analysis():
    consultation = analyses.talked_about()
    run = analyses.run(consultation, themes=2)
    theme = run.document["themes"][0]["id"]
    comment = consultation.comments.first()
    analyst = make_staff(consultation.agency, Membership.Role.ANALYST)
    here = SimpleNamespace(
        consultation=consultation,
        run=run,
        theme=theme,
        comment=comment,
        argument=SimpleNamespace(pk=1),
        edit=SimpleNamespace(pk=1),
        job=SimpleNamespace(pk=1),
        view=save_view(consultation=consultation, by=analyst, name="ของทุกคน", query="", shared=True),
    )
    client = browser(analyst)
    for name, door in ANALYSIS.items():
        address = reverse(name, kwargs={"pk": consultation.pk} | door.place(here))
        each_field_strange(client, address, plain(door.sent), {"comment": str(comment.pk)})


def test_nothing_asked_behind_the_question_mark_and_no_header_breaks_a_page():
    here = scene()
    values = {"pk": here.consultation.pk, "section_pk": here.section.pk, "comment_pk": here.comment.pk}
    clients = (
        browser(officer_of(here.consultation)),
        browser(make_staff(here.consultation.agency, Membership.Role.ANALYST)),
    )
    for address in addresses(**values):
        if address.path.startswith(ELSEWHERE):
            continue
        for client in clients:
            for value in STRANGE:
                answer = client.get(address.path, dict.fromkeys(ASKED, value))
                assert answer.status_code < 500, (address.path, value[:20])
            assert client.get(address.path, headers=HEADERS).status_code < 500, address.path
