"""Dates are acts, not text: who may move when a hearing opens and ends, from where to where, why, and that everybody sees it."""

import uuid
from datetime import timedelta
from functools import cache

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from consult import actions, errors
from consult.models import AuditEntry, Consultation, ConsultationAct
from tests.support.makers import (
    by_two,
    close,
    make_agency,
    make_consultation,
    make_facts,
    make_staff,
    officer_of,
    reopen,
    vote,
    withdraw,
)

pytestmark = pytest.mark.django_db

Stage = ConsultationAct.Stage


@cache
def in_days(days: float):
    return (timezone.now() + timedelta(days=days)).replace(microsecond=0)


def colleague(consultation):
    return make_staff(consultation.agency, "officer")


def upcoming(**facts) -> Consultation:
    return make_consultation(**{"opens_at": in_days(5), "closes_at": in_days(40)} | facts)


def act(verb, consultation, **given) -> ConsultationAct:
    given = {"by": officer_of(consultation), "reason": "เหตุผล"} | given
    return getattr(actions, verb)(consultation=consultation, **given)


def test_every_act_is_in_the_timeline_with_its_reason_and_in_the_audit_trail():
    consultation = upcoming()
    act("move_opening", consultation, opens_at=in_days(3), reason="เลื่อนให้เร็วขึ้น")
    act("extend_consultation", consultation, closes_at=in_days(60), reason="ขอเวลาเพิ่ม")
    act("withdraw_consultation", consultation, reason="ยุบร่าง")
    rows = [(one.kind, one.reason) for one in consultation.acts.done()]
    assert rows == [("announce", ""), ("open", "เลื่อนให้เร็วขึ้น"), ("extend", "ขอเวลาเพิ่ม"), ("withdraw", "ยุบร่าง")]
    assert consultation.acts.get(kind="extend").ends_at == consultation.closes_at == in_days(60)
    verbs = set(AuditEntry.objects.filter(consultation=consultation).values_list("verb", flat=True))
    assert {"move_opening", "extend_consultation", "withdraw_consultation"} <= verbs


@pytest.mark.parametrize("verb", ["move_opening", "extend_consultation", "close_consultation", "withdraw_consultation"])
@pytest.mark.parametrize("reason", ["", " \n"])
def test_no_act_goes_without_a_reason(verb, reason):
    moments = {"move_opening": {"opens_at": in_days(6)}, "extend_consultation": {"closes_at": in_days(60)}}
    with pytest.raises(errors.ReasonMissing):
        act(verb, upcoming(), reason=reason, **moments.get(verb, {}))


def test_a_hearing_that_has_opened_opens_at_no_other_time():
    for consultation in (make_consultation(), make_consultation(closes_at=in_days(-1))):
        with pytest.raises(errors.WrongMoment):
            act("move_opening", consultation, opens_at=in_days(1))


def test_an_opening_is_moved_to_now_but_not_to_yesterday_nor_behind_the_end():
    consultation = upcoming()
    for moment in (in_days(-1), in_days(40), in_days(41)):
        with pytest.raises(errors.WrongMoment):
            act("move_opening", consultation, opens_at=moment)
    act("move_opening", consultation, opens_at=in_days(0))
    assert consultation.is_open() and consultation.acts.last().opens_at == consultation.opens_at


def test_a_running_hearing_is_not_shortened_but_by_closing_it():
    consultation = make_consultation()
    end = consultation.closes_at
    for moment in (end, end - timedelta(seconds=1), in_days(-1)):
        with pytest.raises(errors.WrongMoment):
            act("extend_consultation", consultation, closes_at=moment)
    assert consultation.closes_at == end


def test_publishing_again_moves_no_date():
    consultation = make_consultation()
    dates = consultation.opens_at, consultation.closes_at
    facts = make_facts(title="ชื่อใหม่", opens_at=in_days(-90), closes_at=in_days(90))
    actions.publish_consultation(
        key=consultation.key, agency=consultation.agency, facts=facts, by=officer_of(consultation)
    )
    consultation.refresh_from_db()
    assert (consultation.title, consultation.opens_at, consultation.closes_at) == ("ชื่อใหม่", *dates)


def test_opening_again_takes_two_officers_of_the_agency():
    consultation = make_consultation(closes_at=in_days(-1))
    officer = officer_of(consultation)
    asked = act("reopen_consultation", consultation, closes_at=in_days(7))
    assert asked.stage == Stage.ASKED and consultation.is_closed()
    with pytest.raises(errors.NeedsAnotherOfficer):
        actions.approve_act(act=asked, by=officer)
    for stranger in (officer_of(make_consultation()), make_staff(consultation.agency, "moderator")):
        with pytest.raises(errors.NotAllowed):
            actions.approve_act(act=asked, by=stranger)
    second = colleague(consultation)
    done = actions.approve_act(act=asked, by=second)
    assert (done.by, done.second, done.answers) == (officer, second, asked)
    consultation.refresh_from_db()
    assert consultation.is_open() and consultation.closes_at == in_days(7)
    assert vote(consultation, section=consultation.draft.sections.first())


