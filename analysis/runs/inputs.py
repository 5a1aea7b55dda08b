"""What the core reads, taken from consult's records: no author, no hidden text."""

import hashlib
import json
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db.models import Exists, Max, OuterRef

from consult import thai
from consult.models import Comment, Consultation, Level, Vote
from consult.models.comment import CommentRecord

from .. import core
from ..core.intake.word_lists import DATA
from ..core.themes.edits import Guidance
from ..core.themes.titles import titles_in
from ..core.types import CommentText, CommentVote
from ..models import AnalysisJob, AnalysisRun, Assignment, EmbeddingChunk, RunFreeze


def read_comments(consultation: Consultation) -> list[CommentText]:
    """Every comment; of the hidden ones only that they are there."""
    return [core_comment(record) for record in consultation.comments.records()]


def core_comment(record: CommentRecord) -> CommentText:
    """A record of consult in the core's words."""
    return CommentText(
        id=str(record.id),
        text="" if record.hidden else record.text,
        section=record.anchor,
        stance=record.stance,
        reply_to=str(record.parent or ""),
        person=record.person,
        created_at=record.posted_at.isoformat(),
        withheld=record.hidden,
    )


def read_votes(consultation: Consultation) -> list[CommentVote]:
    """Every vote of a person on a visible comment or a section, by pseudonym. Groups are of people: a juristic person's vote is counted
    at its level and no voter more in them."""
    return [
        CommentVote(voter=vote.person, comment=vote.subject, value=vote.value)
        for vote in Vote.objects.records(consultation)
        if vote.level != Level.JURISTIC
    ]


def read_draft(consultation: Consultation) -> dict[str, str]:
    """What each section says: its number and heading on the first line, then its wording."""
    rows = consultation.draft.sections.values_list("anchor", "unit", "number", "heading", "text")
    return {str(anchor): f"{' '.join(filter(None, title))}\n{text}" for anchor, *title, text in rows}


def policy_titles() -> tuple[str, ...]:
    """Titles of policy that may name a theme, as the operator chose (docs/operator.md); none unless chosen."""
    chosen = settings.ANALYSIS_TITLES
    if not chosen:
        return ()
    return titles_in((DATA / "taxonomy.txt" if chosen == "shipped" else Path(chosen)).read_text(encoding="utf-8"))


@cache
def code_version() -> str:
    """A fingerprint of the core's files and of those of Thai text below it, so that a run can be repeated with the code that
    made it."""
    digest = hashlib.sha256()
    for root in (Path(core.__file__).parent, Path(thai.__file__).parent):
        for path in sorted(root.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def fingerprint(comments: list[CommentText], votes: list[CommentVote], options: dict, guidance: Guidance) -> str:
    """A fingerprint of everything the run read."""
    digest = hashlib.sha256(json.dumps(options, sort_keys=True).encode())
    digest.update(guidance.digest.encode())
    for comment in comments:
        digest.update(repr(comment).encode())
    for vote in votes:
        digest.update(repr(vote).encode())
    return digest.hexdigest()


def comments_to_embed(job: AnalysisJob) -> list[int]:
    """Visible comments that no run with this job's encoder has read, oldest first."""
    before = AnalysisRun.objects.filter(consultation=job.consultation_id, options__encoder=job.options["encoder"])
    newest = before.aggregate(newest=Max("newest_comment"))["newest"] or 0
    comments = Comment.objects.filter(consultation=job.consultation_id, pk__gt=newest).visible()
    return list(comments.order_by("pk").values_list("pk", flat=True))


def texts_of(chunk: EmbeddingChunk) -> list[str]:
    """What the visible comments of a chunk say in public."""
    ids = (chunk.first_comment, chunk.last_comment)
    comments = Comment.objects.filter(consultation=chunk.job.consultation_id, pk__range=ids).visible()
    return list(comments.order_by("pk").values_list("public_text", flat=True))


#: ids behind the last placed comment that are looked at too: of comments that were being written when later ones were placed
SLACK = 1_000


def unassigned_comments(run: AnalysisRun, limit: int = 500):
    """Visible comments this run has not seen, oldest first; of a large hearing only the end is looked at."""
    seen = Assignment.objects.filter(run=run, comment=OuterRef("pk"))
    last = Assignment.objects.filter(run=run).aggregate(last=Max("comment"))["last"] or 0
    comments = Comment.objects.filter(consultation=run.consultation_id, pk__gt=last - SLACK).visible()
    return comments.filter(~Exists(seen)).order_by("pk")[:limit]


def consultations_with_unassigned_comments() -> list[int]:
    """Consultations with a comment newer than everything their current run has placed."""
    analysed = AnalysisRun.objects.order_by("consultation").values_list("consultation", flat=True).distinct()
    frozen = set(RunFreeze.objects.frozen_hearings())
    analysed = [consultation for consultation in analysed if consultation not in frozen]
    return [consultation for consultation in analysed if _has_unassigned(consultation)]


def _has_unassigned(consultation_id: int) -> bool:
    run = AnalysisRun.objects.current_pk(consultation_id)
    last = Assignment.objects.filter(run=run).aggregate(last=Max("comment"))["last"] or 0
    return Comment.objects.filter(consultation=consultation_id, pk__gt=last).visible().exists()
