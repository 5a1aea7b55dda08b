"""A draft that is heard again, and what becomes of it: rounds and stages stand together on every page of it."""

from datetime import timedelta
from hashlib import sha256

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.actions import begin_round
from cms.errors import RoundFollows
from cms.models import ConsultationPage
from consult import actions
from consult.errors import DayIsAhead, NotAllowed, StageTakenBack
from consult.models import Consultation
from consult.models.attachment import Attachment
from tests.cms.test_publishing import agency_page, issue, officer, publish, section, write_page  # noqa: F401 (fixtures)
from tests.support.makers import PACK_TOLD, make_consultation, make_user, officer_of, post, withdraw

pytestmark = pytest.mark.django_db

REPORT = b"%PDF-1"
DOCUMENT = {"title": "รายงาน", "kind": "pdf", "size": len(REPORT), "sha256": sha256(REPORT).hexdigest()}


@pytest.fixture(autouse=True)
def _a_store_with_the_report(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    default_storage.save(Attachment(**DOCUMENT).path, ContentFile(REPORT))


@pytest.fixture
def first(agency_page, officer):  # noqa: F811
    """A hearing whose second version was issued, and whose page somebody goes on writing."""
    page = write_page(agency_page, section("๑", "เดิม"), title="ร่างเดิม", pack=PACK_TOLD | {"attachments": [DOCUMENT]})
    publish(page, officer)
    page.draft = section("๑", "ฉบับที่สอง")
    publish(page, officer)
    issue(page, officer)
    page.draft = section("๑", "ยังไม่ได้ออก")
    publish(page, officer)
    return Consultation.objects.get()


def shown(consultation, client=None) -> str:
    return (client or Client()).get(reverse("consult:consultation_detail", args=[consultation.pk])).content.decode()


def test_a_new_round_starts_from_the_last_version_with_all_that_was_told(first, officer):  # noqa: F811
    page = begin_round(consultation=first, by=officer)
    assert (page.draft, page.live, page.title) == (section("๑", "ฉบับที่สอง"), False, "ร่างเดิม (รับฟังรอบที่ 2)")
    assert page.pack == PACK_TOLD | {"attachments": [DOCUMENT]}
    assert page.closes_at > timezone.now() + timedelta(days=29)
    assert page.get_latest_revision_as_object().follows == first
    assert begin_round(consultation=first, by=officer) == page
    second = publish(page, officer)
    assert (second.follows, second.first_round, second.draft.number) == (first, first, 1)
    with pytest.raises(RoundFollows):
        begin_round(consultation=first, by=officer)
    third = publish(begin_round(consultation=second, by=officer), officer)
    assert third.title == "ร่างเดิม (รับฟังรอบที่ 3)" and third.first_round == first


def test_every_round_shows_the_others_with_what_came_of_them(first, officer):  # noqa: F811
    comment = post(first)
    actions.reply_officially(comment=comment, by=officer, text="รับไว้")
    second = publish(begin_round(consultation=first, by=officer), officer)
    for one, other in ((first, second), (second, first)):
        html = shown(one)
        assert f'href="/consultations/{other.pk}/"' in html and "รอบนี้" in html
        assert "1 ความคิดเห็น" in html and "คำชี้แจงของหน่วยงาน 1 รายการ" in html and "ฉบับล่าสุดคือฉบับที่ 2" in html
    withdraw(second)
    assert "ถอน" in shown(first)


def test_a_copy_of_a_page_is_no_round(first, officer):  # noqa: F811
    page = begin_round(consultation=first, by=officer)
    copy = page.copy(update_attrs={"slug": "copy"}, keep_live=False)
    assert ConsultationPage.objects.get(pk=copy.pk).follows is None


def test_rounds_and_stages_cost_the_same_however_many_there_are(first, officer):  # noqa: F811
    def cost() -> int:
        with CaptureQueriesContext(connection) as done:
            shown(first)
        return len(done)

    second = publish(begin_round(consultation=first, by=officer), officer)
    two = cost()
    publish(begin_round(consultation=second, by=officer), officer)
    for kind in ("proposed", "reported", "on_agenda"):
        actions.tell_law_stage(consultation=second, kind=kind, on=timezone.localdate(), note="", by=officer)
    assert cost() == two


def test_stages_stand_in_the_timeline_of_every_round_as_they_happened(first, officer):  # noqa: F811
    second = publish(begin_round(consultation=first, by=officer), officer)
    today = timezone.localdate()
    told = [("considered", today, "<b>มติ</b>"), ("on_agenda", today - timedelta(days=3), "")]
    for kind, on, note in told:
        for _again in range(2):
            actions.tell_law_stage(consultation=second, kind=kind, on=on, note=note, by=officer)
    assert second.law_stages.count() == 2
    for one in (first, second):
        html = shown(one)
        assert html.index("บรรจุระเบียบวาระของรัฐสภา") < html.index("รัฐสภาพิจารณาแล้ว")
        assert "&lt;b&gt;มติ" in html


def test_what_happened_before_a_round_opened_stands_before_its_opening(first, officer):  # noqa: F811
    actions.tell_law_stage(
        consultation=first, kind="on_agenda", on=timezone.localdate() - timedelta(days=1), note="", by=officer
    )
    second = publish(begin_round(consultation=first, by=officer), officer)
    html = shown(second)
    assert html.index("บรรจุระเบียบวาระของรัฐสภา") < html.index("เปิดรับฟังแล้ว")


def test_a_stage_told_by_mistake_is_taken_back_once_with_a_reason_and_stays_on_record(first, officer):  # noqa: F811
    given = {"consultation": first, "kind": "not_endorsed", "on": timezone.localdate(), "note": "", "by": officer}
    stage = actions.tell_law_stage(**given)
    taken = actions.take_law_stage_back(stage=stage, reason="ผิดฉบับ", by=officer)
    assert "นายกรัฐมนตรีไม่รับรอง" not in shown(first) and first.law_stages.count() == 2
    for one in (stage, taken):
        with pytest.raises(StageTakenBack):
            actions.take_law_stage_back(stage=one, reason="อีกครั้ง", by=officer)
    assert actions.tell_law_stage(**given) != stage
    with pytest.raises(DayIsAhead):
        actions.tell_law_stage(**given | {"on": timezone.localdate() + timedelta(days=1)})


def test_an_officer_works_on_the_dossier_at_the_desk(first, officer):  # noqa: F811
    desk, address = Client(), reverse("hearing_dossier", args=[first.pk])
    desk.force_login(officer)
    day = timezone.localdate()
    sent = {"act": "tell", "kind": "proposed", "on": f"{day.year + 543}-{day:%m-%d}", "note": "สภาผู้แทนราษฎร"}
    assert desk.post(address, sent).status_code == 302
    (stage,) = first.law_stages.all()
    assert (stage.on, stage.note) == (day, "สภาผู้แทนราษฎร")
    for wrong in ({"on": "เมื่อวาน"}, {"kind": "nonsense"}, {"on": f"{day.year + 1}-01-01"}):
        refused = desk.post(address, sent | {"note": "คำที่พิมพ์ไว้"} | wrong)
        assert refused.status_code == 422 and "คำที่พิมพ์ไว้" in refused.content.decode()
    refused = desk.post(address, {"act": f"take-back-{stage.pk}", f"stage-{stage.pk}-note": " "})
    assert refused.status_code == 422 and first.law_stages.count() == 1
    assert desk.post(address, {"act": f"take-back-{stage.pk}", f"stage-{stage.pk}-note": "ผิดวัน"}).status_code == 302
    assert "ผิดวัน" in desk.get(address).content.decode()
    assert desk.post(address, {"act": "take-back-x"}).status_code == 404
    assert desk.post(address, {"act": "nonsense"}).status_code == 400
    begun = desk.post(address, {"act": "round"})
    page = ConsultationPage.objects.get(follows=first)
    assert begun.status_code == 302 and begun.url == reverse("wagtailadmin_pages:edit", args=[page.pk])
    desk.post(address, {"act": "round"})
    assert ConsultationPage.objects.filter(follows=first).count() == 1


def test_a_round_follows_no_hearing_of_another_agency(first, officer):  # noqa: F811
    other = make_consultation()
    with pytest.raises(NotAllowed):
        begin_round(consultation=first, by=officer_of(other))
    page = write_page(ConsultationPage.objects.get().get_parent().specific, section("๑", "ก"), follows=other)
    with pytest.raises(NotAllowed):
        publish(page, officer)
    stranger = Client()
    stranger.force_login(make_user())
    assert stranger.get(reverse("hearing_dossier", args=[first.pk])).status_code != 200
