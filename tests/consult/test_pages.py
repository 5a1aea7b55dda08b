import re
import uuid
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from consult import actions
from consult.models import Comment, Vote
from tests.support.makers import close, make_consultation, make_staff, make_user, officer_of, post, vote, withdraw

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(name: str, *args, client: Client | None = None, expect: int = 200, **query) -> str:
    response = (client or Client()).get(reverse(f"consult:{name}", args=args), query)
    assert response.status_code == expect
    return response.content.decode()


def form_data(consultation, text: str, section=None, **extra) -> dict:
    data = {"text": text, "client_key": str(uuid.uuid4()), "stance": ""}
    return data | ({"section": section.pk} if section else {}) | extra


def test_the_list_narrows_by_status_field_agency_and_words():
    open_one = make_consultation(title="ร่างกฎหมายน้ำประปา", policy_field="health")
    closed = make_consultation(title="ร่างกฎหมายไฟฟ้า", policy_field="business")
    close(closed)
    both = page("consultation_list")
    assert open_one.title in both and closed.title in both
    for query, shown, left_out in (
        ({"status": "open"}, open_one, closed),
        ({"status": "closed"}, closed, open_one),
        ({"field": "health"}, open_one, closed),
        ({"agency": closed.agency.slug}, closed, open_one),
        ({"q": "ประปา"}, open_one, closed),
    ):
        narrowed = page("consultation_list", **query)
        assert shown.title in narrowed and left_out.title not in narrowed, query


def test_a_nonsense_filter_shows_the_list_rather_than_an_error():
    title = make_consultation().title
    assert title in page("consultation_list", status="nonsense", page="zzz")


def test_what_citizens_write_is_escaped_everywhere():
    attack = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    author = make_user(alias="<b>ตัวหนา</b>")
    consultation = make_consultation("ข้อความ <i>ร่าง</i>")
    section = consultation.draft.sections.first()
    comment = post(consultation, attack, section=section, author=author)
    analyst, moderator = make_staff(consultation.agency, "analyst"), make_staff(consultation.agency, "moderator")
    pages = [
        page("section_detail", consultation.pk, section.pk),
        page("comment_detail", consultation.pk, comment.pk),
        page("comment_fragments", consultation.pk, ids=comment.pk),
        page("consultation_detail", consultation.pk),
        page("moderation", consultation.pk, client=signed_in(moderator)),
        signed_in(analyst).get(reverse("analysis:comment_table", args=[consultation.pk])).content.decode(),
    ]
    for html in pages:
        assert "<script>alert" not in html and "<img src=x" not in html
        assert "<b>ตัวหนา" not in html and "<i>ร่าง" not in html


def test_no_public_page_carries_an_inline_script_or_style_and_the_policy_forbids_them():
    consultation = make_consultation()
    section = consultation.draft.sections.first()
    post(consultation, section=section)
    for address in (
        reverse("consult:consultation_list"),
        reverse("consult:consultation_detail", args=[consultation.pk]),
        reverse("consult:section_detail", args=[consultation.pk, section.pk]),
        reverse("account_login"),
        reverse("account_signup"),
    ):
        response = Client().get(address)
        policy = response.headers["Content-Security-Policy"]
        assert "script-src 'self'" in policy and "unsafe" not in policy
        html = response.content.decode()
        assert not re.search(r"<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=|<style", html)


def test_the_number_of_queries_does_not_grow_with_comments(django_assert_max_num_queries):
    consultation = make_consultation(*["ข้อความ"] * 30)
    section = consultation.draft.sections.first()
    for _ in range(25):
        comment = post(consultation, section=section)
        for _ in range(3):
            post(consultation, parent=comment)
        vote(consultation, comment=comment)
    client = signed_in(make_user())
    for name, args, most in (
        ("consultation_list", [], 8),
        ("consultation_detail", [consultation.pk], 13),
        ("section_detail", [consultation.pk, section.pk], 17),
    ):
        with django_assert_max_num_queries(most):
            page(name, *args, client=client)


