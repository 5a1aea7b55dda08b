from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from consult import rules
from consult.actions.audit import record
from consult.errors import NotAllowed
from consult.models import Consultation, User
from consult.models.kept import count_in

from ..errors import AnalysisRunning, NothingToAnalyse
from ..models import AnalysisJob, RunFreeze
from .job_leases import MAX_ATTEMPTS, take_lease


def request_analysis(*, consultation: Consultation, by: User, themes: int | None = None, seed: int = 0) -> AnalysisJob:
    """Ask for a run (เริ่มการวิเคราะห์); a worker takes it up. One that the timetable had asked for is given up for it.

    Raises NotAllowed, NothingToAnalyse, AnalysisRunning.
    """
    if not rules.may_analyse(by, consultation):
        raise NotAllowed
    if not consultation.comments.exists():
        raise NothingToAnalyse
    try:
        with transaction.atomic():
            AnalysisJob.objects.filter(
                consultation=consultation, requested_by=None, state__in=AnalysisJob.ACTIVE
            ).update(state=AnalysisJob.State.GIVEN_UP, lease=None, seen_at=timezone.now())
            job = _ask(consultation, by=by, themes=themes, seed=seed)
            record(verb="request_analysis", by=by, consultation=consultation, job=job.pk)
    except IntegrityError:
        raise AnalysisRunning from None
    return job


@transaction.atomic
def cancel_analysis(*, job: AnalysisJob, by: User) -> bool:
    """Give up a run that waits or is under way (ยกเลิกการวิเคราะห์); its worker stops at its next step and stores nothing. Returns
    whether it was still on. Raises NotAllowed."""
    if not rules.may_analyse(by, job.consultation):
        raise NotAllowed
    active = AnalysisJob.objects.filter(pk=job.pk, state__in=AnalysisJob.ACTIVE)
    cancelled = active.update(state=AnalysisJob.State.GIVEN_UP, lease=None, seen_at=timezone.now())
    if cancelled:
        record(verb="cancel_analysis", by=by, consultation=job.consultation, job=job.pk)
    return bool(cancelled)


def refresh_analysis(*, consultation: Consultation) -> AnalysisJob | None:
    """Ask for a run by the timetable, with the number of themes and the seed an analyst asked for last. For the system; None
    when one is under way, or a run is frozen."""
    if RunFreeze.objects.standing(consultation.pk):
        return None
    asked = AnalysisJob.objects.filter(consultation=consultation, requested_by__isnull=False).order_by("-pk").first()
    kept = {key: asked.options[key] for key in ("themes", "seed")} if asked else {"themes": None, "seed": 0}
    try:
        with transaction.atomic():
            return _ask(consultation, by=None, **kept)
    except IntegrityError:
        return None


def _ask(consultation: Consultation, *, by: User | None, themes: int | None, seed: int) -> AnalysisJob:
    from ..core.space.encoders import chosen

    comments = count_in(consultation).in_all
    options = {"themes": themes, "seed": seed, "encoder": chosen(settings.ANALYSIS_ENCODER, comments)}
    return AnalysisJob.objects.create(consultation=consultation, requested_by=by, options=options)


def claim_job(*, job_id: int) -> AnalysisJob | None:
    """Start a waiting job in this worker; None when another one has it, it is over, or texts are still being embedded."""
    job = AnalysisJob.objects.filter(pk=job_id).ready()
    if take_lease(job, state=AnalysisJob.State.RUNNING, stage="", fraction=0) is None:
        return None
    return AnalysisJob.objects.select_related("consultation").get(pk=job_id)


def fail_job(*, job: AnalysisJob, error: str) -> None:
    """Note why a run came to nothing, unless another worker went on with it."""
    AnalysisJob.objects.held_as(job).filter(state__in=AnalysisJob.ACTIVE).update(
        state=AnalysisJob.State.FAILED, lease=None, error=error[:2000], seen_at=timezone.now()
    )


def take_up_lost_jobs() -> list[AnalysisJob]:
    """Put jobs whose worker died back in the queue, unless they were started three times; and have those announced anew
    that nobody has started for a while, which costs them nothing. Returns those to enqueue."""
    for job in AnalysisJob.objects.lost():
        if job.attempts >= MAX_ATTEMPTS:
            fail_job(job=job, error="No worker finished this analysis.")
        else:
            # waiting for as long as it was silent, so that the next lines hand it out
            AnalysisJob.objects.held_as(job).update(state=AnalysisJob.State.WAITING, lease=None)
    waiting = list(AnalysisJob.objects.long_ready())
    AnalysisJob.objects.filter(pk__in=[job.pk for job in waiting], lease=None).update(seen_at=timezone.now())
    return waiting
