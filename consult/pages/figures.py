"""How many comments a hearing has, so that the parts add up to the whole.

Of 82 official summaries a third gave another number of respondents than the portal they summarised (Thai Law Portal census): some left
out who stated no view, some added meetings. Here every row of the record falls into one part, and the parts say which they are.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.core.cache import cache
from django.db.models import Case, CharField, Count, F, Q, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..models import Comment, Consultation, Level, Vote
from ..models.told_level import ToldLevel
from ..suppression import in_fives
from .discussion import visible_tally

#: What is kept of one state of a hearing: its live number is part of the key
CACHE_SECONDS = 24 * 3600
_PARTS: dict[str, str | Promise] = {
    "web": _("on this website"),
    "email_channel": _("by e-mail"),
    "meeting": _("in meetings"),
    "paper": _("by letter or paper form"),
    "withdrawn": _("withdrawn by who wrote them"),
    "held": _("waiting for a moderator to look at them"),
    "hidden": _("hidden by a moderator"),
    "below": _("replies that went with what they answered"),
}
#: How those who wrote on this website are known
_LEVELS: dict[str, str | Promise] = {
    "guest": _("guests without an account"),
    "email": _("people with a confirmed e-mail address"),
    "person": _("people whose identity was verified"),
    "juristic": _("in the name of juristic persons"),
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


def channel() -> Case:
    """Where a comment came from, as an expression over comments."""
    return Case(
        When(channel=Comment.Channel.EMAIL, then=Value("email_channel")),
        default=F("channel"),
        output_field=CharField(),
    )


def level_of() -> Case:
    """How surely the writer of a comment is known, as an expression over comments: the level of the account now, or a juristic person."""
    return Case(
        When(representation__isnull=False, then=Value("juristic")),
        When(participant__level=Level.GUEST, then=Value("guest")),
        When(participant__level=Level.EMAIL, then=Value("email")),
        default=Value("person"),
        output_field=CharField(),
    )


def part() -> Case:
    """The one part of `comments_that_add_up` a comment stands in, as an expression over comments."""
    return Case(
        When(withdrawn_at__isnull=False, then=Value("withdrawn")),
        When(held_at__isnull=False, then=Value("held")),
        When(hidden_at__isnull=False, then=Value("hidden")),
        When(is_visible=False, then=Value("below")),
        default=channel(),
        output_field=CharField(),
    )


def _counted(consultation: Consultation) -> list[FigureLine]:
    counted = (
        Comment.objects.filter(consultation=consultation)
        .order_by()
        .annotate(kind=part())
        .values("kind")
        .annotate(
            comments=Count("pk"),
            replies=Count("pk", filter=Q(parent__isnull=False)),
            writers=Count("participant", distinct=True),
        )
    )
    found = {row.pop("kind"): row for row in counted}
    return [FigureLine(key=key, **found[key]) for key in _PARTS if key in found]


def writers_by_level(consultation: Consultation) -> dict[str, int]:
    """Comments on this website that may be read, in fives, by how surely their writers are known (one query, kept as above)."""
    key = f"figures-levels:{consultation.pk}:{consultation.live_seq}"
    found = cache.get(key)
    if found is None:
        shown = Comment.objects.filter(consultation=consultation, channel=Comment.Channel.WEB).visible().order_by()
        found = dict(shown.annotate(known=level_of()).values_list("known").annotate(n=Count("pk")))
        cache.set(key, found, CACHE_SECONDS)
    return {str(_LEVELS[name]): in_fives(found[name]) for name in _LEVELS if in_fives(found.get(name, 0))}


def votes_by_level(consultation: Consultation) -> list[ToldLevel]:
    """Votes on the words the draft has now, one line a level of which a page tells how many, and no shares: of all sections together they
    would bring those of one nearer. None while readers may not see them yet (two queries)."""
    ballots = [section.ballot_id for section in consultation.draft.sections.only("origin")]
    summed: Counter[Level] = Counter()
    for tally in Vote.objects.section_tallies(ballots).values():
        seen = visible_tally(consultation, tally, None)
        for one in seen.by_level if seen else ():
            summed[one.level] += one.total
    return [ToldLevel(level=level, at_least=n) for level in sorted(summed) if (n := in_fives(summed[level]))]
