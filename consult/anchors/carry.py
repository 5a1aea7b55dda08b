"""Which anchor each section of a new draft continues, so that comments and votes stay with what they were written on."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from .align import Link, LinkKind, align_known
from .likeness import runs_of
from .pairing import TELLING, known_wordings
from .section import LawSection
from .wording import WordsRead, number_of

Anchored = tuple[UUID, LawSection]


@dataclass(frozen=True, kw_only=True)
class AnchorLink:
    """What became of sections, by their anchors; ``old`` and ``new`` are their places in the two drafts.

    ``returned``: the anchor is that of a section taken out in an earlier version, which reads the same. For a split one of
    ``new_anchors`` is the old one, and for a merger one of ``old_anchors`` goes on in ``new_anchors``.
    """

    kind: LinkKind
    old: tuple[int, ...]
    new: tuple[int, ...]
    old_anchors: tuple[UUID, ...]
    new_anchors: tuple[UUID, ...]
    returned: bool = False


@dataclass(frozen=True)
class Carried:
    """The anchor of each section of the new draft, in its order, and what changed, in the order of `align`."""

    anchors: tuple[UUID, ...]
    links: tuple[AnchorLink, ...]


def carry(
    current: Sequence[Anchored],
    earlier: Sequence[Sequence[Anchored]],
    new: Sequence[LawSection],
    fresh: Callable[[], UUID] = uuid4,
) -> Carried:
    """Anchors for `new` after `current`; `earlier`: the versions before, oldest first. No anchor is given twice.

    A section continues the anchor of the one it is aligned with. Of the parts of a split the one that once read as it reads now, else
    the one with most of the text, goes on; the others get anchors of their own. A merged section goes on under the anchor of the one it
    holds most of. What was added and reads as a section that was taken out before gets its anchor back.
    """
    old = [section for _, section in current]
    place_of = {anchor: place for place, (anchor, _) in enumerate(current)}
    before = [entry for version in earlier for entry in version]
    words = WordsRead()
    once: defaultdict[UUID, set[str]] = defaultdict(set)
    for anchor, section in before:
        once[anchor].add(words.of(section))
    wordings = known_wordings(((place_of[anchor], section) for anchor, section in before if anchor in place_of), words)
    links = align_known(old, new, wordings, words)

    given: dict[int, UUID] = {}
    for link in links:
        given.update(_continued(link, current, new, once, words))
    gone = [(anchor, section) for anchor, section in before if anchor not in place_of]
    waiting = [place for link in links for place in link.new if place not in given]
    came_back = returning(gone, [new[place] for place in waiting], words)
    returned = {waiting[index]: anchor for index, anchor in came_back.items()}
    given |= returned
    for place in range(len(new)):
        if place not in given:
            given[place] = fresh()
    told = tuple(
        AnchorLink(
            kind=link.kind,
            old=link.old,
            new=link.new,
            old_anchors=tuple(current[place][0] for place in link.old),
            new_anchors=tuple(given[place] for place in link.new),
            returned=any(place in returned for place in link.new),
        )
        for link in links
    )
    return Carried(tuple(given[place] for place in range(len(new))), told)


def returning(gone: Iterable[Anchored], added: Sequence[LawSection], words: WordsRead | None = None) -> dict[int, UUID]:
    """Which of the added sections (by place) read as one that was taken out, and its anchor.

    Two that read the same are told apart by their numbers, or not at all; so are words too short to prove anything.

    >>> lost = LawSection(unit="ข้อ", number="๗", paragraphs=("ให้คณะกรรมการมีอำนาจหน้าที่ดังต่อไปนี้",))
    >>> returning([(UUID(int=7), lost)], [LawSection(paragraphs=lost.paragraphs)])
    {0: UUID('00000000-0000-0000-0000-000000000007')}
    """
    words = words or WordsRead()
    once: defaultdict[str, list[Anchored]] = defaultdict(list)
    for anchor, section in gone:
        once[words.of(section)].append((anchor, section))
    reads = [words.of(section) for section in added]
    reads_so = Counter(reads)
    found: dict[int, UUID] = {}
    for place, section in enumerate(added):
        entries = once[reads[place]]
        anchors = {anchor for anchor, _ in entries}
        if len(reads[place]) < TELLING or reads_so[reads[place]] > 1 or len(anchors) > 1:
            number = number_of(section)
            anchors = {anchor for anchor, before in entries if section.number and number_of(before) == number}
        if len(anchors) == 1:
            found[place] = anchors.pop()
    claims = Counter(found.values())
    return {place: anchor for place, anchor in found.items() if claims[anchor] == 1}


def _continued(
    link: Link, current: Sequence[Anchored], new: Sequence[LawSection], once: Mapping[UUID, set[str]], words: WordsRead
) -> dict[int, UUID]:
    """The place of the new draft that continues an anchor of the current one; `once`: how the section of an anchor once read."""
    if not (link.old and link.new):
        return {}
    if len(link.new) > 1:
        anchor, whole = current[link.old[0]]
        same = [place for place in link.new if words.of(new[place]) in once.get(anchor, ())]
        return {_chosen(same, whole, {place: new[place] for place in link.new}, words): anchor}
    joined = new[link.new[0]]
    same = [place for place in link.old if words.of(joined) in once.get(current[place][0], ())]
    place = _chosen(same, joined, {place: current[place][1] for place in link.old}, words)
    return {link.new[0]: current[place][0]}


def _chosen(same: Sequence[int], whole: LawSection, parts: Mapping[int, LawSection], words: WordsRead) -> int:
    """The one part whose words are known, else the one that shares most with the whole; of equals the first."""
    if len(same) == 1 or len(parts) == 1:
        return same[0] if same else next(iter(parts))
    runs = runs_of(words.of(whole))
    shared = {place: len(runs & runs_of(words.of(part))) for place, part in parts.items()}
    return max(sorted(shared), key=lambda place: shared[place])
