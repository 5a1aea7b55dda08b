"""Votes and answers in the name of a juristic person: one for the company, beside the voter's own, counted apart, and nobody sees whose."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from consult import actions
from consult.errors import CompaniesVoteOnDrafts, ConsentMissing, ConsultationClosed, MandateEnded
from consult.models import Answer, Comment, Level, LoggedAct, LogOpening, Mandate, Participant, Vote
from consult.models.consent import consent_version
from consult.pages.own_acts import answers_of, own_votes, votes_of
from consult.people.actions import erase_person
from consult.people.actions.ballots import take_back_ballots
from tests.support.doors import browser
from tests.support.makers import ask, close, make_consultation, make_mandate, make_user, platform_staff, post, vote

pytestmark = pytest.mark.django_db


@pytest.fixture
def consultation():
    return make_consultation()


@pytest.fixture
def section(consultation):
    return consultation.draft.sections.first()


@pytest.fixture
def mandate():
    return make_mandate()


def of_a_colleague(mandate: Mandate) -> Mandate:
    """Another person who speaks for the same company."""
    today = timezone.localdate()
    asked = actions.ask_mandate(
        holder=make_user(level=Level.PERSON),
        company_number=mandate.company_number,
        company_name=mandate.company_name,
        scope="ทุกเรื่อง",
        begins_on=today,
        ends_on=today + timedelta(days=9),
        evidence="หนังสือมอบอำนาจอีกฉบับ",
    )
    return actions.decide_mandate(mandate=asked, by=platform_staff(), confirmed=True)


def by_level(section) -> dict[int, list[int]]:
    tally = Vote.objects.section_tallies([section.ballot_id])[section.ballot_id]
    return {one.level: [one.agree, one.unsure, one.disagree] for one in tally.by_level}


def in_name_of(mandate, consultation, choice, **subject) -> Vote:
    return vote(consultation, choice, mandate.holder, mandate=mandate, **subject)


def test_a_company_votes_beside_its_representative_and_is_counted_apart(consultation, section, mandate):
    vote(consultation, 1, mandate.holder, section=section)
    in_name_of(mandate, consultation, -1, section=section)
    in_name_of(mandate, consultation, -1, section=section)
    assert by_level(section) == {Level.PERSON: [1, 0, 0], Level.JURISTIC: [0, 0, 1]}
    assert Vote.objects.section_choices(mandate.holder, [section.ballot_id]) == {section.ballot_id: 1}, "their own"


def test_a_company_has_one_vote_whoever_casts_it_and_the_last_one_stands(consultation, section, mandate):
    colleague = of_a_colleague(mandate)
    first = in_name_of(mandate, consultation, 1, section=section)
    second = in_name_of(colleague, consultation, -1, section=section)
    assert first.pk == second.pk
    assert by_level(section) == {Level.JURISTIC: [0, 0, 1]}
    assert Participant.objects.filter(company_number=mandate.company_number).count() == 1


def test_a_company_answers_beside_its_representative(consultation, mandate):
    (question,) = ask(consultation, ("ถามว่า", ("ใช่", "ไม่ใช่")))
    told = {"consultation": consultation, "question": question}
    actions.answer_question(author=mandate.holder, choices=[0], **told)
    actions.answer_question(author=mandate.holder, choices=[1], mandate=mandate, **told)
    colleague = of_a_colleague(mandate)
    actions.answer_question(author=colleague.holder, choices=[0], mandate=colleague, **told)
    given = Answer.objects.by_question([question.pk])[question.pk]
    assert given.people_by_level == {Level.PERSON: 1, Level.JURISTIC: 1}
    assert given.counts[0] == 2
    assert Answer.objects.choices_of(mandate.holder, [question.pk]) == {question.pk: {0}}


def test_a_vote_of_a_company_is_taken_back_alone(consultation, section, mandate):
    vote(consultation, 1, mandate.holder, section=section)
    in_name_of(mandate, consultation, -1, section=section)
    assert actions.withdraw_vote(consultation=consultation, voter=mandate.holder, section=section, mandate=mandate)
    assert by_level(section) == {Level.PERSON: [1, 0, 0]}
    in_name_of(mandate, consultation, -1, section=section)
    take_back_ballots(mandate.holder)
    assert by_level(section) == {Level.JURISTIC: [0, 0, 1]}, "who withdraws consent takes their own back"


def test_what_a_company_said_stands_and_can_be_opened_after_its_representative_is_erased(
    consultation, section, mandate
):
    (question,) = ask(consultation, ("ถามว่า", ("ใช่", "ไม่ใช่")))
    told = {"consultation": consultation, "question": question}
    in_name_of(mandate, consultation, 1, section=section)
    actions.answer_question(author=mandate.holder, choices=[0], mandate=mandate, **told)
    colleague = of_a_colleague(mandate)
    erase_person(person=mandate.holder)
    assert by_level(section) == {Level.JURISTIC: [1, 0, 0]}
    company = Participant.objects.get(company_number=mandate.company_number)
    assert company.account_id != mandate.holder.pk and not company.account.is_active
    assert LogOpening.objects.filter(participant=company).count() == 2
    assert not LoggedAct.objects.filter(kind="erased").exists()
    in_name_of(colleague, consultation, -1, section=section)
    actions.answer_question(author=colleague.holder, choices=[1], mandate=colleague, **told)
    assert by_level(section) == {Level.JURISTIC: [0, 0, 1]}
    kinds = list(LoggedAct.objects.order_by("pk").values_list("kind", flat=True))
    assert {"vote.changed", "vote.replaced", "answer.changed", "answer.replaced"} <= set(kinds)
    assert actions.log_record(dry_run=True) == dict.fromkeys(actions.log_record(dry_run=True), 0)


def test_a_company_does_not_vote_on_what_people_wrote_and_nothing_becomes_its_representatives_vote(
    consultation, mandate
):
    comment = post(consultation)
    with pytest.raises(CompaniesVoteOnDrafts):
        in_name_of(mandate, consultation, 1, comment=comment)
    sent = {"mandate": mandate.pk, "choice": "1"}
    refused = browser(mandate.holder).post(reverse("consult:comment_vote", args=[consultation.pk, comment.pk]), sent)
    assert refused.status_code == 403 and "นิติบุคคล" in refused.content.decode()
    assert not Vote.objects.exists()


def test_only_a_mandate_that_acts_now_votes_and_only_its_holder(consultation, section, mandate):
    with pytest.raises(MandateEnded):
        vote(consultation, 1, make_user(level=Level.PERSON), section=section, mandate=mandate)
    actions.end_mandate(mandate=mandate, by=mandate.holder)
    for act in (
        lambda: in_name_of(mandate, consultation, 1, section=section),
        lambda: actions.withdraw_vote(
            consultation=consultation, voter=mandate.holder, section=section, mandate=mandate
        ),
    ):
        with pytest.raises(MandateEnded):
            act()
    assert not Vote.objects.exists()


def test_rules_of_the_hearing_hold_for_companies(consultation, section, mandate, settings):
    settings.CONSENT_WORDS = "ฉันยินยอม"
    type(mandate.holder).objects.filter(pk=mandate.holder.pk).update(consented_to="")
    mandate.holder.refresh_from_db()
    with pytest.raises(ConsentMissing):
        in_name_of(mandate, consultation, 1, section=section)
    page = reverse("consult:company_ballot", args=[consultation.pk, mandate.pk])
    assert "ฉันยินยอม" in browser(mandate.holder).get(page).content.decode()
    sent = {"mandate": mandate.pk, "choice": "1", "consent": consent_version()}
    browser(mandate.holder).post(reverse("consult:section_vote", args=[consultation.pk, section.pk]), sent)
    assert by_level(section) == {Level.JURISTIC: [1, 0, 0]}
    close(consultation)
    with pytest.raises(ConsultationClosed):
        in_name_of(mandate, consultation, 1, section=section)


def test_its_representative_finds_each_with_its_receipt_and_in_whose_name_it_is(consultation, section, mandate):
    (question,) = ask(consultation, ("ถามว่า", ("ใช่", "ไม่ใช่")))
    vote(consultation, 1, mandate.holder, section=section)
    in_name_of(mandate, consultation, -1, section=section)
    for acting in (None, mandate):
        actions.answer_question(
            consultation=consultation, question=question, author=mandate.holder, choices=[0], mandate=acting
        )
    votes = own_votes(votes_of(mandate.holder).values_list("pk", flat=True))
    answers = answers_of(mandate.holder, 10)
    for acts in (votes, answers):
        assert {one.company for one in acts} == {"", mandate.company_name}
        assert len({one.receipt for one in acts}) == 2 and all(one.receipt for one in acts)
    page = browser(mandate.holder).get(reverse("consult:own_vote_list")).content.decode()
    assert page.count(f"ในนามของ {mandate.company_name}") == 2
    for one in (*votes, *answers):
        receipt = browser(mandate.holder).get(reverse("consult:receipt", args=[one.receipt])).json()
        assert receipt["code"] == one.receipt


def test_no_table_of_opinions_ties_a_company_of_one_hearing_to_another(section, mandate):
    """A comment tells the company's public name; a vote tells a number that is another one in every hearing."""
    votes = []
    for hearing in (make_consultation(), make_consultation()):
        votes.append(in_name_of(mandate, hearing, 1, section=hearing.draft.sections.first()))
    participants = {one.participant_id for one in votes}
    assert len(participants) == 2
    assert not any(
        field.name in ("company_number", "mandate") for model in (Vote, Answer, Comment) for field in model._meta.fields
    )


