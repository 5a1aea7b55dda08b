"""Speaking for a juristic person: who may, from when to when, and in whose name it then stands."""

import json
import threading
import uuid
from contextlib import contextmanager
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consult import actions, company_registry
from consult.errors import MandateEnded, MandateStands, NotACompanyNumber, NotAllowed, NotAPeriod
from consult.models import Comment, Level, Mandate, Representation, User
from tests.support.doors import browser
from tests.support.makers import make_consultation, make_user, officer_of, platform_staff, post

pytestmark = pytest.mark.django_db
#: Made up, with check digits that fit
COMPANY, OTHER = "0105536112014", "0994000617721"


def verified() -> User:
    return make_user(level=Level.PERSON)


def today(days: int = 0):
    return timezone.localdate() + timedelta(days=days)


def told(**changes) -> dict:
    mandate = {
        "company_number": COMPANY,
        "company_name": "บริษัท ทดสอบ จำกัด",
        "scope": "ร่างกฎหมายขนส่ง",
        "begins_on": today(),
        "ends_on": today(30),
        "evidence": "หนังสือมอบอำนาจลงวันที่ 1 ธันวาคม",
    }
    return mandate | changes


def ask(holder=None, **changes) -> Mandate:
    return actions.ask_mandate(holder=holder or verified(), **told(**changes))


def acting(holder=None, **changes) -> Mandate:
    return actions.decide_mandate(mandate=ask(holder, **changes), by=platform_staff(), confirmed=True)


@pytest.mark.parametrize("typed", ["31/12/2570", "๓๑/๑๒/๒๕๗๐", "31-12-2027", "2027-12-31"])
def test_the_days_of_a_mandate_are_typed_as_thais_write_them_and_shown_so(typed):
    here, address = browser(verified()), reverse("consult:mandate_list")
    form = told(begins_on="1/12/2569", ends_on=typed, company_number="1")
    refused = here.post(address, form)
    assert refused.status_code == 422 and 'type="date"' not in refused.text
    here.post(address, form | {"company_number": COMPANY})
    assert Mandate.objects.get().ends_on == date(2027, 12, 31)
    assert f'value="{today().day:02}/{today().month:02}/{today().year + 543}"' in here.get(address).text


def test_a_day_that_is_none_stays_as_it_was_typed():
    answer = browser(verified()).post(reverse("consult:mandate_list"), told(ends_on="31/02/2570"))
    assert answer.status_code == 422 and 'value="31/02/2570"' in answer.text and not Mandate.objects.exists()


@pytest.mark.parametrize("typed", [COMPANY, "0-10-5-536-11201-4", "๐๑๐๕๕๓๖๑๑๒๐๑๔", " 0994000617721 "])
def test_the_number_of_a_company_is_taken_as_people_write_it(typed):
    assert actions.mandate.clean_company_number(typed) in (COMPANY, OTHER)


@pytest.mark.parametrize("typed", ["", "0105536112015", "1101700230708", "010553611201", "0" * 13, "๐" * 20, "x"])
def test_what_numbers_no_company_is_refused(typed):
    with pytest.raises(NotACompanyNumber):
        ask(company_number=typed)


def test_only_a_verified_person_speaks_for_a_company():
    with pytest.raises(NotAllowed):
        ask(make_user())


@pytest.mark.parametrize("period", [{"ends_on": today(-1)}, {"begins_on": today(3), "ends_on": today(2)}])
def test_a_period_that_cannot_be_is_refused(period):
    with pytest.raises(NotAPeriod):
        ask(**period)


def test_told_again_it_is_the_same_and_another_of_that_company_waits_for_its_end():
    holder = verified()
    first = ask(holder)
    assert ask(holder) == first
    with pytest.raises(MandateStands):
        ask(holder, scope="ทุกเรื่อง")
    actions.end_mandate(mandate=first, by=holder)
    assert ask(holder, scope="ทุกเรื่อง") != first


def test_nobody_confirms_their_own_and_no_officer_does():
    admin = platform_staff()
    User.objects.filter(pk=admin.pk).update(level=Level.PERSON)
    admin.refresh_from_db()
    own = ask(admin)
    for by in (admin, officer_of(make_consultation()), own.holder):
        with pytest.raises(NotAllowed):
            actions.decide_mandate(mandate=own, by=by, confirmed=True)


