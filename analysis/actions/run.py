import time
from dataclasses import replace

from django.conf import settings
from django.db import transaction

from consult import rules
from consult.actions.audit import record
from consult.errors import NotAllowed
from consult.models import Consultation, User

from ..core.types import CommentText, Options
from ..errors import RunUnknown
from ..models import AnalysisJob, AnalysisRun, Assignment, RunChoice, RunList
from ..runs import drafting, inputs
from ..runs.current import CurrentRun
from ..runs.long_lists import without_long_lists
from ..runs.outline import outline_of
from ..runs.staleness import HearingState
from .assignment import assignment_row
from .embedding_vectors import RememberingEncoder
from .freeze import must_not_be_frozen
from .job_leases import sign_of_life, write_as_holder

PROGRESS_SECONDS = 0.5


@transaction.atomic
def choose_run(*, run: AnalysisRun, consultation: Consultation, by: User) -> RunChoice:
    """Have analysts read this run from now on (เลือกใช้ผลการวิเคราะห์), until somebody chooses another or asks for a new one.

    Raises NotAllowed, RunUnknown, RunFrozen.
    """
    if not rules.may_analyse(by, consultation):
        raise NotAllowed
    if run.consultation_id != consultation.pk:
        raise RunUnknown
    Consultation.objects.select_for_update().get(pk=consultation.pk)  # two sendings at once come one after the other
    must_not_be_frozen(consultation)
    last = RunChoice.objects.filter(consultation=consultation).order_by("-pk").first()
    if last and last.run_id == run.pk:
        return last
    choice = RunChoice.objects.create(consultation=consultation, run=run, by=by)
    record(verb="choose_run", by=by, consultation=consultation, run=run.pk)
    return choice


def run_job(*, job: AnalysisJob) -> AnalysisRun:
    """Analyse a consultation as it stands now, and store the run whole or not at all. Raises LeaseLost."""
    with sign_of_life(job):
        return _run(job)


def _run(job: AnalysisJob) -> AnalysisRun:
    from ..core.pipeline import analyse

    started = time.monotonic()
    state = HearingState.of(job.consultation)  # before the rest is read: what changes meanwhile makes the run stale
    comments = inputs.read_comments(job.consultation)
    votes = inputs.read_votes(job.consultation)
    options = Options(
        **job.options,
        consultation=str(job.consultation_id),
        draft=inputs.read_draft(job.consultation),
        taxonomy=inputs.policy_titles(),
        least_group=settings.ANALYSIS_LEAST_GROUP,
        code_version=inputs.code_version(),
    )
    before = CurrentRun.of(job.consultation)
    guidance = before.guidance()
    progress = _progress_of(job)
    analysis = analyse(
        comments,
        votes,
        options=options,
        progress=progress,
        encoder=RememberingEncoder(options.encoder),
        guidance=guidance,
    )
    if model := drafting.endpoint():
        document = drafting.draft(analysis.document, analysis.evidence, model, alive=lambda: progress("summary", 1.0))
        analysis = replace(analysis, document=document)
    read = inputs.fingerprint(comments, votes, job.options | {"titles": options.taxonomy}, guidance)
    return _store(
        job,
        comments,
        analysis,
        input_sha256=read,
        read=state.as_json(),
        previous=before.run,
        duration_seconds=round(time.monotonic() - started, 3),
    )


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
def _store(job: AnalysisJob, comments: list[CommentText], analysis, **made) -> AnalysisRun:
    """The run and the end of its job, for the holder of the lease alone: two workers never store a run each."""
    told = {key: value for key, value in analysis.document.items() if key != "assignments"}
    document, lists = without_long_lists(told)
    run = AnalysisRun.objects.create(
        consultation=job.consultation,
        code_version=inputs.code_version(),
        options=job.options,
        comment_count=len(comments),
        hidden_count=sum(comment.withheld for comment in comments),
        newest_comment=max((int(comment.id) for comment in comments), default=0),
        document=document,
        outline=outline_of(told),
        model=analysis.model.to_bytes(),
        **made,
    )
    RunList.objects.bulk_create(RunList(run=run, place=place, entries=entries) for place, entries in lists.items())
    Assignment.objects.bulk_create((assignment_row(run, row) for row in analysis.assignments), batch_size=1000)
    _choose_as_asked(job, run)
    write_as_holder(job, state=AnalysisJob.State.DONE, run=run, fraction=1, lease=None)
    return run


def _choose_as_asked(job: AnalysisJob, run: AnalysisRun) -> None:
    """Who asks for a number of themes gets that run to read; who leaves it open takes whichever run is newest."""
    if job.requested_by_id is None:
        return
    chosen = run if job.options["themes"] is not None else None
    if chosen or RunChoice.objects.filter(consultation=job.consultation).exists():
        RunChoice.objects.create(consultation=job.consultation, run=chosen, by=job.requested_by)
