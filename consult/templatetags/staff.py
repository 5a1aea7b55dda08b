"""What pages ask about the roles of their reader."""

from django import template

from .. import rules

register = template.Library()


@register.filter
def works_here(user) -> bool:
    """Whether the desk is open to somebody (one query a request, shared with everything that asks for roles); no for nobody."""
    return rules.works_here(user) if user else False


@register.filter
def has_account(user) -> bool:
    """Whether somebody is signed in; a guest is not."""
    return bool(user and user.is_authenticated and not user.is_guest)