def test_voting_and_commenting_take_few_queries(django_assert_max_num_queries):
    consultation = make_consultation()
    section = consultation.draft.sections.first()
    client = signed_in(make_user())
    vote_address = reverse("consult:section_vote", args=[consultation.pk, section.pk])
    client.post(vote_address, {"choice": "1"})
    # the lock on PostgreSQL and savepoints included
    with django_assert_max_num_queries(13 if connection.vendor == "postgresql" else 17):
        assert client.post(vote_address, {"choice": "-1"}).status_code == 302
    with django_assert_max_num_queries(16):
        data = form_data(consultation, "ความเห็น", section)
        assert client.post(reverse("consult:comment_create", args=[consultation.pk]), data).status_code == 302


def test_a_vote_without_javascript_goes_back_to_the_section_and_shows_itself_pressed():
    consultation = make_consultation()
    section = consultation.draft.sections.first()
    client = signed_in(make_user())
    address = reverse("consult:section_vote", args=[consultation.pk, section.pk])
    response = client.post(address, {"choice": "1", "from": "section"}, follow=True)
    html = response.content.decode()
    address = reverse("consult:section_detail", args=[consultation.pk, section.pk])
    assert response.redirect_chain == [(f"{address}#section", 302)]
    assert re.search(r'value="1" aria-pressed="true"', html)
    assert 'data-votes="agree">1<' in html


def test_a_vote_with_javascript_answers_with_the_new_tally_only():
    consultation = make_consultation()
    section = consultation.draft.sections.first()
    address = reverse("consult:section_vote", args=[consultation.pk, section.pk])
    html = signed_in(make_user()).post(address, {"choice": "-1"}, headers=HTMX).content.decode()
    assert html.lstrip().startswith('<div class="vote') and "<html" not in html
    assert 'data-votes="disagree">1<' in html


@pytest.mark.parametrize("choice", ["2", "x", ""])
def test_a_vote_of_no_kind_is_a_bad_request(choice):
    consultation = make_consultation()
    section = consultation.draft.sections.first()
    address = reverse("consult:section_vote", args=[consultation.pk, section.pk])
    assert signed_in(make_user()).post(address, {"choice": choice}).status_code == 400
    assert not Vote.objects.exists()


def test_one_cannot_vote_on_a_section_or_comment_of_another_consultation():
    here, there = make_consultation(), make_consultation()
    client = signed_in(make_user())
    section, comment = there.draft.sections.first(), post(there)
    assert client.post(reverse("consult:section_vote", args=[here.pk, section.pk]), {"choice": 1}).status_code == 404
    assert client.post(reverse("consult:comment_vote", args=[here.pk, comment.pk]), {"choice": 1}).status_code == 404
    data = form_data(here, "ข้าม", section)
    assert client.post(reverse("consult:comment_create", args=[here.pk]), data).status_code == 404
    data = form_data(here, "ข้าม", parent=comment.pk)
    assert client.post(reverse("consult:comment_create", args=[here.pk]), data).status_code == 404


def test_a_comment_is_shown_where_it_was_written():
    consultation = make_consultation()
    section = consultation.draft.sections.first()
    client = signed_in(make_user(alias="ยายแก้ว"))
    data = form_data(consultation, "ควรมีเคาน์เตอร์", section, stance="partly")
    response = client.post(reverse("consult:comment_create", args=[consultation.pk]), data, follow=True)
    html = response.content.decode()
    assert "ควรมีเคาน์เตอร์" in html and "ยายแก้ว" in html and "เห็นด้วยบางส่วน" in html


def test_a_refused_comment_comes_back_with_its_text_and_the_reason():
    consultation = make_consultation()
    client = signed_in(make_user())
    address = reverse("consult:comment_create", args=[consultation.pk])
    too_long = "ย" * 5001
    response = client.post(address, form_data(consultation, too_long))
    assert response.status_code == 422
    assert too_long in response.content.decode() and "ยาวเกินไป" in response.content.decode()
    assert client.post(address, form_data(consultation, "  ")).status_code == 422
    assert not Comment.objects.exists()


