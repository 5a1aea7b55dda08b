"""All rounds in which one draft was heard, and what became of it afterwards (แฟ้มของร่าง)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.utils import timezone

from ..models import Consultation, LawStage
from ..models.consultation import rounds_of
from ..models.kept import count_for
from ..models.prepared import Prepared, PreparedForIds


@dataclass(frozen=True, kw_only=True)
class Dossier:
    """``rounds`` in order, with round_number, comment_count and answer_count, empty where there is one only; ``stages`` as they
    happened; ``opens_on``: the day on which the hearing one looks at opens."""

    rounds: Sequence[Consultation]
    stages: Sequence[LawStage]
    opens_on: date

    @property
    def stages_before(self) -> list[LawStage]:
        """What became of the draft after an earlier round, before this one."""
        return [one for one in self.stages if one.on < self.opens_on]

    @property
    def stages_after(self) -> list[LawStage]:
        return [one for one in self.stages if one.on >= self.opens_on]


_ROUNDS = Prepared(
    lambda first: rounds_of(first).select_related("draft").defer("draft__preamble").order_by("opens_at", "pk")
)
_STAGES = PreparedForIds(lambda rounds: LawStage.objects.standing().filter(consultation__in=rounds))


def dossier(consultation: Consultation) -> Dossier:
    """Two queries for a hearing that was held once, four for any number of rounds."""
    rounds = _ROUNDS.models(consultation.first_round_id or consultation.pk)
    opens_on = timezone.localdate(consultation.opens_at)
    stages = _STAGES.models([one.pk for one in rounds])
    if len(rounds) == 1:
        return Dossier(rounds=[], stages=stages, opens_on=opens_on)
    count_for(rounds)
    answered = Count("comments__official_reply", filter=Q(comments__official_reply__withdrawn_at=None))
    counts = Consultation.objects.filter(pk__in=[one.pk for one in rounds]).annotate(answers=answered)
    answers = dict(counts.order_by().values_list("pk", "answers"))
    for number, one in enumerate(rounds, start=1):
        one.round_number = number
        one.answer_count = answers[one.pk]
    return Dossier(rounds=rounds, stages=stages, opens_on=opens_on)
