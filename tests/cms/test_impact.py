"""A new version is issued on one page, where the officer sees what it does to whose words and puts links right."""

import pytest
from django.test import Client
from django.urls import reverse

from cms.desk.impact import impact_of
from consult.actions import ChosenWords
from consult.models import Membership, Notice, Reattachment, SectionChange, Vote
from consult.pages.changes import changes
from tests.cms.test_publishing import agency_page, editor_form, officer, publish, section, write_page  # noqa: F401 (fixtures)
from tests.support.makers import make_staff, make_user, post, vote

pytestmark = pytest.mark.django_db

DATA = "ให้หน่วยงานของรัฐเปิดเผยข้อมูลที่ประชาชนร้องขอภายในเก้าสิบวันนับแต่วันที่ได้รับคำขอ"
FEE = "ให้เรียกเก็บค่าธรรมเนียมการขอข้อมูลได้ไม่เกินอัตราที่รัฐมนตรีประกาศกำหนด"
PENALTY = "ผู้ใดขัดขวางการปฏิบัติหน้าที่ของพนักงานเจ้าหน้าที่ต้องระวางโทษปรับไม่เกินหนึ่งหมื่นบาท"
APPEAL = "ผู้ที่ถูกปฏิเสธคำขอมีสิทธิอุทธรณ์ต่อคณะกรรมการภายในสามสิบวัน คณะกรรมการต้องวินิจฉัยให้แล้วเสร็จโดยเร็ว"


@pytest.fixture
def page(agency_page, officer):  # noqa: F811
    page = write_page(agency_page, section("๑", DATA), section("๒", FEE), section("๓", PENALTY), section("๔", APPEAL))
    publish(page, officer)
    return page


@pytest.fixture
def desk(officer):  # noqa: F811
    client = Client()
    client.force_login(officer)
    return client


def rewrite(page, by, *parts: str) -> None:
    page.draft = "\n".join(parts)
    publish(page, by)


def address(page) -> str:
    return reverse("desk_draft_impact", args=[page.pk])


def form_of(desk, page) -> dict:
    """What the page sends when nothing on it is touched."""
    context = desk.get(address(page)).context
    sent = {"seen": context["consultation"].draft.number, "text": context["mark"]}
    for one in context["rows"]:
        sent |= {f"from-{link['place']}": str(link["anchor"]) for link in one["links"]}
    return sent


def kinds(page) -> list[str]:
    return [row.kind for row in impact_of(page.consultation, page.read_draft()).rows]


def test_what_changes_is_told_with_whose_words_it_touches(page, officer, desk):  # noqa: F811
    data, fee, *_ = page.consultation.draft.sections.all()
    for _time in range(3):
        vote(page.consultation, section=data)
    post(page.consultation, "ค่าธรรมเนียมสูงเกินไป", section=fee)
    shorter = DATA.replace("เก้าสิบวัน", "สามสิบวัน")
    rewrite(page, officer, section("๑", shorter), section("๒", PENALTY), section("๓", APPEAL))
    assert kinds(page) == ["reworded", "removed", "renumbered", "renumbered"]
    html = desk.get(address(page)).content.decode()
    assert "โหวต 3 เสียงยังอยู่ในบันทึกคู่กับถ้อยคำเดิม" in html
    assert "ความคิดเห็น 1 รายการต้องได้รับคำชี้แจงจากหน่วยงาน" in html


def test_publishing_the_page_in_the_editor_leads_to_the_impact(page, officer, desk):  # noqa: F811
    page.draft = "\n".join([section("๑", DATA.replace("เก้าสิบวัน", "สามสิบวัน")), section("๒", FEE)])
    form = editor_form(page) | {"action-publish": "1"}
    response = desk.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form)
    assert (response.status_code, response.headers["Location"]) == (302, address(page))
    assert page.consultation.versions.count() == 1


def test_issuing_gives_reasons_ties_comments_tells_voters_and_keeps_votes_with_their_words(page, officer, desk):  # noqa: F811
    consultation = page.consultation
    data = consultation.draft.sections.first()
    voter = make_user()
    vote(consultation, voter=voter, section=data)
    comment = post(consultation, "ขอให้สั้นลงเหลือสามสิบวัน", section=data)
    rewrite(page, officer, section("๑", DATA.replace("เก้าสิบวัน", "สามสิบวัน")), section("๒", FEE))
    sent = form_of(desk, page) | {"reason-n0": "ตามที่ประชาชนขอ", "causes-n0": f"#{comment.pk}, 99999999", "act": "issue"}
    response = desk.post(address(page), sent)
    assert response.headers["Location"] == reverse("consult:version_changes", args=[consultation.pk, 2])
    change = SectionChange.objects.get(version__number=2, kind="reworded")
    assert change.reason == "ตามที่ประชาชนขอ"
    assert [cause.comment for cause in change.causes.all()] == [comment]
    assert Notice.objects.of(voter).count() == 1
    assert Vote.objects.section_tallies([data.pk])[data.pk].total == 1
    desk.post(address(page), sent)
    assert consultation.versions.count() == 2


