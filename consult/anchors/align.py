"""Which section of the new draft is which of the old one, without ids: what was kept, changed, parted, joined, taken out, put in.

What is said when several things are true, the first of this list: split, merged; reworded (the words changed, if only a reference
that follows a new number: words are law); moved (the order among what stayed, or the chapter, changed, whatever the number);
renumbered (the same words at the same place under another number); kept. Other digits, spaces, quotation marks or another order
of marks are no change of words (`wording.words_of`). Nothing is guessed: two sections nobody can tell apart are removed and added.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from .order import backbone, counterparts, in_place, is_within
from .pairing import Pairing, known_wordings
from .parts import Side, Whole, wholes
from .section import LawSection
from .wording import WordsRead


class LinkKind(StrEnum):
    KEPT = "kept"
    RENUMBERED = "renumbered"
    MOVED = "moved"
    REWORDED = "reworded"
    SPLIT = "split"
    MERGED = "merged"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True)
class Link:
    """What became of sections: their places in the old draft and in the new one."""

    old: tuple[int, ...]
    new: tuple[int, ...]
    kind: LinkKind


def align(
    old: Sequence[LawSection], new: Sequence[LawSection], earlier: Sequence[Sequence[LawSection]] = ()
) -> list[Link]:
    """Links in the order of the new draft, what was removed where it stood; every section of both is in exactly one.

    `earlier`: the versions before `old`. A section that reads again as it did in one of them is recognised by that.

    >>> first, second = (LawSection(unit="ข้อ", number=number, paragraphs=(text,)) for number, text in (("๑", "ก"), ("๒", "ข")))
    >>> [str(link.kind) for link in align([first, second], [first])]
    ['kept', 'removed']
    """
    words = WordsRead()
    return align_known(old, new, _once_read(old, earlier, words), words)


def align_known(
    old: Sequence[LawSection], new: Sequence[LawSection], wordings: Mapping[str, int], words: WordsRead
) -> list[Link]:
    """The same, where it is known how sections of `old` once read: words (`pairing.known_wordings`) → place in `old`."""
    board = Pairing(old, new, words)
    board.pair_same()
    board.pair_in_place()
    split, merged = _parted(board)
    taken_old = {whole.whole for whole in split} | {place for whole in merged for place in whole.parts}
    taken_new = {whole.whole for whole in merged} | {place for whole in split for place in whole.parts}
    _hold(board, split, merged)
    board.pair_known(wordings)
    board.pair_alike()
    links = [Link((whole.whole,), whole.parts, LinkKind.SPLIT) for whole in split]
    links += [Link(whole.parts, (whole.whole,), LinkKind.MERGED) for whole in merged]
    links += _one_to_one(board, taken_old, taken_new)
    links += [Link((), (place,), LinkKind.ADDED) for place in board.free_new()]
    return _in_document_order(links, board.free_old())


def _once_read(old: Sequence[LawSection], earlier: Sequence[Sequence[LawSection]], words: WordsRead) -> dict[str, int]:
    stood = (
        (link.old[0], version[link.new[0]])
        for version in earlier
        for link in align_known(old, version, {}, words)
        if len(link.old) == len(link.new) == 1
    )
    return known_wordings(stood, words)


def _parted(board: Pairing) -> tuple[list[Whole], list[Whole]]:
    free_old, free_new = board.free_old(), board.free_new()
    if len(free_old) + len(free_new) < 3 or not (free_old and free_new):
        return [], []
    alike, near, (news_of, olds_of) = board.likeness, board.near(), board.likest
    olds = Side(board.old_words, alike.old, frozenset(free_old), news_of)
    news = Side(board.new_words, alike.new, frozenset(free_new), olds_of)
    split = wholes(alike, olds, news, near)
    merged = wholes(alike, news, olds, [(there, here) for here, there in near])
    both = sorted(
        [*((one, True) for one in split), *((one, False) for one in merged)], key=lambda pair: -pair[0].covered
    )
    used_old: set[int] = set()
    used_new: set[int] = set()
    chosen: tuple[list[Whole], list[Whole]] = ([], [])
    for whole, is_split in both:
        in_old, in_new = ((whole.whole,), whole.parts) if is_split else (whole.parts, (whole.whole,))
        if used_old.isdisjoint(in_old) and used_new.isdisjoint(in_new):
            used_old.update(in_old)
            used_new.update(in_new)
            chosen[0 if is_split else 1].append(whole)
    return chosen


def _hold(board: Pairing, split: Sequence[Whole], merged: Sequence[Whole]) -> None:
    """Take what parted or joined off the table: its likest part is its pair, as a neighbour and a place for the others."""
    alike = board.likeness if split or merged else None
    if alike is None:
        return
    for whole in split:
        board.pair(whole.whole, max(whole.parts, key=lambda part: alike.score(alike.old[whole.whole], alike.new[part])))
        board.set_aside(new=whole.parts)
    for whole in merged:
        board.pair(max(whole.parts, key=lambda part: alike.score(alike.old[part], alike.new[whole.whole])), whole.whole)
        board.set_aside(old=whole.parts)


def _one_to_one(board: Pairing, taken_old: set[int], taken_new: set[int]) -> list[Link]:
    by_new = sorted((new, old) for old, new in board.pairs)
    stays = dict(zip([new for new, _ in by_new], in_place([old for _, old in by_new]), strict=True))
    old_chapters, new_chapters = ([section.chapter for section in draft] for draft in (board.old, board.new))
    chapters = counterparts(old_chapters, new_chapters, board.pairs)
    links = []
    for new, old in by_new:
        if old in taken_old or new in taken_new:
            continue
        before, after = old_chapters[old], new_chapters[new]
        stays_in_chapter = chapters.get(before) == after or is_within(before, after)
        if board.old_words[old] != board.new_words[new]:
            kind = LinkKind.REWORDED
        elif not (stays[new] and stays_in_chapter):
            kind = LinkKind.MOVED
        elif board.old_numbers[old] != board.new_numbers[new]:
            kind = LinkKind.RENUMBERED
        else:
            kind = LinkKind.KEPT
        links.append(Link((old,), (new,), kind))
    return links


def _in_document_order(links: list[Link], removed: Sequence[int]) -> list[Link]:
    """By the place in the new draft; what was removed follows the section it followed, if that one stayed in its place."""
    spine = backbone([(max(link.old), min(link.new)) for link in links if link.old and link.new])
    before: list[tuple[float, int, Link]] = [(min(link.new), -1, link) for link in links]
    for place in removed:
        follows = [new for old, new in spine if old < place]
        before.append((follows[-1] + 0.5 if follows else -0.5, place, Link((place,), (), LinkKind.REMOVED)))
    return [link for _, _, link in sorted(before, key=lambda entry: entry[:2])]
