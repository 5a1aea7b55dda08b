"""One source of rights: what somebody may do to pages follows from their role at an agency, whatever groups say."""

from django.contrib.auth.models import Permission
from django.db.models import Q
from wagtail.models import AbstractPage, GroupPagePermission
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import policy_registry

from consult import rules
from consult.models import Membership, User

from ..models import AgencyPage

#: What a role lets somebody do below the page of the agency, in Wagtail's words; publishing is asked of ``rules.may_publish``
PAGE_RIGHTS = {Membership.Role.OFFICER: ("add", "change", "publish"), Membership.Role.APPROVER: ("publish",)}


class RightsOfRoles(PagePermissionPolicy):
    """Wagtail's policy, asked of roles in place of groups. The rows it works with are made here and are in no table."""

    def get_all_permissions_for_user(self, user):
        if not user.is_active or user.is_anonymous or user.is_superuser:
            return []
        roles = rules.roles_by_agency(user)
        pages = AgencyPage.objects.filter(agency__in=roles).select_related("agency") if roles else []
        return [
            _given(page, right)
            for page in pages
            for right in {one for role in roles[page.agency_id] for one in PAGE_RIGHTS.get(role, ())}
            if right != "publish" or rules.may_publish(user, page.agency)
        ]

    def users_with_any_permission(self, actions, include_superusers=True):
        return _people(Membership.objects.filter(role__in=_roles_giving(actions)), include_superusers)

    def users_with_any_permission_for_instance(self, actions, instance, include_superusers=True):
        """Whom Wagtail tells of a page."""
        agencies = AgencyPage.objects.filter(pk__in=instance.get_ancestors(inclusive=True)).values("agency")
        held = Membership.objects.filter(role__in=_roles_giving(actions), agency__in=agencies)
        return _people(held, include_superusers)


def _given(page: AgencyPage, right: str) -> GroupPagePermission:
    given = GroupPagePermission(page=page, permission=Permission(codename=f"{right}_page"))
    given.pk = (page.pk, right)  # Wagtail keeps them in sets
    return given


def _roles_giving(actions) -> list[str]:
    return [role for role, rights in PAGE_RIGHTS.items() if set(actions) & set(rights)]


def _people(held, include_superusers: bool):
    who = Q(pk__in=held.values("user"))
    if include_superusers:
        who |= Q(is_superuser=True)
    return User.objects.filter(who, is_active=True)


def follow_membership() -> None:
    """Put this policy in the place of Wagtail's, for all pages."""
    policy_registry.register(AbstractPage, RightsOfRoles(GroupPagePermission.page.field.related_model))
