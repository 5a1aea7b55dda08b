"""The search of the desk finds a title however it and the query are typed: in the explorer, in choosers, over all pages."""

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.documents.models import Document
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from cms.desk.searched_text import SearchedText
from cms.models import ConsultationPage
from consult.thai.normal_form import search_form
from tests.cms.test_publishing import agency_page, officer, publish, section, write_page  # noqa: F401 (fixtures)
from tests.support.makers import make_agency, make_staff
from tests.support.spelling import rows

pytestmark = pytest.mark.django_db

TYPED = rows("typed_and_sought.csv") + rows("found_alike.csv")
BOTH_WAYS = TYPED + [pair[::-1] for pair in rows("found_alike.csv")]


def found(query: str) -> set[int]:
    return {page.pk for page in Page.objects.all().autocomplete(query)}


def signed_in(who) -> Client:
    client = Client()
    client.force_login(who)
    return client


def doors(agency_page) -> dict[str, str]:  # noqa: F811
    """Where the desk is searched for pages, by name."""
    return {
        "explorer": reverse("wagtailadmin_explore", args=[agency_page.pk]),
        "all pages": reverse("wagtailadmin_pages:search"),
        "chooser": reverse("wagtailadmin_choose_page_search"),
    }


@pytest.mark.parametrize("door", ["explorer", "all pages", "chooser"])
def test_a_title_is_found_at_every_door_however_it_is_typed(agency_page, officer, door):  # noqa: F811
    write_page(agency_page, section("๑", "หนึ่ง"), title="ร่างกฎหมายนํ้าประปา ฉบับที่ ๒")
    client = signed_in(officer)
    for query in ("น้ำประปา", "นำ้", "ฉบับที่ 2", "ประปา ๒"):
        answer = client.get(doors(agency_page)[door], {"q": query})
        assert "ร่างกฎหมายนํ้าประปา" in answer.content.decode(), query
    assert "ร่างกฎหมายนํ้าประปา" not in client.get(doors(agency_page)[door], {"q": "ไฟฟ้า"}).content.decode()


def test_titles_are_found_by_every_pair_of_spellings(agency_page, officer):  # noqa: F811
    page = write_page(agency_page, section("๑", "หนึ่ง"))
    for typed, sought in BOTH_WAYS:
        page.title = page.draft_title = f"เรื่อง {typed}"
        page.save()
        assert page.pk in found(sought), (typed, sought)


letters = st.text("กขนมรเแโาำะ่้์ุิีั ํ๑2ๆ", min_size=1, max_size=24)


@given(words=letters, start=st.integers(0, 23), length=st.integers(1, 12))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_part_of_a_title_finds_it(agency_page, words, start, length):  # noqa: F811
    """Cut from the form that is searched: a cut through a letter as it is typed is another word."""
    agency_page.title = agency_page.draft_title = words
    agency_page.save()
    part = search_form(words)[start : start + length].strip()
    if search_form(part):
        assert agency_page.pk in found(part)


@pytest.mark.parametrize("query", ["\u200b", "\u00ad\u2060", "\u3164", "%", "_", "\\", "ก" * 101])
def test_a_query_without_a_letter_of_a_title_finds_nothing(agency_page, officer, query):  # noqa: F811
    write_page(agency_page, section("๑", "หนึ่ง"))
    assert not found(query)


def test_the_title_in_the_editor_is_found_before_people_read_it(agency_page, officer):  # noqa: F811
    page = write_page(agency_page, section("๑", "หนึ่ง"), title="ชื่อเดิม")
    publish(page, officer)
    page.title = "ชื่อใหม่"
    page.save_revision(user=officer)
    assert page.pk in found("ชื่อใหม่") and page.pk in found("ชื่อเดิม")


def test_what_another_agency_drafts_is_not_found(agency_page, officer):  # noqa: F811
    write_page(agency_page, section("๑", "หนึ่ง"), title="ร่างลับของกรมอื่น")
    stranger = signed_in(make_staff(make_agency(), "officer"))
    for door, address in doors(agency_page).items():
        answer = stranger.get(address, {"q": "ร่างลับ"})
        assert answer.status_code in (200, 302, 403) and "ร่างลับของ" not in answer.content.decode(), door


def test_files_are_found_alike_and_forgotten_when_they_go():
    document = Document.objects.create(title="เเบบฟอร์มคำขอ")
    assert list(Document.objects.all().search("แบบฟอร์ม")) == [document]
    document.delete()
    assert not SearchedText.objects.exists()


def test_the_index_is_written_anew_by_command(agency_page, officer):  # noqa: F811
    page = write_page(agency_page, section("๑", "หนึ่ง"), title="ร่างทดสอบดัชนี")
    SearchedText.objects.all().delete()
    assert not found("ดัชนี")
    call_command("wagtail_update_index", verbosity=0)
    assert found("ดัชนี") == {page.pk}


def test_a_query_of_several_words_takes_any_of_them_where_that_is_asked(agency_page, officer):  # noqa: F811
    write_page(agency_page, section("๑", "หนึ่ง"), title="ร่างหนึ่ง")
    write_page(agency_page, section("๑", "หนึ่ง"), title="ร่างสอง")
    pages = ConsultationPage.objects.all()
    assert len(get_search_backend().search("หนึ่ง สอง", pages, operator="or")) == 2
    assert len(get_search_backend().search("หนึ่ง สอง", pages)) == 0
