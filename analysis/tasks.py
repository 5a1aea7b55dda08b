"""What workers do. Each task is safe to run twice; the sweeps find what a lost broker or a killed worker left."""

import logging

from celery import shared_task
from kombu.exceptions import OperationalError

from consult.events import CommentPosted

from . import actions, querysets

logger = logging.getLogger(__name__)


@shared_task
def run_analysis(job_id: int) -> None:
    """The job is done or failed; one that another worker has is left alone."""
    job = actions.claim_job(job_id=job_id)
    if job is None:
        return
    try:
        actions.run_job(job=job)
    except Exception as error:
        actions.fail_job(job=job, error=f"{type(error).__name__}: {error}")
        raise


@shared_task
def theme_comments(consultation_id: int) -> int:
    """Every comment of the consultation that came after its newest run has a theme or a reason."""
    run = querysets.newest_run(consultation_id)
    return actions.assign_new_comments(run=run) if run else 0


def send(task, argument: int) -> None:
    """Hand a task to the broker; without a broker the sweep finds the work later, and nobody's request fails for it."""
    try:
        task.delay(argument)
    except OperationalError as error:
        logger.warning("%s(%s) waits for the sweep: %s", task.name, argument, error)


def theme_posted_comment(event: CommentPosted) -> None:
    """Listener: a comment was posted; have it themed."""
    send(theme_comments, event.consultation_id)


@shared_task
def assign_new_comments() -> None:
    """Comments whose news was lost are themed too."""
    for consultation_id in querysets.consultations_with_unassigned_comments():
        theme_comments(consultation_id)


@shared_task
def refresh_stale_analyses() -> None:
    """Stale consultations are analysed again, and jobs of dead workers taken up."""
    for job_id in actions.take_up_lost_jobs():
        send(run_analysis, job_id)
    for consultation in querysets.stale_consultations():
        send(run_analysis, actions.request_analysis(consultation=consultation).pk)
