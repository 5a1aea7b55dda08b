"""What workers do. Each task is safe to run twice; the sweeps find what a lost broker or a killed worker left."""

import logging

from celery import shared_task
from kombu.exceptions import OperationalError

from consult.breaker import valkey
from consult.events import CommentPosted

from . import actions
from .errors import LeaseLost
from .models import AnalysisJob, AnalysisRun, EmbeddingChunk
from .opendata.state import due_open_data
from .runs import inputs, staleness

logger = logging.getLogger(__name__)

#: places in the broker's queue (0 is the first): what somebody waits for, and the timetable; comments that are to be placed, of which a
#: crowd may stand there; and analyses that only the timetable asked for
FRONT, COMMENTS, BEHIND = 0, 3, 9


@shared_task
def run_analysis(job_id: int) -> None:
    """The job is done, failed, or waits for its texts to be embedded; one that another worker has is left alone."""
    job = actions.claim_job(job_id=job_id)
    if job is None:
        return
    try:
        if chunks := actions.plan_embedding(job=job):
            for chunk_id in chunks:
                send(embed_chunk, chunk_id, place=place_of(job))
        else:
            actions.run_job(job=job)
    except LeaseLost as error:
        logger.warning("%s", error)
    except Exception as error:
        actions.fail_job(job=job, error=f"{type(error).__name__}: {error}")
        raise


@shared_task
def embed_chunk(chunk_id: int) -> None:
    """The comments of the chunk have vectors; when it was the last of its job, the run starts."""
    chunk = EmbeddingChunk.objects.select_related("job").filter(pk=chunk_id).first()
    if chunk is None or not chunk.job.is_active:
        return
    try:
        ready = actions.embed_chunk(chunk=chunk)
    except LeaseLost as error:
        logger.warning("%s", error)
    else:
        if ready:
            send(run_analysis, chunk.job_id, place=place_of(chunk.job))


@shared_task
def theme_comments(consultation_id: int) -> int:
    """Every comment of the consultation that came after its current run has a theme or a reason."""
    run = AnalysisRun.objects.current(consultation_id)
    if run is None:
        return 0
    try:
        return actions.assign_new_comments(run=run)
    except Exception as error:
        logger.error("consultation %s: later comments are not placed by run %s: %s", consultation_id, run.pk, error)
        raise


def place_of(job: AnalysisJob) -> int:
    """Where the work of a job stands in the queue: whoever asks for a run does not wait for those of the timetable."""
    return FRONT if job.is_asked_for else BEHIND


def send(task, argument: int, *, place: int = FRONT) -> None:
    """Hand a task to the broker; without a broker the sweep finds the work later, and nobody's request fails for it."""
    if not valkey.may_ask():
        return
    try:
        task.apply_async((argument,), priority=place)
    except OperationalError as error:
        valkey.failed()
        logger.warning("%s(%s) waits for the sweep: %s", task.name, argument, error)
    else:
        valkey.answered()


def theme_posted_comment(event: CommentPosted) -> None:
    """Listener: a comment was posted; have it themed."""
    send(theme_comments, event.consultation_id, place=COMMENTS)


@shared_task
def assign_new_comments() -> None:
    """Comments whose news was lost are themed too: a task for each consultation, so that none waits for another's fault."""
    for consultation_id in inputs.consultations_with_unassigned_comments():
        send(theme_comments, consultation_id, place=COMMENTS)


@shared_task
def take_up_lost_work() -> None:
    """What dead workers had begun, and what no message told a worker of, is handed out again."""
    for chunk in actions.take_up_lost_chunks():
        send(embed_chunk, chunk.pk, place=place_of(chunk.job))
    for job in actions.take_up_lost_jobs():
        send(run_analysis, job.pk, place=place_of(job))


@shared_task
def refresh_stale_analyses() -> None:
    """Stale consultations are analysed again."""
    for consultation in staleness.stale_consultations():
        if refreshed := actions.refresh_analysis(consultation=consultation):
            send(run_analysis, refreshed.pk, place=place_of(refreshed))


@shared_task
def forget_embeddings() -> None:
    """No vectors of models that are no longer in use are kept."""
    actions.forget_embeddings()


@shared_task
def publish_due_open_data() -> None:
    """Every hearing whose result is published gives its data away, as the record reads now; one at a time, since each takes minutes."""
    for consultation in due_open_data():
        try:
            actions.publish_open_data(consultation=consultation)
        except Exception as error:
            logger.exception("open data of consultation %s is not made: %s", consultation.pk, error)
