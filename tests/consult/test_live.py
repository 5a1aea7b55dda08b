import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult import actions
from consult.live.frames import POSTED_LIMIT, ReadingPlace, current_numbers, fragments_of, frame
from consult.models import Announcement, Consultation
from tests.support.makers import (
    ask,
    close,
    make_consultation,
    make_sections,
    make_user,
    officer_of,
    post,
    reopen,
    vote,
    withdraw,
)

pytestmark = pytest.mark.django_db


def tick(consultation: Consultation) -> int:
    """Number what waits; returns the consultation's number now."""
    actions.number_announcements()
    consultation.refresh_from_db()
    return consultation.live_seq


def test_all_that_waits_for_a_consultation_becomes_one_frame():
    consultation = make_consultation()
    before = tick(consultation)
    section = consultation.draft.sections.first()
    comment = post(consultation, section=section)
    vote(consultation, 1, section=section)
    vote(consultation, -1, section=section)
    after = tick(consultation)
    assert after == before + 1
    news = frame(consultation.pk, after=before)
    assert news.posted == [[comment.pk, str(section.anchor), 0]]
    assert news.section_tallies == {section.pk: [1, 0, 1]}
    assert news.counts == {str(section.anchor): 1}
    assert (news.seq, news.prev, news.reset, news.changed) == (after, before, False, False)


def test_answers_are_told_as_people_and_choices_where_all_may_see_them():
    consultation = make_consultation()
    (question,) = ask(consultation, ("เลือกได้สองข้อ", ("หนึ่ง", "สอง", "สาม")), most=2)
    before = tick(consultation)
    for choices in ([0, 2], [2]):
        actions.answer_question(consultation=consultation, question=question, author=make_user(), choices=choices)
    tick(consultation)
    assert frame(consultation.pk, after=before).answers == {question.pk: [2, 1, 0, 2]}
    Consultation.objects.filter(pk=consultation.pk).update(tallies=Consultation.Tallies.AFTER_VOTE)
    assert frame(consultation.pk, after=before).answers == {}


def test_nothing_new_is_an_empty_frame():
    consultation = make_consultation()
    seq = tick(consultation)
    news = frame(consultation.pk, after=seq)
    assert (news.seq, news.posted, news.reset) == (seq, [], False)


def test_catching_up_over_several_ticks_gives_everything_once():
    consultation = make_consultation()
    start = tick(consultation)
    posted = []
    for _ in range(4):
        posted.append(post(consultation).pk)
        tick(consultation)
    assert [row[0] for row in frame(consultation.pk, after=start).posted] == posted
    assert [row[0] for row in frame(consultation.pk, after=start + 2).posted] == posted[2:]


def test_a_comment_hidden_since_it_was_posted_is_gone_and_its_text_nowhere():
    consultation = make_consultation()
    start = tick(consultation)
    comment = post(consultation)
    actions.hide_comment(comment=comment, by=officer_of(consultation), reason="spam")
    tick(consultation)
    news = frame(consultation.pk, after=start)
    assert (news.posted, news.gone) == ([], [comment.pk])


def test_a_restored_comment_comes_back():
    consultation = make_consultation()
    comment = post(consultation)
    actions.hide_comment(comment=comment, by=officer_of(consultation), reason="spam")
    start = tick(consultation)
    actions.restore_comment(comment=comment, by=officer_of(consultation), reason="mistake")
    tick(consultation)
    assert [row[0] for row in frame(consultation.pk, after=start).posted] == [comment.pk]


@pytest.mark.parametrize("shown", ["after_vote", "after_close"])
def test_tallies_that_are_not_for_everybody_are_not_broadcast(shown):
    consultation = make_consultation(tallies=shown)
    start = tick(consultation)
    vote(consultation, section=consultation.draft.sections.first())
    vote(consultation, comment=post(consultation))
    tick(consultation)
    news = frame(consultation.pk, after=start)
    assert (news.section_tallies, news.comment_tallies) == ({}, {})


