from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ..models import Comment, DraftVersion, Notice, Section, User, Vote

_BATCH = 2000


def tell(*, kind: Notice.Kind, version: DraftVersion, anchors: Iterable[UUID]) -> int:
    """Tell everybody who commented or voted on these sections, in any wording, of what happened to them; each person once.

    Called by actions, inside their transaction. Returns how many people were told.
    """
    consultation = version.consultation_id
    sections = Section.objects.filter(version__consultation=consultation, anchor__in=list(anchors))
    authors = Comment.objects.filter(consultation=consultation, section__in=sections).values("author")
    voters = Vote.objects.filter(section__in=sections).values("voter")
    people = User.objects.filter(Q(pk__in=authors) | Q(pk__in=voters), is_active=True).order_by("pk")
    told, rows = 0, []
    for person in people.values_list("pk", flat=True).iterator(chunk_size=_BATCH):
        rows.append(Notice(person_id=person, kind=kind, version=version))
        if len(rows) == _BATCH:
            told += len(Notice.objects.bulk_create(rows, ignore_conflicts=True))
            rows = []
    return told + len(Notice.objects.bulk_create(rows, ignore_conflicts=True))


@transaction.atomic
def read_notices(*, person: User, upto: int) -> int:
    """Mark what this person was told, up to that notice, as read (อ่านการแจ้งเตือนแล้ว). Returns how many were unread."""
    return Notice.objects.of(person).unread().filter(pk__lte=upto).update(read_at=timezone.now())


@transaction.atomic
def choose_mail(*, person: User, wanted: bool) -> None:
    """Get the daily mail about what changed, or no longer (รับหรือเลิกรับอีเมลแจ้งเตือน)."""
    User.objects.filter(pk=person.pk).update(wants_mail=wanted)
    person.wants_mail = wanted
