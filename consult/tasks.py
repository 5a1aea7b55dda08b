from celery import shared_task

from . import actions


@shared_task
def forget_old_announcements() -> int:
    """Old announcements are gone; see actions.forget_announcements."""
    return actions.forget_announcements()
