"""Whatever people and staff do, in whatever order: every figure shown is the number of rows there are.

The machine keeps no model of its own of what should be there; it counts rows one by one, and asks every surface.
"""

import re
import uuid
from collections import Counter
from contextlib import suppress
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from consult import actions, errors
from consult.live.frames import frame
from consult.models import Answer, Comment, Consultation, Level, Reception, User, Vote
from consult.models.kept import Received, count_for, counts_by_anchor, day_counts, received
from consult.thai import personal_data
from tests.support.makers import ask, make_consultation, make_sections, make_user, officer_of, post, reopen

pytestmark = pytest.mark.django_db

PEOPLE = 3
WORDINGS = ("ถ้อยคำเดิม", "ถ้อยคำใหม่", "ถ้อยคำอีกแบบ")
people, places, choices = st.integers(0, PEOPLE - 1), st.integers(0, 7), st.sampled_from([1, 0, -1])


class Hearing(RuleBasedStateMachine):
    """One hearing, two sections, one question, three people and an officer."""

    @initialize()
    def open(self):
        self.consultation = make_consultation(WORDINGS[0], "คงเดิม")
        self.officer = officer_of(self.consultation)
        (self.question,) = ask(self.consultation, ("ถาม", ("ก", "ข", "ค")), most=2)
        self.people = [make_user() for _ in range(PEOPLE)]
        for _ in range(2):  # something to be hidden with what hangs on it
            post(self.consultation, parent=post(self.consultation, section=self.sections()[0]))
        actions.number_announcements()
        self.start = self.fresh().live_seq

    def fresh(self) -> Consultation:
        return Consultation.objects.select_related("draft").get(pk=self.consultation.pk)

    def sections(self):
        return list(self.fresh().draft.sections.select_related("version"))

    def comment(self, place: int) -> Comment | None:
        rows = list(self.consultation.comments.order_by("pk"))
        return rows[place % len(rows)] if rows else None

    def act(self, name: str, **what):
        """Do it, or be refused by a rule; either way the figures hold."""
        with suppress(errors.ConsultError):
            getattr(actions, name)(**what)

    @rule(who=people, place=st.integers(0, 2), text=st.sampled_from(["ก", "ข"]), key=st.integers(0, 2))
    def say(self, who, place, text, key):
        section = (self.sections() + [None] * 3)[place]
        self.act(
            "post_comment", consultation=self.fresh(), author=self.people[who], text=text, section=section,
            client_key=uuid.UUID(int=key),
        )  # fmt: skip

    @rule(who=people, place=places)
    def reply(self, who, place):
        if parent := self.comment(place):
            self.act(
                "post_comment", consultation=self.fresh(), author=self.people[who], text="ตอบ", parent=parent,
                client_key=uuid.uuid4(),
            )  # fmt: skip

    @rule(who=people, place=places, choice=choices)
    def vote_on_comment(self, who, place, choice):
        if comment := self.comment(place):
            self.act(
                "cast_vote",
                consultation=self.fresh(),
                voter=self.people[who],
                choice=Vote.Choice(choice),
                comment=comment,
            )

    @rule(who=people, place=st.integers(0, 1), choice=choices)
    def vote_on_section(self, who, place, choice):
        section = self.sections()[place]
        self.act(
            "cast_vote", consultation=self.fresh(), voter=self.people[who], choice=Vote.Choice(choice), section=section
        )

    @rule(who=people, chosen=st.sets(st.integers(0, 2), max_size=3))
    def answer(self, who, chosen):
        self.act(
            "answer_question",
            consultation=self.fresh(),
            question=self.question,
            author=self.people[who],
            choices=chosen,
        )

    @rule(place=places, reason=st.sampled_from(["spam", "insult"]))
    def hide(self, place, reason):
        if comment := self.comment(place):
            self.act("hide_comment", comment=comment, by=self.officer, reason=reason)

    @rule(place=places)
    def restore(self, place):
        if comment := self.comment(place):
            self.act("restore_comment", comment=comment, by=self.officer, reason="mistake")

    @rule(place=places)
    def withdraw(self, place):
        if comment := self.comment(place):
            self.act("withdraw_comment", comment=comment, by=comment.author)

    @rule(who=people, place=places)
    def withdraw_vote_on_comment(self, who, place):
        if comment := self.comment(place):
            self.act("withdraw_vote", consultation=self.fresh(), voter=self.people[who], comment=comment)

    @rule(who=people, place=st.integers(0, 1))
    def withdraw_vote_on_section(self, who, place):
        section = self.sections()[place]
        self.act("withdraw_vote", consultation=self.fresh(), voter=self.people[who], section=section)

    @rule(wording=st.sampled_from(WORDINGS))
    def reword(self, wording):
        texts = make_sections(wording, "คงเดิม")
        self.act("issue_version", consultation=self.fresh(), sections=texts, by=self.officer)

    @rule()
    def fold(self):
        actions.fold_figures()

    @rule(who=people, answers=st.booleans())
    def bring_letters(self, who, answers):
        letter = {"author": self.people[who], "text": "จดหมาย", "posted_at": timezone.now(), "channel": "paper"}
        letters = [actions.ReceivedComment(**letter, section=self.sections()[1])]
        if answers:
            letters.append(actions.ReceivedComment(**letter, parent=0))
        self.act("import_comments", consultation=self.fresh(), received=letters, by=self.officer)

    @rule(who=people, level=st.sampled_from(Level))
    def known_more_surely(self, who, level):
        """As a digital identity will do it: what the person did moves with them."""
        person = self.people[who]
        if level >= Level.EMAIL:
            User.objects.filter(pk=person.pk).update(level=level)
            person.participants.update(level=level)
            Vote.objects.filter(participant__account=person).update(level=level)
            Answer.objects.filter(participant__account=person).update(level=level)

    @rule(hide=st.booleans())
    def mask(self, hide):
        """By rules that make a letter too long to be voted on at a glance, and back."""
        tag = f"[{'ก' * 500}]" if hide else "จ"
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(personal_data, "mask", lambda text: SimpleNamespace(text=text.replace("จ", tag)))
            self.act("mask_again", consultation=self.fresh())

    @rule()
    def close(self):
        self.act("close_consultation", consultation=self.fresh(), by=self.officer, reason="ปิด")

    @rule()
    def reopen(self):
        if self.fresh().is_closed():
            reopen(self.fresh())

    # What is counted one by one

    def shown(self) -> list[Comment]:
        rows = self.consultation.comments.select_related("parent", "section")
        there = [one for one in rows if not one.hidden_at and not one.withdrawn_at]
        return [one for one in there if not (one.parent and one.parent.hidden_at)]

    @invariant()
    def a_comment_is_visible_as_the_acts_of_moderators_and_authors_say(self):
        assert set(self.consultation.comments.visible()) == set(self.shown())

    @invariant()
    def one_person_has_one_vote_and_no_more_answers_than_asked(self):
        votes = Vote.objects.filter(comment__consultation=self.consultation).values_list("comment", "participant")
        assert len(votes) == len(set(votes))
        given = Counter(Answer.objects.filter(question=self.question).values_list("participant", flat=True))
        assert all(n <= self.question.most for n in given.values())

    def teardown(self):
        if not hasattr(self, "start"):
            return
        actions.number_announcements()
        self.consultation = self.fresh()
        by_anchor = Counter(one.section and one.section.anchor for one in self.shown())
        for then in (actions.fold_figures, actions.recount_figures, lambda: None):
            self._counts_are(by_anchor)
            self._tallies_are_rows()
            then()
        self._lists_are_in_order()
        self._pages_say(by_anchor)
        self._frame_says(by_anchor)

    def _counts_are(self, by_anchor):
        count_for([self.consultation])
        assert self.consultation.comment_count == sum(by_anchor.values())
        counts = counts_by_anchor(self.consultation.pk)
        assert {anchor: count.in_all for anchor, count in counts.items() if count.in_all} == dict(by_anchor)
        top = Counter(one.section and one.section.anchor for one in self.shown() if not one.parent_id)
        assert {anchor: count.top_level for anchor, count in counts.items() if count.top_level} == dict(top)
        rows = list(self.consultation.comments.all())
        assert sum(count.hidden for count in counts.values()) == len(rows) - len(self.shown())
        assert sum(count.statements for count in counts.values()) == len(self._short())
        days = Counter(timezone.localdate(one.posted_at) for one in self.shown())
        assert day_counts(self.consultation.pk) == dict(days)
        how = received([one.pk for one in rows])
        for one in rows:
            replies = [reply for reply in self.shown() if reply.parent_id == one.pk]
            votes = Counter(one.votes.values_list("choice", flat=True))
            levels = Counter(one.votes.values_list("level", flat=True))
            assert {by.level: by.total for by in how[one.pk].by_level} == dict(levels)
            assert how[one.pk] == Received(agree=votes[1], unsure=votes[0], disagree=votes[-1], replies=len(replies))

    def _tallies_are_rows(self):
        ballots = [section.ballot_id for section in self.sections()]
        for tallies, field in (
            (Vote.objects.section_tallies(ballots), "section_id"),
            (Vote.objects.comment_tallies([one.pk for one in self.shown()]), "comment_id"),
        ):
            for subject, tally in tallies.items():
                rows = Counter(Vote.objects.filter(**{field: subject}).values_list("choice", flat=True))
                assert tally.as_list() == [rows[1], rows[0], rows[-1]]
                rows = Counter(Vote.objects.filter(**{field: subject}).values_list("level", "choice"))
                for one in tally.levels:
                    assert [one.agree, one.unsure, one.disagree] == [rows[one.level, how] for how in (1, 0, -1)]
        given = Answer.objects.by_question([self.question.pk]).get(self.question.pk)
        rows = list(Answer.objects.filter(question=self.question).values_list("participant", "choice"))
        assert (given.people if given else 0) == len({author for author, _ in rows})
        assert (dict(given.counts) if given else {}) == Counter(choice for _, choice in rows)
        people = Counter(
            level for _, level in set(Answer.objects.filter(question=self.question).values_list("participant", "level"))
        )
        assert (dict(given.people_by_level) if given else {}) == people

    def _lists_are_in_order(self):
        listed = [one for one in self.shown() if not one.parent_id]
        for anchor in {one.section and one.section.anchor for one in listed}:
            here = Reception.objects.listed_on(self.consultation.pk, anchor)
            assert {row.pk for row in here} == {
                one.pk for one in listed if (one.section and one.section.anchor) == anchor
            }
        statements = Reception.objects.statements(self.consultation.pk)
        heard = [(Vote.objects.filter(comment=row.pk).count(), row.pk) for row in statements]
        assert heard == sorted(heard) and {pk for _, pk in heard} == {one.pk for one in self._short()}

    def _short(self) -> list[Comment]:
        return [one for one in self.shown() if not one.parent_id and len(one.public_text) <= 400]

    def _pages_say(self, by_anchor):
        client, pk = Client(), self.consultation.pk
        whole = client.get(reverse("consult:consultation_detail", args=[pk])).content.decode()
        for section in self.sections():
            page = client.get(reverse("consult:section_detail", args=[pk, section.pk])).content.decode()
            for html in (whole, page):
                said = re.findall(rf'data-count="{section.anchor}">(\d+)<', html)
                assert said and set(said) <= {str(by_anchor[section.anchor])}
        page = client.get(reverse("consult:whole_draft", args=[pk])).content.decode()
        assert f'data-count="">{by_anchor[None]}<' in page

    def _frame_says(self, by_anchor):
        told = frame(self.consultation.pk, after=self.start)
        if told.reset:
            return
        assert set(told.gone) | {pk for pk, *_ in told.posted} <= set(
            self.consultation.comments.values_list("pk", flat=True)
        )
        assert {pk for pk, *_ in told.posted} <= {one.pk for one in self.shown()}
        assert not set(told.gone) & {one.pk for one in self.shown()}
        assert all(count == by_anchor[uuid.UUID(anchor) if anchor else None] for anchor, count in told.counts.items())


def test_every_figure_is_the_number_of_rows_after_any_sequence_of_acts():
    run_state_machine_as_test(Hearing, settings=settings(max_examples=8, stateful_step_count=12, deadline=None))


def test_what_was_answered_to_a_question_is_shown_once_one_has_answered():
    consultation = make_consultation(tallies=Consultation.Tallies.AFTER_VOTE)
    (question,) = ask(consultation, ("ถาม", ("ก", "ข")))
    actions.answer_question(consultation=consultation, question=question, author=make_user(), choices=[0])
    actions.number_announcements()
    client = Client()
    client.force_login(make_user())
    page = reverse("consult:consultation_detail", args=[consultation.pk])
    assert "data-percent" not in client.get(page).content.decode()
    assert frame(consultation.pk, after=0).answers == {}
    address = reverse("consult:question_answer", args=[consultation.pk, question.pk])
    fragment = client.post(address, {"choice": "1"}, headers={"HX-Request": "true"}).content.decode()
    assert "50" in fragment and "data-percent" in fragment
    assert "data-percent" in client.get(page).content.decode()
