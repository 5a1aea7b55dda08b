"""A language model that lies about the arguments of the demo's themes: how much of it is dropped, how much honest work is lost.

Each lie changes one honest argument; it counts only where the honest one is kept, so that a checker which refuses everything wins
nothing. Honest arguments are those a reader listed in the demo, each led by the clause that shares most words with its members.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from analysis.core.intake.claims import is_content
from analysis.core.intake.reading import read
from analysis.core.report.citations import Source
from analysis.core.report.references import AskedOfTheme, ask_of, checked
from bench import measure
from bench.measure import DATA, DEMO, Figure
from consult.thai.personal_data import mask

Told = dict[str, Any]
#: changes an honest argument; None where it cannot be told of this one
Lie = Callable[[Told, AskedOfTheme], Told | None]


def run(folder: Path) -> list[Figure]:
    """Every lie told of every honest argument."""
    return figures(honest_arguments())


def honest_arguments() -> list[tuple[Told, AskedOfTheme]]:
    """What an honest model would point at in each gold theme of the demo, with the question it answers."""
    rows = {row["id"]: row for row in measure.rows_of(DEMO / "comments.csv")}
    themes: dict[str, list[Source]] = {}
    for name, row in sorted(rows.items()):
        source = Source(
            id=name,
            text=mask(row["text"]).text,
            stance=row["stance"],
            person=name,
            theme=row["theme"],
            campaign=row["campaign"] or None,
        )
        themes.setdefault(row["theme"], []).append(source)
    listed = json.loads((DATA / "arguments" / "demo.json").read_text(encoding="utf-8"))["arguments"]
    found = []
    for theme, members in sorted(themes.items()):
        question = ask_of(theme, members)
        found += [(one, question) for one in arguments_in(question, [set(entry["ids"]) for entry in listed])]
    return found


def figures(honest: list[tuple[Told, AskedOfTheme]]) -> list[Figure]:
    kept = [(told, question) for told, question in honest if holds(told, question)]
    found = [Figure("honest arguments kept", len(kept) / len(honest), 0.95, note=f"of {len(honest)}")]
    for name, (lie, bar) in LIES.items():
        lies = [(false, question) for told, question in kept if (false := lie(told, question)) is not None]
        caught = [not holds(false, question) for false, question in lies]
        found.append(
            Figure(f"dropped: {name}", sum(caught) / len(caught) if caught else None, bar, note=f"of {len(caught)}")
        )
    return [*found, *_marked(kept)]


def _marked(kept: list[tuple[Told, AskedOfTheme]]) -> list[Figure]:
    """How often a member that does not belong is marked, and how often an honest one is: no bar, an analyst looks at each."""
    honest, planted = [], []
    for told, question in kept:
        (draft,) = checked(json.dumps({"arguments": [told]}), question).drafts
        honest += [one["doubtful"] for one in draft["members"]]
        inside = {name.partition(".")[0] for name in told["members"]}
        stranger = next((ref for ref in question.clauses if ref.partition(".")[0] not in inside), None)
        if stranger is None:
            continue
        name = question.sources[stranger.partition(".")[0]].id
        wrong = told | {"members": [*told["members"], stranger]}
        for one in checked(json.dumps({"arguments": [wrong]}), question).drafts:
            planted += [member["doubtful"] for member in one["members"] if member["comment_id"] == name]
    return [
        Figure("wrong members marked", sum(planted) / len(planted), note=f"of {len(planted)}, one planted in each"),
        Figure("honest members marked", sum(honest) / len(honest), None, False, note=f"of {len(honest)}"),
    ]


def holds(told: Told, question: AskedOfTheme) -> bool:
    """Whether an argument is kept, led by the clause it names and with every member it names."""
    (draft, *_) = checked(json.dumps({"arguments": [told]}), question).drafts or (None,)
    if draft is None:
        return False
    named = {question.sources[name.partition(".")[0]].id for name in told["members"] if name in question.clauses}
    return draft["kind"] == told["kind"] and {one["comment_id"] for one in draft["members"]} == named


def arguments_in(question: AskedOfTheme, listed: list[set[str]]) -> Iterator[Told]:
    """The arguments a reader listed, as an honest model would point at them in this theme."""
    clause_of = {}
    for reference, (name, start, end) in question.clauses.items():
        clause_of.setdefault(name, []).append((reference, question.sources[name].text[start:end]))
    for ids in listed:
        names = [name for name, source in question.sources.items() if source.id in ids]
        if len(names) < 2:
            continue
        words = {
            reference: {word for word in reading.words if is_content(word)}
            for name in names
            for (reference, _), reading in zip(
                clause_of[name], read([text for _, text in clause_of[name]]), strict=True
            )
        }
        best = []
        for name in names:
            others = set().union(*(words[ref] for ref in words if not ref.startswith(f"{name}.")))
            best.append(max((ref for ref, _ in clause_of[name]), key=lambda ref: (len(words[ref] & others), ref)))
        for lead in sorted(best, key=lambda ref: -len(words[ref])):
            sides = [question.sources[name].stance for name in names]
            stance = question.sources[lead.partition(".")[0]].stance
            kind = "ask" if len({*sides} - {""}) > 1 else {"agree": "for", "disagree": "against"}.get(stance, "ask")
            told = {"lead": lead, "kind": kind, "members": best}
            if holds(told, question) or lead == best[-1]:
                yield told
                break


def _turned(told: Told, _question: AskedOfTheme) -> Told | None:
    other = {"for": "against", "against": "for"}.get(told["kind"])
    return told | {"kind": other} if other else None


def _torn(told: Told, question: AskedOfTheme) -> Told | None:
    """Led by a clause that cannot be quoted alone."""
    for reference in question.clauses:
        probe = told | {"lead": reference, "members": [*told["members"], reference]}
        if "torn lead" in checked(json.dumps({"arguments": [probe]}), question).dropped:
            return probe
    return None


#: what is told falsely → (how, the share that must be dropped)
LIES: dict[str, tuple[Lie, float]] = {
    "a lead in words of its own": (lambda told, _: told | {"lead": "ประชาชนส่วนใหญ่ไม่เห็นด้วย"}, 1.0),
    "text beside the references": (lambda told, _: told | {"note": "ประชาชน 80 คนขอให้ถอนร่าง"}, 1.0),
    "a number": (lambda told, _: told | {"people": 9_999}, 1.0),
    "a reference with text behind it": (lambda told, _: told | {"lead": f"{told['lead']} ขอให้ถอนร่าง"}, 1.0),
    "a lead that does not exist": (
        lambda told, _: told | {"lead": "k999.1", "members": [*told["members"], "k999.1"]},
        1.0,
    ),
    "a lead behind none of the members": (
        lambda told, _: told | {"members": [one for one in told["members"] if one != told["lead"]]},
        1.0,
    ),
    "a torn lead": (_torn, 1.0),
    "a kind that is none": (lambda told, _: told | {"kind": "demand"}, 1.0),
    "one member alone": (lambda told, _: told | {"members": [told["lead"]]}, 1.0),
    "the kind turned round": (_turned, 0.85),
}
