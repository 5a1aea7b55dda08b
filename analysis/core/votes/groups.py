"""Groups of people who vote alike, and what each group stands for.

Sparse, exact, deterministic: votes are centred per comment (a missing vote sits at the mean), the two
principal axes come from the comments × comments Gram matrix, people are scaled up by how little they voted
and put into 2 to 5 groups by k-means. Formulas for representativeness, consensus and group-informed
consensus are in `statements`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from threadpoolctl import threadpool_limits

from analysis.core.contract import Groups, GroupsQuality
from analysis.core.types import CommentVote
from analysis.core.votes.ballots import Ballots
from analysis.core.votes.statements import bridging, consensus, divisive, group_informed, representative, tables

Matrix = NDArray[np.float64]

#: votes a person needs before being placed (fewer when there are fewer comments)
MIN_VOTES = 7
#: people and comments without which nobody is grouped
LEAST_PEOPLE, LEAST_COMMENTS = 12, 3
#: bootstrap agreement (ARI) below which groups are called unstable
STABLE = 0.6
_FEWEST, _MOST = 2, 5
_RESAMPLES, _RESAMPLED_SHARE = 8, 0.8
_AGREEMENT_WEIGHT = 0.2
_SILHOUETTE_SAMPLE = 2_000
#: too few people or comments, or everybody votes alike: nobody is grouped
_INSUFFICIENT: GroupsQuality = {"status": "insufficient", "k": None, "bootstrap_ari": None, "silhouette": None}


@dataclass(frozen=True, kw_only=True)
class OpinionGroups:
    """`document` is the `groups` object of the output contract; `assignments` voter → group or None."""

    document: Groups
    assignments: dict[str, str | None]


def find_groups(votes: Sequence[CommentVote], *, groups: int | None = None, seed: int = 0) -> OpinionGroups:
    """Group people by how they voted; `groups` forces their number."""
    ballots = Ballots.of(votes)
    least = min(MIN_VOTES, len(ballots.comments))
    cast = np.asarray(ballots.seen.sum(axis=1)).ravel()
    eligible = np.flatnonzero(cast >= least) if len(ballots.voters) else np.empty(0, np.int64)
    enough = len(eligible) >= LEAST_PEOPLE and len(ballots.comments) >= LEAST_COMMENTS
    labels = np.full(len(ballots.voters), -1, dtype=np.int64)
    facts = _INSUFFICIENT
    if enough:
        with threadpool_limits(limits=1):  # one order of sums: the same groups on every machine setting
            found, facts = _group(ballots, eligible, groups, seed)
        labels[eligible] = found
    names = [f"g{place + 1}" for place in range(int(labels.max(initial=-1)) + 1)]
    agreed, disagreed, seen = tables(ballots, labels, len(names))
    document: Groups = {
        **facts,
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
) -> tuple[NDArray[np.int64], GroupsQuality]:
    """Labels of eligible people, largest group first, and how sure they are.

    Their number has the best silhouette + 0.2 × agreement with groups of resampled comments.
    """
    values, seen = ballots.values[eligible], ballots.seen[eligible]
    points = project(values, seen)
    distinct = len(np.unique(np.round(points, 9), axis=0))
    numbers = [forced] if forced else list(range(_FEWEST, _MOST + 1))
    numbers = [number for number in numbers if number is not None and 2 <= number < distinct]
    if not numbers:
        return np.full(len(eligible), -1, dtype=np.int64), _INSUFFICIENT
    resampled = _resample(values, seen, seed)
    tried = []
    for number in numbers:
        labels = _kmeans(points, number, seed)
        tried.append((labels, _silhouette(points, labels, seed), _bootstrap(resampled, labels, number, seed)))
    labels, silhouette, agreement = max(tried, key=lambda entry: round(entry[1] + _AGREEMENT_WEIGHT * entry[2], 6))
    facts: GroupsQuality = {
        "status": "stable" if agreement >= STABLE else "unstable",
        "k": int(labels.max()) + 1,
        "bootstrap_ari": round(agreement, 4),
        "silhouette": round(silhouette, 4),
    }
    return labels, facts


def project(values: sparse.csr_matrix, seen: sparse.csr_matrix) -> Matrix:
    """People on the two principal axes of the mean-imputed vote matrix, shape (people, 2).

    A person who voted on few comments lies near the middle partly for want of votes, so each is scaled by
    (comments / votes cast)^¼. The usual ½ scales up the noise of few votes too (docs/analysis.md).
    """
    votes = np.maximum(np.asarray(seen.sum(axis=0)).ravel(), 1)
    means = np.asarray(values.sum(axis=0)).ravel() / votes
    centred = (values - seen @ sparse.diags(means)).tocsr()
    _, axes = np.linalg.eigh((centred.T @ centred).toarray())
    axes = axes[:, ::-1][:, :2]
    axes *= np.where(axes[np.abs(axes).argmax(axis=0), range(axes.shape[1])] < 0, -1.0, 1.0)
    cast = np.maximum(np.asarray(seen.sum(axis=1)).ravel(), 1)
    points: Matrix = np.asarray(centred @ axes) * ((values.shape[1] / cast) ** 0.25)[:, None]
    return points


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


def _resample(values: sparse.csr_matrix, seen: sparse.csr_matrix, seed: int) -> list[Matrix]:
    """The same people as eight random 80 % of the comments would place them."""
    generator = np.random.default_rng(seed)
    width = values.shape[1]
    kept = max(2, int(_RESAMPLED_SHARE * width))
    draws = [np.sort(generator.choice(width, kept, replace=False)) for _ in range(_RESAMPLES)]
    return [project(values[:, columns], seen[:, columns]) for columns in draws]


def _bootstrap(resampled: Sequence[Matrix], labels: NDArray[np.int64], groups: int, seed: int) -> float:
    """Mean ARI between the groups and those found from resampled comments."""
    from sklearn.cluster import KMeans
    from sklearn.metrics import adjusted_rand_score

    agreements = []
    for points in resampled:
        again = KMeans(n_clusters=groups, n_init=5, random_state=seed).fit_predict(points)
        agreements.append(adjusted_rand_score(labels, again))
    return float(np.mean(agreements))
