"""A theme in a few sentences: counted ones from fixed patterns, the rest in citizens' own words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from analysis.core.contract import SentenceEntry
from analysis.core.report import sentences
from analysis.core.report.citations import Source, count_people
from analysis.core.report.quotes import Ask, Excerpt, Quote

#: campaigns a summary speaks of; all stand in the document
_CAMPAIGNS_TOLD = 3

_ROLES = {
    "supporting": "ผู้ที่เห็นด้วยกล่าวว่า",
    "conditional": "ผู้ที่เห็นด้วยบางส่วนกล่าวว่า",
    "opposing": "ผู้ที่ไม่เห็นด้วยกล่าวว่า",
    "central": "ความคิดเห็นในประเด็นนี้กล่าวว่า",
}
_ASK = "มีข้อเสนอว่า"


def summarise(members: Sequence[Source], quotes: Sequence[Quote], asks: Sequence[Ask]) -> list[SentenceEntry]:
    """Sentences {sentence, cites, kind, checks} of one theme; `members`: all its comments."""
    ids = [source.id for source in members]
    known = any(source.person for source in members)
    size = (sentences.SIZE if known else sentences.SIZE_ALONE).format(
        people=sentences.number(count_people(members)), comments=sentences.number(len(members))
    )
    written = [_entry(size, ids)]
    stated = [source for source in members if source.stance]
    if stated:
        counts = {
            stance: sentences.number(sum(source.stance == stance for source in stated))
            for stance in ("agree", "partly", "disagree")
        }
        written.append(_entry(sentences.STANCE.format(**counts), [source.id for source in stated]))
    for sent in _largest_campaigns(members):
        said = (sentences.CAMPAIGN if known else sentences.CAMPAIGN_ALONE).format(
            comments=sentences.number(len(sent)), people=sentences.number(count_people(sent))
        )
        written.append(_entry(said, [source.id for source in sent]))
    told = _one_of_each(quotes)
    if any(quote.role in ("supporting", "opposing", "conditional") for quote in told):
        told = [quote for quote in told if quote.role != "central"]
    spoken: list[tuple[str, Excerpt]] = [
        *((_ROLES[quote.role], quote) for quote in told),
        *((_ASK, ask) for ask in asks[:2]),
    ]
    for speaker, piece in spoken:
        written.append(
            _entry(sentences.quotation(speaker, piece.text, goes_on=piece.goes_on), [piece.comment_id], quoted=True)
        )
    return written


def _largest_campaigns(members: Sequence[Source]) -> list[list[Source]]:
    """The theme's comments of its largest campaigns, two or more comments each."""
    sent: dict[str, list[Source]] = defaultdict(list)
    for source in members:
        if source.campaign is not None:
            sent[source.campaign].append(source)
    largest = sorted(sent, key=lambda campaign: (-len(sent[campaign]), campaign))[:_CAMPAIGNS_TOLD]
    return [sent[campaign] for campaign in largest if len(sent[campaign]) >= 2]


def _one_of_each(quotes: Sequence[Quote]) -> list[Quote]:
    first: dict[str, Quote] = {}
    for quote in quotes:
        first.setdefault(quote.role, quote)
    return [first[role] for role in ("supporting", "conditional", "opposing", "central") if role in first]


def _entry(sentence: str, cites: list[str], *, quoted: bool = False) -> SentenceEntry:
    """Checks say what the checker verified: an exact quotation, or recounted numbers."""
    return {
        "sentence": sentence,
        "cites": cites,
        "kind": "extractive",
        "checks": {
            "quote_exact": True if quoted else None,
            "number_ok": None if quoted else True,
            "support": None,
        },
    }