def test_a_comment_stands_in_the_name_of_the_company_for_good():
    mandate = acting()
    comment = post(make_consultation(), author=mandate.holder, mandate=mandate)
    assert (comment.representation.company_name, comment.representation.company_number) == ("บริษัท ทดสอบ จำกัด", COMPANY)
    actions.end_mandate(mandate=mandate, by=mandate.holder)
    for change in (lambda: Representation.objects.update(company_name="อื่น"), Representation.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


@pytest.mark.parametrize("when", ["waiting", "ended", "declined", "over", "not begun", "another's"])
def test_a_mandate_that_does_not_act_says_nothing(when):
    holder, admin = verified(), platform_staff()
    mandate = ask(holder) if when in ("waiting", "declined") else acting(holder)
    if when == "ended":
        actions.end_mandate(mandate=mandate, by=admin, reason="บริษัทแจ้งถอน")
    if when == "declined":
        actions.decide_mandate(mandate=mandate, by=admin, confirmed=False, reason="ไม่มีหลักฐาน")
    if when == "over":
        Mandate.objects.update(begins_on=today(-9), ends_on=today(-1))
    if when == "not begun":
        Mandate.objects.update(begins_on=today(1))
    author = verified() if when == "another's" else holder
    with pytest.raises(MandateEnded):
        post(make_consultation(), author=author, mandate=mandate)
    assert not Comment.objects.exists()


def test_the_form_offers_it_to_its_holder_alone_and_the_page_says_in_whose_name():
    mandate, consultation = acting(), make_consultation()
    place = reverse("consult:whole_draft", args=[consultation.pk])
    client = browser(mandate.holder)
    assert "ในนามของ บริษัท ทดสอบ จำกัด" in client.get(place).content.decode()
    assert "ในนามของ" not in browser(verified()).get(place).content.decode()
    sent = {"text": "ควรลดค่าธรรมเนียม", "mandate": mandate.pk, "client_key": str(uuid.uuid4())}
    client.post(reverse("consult:comment_create", args=[consultation.pk]), sent)
    assert Comment.objects.get().representation.company_number == mandate.company_number
    assert "ในนามของ" in Client().get(place).content.decode()


def test_what_was_meant_for_the_company_is_never_sent_in_ones_own_name():
    mandate, consultation = acting(), make_consultation()
    actions.end_mandate(mandate=mandate, by=mandate.holder)
    sent = {"text": "ควรลดค่าธรรมเนียม", "mandate": mandate.pk, "client_key": str(uuid.uuid4())}
    address = reverse("consult:comment_create", args=[consultation.pk])
    page = browser(mandate.holder).post(address, sent)
    assert page.status_code == 422
    assert "ควรลดค่าธรรมเนียม" in page.content.decode()
    assert "การมอบอำนาจของนิติบุคคลนี้ใช้ไม่ได้แล้ว" in page.content.decode()
    assert not Comment.objects.exists()


def test_a_person_tells_of_a_mandate_and_an_administrator_confirms_it():
    holder = verified()
    client = browser(holder)
    form = told(company_number="0-10-5-536-11201-4")
    assert client.post("/consultations/mandates/", form).status_code == 302
    mandate = Mandate.objects.get()
    admin = browser(platform_staff())
    assert "บริษัท ทดสอบ จำกัด" in admin.get("/consultations/mandates/waiting/").content.decode()
    decide = f"/consultations/mandates/{mandate.pk}/decide/"
    assert admin.post(decide, {"decision": "decline"}).status_code == 422
    assert admin.post(decide, {"decision": "confirm"}).status_code == 302
    assert list(Mandate.objects.acting(holder)) == [mandate]
    assert client.post(f"/consultations/mandates/{mandate.pk}/end/").status_code == 302
    assert not Mandate.objects.acting(holder)


def test_a_form_that_is_refused_keeps_its_words():
    page = browser(verified()).post("/consultations/mandates/", told(company_number="0105536112015"))
    assert page.status_code == 422
    assert "0105536112015" in page.content.decode()
    assert "หลักสุดท้าย" in page.content.decode()


def test_pages_of_confirming_are_for_administrators():
    for path in ("/consultations/mandates/waiting/", "/consultations/mandates/1/decide/"):
        client = browser(officer_of(make_consultation()))
        assert (client.post if "decide" in path else client.get)(path).status_code == 403


@contextmanager
def register(answer: bytes, status: int = 200):
    """A register of companies in a thread: the same answer to everybody."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *args):
            pass

    asked: list[str] = []
    web = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=web.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{web.server_port}/juristic?id={{number}}", asked
    finally:
        web.shutdown()
        web.server_close()


@pytest.fixture(autouse=True)
def _nobody_waits_for_a_register_of_another_test():
    company_registry._breaker.answered()


@pytest.mark.parametrize(
    ("answer", "registry", "name"),
    [({"name": "บริษัท ทดสอบ จำกัด (มหาชน)"}, "known", "บริษัท ทดสอบ จำกัด (มหาชน)"), ({}, "unknown", "")],
)
def test_a_register_says_whether_it_knows_the_company(settings, answer, registry, name):
    with register(json.dumps(answer).encode()) as (address, asked):
        settings.COMPANY_REGISTRY_URL = address
        mandate = ask()
    assert asked == [f"/juristic?id={COMPANY}"]
    assert (mandate.registry, mandate.registry_name, mandate.state) == (registry, name, "waiting")


@pytest.mark.parametrize(("answer", "status"), [(b"<html>", 200), (b"{}", 500), (b"[]", 200)])
def test_a_register_that_is_away_leaves_it_unchecked_until_it_answers(settings, answer, status):
    with register(answer, status) as (address, _):
        settings.COMPANY_REGISTRY_URL = address
        mandate = ask()
    assert mandate.registry == ""
    with register(b'{"name": "found"}') as (address, _):
        settings.COMPANY_REGISTRY_URL = address
        assert actions.check_companies() == 1
        assert actions.check_companies() == 0
    mandate.refresh_from_db()
    assert mandate.registry == "known"


def test_a_register_that_is_gone_is_no_failure(settings):
    settings.COMPANY_REGISTRY_URL = "http://127.0.0.1:1/{number}"
    assert ask().registry == ""
