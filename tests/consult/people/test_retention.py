"""What is kept long enough goes, counted first if one likes, on the audit trail, and what settings keep stays."""

import uuid
from datetime import timedelta
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from consult import actions as consult_actions
from consult.models import AuditEntry, Comment, CommentRevision, Level, Notice, User, Vote
from consult.people import actions
from consult.people.actions.retention import KINDS
from consult.people.models import DataRequest
from tests.support.makers import (
    close,
    make_consultation,
    make_sections,
    make_user,
    officer_of,
    platform_staff,
    post,
    vote,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def answered_request() -> DataRequest:
    asked = actions.ask_about_data(person=make_user(), kind="access", text="ขอดู", client_key=uuid.uuid4())
    return actions.answer_data_request(request=asked, outcome="done", answer="ส่งแล้ว", by=platform_staff())


def test_every_kind_has_its_days_in_settings_and_no_other(settings):
    assert set(settings.RETENTION_DAYS) == set(KINDS)


def test_an_answered_request_goes_on_its_day_and_not_before(settings):
    settings.RETENTION_DAYS = settings.RETENTION_DAYS | {"requests": 100}
    request = answered_request()
    waiting = actions.ask_about_data(person=make_user(), kind="access", text="ยังรอ", client_key=uuid.uuid4())
    assert actions.forget_old_data(now=request.answered_at + 100 * DAY)["requests"] == 0
    late = request.answered_at + 100 * DAY + timedelta(seconds=1)
    audited = AuditEntry.objects.count()
    assert actions.forget_old_data(now=late, dry=True)["requests"] == 1
    assert DataRequest.objects.filter(pk=request.pk).exists() and AuditEntry.objects.count() == audited
    assert actions.forget_old_data(now=late)["requests"] == 1
    assert list(DataRequest.objects.all()) == [waiting]
    assert actions.forget_old_data(now=late)["requests"] == 0


def test_each_run_is_on_the_audit_trail_with_what_it_took(settings):
    request = answered_request()
    actions.forget_old_data(now=request.answered_at + 2000 * DAY)
    entry = AuditEntry.objects.first()
    assert (entry.verb, entry.by, entry.detail["rows"]["requests"]) == ("forget_old_data", None, 1)
    assert entry.detail["days"] == settings.RETENTION_DAYS


def test_notices_go_a_year_after_they_were_read_and_unread_ones_stay():
    consultation = make_consultation()
    first, second = (post(consultation, section=consultation.draft.sections.first()).author for _ in range(2))
    consult_actions.issue_version(
        consultation=consultation, sections=make_sections("ใหม่", "ข้อความสอง"), by=officer_of(consultation)
    )
    consult_actions.read_notices(person=first, upto=Notice.objects.of(first).get().pk)
    actions.forget_old_data(now=timezone.now() + 366 * DAY)
    assert [notice.person for notice in Notice.objects.all()] == [second]


def test_an_account_that_nobody_confirmed_or_entered_goes_and_all_others_stay():
    """Whoever types somebody else's address at the door leaves nothing of them here after a week."""
    for typed in ("typed@example.org", "typed+once+more@example.org"):
        Client().post("/accounts/login/code/", {"email": typed})
    entered, officer, silent = make_user(), platform_staff(), make_user()
    Client().force_login(entered)
    EmailAddress.objects.create(user=entered, email=entered.email, primary=True)
    EmailAddress.objects.create(user=silent, email=silent.email, primary=True)
    wrote = post(make_consultation(), author=silent).author
    guest = consult_actions.welcome_guest(device=uuid.uuid4())
    User.objects.exclude(email="typed+once+more@example.org").update(date_joined=timezone.now() - 8 * DAY)
    assert actions.forget_old_data(dry=True)["unconfirmed"] == 1
    assert actions.forget_old_data()["unconfirmed"] == 1
    assert not User.objects.filter(email="typed@example.org").exists()
    assert not EmailAddress.objects.filter(email="typed@example.org").exists()
    assert User.objects.filter(email="typed+once+more@example.org").exists()
    assert {entered, officer, wrote, guest} <= set(User.objects.all())


def test_a_guests_device_is_forgotten_when_its_cookie_is_and_what_was_done_stays(settings):
    consultation = make_consultation(least_to_vote=Level.GUEST)
    section, old = consultation.draft.sections.first(), timezone.now() - (settings.GUEST_DAYS + 1) * DAY
    gone, active = (consult_actions.welcome_guest(device=uuid.uuid4()) for _ in range(2))
    for guest in (gone, active):
        vote(consultation, voter=guest, section=section)
    fresh = consult_actions.welcome_guest(device=uuid.uuid4())
    User.objects.filter(pk__in=[gone.pk, active.pk]).update(date_joined=old)
    Vote.objects.filter(participant__account=gone).update(cast_at=old)
    assert actions.forget_old_data()["guests"] == 1
    devices = dict(User.objects.filter(level=Level.GUEST).values_list("pk", "device"))
    assert devices == {gone.pk: None, active.pk: active.device, fresh.pk: fresh.device}
    assert Vote.objects.filter(participant__account=gone).exists()


def test_what_was_masked_is_forgotten_only_where_a_site_says_so_and_after_the_hearing(settings):
    over, going_on = make_consultation(), make_consultation(closes_at=timezone.now() + 900 * DAY)
    for consultation in (over, going_on):
        post(consultation, "โทร 081-234-5678 นะ")
    close(over)
    later = timezone.now() + 400 * DAY
    assert "sealed_texts" not in actions.forget_old_data(now=later)
    settings.RETENTION_DAYS = settings.RETENTION_DAYS | {"sealed_texts": 365}
    assert actions.forget_old_data(now=later)["sealed_texts"] == 1
    texts = {one.consultation_id: one.text == one.public_text for one in Comment.objects.all()}
    assert texts == {over.pk: True, going_on.pk: False}


def test_earlier_wordings_are_emptied_where_a_site_says_so_and_change_in_no_other_way(settings):
    consultation = make_consultation()
    comment = post(consultation, "ถ้อยคำแรก")
    consult_actions.edit_comment(comment=comment, by=comment.author, text="ถ้อยคำใหม่", seen=0, client_key=uuid.uuid4())
    close(consultation)
    settings.RETENTION_DAYS = settings.RETENTION_DAYS | {"wordings": 365}
    assert actions.forget_old_data(now=timezone.now() + 400 * DAY)["wordings"] == 2
    assert set(CommentRevision.objects.values_list("text", flat=True)) == {""}
    assert Comment.objects.get().text == "ถ้อยคำใหม่"
    for change in ({"text": "อื่น"}, {"number": 7}, {"text": "", "number": 7}):
        with pytest.raises(IntegrityError), transaction.atomic():
            CommentRevision.objects.update(**change)


def test_an_operator_counts_before_anything_goes():
    answered_request()
    said = StringIO()
    call_command("forget_old_data", dry_run=True, stdout=said)
    assert "requests: 0 would be forgotten" in said.getvalue()
    assert not AuditEntry.objects.filter(verb="forget_old_data").exists()
