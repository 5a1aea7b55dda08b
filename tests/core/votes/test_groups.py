"""Opinion groups: formulas by hand, planted groups, and honesty about too little."""

from __future__ import annotations

import csv
import json
from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score

from analysis.core.__main__ import main
from analysis.core.errors import AnalysisError
from analysis.core.intake.vote_files import read_votes
from analysis.core.types import CommentVote
from analysis.core.votes.axes import project
from analysis.core.votes.ballots import Ballots
from analysis.core.votes.groups import find_groups
from analysis.core.votes.statements import (
    bridging,
    consensus,
    difference_test,
    divisive,
    group_informed,
    representative,
    share,
    share_test,
    tables,
)
from tests.core.conftest import DATA


def vote(voter: str, comment: str, value: int) -> CommentVote:
    return CommentVote(voter=voter, comment=comment, value=value)


def test_formulas_by_hand() -> None:
    assert share(7, 8) == 0.8  # (7+1)/(8+2)
    assert share_test(7, 8) == pytest.approx(2 * 3 * (8 / 9 - 0.5))  # 2√9·(8/9 − ½) = 2.3333
    # s1=8, n1=9, s2=2, n2=9: pooled 10/18; (8/9 − 2/9)/√(5/9·4/9·2/9)
    assert difference_test(7, 8, 1, 8) == pytest.approx((6 / 9) / sqrt(5 / 9 * 4 / 9 * 2 / 9))
    assert difference_test(4, 4, 4, 4) == 0.0


# Two groups of four on two comments: all of group 0 agree with x, all of group 1 disagree; both agree with y.
HAND = [vote(f"g0-{i}", "x", 1) for i in range(4)] + [vote(f"g1-{i}", "x", -1) for i in range(4)]
HAND += [vote(f"g{g}-{i}", "y", 1) for g in range(2) for i in range(4)]


def hand() -> tuple[Ballots, np.ndarray, tuple]:
    ballots = Ballots.of(HAND)
    labels = np.array([int(voter[1]) for voter in ballots.voters])
    return ballots, labels, tables(ballots, labels, 2)


def test_group_informed_consensus_by_hand() -> None:
    ballots, _, (agreed, disagreed, seen) = hand()
    found = {row["statement_id"]: row for row in group_informed(ballots.comments, agreed, disagreed, seen)}
    assert found["y"]["gic_agree"] == pytest.approx(5 / 6 * 5 / 6, abs=1e-6)
    assert found["y"]["gic_disagree"] == pytest.approx(1 / 6 * 1 / 6, abs=1e-6)
    assert found["x"]["gic_agree"] == pytest.approx(5 / 6 * 1 / 6, abs=1e-6)


def test_what_divides_and_what_bridges_by_hand() -> None:
    ballots, _, (agreed, disagreed, seen) = hand()
    split = divisive(ballots.comments, ["g1", "g2"], agreed, seen)
    assert split[0] == {"statement_id": "x", "p_by_group": {"g1": 0.8333, "g2": 0.1667}, "range": 0.6667}
    assert bridging(ballots.comments, ["g1", "g2"], agreed, disagreed, seen) == [
        {"statement_id": "y", "direction": "agree", "p_least": 0.8333}
    ]


def test_a_representative_comment_says_which_way() -> None:
    ballots, _, (agreed, disagreed, seen) = hand()
    (first,) = representative(ballots.comments, agreed, disagreed, seen, 0)
    (second,) = representative(ballots.comments, agreed, disagreed, seen, 1)
    assert (first["statement_id"], first["direction"]) == ("x", "agree")
    assert (second["statement_id"], second["direction"]) == ("x", "disagree")
    assert first["p"] == 0.8333 and first["repness"] == 5.0 and first["n"] == 4


