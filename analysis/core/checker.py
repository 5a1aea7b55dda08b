"""Rejects a summary that breaks the rules of citation, whoever wrote it.

The rules:
1. every sentence cites a comment at least, and cited comments exist, are shown and belong to the theme;
2. what stands between “ ” is an exact piece of a cited comment;
3. a number may stand only in a counted sentence (sentences.py) and equals what its citations add up to;
4. a sentence that says who agrees or opposes cites only comments whose writers pressed that button;
5. any other prose says nothing about amounts, and most of its words stand in the comments it cites.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.core import sentences
from analysis.core.evidence import Evidence, Source, count_people

_QUOTE = re.compile(f"{sentences.OPEN}([^{sentences.OPEN}{sentences.CLOSE}]*){sentences.CLOSE}")
_DIGIT = re.compile(r"[0-9๐-๙%]")
_AMOUNT = re.compile(
    r"ร้อยละ|เปอร์เซ็นต์|เปอร์เซนต์|ครึ่ง|ส่วนใหญ่|ส่วนมาก|ส่วนน้อย|เสียงข้างมาก|เสียงข้างน้อย|ทั้งหมด|ทุกคน|ทุกฝ่าย|เอกฉันท์|จำนวนมาก|จำนวนน้อย|"
    r"หลายคน|หลายราย|ไม่มีใคร|แทบไม่มี|มากที่สุด|น้อยที่สุด|เกือบ|สองคน|สามคน|(?:สิบ|ร้อย|พัน|หมื่น|แสน|ล้าน)(?:คน|ราย|ความ)|"
    r"\b(?:most|majority|minority|all|everyone|nobody|half|many|few|percent|hundred|thousand)\b",
    re.IGNORECASE,
)
_OPPOSE = re.compile(
    r"ไม่เห็นด้วย|ไม่เห็นชอบ|ไม่สนับสนุน|คัดค้าน|ต่อต้าน|ปฏิเสธ|\b(?:oppos\w+|disagree\w*|against|reject\w*)\b",
    re.IGNORECASE,
)
_AGREE = re.compile(r"เห็นด้วย|เห็นชอบ|สนับสนุน|ยอมรับ|\b(?:agree\w*|support\w*|favou?r\w*|approve\w*)\b", re.IGNORECASE)
#: share of a free sentence's words that must stand in what it cites
LEAST_SUPPORT = 0.6


@dataclass(frozen=True, kw_only=True)
class Fault:
    """A broken rule: which sentence, which rule, what exactly."""

    sentence: int
    rule: str
    detail: str


def check(summary: Sequence[Mapping[str, Any]], evidence: Evidence, *, theme: str) -> list[Fault]:
    """Every fault of a theme's summary, in order; an empty list means it may be shown.

    `summary` holds {sentence, cites, …}; other keys are the writer's own claims and are not believed.
    """
    faults: list[Fault] = []
    whole = [source for source in evidence.values() if source.theme == theme]
    for place, entry in enumerate(summary):
        sentence, cites = entry.get("sentence"), entry.get("cites")
        if not isinstance(sentence, str) or not isinstance(cites, (list, tuple)):
            faults.append(Fault(sentence=place, rule="malformed", detail="needs a sentence and a list of cites"))
            continue
        faults += (
            Fault(sentence=place, rule=rule, detail=detail)
            for rule, detail in _faults(sentence.strip(), [str(cite) for cite in cites], evidence, whole)
        )
    return faults


def check_quotes(quotes: Sequence[Mapping[str, Any]], evidence: Evidence) -> list[Fault]:
    """Quotes that are not exactly what their offsets say."""
    faults = []
    for place, quote in enumerate(quotes):
        source = evidence.get(str(quote["comment_id"]))
        exact = source is not None and quote["text"] and source.text[quote["start"] : quote["end"]] == quote["text"]
        if not exact:
            faults.append(Fault(sentence=place, rule="quote_not_exact", detail=str(quote["comment_id"])))
    return faults


def support(sentence: str, sources: Sequence[Source]) -> float:
    """Share of the sentence's content words that stand in the sources, 0 to 1; 1 without content words."""
    from analysis.core.reading import read

    words = set(next(read([sentence])).terms)
    held = {word for reading in read([source.text for source in sources]) for word in reading.words}
    return sum(word in held for word in words) / len(words) if words else 1.0


