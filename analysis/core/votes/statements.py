"""Statements of groups of voters: representative, consensual, divisive and bridging comments.

The formulas are those published for Polis (Small et al. 2021, Recerca 26(2)), written anew. Everywhere n
counts all votes on a comment, passes included.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from analysis.core.contract import (
    Bridging,
    Consensual,
    Consensus,
    Divisive,
    GroupInformed,
    Pole,
    Representative,
)
from analysis.core.votes.ballots import Ballots

Counts = NDArray[np.int64]

#: z of a one-sided test at 90 %
Z_90 = 1.2816
_LISTED = 5
_LISTED_SPLITS = 10
_LEAST_VOTES = 3
#: Of fewer votes nobody says that most people agree; the test alone would let a single one pass (z 1.41)
_LEAST_OF_MOST = 5


def tables(ballots: Ballots, labels: NDArray[np.int64], groups: int) -> tuple[Counts, Counts, Counts]:
    """(agreed, disagreed, seen) counts, each of shape (groups, comments)."""
    shape = (groups, len(ballots.comments))
    agreed, disagreed, seen = (np.zeros(shape, dtype=np.int64) for _ in range(3))
    for group in range(groups):
        rows = np.flatnonzero(labels == group)
        agreed[group] = np.asarray((ballots.values[rows] > 0).sum(axis=0)).ravel()
        disagreed[group] = np.asarray((ballots.values[rows] < 0).sum(axis=0)).ravel()
        seen[group] = np.asarray(ballots.seen[rows].sum(axis=0)).ravel()
    return agreed, disagreed, seen


def share(successes: int, trials: int) -> float:
    """(s+1)/(n+2): the share after one imagined success and one failure."""
    return (successes + 1) / (trials + 2)


def share_test(successes: int, trials: int) -> float:
    """z of the share against one half: 2√(n+1)·((s+1)/(n+1) − ½)."""
    return 2 * sqrt(trials + 1) * ((successes + 1) / (trials + 1) - 0.5)


def difference_test(successes: int, trials: int, other_successes: int, other_trials: int) -> float:
    """z of two shares against each other, one success and one trial added to each side."""
    s1, n1, s2, n2 = successes + 1, trials + 1, other_successes + 1, other_trials + 1
    pooled = (s1 + s2) / (n1 + n2)
    if pooled >= 1:
        return 0.0
    return (s1 / n1 - s2 / n2) / sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2))


def representative(
    comments: Sequence[str], agreed: Counts, disagreed: Counts, seen: Counts, group: int
) -> list[Representative]:
    """Up to five comments that mark a group out: agreed ones first, each significant at 90 % both ways,
    at least one even when none is."""
    ranked: list[tuple[float, bool, Representative]] = []
    for column, comment in enumerate(comments):
        n = int(seen[group, column])
        if not n:
            continue
        rest = int(seen[:, column].sum()) - n
        ways: tuple[tuple[Pole, Counts], ...] = (("agree", agreed), ("disagree", disagreed))
        for direction, table in ways:
            s = int(table[group, column])
            s_rest = int(table[:, column].sum()) - s
            p, test = share(s, n), share_test(s, n)
            repness = p / share(s_rest, rest)
            repness_test = difference_test(s, n, s_rest, rest)
            entry: Representative = {
                "statement_id": comment,
                "direction": direction,
                "p": round(p, 4),
                "z": round(repness_test, 4),
                "repness": round(repness, 4),
                "n": n,
            }
            rank = repness * repness_test * p * test if test > 0 and repness_test > 0 else -1.0
            ranked.append((rank, test > Z_90 and repness_test > Z_90, entry))
    ranked.sort(key=lambda row: (-row[0], row[2]["statement_id"], row[2]["direction"]))
    sure = _once([entry for _, is_sure, entry in ranked if is_sure]) or [entry for _, _, entry in ranked[:1]]
    return sorted(sure[:_LISTED], key=lambda entry: entry["direction"] != "agree")


def _once(entries: Sequence[Representative]) -> list[Representative]:
    """The first entry of each statement."""
    first: dict[str, Representative] = {}
    for entry in entries:
        first.setdefault(entry["statement_id"], entry)
    return list(first.values())


def consensus(ballots: Ballots) -> Consensus:
    """Comments on which everybody who voted tends one way: five votes or more, share above half, significant at 90 %."""
    return {
        "agree": _one_way(ballots, ballots.values > 0),
        "disagree": _one_way(ballots, ballots.values < 0),
    }


def _one_way(ballots: Ballots, table: sparse.csr_matrix) -> list[Consensual]:
    seen = np.asarray(ballots.seen.sum(axis=0)).ravel().astype(int)
    counts = np.asarray(table.sum(axis=0)).ravel().astype(int)
    ranked: list[tuple[float, Consensual]] = []
    for comment, s, n in zip(ballots.comments, counts.tolist(), seen.tolist(), strict=True):
        p, z = share(s, n), share_test(s, n)
        if n >= _LEAST_OF_MOST and p > 0.5 and z > Z_90:
            ranked.append((p * z, {"statement_id": comment, "p": round(p, 4), "z": round(z, 4), "n": n}))
    ranked.sort(key=lambda row: (-row[0], row[1]["statement_id"]))
    return [entry for _, entry in ranked[:_LISTED]]


def group_informed(comments: Sequence[str], agreed: Counts, disagreed: Counts, seen: Counts) -> list[GroupInformed]:
    """Group-informed consensus: the product over groups of (votes that way + 1)/(votes + 2)."""
    if not len(seen):
        return []
    agree = np.prod((agreed + 1) / (seen + 2), axis=0)
    disagree = np.prod((disagreed + 1) / (seen + 2), axis=0)
    rows: list[GroupInformed] = [
        {"statement_id": comment, "gic_agree": round(float(a), 6), "gic_disagree": round(float(d), 6)}
        for comment, a, d in zip(comments, agree, disagree, strict=True)
    ]
    return sorted(rows, key=lambda row: (-max(row["gic_agree"], row["gic_disagree"]), row["statement_id"]))


def divisive(comments: Sequence[str], names: Sequence[str], agreed: Counts, seen: Counts) -> list[Divisive]:
    """Comments by how far apart the groups' shares of agreement lie; each group must have voted 3 times."""
    rows: list[Divisive] = []
    for column, comment in enumerate(comments):
        if len(names) < 2 or int(seen[:, column].min()) < _LEAST_VOTES:
            continue
        shares = [share(int(agreed[g, column]), int(seen[g, column])) for g in range(len(names))]
        rows.append(
            {
                "statement_id": comment,
                "p_by_group": {name: round(p, 4) for name, p in zip(names, shares, strict=True)},
                "range": round(max(shares) - min(shares), 4),
            }
        )
    return sorted(rows, key=lambda row: (-row["range"], row["statement_id"]))[:_LISTED_SPLITS]


def bridging(
    comments: Sequence[str], names: Sequence[str], agreed: Counts, disagreed: Counts, seen: Counts
) -> list[Bridging]:
    """Comments on which every group leans the same way, by the share in the least convinced group."""
    rows: list[Bridging] = []
    for column, comment in enumerate(comments):
        if len(names) < 2 or int(seen[:, column].min()) < _LEAST_VOTES:
            continue
        ways: tuple[tuple[Pole, Counts], ...] = (("agree", agreed), ("disagree", disagreed))
        for direction, table in ways:
            least = min(share(int(table[g, column]), int(seen[g, column])) for g in range(len(names)))
            if least > 0.5:
                rows.append({"statement_id": comment, "direction": direction, "p_least": round(least, 4)})
    return sorted(rows, key=lambda row: (-row["p_least"], row["statement_id"]))[:_LISTED_SPLITS]
