"""Comparing a password takes a third of a second of one processor on purpose; a crowd at the door must not take them all."""

from threading import BoundedSemaphore

from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher

from .faults import Busy

#: Longer than this nobody waits for a turn: the answer is 503 with Retry-After
TURN_SECONDS = 10
_turns = BoundedSemaphore(settings.PASSWORDS_AT_ONCE)


class FewAtOnce(PBKDF2PasswordHasher):
    """Django's own, at most PASSWORDS_AT_ONCE at a time in a process. Raises Busy when no turn comes."""

    def encode(self, password, salt, iterations=None):
        if not _turns.acquire(timeout=TURN_SECONDS):
            raise Busy("too many passwords at once")
        try:
            return super().encode(password, salt, iterations)
        finally:
            _turns.release()
