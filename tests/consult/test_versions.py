import uuid

import pytest
from django.db import IntegrityError, transaction

from consult import actions, errors
from consult.models import AuditEntry, Comment
from consult.pages.changes import changes
from tests.support.makers import (
    close,
    make_agency,
    make_consultation,
    make_facts,
    make_sections,
    make_staff,
    make_user,
    officer_of,
    post,
    reopen,
)

pytestmark = pytest.mark.django_db


def reissue(consultation, *texts, **options):
    return actions.issue_version(
        consultation=consultation, sections=make_sections(*texts, **options), by=officer_of(consultation)
    )


def test_the_same_wording_again_is_the_same_version():
    consultation = make_consultation("หนึ่ง", "สอง")
    first = consultation.draft
    assert reissue(consultation, "หนึ่ง", "สอง") == first
    assert consultation.versions.count() == 1


def test_a_new_wording_is_a_new_version_and_the_old_one_stays_readable():
    consultation = make_consultation("หนึ่ง", "สอง")
    first = consultation.draft
    second = reissue(consultation, "หนึ่ง", "สองใหม่")
    assert (second.number, consultation.draft) == (2, second)
    assert [section.text for section in first.sections.all()] == ["หนึ่ง", "สอง"]


def test_comments_follow_their_section_through_moving_rewording_and_renumbering():
    consultation = make_consultation("หนึ่ง", "สอง", "สาม")
    one, two, three = consultation.draft.sections.all()
    comment = post(consultation, section=two)
    reissue(consultation, "สาม", "สองแก้ไข", "หนึ่ง", anchors=[three.anchor, two.anchor, one.anchor])
    moved = consultation.draft.sections.get(anchor=two.anchor)
    assert (moved.order, moved.text) == (2, "สองแก้ไข")
    assert list(consultation.comments.filter(reception__anchor=moved.anchor)) == [comment]


def test_comments_on_a_removed_section_stay_on_record():
    consultation = make_consultation("หนึ่ง", "สอง")
    removed = consultation.draft.sections.last()
    comment = post(consultation, section=removed)
    reissue(consultation, "หนึ่ง")
    assert list(consultation.comments.filter(reception__anchor=removed.anchor)) == [comment]
    assert not consultation.draft.sections.filter(anchor=removed.anchor).exists()


def changed(consultation) -> list[tuple]:
    before, after = consultation.versions.order_by("-number")[:2][::-1]
    return [
        (change.section.text, [name for name in ("is_reworded", "is_renumbered", "is_moved") if getattr(change, name)])
        for change in changes(before, after)
    ]


def test_a_comparison_names_what_is_reworded_renumbered_moved_new_and_gone_and_nothing_else():
    consultation = make_consultation("หนึ่ง", "สอง", "สาม", "สี่")
    one, two, three, four = (section.anchor for section in consultation.draft.sections.all())
    reissue(consultation, "หนึ่ง", "สองใหม่", "สี่", "ห้า", anchors=[one, two, four, uuid.uuid4()])
    before, after = consultation.versions.all()
    found = changes(before, after)
    assert changed(consultation) == [("สองใหม่", ["is_reworded"]), ("สาม", []), ("สี่", ["is_renumbered"]), ("ห้า", [])]
    assert [bool(change.before) for change in found] == [True, True, True, False]
    assert [bool(change.after) for change in found] == [True, False, True, True]


def test_a_section_that_only_moved_is_told_as_moved():
    consultation = make_consultation("หนึ่ง", "สอง", "สาม")
    one, two, three = (section.anchor for section in consultation.draft.sections.all())
    reissue(consultation, "สอง", "สาม", "หนึ่ง", anchors=[two, three, one])
    assert ("หนึ่ง", ["is_renumbered", "is_moved"]) in changed(consultation)
    assert ("สอง", ["is_renumbered"]) in changed(consultation)


def test_what_is_gone_from_the_head_of_a_draft_stands_at_the_head():
    consultation = make_consultation("หนึ่ง", "สอง", "สาม")
    *_, third = consultation.draft.sections.all()
    reissue(consultation, "สาม", anchors=[third.anchor])
    assert [text for text, _ in changed(consultation)] == ["หนึ่ง", "สอง", "สาม"]


def test_a_draft_without_sections_is_refused():
    consultation = make_consultation()
    with pytest.raises(errors.VersionWithoutSections):
        reissue(consultation)


def test_only_officers_of_the_agency_publish_issue_close_and_withdraw():
    consultation = make_consultation()
    stranger = make_staff(make_agency(), "officer")
    analyst = make_staff(consultation.agency, "analyst")
    for nobody in (stranger, analyst, make_user()):
        with pytest.raises(errors.NotAllowed):
            actions.publish_consultation(key=uuid.uuid4(), agency=consultation.agency, facts=make_facts(), by=nobody)
        with pytest.raises(errors.NotAllowed):
            actions.issue_version(consultation=consultation, sections=make_sections("ใหม่"), by=nobody)
        for verb in (actions.close_consultation, actions.withdraw_consultation):
            with pytest.raises(errors.NotAllowed):
                verb(consultation=consultation, by=nobody, reason="เหตุผล")


def test_another_agency_cannot_take_over_a_consultation_by_its_key():
    consultation = make_consultation()
    other = make_agency()
    with pytest.raises(errors.NotAllowed):
        actions.publish_consultation(
            key=consultation.key, agency=other, facts=make_facts(), by=make_staff(other, "officer")
        )


def test_correcting_what_citizens_are_told_keeps_what_it_replaced():
    consultation = make_consultation(summary="ถ้อยคำเดิม")
    actions.publish_consultation(
        key=consultation.key,
        agency=consultation.agency,
        facts=make_facts(
            title=consultation.title,
            summary="ถ้อยคำใหม่",
            opens_at=consultation.opens_at,
            closes_at=consultation.closes_at,
        ),
        by=officer_of(consultation),
    )
    entry = AuditEntry.objects.filter(verb="publish_consultation").first()
    assert entry.detail["replaced"] == {"summary": "ถ้อยคำเดิม"}


def test_a_consultation_closed_early_stays_closed_when_it_is_published_again_until_an_officer_reopens_it():
    consultation = make_consultation()
    officer = officer_of(consultation)
    close(consultation)
    actions.publish_consultation(
        key=consultation.key, agency=consultation.agency, facts=make_facts(title="ชื่อใหม่"), by=officer
    )
    consultation.refresh_from_db()
    assert (consultation.title, consultation.is_open()) == ("ชื่อใหม่", False)
    reopen(consultation)
    assert consultation.is_open()


def test_the_database_refuses_to_lose_a_comment_with_its_section_or_author():
    comment = post(make_consultation())
    with pytest.raises(IntegrityError), transaction.atomic():
        comment.author.delete()
    assert Comment.objects.filter(pk=comment.pk).exists()


def test_a_consultation_must_close_after_it_opens():
    facts = make_facts()
    with pytest.raises(IntegrityError, match="consultation_closes_after_it_opens"), transaction.atomic():
        make_consultation(closes_at=facts.opens_at)
