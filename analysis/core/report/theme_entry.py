"""The entry of a theme, of a part of one, or of a theme that analysts changed: written here and nowhere else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analysis.core.contract import InferredCounts, SentenceEntry, ThemeEntry, ThemeHeading, ToneCounts
from analysis.core.report.checker import check, fault_of_piece
from analysis.core.report.citations import Source, count_people
from analysis.core.report.quotes import Ask, Quote
from analysis.core.report.summary import summarise
from analysis.core.signals.stance import tally
from analysis.core.votes.intervals import wilson


@dataclass(frozen=True, kw_only=True)
class ThemeFacts:
    """The facts an entry is written from; None stands for figures only a run can count (vectors, votes, words)."""

    #: every comment of the theme, in order of id; only these may be cited
    members: Sequence[Source]
    #: people of the whole consultation
    everyone: int
    #: different messages among the members
    n_distinct: int
    #: the section each member stands on, "" for none
    sections: Iterable[str]
    #: the comment nearest the middle, quotations and requests, best first
    central: Quote | None
    quotes: Sequence[Quote]
    asks: Sequence[Ask]
    stability: float | None
    cohesion: float | None = None
    inferred: InferredCounts | None = None
    sentiment: ToneCounts | None = None
    by_group: dict[str, int] | None = None
    by_attribute: dict[str, dict[str, int]] | None = None
    #: a request to show beneath the name
    example: Ask | None = None


def write_entry(heading: ThemeHeading, facts: ThemeFacts) -> tuple[ThemeEntry, list[str]]:
    """(entry, rules broken by what was therefore left out); every quotation and sentence in it passed the checker."""
    members = facts.members
    evidence = {source.id: source for source in members}
    wrong = {piece: rule for piece in (*facts.quotes, *facts.asks) if (rule := fault_of_piece(piece, evidence))}
    quotes = [quote for quote in facts.quotes if quote not in wrong]
    asks = [ask for ask in facts.asks if ask not in wrong]
    central = facts.central if facts.central and not fault_of_piece(facts.central, evidence) else None
    example = facts.example if facts.example and not fault_of_piece(facts.example, evidence) else None
    summary, broken = _checked(summarise(members, quotes, asks), members, theme=heading["id"])
    people = count_people(members)
    in_campaign = sum(source.campaign is not None for source in members)
    entry: ThemeEntry = {
        **heading,
        "share_people": round(people / facts.everyone, 4) if facts.everyone else 0.0,
        "ci95": wilson(people, facts.everyone),
        "stability": facts.stability,
        "by_group": facts.by_group,
        "n_comments": len(members),
        "n_people": people,
        "n_distinct": facts.n_distinct,
        "stance": {"asked": tally(source.stance for source in members), "inferred": facts.inferred},
        "sentiment": facts.sentiment,
        "by_attribute": facts.by_attribute,
        "by_clause": dict(sorted(Counter(filter(None, facts.sections)).items())),
        "cohesion": facts.cohesion,
        "campaign_share": round(in_campaign / len(members), 4) if members else 0.0,
        "central": central.entry() if central else None,
        "quotes": [quote.entry() for quote in quotes],
        "summary": summary,
        "asks": [ask.entry() for ask in asks],
        "example": example.entry() if example else None,
    }
    return entry, sorted(broken | set(wrong.values()))


def _checked(
    summary: list[SentenceEntry], members: Sequence[Source], *, theme: str
) -> tuple[list[SentenceEntry], set[str]]:
    """(sentences without a fault, rules the others broke)."""
    faults = check(summary, {source.id: source for source in members}, theme=theme)
    wrong = {fault.sentence for fault in faults}
    return [sentence for place, sentence in enumerate(summary) if place not in wrong], {fault.rule for fault in faults}
