"""Order of what was paired: what stands where it stood, and which chapter of the new draft is which of the old one."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from .section import CHAPTER_JOINT
from .wording import words_of

_COUNTED = re.compile(r"^(?:ภาค|ลักษณะ|หมวด|ส่วน(?:ที่)?|ตอน(?:ที่)?|บรรพ)[\d/]+")


def in_place(places: Sequence[int]) -> list[bool]:
    """For old places in the order of the new draft: which keep their order whatever else is taken to have moved.

    One that is in some longest rising sequence and not in all of them moved as much as its rival: when two neighbours change places,
    both did.

    >>> in_place([0, 3, 1, 2]), in_place([1, 0])
    ([True, False, True, True], [False, False])
    """
    before = _rising(places)
    after = _rising([-place for place in reversed(places)])[::-1]
    longest = max(before, default=0)
    on_one = [up + down - 1 == longest for up, down in zip(before, after, strict=True)]
    share = Counter(up for up, is_on in zip(before, on_one, strict=True) if is_on)
    return [is_on and share[up] == 1 for up, is_on in zip(before, on_one, strict=True)]


def backbone(pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Pairs (old, new), each place once, of which no two cross, as many as possible."""
    by_new = sorted(pairs, key=lambda pair: pair[1])
    lengths = _rising([old for old, _ in by_new])
    kept: list[tuple[int, int]] = []
    wanted = max(lengths, default=0)
    for pair, length in zip(reversed(by_new), reversed(lengths), strict=True):
        if length == wanted and (not kept or pair[0] < kept[-1][0]):
            kept.append(pair)
            wanted -= 1
    return kept[::-1]


def _rising(places: Sequence[int]) -> list[int]:
    """How long the longest rising sequence is that ends at each place."""
    ends: list[int] = []
    lengths = []
    for place in places:
        length = bisect_left(ends, place)
        ends[length : length + 1] = [place]
        lengths.append(length + 1)
    return lengths


def counterparts(old: Sequence[str], new: Sequence[str], pairs: Iterable[tuple[int, int]]) -> dict[str, str]:
    """Old chapter → the new one that is the same chapter: by its title, whatever its number, or because most went there.

    `old`, `new`: the chapter of each section; `pairs`: sections that are the same. A chapter whose sections all went into another
    one has no counterpart.
    """
    found = _by_title(set(old), set(new))
    taken = set(found.values())
    went: Counter[tuple[str, str]] = Counter(
        (old[a], new[b]) for a, b in pairs if old[a] not in found and new[b] not in taken
    )
    best_of_old, best_of_new = _best(went, 0), _best(went, 1)
    found |= {a: b for a, b in went if best_of_old[a] == b and best_of_new[b] == a}
    return found


def is_within(one: str, other: str) -> bool:
    """True when one chapter stands in the other, or one of them is none: a heading that came or went moved nothing."""
    shorter, longer = sorted((_titles(one), _titles(other)), key=len)
    return longer[: len(shorter)] == shorter


def _by_title(old: set[str], new: set[str]) -> dict[str, str]:
    titled_old, titled_new = _titled(old), _titled(new)
    return {
        chapters[0]: titled_new[title][0]
        for title, chapters in titled_old.items()
        if title and len(chapters) == len(titled_new[title]) == 1
    }


def _titled(chapters: set[str]) -> defaultdict[str, list[str]]:
    titled: defaultdict[str, list[str]] = defaultdict(list)
    for chapter in chapters:
        headings = _titles(chapter)
        titled[CHAPTER_JOINT.join(headings) if all(headings) else ""].append(chapter)
    return titled


def _titles(chapter: str) -> list[str]:
    """The headings above a section without what counts them; one that has nothing else keeps it."""
    headings = [words_of(heading) for heading in chapter.split(CHAPTER_JOINT) if heading]
    return [_COUNTED.sub("", heading) or heading for heading in headings]


def _best(went: Counter[tuple[str, str]], side: int) -> dict[str, str]:
    """For each chapter of one side the one of the other with most sections in common; of equals the one of the same name."""
    best: dict[str, tuple[int, bool, str]] = {}
    for pair, count in went.items():
        here, there = pair[side], pair[1 - side]
        best[here] = max(best.get(here, (0, False, "")), (count, words_of(here) == words_of(there), there))
    return {here: there for here, (_, _, there) in best.items()}