# Eight people a group. On x, group 0: 7 agree, 1 passes; group 1: 1 agrees, 5 disagree, 2 pass. On y all disagree but one pass.
PASSES = [vote(f"g0-{i}", "x", 1 if i < 7 else 0) for i in range(8)]
PASSES += [vote(f"g1-{i}", "x", 1 if i < 1 else -1 if i < 6 else 0) for i in range(8)]
PASSES += [vote(f"g{g}-{i}", "y", 0 if (g, i) == (0, 0) else -1) for g in range(2) for i in range(8)]


def with_passes() -> tuple[Ballots, tuple]:
    ballots = Ballots.of(PASSES)
    return ballots, tables(ballots, np.array([int(voter[1]) for voter in ballots.voters]), 2)


def test_a_pass_counts_as_a_vote_that_neither_agrees_nor_disagrees() -> None:
    ballots, (agreed, disagreed, seen) = with_passes()
    assert (agreed.tolist(), disagreed.tolist(), seen.tolist()) == (
        [[7, 0], [1, 0]],
        [[0, 7], [5, 8]],
        [[8, 8], [8, 8]],
    )
    found = {row["statement_id"]: row for row in group_informed(ballots.comments, agreed, disagreed, seen)}
    assert found["x"]["gic_agree"] == pytest.approx(8 / 10 * 2 / 10)
    assert found["x"]["gic_disagree"] == pytest.approx(1 / 10 * 6 / 10)
    assert found["y"]["gic_disagree"] == pytest.approx(8 / 10 * 9 / 10)
    assert list(found) == ["y", "x"]  # by the larger of the two: .72, .16


def test_representativeness_by_hand() -> None:
    """Group 0 agrees with x: p (7+1)/(8+2), four times the others' (1+1)/(8+2), z of 8/9 against 2/9.

    Group 1 disagrees: (5+1)/(8+2) is six times (0+1)/(8+2), but 2√9·(6/9 − ½) = 1 is not significant; it is
    listed as the one comment a group always gets.
    """
    ballots, counts = with_passes()
    (first,) = representative(ballots.comments, *counts, 0)
    (second,) = representative(ballots.comments, *counts, 1)
    z_first = (8 / 9 - 2 / 9) / sqrt(10 / 18 * 8 / 18 * (1 / 9 + 1 / 9))
    z_second = (6 / 9 - 1 / 9) / sqrt(7 / 18 * 11 / 18 * (1 / 9 + 1 / 9))
    assert first == {
        "statement_id": "x",
        "direction": "agree",
        "p": 0.8,
        "z": round(z_first, 4),
        "repness": 4.0,
        "n": 8,
    }
    assert second == {
        "statement_id": "x",
        "direction": "disagree",
        "p": 0.6,
        "z": round(z_second, 4),
        "repness": 6.0,
        "n": 8,
    }


def test_agreeing_to_disagree_is_consensus_and_bridges_too() -> None:
    """y: 15 of 16 disagree, (15+1)/(16+2) and 2√17·(16/17 − ½); the groups' shares are 8/10 and 9/10."""
    ballots, (agreed, disagreed, seen) = with_passes()
    z = 2 * sqrt(17) * (16 / 17 - 0.5)
    assert consensus(ballots) == {
        "agree": [],
        "disagree": [{"statement_id": "y", "p": round(16 / 18, 4), "z": round(z, 4), "n": 16}],
    }
    assert bridging(ballots.comments, ["g1", "g2"], agreed, disagreed, seen) == [
        {"statement_id": "y", "direction": "disagree", "p_least": 0.8}
    ]


def test_what_a_group_hardly_voted_on_neither_divides_nor_bridges() -> None:
    ballots = Ballots.of([v for v in PASSES if v.voter[1] == "0" or v.voter in ("g1-0", "g1-1")])
    counts = tables(ballots, np.array([int(voter[1]) for voter in ballots.voters]), 2)
    assert divisive(ballots.comments, ["g1", "g2"], counts[0], counts[2]) == []
    assert bridging(ballots.comments, ["g1", "g2"], *counts) == []


