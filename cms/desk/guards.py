"""What no door of Wagtail may do to a page whose hearing is on record: refused where every door ends, in the database layer.

Wagtail's actions save pages of the base class, pages of ours, restrictions and sites, each in its own way; they share no method of
ours, but all send these signals before anything is written. A guard only refuses; nothing is done here (docs/decisions/0070).
"""

from django.db import models
from django.db.models import Exists, OuterRef
from django.db.models.signals import pre_delete, pre_save
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.models.pages import PagePermissionTester
from wagtail.signals import pre_page_move

from ..errors import StaysOnRecord


class PublishedPage(models.Model):
    """That a page put a hearing on record (หน้าที่เผยแพร่แล้ว). While the row stands, the database deletes neither of them."""

    page = models.OneToOneField("cms.ConsultationPage", on_delete=models.PROTECT, related_name="published")
    consultation = models.OneToOneField("consult.Consultation", on_delete=models.PROTECT, related_name="+")
    waits_to_be_issued = models.BooleanField(
        default=False, help_text="Whether the text that was published last is not the version people read."
    )

    def __str__(self) -> str:
        return f"{self.page_id} · {self.consultation_id}"


def on_record(page: Page) -> "models.QuerySet[PublishedPage]":
    """Hearings that were published by this page or by one below it."""
    return PublishedPage.objects.filter(page__path__startswith=page.path) if page.path else PublishedPage.objects.none()


def standing(page: Page) -> "models.QuerySet[PublishedPage]":
    """Those of them that were not withdrawn."""
    return on_record(page).filter(consultation__withdrawn_at=None)


def waits_to_be_issued(page: Page) -> "models.QuerySet[PublishedPage]":
    """The hearing of a page whose published text is not the version people read."""
    return PublishedPage.objects.filter(page=page.pk, waits_to_be_issued=True, consultation__withdrawn_at=None)


class KeptPage:
    """A page that hearings hang on: the front page, an agency's, a hearing's own."""

    #: There is one of it; a copy could be of nothing.
    is_single = False
    #: Whether hearings were published here or below, and whether one stands, where a list asked for all its pages at once
    is_on_record: bool | None = None
    is_standing: bool | None = None

    def permissions_for_user(self, user):
        return KeptPagePermissions(user, self)


class KeptPagePermissions(PagePermissionTester):
    """Wagtail's answers, less what the record forbids to everybody: buttons disappear and doors behind them close."""

    def can_delete(self, ignore_bulk=False):
        return super().can_delete(ignore_bulk=ignore_bulk) and not self._is_on_record()

    def can_unpublish(self):
        return super().can_unpublish() and not self._is_standing()

    def can_set_view_restrictions(self):
        return False

    def can_copy(self):
        return super().can_copy() and not self.page.is_single

    def _is_on_record(self):
        known = self.page.is_on_record
        return on_record(self.page).exists() if known is None else known

    def _is_standing(self):
        known = self.page.is_standing
        return standing(self.page).exists() if known is None else known


def ask_for_all(pages) -> None:
    """Ask in one query what each line of a list would ask for itself."""
    kept = {page.pk: page for page in pages if isinstance(page, KeptPage)}
    below = PublishedPage.objects.filter(page__path__startswith=OuterRef("path"))
    found = Page.objects.filter(pk__in=kept).annotate(
        recorded=Exists(below), stands=Exists(below.filter(consultation__withdrawn_at=None))
    )
    for pk, recorded, stands in found.values_list("pk", "recorded", "stands"):
        kept[pk].is_on_record, kept[pk].is_standing = recorded, stands


def _is_kept(page: Page) -> bool:
    return issubclass(page.specific_class or Page, KeptPage)


def _saving_a_page(sender, instance, update_fields=None, raw=False, **kwargs):
    if raw or not issubclass(sender, Page) or (update_fields is not None and "live" not in update_fields):
        return
    if instance.alias_of_id and _is_kept(instance):
        raise StaysOnRecord(StaysOnRecord.ALIAS)
    if instance.expire_at and _is_kept(instance):
        instance.expire_at = None  # a hearing ends by its own clock; what an old revision says of it is not heard
    goes_off = instance.pk and not instance.live and Page.objects.filter(pk=instance.pk, live=True).exists()
    if goes_off and standing(instance).exists():
        raise StaysOnRecord(StaysOnRecord.UNPUBLISH)


def _saving_an_agency_page(sender, instance, raw=False, **kwargs):
    before = None if raw or not instance.pk else sender.objects.filter(pk=instance.pk).values_list("agency").first()
    if before and before[0] != instance.agency_id:
        raise StaysOnRecord(StaysOnRecord.AGENCY)


def _moving_a_page(instance, parent_page_before, parent_page_after, **kwargs):
    if parent_page_before.pk != parent_page_after.pk and on_record(instance).exists():
        raise StaysOnRecord(StaysOnRecord.MOVE)


def _narrowing_readers(instance, raw=False, **kwargs):
    if not raw and (_is_kept(instance.page) or on_record(instance.page).exists()):
        raise StaysOnRecord(StaysOnRecord.PRIVACY)


def _saving_a_site(instance, raw=False, **kwargs):
    before = None if raw or not instance.pk else Site.objects.filter(pk=instance.pk, is_default_site=True).first()
    stays_the_door = before and instance.is_default_site and instance.root_page_id == before.root_page_id
    if before and not stays_the_door and on_record(before.root_page).exists():
        raise StaysOnRecord(StaysOnRecord.SITE)


def _deleting_a_site(instance, **kwargs):
    if instance.is_default_site and on_record(instance.root_page).exists():
        raise StaysOnRecord(StaysOnRecord.SITE)


def put_up(agency_page: type[Page]) -> None:
    """Connect the guards, once every model is there."""
    pre_save.connect(_saving_a_page, dispatch_uid="a page on record is not taken off")
    pre_save.connect(_saving_an_agency_page, sender=agency_page, dispatch_uid="an agency page stays with its agency")
    pre_page_move.connect(_moving_a_page, dispatch_uid="a page on record is not moved")
    pre_save.connect(_narrowing_readers, sender=PageViewRestriction, dispatch_uid="a page on record is for everybody")
    pre_save.connect(_saving_a_site, sender=Site, dispatch_uid="the site of hearings stays")
    pre_delete.connect(_deleting_a_site, sender=Site, dispatch_uid="the site of hearings is not deleted")
