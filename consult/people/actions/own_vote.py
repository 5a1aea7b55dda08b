from django.db import transaction
from django.db.models import F

from consult.actions import recount_figures
from consult.actions.audit import record
from consult.actions.vote_leaves import log_withdrawn_votes
from consult.models import Vote


@transaction.atomic
def drop_votes_on_own_comments() -> int:
    """Take off the votes people cast on their own comments before that was refused (ถอนโหวตที่ให้ความคิดเห็นของตนเอง); for operators.

    The audit trail says how many there were in each hearing. Run again it finds none. Returns how many.
    """
    own = list(Vote.objects.filter(comment__participant=F("participant")).values_list("pk", "comment__consultation"))
    counts: dict[int, int] = {}
    for _pk, hearing in own:
        counts[hearing] = counts.get(hearing, 0) + 1
    if counts:
        Vote.objects.filter(pk__in=[pk for pk, _hearing in own]).delete()
        log_withdrawn_votes(own)
        recount_figures()
        record(verb="drop_votes_on_own_comments", by=None, hearings={str(pk): n for pk, n in counts.items()})
    return sum(counts.values())
