"""Rejects a summary that breaks the rules of citation, whoever wrote it.

The rules:
1. every sentence cites a comment at least, and cited comments exist, are shown and belong to the theme;
2. what stands between “ ” is an exact piece of a cited comment, cuts no word, leaves out no "not" before it and no clause behind
   or before it that limits, negates, contrasts, conditions or excepts it; a reason left out is marked … (`limits`);
3. a number may stand only in a counted sentence (`sentences`) and equals what its citations add up to;
4. a sentence that says who agrees or opposes cites only comments whose writers pressed that button;
5. a sentence that is neither counted nor a quotation is refused: nobody writes any.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.core.report import sentences
from analysis.core.report.citations import Evidence, Source, count_people
from analysis.core.report.limits import fault_of, leaves_reason
from analysis.core.report.quotes import Excerpt
from analysis.core.report.torn import is_torn


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


def fault_of_piece(piece: Excerpt, evidence: Evidence) -> str | None:
    """Which rule a quotation breaks: "quote_not_exact", when it is not what its offsets say of a comment that may be
    cited; "quote_cut", when it leaves out what turns its meaning; None for none."""
    source = evidence.get(piece.comment_id)
    if source is None or piece.text == "" or source.text[piece.start : piece.end] != piece.text:
        return "quote_not_exact"
    marked = piece.goes_on or not leaves_reason(source.text, piece.end)
    return None if marked and fault_of(source.text, piece.start, piece.end) is None else "quote_cut"


def _faults(sentence: str, cites: list[str], evidence: Evidence, whole: Sequence[Source]) -> list[tuple[str, str]]:
    if not sentence:
        return [("malformed", "says nothing")]
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
    return [("neither_counted_nor_quoted", sentence)]


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
        true = {name: count for name, count in true.items() if name in said}
        due = whole
    if template in (sentences.CAMPAIGN, sentences.CAMPAIGN_ALONE):
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
    said = quoted.removesuffix(sentences.GOES_ON)
    if not said.strip() or not all(said in source.text for source in sources):
        return [("quote_not_exact", quoted)]
    if any(is_torn(source.text, said) for source in sources):
        return [("quote_torn", quoted)]
    if any(not _may_stand(source.text, said, marked=said != quoted) for source in sources):
        return [("quote_cut", quoted)]
    wrong = [source.id for source in sources if source.stance not in stances]
    return [("polarity", ", ".join(wrong))] if wrong else []


def _may_stand(text: str, said: str, *, marked: bool) -> bool:
    """Whether at some place of the text these words mean what they mean there; `marked`: that a reason is left out is shown."""
    places = (hit.start() for hit in re.finditer(re.escape(said), text))
    return any(
        fault_of(text, start, start + len(said)) is None and (marked or not leaves_reason(text, start + len(said)))
        for start in places
    )
