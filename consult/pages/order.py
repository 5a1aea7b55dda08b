"""How a reader goes through a discussion: in which order, and with which words. Both stand in the address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from ..anchors.span import TextSpan
from ..models import Comment, Consultation, OfficialReply
from ..models.kept import ReceptionQuerySet
from ..models.search import comments_with

NEWEST = "newest"
UNANSWERED = "unanswered"


@dataclass(frozen=True, kw_only=True)
class Sort:
    """One way to go through comments. ``tells_votes``: the order gives away how people voted."""

    key: str
    label: str
    by: tuple[str, ...]
    tells_votes: bool = False
    narrows: bool = False


SORTS = (
    Sort(key=NEWEST, label=_("newest first"), by=("-comment_id",)),
    Sort(key="oldest", label=_("oldest first"), by=("comment_id",)),
    Sort(key="supported", label=_("most supported"), by=("-support", "-agree", "-comment_id"), tells_votes=True),
    # Most voters on the smaller side first; among equals those whose sides are closer.
    Sort(key="divided", label=_("most divided"), by=("-smaller_side", "-closeness", "-comment_id"), tells_votes=True),
    Sort(key=UNANSWERED, label=_("not answered by the agency yet"), by=("-comment_id",), narrows=True),
)


@dataclass(frozen=True, kw_only=True)
class Order:
    """What a reader asked for, and what else could be. Nonsense in the address means the newest first.

    ``about``: words of the section (``12-40``, places in its text); then only ``among`` is shown, the comments that speak of them.
    """

    sort: Sort
    sorts: Sequence[Sort]
    query: str
    about: str = ""
    among: Sequence[int] = ()

    @property
    def is_usual(self) -> bool:
        """Newest first and all of them: where a comment that comes now has its place at the top."""
        return self.sort.key == NEWEST and not (self.query or self.about)

    @property
    def narrows(self) -> bool:
        return self.sort.narrows or bool(self.query or self.about)

    @property
    def in_address(self) -> str:
        """For links to other pages of the same order."""
        return urlencode(
            {name: value for name, value in (("sort", self._key), ("q", self.query), ("about", self.about)) if value}
        )

    @property
    def _key(self) -> str:
        return "" if self.sort.key == NEWEST else self.sort.key

    def of(self, listed: ReceptionQuerySet) -> ReceptionQuerySet:
        """Of these comments those that were asked for; with words, those that have them or whose replies do."""
        if self.about:
            listed = listed.filter(comment__in=self.among)
        if self.query:
            words = Comment.objects.visible().filter(comments_with(self.query)).order_by()
            listed = listed.filter(comment__in=words.annotate(top=Coalesce("parent", "pk")).values("top"))
        if self.sort.key == UNANSWERED:
            listed = listed.filter(
                ~Exists(OfficialReply.objects.filter(comment=OuterRef("comment"), withdrawn_at=None))
            )
        return listed


def asked_order(asked: Mapping[str, str], consultation: Consultation) -> Order:
    """The order asked for in an address, among those that tell this reader nothing hidden."""
    shown = consultation.shows_tallies_to_all()
    sorts = [sort for sort in SORTS if shown or not sort.tells_votes]
    chosen = next((sort for sort in sorts if sort.key == asked.get("sort")), sorts[0])
    return Order(sort=chosen, sorts=sorts, query=asked.get("q", "").strip())


def about_words(order: Order, about: str, spoken_of: Mapping[int, TextSpan]) -> Order:
    """The same order, of the comments that speak of these words (``12-40``) or of words that share a letter with them."""
    start, dash, end = about.partition("-")
    if not (dash and all(part.isascii() and part.isdigit() and len(part) < 8 for part in (start, end))):
        return order
    among = [pk for pk, span in spoken_of.items() if span.start < int(end) and int(start) < span.end]
    return replace(order, about=about, among=among)
