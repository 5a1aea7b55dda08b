"""What pages ask of their connections to PostgreSQL. Workers and commands take the time they need."""

from django.conf import settings
from django.db.backends.signals import connection_created


def serve_pages() -> None:
    """From now on every connection of this process is one of a page."""
    connection_created.connect(_suit_pages, dispatch_uid="suit pages")


def _suit_pages(sender, connection, **kwargs) -> None:
    """How long a page waits; and that a question made once (consult/models/prepared.py) is planned once for whatever is asked, where
    PostgreSQL would plan it anew five times over in each connection to find out whether one plan fits all (docs/decisions/0214)."""
    if connection.vendor != "postgresql":
        return
    milliseconds = {
        "statement_timeout": settings.DATABASE_STATEMENT_SECONDS,
        "lock_timeout": settings.DATABASE_LOCK_SECONDS,
        "idle_in_transaction_session_timeout": settings.DATABASE_STATEMENT_SECONDS,
    }
    asked = [f"SET {name} = {round(seconds * 1000)}" for name, seconds in milliseconds.items()]
    with connection.cursor() as cursor:
        cursor.execute("; ".join([*asked, "SET plan_cache_mode = force_generic_plan"]))
