"""One source of rights: what somebody may do to pages follows from their role at an agency, whatever groups say."""

from wagtail.models import AbstractPage, GroupPagePermission
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import policy_registry

from consult.models import Membership

from ..models import AgencyPage


class RightsOfOfficers(PagePermissionPolicy):
    """Wagtail's rights on pages, less those below agencies where this person is no officer (any more)."""

    def get_all_permissions_for_user(self, user):
        rights = super().get_all_permissions_for_user(user)
        if not user.is_active or user.is_anonymous or user.is_superuser:
            return rights
        agencies = Membership.objects.filter(user=user, role=Membership.Role.OFFICER).values("agency")
        return rights.filter(page__in=AgencyPage.objects.filter(agency__in=agencies).values("pk"))

    def users_with_any_permission_for_instance(self, actions, instance, include_superusers=True):
        """Whom Wagtail tells of a page; those who lost their role are told nothing."""
        found = super().users_with_any_permission_for_instance(actions, instance, include_superusers)
        agencies = AgencyPage.objects.filter(pk__in=instance.get_ancestors(inclusive=True)).values("agency")
        officers = Membership.objects.filter(role=Membership.Role.OFFICER, agency__in=agencies).values("user")
        return found.filter(pk__in=officers) | found.filter(is_superuser=True)


def may_enter(user) -> bool:
    """Whether the desk is open to somebody: staff of the platform, and who has a role at an agency now."""
    return user.is_superuser or Membership.objects.filter(user=user).exists()


def follow_membership() -> None:
    """Put this policy in the place of Wagtail's, for all pages."""
    policy_registry.register(AbstractPage, RightsOfOfficers(GroupPagePermission.page.field.related_model))
