"""Groups of people who vote alike, and what each group stands for.

Sparse and deterministic: votes are centred per comment (a missing vote sits at the mean), people lie on the two
principal axes of that table, scaled up by how little they voted, and are put into 2 to 5 groups by k-means, none
smaller than the least group. Formulas for representativeness, consensus and group-informed consensus are in
`statements`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from threadpoolctl import threadpool_limits

from analysis.core.contract import Groups, GroupsQuality
from analysis.core.types import LEAST_GROUP, CommentVote
from analysis.core.votes.axes import project
from analysis.core.votes.ballots import Ballots
from analysis.core.votes.statements import bridging, consensus, divisive, group_informed, representative, tables

Matrix = NDArray[np.float64]
Labels = NDArray[np.int64]

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
#: beginnings of k-means, a quarter of them for more people than this: with many all beginnings end alike
_TRIES, _TRIES_RESAMPLED, _MANY = 20, 5, 10_000
#: places closer than this, of the widest spread of all, are one place
_SAME_PLACE = 1e-6
#: too few people or comments, or no two groups of the least size: nobody is grouped
_INSUFFICIENT: GroupsQuality = {"status": "insufficient", "k": None, "bootstrap_ari": None, "silhouette": None}


@dataclass(frozen=True, kw_only=True)
class OpinionGroups:
    """`document` is the `groups` object of the output contract; `assignments` voter → group or None."""

    document: Groups
    assignments: dict[str, str | None]


def find_groups(
    votes: Sequence[CommentVote], *, groups: int | None = None, least_group: int = LEAST_GROUP, seed: int = 0
) -> OpinionGroups:
    """Group people by how they voted, none smaller than `least_group` people; `groups` asks for a number of groups, and
    gets the next smaller one that can be had."""
    ballots = Ballots.of(votes)
    least = min(MIN_VOTES, len(ballots.comments))
    cast = np.asarray(ballots.seen.sum(axis=1)).ravel()
    eligible = np.flatnonzero(cast >= least) if len(ballots.voters) else np.empty(0, np.int64)
    enough = len(eligible) >= LEAST_PEOPLE and len(ballots.comments) >= LEAST_COMMENTS
    labels = np.full(len(ballots.voters), -1, dtype=np.int64)
    facts = _INSUFFICIENT
    if enough:
        with threadpool_limits(limits=1):  # one order of sums: the same groups on every machine setting
            found, facts = _group(ballots, eligible, groups, least_group, seed)
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
    ballots: Ballots, eligible: NDArray[np.int64], asked: int | None, least: int, seed: int
) -> tuple[Labels, GroupsQuality]:
    """Labels of eligible people, largest group first, and how sure they are.

    Their number has the best silhouette + 0.2 × agreement with groups of resampled comments.
    """
    values, seen = ballots.values[eligible], ballots.seen[eligible]
    points = _settled(project(values, seen))
    resampled: list[Matrix] = []
    tried: list[tuple[Labels, float, float]] = []
    for number in range(asked, _FEWEST - 1, -1) if asked else range(_FEWEST, _MOST + 1):
        labels = _large_groups(points, number, least, seed)
        if labels is None:
            continue
        resampled = resampled or _resample(values, seen, seed)
        tried.append((labels, _silhouette(points, labels, seed), _bootstrap(resampled, labels, number, seed)))
        if asked:
            break
    if not tried:
        return np.full(len(eligible), -1, dtype=np.int64), _INSUFFICIENT
    labels, silhouette, agreement = max(tried, key=lambda entry: round(entry[1] + _AGREEMENT_WEIGHT * entry[2], 6))
    facts: GroupsQuality = {
        "status": "stable" if agreement >= STABLE else "unstable",
        "k": int(labels.max()) + 1,
        "bootstrap_ari": round(agreement, 4),
        "silhouette": round(silhouette, 4),
    }
    return labels, facts


def _settled(points: Matrix) -> Matrix:
    """Places without the noise of the last digits, so that who voted alike stands on one place."""
    step = _SAME_PLACE * float(np.abs(points).max(initial=0.0))
    return np.round(points / step) * step if step else points


def _large_groups(points: Matrix, number: int, least: int, seed: int) -> Labels | None:
    """That many groups of `least` people or more, largest 0; None when they cannot be had.

    People of smaller groups are set aside, the rest is grouped anew, and at the end each of those set aside joins the
    nearest centre: a few who vote like nobody else are no camp, and may not hide the camps.
    """
    if number * least > len(points):
        return None
    kept = np.arange(len(points))
    while len(kept) >= number * least:
        if len(np.unique(points[kept], axis=0)) < number:
            return None
        labels, centres = _kmeans(points[kept], number, seed)
        small = np.bincount(labels, minlength=number)[labels] < least
        if not small.any():
            return _largest_first(_nearest(points, centres))
        kept = kept[~small]
    return None


def _kmeans(points: Matrix, groups: int, seed: int, tries: int = _TRIES) -> tuple[Labels, Matrix]:
    from sklearn.cluster import KMeans

    tries = tries if len(points) <= _MANY else -(-tries // 4)
    found = KMeans(n_clusters=groups, n_init=tries, random_state=seed).fit(points)
    return found.labels_.astype(np.int64), found.cluster_centers_


def _nearest(points: Matrix, centres: Matrix) -> Labels:
    apart = np.stack([((points - centre) ** 2).sum(axis=1) for centre in centres], axis=1)
    return np.asarray(apart.argmin(axis=1), dtype=np.int64)


def _largest_first(labels: Labels) -> Labels:
    """Labels renumbered so that the largest group is 0 (ties: the one met first)."""
    order = sorted(
        set(labels.tolist()),
        key=lambda label: (-int((labels == label).sum()), int((labels == label).argmax())),
    )
    renamed = {label: place for place, label in enumerate(order)}
    return np.array([renamed[label] for label in labels.tolist()], dtype=np.int64)


def _silhouette(points: Matrix, labels: Labels, seed: int) -> float:
    """Silhouette of all people, of many a sample in which each group has its first five at least."""
    from sklearn.metrics import silhouette_score

    if len(points) > _SILHOUETTE_SAMPLE:
        drawn = np.random.default_rng(seed).choice(len(points), _SILHOUETTE_SAMPLE, replace=False)
        firsts = [np.flatnonzero(labels == label)[:5] for label in range(int(labels.max()) + 1)]
        sample = np.unique(np.concatenate([drawn, *firsts]))
        points, labels = points[sample], labels[sample]
    return float(silhouette_score(points, labels)) if int(labels.max()) + 1 < len(points) else 0.0


def _resample(values: sparse.csr_matrix, seen: sparse.csr_matrix, seed: int) -> list[Matrix]:
    """The same people as eight random 80 % of the comments would place them."""
    generator = np.random.default_rng(seed)
    width = values.shape[1]
    kept = max(2, int(_RESAMPLED_SHARE * width))
    draws = [np.sort(generator.choice(width, kept, replace=False)) for _ in range(_RESAMPLES)]
    return [_settled(project(values[:, columns], seen[:, columns])) for columns in draws]


def _bootstrap(resampled: Sequence[Matrix], labels: Labels, groups: int, seed: int) -> float:
    """Mean ARI between the groups and those found from resampled comments."""
    from sklearn.metrics import adjusted_rand_score

    agreements = []
    for points in resampled:
        number = min(groups, len(np.unique(points, axis=0)))
        again = _kmeans(points, number, seed, tries=_TRIES_RESAMPLED)[0]
        agreements.append(adjusted_rand_score(labels, again))
    return float(np.mean(agreements))