def test_the_page_votes_and_answers_in_the_name_and_leads_back_to_the_place(consultation, section, mandate):
    (question,) = ask(consultation, ("ถามว่า", ("ใช่", "ไม่ใช่")))
    here, page = browser(mandate.holder), reverse("consult:company_ballot", args=[consultation.pk, mandate.pk])
    assert page in here.get(reverse("consult:consultation_detail", args=[consultation.pk])).content.decode()
    assert browser(make_user()).get(page).status_code == 404
    sent = {"mandate": mandate.pk}
    voted = here.post(reverse("consult:section_vote", args=[consultation.pk, section.pk]), sent | {"choice": "-1"})
    assert voted.url == f"{page}#section-{section.pk}"
    address = reverse("consult:question_answer", args=[consultation.pk, question.pk])
    assert here.post(address, sent | {"choice": "1"}).url == f"{page}#question-{question.pk}"
    assert by_level(section) == {Level.JURISTIC: [0, 0, 1]}
    shown = here.get(page).content.decode()
    assert shown.count('aria-pressed="true"') == 1 and shown.count(" checked") == 1
    here.post(reverse("consult:section_vote", args=[consultation.pk, section.pk]), sent | {"choice": "none"})
    assert not Vote.objects.exists()
    actions.end_mandate(mandate=mandate, by=mandate.holder)
    refused = here.post(reverse("consult:section_vote", args=[consultation.pk, section.pk]), sent | {"choice": "1"})
    assert refused.status_code >= 400 and not Vote.objects.exists(), "and never in one's own name"
    assert here.get(page).status_code == 404


def test_a_comment_that_waits_for_consent_stays_in_the_name_it_was_written_in(consultation, mandate, settings):
    settings.CONSENT_WORDS = "ฉันยินยอม"
    holder = mandate.holder
    type(holder).objects.filter(pk=holder.pk).update(consented_to="")
    here = browser(holder)
    sent = {"text": "บริษัทเห็นว่า", "client_key": uuid.uuid4(), "mandate": mandate.pk}
    waits = here.post(reverse("consult:comment_create", args=[consultation.pk]), sent).url
    here.post(waits, {"consent": consent_version()})
    assert Comment.objects.get().representation.company_name == mandate.company_name


def test_what_is_changed_of_a_companys_comment_needs_a_mandate_of_that_company(consultation, mandate):
    comment = post(consultation, "บริษัทเห็นว่า", author=mandate.holder, mandate=mandate)
    change = {"comment": comment, "by": mandate.holder, "text": "เพิ่ม"}
    actions.add_to_comment(client_key=uuid.uuid4(), **change)
    actions.end_mandate(mandate=mandate, by=mandate.holder)
    with pytest.raises(MandateEnded):
        actions.add_to_comment(client_key=uuid.uuid4(), **change)
