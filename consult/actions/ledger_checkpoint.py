"""Leaves of the log get their numbers, and checkpoints are signed."""

from datetime import UTC, datetime, timedelta
from functools import reduce
from operator import or_

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from ..ledger import checkpoint as note
from ..ledger.acts import BALLOTS, moment_of_ballot
from ..ledger.leaf import NO_HEARING, moment
from ..ledger.tree import root_of
from ..log_keys import signing_key
from ..models import Consultation, LogCheckpoint, LoggedAct, LogSubtree
from ..models.ledger import CLOSING, SUBTREE_LEVELS
from ..models.log_tree import TreeOfLog, size_of_log

BATCH = 5_000
#: A timetable that stood still for longer has the hour's checkpoints to go by
LOOKED_BACK = timedelta(days=30)


def number_leaves(*, closing: int = NO_HEARING) -> int:
    """Give acts on record their places in the log, in the order of their moments; returns how many. For the timetable, every minute.

    Votes and answers wait until their hour is over and stand in it in no order (see ``moment_of_ballot``), but those of a hearing that is
    ``closing``. Safe in any number of processes at once: the rows are locked while they are numbered, and an act that is committed later
    gets a later place, so that the log has no holes and nothing ever comes before what was there.
    """
    hour = moment_of_ballot(timezone.now())
    due = LoggedAct.objects.filter(leaf_index=None).exclude(_BALLOT, ~Q(hearing=closing), at__gte=hour)
    if not due.exists():
        return 0
    with transaction.atomic():
        ids = sorted(due.select_for_update(no_key=True).order_by("id").values_list("id", flat=True)[:BATCH])
        if not ids:
            return 0
        begin = size_of_log()
        with connection.cursor() as cursor:
            cursor.execute(_NUMBER.format(ids=",".join(map(str, ids))), [begin - 1])
        _keep_subtrees(begin, begin + len(ids))
    return len(ids)


_BALLOT = reduce(or_, (Q(kind__startswith=family) for family in BALLOTS))
_NUMBER = """UPDATE consult_loggedact SET leaf_index = %s + waiting.place
FROM (SELECT id, ROW_NUMBER() OVER (ORDER BY at, commitment) AS place FROM consult_loggedact WHERE id IN ({ids})) waiting
WHERE waiting.id = consult_loggedact.id"""


def _keep_subtrees(before: int, size: int) -> None:
    """Keep the hashes of subtrees that became whole, level over level."""
    level, tree = SUBTREE_LEVELS, TreeOfLog()
    while size >> level:
        places = range(before >> level, size >> level)
        LogSubtree.objects.bulk_create(
            LogSubtree(level=level, place=one, hash=tree.under(level, one)) for one in places
        )
        level += SUBTREE_LEVELS


def sign_checkpoint(*, occasion: str, hearing: int = NO_HEARING) -> LogCheckpoint | None:
    """Number what waits and sign how long the log is now (ลงนามจุดตรวจสอบ); once for an occasion. None without a key."""
    key = signing_key()
    if key is None:
        return None
    while number_leaves(closing=hearing):
        pass
    with transaction.atomic():
        if already := LogCheckpoint.objects.filter(occasion=occasion).first():
            return already
        size, now = size_of_log(), timezone.now()
        root = root_of(size, TreeOfLog())
        said = note.Checkpoint(origin=settings.LOG_ORIGIN, size=size, root=root, at=moment(now))
        made, _is_new = LogCheckpoint.objects.get_or_create(
            occasion=occasion,
            defaults={
                "hearing": hearing,
                "size": size,
                "root": root,
                "at": now,
                "note": note.signed(said, settings.LOG_ORIGIN, key),
            },
        )
        return made


def sign_due_checkpoints() -> list[LogCheckpoint]:
    """Sign what is due: this hour, and each hearing that closed since the last look, once for each end. Hours that were missed are made up
    for by the one that is now. Returns those signed anew. For the timetable, every minute."""
    now = timezone.now()
    due = [(f"{CLOSING}{pk} {moment(ends_at)}", pk) for pk, ends_at in _closed(now)]
    due.append((f"hour {now.astimezone(UTC):%Y-%m-%dT%HZ}", NO_HEARING))
    known = set(LogCheckpoint.objects.filter(occasion__in=[one for one, _ in due]).values_list("occasion", flat=True))
    made = [sign_checkpoint(occasion=one, hearing=hearing) for one, hearing in due if one not in known]
    return [one for one in made if one is not None]


def sign_closing(*, consultation: Consultation) -> LogCheckpoint | None:
    """Sign the end of one hearing that is over now, and not within the minute: what is made from it names that checkpoint."""
    ends_at = consultation.withdrawn_at or consultation.closed_at or consultation.closes_at
    occasion = f"{CLOSING}{consultation.pk} {moment(ends_at)}"
    signed = LogCheckpoint.objects.filter(occasion=occasion).first()
    return signed or sign_checkpoint(occasion=occasion, hearing=consultation.pk)


def _closed(now: datetime) -> list[tuple[int, datetime]]:
    """Hearings that ended, and when; those whose closing was signed long ago are not looked at again."""
    closed = Consultation.objects.filter(draft__isnull=False, opens_at__lte=now)
    ends = Coalesce("withdrawn_at", "closed_at", "closes_at")
    return list(closed.annotate(end=ends).filter(end__lte=now, end__gt=now - LOOKED_BACK).values_list("pk", "end"))


def mail_checkpoint(*, checkpoint: LogCheckpoint) -> int:
    """Send a checkpoint to where operators want copies to lie (settings.LOG_CHECKPOINT_MAILTO). Returns to how many.

    Raises SMTPException or OSError where mail does not go; whoever calls tries again.
    """
    addresses = settings.LOG_CHECKPOINT_MAILTO
    if addresses:
        subject = f"{settings.LOG_ORIGIN}: {checkpoint.size}"
        EmailMessage(subject=subject, body=checkpoint.note, to=addresses).send()
    return len(addresses)
