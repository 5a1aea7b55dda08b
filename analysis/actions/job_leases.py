"""Leases of work: who has started what, and signs of life while it goes on."""

import logging
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import F
from django.utils import timezone

from ..errors import LeaseLost
from ..models import LeasedWork, LeasedWorkQuerySet

logger = logging.getLogger(__name__)

#: how often a lease may be started in all
MAX_ATTEMPTS = 3
#: signs of life within the time after which work counts as lost
BEATS = 6


def take_lease(work: LeasedWorkQuerySet, **also) -> uuid.UUID | None:
    """Start the one row of ``work`` unless somebody holds it; each start is an attempt. Returns the lease."""
    lease = uuid.uuid4()
    taken = work.filter(lease=None).update(lease=lease, attempts=F("attempts") + 1, seen_at=timezone.now(), **also)
    return lease if taken else None


def write_as_holder(work: LeasedWork, **values) -> None:
    """Change the row of work in hand, and show that it goes on. Raises LeaseLost, also inside a transaction that must not
    come true without the lease."""
    held = type(work)._default_manager.held_as(work)
    if work.lease is None or not held.update(seen_at=timezone.now(), **values):
        raise LeaseLost(f"{work}: another worker went on with it")


@contextmanager
def sign_of_life(work: LeasedWork) -> Iterator[None]:
    """While the block computes, however long a stage is, the row shows that its holder is alive.

    A thread of its own does it, on a connection of its own; it ends with the process, so that the work of a killed worker
    falls silent.
    """
    over = threading.Event()
    thread = threading.Thread(target=_beat, args=(work, over), daemon=True, name=f"sign of life of {work.pk}")
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _beat(work: LeasedWork, over: threading.Event) -> None:
    try:
        while not over.wait(settings.ANALYSIS_LOST_SECONDS / BEATS):
            try:
                type(work)._default_manager.held_as(work).update(seen_at=timezone.now())
            except DatabaseError as error:
                logger.warning("%s: no sign of life written: %s", work, error)
                connection.close()
    finally:
        connection.close()
