"""Matching of ids: the same theme keeps its id from run to run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

import numpy as np

from analysis.core.space.vectors import Matrix

#: a theme is the one it was when it shares at least half of what both hold
_SAME = 0.5

#: comment id → theme id, of comments that stand in a theme
Places = Mapping[str, str]


def mark_hash(fingerprint: str) -> str:
    """Short hash under which a model remembers a campaign's text without keeping the text."""
    return sha256(fingerprint.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def keep_ids(found: Sequence[frozenset[str]], before: Places, taken: frozenset[str] = frozenset()) -> dict[int, str]:
    """Match the themes found (sets of comment ids) with those of the run before: {place in `found`: id}.

    Themes are paired one to one so that the sum of Jaccard similarities is largest (Hungarian method; Kuhn 1955), over
    comments that stood in a theme then and now; pairs under ½ are dropped. Ids in `taken` are given to nobody.
    """
    names = sorted(set(before.values()) - taken)
    if not names or not found:
        return {}
    from scipy.optimize import linear_sum_assignment

    jaccard = _jaccard(found, names, before)
    rows, columns = linear_sum_assignment(-np.round(jaccard, 9))
    pairs = zip(rows.tolist(), columns.tolist(), strict=True)
    return {row: names[column] for row, column in pairs if jaccard[row, column] >= _SAME}


def _jaccard(found: Sequence[frozenset[str]], names: Sequence[str], before: Places) -> Matrix:
    """Similarity of each theme found with each theme before, shape (found, names)."""
    column = {name: place for place, name in enumerate(names)}
    shared = np.zeros((len(found), len(names)))
    now = np.zeros(len(found))
    earlier = np.zeros(len(names))
    for row, members in enumerate(found):
        for comment in members & before.keys():
            now[row] += 1
            if before[comment] in column:
                shared[row, column[before[comment]]] += 1
                earlier[column[before[comment]]] += 1
    union = now[:, None] + earlier[None, :] - shared
    jaccard: Matrix = np.divide(shared, union, out=np.zeros_like(shared), where=union > 0)
    return jaccard


def difference(after: Mapping[str, int], before: Mapping[str, int]) -> dict[str, Any]:
    """The difference of two runs: {theme id: comments more or fewer}, for themes of both runs, beside `new` and `vanished` (ids).

    >>> difference({"a": 7, "c": 2}, {"a": 5, "b": 4})
    {'a': 2, 'new': ['c'], 'vanished': ['b']}
    """
    kept = {name: count - before[name] for name, count in sorted(after.items()) if name in before}
    new, vanished = sorted(after.keys() - before.keys()), sorted(before.keys() - after.keys())
    return kept | {"new": new, "vanished": vanished}
