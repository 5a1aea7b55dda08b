"""How a reader goes through a discussion: in which order, and with which words. Both stand in the address."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Least
from django.utils.translation import gettext_lazy as _

from ..models import Comment, Consultation, Vote
from ..models.comment import CommentQuerySet
from ..models.search import QUERY_LENGTH, containing

NEWEST = "newest"


def _votes(choice: Vote.Choice):
    """How many chose this on each comment, looked up for the comments of one place only."""
    cast = Vote.objects.filter(comment=OuterRef("pk"), choice=choice).order_by().values("comment")
    return Coalesce(Subquery(cast.annotate(n=Count("pk")).values("n")), 0)


def _most_supported(comments: CommentQuerySet) -> CommentQuerySet:
    counted = comments.annotate(agree=_votes(Vote.Choice.AGREE), disagree=_votes(Vote.Choice.DISAGREE))
    return counted.order_by((F("agree") - F("disagree")).desc(), "-agree", "-pk")


def _most_divided(comments: CommentQuerySet) -> CommentQuerySet:
    """Most voters on the smaller side first; among equals those whose sides are closer."""
    counted = comments.annotate(agree=_votes(Vote.Choice.AGREE), disagree=_votes(Vote.Choice.DISAGREE))
    smaller = Least("agree", "disagree")
    return counted.order_by(smaller.desc(), F("agree") + F("disagree"), "-pk")


@dataclass(frozen=True, kw_only=True)
class Sort:
    """One way to go through comments. ``tells_votes``: the order gives away how people voted."""

    key: str
    label: str
    apply: Callable[[CommentQuerySet], CommentQuerySet]
    tells_votes: bool = False
    narrows: bool = False


SORTS = (
    Sort(key=NEWEST, label=_("newest first"), apply=lambda comments: comments.order_by("-pk")),
    Sort(key="oldest", label=_("oldest first"), apply=lambda comments: comments.order_by("pk")),
    Sort(key="supported", label=_("most supported"), apply=_most_supported, tells_votes=True),
    Sort(key="divided", label=_("most divided"), apply=_most_divided, tells_votes=True),
    Sort(
        key="unanswered",
        label=_("not answered by the agency yet"),
        apply=lambda comments: comments.unanswered().order_by("-pk"),
        narrows=True,
    ),
)


@dataclass(frozen=True, kw_only=True)
class Order:
    """What a reader asked for, and what else could be. Nonsense in the address means the newest first."""

    sort: Sort
    sorts: Sequence[Sort]
    query: str

    @property
    def is_usual(self) -> bool:
        """Newest first and all of them: where a comment that comes now has its place at the top."""
        return self.sort.key == NEWEST and not self.query

    @property
    def narrows(self) -> bool:
        return self.sort.narrows or bool(self.query)

    @property
    def in_address(self) -> str:
        """For links to other pages of the same order."""
        return urlencode({name: value for name, value in (("sort", self._key), ("q", self.query)) if value})

    @property
    def _key(self) -> str:
        return "" if self.sort.key == NEWEST else self.sort.key

    def of(self, comments: CommentQuerySet) -> CommentQuerySet:
        """These comments in this order; with words, those that have them or whose replies do."""
        if self.query:
            words = containing(self.query)
            replies = Comment.objects.visible().filter(words, parent=OuterRef("pk"))
            comments = comments.filter(words | Q(Exists(replies)))
        return self.sort.apply(comments)


def asked_order(asked: Mapping[str, str], consultation: Consultation) -> Order:
    """The order asked for in an address, among those that tell this reader nothing hidden."""
    shown = consultation.shows_tallies_to_all()
    sorts = [sort for sort in SORTS if shown or not sort.tells_votes]
    chosen = next((sort for sort in sorts if sort.key == asked.get("sort")), sorts[0])
    return Order(sort=chosen, sorts=sorts, query=asked.get("q", "").strip()[:QUERY_LENGTH])
