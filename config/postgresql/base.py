"""Django's PostgreSQL, whose kept connections are asked whether they still stand only where nothing was heard of them for a moment.

Django asks at the beginning of every request (``CONN_HEALTH_CHECKS``), which costs a busy site a question a page.
"""

from time import monotonic

from django.db.backends.postgresql import base

#: For so long after a connection answered it is taken to stand. What a server leaves behind that goes and comes back sooner is an
#: act that is answered with 503, as when it is away.
HEARD_SECONDS = 1.0


class DatabaseWrapper(base.DatabaseWrapper):
    _heard_at = float("-inf")

    def is_usable(self) -> bool:
        now = monotonic()
        if self.connection and not self.errors_occurred and now - self._heard_at < HEARD_SECONDS:
            return not self.connection.closed
        usable: bool = super().is_usable()
        self._heard_at = now if usable else float("-inf")
        return usable
