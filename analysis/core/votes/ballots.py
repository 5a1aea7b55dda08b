"""Votes as a sparse table of people and comments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
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
        cast: dict[tuple[str, str], int] = {}
        for vote in votes:
            if vote.value not in (-1, 0, 1):
                raise AnalysisError(f"vote of {vote.voter!r} on {vote.comment!r} is {vote.value!r}, not 1, 0 or -1")
            if cast.setdefault((vote.voter, vote.comment), vote.value) != vote.value:
                raise AnalysisError(f"{vote.voter!r} voted twice, differently, on {vote.comment!r}")
        voters = tuple(sorted({voter for voter, _ in cast}))
        comments = tuple(sorted({comment for _, comment in cast}))
        row = {voter: place for place, voter in enumerate(voters)}
        column = {comment: place for place, comment in enumerate(comments)}
        pairs = sorted((row[voter], column[comment], value) for (voter, comment), value in cast.items())
        rows, columns, values = np.array(pairs, dtype=np.int64).reshape(-1, 3).T
        shape = (len(voters), len(comments))
        return cls(
            voters=voters,
            comments=comments,
            values=sparse.csr_matrix((values.astype(np.float64), (rows, columns)), shape=shape),
            seen=sparse.csr_matrix((np.ones(len(values)), (rows, columns)), shape=shape),
        )
