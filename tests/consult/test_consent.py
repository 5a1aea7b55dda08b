"""Nobody's vote, answer or comment is taken before they consented to what is done with it, and said how old they are where that is asked."""

import uuid

import pytest
from django.urls import reverse
from django.utils.html import escape

from consult import actions
from consult.errors import ConsentMissing
from consult.models import Answer, Comment, Consent, ConsentWords, Level, UnsentAct, User, Vote
from consult.models.consent import consent_version
from tests.support.makers import ask, make_consultation, make_user

pytestmark = pytest.mark.django_db
WORDS = "ฉันยินยอมให้เก็บและเผยแพร่สิ่งที่ฉันส่ง"


@pytest.fixture(autouse=True)
def words(settings):
    settings.CONSENT_WORDS = WORDS


@pytest.fixture
def consultation():
    return make_consultation("ข้อความ", least_to_vote=1, least_to_answer=1, least_to_comment=1)


def vote(client, consultation, **headers):
    section = consultation.draft.sections.get()
    return client.post(reverse("consult:section_vote", args=[consultation.pk, section.pk]), {"choice": "1"}, **headers)


def comment(client, consultation, **more):
    section = consultation.draft.sections.get()
    told = {"section": section.pk, "text": "ควรมีทางลาด", "client_key": uuid.uuid4()} | more
    return client.post(reverse("consult:comment_create", args=[consultation.pk]), told)


def stranger(client, **fields) -> User:
    person = make_user(consented_to="", told_age=0, **fields)
    client.force_login(person)
    return person


def shown_version(page) -> str:
    return page.context["consent_version"]


def test_every_act_is_refused_before_consent(consultation):
    person = make_user(consented_to="", told_age=0)
    (question,) = ask(consultation, ("ถาม", ("ก", "ข")))
    section = consultation.draft.sections.get()
    with pytest.raises(ConsentMissing):
        actions.cast_vote(consultation=consultation, voter=person, choice=Vote.Choice.AGREE, section=section)
    with pytest.raises(ConsentMissing):
        actions.answer_question(consultation=consultation, question=question, author=person, choices=[0])
    with pytest.raises(ConsentMissing):
        actions.post_comment(consultation=consultation, author=person, text="ควร", client_key=uuid.uuid4())
    assert not (Vote.objects.exists() or Answer.objects.exists() or Comment.objects.exists())


def test_a_vote_waits_beside_the_words_and_one_tap_consents_and_sends(client, consultation):
    person = stranger(client)
    waiting = vote(client, consultation)
    page = client.get(waiting.url)
    assert escape(WORDS) in page.content.decode()
    done = client.post(waiting.url, {"consent": shown_version(page)})
    assert done.status_code == 302
    assert Vote.objects.get().voter == person
    consent = Consent.objects.get()
    assert (consent.person, consent.words.text, consent.withdrawn_at) == (person, WORDS, None)


def test_whoever_has_consented_is_not_asked_again(client, consultation):
    stranger(client)
    waiting = vote(client, consultation)
    client.post(waiting.url, {"consent": shown_version(client.get(waiting.url))})
    assert "unsent" not in vote(client, consultation).url
    posted = comment(client, consultation)
    assert Comment.objects.get().text == "ควรมีทางลาด" and "#comment-" in posted.url


def test_a_comment_that_waited_keeps_its_words_its_position_and_what_it_speaks_of(client, consultation):
    stranger(client)
    waiting = comment(client, consultation, stance="disagree", words="0-7:ข้อความ")
    page = client.get(waiting.url)
    client.post(waiting.url, {"consent": shown_version(page)})
    kept = Comment.objects.get()
    assert (kept.text, kept.stance, kept.span.exact) == ("ควรมีทางลาด", "disagree", "ข้อความ")


def test_a_guest_consents_with_the_tap_that_makes_them_a_guest(client, consultation):
    waiting = vote(client, consultation)
    client.post(waiting.url, {"consent": shown_version(client.get(waiting.url))})
    assert Vote.objects.get().voter.level == Level.GUEST
    assert Consent.objects.get().person == Vote.objects.get().voter


@pytest.mark.parametrize("told", [{}, {"consent": "other"}])
def test_a_page_whose_words_are_not_those_of_now_sends_nothing_and_shows_them(client, consultation, told):
    stranger(client)
    waiting = vote(client, consultation)
    again = client.post(waiting.url, told)
    assert again.status_code == 409 and escape(WORDS) in again.content.decode()
    assert not Vote.objects.exists() and not Consent.objects.exists()
    assert UnsentAct.objects.get().sent_at is None


