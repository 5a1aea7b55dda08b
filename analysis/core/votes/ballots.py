"""Votes as a sparse table of people and comments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from analysis.core.errors import AnalysisError
from analysis.core.types import CommentVote


@dataclass(frozen=True, kw_only=True)
class Ballots:
    """Votes as a sparse table: people × comments, both sorted by id."""

    voters: tuple[str, ...]
    comments: tuple[str, ...]
    #: 1 or -1 where voted so; `seen` also holds passes
    values: sparse.csr_matrix
    seen: sparse.csr_matrix

    @classmethod
    def of(cls, votes: Sequence[CommentVote]) -> Ballots:
        """Two different votes of one person on one comment are an error; equal ones count once."""
        voters, rows = _numbered([vote.voter for vote in votes])
        comments, columns = _numbered([vote.comment for vote in votes])
        values = np.array([vote.value for vote in votes], dtype=object)
        odd = [vote for vote in votes if vote.value not in (-1, 0, 1)]
        if odd:
            raise AnalysisError(f"vote of {odd[0].voter!r} on {odd[0].comment!r} is {odd[0].value!r}, not 1, 0 or -1")
        values = values.astype(np.float64)
        order = np.lexsort((columns, rows))
        rows, columns, values = rows[order], columns[order], values[order]
        again = (
            np.r_[False, (rows[1:] == rows[:-1]) & (columns[1:] == columns[:-1])] if len(rows) else np.empty(0, bool)
        )
        differ = np.flatnonzero(again[1:] & (values[1:] != values[:-1])) if len(rows) else again
        if len(differ):
            place = int(differ[0])
            raise AnalysisError(f"{voters[rows[place]]!r} voted twice, differently, on {comments[columns[place]]!r}")
        rows, columns, values = rows[~again], columns[~again], values[~again]
        shape = (len(voters), len(comments))
        return cls(
            voters=voters,
            comments=comments,
            values=sparse.csr_matrix((values, (rows, columns)), shape=shape),
            seen=sparse.csr_matrix((np.ones(len(values)), (rows, columns)), shape=shape),
        )


def _numbered(names: Sequence[str]) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """Distinct names in order, and the number of each name among them."""
    distinct = tuple(sorted(set(names)))
    number = {name: place for place, name in enumerate(distinct)}
    return distinct, np.fromiter((number[name] for name in names), dtype=np.int64, count=len(names))
