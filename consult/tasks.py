from smtplib import SMTPException
from time import time

from celery import shared_task
from django.core.cache import cache
from django.core.management import call_command

from . import actions
from .models import LogCheckpoint

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
def sign_due_checkpoints() -> int:
    """Acts have their leaves, and each hour and each closing its signed checkpoint; see actions.sign_due_checkpoints."""
    while actions.number_leaves():
        pass
    made = actions.sign_due_checkpoints()
    for checkpoint in made:
        mail_checkpoint.delay(checkpoint.pk)
    return len(made)


@shared_task(autoretry_for=(SMTPException, OSError), retry_backoff=60, retry_backoff_max=3600, max_retries=8)
def mail_checkpoint(pk: int) -> int:
    """A signed checkpoint lies with others too; tried again for some hours. See actions.mail_checkpoint."""
    return actions.mail_checkpoint(checkpoint=LogCheckpoint.objects.get(pk=pk))


@shared_task
def mail_notices() -> int:
    """Everybody who has something unread gets one mail; see actions.mail_notices."""
    return actions.mail_notices()


@shared_task
def tell_of_results() -> int:
    """Everybody who took part is told that the result is there; see actions.tell_of_results."""
    return actions.tell_of_results()


@shared_task
def make_result_files(all_results: bool = False) -> int:
    """Results that were published have their PDF and their Word file; see actions.make_result_files."""
    return actions.make_result_files(all_results=all_results)


@shared_task
def forget_unsent_acts() -> int:
    """What nobody sent within a day is gone; see actions.forget_unsent_acts."""
    return actions.forget_unsent_acts()


@shared_task
def forget_old_sessions() -> None:
    """Sessions that ended are gone."""
    call_command("clearsessions")


@shared_task(expires=600)
def watch_hours() -> int:
    """Hours that are far above the others of their hearing are noted; see actions.watch_hours."""
    return actions.watch_hours()


@shared_task
def check_companies() -> int:
    """Companies of waiting mandates are looked up once their register answers again; see actions.check_companies."""
    return actions.check_companies()
