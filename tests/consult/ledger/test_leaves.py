"""Every act is a leaf of the log, written with the act, and opened by what open data tells of it."""

import json
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consult import actions
from consult.actions.comment_leaves import told_comments
from consult.errors import OwnComment
from consult.ledger.acts import moment_of_ballot
from consult.ledger.leaf import commitment_of
from consult.models import Answer, Comment, Level, LoggedAct, LogOpening, Vote
from consult.models.participant import ballot_pseudonym
from consult.pages.ledger import openings_of, row_openings
from consult.people.actions import erase_person
from tests.support.makers import ask, make_consultation, make_user, officer_of, post, take_part, vote

pytestmark = pytest.mark.django_db


def kinds(consultation, *but: str) -> list[str]:
    acts = LoggedAct.objects.filter(hearing=consultation.pk).exclude(kind="audit").order_by("pk")
    return [kind for kind in acts.values_list("kind", flat=True) if kind not in but]


@pytest.fixture
def consultation():
    made = make_consultation()
    assert kinds(made) == ["publish_consultation", "issue_version"]
    return made


def number_all():
    while actions.number_leaves(closing=0):
        pass
    for hearing in set(LoggedAct.objects.filter(leaf_index=None).values_list("hearing", flat=True)):
        while actions.number_leaves(closing=hearing):
            pass


def opened(consultation, family: str):
    number_all()
    return list(row_openings(consultation, family, LoggedAct.objects.count()))


def opens(row, act) -> bool:
    return commitment_of(bytes.fromhex(row.salt), act).hex() == row.commitment


def told_openings(consultation) -> list[dict]:
    number_all()
    rows = list(openings_of(consultation, LoggedAct.objects.count()))
    for commitment, salt, act in rows:
        assert commitment_of(bytes.fromhex(salt), json.loads(act)).hex() == commitment
    return [json.loads(act) for _commitment, _salt, act in rows]


def test_a_comment_opens_its_leaf(consultation):
    section = consultation.draft.sections.first()
    words = actions.ChosenWords(start=0, end=7)
    comments = [post(consultation, section=section, words=words), post(consultation, "โทร 0812345678")]
    comments.append(post(consultation, "ตอบ", parent=comments[0]))
    rows = opened(consultation, "comment")
    assert [row.row for row in rows] == [comment.pk for comment in comments]
    for comment, row in zip(comments, rows, strict=True):
        comment = Comment.objects.get(pk=comment.pk)
        assert opens(row, told_comments([comment])[comment.pk])
    assert "0812345678" not in json.dumps(told_comments(comments), ensure_ascii=False)


def test_a_comment_sent_twice_is_one_leaf(consultation):
    key, author = uuid.uuid4(), make_user()
    for _ in range(2):
        post(consultation, author=author, client_key=key)
    assert kinds(consultation).count("comment") == 1


def test_a_comment_that_was_edited_and_added_to_names_what_it_replaces(consultation):
    comment = post(consultation)
    for _ in range(2):
        actions.edit_comment(comment=comment, by=comment.author, text="ถ้อยคำใหม่", seen=0, client_key=uuid.UUID(int=1))
    actions.add_to_comment(comment=comment, by=comment.author, text="เพิ่มอีก", client_key=uuid.uuid4())
    replaced = "comment.replaced"
    assert kinds(consultation)[2:] == ["comment", replaced, "comment.edited", replaced, "comment.added"]
    (row,) = opened(consultation, "comment")
    before = [act.leaf.commitment for act in LoggedAct.objects.about("comment", [comment.pk])]
    acts = [act for act in told_openings(consultation) if act["act"] == replaced]
    assert [act["replaces"] for act in acts] == [[before[0]], [before[1]]]
    comment.refresh_from_db()
    assert opens(row, told_comments([comment])[comment.pk])


def test_a_withdrawn_comment_leaves_a_leaf_that_says_no_word_of_it(consultation):
    comment = post(consultation, "ถ้อยคำที่ถอน")
    actions.withdraw_comment(comment=comment, by=comment.author)
    actions.withdraw_comment(comment=comment, by=comment.author)
    assert kinds(consultation)[2:] == ["comment", "comment.withdrawn"]
    (act,) = [one for one in told_openings(consultation) if one["act"] == "comment.withdrawn"]
    assert act["replaces"] == [LoggedAct.objects.get(kind="comment").leaf.commitment]
    assert set(act) == {"act", "hearing", "at", "replaces"}


