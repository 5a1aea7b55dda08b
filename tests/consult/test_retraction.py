"""A version issued by mistake is taken back with a reason: it stays readable, marked, and the votes of the text before count again."""

import uuid

import pytest
from django.urls import reverse

from consult import actions, errors
from consult.actions.draft import PlannedChange
from consult.models import SectionChange, Vote
from consult.pages.changes import changes
from tests.consult.test_notices import reissue, told
from tests.support.makers import make_consultation, make_sections, make_user, officer_of, post, vote

pytestmark = pytest.mark.django_db


def retract(version, reason="ออกผิดฉบับ"):
    return actions.retract_version(version=version, by=officer_of(version.consultation), reason=reason)


def test_the_text_before_holds_again_with_its_votes_and_the_retracted_one_stays_readable(client):
    consultation = make_consultation("เดิม")
    first = consultation.draft.sections.get()
    vote(consultation, section=first)
    mistaken = reissue(consultation, "ผิด")
    late = make_user()
    vote(consultation, voter=late, section=mistaken.sections.get())
    retract(mistaken)
    consultation.refresh_from_db()
    now = consultation.draft.sections.get()
    assert (consultation.draft.number, now.text, now.ballot_id) == (3, "เดิม", first.pk)
    assert Vote.objects.section_tallies([now.ballot_id])[first.pk].total == 1
    assert told(late) == [("version_retracted", 2)]
    for name in ("version_detail", "version_changes"):
        page = client.get(reverse(f"consult:{name}", args=[consultation.pk, 2])).content.decode()
        assert "ออกผิดฉบับ" in page
    assert "ออกผิดฉบับ" in client.get(reverse("consult:version_list", args=[consultation.pk])).content.decode()


def test_retracting_twice_is_one_retraction():
    consultation = make_consultation("เดิม")
    mistaken = reissue(consultation, "ผิด")
    assert retract(mistaken) == retract(mistaken, "อีกครั้ง")
    assert consultation.versions.count() == 3


def test_a_first_version_an_earlier_one_and_one_without_a_reason_are_not_retracted():
    consultation = make_consultation("เดิม")
    first = consultation.draft
    with pytest.raises(errors.VersionIsNotCurrent):
        retract(first)
    second = reissue(consultation, "สอง")
    with pytest.raises(errors.ReasonMissing):
        retract(second, " ")
    reissue(consultation, "สาม")
    with pytest.raises(errors.VersionIsNotCurrent):
        retract(second)


def test_a_split_is_shown_as_one_place_with_the_comment_it_answers(client):
    consultation = make_consultation("วรรคหนึ่ง\nวรรคสอง", "ท้าย")
    whole, last = consultation.draft.sections.all()
    comment = post(consultation, "ควรแยกวรรคสองออกเป็นอีกมาตรา", section=whole)
    parts = [whole.anchor, uuid.uuid4(), last.anchor]
    split = PlannedChange(
        kind=SectionChange.Kind.SPLIT,
        old=(whole.anchor,),
        new=tuple(parts[:2]),
        reason="อ่านง่ายขึ้น",
        causes=(comment.pk,),
    )
    version = actions.issue_version(
        consultation=consultation,
        sections=make_sections("วรรคหนึ่ง", "วรรคสอง", "ท้าย", anchors=parts),
        changes=[split],
        by=officer_of(consultation),
    )
    found = changes(*consultation.versions.all())
    assert [(one.is_split, one.old_text, one.new_text) for one in found][0] == (
        True,
        "วรรคหนึ่ง\nวรรคสอง",
        "วรรคหนึ่ง\nวรรคสอง",
    )
    page = client.get(reverse("consult:version_changes", args=[consultation.pk, version.number])).content.decode()
    assert "อ่านง่ายขึ้น" in page and reverse("consult:comment_detail", args=[consultation.pk, comment.pk]) in page
    shown = client.get(reverse("consult:comment_detail", args=[consultation.pk, comment.pk])).content.decode()
    assert reverse("consult:version_changes", args=[consultation.pk, version.number]) in shown and "อ่านง่ายขึ้น" in shown
    comment.refresh_from_db()
    actions.hide_comment(comment=comment, by=officer_of(consultation), reason="spam")
    page = client.get(reverse("consult:version_changes", args=[consultation.pk, version.number])).content.decode()
    assert "ควรแยก" not in page


def test_any_two_versions_are_compared(client):
    consultation = make_consultation("หนึ่ง", "สอง")
    reissue(consultation, "หนึ่ง", "สองแก้")
    reissue(consultation, "หนึ่งแก้", "สองแก้")
    address = reverse("consult:version_changes", args=[consultation.pk, 3])
    assert len(client.get(address, {"since": 1}).context["page"].object_list) == 2
    assert len(client.get(address).context["page"].object_list) == 1
    assert client.get(address, {"since": "อื่น"}).status_code == 404
