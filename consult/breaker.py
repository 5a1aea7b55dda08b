"""Not waiting again and again for a service outside that does not answer. Plain Python."""

from collections.abc import Callable
from threading import Lock
from time import monotonic


class Breaker:
    """Remembers that a service did not answer, so that for ``pause`` seconds nobody else waits for it.

    After each pause the first who asks may try for all: a service that is frozen costs one timeout a pause, not one for each
    request. Safe to share among threads.

    >>> valkey = Breaker(pause=60)
    >>> valkey.may_ask(), valkey.failed(), valkey.may_ask(), valkey.answered(), valkey.may_ask()
    (True, None, False, None, True)
    """

    def __init__(self, pause: float, clock: Callable[[], float] = monotonic):
        self.pause = pause
        self._clock = clock
        self._lock = Lock()
        self._closed_until: float | None = None

    def may_ask(self) -> bool:
        """Whether to ask the service now; whoever does says afterwards how it went."""
        if self._closed_until is None:
            return True
        with self._lock:
            now = self._clock()
            if self._closed_until is not None and now < self._closed_until:
                return False
            self._closed_until = now + self.pause
            return True

    def failed(self) -> None:
        self._closed_until = self._clock() + self.pause

    def answered(self) -> None:
        self._closed_until = None


#: Valkey, for the cache, the channel layer and the broker of this process alike. Its pause is some socket timeouts long.
valkey = Breaker(pause=5.0)
