"""How long a page may wait for PostgreSQL. Workers and commands take the time they need."""

from django.conf import settings
from django.db.backends.signals import connection_created


def limit_waiting() -> None:
    """From now on every connection of this process is one of a page."""
    connection_created.connect(_limit, dispatch_uid="limit waiting")


def _limit(sender, connection, **kwargs) -> None:
    if connection.vendor != "postgresql":
        return
    limits = {
        "statement_timeout": settings.DATABASE_STATEMENT_SECONDS,
        "lock_timeout": settings.DATABASE_LOCK_SECONDS,
        "idle_in_transaction_session_timeout": settings.DATABASE_STATEMENT_SECONDS,
    }
    with connection.cursor() as cursor:
        cursor.execute("; ".join(f"SET {name} = {round(seconds * 1000)}" for name, seconds in limits.items()))