def test_an_officer_puts_a_link_right_and_the_comments_follow_it(page, officer, desk):  # noqa: F811
    """Two sections are swapped for others: what the machine says of them is the officer's to correct."""
    consultation = page.consultation
    data, fee, penalty, appeal = consultation.draft.sections.all()
    comment = post(consultation, "ขอให้คงค่าธรรมเนียมเดิม", section=fee)
    new = "ค่าใช้จ่ายในการขอสำเนาเอกสารให้เป็นไปตามระเบียบของหน่วยงาน"
    rewrite(page, officer, section("๑", DATA), section("๒", PENALTY), section("๓", APPEAL), section("๔", new))
    sent = form_of(desk, page) | {"from-3": str(fee.anchor), "act": "compare"}
    shown = desk.post(address(page), sent).context["rows"]
    assert [one["row"].kind for one in shown if one["row"].before and one["row"].before[0].pk == fee.pk] == ["reworded"]
    desk.post(address(page), sent | {"act": "issue"})
    consultation.refresh_from_db()
    assert consultation.draft.sections.last().anchor == fee.anchor
    assert list(consultation.comments.filter(reception__anchor=fee.anchor)) == [comment]
    assert not SectionChange.objects.filter(version__number=2, kind="removed").exists()


def test_an_officer_says_that_a_section_continues_none(page, officer, desk):  # noqa: F811
    consultation = page.consultation
    data = consultation.draft.sections.first()
    rewrite(page, officer, section("๑", DATA.replace("เก้าสิบวัน", "สามสิบวัน")), section("๒", FEE), section("๓", PENALTY))
    desk.post(address(page), form_of(desk, page) | {"from-0": "", "act": "issue"})
    consultation.refresh_from_db()
    assert consultation.draft.sections.first().anchor != data.anchor
    found = {change.kind for change in consultation.draft.changes.all()}
    assert found == {"added", "removed"}


@pytest.mark.parametrize("place", [0, 1])
def test_a_split_is_issued_as_one_and_shown_in_the_order_of_its_parts(page, officer, desk, place):  # noqa: F811
    """Whichever of the two continues what was said on the whole."""
    consultation = page.consultation
    parts = APPEAL.split(" ")
    first, second = parts[place], parts[1 - place]
    rewrite(
        page,
        officer,
        section("๑", DATA),
        section("๒", FEE),
        section("๓", PENALTY),
        section("๔", first),
        section("๕", second),
    )
    assert kinds(page) == ["split"]
    desk.post(address(page), form_of(desk, page) | {"act": "issue"})
    (change,) = changes(*consultation.versions.all())
    assert change.is_split and [one.label for one in change.after] == ["มาตรา ๔", "มาตรา ๕"]


def test_text_that_comes_back_gets_its_votes_back(page, officer, desk):  # noqa: F811
    consultation = page.consultation
    fee = consultation.draft.sections.all()[1]
    vote(consultation, section=fee)
    whole = page.draft
    rewrite(page, officer, section("๑", DATA), section("๒", PENALTY), section("๓", APPEAL))
    desk.post(address(page), form_of(desk, page) | {"act": "issue"})
    rewrite(page, officer, whole)
    desk.post(address(page), form_of(desk, page) | {"act": "issue"})
    consultation.refresh_from_db()
    back = consultation.draft.sections.all()[1]
    assert (back.anchor, back.ballot_id) == (fee.anchor, fee.pk)
    assert Vote.objects.section_tallies([back.ballot_id])[fee.pk].total == 1


def test_a_draft_typed_in_again_in_other_digits_changes_nothing(page, officer, desk):  # noqa: F811
    again = page.draft.translate(str.maketrans("๑๒๓๔", "1234")).replace("ข้อมูล", "ข้อมูล\u200b").replace("\n", "\r\n\r\n")
    rewrite(page, officer, again)
    assert kinds(page) == []


def test_two_officers_at_once_the_second_is_told_and_nothing_typed_is_lost(page, officer, desk):  # noqa: F811
    rewrite(page, officer, section("๑", DATA.replace("เก้าสิบวัน", "สามสิบวัน")), section("๒", FEE))
    sent = form_of(desk, page) | {"reason-n0": "เหตุผลที่พิมพ์ไว้", "act": "issue"}
    rewrite(page, officer, section("๑", DATA.replace("เก้าสิบวัน", "หกสิบวัน")), section("๒", FEE))
    response = desk.post(address(page), sent)
    assert response.status_code == 409
    assert "เหตุผลที่พิมพ์ไว้" in response.content.decode()
    assert page.consultation.versions.count() == 1