def _faults(sentence: str, cites: list[str], evidence: Evidence, whole: Sequence[Source]) -> list[tuple[str, str]]:
    if not cites:
        return [("uncited", sentence)]
    members = {source.id for source in whole}
    unknown = [cite for cite in cites if cite not in members]
    if unknown:
        return [("unknown_citation", ", ".join(unknown[:5]))]
    if len(set(cites)) != len(cites):
        return [("repeated_citation", sentence)]
    sources = [evidence[cite] for cite in cites]
    for template in sentences.COUNTED:
        counted = sentences.pattern(template).fullmatch(sentence)
        if counted:
            said = {name: int(value.replace(",", "")) for name, value in counted.groupdict().items()}
            return _count_faults(template, said, sources, whole)
    for speaker, stances in sentences.SPEAKERS.items():
        opening = f"{speaker} {sentences.OPEN}"
        if sentence.startswith(opening) and sentence.endswith(sentences.CLOSE):
            return _quotation_faults(sentence[len(opening) : -1], sources, stances)
    return _prose_faults(sentence, sources)


def _count_faults(
    template: str, said: Mapping[str, int], sources: list[Source], whole: Sequence[Source]
) -> list[tuple[str, str]]:
    """Numbers against citations, and citations against everything they should cover."""
    faults = []
    due: Sequence[Source]
    if template == sentences.STANCE:
        counts = Counter(source.stance for source in sources)
        true = {stance: counts[stance] for stance in ("agree", "partly", "disagree")}
        due = [source for source in whole if source.stance]
    else:
        true = {"people": count_people(sources), "comments": len(sources)}
        due = whole
    if template == sentences.CAMPAIGN:
        campaigns = {source.campaign for source in sources}
        if None in campaigns or len(campaigns) != 1:
            faults.append(("not_one_campaign", ", ".join(sorted(map(str, campaigns)))))
        due = [source for source in whole if source.campaign in campaigns]
    if dict(said) != true:
        faults.append(("number_not_recomputed", f"said {dict(said)}, counted {true}"))
    if {source.id for source in due} != {source.id for source in sources}:
        faults.append(("citations_incomplete", f"{len(sources)} cited of {len(due)}"))
    return faults


def _quotation_faults(quoted: str, sources: list[Source], stances: frozenset[str]) -> list[tuple[str, str]]:
    if not quoted.strip() or not all(quoted in source.text for source in sources):
        return [("quote_not_exact", quoted)]
    wrong = [source.id for source in sources if source.stance not in stances]
    return [("polarity", ", ".join(wrong))] if wrong else []


def _prose_faults(sentence: str, sources: list[Source]) -> list[tuple[str, str]]:
    """Rules for free prose, as a language model would write it."""
    faults = [
        ("quote_not_exact", quoted)
        for quoted in _QUOTE.findall(sentence)
        if not quoted.strip() or not any(quoted in source.text for source in sources)
    ]
    prose = _QUOTE.sub(" ", sentence)
    if any(mark in prose for mark in f'{sentences.OPEN}{sentences.CLOSE}"'):
        faults.append(("quote_not_exact", "quotation marks that do not pair"))
    if _DIGIT.search(prose) or _AMOUNT.search(prose):
        faults.append(("unsupported_quantity", prose.strip()))
    opposing = bool(_OPPOSE.search(prose))
    agreeing = bool(_AGREE.search(_OPPOSE.sub(" ", prose)))
    stances = {source.stance for source in sources}
    allowed = ({"disagree"} if opposing else set()) | ({"agree", "partly"} if agreeing else set())
    if (opposing or agreeing) and not stances <= allowed:
        faults.append(("polarity", f"cites {sorted(stances)}"))
    if opposing and agreeing and not ("disagree" in stances and stances & {"agree", "partly"}):
        faults.append(("polarity", "speaks for both sides, cites one"))
    if not faults and support(prose, sources) < LEAST_SUPPORT:
        faults.append(("unsupported", prose.strip()))
    return faults