def test_hiding_closes_the_leaves_of_a_comment_and_its_replies_and_restoring_opens_them(consultation):
    comment = post(consultation)
    reply = post(consultation, "ตอบ", parent=comment)
    officer = officer_of(consultation)
    for _ in range(2):
        actions.hide_comment(comment=comment, by=officer, reason="spam")
    actions.restore_comment(comment=comment, by=officer, reason="mistake")
    leaves = sorted(act.leaf.commitment for act in LoggedAct.objects.about("comment", [comment.pk, reply.pk]))
    hidden, restored = [one for one in told_openings(consultation) if one["act"].endswith("_comment")]
    assert (hidden["closes"], restored["opens"]) == (leaves, leaves)
    assert (hidden["comment"], hidden["reason"]) == (comment.pk, "spam")


def test_a_part_that_is_closed_in_a_hidden_comment_stays_hidden(consultation):
    comment = post(consultation, "มีคำหยาบอยู่")
    officer = officer_of(consultation)
    actions.hide_comment(comment=comment, by=officer, reason="spam")
    actions.redact_comment(comment=comment, by=officer, words="คำหยาบ", reason="insult")
    newest = LoggedAct.objects.get(kind="comment.redacted").leaf.commitment
    assert told_openings(consultation)[-1]["closes"] == [newest]


def test_a_vote_opens_its_leaf_and_a_changed_one_the_leaf_that_replaces_it(consultation):
    comment, voter = post(consultation), make_user()
    for choice in (1, 1, -1):
        cast = vote(consultation, choice, voter, comment=comment)
    assert kinds(consultation)[3:] == ["vote", "vote.replaced", "vote.changed"]
    (row,) = opened(consultation, "vote")
    first, second = LoggedAct.objects.about("vote", [cast.pk])
    assert row.commitment == second.leaf.commitment
    assert told_openings(consultation)[-1]["replaces"] == [first.leaf.commitment]
    participant = ballot_pseudonym(take_part(voter, consultation).pk)
    told = {"participant": participant, "section": None, "comment": comment.pk, "choice": "disagree"}
    assert opens(row, {"act": "vote", "hearing": consultation.pk, **told})
    assert not LogOpening.objects.filter(entry=first).exists()


def test_of_a_vote_the_log_tells_the_hour_and_no_more(consultation):
    cast = vote(consultation, section=consultation.draft.sections.first())
    act = LoggedAct.objects.get(kind="vote")
    assert act.at == moment_of_ballot(cast.cast_at)
    actions.number_leaves()
    act.refresh_from_db()
    assert act.leaf_index is None
    actions.number_leaves(closing=consultation.pk)
    act.refresh_from_db()
    assert act.leaf_index is not None


def test_a_withdrawn_vote_is_a_leaf_and_nobody_can_say_what_it_was(consultation):
    section, voter = consultation.draft.sections.first(), make_user()
    vote(consultation, 1, voter, section=section)
    for _ in range(2):
        actions.withdraw_vote(consultation=consultation, voter=voter, section=section)
    assert kinds(consultation)[2:] == ["vote", "vote.withdrawn"]
    assert not LogOpening.objects.filter(participant__account=voter).exists()
    (act,) = [one for one in told_openings(consultation) if one["act"] == "vote.withdrawn"]
    assert act["replaces"] == [LoggedAct.objects.get(kind="vote").leaf.commitment]


def test_a_first_vote_costs_one_question_more(consultation):
    section, voter = consultation.draft.sections.first(), make_user()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        vote(consultation, 1, voter, section=section)
    about_the_log = [one["sql"] for one in asked.captured_queries if "consult_log" in one["sql"]]
    assert len(about_the_log) == (1 if connection.vendor == "postgresql" else 2)
    assert not any("consult_consultation" in sql for sql in about_the_log)


def test_answers_open_their_leaf_and_another_answer_replaces_it(consultation):
    (question,) = ask(consultation, ("ถาม", ("ก", "ข", "ค")), most=2)
    author = make_user()
    for choices in ([0], [0], [2, 1]):
        actions.answer_question(consultation=consultation, question=question, author=author, choices=choices)
    assert kinds(consultation)[3:] == ["answer", "answer.replaced", "answer.changed"]
    (row,) = opened(consultation, "answer")
    assert (row.row, row.participant) == (question.pk, take_part(author, consultation).pk)
    told = {
        "participant": ballot_pseudonym(take_part(author, consultation).pk),
        "question": question.pk,
        "options": [1, 2],
    }
    assert opens(row, {"act": "answer", "hearing": consultation.pk, **told})


