"""What staff of the platform do before officers can write: give agencies a place and officers the key to it."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import GroupPagePermission, Page, Site

from consult import actions as consult_actions
from consult import rules
from consult.actions.audit import record
from consult.errors import NotAllowed
from consult.models import Agency, Consultation, Membership, User

from .guards import PublishedPage
from .models import AgencyPage, HomePage

OFFICER_PERMISSIONS = ("add_page", "change_page", "publish_page")


def _group_of(agency: Agency) -> str:
    return f"officers: {agency.slug}"


def _must_run_the_platform(by: User) -> None:
    if not rules.may_appoint(by):
        raise NotAllowed


@transaction.atomic
def establish_agency(*, name: str, slug: str, home: HomePage, by: User, introduction: str = "") -> AgencyPage:
    """Give an agency its page and the group of officers who may write below it (ตั้งหน้าหน่วยงาน). Raises NotAllowed."""
    _must_run_the_platform(by)
    agency = Agency.objects.create(name=name, slug=slug)
    page = home.add_child(instance=AgencyPage(title=name, slug=slug, agency=agency, introduction=introduction))
    group = Group.objects.create(name=_group_of(agency))
    group.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
    for codename in OFFICER_PERMISSIONS:
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
        GroupPagePermission.objects.create(group=group, page=page, permission=permission)
    record(verb="establish_agency", by=by, agency=agency.pk)
    return page


@transaction.atomic
def appoint_officer(*, user: User, agency: Agency, by: User) -> Membership:
    """Let somebody publish in an agency's name: in the record, and in the editor (แต่งตั้งเจ้าหน้าที่ผู้เผยแพร่).

    Raises NotAllowed.
    """
    _must_run_the_platform(by)
    user.groups.add(Group.objects.get(name=_group_of(agency)))
    return consult_actions.appoint(user=user, agency=agency, role=Membership.Role.OFFICER, by=by)


@transaction.atomic
def dismiss_officer(*, user: User, agency: Agency, by: User) -> None:
    """Take the key back, in both places (ถอนสิทธิ์เจ้าหน้าที่ผู้เผยแพร่). Raises NotAllowed."""
    _must_run_the_platform(by)
    user.groups.remove(Group.objects.get(name=_group_of(agency)))
    consult_actions.dismiss(user=user, agency=agency, role=Membership.Role.OFFICER, by=by)


@transaction.atomic
def open_site(*, heading: str, introduction: str, by: User) -> HomePage:
    """Put the front door in place of Wagtail's welcome page (ตั้งหน้าแรก); the same again changes nothing. Raises NotAllowed."""
    _must_run_the_platform(by)
    if home := HomePage.objects.first():
        return home
    root = Page.objects.get(depth=1)
    home = root.add_child(instance=HomePage(title="รับฟัง", slug="rabfang", heading=heading, introduction=introduction))
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "site_name": "รับฟัง", "root_page": home}
    )
    for welcome in root.get_children().filter(slug="home"):
        welcome.delete()
    record(verb="open_site", by=by)
    return home


@transaction.atomic
def withdraw_hearing(*, consultation: Consultation, by: User) -> Consultation:
    """Withdraw a hearing and take its page off with it (ถอนการรับฟังความคิดเห็น). Raises NotAllowed."""
    consultation = consult_actions.withdraw_consultation(consultation=consultation, by=by)
    if published := PublishedPage.objects.select_related("page").filter(consultation=consultation).first():
        published.page.unpublish(user=by)
    return consultation
