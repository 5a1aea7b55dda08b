"""Who may do what to an analysis, asked of every action there is."""

import pytest

from analysis import actions
from analysis.models import AnalysisJob
from consult.errors import NotAllowed
from consult.models import AuditEntry
from tests.consult.test_rights import closed
from tests.support.makers import make_consultation, make_result, make_user, officer_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", sorted(actions.__all__))
def test_every_action_of_analysts_refuses_a_stranger_and_the_others_take_nobody(name, consultation, done):
    """Actions either ask who does it (``by``) and refuse a stranger, or are the system's own and cannot be told who."""
    action = getattr(actions, name)
    if not callable(action):
        return
    parameters = action.__wrapped__.__code__ if hasattr(action, "__wrapped__") else action.__code__
    names = parameters.co_varnames[: parameters.co_argcount + parameters.co_kwonlyargcount]
    if "by" not in names:
        assert name in SYSTEM
        return
    theme = done.themes[0]["id"]
    edit = actions.rename_theme(consultation=consultation, by=officer_of(consultation), theme=theme, name="ชื่อ")
    comment = consultation.comments.first()
    argument = actions.make_argument(
        consultation=consultation,
        by=officer_of(consultation),
        comment=comment,
        words=comment.public_text,
        kind="ask",
    )
    known = {
        "argument": argument,
        "job": done.job,
        "view": actions.save_view(
            consultation=consultation, by=officer_of(consultation), name="ชื่อ", query="", shared=True
        ),
        "query": "stance=agree",
        "comment": comment,
        "words": comment.public_text,
        "kind": "ask",
        "seen": 1,
        "belongs": True,
        "consultation": consultation,
        "run": done,
        "result": make_result(closed(make_consultation()), signed=0),
        "edit": edit,
        "theme": theme,
        "into": theme,
        "name": "ชื่อใหม่",
        "comments": [consultation.comments.first()],
        "reason": "off_topic",
        "text": "ว่าด้วยเรื่องนี้",
        "sentence": "0" * 64,
    }
    given = {key: value for key, value in known.items() if key in names}
    before = (AuditEntry.objects.count(), AnalysisJob.objects.count())
    with pytest.raises(NotAllowed):
        action(**given, by=make_user())
    assert (AuditEntry.objects.count(), AnalysisJob.objects.count()) == before


#: done by workers and the timetable, for nobody
SYSTEM = {
    "assign_new_comments",
    "claim_job",
    "embed_chunk",
    "fail_job",
    "forget_embeddings",
    "plan_embedding",
    "publish_open_data",
    "refresh_analysis",
    "run_job",
    "take_up_lost_chunks",
    "take_up_lost_jobs",
}
