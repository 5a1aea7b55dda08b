"""What a new version of a draft would do, and to whose words, before it is issued (ผลกระทบของร่างฉบับใหม่)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4, uuid5

from consult.anchors.align import LinkKind
from consult.anchors.carry import AnchorLink, Carried, carry
from consult.anchors.section import LawSection
from consult.anchors.wording import WordsRead
from consult.models import Consultation, Section, SectionChange, Vote
from consult.models.kept import NO_COMMENTS, counts_by_anchor

from ..drafting import Draft, DraftSection
from .section_texts import as_law, preamble_of, texts_to_issue

#: Where an officer says that a section continues none of the earlier ones.
NONE = ""


@dataclass(frozen=True, kw_only=True)
class ImpactRow:
    """One change, with the sections it speaks of and what people did there. ``key`` names it in the form of the page.

    ``loose``: anchors of sections that say no more what comments on them spoke of; ``waiting_count``: the comments there.
    """

    key: str
    kind: SectionChange.Kind
    before: Sequence[Section]
    after: Sequence[tuple[int, DraftSection]]
    loose: Collection[UUID]
    comment_count: int
    waiting_count: int
    vote_count: int
    returned: bool

    @property
    def old_text(self) -> str:
        return _words([(one.heading, one.text) for one in self.before])

    @property
    def new_text(self) -> str:
        return _words([(one.heading, one.text) for _place, one in self.after])

    @property
    def ends_votes(self) -> bool:
        """Whether votes stay with earlier words and the new ones begin without any."""
        return self.kind in SectionChange.TOLD

    @property
    def staying_count(self) -> int:
        return self.comment_count - self.waiting_count


def _words(parts) -> str:
    return "\n".join(text for part in parts for text in part if text)


@dataclass(frozen=True, kw_only=True)
class Impact:
    """A draft against the version people read now. ``rows`` in the order of the draft; sections that stay as they are have none."""

    draft: Draft
    carried: Carried
    rows: Sequence[ImpactRow]
    kept_count: int
    preamble_changes: bool
    chapters_change: bool

    @property
    def is_empty(self) -> bool:
        return not (self.rows or self.preamble_changes or self.chapters_change)

    @property
    def told_count(self) -> int:
        return sum(row.ends_votes for row in self.rows)


def impact_of(consultation: Consultation, draft: Draft, mended: Mapping[int, UUID | None] | None = None) -> Impact:
    """Compare a draft with the version on record. ``mended``: place of a section in the draft → the anchor it continues, as the
    officer said, or None where it continues none."""
    versions = list(consultation.versions.order_by("number").prefetch_related("sections"))
    anchored = [[(row.anchor, as_law(row)) for row in version.sections.all()] for version in versions]
    current = list(versions[-1].sections.all())
    sections = draft.sections()
    carried = carry(anchored[-1], anchored[:-1], sections, fresh=_fresh(consultation, len(versions)))
    if mended:
        carried = mend(anchored[-1], sections, carried, mended)
    counts = counts_by_anchor(consultation.pk)
    tallies = Vote.objects.section_tallies([row.ballot_id for row in current])
    by_anchor = {row.anchor: row for row in current}
    continued = set(carried.anchors)
    rows = []
    for change in carried.links:
        if change.kind == LinkKind.KEPT:
            continue
        before = [by_anchor[anchor] for anchor in change.old_anchors]
        loose = {row.anchor for row in before if change.kind == LinkKind.SPLIT or row.anchor not in continued}
        comments = {row.anchor: counts.get(row.anchor, NO_COMMENTS).in_all for row in before}
        rows.append(
            ImpactRow(
                key=f"n{change.new[0]}" if change.new else f"o{change.old_anchors[0].hex}",
                kind=SectionChange.Kind(change.kind.value),
                before=before,
                after=[(place, sections[place]) for place in change.new],
                loose=loose,
                comment_count=sum(comments.values()),
                waiting_count=sum(comments[anchor] for anchor in loose),
                vote_count=sum(tallies[row.ballot_id].total for row in before if row.ballot_id in tallies),
                returned=change.returned,
            )
        )
    new = texts_to_issue(draft, carried.anchors)
    chapters = {row.anchor: (row.chapter_number, row.chapter_heading, row.plain_summary) for row in current}
    return Impact(
        draft=draft,
        carried=carried,
        rows=rows,
        kept_count=sum(change.kind == LinkKind.KEPT for change in carried.links),
        preamble_changes=preamble_of(draft) != versions[-1].preamble,
        chapters_change=any(
            chapters.get(one.anchor, (one.chapter_number, one.chapter_heading, one.plain_summary))
            != (one.chapter_number, one.chapter_heading, one.plain_summary)
            for one in new
        ),
    )


def _fresh(consultation: Consultation, version_count: int):
    """New anchors that are the same whenever the same page is looked at again."""
    made = iter(range(10**6))
    return lambda: uuid5(consultation.key, f"{version_count}:{next(made)}")


def mend(
    current: Sequence[tuple[UUID, LawSection]],
    new: Sequence[LawSection],
    carried: Carried,
    mended: Mapping[int, UUID | None],
) -> Carried:
    """The same with the links an officer put right: each section named continues what was said, and nothing else does.

    Links that are not touched stay, split and merged ones too.
    """
    place_of = {anchor: place for place, (anchor, _law) in enumerate(current)}
    said = {
        place: anchor for place, anchor in mended.items() if place < len(new) and (not anchor or anchor in place_of)
    }
    differs = {place: anchor for place, anchor in said.items() if carried.anchors[place] != anchor}
    differs = {
        place: anchor
        for place, anchor in differs.items()
        if anchor or carried.anchors[place] in place_of  # none said and none given: nothing to mend
    }
    if not differs:
        return carried
    taken = {anchor for anchor in differs.values() if anchor}
    anchors = list(carried.anchors)
    for place, anchor in enumerate(anchors):
        if place in differs:
            anchors[place] = differs[place] or uuid4()
        elif anchor in taken:
            anchors[place] = uuid4()
    untouched, loose_new, loose_old = [], set(differs), set(taken)
    for change in carried.links:
        if set(change.new) & set(differs) or set(change.old_anchors) & taken:
            loose_new |= set(change.new)
            loose_old |= set(change.old_anchors)
        else:
            untouched.append(change)
    changes = [*untouched, *_one_by_one(current, new, anchors, loose_new, loose_old, place_of)]
    changes.sort(key=lambda change: (change.new or (_after(change, anchors, current),))[0])
    return Carried(tuple(anchors), tuple(changes))


def _one_by_one(current, new, anchors, loose_new, loose_old, place_of) -> list[AnchorLink]:
    found = []
    for place in sorted(loose_new):
        anchor = anchors[place]
        if anchor not in place_of:
            found.append(AnchorLink(kind=LinkKind.ADDED, old=(), new=(place,), old_anchors=(), new_anchors=(anchor,)))
            continue
        before = current[place_of[anchor]][1]
        found.append(
            AnchorLink(
                kind=_kind(before, new[place]),
                old=(place_of[anchor],),
                new=(place,),
                old_anchors=(anchor,),
                new_anchors=(anchor,),
            )
        )
    gone = [anchor for anchor in loose_old if anchor not in anchors]
    return found + [
        AnchorLink(kind=LinkKind.REMOVED, old=(place_of[anchor],), new=(), old_anchors=(anchor,), new_anchors=())
        for anchor in sorted(gone, key=place_of.__getitem__)
    ]


def _kind(before: LawSection, after: LawSection) -> LinkKind:
    words = WordsRead()
    if words.of(before) != words.of(after):
        return LinkKind.REWORDED
    if before.label != after.label:
        return LinkKind.RENUMBERED
    return LinkKind.MOVED if before.chapter != after.chapter else LinkKind.KEPT


def _after(change: AnchorLink, anchors: Sequence[UUID], current) -> float:
    """Where a section that is gone is told: behind the nearest one before it that stayed."""
    stays = {anchor: place for place, anchor in enumerate(anchors)}
    for place in range(change.old[0] - 1, -1, -1):
        if current[place][0] in stays:
            return stays[current[place][0]] + 0.5
    return -0.5
