"""Where each letter of a text stands in its next wording: the first witness for a span."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher

from .order import backbone

_Forms = Sequence[str]
#: letters in a row that both texts have once each: first long rows, then shorter ones between them
_ROWS = (12, 6)
#: what is left between rows is compared letter by letter up to this many letters; fewer than _LEAST alike in a row are chance
_MOST_COMPARED, _LEAST = 400, 4
#: of the rows of a changed line, how many must stand in the other one, and the most that a rival may have of that
_OWN, _RIVAL = 0.35, 0.6


def mapping(old: _Forms, new: _Forms) -> dict[int, int]:
    """Old place → new place of the letters that stayed. Lines that stand once in each text are found wherever they went; all
    else keeps its order."""
    if old == new:
        return {place: place for place in range(len(old))}
    found = _whole_lines(old, new)
    _changed_lines(old, new, found)
    _fill(old, new, (0, len(old)), (0, len(new)), backbone(found.items()), found)
    return found


def _whole_lines(old: _Forms, new: _Forms) -> dict[int, int]:
    olds, news = _lines(old), _lines(new)
    found = {}
    for line, places in olds.items():
        if len(places) == len(news.get(line, ())) == 1 and len(line) >= _ROWS[-1]:
            (before,), (after,) = places, news[line]
            found.update({before + at: after + at for at in range(len(line))})
    return found


def _changed_lines(old: _Forms, new: _Forms, found: dict[int, int]) -> None:
    """Map lines that changed by the rows of letters they share, when no other line shares nearly as many: a paragraph that
    went to another place and was reworded there."""
    taken = set(found.values())
    olds = _rows_of_lines(old, set(found))
    news = _rows_of_lines(new, taken)
    shared = {
        (a, b): len(rows & others) / min(len(rows), len(others))
        for a, rows in olds.items()
        for b, others in news.items()
        if rows & others
    }
    for (a, b), share in shared.items():
        rivals = [other for pair, other in shared.items() if pair != (a, b) and (pair[0] == a or pair[1] == b)]
        if share >= _OWN and max(rivals, default=0.0) <= _RIVAL * share:
            found.update(_within(old, new, list(range(*a)), list(range(*b)), _ROWS))


def _rows_of_lines(forms: _Forms, mapped: set[int]) -> dict[tuple[int, int], set[tuple[str, ...]]]:
    """Lines as (start, end) with their rows of letters; those mapped and the short ones are left out."""
    lines = {}
    for line, places in _lines(forms).items():
        for start in places:
            if start not in mapped and len(line) > _ROWS[-1]:
                lines[start, start + len(line)] = {line[at : at + _ROWS[-1]] for at in range(len(line) - _ROWS[-1] + 1)}
    return lines


def _lines(forms: _Forms) -> dict[tuple[str, ...], list[int]]:
    lines: dict[tuple[str, ...], list[int]] = {}
    start = 0
    for place, form in enumerate([*forms, "\n"]):
        if form == "\n":
            lines.setdefault(tuple(forms[start:place]), []).append(start)
            start = place + 1
    return lines


def _fill(
    old: _Forms,
    new: _Forms,
    olds: tuple[int, int],
    news: tuple[int, int],
    fixed: Sequence[tuple[int, int]],
    found: dict[int, int],
    rows: Sequence[int] = _ROWS,
) -> None:
    """Map what lies between fixed pairs; letters that are mapped already are left alone."""
    taken = set(found.values())
    before_old, before_new = olds[0], news[0]
    for old_end, new_end in [*fixed, (olds[1], news[1])]:
        gap_old = [place for place in range(before_old, old_end) if place not in found]
        gap_new = [place for place in range(before_new, new_end) if place not in taken]
        if gap_old and gap_new:
            found.update(_within(old, new, gap_old, gap_new, rows))
        before_old, before_new = old_end + 1, new_end + 1


def _within(old: _Forms, new: _Forms, olds: list[int], news: list[int], rows: Sequence[int]) -> dict[int, int]:
    """Map two runs of places: their common beginning and end, then rows of letters that are unique in both, then the rest."""
    a, b = [old[place] for place in olds], [new[place] for place in news]
    head = 0
    while head < min(len(a), len(b)) and a[head] == b[head]:
        head += 1
    tail = 0
    while tail < min(len(a), len(b)) - head and a[-1 - tail] == b[-1 - tail]:
        tail += 1
    pairs = [(at, at) for at in range(head)] + [(len(a) - 1 - at, len(b) - 1 - at) for at in range(tail)]
    pairs += [(head + x, head + y) for x, y in _middle(a[head : len(a) - tail], b[head : len(b) - tail], rows)]
    return {olds[x]: news[y] for x, y in pairs}


def _middle(a: _Forms, b: _Forms, rows: Sequence[int]) -> list[tuple[int, int]]:
    if not a or not b:
        return []
    if not rows:
        if len(a) > _MOST_COMPARED or len(b) > _MOST_COMPARED:
            return []
        blocks = SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
        return [(x + at, y + at) for x, y, size in blocks if size >= _LEAST for at in range(size)]
    spine = backbone(_unique_rows(a, b, rows[0]))
    pairs: list[tuple[int, int]] = []
    x = y = 0
    for next_x, next_y in [*spine, (len(a), len(b))]:
        pairs += [(x + p, y + q) for p, q in _middle(a[x:next_x], b[y:next_y], rows[1:])]
        if next_x < len(a) and next_y < len(b):
            pairs.append((next_x, next_y))
        x, y = next_x + 1, next_y + 1
    return pairs


def _unique_rows(a: _Forms, b: _Forms, length: int) -> set[tuple[int, int]]:
    """Pairs of places inside rows of letters that stand once in each text."""
    rows_a, rows_b = ([tuple(forms[at : at + length]) for at in range(len(forms) - length + 1)] for forms in (a, b))
    count_a, count_b = Counter(rows_a), Counter(rows_b)
    places = {row: at for at, row in enumerate(rows_b)}
    return {
        (at + offset, places[row] + offset)
        for at, row in enumerate(rows_a)
        if count_a[row] == count_b[row] == 1
        for offset in range(length)
    }