def test_after_closing_every_door_refuses_in_thai_and_keeps_what_was_typed():
    consultation = make_consultation()
    section = consultation.draft.sections.first()
    comment = post(consultation)
    close(consultation)
    client = signed_in(make_user())
    doors = [
        (reverse("consult:section_vote", args=[consultation.pk, section.pk]), {"choice": "1"}),
        (reverse("consult:comment_vote", args=[consultation.pk, comment.pk]), {"choice": "1"}),
        (reverse("consult:comment_create", args=[consultation.pk]), form_data(consultation, "สายไปแล้ว", section)),
        (
            reverse("consult:comment_create", args=[consultation.pk]),
            form_data(consultation, "สายไปแล้ว", parent=comment.pk),
        ),
    ]
    for address, data in doors:
        for headers in ({}, HTMX):
            response = client.post(address, data, headers=headers)
            html = response.content.decode()
            assert response.status_code == 409, address
            assert "ปิดรับฟังความคิดเห็นแล้ว" in html
            assert data.get("text", "") in html
    assert (consultation.comments.count(), Vote.objects.count()) == (1, 0)
    assert 'name="choice"' not in page("section_detail", consultation.pk, section.pk)


def test_a_stranger_who_comments_signs_in_and_finds_the_text_again():
    consultation = make_consultation()
    section = consultation.draft.sections.first()
    client = Client()
    data = form_data(consultation, "เขียนก่อนเข้าสู่ระบบ", section, stance="agree")
    response = client.post(reverse("consult:comment_create", args=[consultation.pk]), data)
    here = reverse("consult:section_detail", args=[consultation.pk, section.pk])
    assert response.headers["Location"].startswith(f"{reverse('account_login')}?next=")
    user = make_user()
    signed_in = client.post(
        response.headers["Location"], {"login": user.email, "password": "a-long-password"}, follow=True
    )
    assert signed_in.request["PATH_INFO"] == here
    assert "เขียนก่อนเข้าสู่ระบบ" in signed_in.text and not Comment.objects.exists()


def test_a_stranger_who_votes_is_asked_to_sign_in():
    consultation = make_consultation()
    section = consultation.draft.sections.first()
    address = reverse("consult:section_vote", args=[consultation.pk, section.pk])
    assert "login" in Client().post(address, {"choice": "1"}).headers["Location"]
    assert "login" in Client().post(address, {"choice": "1"}, headers=HTMX).headers["HX-Redirect"]


def test_a_hidden_comment_leaves_every_public_page_with_its_replies_list():
    consultation = make_consultation()
    section = consultation.draft.sections.first()
    comment = post(consultation, "คำหยาบคายมาก", section=section)
    actions.hide_comment(comment=comment, by=officer_of(consultation), reason="insult")
    assert "คำหยาบคายมาก" not in page("section_detail", consultation.pk, section.pk)
    assert "คำหยาบคายมาก" not in page("comment_fragments", consultation.pk, ids=comment.pk)
    assert "คำหยาบคายมาก" not in page("comment_detail", consultation.pk, comment.pk, expect=410)


def test_staff_who_are_not_signed_in_are_sent_to_sign_in_and_back():
    consultation = make_consultation()
    page = f"/consultations/{consultation.pk}/"
    for address in (f"{page}moderation/?hidden=1&q=x", f"{page}analysis/"):
        assert Client().get(address).headers["Location"] == f"{reverse('account_login')}?next={quote(address)}"
    sent = Client().post(f"{page}comments/1/official-reply/").headers["Location"]
    assert sent == f"{reverse('account_login')}?next={page}"


@pytest.mark.parametrize("asked", ["a" * 60_000, "a " * 30_000], ids=["one long word", "very many words"])
def test_a_search_of_any_length_is_answered(asked):
    consultation = make_consultation()
    officer = signed_in(officer_of(consultation))
    assert Client().get("/consultations/", {"q": asked}).status_code == 200
    for place in ("", "moderation/"):
        assert officer.get(f"/consultations/{consultation.pk}/{place}", {"q": asked}).status_code == 200
    refused = officer.get(
        f"/consultations/{consultation.pk}/analysis/comments/", {"q": asked}
    )  # a table of all would lie
    assert refused.status_code == 400 and "field__error" in refused.content.decode()


def test_a_search_too_long_for_the_list_is_refused_with_a_reason():
    assert "field__error" in Client().get("/consultations/", {"q": "ก" * 101}).content.decode()