def test_nonsense_in_the_form_issues_nothing_strange(page, officer, desk):  # noqa: F811
    rewrite(page, officer, section("๑", DATA.replace("เก้าสิบวัน", "สามสิบวัน")), section("๒", FEE))
    sent = form_of(desk, page)
    for broken in (
        {"from-0": "x"},
        {"from-99": ""},
        {"from-๑": ""},
        {"seen": "๑"},
        {"text": ""},
        {"causes-n0": "9" * 40},
    ):
        assert desk.post(address(page), sent | broken | {"act": "compare"}).status_code == 200
        assert desk.post(address(page), sent | broken | {"act": "issue"}).status_code in (302, 409)


def test_nobody_else_looks_at_the_impact_or_issues(page, officer, agency_page):  # noqa: F811
    for stranger in (make_user(), make_user(is_staff=True)):
        client = Client()
        client.force_login(stranger)
        for name in ("desk_draft_impact", "desk_version_retract"):
            place = reverse(name, args=[page.pk])
            assert client.get(place).status_code in (302, 403)
            assert client.post(place, {"act": "issue", "reason": "ก", "version": "1"}).status_code in (302, 403)
    assert page.consultation.versions.count() == 1


def test_a_version_is_retracted_at_the_desk_with_a_reason(page, officer, desk):  # noqa: F811
    rewrite(page, officer, section("๑", DATA.replace("เก้าสิบวัน", "สามสิบวัน")), section("๒", FEE))
    desk.post(address(page), form_of(desk, page) | {"act": "issue"})
    place = reverse("desk_version_retract", args=[page.pk])
    assert desk.post(place, {"version": "2", "reason": " "}).status_code == 422
    assert desk.post(place, {"version": "2", "reason": "ออกผิดฉบับ"}).status_code == 302
    consultation = page.consultation
    assert consultation.draft.number == 3
    assert [one.text for one in consultation.draft.sections.all()] == [DATA, FEE, PENALTY, APPEAL]


class TestTheEditor:
    def test_it_reads_what_is_typed_and_shows_it_as_citizens_will(self, desk):
        text = "หมวด ๑ บททั่วไป\nมาตรา ๑ " + DATA + "\nมาตรา ๑ " + FEE
        answer = desk.post(reverse("desk_draft_read"), {"text": text, "line": "3"}).json()
        assert answer["sections"] == 2
        assert [entry["line"] for entry in answer["outline"]] == [1, 2, 3]
        assert answer["problems"][0]["line"] == 3
        assert FEE in answer["preview"] and DATA not in answer["preview"]

    def test_what_is_typed_is_shown_as_text_never_run(self, desk):
        answer = desk.post(reverse("desk_draft_read"), {"text": "มาตรา ๑ <script>alert(1)</script>"}).json()
        assert "<script>" not in answer["preview"]

    @pytest.mark.parametrize("line", ["", "x", "-1", "9" * 30])
    def test_a_line_that_is_none_is_the_first(self, desk, line):
        assert desk.post(reverse("desk_draft_read"), {"text": "มาตรา ๑ ก", "line": line}).status_code == 200

    def test_two_sections_of_one_number_are_not_published(self, agency_page, officer, desk):  # noqa: F811
        page = write_page(agency_page, section("๑", DATA), section("๑", FEE))
        edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
        html = desk.post(edit, editor_form(page) | {"action-publish": "1", "draft-accepted": "yes"}).content.decode()
        assert page.consultation is None and "ซ้ำ" in html

    def test_a_gap_is_published_once_the_officer_says_it_is_meant_so(self, agency_page, officer, desk):  # noqa: F811
        page = write_page(agency_page, section("๑", DATA), section("๒", FEE), section("๔", PENALTY))
        edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
        desk.post(edit, editor_form(page) | {"action-publish": "1"})
        assert page.consultation is None
        desk.post(edit, editor_form(page) | {"action-publish": "1", "draft-accepted": "yes"})
        assert page.consultation.draft.sections.count() == 3


def test_a_reason_of_any_length_is_refused_with_its_words_kept(page, officer, desk):  # noqa: F811
    rewrite(page, officer, section("๑", DATA.replace("เก้าสิบวัน", "สามสิบวัน")), section("๒", FEE))
    long = "เพราะ" * 500
    answer = desk.post(address(page), form_of(desk, page) | {"reason-n0": long, "act": "issue"})
    assert (answer.status_code, page.consultation.versions.count()) == (422, 1)
    assert long in answer.content.decode()
    assert (
        desk.post(reverse("desk_version_retract", args=[page.pk]), {"version": "1", "reason": long}).status_code == 422
    )