def test_a_request_is_answered_once():
    consultation = make_consultation(closes_at=in_days(-1))
    asked = act("reopen_consultation", consultation, closes_at=in_days(7))
    with pytest.raises(errors.RequestWaits):
        act("reopen_consultation", consultation, closes_at=in_days(9))
    declined = actions.decline_act(act=asked, by=colleague(consultation), reason="ไม่มีผู้ขอ")
    assert declined.stage == Stage.DECLINED
    for answer in (
        lambda: actions.approve_act(act=asked, by=colleague(consultation)),
        lambda: actions.decline_act(act=asked, by=colleague(consultation), reason="อีกครั้ง"),
        lambda: actions.approve_act(act=declined, by=colleague(consultation)),
    ):
        with pytest.raises(errors.RequestAnswered):
            answer()
    consultation.refresh_from_db()
    assert consultation.is_closed() and not consultation.acts.waiting().exists()
    assert act("reopen_consultation", consultation, closes_at=in_days(9)).stage == Stage.ASKED


def test_who_asked_may_take_it_back():
    consultation = make_consultation(closes_at=in_days(-1))
    asked = act("reopen_consultation", consultation, closes_at=in_days(7))
    actions.decline_act(act=asked, by=officer_of(consultation), reason="พิมพ์วันผิด")
    assert not consultation.acts.waiting().exists()


def test_a_request_whose_time_is_over_is_not_carried_out():
    consultation = make_consultation(closes_at=in_days(-1))
    asked = act("reopen_consultation", consultation, closes_at=in_days(7))
    withdraw(consultation)
    with pytest.raises(errors.ConsultationWithdrawn):
        actions.approve_act(act=asked, by=colleague(consultation))


def test_what_somebody_asked_who_is_no_officer_any_more_is_not_approved():
    consultation = make_consultation(closes_at=in_days(-1))
    asker = colleague(consultation)
    asked = act("reopen_consultation", consultation, by=asker, closes_at=in_days(7))
    asker.memberships.all().delete()
    asked = ConsultationAct.objects.get(pk=asked.pk)
    with pytest.raises(errors.NotAllowed):
        actions.approve_act(act=asked, by=colleague(consultation))


def test_closing_before_the_least_time_takes_two_and_later_one():
    young = make_consultation(opens_at=in_days(-3), closes_at=in_days(30))
    asked = act("close_consultation", young)
    assert asked.stage == Stage.ASKED and young.is_open()
    by_two(asked)
    young.refresh_from_db()
    assert young.is_closed() and young.acts.done().last().second
    assert act("close_consultation", make_consultation(opens_at=in_days(-15))).stage == Stage.DONE


def test_an_opening_that_makes_a_hearing_too_short_takes_two():
    assert act("move_opening", upcoming(), opens_at=in_days(30)).stage == Stage.ASKED
    assert act("move_opening", upcoming(instrument="local"), opens_at=in_days(30)).stage == Stage.DONE


@pytest.mark.parametrize(
    ("days", "instrument", "too_short"), [(14, "act", True), (15, "act", False), (14, "local", False)]
)
def test_a_hearing_below_the_least_time_is_announced_with_a_reason_by_two(days, instrument, too_short):
    agency = make_agency()
    officer, other = make_staff(agency, "officer"), make_staff(agency, "officer")
    facts = make_facts(opens_at=in_days(-300), closes_at=in_days(days), instrument=instrument)

    def publish(**shorter):
        asked = actions.Shorter(**shorter) if shorter else None
        return actions.publish_consultation(key=uuid.uuid4(), agency=agency, facts=facts, by=officer, shorter=asked)

    if not too_short:
        assert publish().acts.get().second is None
        return
    with pytest.raises(errors.HearingTooShort):
        publish()
    with pytest.raises(errors.HearingTooShort):
        publish(reason=" ", asked_by=other)
    for asker in (officer, officer_of(make_consultation())):
        with pytest.raises(errors.NeedsAnotherOfficer):
            publish(reason="เร่งด่วน", asked_by=asker)
    announced = publish(reason="เร่งด่วน", asked_by=other).acts.get()
    assert (announced.by, announced.second, announced.reason) == (other, officer, "เร่งด่วน")


def test_the_least_time_is_a_setting(settings):
    settings.HEARING_LEAST_DAYS = {"act": 3}
    assert act("close_consultation", make_consultation(opens_at=in_days(-4))).stage == Stage.DONE


def test_a_withdrawn_hearing_does_not_come_back():
    consultation = make_consultation()
    withdraw(consultation)
    for verb, given in (
        ("close_consultation", {}),
        ("extend_consultation", {"closes_at": in_days(90)}),
        ("reopen_consultation", {"closes_at": in_days(90)}),
        ("withdraw_consultation", {}),
    ):
        with pytest.raises(errors.ConsultationWithdrawn):
            act(verb, consultation, **given)
    with pytest.raises(errors.ConsultationWithdrawn):
        actions.publish_consultation(
            key=consultation.key, agency=consultation.agency, facts=make_facts(), by=officer_of(consultation)
        )


def test_the_database_keeps_the_rules_of_two():
    consultation = make_consultation()
    officer = officer_of(consultation)
    row = {"consultation": consultation, "by": officer, "reason": "ก", "opens_at": in_days(0), "ends_at": in_days(9)}
    for wrong in (
        {"kind": "reopen", "stage": "done"},
        {"kind": "close", "stage": "done", "second": officer},
        {"kind": "close", "stage": "done", "reason": ""},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            ConsultationAct.objects.create(**row | wrong)


def test_closing_and_opening_again_any_number_of_times_ends_as_the_last_act_says():
    consultation = make_consultation()
    for _ in range(3):
        close(consultation)
        assert Consultation.objects.get(pk=consultation.pk).is_closed()
        reopen(consultation)
        assert Consultation.objects.get(pk=consultation.pk).is_open()
    assert consultation.acts.last().ends_at == Consultation.objects.get(pk=consultation.pk).ends_at
