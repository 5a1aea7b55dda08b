"""What closed hearings still need on their way to a published result."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from analysis.result.path import paths_of
from consult import rules
from consult.models import Consultation

from .need_line import NeedLine


def on_the_way(user, records: Sequence[Consultation], now: datetime, said: dict[int, int]) -> Iterator[NeedLine]:
    """The next step of each closed hearing this person writes the result of. ``said``: comments by hearing; where nothing was, none is due."""
    closed = [one for one in records if said.get(one.pk) and one.is_closed(now) and rules.may_draft_results(user, one)]
    for path in paths_of(closed):
        if missing := path.missing:
            hearing = path.consultation
            told = _("next: %(step)s · %(n)s steps left") % {"step": missing[0].text, "n": len(missing)}
            yield NeedLine(
                about=hearing.title, what=told, leads_to=missing[0].link, urgency=hearing.ends_at.timestamp()
            )
