"""Who may do what with what is kept of people."""

from consult import rules
from consult.models import Membership

Role = Membership.Role


def may_read_former_names(user) -> bool:
    """Find who was called what: moderators and officers of any agency, auditors, administrators."""
    if not rules.works_here(user):
        return False
    held = set().union(*rules.roles_by_agency(user).values())
    return bool(user.is_superuser or held & {Role.MODERATOR, Role.OFFICER, Role.AUDITOR})