def test_only_moderators_and_officers_of_the_agency_moderate():
    consultation = make_consultation()
    comment = post(consultation)
    address = reverse("consult:comment_hide", args=[consultation.pk, comment.pk])
    elsewhere = officer_of(make_consultation())
    for nobody in (make_user(), make_staff(consultation.agency, "analyst"), elsewhere):
        client = signed_in(nobody)
        assert client.post(address, {"reason": "spam"}).status_code == 403
        page("moderation", consultation.pk, client=client, expect=403)
    comment.refresh_from_db()
    assert comment.hidden_at is None
    moderator = signed_in(make_staff(consultation.agency, "moderator"))
    moderator.post(address, {"reason": "no such reason"})
    comment.refresh_from_db()
    assert comment.hidden_at is None
    moderator.post(address, {"reason": "spam"})
    comment.refresh_from_db()
    assert comment.hidden_at is not None
    moderator.post(reverse("consult:comment_restore", args=[consultation.pk, comment.pk]), {"reason": "mistake"})
    comment.refresh_from_db()
    assert comment.hidden_at is None


def test_a_withdrawn_consultation_is_gone_for_the_public_and_there_for_its_staff():
    consultation = make_consultation()
    officer = officer_of(consultation)
    post(consultation, "คำของฉัน", author=(citizen := make_user()))
    withdraw(consultation)
    gone = page("consultation_detail", consultation.pk, expect=410)
    assert "เปลี่ยนนโยบาย" in gone and consultation.draft.sections.first().text not in gone
    page("whole_draft", consultation.pk, expect=404)
    assert "คำของฉัน" in page("mine", client=signed_in(citizen))
    assert consultation.title not in page("consultation_list")
    page("consultation_detail", consultation.pk, client=signed_in(officer))


def test_the_text_of_an_old_version_stays_at_its_own_address():
    from tests.consult.test_versions import reissue

    consultation = make_consultation("ข้อความเดิม")
    reissue(consultation, "ข้อความใหม่")
    assert "ข้อความเดิม" in page("version_detail", consultation.pk, 1)
    assert "ข้อความใหม่" in page("version_detail", consultation.pk, 2)
    page("version_detail", consultation.pk, 3, expect=404)


def test_the_changes_of_a_version_are_struck_out_and_underlined_and_said_in_words():
    from tests.consult.test_versions import reissue

    consultation = make_consultation("ยื่นภายในสิบห้าวัน <b>", "คงเดิม")
    first, second = consultation.draft.sections.all()
    reissue(consultation, "ยื่นภายในสามสิบวัน <b>", "คงเดิม", anchors=[first.anchor, second.anchor])
    html = page("version_changes", consultation.pk, 2)
    spoken = re.sub(r"<span class=\"visually-hidden\"[^>]*>(.*?)</span>", r"\1", html)
    assert "<del> [ตัดออก: สิบห้า] </del><ins> [เพิ่ม: สามสิบ] </ins>" in spoken
    assert "&lt;b&gt;" in html and "<b>วัน" not in html and "คงเดิม" not in html
    changes = reverse("consult:version_changes", args=[consultation.pk, 2])
    assert changes in page("version_detail", consultation.pk, 2) and changes in page(
        "consultation_detail", consultation.pk
    )
    for number in (1, 3):
        page("version_changes", consultation.pk, number, expect=404)
    assert "/changes/" not in page("version_detail", consultation.pk, 1)


@pytest.mark.parametrize("after", ["", "-1", "x", "๑", "9" * 30])
def test_a_bad_number_for_news_is_a_bad_request(after):
    page("live_frame", make_consultation().pk, after=after, expect=400)


@pytest.mark.parametrize("ids", ["", "x", "1,,2", ",".join(["1"] * 51), "9" * 40])
def test_bad_ids_for_fragments_are_a_bad_request(ids):
    page("comment_fragments", make_consultation().pk, ids=ids, expect=400)


def test_thai_is_the_language_and_an_address_of_its_own_is_english():
    consultation = make_consultation()
    client = Client(headers={"Accept-Language": "en-US,en;q=0.9"})
    client.cookies["django_language"] = "en"
    thai = page("consultation_list", client=client)
    assert 'lang="th"' in thai and 'href="/en/consultations/"' in thai
    english = client.get("/en/consultations/", {"q": "ร่าง"}).content.decode()
    assert 'lang="en"' in english and "Open now" in english
    assert f'href="/en/consultations/{consultation.pk}/"' in english
    assert 'href="/consultations/?q=%E0%B8%A3%E0%B9%88%E0%B8%B2%E0%B8%87" lang="th"' in english
    assert Client().get("/th/consultations/").status_code == 404