def test_what_staff_did_is_a_leaf_for_auditors_and_what_anybody_reads_of_it_is_opened(consultation):
    comment = post(consultation)
    officer = officer_of(consultation)
    actions.reply_officially(comment=comment, by=officer, text="คำชี้แจง")
    actions.keep_comment(comment=comment, by=officer, reason="in_order", note="ลับ")
    assert kinds(consultation)[3:] == ["reply_officially"]
    audit = LoggedAct.objects.filter(hearing=consultation.pk, kind="audit")
    assert audit.count() == consultation.audit.count()
    told = json.dumps(told_openings(consultation), ensure_ascii=False)
    assert "ลับ" not in told and "use_desk" not in told and f'"by": {officer.pk}' not in told


def test_an_erased_persons_leaves_stay_and_nobody_can_open_them(consultation):
    person = make_user()
    comment = post(consultation, author=person)
    section = consultation.draft.sections.first()
    vote(consultation, 1, person, section=section)
    (question,) = ask(consultation, ("ถาม", ("ก", "ข")))
    actions.answer_question(consultation=consultation, question=question, author=person, choices=[0])
    mine = sorted(act.leaf.commitment for act in LoggedAct.objects.filter(opening__participant__account=person))
    erase_person(person=person)
    assert not LogOpening.objects.filter(participant__account=person).exists()
    assert LoggedAct.objects.about("comment", [comment.pk]).count() == 1
    (row,) = opened(consultation, "comment")
    assert row.salt == ""
    acts = {act["act"]: act for act in told_openings(consultation)}
    assert acts["erased"]["closes"] == [row.commitment]
    assert (
        sorted([*acts["erased"]["closes"], *acts["vote.withdrawn"]["replaces"], *acts["answer.withdrawn"]["replaces"]])
        == mine
    )


def test_what_a_guest_did_is_logged_again_in_the_name_of_the_account(consultation):
    consultation.least_to_vote = consultation.least_to_answer = Level.GUEST
    consultation.save(update_fields=["least_to_vote", "least_to_answer"])
    device = uuid.uuid4()
    guest, account = actions.welcome_guest(device=device), make_user()
    first, second = consultation.draft.sections.all()
    vote(consultation, 1, guest, section=first)
    vote(consultation, 1, account, section=second)
    vote(consultation, -1, guest, section=second)
    (question,) = ask(consultation, ("ถาม", ("ก", "ข")))
    actions.answer_question(consultation=consultation, question=question, author=guest, choices=[0])
    actions.move_up(device=device, account=account)
    mine = take_part(account, consultation)
    me = ballot_pseudonym(mine.pk)
    rows = opened(consultation, "vote")
    rows = [row for row in rows if Vote.objects.filter(pk=row.row).exists()]
    assert [row.row for row in rows] == sorted(Vote.objects.values_list("pk", flat=True))
    for row in rows:
        cast = Vote.objects.get(pk=row.row)
        told = {"section": cast.section_id, "comment": None, "choice": Vote.Choice(cast.choice).name.lower()}
        assert opens(row, {"act": "vote", "hearing": consultation.pk, "participant": me, **told})
    (row,) = opened(consultation, "answer")
    assert row.participant == mine.pk == Answer.objects.get().participant_id
    assert opens(
        row, {"act": "answer", "hearing": consultation.pk, "participant": me, "question": question.pk, "options": [0]}
    )


def test_acts_that_changed_nothing_leave_no_leaf(consultation):
    comment = post(consultation)
    officer, before = officer_of(consultation), LoggedAct.objects.count()
    actions.restore_comment(comment=comment, by=officer, reason="mistake")
    actions.unredact_comment(comment=comment, by=officer, reason="mistake")
    actions.withdraw_vote(consultation=consultation, voter=make_user(), comment=comment)
    assert LoggedAct.objects.count() == before


def test_an_act_that_failed_leaves_no_leaf(consultation):
    comment = post(consultation)
    before = LoggedAct.objects.count()
    with pytest.raises(OwnComment):
        vote(consultation, 1, comment.author, comment=comment)
    assert LoggedAct.objects.count() == before


def test_what_happened_in_another_hearing_is_not_told_in_this_one(consultation):
    other = make_consultation()
    theirs = post(other)
    post(consultation)
    assert theirs.pk not in [row.row for row in opened(consultation, "comment")]
    assert all(act["hearing"] == consultation.pk for act in told_openings(consultation))
    assert timezone.now() - LoggedAct.objects.latest("pk").at < timedelta(hours=2)