def test_a_new_version_and_closing_tell_open_pages_that_they_are_out_of_date():
    consultation = make_consultation("หนึ่ง")
    start = tick(consultation)
    actions.issue_version(consultation=consultation, sections=make_sections("สอง"), by=officer_of(consultation))
    middle = tick(consultation)
    assert frame(consultation.pk, after=start).changed
    close(consultation)
    closed = tick(consultation)
    news = frame(consultation.pk, after=middle)
    assert news.changed and news.ends_at == round(consultation.closed_at.timestamp() * 1000)
    reopen(consultation)
    tick(consultation)
    assert frame(consultation.pk, after=closed).ends_at == round(consultation.closes_at.timestamp() * 1000)


def test_what_is_no_longer_remembered_asks_for_a_fresh_page():
    consultation = make_consultation()
    start = tick(consultation)
    post(consultation)
    tick(consultation)
    Announcement.objects.filter(seq=start + 1).delete()
    assert frame(consultation.pk, after=start).reset


def test_too_much_at_once_asks_for_a_fresh_page(settings):
    consultation = make_consultation()
    start = tick(consultation)
    for _ in range(POSTED_LIMIT + 1):
        post(consultation)
    tick(consultation)
    assert frame(consultation.pk, after=start).reset


def test_old_announcements_are_forgotten_and_the_number_goes_on(settings):
    consultation = make_consultation()
    post(consultation)
    seq = tick(consultation)
    Announcement.objects.update(at="2020-01-01T00:00:00Z")
    assert actions.forget_announcements() > 0
    post(consultation)
    assert tick(consultation) == seq + 1


def test_a_withdrawn_consultation_has_no_frames_and_no_number():
    consultation = make_consultation()
    withdraw(consultation)
    assert current_numbers([consultation.pk]) == {}
    with pytest.raises(Consultation.DoesNotExist):
        frame(consultation.pk, after=0)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(["post", "vote", "tick"]), max_size=25), st.integers(0, 25))
def test_whenever_a_browser_catches_up_it_knows_every_comment(steps, joined_after):
    """Ticks and news in any order; a browser that applies one frame at some point and one at the end misses nothing."""
    consultation = make_consultation()
    known, seen, posted = set(), tick(consultation), set()
    for number, step in enumerate(steps):
        if step == "post":
            posted.add(post(consultation).pk)
        elif step == "vote":
            vote(consultation, section=consultation.draft.sections.first())
        else:
            tick(consultation)
        if number == joined_after:
            news = frame(consultation.pk, after=seen)
            known |= {row[0] for row in news.posted}
            seen = news.seq
    tick(consultation)
    known |= {row[0] for row in frame(consultation.pk, after=seen).posted}
    assert known == posted


def test_what_a_frame_names_is_rendered_once_a_language_for_those_who_read_there_and_only_what_may_be_read():
    consultation = make_consultation()
    section, start = consultation.draft.sections.first(), tick(consultation)
    here, hidden = post(consultation, "ตรงมาตรานี้", section=section), post(consultation, "จะถูกซ่อน", section=section)
    elsewhere = post(consultation, "ทั้งร่าง")
    tick(consultation)
    news = frame(consultation.pk, after=start)
    actions.hide_comment(comment=hidden, by=officer_of(consultation), reason="spam")
    thai, english, whole = (
        ReadingPlace("th", str(section.anchor)),
        ReadingPlace("en", str(section.anchor)),
        ReadingPlace("th", ""),
    )
    found = fragments_of(consultation.pk, news, [thai, english, whole, ReadingPlace("th", "no such anchor")])
    assert {place: list(fragments) for place, fragments in found.items()} == {
        thai: [here.pk],
        english: [here.pk],
        whole: [elsewhere.pk],
    }
    assert "ตรงมาตรานี้" in found[thai][here.pk] and "Agree" in found[english][here.pk]
    assert "/en/" in found[english][here.pk] and "/en/" not in found[thai][here.pk]


def test_a_fragment_that_is_fetched_is_gone_with_the_act_that_hides_it_whatever_was_rendered_before(client):
    consultation = make_consultation()
    comment = post(consultation, "ข้อความที่จะหาย")
    tick(consultation)
    address = f"/consultations/{consultation.pk}/comments/new/?ids={comment.pk}"
    assert "ข้อความที่จะหาย" in client.get(address).text
    actions.hide_comment(comment=comment, by=officer_of(consultation), reason="spam")
    assert client.get(address).text == ""
