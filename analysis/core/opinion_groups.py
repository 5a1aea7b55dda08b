"""Groups of people who vote alike, and what each group stands for.

Sparse, exact, deterministic: votes are centred per comment (a missing vote sits at the mean), the two
principal axes come from the comments × comments Gram matrix, people are scaled up by how little they voted
and put into 2 to 5 groups by k-means. Formulas for representativeness, consensus and group-informed
consensus follow the published Polis mathematics (Small et al. 2021, Recerca 26(2)), written anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from analysis.core.errors import AnalysisError
from analysis.core.types import Vote

Counts = NDArray[np.int64]
Matrix = NDArray[np.float64]

#: votes a person needs before being placed (fewer when there are fewer comments)
MIN_VOTES = 7
#: people and comments without which nobody is grouped
LEAST_PEOPLE, LEAST_COMMENTS = 12, 3
#: bootstrap agreement (ARI) below which groups are called unstable
STABLE = 0.6
Z_90 = 1.2816
_FEWEST, _MOST = 2, 5
_RESAMPLES, _RESAMPLED_SHARE = 8, 0.8
_SILHOUETTE_SAMPLE = 2_000
_REPRESENTATIVE = 5


@dataclass(frozen=True, kw_only=True)
class Ballots:
    """Votes as a sparse table: people × comments, both sorted by id."""

    voters: tuple[str, ...]
    comments: tuple[str, ...]
    #: 1 or -1 where voted so; `seen` also holds passes
    values: sparse.csr_matrix
    seen: sparse.csr_matrix

    @classmethod
    def of(cls, votes: Sequence[Vote]) -> Ballots:
        """Two different votes of one person on one comment are an error; equal ones count once."""
        cast: dict[tuple[str, str], int] = {}
        for vote in votes:
            if vote.value not in (-1, 0, 1):
                raise AnalysisError(
                    f"vote of {vote.voter!r} on {vote.comment!r} is {vote.value!r}, not 1, 0 or -1"
                )
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


@dataclass(frozen=True, kw_only=True)
class OpinionGroups:
    """`document` is the `groups` object of the output contract; `assignments` voter → group or None."""

    document: dict[str, Any]
    assignments: dict[str, str | None]


def find_groups(votes: Sequence[Vote], *, groups: int | None = None, seed: int = 0) -> OpinionGroups:
    """Group people by how they voted; `groups` forces their number."""
    ballots = Ballots.of(votes)
    least = min(MIN_VOTES, len(ballots.comments))
    cast = np.asarray(ballots.seen.sum(axis=1)).ravel()
    eligible = np.flatnonzero(cast >= least) if len(ballots.voters) else np.empty(0, np.int64)
    enough = len(eligible) >= LEAST_PEOPLE and len(ballots.comments) >= LEAST_COMMENTS
    labels = np.full(len(ballots.voters), -1, dtype=np.int64)
    facts: dict[str, Any] = {"status": "insufficient", "k": None, "bootstrap_ari": None, "silhouette": None}
    if enough:
        found, facts = _group(ballots, eligible, groups, seed)
        labels[eligible] = found
    names = [f"g{place + 1}" for place in range(int(labels.max(initial=-1)) + 1)]
    agreed, disagreed, seen = tables(ballots, labels, len(names))
    document = facts | {
        "n_eligible": len(eligible),
        "n_voters": len(ballots.voters),
        "min_votes": least,
        "items": [
            {
                "id": name,
                "n": int((labels == place).sum()),
                "representative": representative(ballots.comments, agreed, disagreed, seen, place),
            }
            for place, name in enumerate(names)
        ],
        "consensus": consensus(ballots),
        "group_informed": group_informed(ballots.comments, agreed, disagreed, seen),
        "divisive": divisive(ballots.comments, names, agreed, seen),
        "bridging": bridging(ballots.comments, names, agreed, disagreed, seen),
    }
    placed = {
        voter: names[label] if label >= 0 else None
        for voter, label in zip(ballots.voters, labels.tolist(), strict=True)
    }
    return OpinionGroups(document=document, assignments=placed)


def _group(
    ballots: Ballots, eligible: NDArray[np.int64], forced: int | None, seed: int
) -> tuple[NDArray[np.int64], dict[str, Any]]:
    """Labels of eligible people, largest group first, and how sure they are."""
    values, seen = ballots.values[eligible], ballots.seen[eligible]
    points = project(values, seen)
    distinct = len(np.unique(np.round(points, 9), axis=0))
    numbers = [forced] if forced else list(range(_FEWEST, _MOST + 1))
    numbers = [number for number in numbers if number is not None and 2 <= number < distinct]
    if not numbers:
        return np.full(len(eligible), -1, dtype=np.int64), {
            "status": "insufficient",
            "k": None,
            "bootstrap_ari": None,
            "silhouette": None,
        }
    tried = []
    for number in numbers:
        labels = _kmeans(points, number, seed)
        tried.append(
            (labels, _silhouette(points, labels, seed), _bootstrap(values, seen, labels, number, seed))
        )
    stable = [entry for entry in tried if entry[2] >= STABLE]
    labels, silhouette, agreement = max(stable or tried, key=lambda entry: round(entry[1], 6))
    facts = {
        "status": "stable" if agreement >= STABLE else "unstable",
        "k": int(labels.max()) + 1,
        "bootstrap_ari": round(agreement, 4),
        "silhouette": round(silhouette, 4),
    }
    return labels, facts


def project(values: sparse.csr_matrix, seen: sparse.csr_matrix) -> Matrix:
    """People on the two principal axes of the mean-imputed vote matrix, shape (people, 2).

    A person who voted on few comments lies near the middle partly for want of votes, so each is scaled by
    (comments / votes cast)^¼. (The usual ½ also scales up the noise of few votes: measured in docs/analysis.md.)
    """
    votes = np.maximum(np.asarray(seen.sum(axis=0)).ravel(), 1)
    means = np.asarray(values.sum(axis=0)).ravel() / votes
    centred = (values - seen @ sparse.diags(means)).tocsr()
    _, axes = np.linalg.eigh((centred.T @ centred).toarray())
    axes = axes[:, ::-1][:, :2]
    axes *= np.where(axes[np.abs(axes).argmax(axis=0), range(axes.shape[1])] < 0, -1.0, 1.0)
    cast = np.maximum(np.asarray(seen.sum(axis=1)).ravel(), 1)
    return np.asarray(centred @ axes) * ((values.shape[1] / cast) ** 0.25)[:, None]


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
) -> list[dict[str, Any]]:
    """Up to five comments that mark a group out: agreed ones first, each significant at 90 % both ways,
    at least one even when none is."""
    rows = []
    for column, comment in enumerate(comments):
        n = int(seen[group, column])
        if not n:
            continue
        rest = int(seen[:, column].sum()) - n
        for direction, table in (("agree", agreed), ("disagree", disagreed)):
            s = int(table[group, column])
            s_rest = int(table[:, column].sum()) - s
            p, test = share(s, n), share_test(s, n)
            repness = p / share(s_rest, rest)
            repness_test = difference_test(s, n, s_rest, rest)
            rows.append(
                {
                    "statement_id": comment,
                    "direction": direction,
                    "p": round(p, 4),
                    "z": round(repness_test, 4),
                    "repness": round(repness, 4),
                    "n": n,
                    "_sure": test > Z_90 and repness_test > Z_90,
                    "_rank": repness * repness_test * p * test if test > 0 and repness_test > 0 else -1.0,
                }
            )
    ranked = sorted(rows, key=lambda row: (-row["_rank"], row["statement_id"], row["direction"]))
    sure = _once([row for row in ranked if row["_sure"]]) or ranked[:1]
    sure = sorted(sure[:_REPRESENTATIVE], key=lambda row: row["direction"] != "agree")
    return [{key: value for key, value in row.items() if key[0] != "_"} for row in sure]


def consensus(ballots: Ballots) -> dict[str, list[dict[str, Any]]]:
    """Comments on which everybody who voted tends one way: share above half, significant at 90 %."""
    found: dict[str, list[dict[str, Any]]] = {}
    seen = np.asarray(ballots.seen.sum(axis=0)).ravel().astype(int)
    for direction, table in (("agree", ballots.values > 0), ("disagree", ballots.values < 0)):
        counts = np.asarray(table.sum(axis=0)).ravel().astype(int)
        rows = []
        for comment, s, n in zip(ballots.comments, counts.tolist(), seen.tolist(), strict=True):
            p, z = share(s, n), share_test(s, n)
            if p > 0.5 and z > Z_90:
                rows.append(
                    {"statement_id": comment, "p": round(p, 4), "z": round(z, 4), "n": n, "_rank": p * z}
                )
        rows.sort(key=lambda row: (-row["_rank"], row["statement_id"]))
        found[direction] = [{k: v for k, v in row.items() if k[0] != "_"} for row in rows[:_REPRESENTATIVE]]
    return found


def group_informed(
    comments: Sequence[str], agreed: Counts, disagreed: Counts, seen: Counts
) -> list[dict[str, Any]]:
    """Group-informed consensus: the product over groups of (votes that way + 1)/(votes + 2)."""
    if not len(seen):
        return []
    agree = np.prod((agreed + 1) / (seen + 2), axis=0)
    disagree = np.prod((disagreed + 1) / (seen + 2), axis=0)
    rows = [
        {"statement_id": comment, "gic_agree": round(float(a), 6), "gic_disagree": round(float(d), 6)}
        for comment, a, d in zip(comments, agree, disagree, strict=True)
    ]
    return sorted(rows, key=lambda row: (-max(row["gic_agree"], row["gic_disagree"]), row["statement_id"]))


def divisive(
    comments: Sequence[str], names: Sequence[str], agreed: Counts, seen: Counts
) -> list[dict[str, Any]]:
    """Comments by how far apart the groups' shares of agreement lie; each group must have voted 3 times."""
    rows = []
    for column, comment in enumerate(comments):
        if len(names) < 2 or int(seen[:, column].min()) < 3:
            continue
        shares = [share(int(agreed[g, column]), int(seen[g, column])) for g in range(len(names))]
        rows.append(
            {
                "statement_id": comment,
                "p_by_group": {name: round(p, 4) for name, p in zip(names, shares, strict=True)},
                "range": round(max(shares) - min(shares), 4),
            }
        )
    return sorted(rows, key=lambda row: (-row["range"], row["statement_id"]))[:10]


