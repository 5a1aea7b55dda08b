"""Readers without a session: their pages are the same for all, may be kept by a cache, and hold nothing that is one reader's own;
and nobody can be made to send a form that stood elsewhere."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consult import actions
from tests.support.makers import close, make_consultation, make_user, post

pytestmark = pytest.mark.django_db
HOME = "http://testserver"


def page_of(hearing, client: Client | None = None, **headers):
    return (client or Client()).get(reverse("consult:consultation_detail", args=[hearing.pk]), headers=headers)


@pytest.fixture
def hearing():
    return make_consultation("ตามมาตรา 12", "ข้อความ ๓๔")


def test_a_page_for_strangers_sets_no_cookie_and_has_no_token(hearing):
    for path in ("/", "/consultations/", f"/consultations/{hearing.pk}/", "/help/"):
        answer = Client().get(path)
        assert "public" in answer.headers["Cache-Control"] and "s-maxage" in answer.headers["Cache-Control"], path
        assert not answer.cookies and "csrfmiddlewaretoken" not in answer.text, path
        assert "Cookie" in answer.headers["Vary"], path


def test_a_page_for_somebody_is_kept_by_nobody_else(hearing):
    person = Client()
    person.force_login(make_user())
    answer = page_of(hearing, person)
    assert "public" not in answer.headers.get("Cache-Control", "") and not answer.has_header("ETag")
    assert "csrfmiddlewaretoken" in answer.text


def test_the_page_to_sign_in_has_its_token():
    answer = Client().get("/accounts/login/")
    assert re.search(r'name="csrfmiddlewaretoken" value="\w+"', answer.text)
    assert "public" not in answer.headers.get("Cache-Control", "")


def test_asking_again_while_nothing_happened_costs_one_question(hearing, django_assert_num_queries):
    first = page_of(hearing)
    with django_assert_num_queries(1):
        again = page_of(hearing, **{"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.headers["Cache-Control"] == first.headers["Cache-Control"] and "Cookie" in again.headers["Vary"]


def test_news_makes_the_page_anew(hearing):
    mark = page_of(hearing).headers["ETag"]
    post(hearing, section=hearing.draft.sections.first())
    actions.number_announcements()
    assert page_of(hearing, **{"If-None-Match": mark}).status_code == 200


def test_a_hearing_that_closed_is_another_page_before_anybody_announces_it(hearing):
    mark = page_of(hearing).headers["ETag"]
    close(hearing)
    assert page_of(hearing, **{"If-None-Match": mark}).status_code == 200


def test_a_page_in_other_digits_is_another_page(hearing):
    thai = Client()
    thai.cookies["digits"] = "thai"
    assert page_of(hearing, thai).headers["ETag"] != page_of(hearing).headers["ETag"]
    assert page_of(hearing, thai, **{"If-None-Match": page_of(hearing).headers["ETag"]}).status_code == 200


def test_what_a_person_had_to_be_told_is_told_though_the_page_is_known(hearing):
    told = Client()
    told.cookies["messages"] = "waiting"
    assert page_of(hearing, told, **{"If-None-Match": page_of(hearing).headers["ETag"]}).status_code == 200


def test_a_hearing_that_was_withdrawn_is_gone_for_those_who_know_it_too(hearing):
    mark = page_of(hearing).headers["ETag"]
    type(hearing).objects.filter(pk=hearing.pk).update(withdrawn_at=timezone.now())
    assert page_of(hearing, **{"If-None-Match": mark}).status_code == 410


def forms(hearing) -> dict[str, dict]:
    section = hearing.draft.sections.first()
    return {
        reverse("consult:section_vote", args=[hearing.pk, section.pk]): {"choice": "1"},
        reverse("consult:comment_create", args=[hearing.pk]): {"text": "ความเห็น", "section": section.pk},
        reverse("consult:digits"): {"digits": "thai", "next": "/help/"},
    }


def test_forms_of_strangers_need_no_token_where_they_stood_on_the_site(hearing):
    for told in ({"Origin": HOME}, {"Referer": f"{HOME}/consultations/"}):
        for path, data in forms(hearing).items():
            client = Client(enforce_csrf_checks=True)
            answer = client.post(path, data, headers=told)
            assert answer.status_code == 302, (path, answer.status_code)
            assert answer.headers["Location"].startswith(("/accounts/login/", "/help/"))


@pytest.mark.parametrize(
    "told", [{}, {"Origin": "https://other.example"}, {"Origin": "null"}, {"Referer": "http://[x"}]
)
def test_forms_from_elsewhere_are_refused(hearing, told):
    for path, data in forms(hearing).items():
        assert Client(enforce_csrf_checks=True).post(path, data, headers=told).status_code == 403, path


def test_whoever_is_signed_in_needs_the_token_wherever_the_form_stood(hearing):
    person = Client(enforce_csrf_checks=True)
    person.force_login(make_user())
    for path, data in forms(hearing).items():
        assert person.post(path, data, headers={"Origin": HOME}).status_code == 403, path


def test_signing_in_needs_the_token_also_for_strangers():
    answer = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "a"}, headers={"Origin": HOME})
    assert answer.status_code == 403
