"""Who may do what: the one place. A page asks before showing a button; the action asks again."""

from collections.abc import Mapping

from django.conf import settings

from .models import Level, Membership
from .models.consent import consent_version
from .models.prepared import Prepared

Role = Membership.Role
_ROLES = Prepared(lambda user: Membership.objects.filter(user=user).order_by().values_list("agency", "role"))


def _works_as(user, agency_id: int | None, *roles: Role) -> bool:
    if not works_here(user):
        return False
    return bool(user.is_superuser or _roles(user, agency_id) & set(roles))


def _roles(user, agency_id: int | None) -> set[str]:
    return roles_by_agency(user).get(agency_id, set())


def roles_by_agency(user) -> Mapping[int | None, set[str]]:
    """Roles of this person at each agency, read once a request (the user object lives as long), and not at all where the session
    came with word that there are none (``has_roles``). None: of the platform."""
    if not hasattr(user, "_roles_by_agency"):
        found: dict[int | None, set[str]] = {}
        for agency, role in _ROLES.rows(user.pk) if getattr(user, "has_roles", True) else ():
            found.setdefault(agency, set()).add(role)
        user._roles_by_agency = found
    roles: Mapping[int | None, set[str]] = user._roles_by_agency
    return roles


def is_at_least(user, level: Level | int) -> bool:
    """Whether this site knows somebody as surely as ``level`` asks; nobody is known who neither signed in nor acted as a guest."""
    return bool(user.is_authenticated and user.is_active and user.level >= level)


def has_consented(user, consultation) -> bool:
    """Whether somebody consented to the words that stand now, and said that they are old enough for this hearing."""
    if not user.is_authenticated:
        return False
    return bool(user.consented_to == consent_version() and user.told_age >= consultation.least_age)


def runs_the_platform(user) -> bool:
    """Give agencies a place, and do what no role of an agency covers: administrators."""
    return bool(user.is_superuser and works_here(user))


def may_confirm_mandates(user) -> bool:
    """Confirm that somebody speaks for a company, having seen the evidence: administrators."""
    return runs_the_platform(user)


def is_staff(user) -> bool:
    """Administrators, and who has a role now."""
    return bool(user.is_authenticated and user.is_active and (user.is_superuser or roles_by_agency(user)))


def works_here(user) -> bool:
    """Enter the desk and use any right of staff at all."""
    return is_staff(user) and not lacks_second_factor(user)


def lacks_second_factor(user) -> bool:
    """Whether rights of staff wait until this person has set up a second factor (settings.STAFF_SECOND_FACTOR)."""
    if not (settings.STAFF_SECOND_FACTOR and is_staff(user)):
        return False
    if not hasattr(user, "_has_second_factor"):
        user._has_second_factor = user.authenticator_set.exclude(type="recovery_codes").exists()
    return not user._has_second_factor


def may_appoint(user, agency) -> bool:
    """Give people their roles at an agency and take them back: administrators and the agency's head officers.

    ``agency`` None: roles of the whole platform, which administrators give.
    """
    return runs_the_platform(user) if agency is None else _works_as(user, agency.pk, Role.HEAD)


def audits_everything(user) -> bool:
    """Read every line of the audit trail: administrators and auditors of the platform."""
    return _works_as(user, None, Role.AUDITOR)


def audited_agencies(user) -> set[int]:
    """Agencies whose lines of the audit trail somebody reads as their auditor."""
    if not works_here(user):
        return set()
    return {agency for agency, roles in roles_by_agency(user).items() if agency is not None and Role.AUDITOR in roles}


def may_audit(user) -> bool:
    return audits_everything(user) or bool(audited_agencies(user))


def may_read_processing(user) -> bool:
    """Read the record of processing of personal data: data-protection officers of any agency, auditors, administrators."""
    held: set[str] = set().union(*roles_by_agency(user).values()) if works_here(user) else set()
    return bool(held & {Role.PROTECTION, Role.AUDITOR}) or runs_the_platform(user)


