"""The explorer of the editor says of each hearing what its record says."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.cms.test_publishing import agency_page, officer, publish, section, write_page  # noqa: F401 (fixtures)
from tests.support.makers import close, platform_staff, post, vote

pytestmark = pytest.mark.django_db


def explore(agency_page, by, **query):  # noqa: F811
    client = Client()
    client.force_login(by)
    return client.get(reverse("wagtailadmin_explore", args=[agency_page.pk]), query)


def listed(answer) -> list[dict[str, str]]:
    """Each line of the list: heading of a column → what stands there."""
    table = BeautifulSoup(answer.content, "html.parser").select_one("table.listing")
    headings = [cell.get_text(" ", strip=True) for cell in table.select("thead tr > *")]
    return [
        dict(zip(headings, (cell.get_text(" ", strip=True) for cell in line.find_all(recursive=False)), strict=True))
        for line in table.select("tbody tr")
    ]


def test_a_hearing_is_listed_with_its_state_its_end_and_what_people_said(agency_page, officer):  # noqa: F811
    hearing = publish(write_page(agency_page, section("๑", "หนึ่ง")), officer)
    post(hearing, parent=post(hearing))
    vote(hearing, section=hearing.draft.sections.get())
    (line,) = listed(explore(agency_page, officer))
    assert (line["การรับฟัง"], line["ความคิดเห็น"], line["โหวตต่อร่าง"]) == ("เปิดรับฟังอยู่", "2", "1")
    assert str(timezone.localtime(hearing.closes_at).year + 543) in line["ปิด"]
    close(hearing)
    (line,) = listed(explore(agency_page, officer))
    assert line["การรับฟัง"] == "ปิดรับฟังแล้ว"


def test_a_draft_nobody_published_says_so_and_when_it_means_to_end(agency_page, officer):  # noqa: F811
    write_page(agency_page, section("๑", "หนึ่ง"))
    (line,) = listed(explore(agency_page, officer))
    assert (line["การรับฟัง"], line["ความคิดเห็น"], line["โหวตต่อร่าง"]) == ("ยังไม่เผยแพร่", "", "")
    assert line["ปิด"]


def test_the_list_is_ordered_by_the_end_that_holds(agency_page, officer):  # noqa: F811
    now = timezone.now()
    late = write_page(agency_page, section("๑", "หนึ่ง"), title="ช้า", closes_at=now + timedelta(days=40))
    soon = write_page(agency_page, section("๑", "หนึ่ง"), title="เร็ว", closes_at=now + timedelta(days=20))
    unpublished = write_page(agency_page, section("๑", "หนึ่ง"), title="ร่าง", closes_at=now + timedelta(days=30))
    close(publish(late, officer))
    publish(soon, officer)
    answer = explore(agency_page, officer, ordering="ends_at")
    assert [page.pk for page in answer.context["pages"]] == [late.pk, soon.pk, unpublished.pk]
    answer = explore(agency_page, officer, ordering="-ends_at")
    assert [page.pk for page in answer.context["pages"]] == [unpublished.pk, soon.pk, late.pk]


@pytest.mark.parametrize("ordering", ["ends_at", "-ends_at", "title", "nonsense"])
def test_a_search_takes_every_order_it_is_asked_for(agency_page, officer, ordering):  # noqa: F811
    write_page(agency_page, section("๑", "หนึ่ง"), title="ร่างทดสอบ")
    assert explore(agency_page, officer, q="ร่าง", ordering=ordering).status_code == 200


def test_a_page_without_hearings_keeps_the_columns_of_the_editor(agency_page, officer):  # noqa: F811
    (line,) = listed(explore(agency_page.get_parent(), platform_staff()))
    assert "ประเภท" in line and "โหวตต่อร่าง" not in line


def test_as_many_queries_for_ten_hearings_as_for_two(agency_page, officer):  # noqa: F811
    def cost() -> int:
        explore(agency_page, officer)
        with CaptureQueriesContext(connection) as queries:
            assert explore(agency_page, officer).status_code == 200
        return len(queries)

    for _ in range(2):
        post(publish(write_page(agency_page, section("๑", "หนึ่ง")), officer))
    for_two = cost()
    for _ in range(8):
        post(publish(write_page(agency_page, section("๑", "หนึ่ง")), officer))
    assert cost() == for_two
