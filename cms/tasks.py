"""What the timetable does with pages."""

import logging
from collections.abc import Callable

from celery import shared_task
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import Page, Revision

from consult.errors import ConsultError

from . import actions
from .models import AgencyPage, ConsultationPage, HomePage

logger = logging.getLogger(__name__)


@shared_task
def publish_scheduled() -> None:
    """Pages whose hour has come are live, and those whose time is over are not; hearings end by their own clock.

    Wagtail's command of this name does not know what kind of page it takes off, so that a hearing's record would not hear of
    it, and one page that cannot be published would keep back all others.
    """
    now = timezone.now()
    for page in (
        Page.objects.not_type(HomePage, AgencyPage, ConsultationPage).filter(live=True, expire_at__lt=now).specific()
    ):
        _each_by_itself(page, page.unpublish, set_expired=True, log_action="wagtail.unpublish.scheduled")
    for revision in Revision.objects.filter(approved_go_live_at__lt=now).order_by("approved_go_live_at"):
        _each_by_itself(revision, revision.publish, log_action="wagtail.publish.scheduled")


@shared_task
def forget_removed_files() -> None:
    """Bytes of files that were taken off go when their time is over."""
    for path in actions.forget_removed_files():
        logger.info("Deleted a file that nothing refers to: %s", path)


def _each_by_itself(what: object, act: Callable[..., object], **options) -> None:
    try:
        act(**options)
    except (ConsultError, ValidationError) as error:
        logger.error("The timetable cannot publish or take off %s: %s", what, error)
