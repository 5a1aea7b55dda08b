"""The hearing that is over gets its result, as an agency makes one: an analysis, arguments, a freeze, a draft, two signatures."""

from collections.abc import Mapping

from analysis import actions
from analysis.models import AnalysisRun
from consult.models import Comment, Consultation, Result, User


def conclude(
    consultation: Consultation, *, comments: Mapping[str, Comment], arguments: list[dict], staff: Mapping[str, User]
) -> Result:
    """The analyst analyses, confirms arguments, freezes and drafts; the approver and the officer sign. Nobody else has to wait: the
    hearing is small."""
    analyst = staff["analyst"]
    job = actions.request_analysis(consultation=consultation, by=analyst)
    run = actions.run_job(job=actions.claim_job(job_id=job.pk))
    for told in arguments:
        _argue(consultation, comments, told, analyst)
    actions.freeze_run(run=AnalysisRun.objects.get(pk=run.pk), consultation=consultation, by=analyst)
    result = actions.draft_examined_result(consultation=consultation, by=analyst)
    for role in ("approver", "officer"):
        result = actions.sign_examined_result(result=result, by=staff[role], seen=result.sha256)
    return result


def _argue(consultation: Consultation, comments: Mapping[str, Comment], told: dict, analyst: User) -> None:
    comment = comments[told["comment"]]
    argument = actions.make_argument(
        consultation=consultation, by=analyst, comment=comment, words=comment.public_text, kind=told["kind"]
    )
    for name in told["also"]:
        actions.judge_member(argument=argument, by=analyst, comment=comments[name], belongs=True)
