from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone


def lost_since(at: datetime | None = None) -> datetime:
    """Before when the last sign of life of work that was started must be for it to count as lost."""
    return (at or timezone.now()) - timedelta(seconds=settings.ANALYSIS_LOST_SECONDS)


class LeasedWork(models.Model):
    """Work that one worker at a time holds a lease of, from the moment it starts until it is done or given back.

    Work without a lease waits: for a free worker, or for a message that was lost. Only work with a lease can be lost.
    """

    lease = models.UUIDField(null=True, editable=False, help_text="Of the worker that started; empty while it waits")
    attempts = models.PositiveSmallIntegerField(default=0, help_text="How often a worker started it")
    seen_at = models.DateTimeField(auto_now_add=True, help_text="Last handed out, started, or shown to be alive")

    class Meta:
        abstract = True


class LeasedWorkQuerySet(models.QuerySet):
    def held_as(self, work: LeasedWork):
        """The row itself, as long as its lease is the one in hand: writes through it come from the holder alone."""
        return self.filter(pk=work.pk, lease=work.lease)

    def silent_since(self, at):
        """Work that was started and whose holder has not been heard of since."""
        return self.filter(lease__isnull=False, seen_at__lt=at)

    def waiting_since(self, at):
        """Work that nobody has started and that was last handed out before."""
        return self.filter(lease=None, seen_at__lt=at)
