"""Guests: who takes part without an account, how that is counted, and what becomes of it after signing in."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from consult import actions, errors
from consult.models import Answer, Comment, Level, UnsentAct, User, Vote
from tests.support.makers import ask, close, make_consultation, make_user, post, vote
from tests.support.stretches import room_in_the_minute

pytestmark = pytest.mark.django_db

FOR_GUESTS = {"least_to_vote": Level.GUEST, "least_to_answer": Level.GUEST, "least_to_comment": Level.GUEST}


def answer(consultation, question, choice: int, *, author):
    actions.answer_question(consultation=consultation, question=question, author=author, choices=[choice])


def hearing(**facts):
    return make_consultation("ข้อความหนึ่ง", "ข้อความสอง", **(FOR_GUESTS | facts))


def section_of(consultation):
    return consultation.draft.sections.select_related("version").first()


def vote_address(consultation) -> str:
    return reverse("consult:section_vote", args=[consultation.pk, section_of(consultation).pk])


def tap(client: Client, consultation, choice: int = 1):
    """The first tap: a button of the ballot."""
    return client.post(vote_address(consultation), {"choice": choice, "from": "draft"})


def guest_votes(client: Client, consultation, choice: int = 1):
    """Both taps; returns the answer to the second."""
    return client.post(tap(client, consultation, choice).url)


def tally(consultation):
    (found,) = Vote.objects.section_tallies([section_of(consultation).ballot_id]).values()
    return found


def levels(consultation) -> dict:
    return {one.level: one.total for one in tally(consultation).by_level}


def test_a_guest_votes_in_two_taps_and_comes_back_to_the_place():
    consultation, client = hearing(), Client()
    shown = client.get(tap(client, consultation).url)
    assert "ส่งในฐานะผู้เยี่ยมชม" in shown.text and not User.objects.filter(level=Level.GUEST).exists()
    sent = client.post(shown.request["PATH_INFO"])
    assert sent.status_code == 302 and f"#section-{section_of(consultation).pk}" in sent.url
    assert levels(consultation) == {Level.GUEST: 1}
    page = client.get(sent.url).text
    assert 'aria-pressed="true"' in page and "ผู้เยี่ยมชม" in page


def test_who_is_known_as_a_guest_votes_in_one_tap():
    consultation, client = hearing(), Client()
    guest_votes(client, consultation)
    assert tap(client, consultation, -1).url.startswith(f"/consultations/{consultation.pk}/?section=")
    assert (tally(consultation).agree, tally(consultation).disagree) == (0, 1)


def test_a_double_tap_is_one_guest_and_one_vote():
    consultation, client = hearing(), Client()
    address = tap(client, consultation).url
    for another in (client, Client(), Client()):  # the answer with the cookie was lost on the way
        assert another.post(address).status_code == 302
    assert User.objects.filter(level=Level.GUEST).count() == 1 and tally(consultation).total == 1


def test_reading_makes_no_guest_and_sets_no_cookie():
    consultation = hearing()
    page = Client().get(reverse("consult:consultation_detail", args=[consultation.pk]))
    assert not page.cookies and "public" in page.headers["Cache-Control"]


def test_the_cookie_is_signed_and_no_script_reads_it():
    consultation, client = hearing(), Client()
    cookie = guest_votes(client, consultation).cookies["guest"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"
    forger = Client()
    forger.cookies["guest"] = str(User.objects.get(level=Level.GUEST).device)
    assert "unsent" in tap(forger, consultation).url


def test_a_cookie_signed_with_the_key_of_before_still_holds(settings):
    consultation, client = hearing(), Client()
    guest_votes(client, consultation)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-" * 5
    tap(client, consultation, 0)
    assert tally(consultation).as_list() == [0, 1, 0]


def test_a_form_from_elsewhere_does_nothing_in_a_guests_name():
    consultation = hearing()
    client = Client(enforce_csrf_checks=True, headers={"Origin": "http://testserver"})
    guest_votes(client, consultation)
    assert tally(consultation).total == 1
    sent = client.post(vote_address(consultation), {"choice": -1}, headers={"Origin": "https://other.example"})
    assert sent.status_code == 403 and tally(consultation).agree == 1


def test_a_guest_is_nobody_on_pages_of_accounts():
    consultation, client = hearing(), Client()
    guest_votes(client, consultation)
    assert client.get("/accounts/email/").status_code == 302
    assert client.get("/accounts/login/").status_code == 200
    assert client.get(f"/consultations/{consultation.pk}/analysis/").status_code == 302


@pytest.mark.parametrize("least", ["least_to_vote", "least_to_answer", "least_to_comment"])
def test_a_hearing_says_from_which_level_on_it_takes_what(least):
    consultation, person = hearing(**{least: Level.PERSON}), make_user()
    (question,) = ask(consultation, ("ถาม", ("ก", "ข")))
    acts = {
        "least_to_vote": lambda: vote(consultation, 1, person, section=section_of(consultation)),
        "least_to_answer": lambda: answer(consultation, question, 0, author=person),
        "least_to_comment": lambda: post(consultation, author=person),
    }
    for name, act in acts.items():
        if name == least:
            with pytest.raises(errors.LevelTooLow):
                act()
        else:
            act()
    actions.raise_level(person=person, level=Level.PERSON)
    acts[least]()


def test_what_somebody_did_before_signing_in_is_sent_after_it_in_one_tap_from_any_browser():
    consultation, here, elsewhere = make_consultation(), Client(), Client()
    led = tap(here, consultation)
    assert led.url.startswith("/accounts/login/?next=")
    address, person = unquote(led.url.split("next=")[1]), make_user()
    elsewhere.force_login(person)
    assert "เห็นด้วย" in elsewhere.get(address).text and not Vote.objects.exists()
    assert f"section-{section_of(consultation).pk}" in elsewhere.post(address).url
    assert Vote.objects.get().voter == person


def test_an_answer_and_a_comment_wait_too():
    consultation, client, person = make_consultation(), Client(), make_user()
    (question,) = ask(consultation, ("ถาม", ("ก", "ข")))
    answered = client.post(reverse("consult:question_answer", args=[consultation.pk, question.pk]), {"choice": "1"})
    form = {"text": "โทร 081-234-5678 ครับ", "stance": "agree", "client_key": uuid.uuid4()}
    form |= {"section": section_of(consultation).pk}
    written = client.post(reverse("consult:comment_create", args=[consultation.pk]), form)
    assert "081-234-5678" not in str(UnsentAct.objects.get(kind="comment").content)
    client.force_login(person)
    client.post(unquote(answered.url.split("next=")[1]))
    assert Answer.objects.get().choice == 1
    back = client.get(unquote(written.url.split("next=")[1]), follow=True)
    assert back.request["PATH_INFO"].endswith(f"sections/{section_of(consultation).pk}/")
    assert "ครับ</textarea>" in back.text and 'value="agree"' in back.text and "autofocus" in back.text


def test_what_was_refused_stays_with_its_words():
    consultation, client = hearing(), Client()
    written = client.post(
        reverse("consult:comment_create", args=[consultation.pk]), {"text": "ขอเสนอ", "client_key": uuid.uuid4()}
    )
    close(consultation)
    refused = client.post(written.url)
    assert refused.status_code == 409 and "ขอเสนอ" in refused.text and "ปิดรับฟัง" in refused.text


def test_many_guests_behind_one_address_are_let_in_and_too_many_are_led_to_the_mail(settings):
    settings.GUESTS_PER_HOUR = 3
    consultation = hearing()
    answers = [guest_votes(Client(), consultation) for _ in range(4)]
    assert [one.status_code for one in answers] == [302, 302, 302, 429]
    assert "ยืนยันด้วยอีเมล" in answers[-1].text and tally(consultation).total == 3


def test_a_device_that_votes_faster_than_a_hand_is_asked_to_wait(settings):
    settings.GUEST_ACTS_PER_MINUTE = 2
    consultation, client = hearing(), Client()
    room_in_the_minute()
    guest_votes(client, consultation)
    assert [tap(client, consultation, how).status_code for how in (0, -1, 1)] == [302, 302, 429]


def test_a_device_is_forgotten_and_the_vote_stays():
    consultation, client = hearing(), Client()
    guest_votes(client, consultation)
    client.post(reverse("consult:guest_forget"))
    assert not client.cookies["guest"].value and tally(consultation).total == 1


# Moving up


def guest(consultation) -> User:
    return actions.welcome_guest(device=uuid.uuid4())


def test_what_the_guest_of_a_device_did_moves_to_the_account_that_signs_in_there():
    consultation, client, person = hearing(), Client(), make_user()
    guest_votes(client, consultation)
    client.force_login(person)
    said = client.get(reverse("consult:consultation_detail", args=[consultation.pk]))
    assert "ย้ายมาอยู่ในบัญชีของคุณแล้ว" in said.text and not client.cookies["guest"].value
    assert levels(consultation) == {Level.EMAIL: 1} and Vote.objects.get().voter == person
    assert not User.objects.filter(level=Level.GUEST).exists()


@pytest.mark.parametrize("guest_is_later", [True, False])
def test_of_two_acts_on_one_thing_the_later_stands(guest_is_later):
    consultation, person = hearing(), make_user()
    (question,) = ask(consultation, ("ถาม", ("ก", "ข")))
    first, second = guest(consultation), person
    if guest_is_later:
        first, second = second, first
    for who, choice in ((first, 1), (second, -1)):
        vote(consultation, choice, who, section=section_of(consultation))
        answer(consultation, question, 0 if choice == 1 else 1, author=who)
    device = (second if guest_is_later else first).device
    actions.move_up(device=device, account=person)
    assert tally(consultation).as_list() == [0, 0, 1] and levels(consultation) == {Level.EMAIL: 1}
    given = Answer.objects.by_question([question.pk])[question.pk]
    assert (given.people, given.counts, given.people_by_level) == (1, {1: 1}, {Level.EMAIL: 1})
    assert actions.move_up(device=device, account=person) == 0


def test_figures_of_a_closed_hearing_stay_at_the_level_they_were_cast_at():
    consultation, person = hearing(), make_user()
    one = guest(consultation)
    vote(consultation, 1, one, section=section_of(consultation))
    close(consultation)
    actions.move_up(device=one.device, account=person)
    assert levels(consultation) == {Level.GUEST: 1} and Vote.objects.get().voter == person


def test_comments_move_with_their_replies_and_votes():
    consultation, person = hearing(), make_user()
    one = guest(consultation)
    comment = post(consultation, author=one)
    post(consultation, parent=comment, author=make_user())
    actions.move_up(device=one.device, account=person)
    assert Comment.objects.get(pk=comment.pk).author == person


def test_a_guest_does_not_move_to_a_guest():
    consultation = hearing()
    with pytest.raises(errors.NotAllowed):
        actions.move_up(device=guest(consultation).device, account=guest(consultation))


@pytest.mark.django_db(transaction=True)
def test_two_hundred_acts_of_one_person_at_once_while_moving_up_are_one_vote():
    consultation, person = hearing(), make_user()
    section, one = section_of(consultation), guest(consultation)

    def act(number: int):
        try:
            if number % 20 == 7:
                actions.move_up(device=one.device, account=person)
            else:
                who = one if number % 2 else person
                vote(consultation, (1, 0, -1)[number % 3], who, section=section)
        except (errors.GuestMovedOn, errors.TooManyChanges):
            pass
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(act, range(200)))
    actions.move_up(device=one.device, account=person)
    assert Vote.objects.get().voter == person
    for _ in range(2):
        assert (tally(consultation).total, levels(consultation)) == (1, {Level.EMAIL: 1})
        while actions.fold_figures():
            pass
