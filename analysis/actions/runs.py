import time
from dataclasses import replace
from functools import lru_cache

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from consult import rules
from consult.actions.audit import record
from consult.errors import NotAllowed
from consult.models import Comment, Consultation, User

from .. import edited, inputs, querysets, rewriting
from ..core.types import Options
from ..errors import AnalysisRunning, NothingToAnalyse
from ..models import AnalysisJob, AnalysisRun, Assignment
from .job_leases import MAX_ATTEMPTS, sign_of_life, take_lease, write_as_holder
from .vectors import RememberingEncoder

PROGRESS_SECONDS = 0.5


def request_analysis(
    *, consultation: Consultation, by: User | None = None, themes: int | None = None, seed: int = 0
) -> AnalysisJob:
    """Ask for a run (เริ่มการวิเคราะห์); a worker takes it up. ``by`` is empty for the sweep.

    Raises NotAllowed, NothingToAnalyse, AnalysisRunning.
    """
    if by and not rules.may_analyse(by, consultation):
        raise NotAllowed
    if not consultation.comments.exists():
        raise NothingToAnalyse
    options = {"themes": themes, "seed": seed, "encoder": settings.ANALYSIS_ENCODER}
    try:
        with transaction.atomic():
            job = AnalysisJob.objects.create(consultation=consultation, requested_by=by, options=options)
            if by:
                record(verb="request_analysis", by=by, consultation=consultation, job=job.pk)
    except IntegrityError:
        raise AnalysisRunning from None
    return job


def claim_job(*, job_id: int) -> AnalysisJob | None:
    """Start a waiting job in this worker; None when another one has it, it is over, or texts are still being embedded."""
    job = AnalysisJob.objects.filter(pk=job_id).ready()
    if take_lease(job, state=AnalysisJob.State.RUNNING, stage="", fraction=0) is None:
        return None
    return AnalysisJob.objects.select_related("consultation").get(pk=job_id)


def run_job(*, job: AnalysisJob) -> AnalysisRun:
    """Analyse a consultation as it stands now, and store the run whole or not at all. Raises LeaseLost."""
    with sign_of_life(job):
        return _run(job)


def _run(job: AnalysisJob) -> AnalysisRun:
    from ..core.pipeline import analyse

    started = time.monotonic()
    comments = inputs.read_comments(job.consultation)
    votes = inputs.read_votes(job.consultation)
    options = Options(
        **job.options,
        consultation=str(job.consultation_id),
        draft=inputs.read_draft(job.consultation),
        taxonomy=inputs.policy_titles(),
        code_version=inputs.code_version(),
    )
    guidance = edited.guidance(job.consultation)
    progress = _progress_of(job)
    analysis = analyse(
        comments,
        votes,
        options=options,
        progress=progress,
        encoder=RememberingEncoder(options.encoder),
        guidance=guidance,
    )
    if writer := rewriting.endpoint():
        document = rewriting.rewrite(
            analysis.document, analysis.evidence, writer, alive=lambda: progress("summary", 1.0)
        )
        analysis = replace(analysis, document=document)
    read = inputs.fingerprint(comments, votes, job.options | {"titles": options.taxonomy}, guidance)
    return _store(job, comments, read, analysis, time.monotonic() - started)


def fail_job(*, job: AnalysisJob, error: str) -> None:
    """Note why a run came to nothing, unless another worker went on with it."""
    AnalysisJob.objects.held_as(job).filter(state__in=AnalysisJob.ACTIVE).update(
        state=AnalysisJob.State.FAILED, lease=None, error=error[:2000], seen_at=timezone.now()
    )


def take_up_lost_jobs() -> list[int]:
    """Put jobs whose worker died back in the queue, unless they were started three times; and have those announced anew
    that nobody has started for a while, which costs them nothing. Returns the ids to enqueue."""
    for job in querysets.lost_jobs():
        if job.attempts >= MAX_ATTEMPTS:
            fail_job(job=job, error="No worker finished this analysis.")
        else:
            # waiting for as long as it was silent, so that the next lines hand it out
            AnalysisJob.objects.held_as(job).update(state=AnalysisJob.State.WAITING, lease=None)
    waiting = list(querysets.waiting_jobs().values_list("pk", flat=True))
    AnalysisJob.objects.filter(pk__in=waiting, lease=None).update(seen_at=timezone.now())
    return waiting


def assign_new_comments(*, run: AnalysisRun) -> int:
    """Place comments that came after the run into its themes. Returns how many."""
    comments = list(querysets.unassigned_comments(run).values_list("pk", flat=True))
    if not comments:
        return 0
    records = Comment.objects.filter(pk__in=comments).records()
    model = theme_model(run.pk)
    assigned = model.assign(
        [inputs.core_comment(record) for record in records], encoder=RememberingEncoder(model.encoder)
    )
    rows = [_assignment_row(run, row, incremental=True) for row in assigned]
    Assignment.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


@lru_cache(maxsize=4)
def theme_model(run_id: int):
    """The model of a run, kept in this worker's memory; runs never change, so it never grows old."""
    from ..core.pipeline import ThemeModel

    return ThemeModel.from_bytes(bytes(AnalysisRun.objects.values_list("model", flat=True).get(pk=run_id)))


def _progress_of(job: AnalysisJob):
    """A callback that keeps the job row current, twice a second at most, and ends a run that goes on elsewhere."""
    last = [0.0]

    def progress(stage: str, fraction: float) -> None:
        if time.monotonic() - last[0] < PROGRESS_SECONDS:
            return
        last[0] = time.monotonic()
        write_as_holder(job, stage=stage, fraction=fraction)

    return progress


@transaction.atomic
def _store(job: AnalysisJob, comments, input_sha256: str, analysis, seconds: float) -> AnalysisRun:
    """The run and the end of its job, for the holder of the lease alone: two workers never store a run each."""
    hidden = sum(comment.withheld for comment in comments)
    run = AnalysisRun.objects.create(
        consultation=job.consultation,
        duration_seconds=round(seconds, 3),
        input_sha256=input_sha256,
        code_version=inputs.code_version(),
        options=job.options,
        comment_count=len(comments),
        hidden_count=hidden,
        newest_comment=max((int(comment.id) for comment in comments), default=0),
        document={key: value for key, value in analysis.document.items() if key != "assignments"},
        model=analysis.model.to_bytes(),
    )
    Assignment.objects.bulk_create((_assignment_row(run, row) for row in analysis.assignments), batch_size=1000)
    write_as_holder(job, state=AnalysisJob.State.DONE, run=run, fraction=1, lease=None)
    return run


def _assignment_row(run: AnalysisRun, row, *, incremental: bool = False) -> Assignment:
    return Assignment(
        run=run,
        comment_id=int(row.id),
        theme=row.theme or "",
        subtheme=row.subtheme or "",
        reason=row.reason or "",
        campaign=row.campaign or "",
        confidence=row.confidence,
        margin=row.margin,
        incremental=incremental,
    )
