"""How many comments a hearing has, so that the parts add up to the whole.

Of 82 official summaries a third gave another number of respondents than the portal they summarised (Thai Law Portal census): some left
out who stated no view, some added meetings. Here every row of the record falls into one part, and the parts say which they are.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.core.cache import cache
from django.db.models import Case, CharField, Count, F, Q, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..models import Comment, Consultation, Level, Vote
from ..models.kept import LevelVotes
from .discussion import visible_tally

#: What is kept of one state of a hearing: its live number is part of the key
CACHE_SECONDS = 24 * 3600
_PARTS: dict[str, str | Promise] = {
    "guest": _("on this website, by guests without an account"),
    "email": _("on this website, by people with a confirmed e-mail address"),
    "person": _("on this website, by people whose identity was verified"),
    "juristic": _("on this website, in the name of juristic persons"),
    "email_channel": _("by e-mail"),
    "meeting": _("in meetings"),
    "paper": _("by letter or paper form"),
    "withdrawn": _("withdrawn by who wrote them"),
    "hidden": _("hidden by a moderator"),
    "below": _("replies that went with what they answered"),
}


@dataclass(frozen=True, kw_only=True)
class FigureLine:
    """Comments of one kind, replies among them; ``writers``: accounts that wrote them, which are not always people."""

    key: str
    comments: int
    replies: int
    writers: int

    @property
    def label(self) -> str | Promise:
        return _PARTS[self.key]


@dataclass(frozen=True, kw_only=True)
class FigureSum:
    """Parts that add up: ``comments`` is their sum, and the number of rows on record."""

    parts: Sequence[FigureLine]

    @property
    def comments(self) -> int:
        return sum(part.comments for part in self.parts)

    @property
    def replies(self) -> int:
        return sum(part.replies for part in self.parts)


def comments_that_add_up(consultation: Consultation) -> FigureSum:
    """Every comment on record in exactly one part (one query over them, kept until something of the
    hearing changes, for a day at most)."""
    key = f"figures:{consultation.pk}:{consultation.live_seq}"
    rows = cache.get(key)
    if rows is None:
        rows = [asdict(part) for part in _counted(consultation)]
        cache.set(key, rows, CACHE_SECONDS)
    return FigureSum(parts=[FigureLine(**row) for row in rows])


def _counted(consultation: Consultation) -> list[FigureLine]:
    kinds = Case(
        When(withdrawn_at__isnull=False, then=Value("withdrawn")),
        When(hidden_at__isnull=False, then=Value("hidden")),
        When(is_visible=False, then=Value("below")),
        When(channel=Comment.Channel.EMAIL, then=Value("email_channel")),
        When(~Q(channel=Comment.Channel.WEB), then=F("channel")),
        When(representation__isnull=False, then=Value("juristic")),
        When(author__level=Level.GUEST, then=Value("guest")),
        When(author__level=Level.EMAIL, then=Value("email")),
        default=Value("person"),
        output_field=CharField(),
    )
    counted = (
        Comment.objects.filter(consultation=consultation)
        .order_by()
        .annotate(kind=kinds)
        .values("kind")
        .annotate(
            comments=Count("pk"),
            replies=Count("pk", filter=Q(parent__isnull=False)),
            writers=Count("author", distinct=True),
        )
    )
    found = {row.pop("kind"): row for row in counted}
    return [FigureLine(key=key, **found[key]) for key in _PARTS if key in found]


def votes_by_level(consultation: Consultation) -> list[LevelVotes]:
    """Votes on the words the draft has now, one line a level that voted; none while readers may not see them yet (two queries)."""
    ballots = [section.ballot_id for section in consultation.draft.sections.only("origin")]
    summed: dict[Level, LevelVotes] = {}
    for tally in Vote.objects.section_tallies(ballots).values():
        seen = visible_tally(consultation, tally, None)
        for one in seen.by_level if seen else ():
            before = summed.get(one.level, LevelVotes(level=one.level))
            summed[one.level] = LevelVotes(
                level=one.level,
                agree=before.agree + one.agree,
                unsure=before.unsure + one.unsure,
                disagree=before.disagree + one.disagree,
            )
    return [summed[level] for level in sorted(summed) if summed[level].total]