def test_consensus_is_what_all_tend_to() -> None:
    ballots, _, _ = hand()
    assert consensus(ballots)["agree"] == [{"statement_id": "y", "p": 0.9, "z": 3.0, "n": 8}]
    assert consensus(ballots)["disagree"] == []


@pytest.mark.parametrize(("people", "found"), [(1, 0), (4, 0), (5, 1)])
def test_of_fewer_than_five_votes_nobody_says_that_most_agree(people: int, found: int) -> None:
    cast = [vote(f"p{n}", "seldom", -1) for n in range(people)]
    cast += [vote(f"p{n}", "often", 1) for n in range(8)]
    assert len(consensus(Ballots.of(cast))["disagree"]) == found


def planted(
    people: int = 60, comments: int = 20, groups: int = 2, noise: float = 0.1, seed: int = 1
) -> list[CommentVote]:
    generator = np.random.default_rng(seed)
    likes = generator.choice([-1, 1], size=(groups, comments))
    return [
        vote(f"p{i:03d}", f"c{j:02d}", int(likes[i % groups, j] * (1 if generator.random() > noise else -1)))
        for i in range(people)
        for j in range(comments)
        if generator.random() < 0.7
    ]


@pytest.mark.parametrize("groups", [2, 3])
def test_planted_groups_are_found(groups: int) -> None:
    found = find_groups(planted(groups=groups, people=90))
    assert found.document["status"] == "stable" and found.document["k"] == groups
    truth = [int(voter[1:]) % groups for voter in sorted(found.assignments)]
    ours = [found.assignments[voter] for voter in sorted(found.assignments)]
    assert adjusted_rand_score(truth, ours) > 0.9


def test_people_who_vote_at_random_form_no_stable_groups() -> None:
    generator = np.random.default_rng(3)
    votes = [vote(f"p{i}", f"c{j}", int(generator.choice([-1, 0, 1]))) for i in range(60) for j in range(20)]
    assert find_groups(votes).document["status"] == "unstable"


@pytest.mark.parametrize("people", [0, 1, 5, 11])
def test_too_few_people_are_not_grouped(people: int) -> None:
    found = find_groups(planted(people=people))
    assert found.document["status"] == "insufficient" and found.document["k"] is None
    assert set(found.assignments.values()) <= {None}


def test_people_who_all_vote_alike_are_not_grouped() -> None:
    votes = [vote(f"p{i}", f"c{j}", 1) for i in range(20) for j in range(10)]
    assert find_groups(votes).document["status"] == "insufficient"


def test_a_person_with_few_votes_is_placed_nowhere() -> None:
    votes = [*planted(), vote("shy", "c00", 1)]
    assert find_groups(votes).assignments["shy"] is None


def test_the_order_of_votes_does_not_matter() -> None:
    votes = planted(groups=3)
    assert find_groups(votes) == find_groups(votes[::-1])


def test_turning_every_vote_turns_every_sentence() -> None:
    """The sign convention, end to end: agree must never come out as disagree."""
    votes = planted()
    straight = find_groups(votes).document
    turned = find_groups([vote(v.voter, v.comment, -v.value) for v in votes]).document
    said = {(r["statement_id"], r["direction"]) for item in straight["items"] for r in item["representative"]}
    flipped = {(r["statement_id"], r["direction"]) for item in turned["items"] for r in item["representative"]}
    other = {"agree": "disagree", "disagree": "agree"}
    assert said == {(statement, other[direction]) for statement, direction in flipped}
    assert straight["consensus"]["agree"] == turned["consensus"]["disagree"]


