from django import template
from django.conf import settings

from .. import rules
from ..models import Level

register = template.Library()


@register.simple_tag
def digital_id_providers() -> list:
    """Providers of digital identities that an operator has set up, in the order of the file."""
    return list(settings.DIGITAL_ID_PROVIDERS.values())


@register.filter
def is_verified(user) -> bool:
    """Whether a provider vouches for this person."""
    return rules.is_at_least(user, Level.PERSON)
