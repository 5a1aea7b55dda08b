"""How the crowd of the demonstration votes and answers: much on little, little on much. Plain Python, the same each time.

The votes of ``votes.csv`` are dense, as in a study: about ninety on each of 63 comments. On a site a few keen people vote on
nearly everything they see and most vote once or twice, on what stands on top; so a part of those votes is cast, and
passers-by vote elsewhere. Opinions stay those of the table.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from statistics import fmean

from .corpus import Said

AGREE, UNSURE, DISAGREE = 1, 0, -1
_KEEN = 0.6
_PASSERS_BY = 330
#: what people choose where the table has no votes, by the stance they vote on
_LIKELY = {"agree": (62, 20, 18), "partly": (44, 26, 30), "disagree": (20, 16, 64), "": (40, 35, 25)}
_OF_A_COMMENT = (76, 10, 14)


#: where a comment stands on its section, for what a vote on it says about the section
_SIDE = {"agree": 1, "partly": 0.2, "disagree": -1, "": 0}

#: (voter, section): from -1, against, to 1, for
Leanings = dict[tuple[str, str], float]


@dataclass(frozen=True, kw_only=True)
class Ballot:
    """One person's vote on a comment or on a section, by their ids in the corpus."""

    voter: str
    subject: str
    choice: int


def voter_name(voter: str) -> str:
    """The public name of a voter of the table; nobody sees it, for voters say nothing."""
    return f"ผู้โหวต {voter}"


def votes_on_comments(said: Sequence[Said], table: Iterable[dict[str, str]]) -> list[Ballot]:
    """Votes of the table, thinned, and those of passers-by."""
    table = list(table)
    place = {one: order for order, one in enumerate(_by_attention(said, {row["comment_id"] for row in table}))}
    keen = {name for name in sorted({row["voter"] for row in table}) if _chance("keen", name).random() < _KEEN}
    kept = [
        Ballot(voter=voter_name(row["voter"]), subject=row["comment_id"], choice=int(row["value"]))
        for row in table
        if _chance("kept", row["voter"], row["comment_id"]).random()
        < _share(row["voter"] in keen, place[row["comment_id"]])
    ]
    choices = defaultdict(list)
    for row in table:
        choices[row["comment_id"]].append(int(row["value"]))
    return kept + _of_passers_by(said, place, choices)


def leanings(said: Sequence[Said], table: Iterable[dict[str, str]], voters: Iterable[dict[str, str]]) -> Leanings:
    """How far each voter of the table is for a section (1) or against it (-1): what their group voted on comments on it."""
    group = {row["voter"]: row["group"] for row in voters}
    about = {one.id: one for one in said}
    heard = defaultdict(list)
    for row in table:
        one = about[row["comment_id"]]
        heard[group[row["voter"]], one.section].append(int(row["value"]) * _SIDE[one.stance])
    means = {place: fmean(values) for place, values in heard.items()}
    return {
        (voter_name(voter), section): mean
        for voter, own in group.items()
        for (whose, section), mean in means.items()
        if whose == own
    }


def votes_on_sections(
    said: Sequence[Said], sections: Sequence[str], voters: Sequence[str], leaning: Leanings | None = None
) -> list[Ballot]:
    """Most people vote on one section or two, and most on the sections that are talked about.

    They choose as they lean, or as comments on the section do; who leans nowhere does not go through the whole draft.
    """
    leaning = leaning or {}
    who_leans = {voter for voter, _ in leaning}
    talk = Counter(one.section for one in said)
    stances = defaultdict(list)
    for one in said:
        stances[one.section].append(one.stance)
    reach = list(accumulate(1 + talk[section] ** 1.3 for section in sections))
    found = []
    for voter in voters:
        chance = _chance("sections", voter, sections[0])
        many = chance.choices((1, 2, 3, 5), (46, 25, 17, 12))[0]
        if voter in who_leans and chance.random() < 0.12:
            many = len(sections)
        chosen = sorted(set(chance.choices(sections, cum_weights=reach, k=many))) if many < len(sections) else sections
        for section in chosen:
            likely = _LIKELY[chance.choice(stances[section] or [""])]
            if (voter, section) in leaning:
                likely = _leaning(leaning[voter, section])
            found.append(Ballot(voter=voter, subject=section, choice=_choose(chance, likely)))
    return found


def answers(
    author: str, questions: Sequence[tuple[str, int, int]], shares: dict[str, list[int]]
) -> dict[str, list[int]]:
    """What one person answers to ``(id, number of options, most)``; some stop after each question."""
    chance, found = _chance("answers", author), {}
    for name, options, most in questions:
        weights = (shares.get(name) or [1] * options)[:options]
        many = chance.randint(1, most)
        found[name] = sorted(set(chance.choices(range(options), weights, k=many)))
        if chance.random() < 0.14:
            break
    return found


def _by_attention(said: Sequence[Said], in_table: set[str]) -> list[str]:
    """Comments from the most to the least seen: answered ones and those of the table stand on top, then chance."""
    replies = Counter(one.reply_to for one in said)
    top = sorted(
        (one.id for one in said if one.id in in_table),
        key=lambda name: (-replies[name], _chance("seen", name).random()),
    )
    rest = sorted((one.id for one in said if one.id not in in_table), key=lambda name: _chance("seen", name).random())
    return top + rest


def _share(is_keen: bool, place: int) -> float:
    """How many of the table's votes on the comment at this place are cast."""
    return max(0.5, 1 - place / 90) if is_keen else 0.5 / (1 + place / 2)


def _of_passers_by(said: Sequence[Said], place: dict[str, int], choices: dict[str, list[int]]) -> list[Ballot]:
    names = sorted(place, key=place.__getitem__)
    reach = list(accumulate(1 / (4 + place[name]) for name in names))
    found = []
    for alias in sorted({one.alias for one in said}, key=lambda name: _chance("passes", name).random())[:_PASSERS_BY]:
        chance = _chance("votes", alias)
        many = chance.choices((1, 2, 3, 5), (54, 24, 13, 9))[0]
        for name in sorted(set(chance.choices(names, cum_weights=reach, k=many))):
            choice = chance.choice(choices[name]) if name in choices else _choose(chance, _OF_A_COMMENT)
            found.append(Ballot(voter=alias, subject=name, choice=choice))
    return found


def _leaning(mean: float) -> tuple[float, float, float]:
    """Agree, unsure and disagree of somebody who leans so far."""
    return 0.05 + max(0.0, mean), 0.2, 0.05 + max(0.0, -mean)


def _choose(chance: random.Random, weights: Sequence[float]) -> int:
    return chance.choices((AGREE, UNSURE, DISAGREE), weights)[0]


def _chance(*names: str) -> random.Random:
    return random.Random(":".join(names))  # noqa: S311