def test_a_draft_of_more_sections_than_any_law_has_is_refused_with_its_words_kept(agency_page, officer, desk):  # noqa: F811
    page = write_page(agency_page, section("๑", DATA))
    endless = "\n".join(f"มาตรา {number} ก" for number in range(1, 5002))
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    html = desk.post(edit, editor_form(page) | {"draft": endless, "action-publish": "1"}).content.decode()
    assert page.consultation is None and "5,000" in html and "มาตรา 5001 ก" in html


def split_appeal(page, officer):  # noqa: F811
    """The last section becomes two; comments on its second half, on words of its first, and on nothing in it."""
    consultation = page.consultation
    whole = consultation.draft.sections.last()
    first, second = APPEAL.split(" ")
    start = whole.text.index("ภายในสามสิบวัน")
    comments = [
        post(consultation, "คณะกรรมการต้องวินิจฉัยให้แล้วเสร็จเมื่อใด", section=whole),
        post(consultation, "น้อยไป", section=whole, words=ChosenWords(start=start, end=start + 14)),
        post(consultation, "ไม่เห็นด้วย", section=whole),
    ]
    parts = [section("๑", DATA), section("๒", FEE), section("๓", PENALTY), section("๔", first), section("๕", second)]
    rewrite(page, officer, *parts)
    return comments


def test_comments_on_a_split_section_have_a_part_suggested_and_go_there_when_it_is_chosen(page, officer, desk):  # noqa: F811
    on_second, on_first, on_neither = split_appeal(page, officer)
    (row,) = desk.get(address(page)).context["rows"]
    shown = {it["loose"].comment.pk: (it["loose"].suggested, it["chosen"]) for it in row["loose"]}
    assert shown == {on_second.pk: (4, None), on_first.pk: (3, None), on_neither.pk: (None, None)}
    sent = form_of(desk, page)
    (row,) = desk.post(address(page), sent | {"act": f"suggest-{row['row'].key}"}).context["rows"]
    chosen = {f"part-{it['loose'].comment.pk}": it["chosen"] for it in row["loose"] if it["chosen"] is not None}
    assert chosen == {f"part-{on_second.pk}": 4, f"part-{on_first.pk}": 3}
    assert page.consultation.versions.count() == 1
    assert desk.post(address(page), sent | chosen | {"act": "issue"}).status_code == 302
    left = page.consultation.comments.left_behind(page.consultation)
    assert list(left) == [on_neither]
    placed = dict(page.consultation.comments.values_list("pk", "section__number"))
    assert (placed[on_first.pk], placed[on_second.pk]) == ("๔", "๕")


def test_choices_that_are_none_move_nothing_and_do_not_keep_a_version_back(page, officer, desk):  # noqa: F811
    on_second, on_first, on_neither = split_appeal(page, officer)
    elsewhere = post(page.consultation, "ค่าธรรมเนียม", section=page.consultation.draft.sections.all()[1])
    nonsense = {
        f"part-{on_second.pk}": "99",
        f"part-{on_first.pk}": "๔",
        f"part-{on_neither.pk}": "0",
        f"part-{elsewhere.pk}": "4",
        "part-999999999": "4",
        "part-x": "4",
        "part-": "",
    }
    assert desk.post(address(page), form_of(desk, page) | nonsense | {"act": "issue"}).status_code == 302
    assert not Reattachment.objects.exists()
    assert page.consultation.comments.left_behind(page.consultation).count() == 3


def test_of_merged_sections_the_comments_of_the_one_that_ends_are_offered_its_place(page, officer, desk):  # noqa: F811
    consultation = page.consultation
    data, fee, *_ = consultation.draft.sections.all()
    on_data, on_fee = post(consultation, "เห็นด้วย", section=data), post(consultation, "เห็นด้วย", section=fee)
    rewrite(page, officer, section("๑", f"{DATA}\n{FEE}"), section("๒", PENALTY), section("๓", APPEAL))
    (row,) = [one for one in desk.get(address(page)).context["rows"] if one["row"].kind == "merged"]
    (it,) = row["loose"]
    assert (row["row"].waiting_count, row["row"].staying_count) == (1, 1)
    assert it["loose"].comment in (on_data, on_fee) and it["loose"].suggested == 0
    sent = form_of(desk, page) | {f"part-{it['loose'].comment.pk}": "0", "act": "issue"}
    assert desk.post(address(page), sent).status_code == 302
    assert not consultation.comments.left_behind(consultation).exists()


def test_who_issues_and_may_not_move_comments_sees_what_is_suggested(page, officer):  # noqa: F811
    split_appeal(page, officer)
    approver = Client()
    approver.force_login(make_staff(page.consultation.agency, Membership.Role.APPROVER))
    html = approver.get(address(page)).content.decode()
    assert "แนะนำ: มาตรา ๔" in html and 'name="part-' not in html