def test_other_words_ask_everybody_again_and_the_earlier_ones_stay_on_record(client, consultation, settings):
    stranger(client)
    waiting = vote(client, consultation)
    client.post(waiting.url, {"consent": shown_version(client.get(waiting.url))})
    settings.CONSENT_WORDS = "ถ้อยคำใหม่"
    waiting = comment(client, consultation)
    client.post(waiting.url, {"consent": shown_version(client.get(waiting.url))})
    assert set(ConsentWords.objects.values_list("text", flat=True)) == {WORDS, "ถ้อยคำใหม่"}
    assert Comment.objects.exists()


def test_a_double_tap_is_one_consent(client, consultation):
    stranger(client)
    waiting = vote(client, consultation)
    version = shown_version(client.get(waiting.url))
    for _ in range(2):
        assert client.post(waiting.url, {"consent": version}).status_code == 302
    assert Consent.objects.count() == Vote.objects.count() == 1


def test_consent_is_taken_back_as_easily_and_the_next_act_asks_again(client, consultation):
    person = stranger(client)
    waiting = vote(client, consultation)
    client.post(waiting.url, {"consent": shown_version(client.get(waiting.url))})
    assert escape(WORDS) in client.get(reverse("people:own_data")).content.decode()
    for _ in range(2):
        client.post(reverse("people:consent_withdraw"))
    assert Consent.objects.get().withdrawn_at
    assert Vote.objects.get().voter == person
    assert "unsent" in comment(client, consultation).url


def test_a_hearing_that_asks_for_an_age_asks_once_and_says_who_may_allow_it(client):
    consultation = make_consultation("ข้อความ", least_age=15)
    person = stranger(client)
    waiting = vote(client, consultation)
    page = client.get(waiting.url)
    assert "15 ปี" in page.content.decode() and "ผู้ปกครอง" in page.content.decode()
    client.post(waiting.url, {"consent": shown_version(page)})
    person.refresh_from_db()
    assert (person.told_age, Consent.objects.get().age, Vote.objects.count()) == (15, 15, 1)
    older = make_consultation("ข้อความ", least_age=20)
    assert "unsent" in vote(client, older).url


def test_without_words_nobody_is_asked(client, consultation, settings):
    settings.CONSENT_WORDS = ""
    stranger(client)
    vote(client, consultation)
    assert Vote.objects.exists() and not Consent.objects.exists()


def test_what_a_guest_consented_to_goes_with_them_to_their_account(client, consultation):
    waiting = vote(client, consultation)
    client.post(waiting.url, {"consent": shown_version(client.get(waiting.url))})
    guest = Vote.objects.get().voter
    account = make_user(consented_to="", told_age=0)
    actions.move_up(device=guest.device, account=account)
    account.refresh_from_db()
    assert account.consented_to and Consent.objects.get().person == account


def test_moving_up_takes_nothing_back_that_the_account_confirmed_meanwhile(client, consultation):
    waiting = vote(client, consultation)
    client.post(waiting.url, {"consent": shown_version(client.get(waiting.url))})
    guest = Vote.objects.get().voter
    account = make_user(consented_to="", told_age=0)
    User.objects.filter(pk=account.pk).update(told_age=20)  # in another tab, after this one read the account
    actions.move_up(device=guest.device, account=account)
    account.refresh_from_db()
    assert account.told_age == 20


def test_words_are_changed_and_added_to_only_with_consent_which_the_same_page_asks_for(client, consultation):
    person = make_user(consented_to=consent_version(), told_age=25)
    said = actions.post_comment(consultation=consultation, author=person, text="ควรมีทางลาด", client_key=uuid.uuid4())
    client.force_login(person)
    actions.withdraw_consent(person=person)
    for act in ("comment_edit", "comment_add"):
        address = reverse(f"consult:{act}", args=[consultation.pk, said.pk])
        words = {"text": f"ควรมีทางลาดทุกอาคาร {act}", "seen": 0, "client_key": uuid.uuid4()}
        refused = client.post(address, words)
        assert refused.status_code == 409
        assert WORDS in refused.content.decode()
        assert words["text"] in refused.content.decode()  # nothing typed is lost
        said.refresh_from_db()
        assert act not in said.text
        assert client.post(address, words | {"consent": "other words"}).status_code == 409
        assert client.post(address, words | {"consent": shown_version(refused)}).status_code == 302
        said.refresh_from_db()
        assert act in said.text
        actions.withdraw_consent(person=person)
