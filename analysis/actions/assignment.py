from consult.models import Comment

from ..models import AnalysisRun, Assignment, RunFreeze
from ..runs import inputs
from ..runs.theme_model import theme_model
from .embedding_vectors import RememberingEncoder


def assign_new_comments(*, run: AnalysisRun) -> int:
    """Place comments that came after the run into its themes; none into those of a frozen one. Returns how many."""
    if RunFreeze.objects.standing(run.consultation_id):
        return 0
    comments = list(inputs.unassigned_comments(run).values_list("pk", flat=True))
    if not comments:
        return 0
    records = Comment.objects.filter(pk__in=comments).records()
    model = theme_model(run.pk)
    assigned = model.assign(
        [inputs.core_comment(record) for record in records], encoder=RememberingEncoder(model.encoder)
    )
    rows = [assignment_row(run, row, incremental=True) for row in assigned]
    Assignment.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def assignment_row(run: AnalysisRun, row, *, incremental: bool = False) -> Assignment:
    """What the core found out about one comment, as a row to be stored."""
    return Assignment(
        run=run,
        comment_id=int(row.id),
        theme=row.theme or "",
        subtheme=row.subthemes[0] if row.subthemes else "",
        second_subtheme=row.subthemes[1] if len(row.subthemes) > 1 else "",
        reason=row.reason or "",
        campaign=row.campaign or "",
        confidence=row.confidence,
        margin=row.margin,
        incremental=incremental,
    )
