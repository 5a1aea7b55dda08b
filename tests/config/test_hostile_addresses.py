"""No address, whatever is written into it, makes the site fail: a walk over all of them, as anybody and as an administrator."""

import pytest
from django.core.paginator import EmptyPage
from django.test import Client

from config.middleware import WellFormedMiddleware
from tests.support.addresses import addresses
from tests.support.makers import ask, make_consultation, make_user, post

pytestmark = [pytest.mark.django_db, pytest.mark.walk]
HUGE = "9" * 30
BEYOND_64_BIT, BEYOND_32_BIT = str(2**63), str(2**31)
#: What views read from the query
NAMES = [
    "q",
    "p",
    "page",
    "after",
    "ids",
    "status",
    "field",
    "agency",
    "from",
    "to",
    "section",
    "theme",
    "stance",
    "group",
    "ordering",
    "order",
    "sort",
    "next",
    "view",
    "version",
    "part",
    "anchor",
    "new",
    "revision",
    "locale",
    "page_type",
    "user_pks",
    "choose_from",
    "content_type_id",
    "id",
    "tag",
]
LIBRARIES = ("/cms/", "/documents/", "/accounts/")
#: Wagtail's own test of its error page
FAILS_ON_PURPOSE = "wagtailadmin_error_test"


@pytest.fixture
def hearing():
    consultation = make_consultation()
    ask(consultation, ("ถามหนึ่ง", ("ก", "ข")))
    return post(consultation, section=consultation.draft.sections.first())


@pytest.fixture
def admin():
    client = Client(raise_request_exception=False)
    client.force_login(make_user(is_superuser=True, is_staff=True))
    return client


def walk(client, *, query=None, method="get", own=False, **values) -> tuple[int, list[str]]:
    """How many addresses were asked, and those that failed."""
    asked, failed = 0, []
    for one in addresses(**values):
        if one.name == FAILS_ON_PURPOSE or (own and one.path.startswith(LIBRARIES)):
            continue
        asked += 1
        status = getattr(client, method)(one.path, query).status_code
        if status >= 500:
            failed.append(f"{method} {one.path!r}: {status}")
    return asked, failed


def places_of(hearing) -> dict:
    question = hearing.consultation.questionnaire.questions.first()
    return {
        "pk": hearing.consultation_id,
        "comment_pk": hearing.pk,
        "section_pk": hearing.section_id,
        "question_pk": question.pk,
    }


@pytest.mark.parametrize("number", [BEYOND_32_BIT, HUGE])
def test_numbers_in_paths(hearing, admin, number):
    for method in ("get", "post"):
        asked, failed = walk(admin, method=method, int=number, str=number, slug=number)
        assert asked > 200 and failed == []


@pytest.mark.parametrize("text", ["\0", "%ff%fe", "%ed%a0%80", "..%2f..%2fetc", "x" * 3000, "🤷", "{}", "\u202e"])
def test_text_in_paths(hearing, admin, text):
    asked, failed = walk(admin, own=True, str=text, slug=text, path=text, key=text)
    assert failed == []


@pytest.mark.parametrize("value", ["\0", HUGE, "-1"])
def test_queries(hearing, admin, value):
    asked, failed = walk(admin, query=dict.fromkeys(NAMES, value), **places_of(hearing))
    assert asked > 200 and failed == []


@pytest.mark.parametrize(
    ("query", "error", "is_nonsense"),
    [
        ({"id": "x"}, ValueError("Field 'id' expected a number but got 'x'."), True),
        ({"id": HUGE}, OverflowError("Python int too large to convert to SQLite INTEGER"), True),
        ({"p": "-1"}, EmptyPage("That page number is less than 1"), True),
        ({"id": "1"}, ValueError("Field 'id' expected a number but got 'x'."), False),
        ({"id": "1"}, OverflowError("Python int too large to convert to SQLite INTEGER"), False),
        ({"q": ""}, ValueError("not enough values to unpack"), False),
        ({"id": "x"}, KeyError("x"), False),
    ],
)
def test_an_error_in_the_editor_is_a_bad_request_only_when_it_speaks_of_the_query(
    rf, caplog, query, error, is_nonsense
):
    answer = WellFormedMiddleware(None).process_exception(rf.get("/cms/pages/", query), error)
    assert (answer is not None and answer.status_code == 400) is is_nonsense
    assert [record.exc_info[1] for record in caplog.records] == ([error] if is_nonsense else [])


@pytest.mark.parametrize(
    "value", ["a\0b", BEYOND_32_BIT, "๑", "\ufffe\U000e0001", "x" * 3000, "1,2", "9999-99-99", "nan", "["]
)
def test_queries_of_our_own_addresses(hearing, admin, value):
    for client in (admin, Client(raise_request_exception=False)):
        asked, failed = walk(client, own=True, query=dict.fromkeys(NAMES, value), **places_of(hearing))
        assert asked > 40 and failed == []


@pytest.mark.parametrize("value", ["\0", HUGE, "-1", "[", "๑"])
def test_fields_of_forms(hearing, admin, value):
    names = "text choice stance section parent client_key reason seen language next digits name into theme comments"
    fields = dict.fromkeys([*names.split(), "login", "password", "email", "alias", "password1"], value)
    asked, failed = walk(admin, own=True, method="post", query=fields, **places_of(hearing))
    assert failed == []


@pytest.mark.parametrize(
    "cookie", ['sessionid="\\000aaaaaaaaa"', 'digits="\\000"', "sessionid=" + "x" * 5000, "csrftoken=\xff", "="]
)
def test_cookies(hearing, cookie):
    client = Client(raise_request_exception=False, headers={"Cookie": cookie})
    assert client.get("/consultations/").status_code < 500
    assert client.get(f"/consultations/{hearing.consultation_id}/").status_code < 500


def test_thousands_of_fields_are_refused():
    query = "&".join(f"a{number}=1" for number in range(25_000))
    assert Client(raise_request_exception=False).get(f"/consultations/?{query}").status_code == 400