def protects_data(user) -> bool:
    """Answer what people ask about data on them: the platform's data-protection officer, administrators."""
    return _works_as(user, None, Role.PROTECTION)


def may_prepare(user, agency) -> bool:
    """Get hearings ready and tell what becomes of a draft: begin a round, look at the impact of a version, ask for a shorter hearing."""
    return _works_as(user, agency.pk, Role.OFFICER, Role.APPROVER)


def may_publish(user, agency) -> bool:
    """Put a draft to the people in the agency's name: officers, and who approves what officers submit.

    Where drafts are reviewed first (settings.REVIEW_REQUIRED) only approvers who are no officers there: nobody publishes what they
    could have written.
    """
    if not settings.REVIEW_REQUIRED:
        return may_prepare(user, agency)
    if not _works_as(user, agency.pk, Role.APPROVER):
        return False
    return bool(user.is_superuser or Role.OFFICER not in _roles(user, agency.pk))


def may_review(user, agency, role: Role) -> bool:
    """Take the step of this role in the review of a draft; nobody takes it for what they submitted (cms/desk/review.py).

    The approver's step publishes, so it is for those who may.
    """
    return _works_as(user, agency.pk, role) and (role != Role.APPROVER or may_publish(user, agency))


def may_close(user, consultation) -> bool:
    return _works_as(user, consultation.agency_id, Role.OFFICER)


def may_reply_officially(user, consultation) -> bool:
    """Answer comments in the agency's name, mend and withdraw what it answered."""
    return _works_as(user, consultation.agency_id, Role.OFFICER)


def may_write_issues(user, consultation) -> bool:
    """Draft issues of a hearing and what the agency decides about them: officers, approvers and analysts."""
    return _works_as(user, consultation.agency_id, Role.OFFICER, Role.APPROVER, Role.ANALYST)


def may_approve_issues(user, consultation) -> bool:
    """Let everybody read what somebody else decided about an issue: who publishes in the agency's name."""
    return may_publish(user, consultation.agency)


def may_draft_results(user, consultation) -> bool:
    """Write the result of a hearing, and take a draft of it back: officers, approvers and analysts."""
    return may_write_issues(user, consultation)


def may_sign_results(user, consultation) -> bool:
    """Answer for a result that somebody else wrote: who publishes in the agency's name."""
    return may_publish(user, consultation.agency)


def signs_as(user, agency_id: int) -> str:
    """The role in which somebody signs in an agency's name; empty for administrators, who sign without one."""
    roles = _roles(user, agency_id)
    return next((role.value for role in (Role.APPROVER, Role.OFFICER) if role in roles), "")


def may_reattach(user, consultation) -> bool:
    """Put comments on another section when theirs was taken out of the draft or split."""
    return _works_as(user, consultation.agency_id, Role.OFFICER)


def may_moderate(user, consultation) -> bool:
    """See hidden comments; hide and restore comments."""
    return _works_as(user, consultation.agency_id, Role.MODERATOR, Role.OFFICER)


def may_decide(user, appeal) -> bool:
    """Decide an appeal: a moderator, but never the one who hid the comment, nor who wrote it."""
    takes_part = user.pk in (appeal.hidden_by_id, appeal.act.comment.participant.account_id)
    return not takes_part and may_moderate(user, appeal.consultation)


def wrote(user, comment) -> bool:
    """Change a comment, add to it or withdraw it: who wrote it, and nobody else."""
    return bool(user.is_authenticated and comment.participant.account_id == user.pk)


def may_analyse(user, consultation) -> bool:
    """Start analyses, read the dashboard, export comments."""
    return _works_as(user, consultation.agency_id, Role.ANALYST, Role.OFFICER)


def may_vote(user, consultation) -> bool:
    """Vote on sections and comments of a hearing: anybody but those who work for its agency, unless the site lets them too."""
    return settings.STAFF_MAY_VOTE or not (user.is_authenticated and _roles(user, consultation.agency_id))


def works_for(user, consultation) -> bool:
    return _works_as(user, consultation.agency_id, *Role)
