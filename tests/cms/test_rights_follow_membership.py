"""Rights at the desk come from a role at an agency: taken away, every door closes at once, whatever groups and sessions say."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission

from consult import actions
from consult.models import Membership
from tests.cms.test_publishing import (  # noqa: F401 (fixtures)
    agency_page,
    editor_form,
    officer,
    publish,
    section,
    write_page,
)
from tests.support.addresses import addresses
from tests.support.makers import make_staff, make_user, platform_staff

pytestmark = pytest.mark.django_db


@pytest.mark.walk
@pytest.mark.parametrize("by_hand", [True, False])
def test_without_the_role_every_door_of_the_desk_is_shut_in_the_same_session(agency_page, officer, by_hand):  # noqa: F811
    page = write_page(agency_page, section("๑", "เดิม"))
    group = Group.objects.create(name="officers")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for right in ("add", "change", "publish"):
        GroupPagePermission.objects.create(group=group, page=agency_page, permission_type=right)
    officer.groups.add(group)
    officer.user_permissions.add(*group.permissions.all())
    client = Client()
    client.force_login(officer)
    assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
    if by_hand:
        Membership.objects.filter(user=officer).delete()
    else:
        role = {"agency": agency_page.agency, "role": Membership.Role.OFFICER}
        actions.dismiss(user=officer, **role, by=platform_staff())
    open_doors = {
        str(address)
        for address in addresses(int=page.pk, pk=page.pk)
        if address.path.startswith("/cms/") and client.get(address.path).status_code == 200
    }
    assert open_doors <= {"wagtailadmin_javascript_catalog", "wagtailadmin_sprite"}
    client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), editor_form(page) | {"action-publish": "1"})
    assert page.consultation is None


def test_a_role_elsewhere_opens_no_page_of_this_agency(agency_page, officer):  # noqa: F811
    page = write_page(agency_page, section("๑", "เดิม"))
    Membership.objects.filter(user=officer).delete()
    officer.memberships.create(agency=make_staff_agency(), role=Membership.Role.OFFICER)
    client = Client()
    client.force_login(officer)
    assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 404
    assert not page.permissions_for_user(type(officer).objects.get(pk=officer.pk)).can_edit()


def make_staff_agency():
    from tests.support.makers import make_agency

    agency = make_agency()
    make_staff(agency, "officer")
    return agency


def test_wagtails_groups_give_nobody_a_page(agency_page):  # noqa: F811
    page = write_page(agency_page, section("๑", "เดิม"))
    assert not GroupPagePermission.objects.filter(group__name__in=("Editors", "Moderators")).exists()
    person = make_user()
    person.groups.add(*Group.objects.filter(name__in=("Editors", "Moderators")))
    root = page.get_root()
    for group in person.groups.all():
        GroupPagePermission.objects.create(group=group, page=root, permission_type="change")
    assert not page.permissions_for_user(person).can_edit()
