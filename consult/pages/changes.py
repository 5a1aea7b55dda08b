"""What changed from one version of a draft to the next, section by section; the words inside a section are compared
when the page is drawn."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from uuid import UUID

from django.db.models import F

from ..models import Comment, DraftVersion, Section
from ..models.kept import comment_counts


@dataclass(frozen=True, kw_only=True)
class Change:
    """A section that is not what it was. ``before`` is None for a new one, ``after`` for one that was taken out."""

    before: Section | None
    after: Section | None
    is_moved: bool = False

    @property
    def section(self) -> Section:
        return self.after or self.before

    @property
    def old_text(self) -> str:
        return _words_of(self.before)

    @property
    def new_text(self) -> str:
        return _words_of(self.after)

    @property
    def is_reworded(self) -> bool:
        return bool(self.before and self.after) and self.before.wording_sha256 != self.after.wording_sha256

    @property
    def is_renumbered(self) -> bool:
        return bool(self.before and self.after) and self.before.label != self.after.label


def _words_of(section: Section | None) -> str:
    return "\n".join(filter(None, [section.heading, section.text])) if section else ""


def changes(before: DraftVersion, after: DraftVersion) -> list[Change]:
    """Every section that is new, gone, reworded, renumbered or moved, in the order of the new version; one that is gone
    stands after the section it followed (two queries)."""
    old = {section.anchor: section for section in before.sections.all()}
    new = {section.anchor: section for section in after.sections.all()}
    moved = _moved([anchor for anchor in old if anchor in new], [anchor for anchor in new if anchor in old])
    compared = [
        Change(before=old.get(anchor), after=new.get(anchor), is_moved=anchor in moved)
        for anchor in _in_order(list(old), list(new))
    ]
    return [one for one in compared if not (one.before and one.after) or _differs(one)]


def _differs(change: Change) -> bool:
    return change.is_reworded or change.is_renumbered or change.is_moved


def _moved(old: list[UUID], new: list[UUID]) -> set[UUID]:
    """Those that stand in another order among the ones both versions have."""
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    stayed = {anchor for start, _, size in blocks for anchor in old[start : start + size]}
    return set(old) - stayed


def _in_order(old: list[UUID], new: list[UUID]) -> list[UUID]:
    followers: dict[UUID | None, list[UUID]] = {}
    last, present = None, set(new)
    for anchor in old:
        if anchor in present:
            last = anchor
        else:
            followers.setdefault(last, []).append(anchor)
    ordered = list(followers.get(None, []))
    for anchor in new:
        ordered += [anchor, *followers.get(anchor, [])]
    return ordered


@dataclass(frozen=True, kw_only=True)
class Revision:
    """A wording that replaced an earlier one.

    ``sections``: those of the new wording that read differently, or are new, and that people had commented on in earlier
    words, in the order of the draft. ``comment_count``: visible comments on those words.
    """

    version: DraftVersion
    sections: Sequence[Section]
    comment_count: int


def latest_revisions(consultations, *, limit: int) -> list[Revision]:
    """Of the wordings people read now, those issued last in place of one that had been commented on, newest first.

    Takes a queryset of consultations. Three queries for each of them, and one.
    """
    current = DraftVersion.objects.filter(pk__in=consultations.values("draft"), number__gt=1)
    current = current.select_related("consultation__agency").order_by("-issued_at", "-pk")
    revisions = [revision(version) for version in current[: 2 * limit]]
    return [one for one in revisions if one.sections][:limit]


def revision(version: DraftVersion) -> Revision:
    """What a version changed of what people had spoken about (three queries)."""
    new = {section.anchor: section for section in version.sections.filter(origin=None).defer("text")}
    earlier = Section.objects.filter(
        version__consultation=version.consultation_id, version__number__lt=version.number, anchor__in=new
    )
    places = comment_counts([version.consultation_id])[version.consultation_id]
    counts: dict[UUID, int] = Counter()
    for pk, anchor in earlier.values_list("pk", "anchor"):
        if pk in places and places[pk].in_all:
            counts[anchor] += places[pk].in_all
    return Revision(
        version=version,
        sections=[section for anchor, section in new.items() if anchor in counts],
        comment_count=sum(counts.values()),
    )


def reworded_since(comments: Sequence[Comment]) -> dict[int, Section]:
    """Comment id → the section as it reads now, for comments on a section that was reworded after they were written.

    Comments come with their section and consultation (one query).
    """
    read = {comment.pk: (comment.consultation_id, comment.section) for comment in comments if comment.section}
    now = Section.objects.filter(
        version__consultation__draft=F("version"), anchor__in={section.anchor for _, section in read.values()}
    )
    current = {(row.version.consultation_id, row.anchor): row for row in now.select_related("version").defer("text")}
    found = {}
    for pk, (consultation, section) in read.items():
        stands = current.get((consultation, section.anchor))
        if stands and stands.ballot_id != section.ballot_id:
            found[pk] = stands
    return found
