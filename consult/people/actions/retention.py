from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from consult.actions.audit import record
from consult.actions.redaction import lift
from consult.models import Answer, Comment, CommentRevision, Consultation, Level, Notice, Redaction, User, Vote

from ..models import DataRequest

_BATCH = 1000


def _unconfirmed(before: datetime):
    """Accounts that a door made for an address which never answered, and that nobody ever entered: with or without a password."""
    addresses = EmailAddress.objects.filter(user=OuterRef("pk"))
    never = User.objects.filter(
        level=Level.EMAIL, last_login=None, is_staff=False, is_superuser=False, date_joined__lt=before
    )
    never = never.filter(Exists(addresses)).exclude(Exists(addresses.filter(verified=True)))
    return never.filter(participants=None, memberships=None, erasure=None)


def _guests(before: datetime):
    """Guests whose cookie is no longer taken: of the device nothing is kept, what they did stays."""
    return User.objects.filter(level=Level.GUEST, device__isnull=False, date_joined__lt=before).exclude(_acted(before))


def _acted(since: datetime) -> Q:
    """People who did something on record since."""
    return (
        Q(Exists(Vote.objects.filter(participant__account=OuterRef("pk"), cast_at__gte=since)))
        | Q(Exists(Answer.objects.filter(participant__account=OuterRef("pk"), answered_at__gte=since)))
        | Q(Exists(Comment.objects.filter(participant__account=OuterRef("pk"), posted_at__gte=since)))
    )


def _requests(before: datetime):
    """Requests about data that were answered."""
    return DataRequest.objects.filter(answered_at__lt=before)


def _notices(before: datetime):
    """Notices that were read."""
    return Notice.objects.filter(read_at__lt=before)


def _sealed_texts(before: datetime):
    """What was written before it was masked, where masking changed it, in hearings that ended."""
    return Comment.objects.filter(consultation__in=_ended(before)).exclude(text=F("public_text"))


def _wordings(before: datetime):
    """Earlier wordings of comments that their authors changed, in hearings that ended."""
    return CommentRevision.objects.filter(comment__consultation__in=_ended(before)).exclude(text="")


def _ended(before: datetime):
    by_clock = Q(closed_at=None, closes_at__lt=before)
    return Consultation.objects.filter(by_clock | Q(closed_at__lt=before)).values("pk")


#: Kind → what of it is older than a moment. How many days each is kept: settings.RETENTION_DAYS
KINDS = {
    "unconfirmed": _unconfirmed,
    "guests": _guests,
    "requests": _requests,
    "notices": _notices,
    "sealed_texts": _sealed_texts,
    "wordings": _wordings,
}
#: What is emptied where the row stays
EMPTIED: dict[str, dict] = {
    "sealed_texts": {"text": F("public_text")},
    "guests": {"device": None},
    "wordings": {"text": ""},
}


def forget_old_data(*, now: datetime | None = None, dry: bool = False) -> dict[str, int]:
    """Forget what is older than settings.RETENTION_DAYS says, of each kind (ลบข้อมูลที่เก็บครบกำหนด), and say so on the audit trail.

    A kind that is kept for 0 days is kept for good. ``dry``: only counts. Run again it finds
    nothing more. Returns how many rows of each kind.
    """
    now = now or timezone.now()
    found = {}
    for kind, older in KINDS.items():
        if days := settings.RETENTION_DAYS[kind]:
            rows = older(now - timedelta(days=days))
            found[kind] = rows.count() if dry else _forget(kind, rows)
    if not dry:
        record(verb="forget_old_data", by=None, rows=found, days=settings.RETENTION_DAYS)
    return found


def _forget(kind: str, rows) -> int:
    """In batches with a transaction each, so that nobody waits for long."""
    forgotten = 0
    while ids := list(rows.order_by("pk").values_list("pk", flat=True)[:_BATCH]):
        with transaction.atomic():
            some = rows.model.objects.filter(pk__in=ids)
            if kind == "sealed_texts":
                lift(Redaction.objects.filter(comment__in=ids))
            if kind in EMPTIED:
                some.update(**EMPTIED[kind])
            else:
                some.delete()
        forgotten += len(ids)
    return forgotten