@pytest.mark.parametrize("turned", [False, True])
def test_agree_in_a_file_is_agree_in_the_document(tmp_path, turned: bool) -> None:
    """Everybody agrees with "liked" and disagrees with "disliked", in both kinds of file, in a Polis file with
    turned signs too: its own counts say how to read it."""
    said = {v.voter: {} for v in planted()}
    for v in planted():
        said[v.voter][v.comment] = v.value
    for answers in said.values():
        answers |= {"liked": 1, "disliked": -1}
    statements = sorted({statement for answers in said.values() for statement in answers})
    long, matrix = tmp_path / "long.csv", tmp_path / "participants-votes.csv"
    with long.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("voter", "comment", "value")])
        csv.writer(file).writerows((voter, c, value) for voter, answers in said.items() for c, value in answers.items())
    with matrix.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["participant", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree", *statements])
        for voter, answers in said.items():
            counts = [sum(value == way for value in answers.values()) for way in (1, -1)]
            votes = [-answers[c] if turned and c in answers else answers.get(c, "") for c in statements]
            writer.writerow([voter, "", 0, len(answers), *counts, *votes])
    documents = []
    for source in (long, matrix):
        out = tmp_path / "groups.json"
        assert main(["groups", str(source), "--out", str(out)]) == 0
        documents.append(json.loads(out.read_text(encoding="utf-8")))
    assert documents[0] == documents[1]
    document = documents[0]
    assert document["consensus"]["agree"][0]["statement_id"] == "liked"
    assert document["consensus"]["disagree"][0]["statement_id"] == "disliked"
    leaning = {row["statement_id"]: row for row in document["group_informed"]}
    assert leaning["liked"]["gic_agree"] > 0.9 > 0.1 > leaning["liked"]["gic_disagree"]
    assert {(row["statement_id"], row["direction"]) for row in document["bridging"]} >= {
        ("liked", "agree"),
        ("disliked", "disagree"),
    }
    group_of = {entry["voter"]: entry["group"] for entry in document["assignments"]}
    for item in document["items"]:
        members = [voter for voter, group in group_of.items() if group == item["id"]]
        for row in item["representative"]:
            total = sum(said[voter].get(row["statement_id"], 0) for voter in members)
            assert (total > 0) == (row["direction"] == "agree")


def blocs(*kinds: tuple[int, list[int]]) -> list[CommentVote]:
    """People (how many, and how all of them vote on c00, c01 …), bloc after bloc."""
    people = [ways for count, ways in kinds for _ in range(count)]
    return [vote(f"p{i:04d}", f"c{j:02d}", way) for i, ways in enumerate(people) for j, way in enumerate(ways)]


def sizes(votes: list[CommentVote], **options: int) -> list[int]:
    return [item["n"] for item in find_groups(votes, **options).document["items"]]


def test_two_camps_that_say_the_opposite_of_one_another_are_two_groups() -> None:
    yes, no = [1] * 5 + [-1] * 5, [-1] * 5 + [1] * 5
    found = find_groups(blocs((40, yes), (40, no)))
    assert found.document["k"] == 2 and found.document["status"] == "stable"
    assert len({found.assignments[f"p{i:04d}"] for i in range(40)}) == 1
    assert sizes(blocs((40, yes), (40, no))) == [40, 40]


def test_a_bloc_that_passes_stands_apart_from_both_camps() -> None:
    assert sizes(blocs((30, [1] * 8), (25, [-1] * 8), (20, [0] * 8))) == [30, 25, 20]
    assert sizes(blocs((30, [1] * 8), (20, [1] * 4 + [0] * 4))) == [30, 20]
    assert sizes(blocs((30, [1] * 8), (20, [0] * 8))) == [30, 20]


def test_a_few_who_vote_like_nobody_else_are_no_group_and_hide_no_camps() -> None:
    """One contrarian, three among thousands, three beside two camps."""
    assert sizes(blocs((57, [1] * 12), (1, [-1] * 12))) == []
    assert sizes(blocs((3000, [1] * 8), (3, [-1] * 8))) == []
    camps = blocs((30, [1] * 6 + [0] * 6), (25, [-1] * 6 + [0] * 6), (3, [0] * 6 + [-1] * 6))
    assert sorted(sizes(camps)) == [25, 33] or sorted(sizes(camps)) == [28, 30]
    document = find_groups(camps).document
    assert document["n_eligible"] == sum(item["n"] for item in document["items"])


def test_the_least_size_of_a_group_is_a_choice() -> None:
    votes = blocs((40, [1] * 10), (8, [-1] * 10))
    assert sizes(votes) == [40, 8]
    assert sizes(votes, least_group=9) == []


def test_a_number_of_groups_that_cannot_be_had_gives_the_next_smaller_one() -> None:
    assert sizes(blocs((40, [1] * 10), (30, [-1] * 10)), groups=4) == [40, 30]


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.lists(st.sampled_from([-1, 0, 1, None]), min_size=0, max_size=70), min_size=0, max_size=8),
    st.lists(st.integers(1, 40), min_size=8, max_size=8),
    st.sampled_from([None, 2, 5, 30]),
)
def test_any_votes_give_groups_of_the_least_size_or_none(
    ways: list[list[int | None]], counts: list[int], k: int | None
):
    votes = [
        CommentVote(voter=f"{bloc}-{i}", comment=f"c{j}", value=way)
        for bloc, (row, count) in enumerate(zip(ways, counts, strict=False))
        for i in range(count)
        for j, way in enumerate(row)
        if way is not None
    ]
    document = find_groups(votes, groups=k).document
    assert all(item["n"] >= 5 for item in document["items"])
    assert sum(item["n"] for item in document["items"]) in (0, document["n_eligible"])
    assert document["k"] == (len(document["items"]) or None)


