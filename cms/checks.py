"""What a public site must not start with, beside the settings that config/settings.py refuses."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from .demo.logins import ADDRESSES


@register(Tags.security)
def no_demonstration_accounts(app_configs, **kwargs) -> list[Error]:
    """The demonstration's passwords are published; whoever knows one could act as an officer."""
    if not settings.PRODUCTION:
        return []
    try:
        found = get_user_model().objects.filter(email__iendswith=ADDRESSES).exists()
    except DatabaseError:  # no tables yet, or no database: then there are no accounts to sign in with either
        return []
    if not found:
        return []
    return [
        Error(
            f"The database has demonstration accounts (…{ADDRESSES}), whose passwords are published.",
            hint="Use another database: production starts with an empty one.",
            id="rabfang.E001",
        )
    ]


def refuse_to_start() -> None:
    """The same for the web process, which runs no checks by itself."""
    if errors := no_demonstration_accounts(None):
        raise ImproperlyConfigured("Refusing to start in production mode:\n- " + "\n- ".join(e.msg for e in errors))
