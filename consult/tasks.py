from time import time

from celery import shared_task
from django.core.cache import cache
from django.core.management import call_command

from . import actions

#: Under what the moment stands when a worker last did what the timetable asked
ALIVE = "worker:alive"


@shared_task(expires=60)
def sign_of_life() -> None:
    """Whoever watches the site sees that the timetable and a worker are alive."""
    cache.set(ALIVE, time(), timeout=24 * 3600)


@shared_task
def forget_old_announcements() -> int:
    """Old announcements are gone; see actions.forget_announcements."""
    return actions.forget_announcements()


@shared_task
def mail_notices() -> int:
    """Everybody who has something unread gets one mail; see actions.mail_notices."""
    return actions.mail_notices()


@shared_task
def forget_unsent_acts() -> int:
    """What nobody sent within a day is gone; see actions.forget_unsent_acts."""
    return actions.forget_unsent_acts()


@shared_task
def forget_old_sessions() -> None:
    """Sessions that ended are gone."""
    call_command("clearsessions")


@shared_task
def check_companies() -> int:
    """Companies of waiting mandates are looked up once their register answers again; see actions.check_companies."""
    return actions.check_companies()