def test_axes_of_many_comments_are_those_of_the_dense_matrix() -> None:
    """Over 64 comments only two eigenvectors are sought: the same places."""
    ballots = Ballots.of(planted(people=50, comments=100, groups=3))
    dense = ballots.values.toarray()
    votes = np.maximum(ballots.seen.toarray().sum(axis=0), 1)
    centred = dense - ballots.seen.toarray() * (dense.sum(axis=0) / votes)
    _, spreads, axes = np.linalg.svd(centred)
    cast = ballots.seen.toarray().sum(axis=1)
    theirs = centred @ axes[:2].T * ((dense.shape[1] / cast) ** 0.25)[:, None]
    assert np.abs(np.abs(project(ballots.values, ballots.seen)) - np.abs(theirs)).max() < 1e-6


def test_voting_twice_differently_is_refused() -> None:
    with pytest.raises(AnalysisError, match="voted twice, differently"):
        find_groups([vote("p", "c", 1), vote("p", "c", -1)])


def test_projection_is_the_mean_imputed_pca_of_the_dense_matrix() -> None:
    votes = planted(people=30, comments=8)
    ballots = Ballots.of(votes)
    dense = np.full(ballots.values.shape, np.nan)
    for v in votes:
        dense[ballots.voters.index(v.voter), ballots.comments.index(v.comment)] = v.value
    cast = (~np.isnan(dense)).sum(axis=1)
    centred = np.nan_to_num(dense - np.nanmean(dense, axis=0))
    u, s, _ = np.linalg.svd(centred, full_matrices=False)
    expected = np.abs(u[:, :2] * s[:2]) * ((8 / cast) ** 0.25)[:, None]
    assert np.allclose(np.abs(project(ballots.values, ballots.seen)), expected)


@pytest.mark.parametrize(("name", "least"), [("brexit-consensus", 0.75), ("canadian-electoral-reform", 0.9)])
def test_groups_published_by_polis_are_found_again(name: str, least: float) -> None:
    path = DATA / "polis" / name / "participants-votes.csv"
    found = find_groups(read_votes(str(path), warn=print))
    with path.open(encoding="utf-8", newline="") as file:
        published = {row["participant"]: row["group-id"] for row in csv.DictReader(file) if row["group-id"]}
    both = [voter for voter in published if found.assignments.get(voter)]
    assert found.document["k"] == len(set(published.values())) == 2
    assert adjusted_rand_score([published[v] for v in both], [found.assignments[v] for v in both]) > least


def test_the_planted_groups_of_the_demo_are_found(demo) -> None:
    found = find_groups(demo.votes)
    assert (found.document["status"], found.document["k"]) == ("stable", 3)
