"""Who may do what: the one place. A page asks before showing a button; the action asks again."""

from .models import Membership

Role = Membership.Role


def _works_as(user, agency_id: int, *roles: Role) -> bool:
    if not (user.is_authenticated and user.is_active):
        return False
    if user.is_superuser:
        return True
    return bool(_roles(user, agency_id) & set(roles))


def _roles(user, agency_id: int) -> set[str]:
    """Roles of this person at this agency, read once a request (the user object lives as long)."""
    if not hasattr(user, "_roles_by_agency"):
        user._roles_by_agency = {}
        for agency, role in user.memberships.values_list("agency", "role"):
            user._roles_by_agency.setdefault(agency, set()).add(role)
    return set(user._roles_by_agency.get(agency_id, ()))


def may_appoint(user) -> bool:
    """Give agencies a place and people their roles, and take them back: staff of the platform."""
    return bool(user.is_authenticated and user.is_active and user.is_superuser)


def may_publish(user, agency) -> bool:
    """Put a draft to the people in the agency's name, close it early, withdraw it."""
    return _works_as(user, agency.pk, Role.OFFICER)


def may_close(user, consultation) -> bool:
    return _works_as(user, consultation.agency_id, Role.OFFICER)


def may_reply_officially(user, consultation) -> bool:
    """Answer comments in the agency's name, mend and withdraw what it answered."""
    return _works_as(user, consultation.agency_id, Role.OFFICER)


def may_moderate(user, consultation) -> bool:
    """See hidden comments; hide and restore comments."""
    return _works_as(user, consultation.agency_id, Role.MODERATOR, Role.OFFICER)


def may_analyse(user, consultation) -> bool:
    """Start analyses, read the dashboard, export comments."""
    return _works_as(user, consultation.agency_id, Role.ANALYST, Role.OFFICER)


def works_for(user, consultation) -> bool:
    return _works_as(user, consultation.agency_id, *Role)
