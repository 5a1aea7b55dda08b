from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from ..models import Announcement, Consultation

BATCH = 5_000
REMEMBERED = timedelta(days=1)


def number_announcements() -> dict[int, int]:
    """Give waiting announcements their sequence number. Returns {consultation id: its new number}.

    Safe in any number of processes at once: the rows are locked while they are numbered, and the consultation's counter
    orders those who meet. All that waits for one consultation shares one number.
    """
    if not Announcement.objects.filter(seq=None).exists():
        return {}
    with transaction.atomic():
        waiting: dict[int, list[int]] = {}
        rows = Announcement.objects.select_for_update().filter(seq=None).order_by("id")
        for pk, consultation in rows.values_list("pk", "consultation")[:BATCH]:
            waiting.setdefault(consultation, []).append(pk)
        numbers = {}
        for consultation in sorted(waiting):
            Consultation.objects.filter(pk=consultation).update(live_seq=F("live_seq") + 1)
            numbers[consultation] = Consultation.objects.values_list("live_seq", flat=True).get(pk=consultation)
            Announcement.objects.filter(pk__in=waiting[consultation]).update(seq=numbers[consultation])
        return numbers


def forget_announcements() -> int:
    """Drop numbered announcements older than a day; a browser that slept longer loads its page again. Returns how many."""
    old = Announcement.objects.filter(seq__isnull=False, at__lt=timezone.now() - REMEMBERED)
    return old.delete()[0]
