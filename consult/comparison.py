"""What changed from one version of a draft to the next, section by section; the words inside a section are compared by who
draws the page, since the record of law knows no words of a language."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from uuid import UUID

from .models import DraftVersion, Section


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
        return bool(self.before and self.after) and self.old_text != self.new_text

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
