from celery import shared_task

from . import actions


@shared_task
def forget_old_data() -> dict[str, int]:
    """What is older than settings say is forgotten; see actions.forget_old_data."""
    return actions.forget_old_data()
