"""Arguments of a theme as a language model points at them: references to clauses go back, never a letter of text.

What leads an argument and what stands behind it is cut from our own masked comments, so that nothing a model or a comment writes can
reach a page: words put in or left out, numbers, requests nobody made and instructions inside a comment are impossible by form. What can
be told without a model is checked: unknown references, a lead torn from what limits it, the wrong side, too few members. Whether each
member is rightly there stays with an analyst; the likeliest wrong ones are marked.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Literal, get_args

from analysis.core.contract import DraftEntry
from analysis.core.intake.claims import is_content
from analysis.core.intake.reading import clauses, read
from analysis.core.report.citations import Source
from analysis.core.report.limits import fault_of, leaves_reason, stretch
from analysis.core.report.quotes import LONGEST, is_quotable
from analysis.core.report.sides import side_of
from analysis.core.report.torn import is_torn

Kind = Literal["for", "against", "ask", "question"]
#: comments of a theme that are sent, arguments that are asked for, arguments one comment may stand in
MOST_COMMENTS, MOST_ARGUMENTS, MOST_OF_ONE = 60, 12, 3
_LEAST_MEMBERS, _WRONG_SIDE = 2, 1 / 3
_AGAINST: dict[str, str] = {"for": "disagree", "against": "agree"}
_REFERENCE = re.compile(r"k\d{1,3}\.\d{1,3}")
_FIELDS = {"lead", "kind", "members"}


@dataclass(frozen=True, kw_only=True)
class AskedOfTheme:
    """What is sent of a theme, and what its references stand for."""

    theme: str
    sources: dict[str, Source]
    #: reference → (id of the comment in the question, start, end)
    clauses: dict[str, tuple[str, int, int]]

    @property
    def material(self) -> dict[str, Any]:
        """Masked clauses with the position their writer took, and nothing else."""
        told = []
        for name, source in self.sources.items():
            mine = {ref: place for ref, place in self.clauses.items() if place[0] == name}
            texts = {ref.partition(".")[2]: source.text[start:end] for ref, (_, start, end) in mine.items()}
            told.append({"id": name, "stance": source.stance or "none", "clauses": texts})
        return {"comments": told, "at_most": MOST_ARGUMENTS}


@dataclass(frozen=True, kw_only=True)
class Checked:
    """What is left of an answer, and why the rest was dropped (rule → how often)."""

    drafts: tuple[DraftEntry, ...]
    dropped: Counter[str]


def ask_of(theme: str, members: Sequence[Source]) -> AskedOfTheme:
    """The question of a theme: one comment of a campaign, an even spread where there are too many."""
    once = {source.campaign or f"\0{source.id}": source for source in reversed(members)}
    texts = sorted(once.values(), key=lambda source: source.id)
    texts = texts[:: max(1, -(-len(texts) // MOST_COMMENTS))]
    sources = {f"k{number}": source for number, source in enumerate(texts, start=1)}
    places = {
        f"{name}.{number}": (name, start, end)
        for name, source in sources.items()
        for number, (start, end) in enumerate(clauses(source.text), start=1)
        if source.text[start:end].strip()
    }
    return AskedOfTheme(theme=theme, sources=sources, clauses=places)


def checked(answer: str, question: AskedOfTheme) -> Checked:
    """The arguments of an answer that keep every rule. An answer in another form holds none ("form")."""
    dropped: Counter[str] = Counter()
    told = _told(answer)
    if told is None:
        return Checked(drafts=(), dropped=Counter({"form": 1}))
    used: Counter[str] = Counter()
    found: list[tuple[str, Kind, list[str]]] = []
    for one in told[:MOST_ARGUMENTS]:
        rule, lead, kind, members = _argument(one, question, used, dropped)
        if rule:
            dropped[rule] += 1
            continue
        used.update({reference.partition(".")[0] for reference in members})
        found.append((lead, kind, members))
    joined = _joined(found, dropped)
    words = _words(question, [reference for lead, _, members in joined for reference in (lead, *members)])
    leads = [lead for lead, _, _ in joined]
    return Checked(drafts=tuple(_entry(question, one, leads, words) for one in joined), dropped=dropped)


def _told(answer: str) -> list[Any] | None:
    """The list of an answer; None for another form. A field more than was asked for is another form: it could hold text."""
    try:
        told = json.loads(answer)
    except (ValueError, RecursionError):
        return None
    entries = told.get("arguments") if isinstance(told, dict) and set(told) == {"arguments"} else None
    return entries if isinstance(entries, list) else None


def _argument(
    one: Any, question: AskedOfTheme, used: Counter[str], dropped: Counter[str]
) -> tuple[str, str, Any, list[str]]:
    """(rule it breaks or "", lead, kind, members that are left)."""
    if not isinstance(one, dict) or set(one) != _FIELDS or not isinstance(one["members"], list):
        return "form", "", None, []
    lead, kind, named = one["lead"], one["kind"], one["members"]
    if not all(isinstance(name, str) and _REFERENCE.fullmatch(name) for name in (lead, *named)):
        return "form", "", None, []
    if kind not in get_args(Kind):
        return "kind", "", None, []
    if lead not in named:
        return "lead is no member", "", None, []
    if lead not in question.clauses:
        return "unknown lead", "", None, []
    if _lead_of(question, lead) is None:
        return "torn lead", "", None, []
    members: dict[str, str] = {}
    for name in named:
        comment = name.partition(".")[0]
        if name not in question.clauses:
            dropped["unknown member"] += 1
        elif comment not in members and (used[comment] < MOST_OF_ONE or name == lead):
            members[comment] = name
    members[lead.partition(".")[0]] = lead
    other = _AGAINST.get(kind)
    wrong = {comment for comment in members if other and question.sources[comment].stance == other}
    text = question.sources[lead.partition(".")[0]].text
    _, start, end = question.clauses[lead]
    said = side_of(text[start:end])
    if lead.partition(".")[0] in wrong or (other and said == other) or len(wrong) >= _WRONG_SIDE * len(members):
        return "other side", "", None, []
    dropped["member of the other side"] += len(wrong)
    left = [name for comment, name in members.items() if comment not in wrong]
    return ("too few members" if len(left) < _LEAST_MEMBERS else ""), lead, kind, left


def _lead_of(question: AskedOfTheme, reference: str) -> tuple[int, int] | None:
    """The lead as it would be shown: its clause, as far as it has to reach to keep its meaning; None when it cannot be quoted."""
    name, start, end = question.clauses[reference]
    text = question.sources[name].text
    place = stretch(text, start, end, longest=LONGEST)
    if place is None or fault_of(text, *place) or is_torn(text, text[slice(*place)]):
        return None
    return place if is_quotable(text[slice(*place)]) else None


def _joined(found: Sequence[tuple[str, Kind, list[str]]], dropped: Counter[str]) -> list[tuple[str, Kind, list[str]]]:
    """Arguments that share over half of the smaller one's comments and one kind are one, under the first one's lead."""
    kept: list[tuple[str, Kind, list[str]]] = []
    for lead, kind, members in found:
        mine = {name.partition(".")[0] for name in members}
        for _other, its_kind, its_members in kept:
            theirs = {name.partition(".")[0] for name in its_members}
            if kind == its_kind and len(mine & theirs) > min(len(mine), len(theirs)) / 2:
                its_members += [name for name in members if name.partition(".")[0] not in theirs]
                dropped["the same twice"] += 1
                break
        else:
            kept.append((lead, kind, members))
    return kept


def _words(question: AskedOfTheme, references: Sequence[str]) -> dict[str, set[str]]:
    names = list(dict.fromkeys(references))
    places = [question.clauses[name] for name in names]
    readings = read([question.sources[comment].text[start:end] for comment, start, end in places])
    return {name: {word for word in one.words if is_content(word)} for name, one in zip(names, readings, strict=True)}


def _entry(
    question: AskedOfTheme, one: tuple[str, Kind, list[str]], leads: Sequence[str], words: dict[str, set[str]]
) -> DraftEntry:
    lead, kind, members = one
    place = _lead_of(question, lead)
    source = question.sources[lead.partition(".")[0]]
    assert place is not None, "checked before"
    start, end = place
    return {
        "theme": question.theme,
        "kind": kind,
        "lead": {
            "comment_id": source.id,
            "start": start,
            "end": end,
            "goes_on": leaves_reason(source.text, end),
            "words_sha256": sha256(source.text[start:end].encode()).hexdigest(),
        },
        "members": [
            {
                "comment_id": question.sources[name.partition(".")[0]].id,
                "doubtful": name != lead and _is_doubtful(name, lead, members, leads, words),
            }
            for name in members
        ],
    }


def _is_doubtful(
    name: str, lead: str, members: Sequence[str], leads: Sequence[str], words: dict[str, set[str]]
) -> bool:
    """Whether a member shares no word with the lead and the other members, or more with the lead of another argument."""

    def shared(other: str) -> float:
        return len(words[name] & words[other]) / (len(words[name] | words[other]) or 1)

    own = max((shared(other) for other in members if other != name), default=0.0)
    elsewhere = max((shared(other) for other in leads if other != lead), default=0.0)
    return own == 0 or elsewhere > max(own, shared(lead))
