import logging
from collections.abc import Iterable
from datetime import timedelta
from smtplib import SMTPException
from uuid import UUID

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ..models import (
    Answer,
    Appeal,
    Comment,
    Consultation,
    DraftVersion,
    Issue,
    LogCheckpoint,
    ModerationAct,
    Notice,
    Result,
    Section,
    User,
    Vote,
)
from ..models.notice import mail_token

logger = logging.getLogger(__name__)
_BATCH = 2000
#: Of one mail a day: the timetable may run a little early.
_A_DAY = timedelta(hours=20)


def tell(*, kind: Notice.Kind, version: DraftVersion, anchors: Iterable[UUID]) -> int:
    """Tell everybody who commented or voted on these sections, in any wording, of what happened to them; each person once.

    Called by actions, inside their transaction. Returns how many people were told.
    """
    consultation = version.consultation_id
    sections = Section.objects.filter(version__consultation=consultation, anchor__in=list(anchors))
    authors = Comment.objects.filter(consultation=consultation, section__in=sections).values("participant__account")
    voters = Vote.objects.filter(section__in=sections).values("participant__account")
    people = User.objects.filter(Q(pk__in=authors) | Q(pk__in=voters), is_active=True).order_by("pk")
    return _tell_each(people, kind=kind, version=version)


def tell_of_issue(issue: Issue) -> int:
    """Tell everybody who wrote a comment in an issue what the agency decided, once however often it is decided anew.

    Called by actions, inside their transaction. Returns how many people the issue concerns.
    """
    authors = issue.comments().order_by().values("participant__account")
    people = User.objects.filter(pk__in=authors, is_active=True).order_by("pk")
    return _tell_each(people, kind=Notice.Kind.ISSUE_DECIDED, issue=issue)


def tell_of_results() -> int:
    """Tell everybody who commented, voted or answered in a hearing that its result is published, each person once a result
    (แจ้งว่ามีสรุปผล). For the timetable: a result may concern very many. Returns how many people were told of."""
    told = 0
    for result in Result.objects.published().filter(told_at=None).select_related("consultation").defer("document"):
        with transaction.atomic():
            told += _tell_each(_took_part(result.consultation), kind=Notice.Kind.RESULT_PUBLISHED, result=result)
            result.told_at = timezone.now()
            result.save(update_fields=["told_at"])
    return told


def _took_part(consultation: Consultation) -> QuerySet[User]:
    votes = Q(comment__consultation=consultation) | Q(section__version__consultation=consultation)
    ways = (
        Comment.objects.filter(consultation=consultation, channel=Comment.Channel.WEB)
        .order_by()
        .values("participant__account"),
        Vote.objects.filter(votes).order_by().values("participant__account"),
        Answer.objects.filter(question__questionnaire__consultation=consultation)
        .order_by()
        .values("participant__account"),
    )
    took_part = Q()
    for people in ways:
        took_part |= Q(pk__in=people)
    return User.objects.filter(took_part, is_active=True).order_by("pk")


def _tell_each(people: QuerySet[User], *, kind: Notice.Kind, **about: DraftVersion | Issue | Result) -> int:
    concerned = list(people.values_list("pk", flat=True))
    for start in range(0, len(concerned), _BATCH):
        batch = concerned[start : start + _BATCH]
        Notice.objects.bulk_create(
            [Notice(person_id=person, kind=kind, **about) for person in batch], ignore_conflicts=True
        )
        count_unread(User.objects.filter(pk__in=batch))
    return len(concerned)


def tell_person(*, person: User, kind: Notice.Kind, **about: ModerationAct | Appeal) -> None:
    """Tell one person of an act or an appeal, once. Called by actions, inside their transaction."""
    Notice.objects.bulk_create([Notice(person=person, kind=kind, **about)], ignore_conflicts=True)
    count_unread(User.objects.filter(pk=person.pk))


def count_unread(people: QuerySet[User]) -> None:
    """Keep beside each of these people how many notices they have not read."""
    unread = Notice.objects.filter(person=OuterRef("pk")).unread().order_by().values("person")
    count = Subquery(unread.annotate(n=Count("pk")).values("n"))
    people.update(unread_notices=Coalesce(count, 0))


@transaction.atomic
def read_notices(*, person: User, upto: int) -> int:
    """Mark what this person was told, up to that notice, as read (อ่านการแจ้งเตือนแล้ว). Returns how many were unread."""
    read: int = Notice.objects.of(person).unread().filter(pk__lte=upto).update(read_at=timezone.now())
    count_unread(User.objects.filter(pk=person.pk))
    return read


@transaction.atomic
def choose_mail(*, person: User, wanted: bool) -> None:
    """Get the daily mail about what changed, or no longer (รับหรือเลิกรับอีเมลแจ้งเตือน)."""
    User.objects.filter(pk=person.pk).update(wants_mail=wanted)
    person.wants_mail = wanted


def mail_notices() -> int:
    """Send everybody who has something unread one mail, at most one a day, to a verified address (ส่งอีเมลแจ้งเตือนประจำวัน).

    Mail that cannot be sent is tried again the next time. Returns how many were sent.
    """
    now = timezone.now()
    unmailed = Notice.objects.unmailed().of_public_hearings().filter(person=OuterRef("pk"))
    lately = Notice.objects.filter(person=OuterRef("pk"), mailed_at__gt=now - _A_DAY)
    verified = EmailAddress.objects.filter(user=OuterRef("pk"), email=OuterRef("email"), verified=True)
    people = User.objects.filter(Exists(unmailed), Exists(verified), ~Exists(lately), is_active=True, wants_mail=True)
    return sum(_mail(person) for person in people.order_by("pk").iterator(chunk_size=_BATCH))


def _mail(person: User) -> bool:
    """Write and send one person's mail. The rows are held meanwhile, so that two workers do not both send it."""
    with transaction.atomic(), translation.override(settings.LANGUAGE_CODE):
        waiting = Notice.objects.of(person).unmailed().select_for_update(of=("self",))
        notices = list(waiting.with_subject())
        if not (notices and person.email):
            return False
        stop = settings.SITE_URL + reverse("consult:mail_stop", args=[mail_token(person)])
        context = {"notices": notices, "site": settings.SITE_URL, "stop": stop}
        context["checkpoint"] = LogCheckpoint.objects.first()
        mail = EmailMessage(
            subject=_("Rabfang: what you took part in has changed"),
            body=render_to_string("consult/mail/notices.txt", context),
            to=[person.email],
            headers={"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
        )
        try:
            mail.send()
        except (SMTPException, OSError):
            logger.exception("The mail about notices could not be sent")
            return False
        Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(mailed_at=timezone.now())
    return True