def bridging(
    comments: Sequence[str], names: Sequence[str], agreed: Counts, disagreed: Counts, seen: Counts
) -> list[dict[str, Any]]:
    """Comments on which every group leans the same way, by the share in the least convinced group."""
    rows = []
    for column, comment in enumerate(comments):
        if len(names) < 2 or int(seen[:, column].min()) < 3:
            continue
        for direction, table in (("agree", agreed), ("disagree", disagreed)):
            least = min(share(int(table[g, column]), int(seen[g, column])) for g in range(len(names)))
            if least > 0.5:
                rows.append({"statement_id": comment, "direction": direction, "p_least": round(least, 4)})
    return sorted(rows, key=lambda row: (-row["p_least"], row["statement_id"]))[:10]


def _once(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The first row of each statement."""
    first: dict[str, dict[str, Any]] = {}
    for row in rows:
        first.setdefault(row["statement_id"], row)
    return list(first.values())


def _kmeans(points: Matrix, groups: int, seed: int) -> NDArray[np.int64]:
    """k-means, labels renumbered so that the largest group is 0 (ties: the one met first)."""
    from sklearn.cluster import KMeans

    labels = KMeans(n_clusters=groups, n_init=20, random_state=seed).fit_predict(points)
    order = sorted(
        set(labels.tolist()),
        key=lambda label: (-int((labels == label).sum()), int((labels == label).argmax())),
    )
    renamed = {label: place for place, label in enumerate(order)}
    return np.array([renamed[label] for label in labels.tolist()], dtype=np.int64)


def _silhouette(points: Matrix, labels: NDArray[np.int64], seed: int) -> float:
    from sklearn.metrics import silhouette_score

    size = min(_SILHOUETTE_SAMPLE, len(points))
    return float(silhouette_score(points, labels, sample_size=size, random_state=seed))


def _bootstrap(
    values: sparse.csr_matrix, seen: sparse.csr_matrix, labels: NDArray[np.int64], groups: int, seed: int
) -> float:
    """Mean ARI between the groups and those found from random 80 % of the comments."""
    from sklearn.cluster import KMeans
    from sklearn.metrics import adjusted_rand_score

    generator = np.random.default_rng(seed)
    width = values.shape[1]
    agreements = []
    for _ in range(_RESAMPLES):
        columns = np.sort(generator.choice(width, max(2, int(_RESAMPLED_SHARE * width)), replace=False))
        points = project(values[:, columns], seen[:, columns])
        again = KMeans(n_clusters=groups, n_init=5, random_state=seed).fit_predict(points)
        agreements.append(adjusted_rand_score(labels, again))
    return float(np.mean(agreements))
