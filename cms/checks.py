"""What a public site must not start with, beside the settings that config/settings.py refuses."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from consult.models.consultation import PolicyField
from consult.models.facts import ATTACHMENTS, BY_NAME

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


@register
def table_of_parts(app_configs, **kwargs) -> list[Error]:
    """What a hearing has to tell is a table of settings: a part or tier nobody declared would ask for nothing, or for what has no field."""
    known = {*BY_NAME, ATTACHMENTS}
    unknown = {part for parts in settings.HEARING_PARTS.values() for part in parts} - known
    tiers = {str(row["tier"]) for row in settings.HEARING_PACKS.values()} - set(settings.HEARING_PARTS)
    doubled = set(PolicyField.values) & set(settings.MORE_POLICY_FIELDS)
    found = [
        (unknown, "HEARING_PARTS_LIGHT or HEARING_PARTS_FULL names parts nobody declared", "rabfang.E002"),
        (tiers, "HEARING_TIERS names tiers that are neither light nor full", "rabfang.E003"),
        (doubled, "MORE_POLICY_FIELDS names fields that are there", "rabfang.E004"),
    ]
    return [Error(f"{what}: {', '.join(sorted(names))}.", id=number) for names, what, number in found if names]


def refuse_to_start() -> None:
    """The same for the web process, which runs no checks by itself."""
    if errors := no_demonstration_accounts(None):
        raise ImproperlyConfigured("Refusing to start in production mode:\n- " + "\n- ".join(e.msg for e in errors))
