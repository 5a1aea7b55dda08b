"""Filters of the table kept under a name: whose they are, who sees them, and what opens."""

from html import unescape

import pytest
from django.test import Client

from analysis import actions
from analysis.errors import TooManyViews, ViewNameTaken, ViewTooLong
from analysis.models import SavedView
from consult.errors import NotAllowed
from consult.models import AuditEntry
from tests.support.analyses import address, analyst_of
from tests.support.makers import make_consultation, make_staff, officer_of, post

pytestmark = pytest.mark.django_db


@pytest.fixture
def hearing():
    consultation = make_consultation()
    post(consultation, "ขอขยายเวลา", stance="agree")
    post(consultation, "ไม่ควรขึ้นค่าธรรมเนียม", stance="disagree")
    return consultation


def page_of(client: Client, consultation, **query) -> str:
    return unescape(client.get(address("comment_table", consultation), query).content.decode())


def keep(client: Client, consultation, name: str, query: str, **more):
    return client.post(f"{address('view_create', consultation)}?{query}", {"name": name, **more}, follow=True)


def test_a_kept_view_stands_above_the_table_and_opens_the_same_comments(hearing):
    client = analyst_of(hearing)
    answer = keep(client, hearing, "คัดค้าน", "stance=disagree&page=2&q=&run=7&strange=1")
    view = SavedView.objects.get()
    assert (view.name, view.query, view.shared_at) == ("คัดค้าน", "stance=disagree", None)
    assert answer.redirect_chain == [(f"{address('comment_table', hearing)}?stance=disagree", 302)]
    html = unescape(answer.content.decode())
    assert f'href="{address("comment_table", hearing)}?stance=disagree"' in html and "บันทึกมุมมอง “คัดค้าน” แล้ว" in html
    assert "ไม่ควรขึ้นค่าธรรมเนียม" in html and "ขอขยายเวลา" not in html
    assert AuditEntry.objects.get(verb="save_view").by == view.by


def test_filters_are_offered_to_be_kept_only_where_there_are_some(hearing):
    client = analyst_of(hearing)
    assert "บันทึกตัวกรองนี้เป็นมุมมอง" not in page_of(client, hearing)
    assert "บันทึกตัวกรองนี้เป็นมุมมอง" in page_of(client, hearing, stance="agree")
    assert "บันทึกตัวกรองนี้เป็นมุมมอง" not in page_of(client, hearing, stance="maybe")


def test_own_views_are_nobody_elses_and_shared_ones_are_every_analysts(hearing):
    mine, colleague, stranger = (analyst_of(one) for one in (hearing, hearing, make_consultation()))
    keep(mine, hearing, "ไว้อ่านเอง", "stance=agree")
    keep(mine, hearing, "ของทีม", "stance=disagree", shared="on")
    own, shared = SavedView.objects.all()
    assert "ไว้อ่านเอง" in page_of(mine, hearing) and "ของทีม" in page_of(mine, hearing)
    assert "ไว้อ่านเอง" not in page_of(colleague, hearing) and "ของทีม" in page_of(colleague, hearing)
    for view, name in ((own, "ยึดแล้ว"), (shared, "ของเราทุกคน")):
        colleague.post(address("view_rename", hearing, view.pk), {"name": name})
    assert [view.name for view in SavedView.objects.all()] == ["ไว้อ่านเอง", "ของเราทุกคน"]
    for view in (own, shared):
        assert stranger.post(address("view_delete", hearing, view.pk)).status_code == 403
        colleague.post(address("view_delete", hearing, view.pk))
    assert list(SavedView.objects.all()) == [own]
    with pytest.raises(NotAllowed):
        actions.delete_view(view=own, by=make_staff(hearing.agency, "analyst"))


def test_views_stay_with_their_hearing(hearing):
    client = analyst_of(hearing)
    keep(client, hearing, "ของเรื่องนี้", "stance=agree")
    other = make_consultation(agency=hearing.agency)
    assert "ของเรื่องนี้" not in page_of(client, other)
    client.post(address("view_delete", other, SavedView.objects.get().pk))
    assert SavedView.objects.exists()


def test_a_name_twice_or_none_is_refused_with_the_words_kept(hearing):
    client = analyst_of(hearing)
    keep(client, hearing, "คัดค้าน", "stance=disagree")
    again = client.post(f"{address('view_create', hearing)}?stance=agree", {"name": "คัดค้าน"})
    html = unescape(again.content.decode())
    assert again.status_code == 409 and "คุณมีมุมมองชื่อนี้อยู่แล้ว" in html and 'value="คัดค้าน"' in html
    assert "ขอขยายเวลา" in html and "?stance=agree" in html
    assert client.post(f"{address('view_create', hearing)}?stance=agree", {"name": " "}).status_code == 422
    keep(client, hearing, "อื่น", "stance=agree")
    other = SavedView.objects.get(name="อื่น")
    assert client.post(address("view_rename", hearing, other.pk), {"name": "คัดค้าน"}).status_code == 409
    assert SavedView.objects.count() == 2


def test_there_is_an_end_to_how_many_and_how_long(hearing):
    told = {"consultation": hearing, "by": officer_of(hearing)}
    with pytest.raises(ViewTooLong):
        actions.save_view(**told, name="ยาว", query="q=" + "ก" * 4000)
    for number in range(50):
        actions.save_view(**told, name=f"ที่ {number}", query="")
    with pytest.raises(TooManyViews):
        actions.save_view(**told, name="ที่ 51", query="")
    assert actions.save_view(**told, name="ที่ 0", query="") == SavedView.objects.first()
    with pytest.raises(ViewNameTaken):
        actions.save_view(**told, name="ที่ 0", query="", shared=True)


def test_a_view_whose_theme_is_gone_says_so_and_shows_nothing(hearing):
    client = analyst_of(hearing)
    keep(client, hearing, "ประเด็นเดิม", "theme=t99")
    answer = client.get(f"{address('comment_table', hearing)}?{SavedView.objects.get().query}")
    assert answer.status_code == 400 and "ใช้ค่านี้ไม่ได้" in answer.content.decode()
