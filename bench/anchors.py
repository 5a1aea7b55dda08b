"""Do comments and votes stay where they belong when a draft is revised? Sections and spans over edit scripts, and the time of a code.

    python -m bench.anchors [SCRIPTS]

Sections: each section, or what was added, counts once; right means the same old and new sections and the same kind as the script knows;
silently wrong, that a section is linked with one it is not. Beside it the rule most systems use: the same number is the same section.

Spans: right means that what is found overlaps by half with where its letters stand now, or that nothing is found where fewer
than two thirds of them are left or they were torn apart; lost, that nothing is found where it could; silently wrong, that something
else is found. Beside it the rule of Hypothesis, over the whole page and inside the same section.

Prints the figures, writes bench/anchors.json, and fails when one is below its bar, above all on a single silent case.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bench.edits import NAMES, Script, script, statute
from bench.quotes import hypothesis_rule
from bench.span_edits import SpanScript, span_script
from consult.anchors.align import Link, LinkKind, align
from consult.anchors.section import LawSection
from consult.anchors.span import move_among
from consult.anchors.wording import number_of, words_of
from consult.thai.digits import to_arabic, to_thai

SCRIPTS = 1000
#: shares right of sections and of spans; CPU seconds for one code against another
SECTIONS_RIGHT, SPANS_RIGHT, SECONDS = 0.995, 0.99, 3.0
RESULT = Path(__file__).with_suffix(".json")

Place = tuple[int, int, int]  # text, start, end


@dataclass
class Tally:
    """What a rule did over all scripts."""

    name: str
    right: int = 0
    wrong: int = 0
    lost: int = 0
    silent: int = 0
    seconds: float = 0.0
    calls: int = 0

    @property
    def total(self) -> int:
        return self.right + self.wrong + self.lost + self.silent

    def figures(self) -> dict[str, float]:
        return {
            "cases": self.total,
            "right %": round(100 * self.right / self.total, 2),
            "silently wrong": self.silent,
            "silently wrong %": round(100 * self.silent / self.total, 2),
            "lost %": round(100 * self.lost / self.total, 2),
            "other %": round(100 * self.wrong / self.total, 2),
            "ms": round(1000 * self.seconds / self.calls, 2),
        }


def by_number(old: Sequence[LawSection], new: Sequence[LawSection]) -> list[Link]:
    """The same number is the same section."""
    places = {number_of(section): place for place, section in reversed(list(enumerate(new)))}
    pairs = {place: places[number_of(section)] for place, section in enumerate(old) if number_of(section) in places}
    pairs = {a: b for b, a in {b: a for a, b in pairs.items()}.items()}
    links = [
        Link((a,), (b,), LinkKind.KEPT if words_of(old[a].text) == words_of(new[b].text) else LinkKind.REWORDED)
        for a, b in pairs.items()
    ]
    links += [Link((a,), (), LinkKind.REMOVED) for a in range(len(old)) if a not in pairs]
    return links + [Link((), (b,), LinkKind.ADDED) for b in range(len(new)) if b not in pairs.values()]


def judge_sections(case: Script, links: Iterable[Link], tally: Tally) -> set[str]:
    """Count each true link once a section; the kinds that came out wrong."""
    told = {(link.old, link.new, str(link.kind)) for link in links}
    said = {(a, b) for olds, news, _ in told for a in olds for b in news}
    true = {(a, b) for olds, news, _ in case.truth for a in olds for b in news}
    wrong_old, wrong_new = {a for a, _ in said - true}, {b for _, b in said - true}
    missed = set()
    for olds, news, kind in case.truth:
        count = max(1, len(olds))
        if (olds, news, kind) in told:
            tally.right += count
            continue
        missed.add(kind)
        if wrong_old & set(olds) or wrong_new & set(news):
            tally.silent += count
        elif not any((a, b) in said for a in olds for b in news):
            tally.lost += count
        else:
            tally.wrong += count
    return missed


def judge_span(case: SpanScript, found: Place | None) -> str:
    own = sum(not letter.isspace() for letter in case.span.exact)
    if found is None:
        whole = any(
            left >= 2 / 3 and _letters(case.new[part][start:end]) <= 2.5 * left * own
            for part, (start, end, left) in enumerate(case.stands)
        )
        return "lost" if whole else "right"
    part, begin, stop = found
    start, end, left = case.stands[part]
    both = min(stop, end) - max(begin, start)
    if left < 0.2 or both <= 0:
        return "silent"
    half = both >= 0.5 * (max(stop, end) - min(begin, start))
    # Between its letters much may have been written: then what was found is most of its own letters and little else.
    core = both >= 0.5 * (stop - begin) and both >= 0.5 * left * own
    same = words_of(case.new[part][begin:stop]) == words_of(case.span.exact)
    return ("right" if left >= 0.4 else "wrong") if half or core or same else "silent"


def _letters(text: str) -> int:
    return sum(not letter.isspace() for letter in text)


def ours(case: SpanScript) -> Place | None:
    found = move_among(case.span, case.old, case.new)
    return found and (found[0], found[1].start, found[1].end)


def hypothesis_in_section(case: SpanScript) -> Place | None:
    """In the first part, as a comment that stays with its section: what else is a text to look in."""
    joined = "\n".join(case.new)
    return _part(case, hypothesis_rule(case.span, joined, case.span.start), 0)


def hypothesis_on_page(case: SpanScript) -> Place | None:
    half = len(case.page) // 2
    before = "\n".join(case.page[:half]) + "\n"
    behind = "\n".join([*case.page[half:], case.elsewhere])
    found = hypothesis_rule(case.span, before + "\n".join(case.new) + "\n" + behind, len(before) + case.span.start)
    return _part(case, found, len(before))


def _part(case: SpanScript, found: tuple[int, int] | None, before: int) -> Place | None:
    """A place of the joined text as one of a part; outside of all of them it is at a wrong one."""
    if found is None:
        return None
    at = before
    for part, text in enumerate(case.new):
        if at <= found[0] <= at + len(text):
            return part, found[0] - at, min(len(text), found[1] - at)
        at += len(text) + 1
    return 0, -2, -1


def sections(count: int) -> tuple[list[Tally], Counter[str]]:
    tallies = [Tally("ours"), Tally("the same number is the same section")]
    missed: Counter[str] = Counter()
    for seed in range(count):
        case = script(seed)
        for tally, rule in zip(tallies, (align, by_number), strict=True):
            started = time.process_time()
            links = rule(case.old, case.new)
            tally.seconds += time.process_time() - started
            tally.calls += 1
            kinds = judge_sections(case, links, tally)
            if rule is align:
                missed.update(kinds)
    return tallies, missed


def spans(count: int) -> list[Tally]:
    tallies = [Tally("ours"), Tally("Hypothesis, same section"), Tally("Hypothesis, whole page")]
    for seed in range(count):
        case = span_script(seed)
        for tally, rule in zip(tallies, (ours, hypothesis_in_section, hypothesis_on_page), strict=True):
            started = time.process_time()
            found = rule(case)
            tally.seconds += time.process_time() - started
            tally.calls += 1
            verdict = judge_span(case, found)
            setattr(tally, verdict, getattr(tally, verdict) + 1)
    return tallies


def code_against_code() -> dict[str, float]:
    """CPU seconds for the longest code against itself and against versions of it."""
    code = statute(NAMES[0], whole=True)
    rng = random.Random(0)

    def reworded(section: LawSection) -> LawSection:
        first, *rest = section.paragraphs
        at = rng.randrange(len(first))
        return replace(section, paragraphs=(f"{first[:at]}ตามที่กฎหมายกำหนด{first[at + 10 :]}", *rest))

    versions = {
        "the same": code,
        "typed in again with Thai digits": [
            replace(section, number=to_thai(section.number), paragraphs=tuple(to_thai(text) + " " for text in section.paragraphs))
            for section in code
        ],
        "all renumbered from the second on": [
            code[0], code[0], *(replace(section, number=_next(section.number)) for section in code[1:])
        ],
        "every tenth reworded, every hundredth gone": [
            reworded(section) if place % 10 == 0 else section for place, section in enumerate(code) if place % 100
        ],
        "every one reworded": [reworded(section) for section in code],
    }  # fmt: skip
    seconds = {}
    for name, version in versions.items():
        started = time.process_time()
        align(code, version)
        seconds[f"{len(code)} sections, {name}"] = round(time.process_time() - started, 2)
    return seconds


def _next(number: str) -> str:
    base, slash, rest = to_arabic(number).partition("/")
    return f"{int(base) + 1}{slash}{rest}" if base.isdigit() else number


def main(count: int = SCRIPTS) -> int:
    words_of("")  # the tables of Thai text are made once a process
    seconds = code_against_code()
    section_tallies, missed = sections(count)
    span_tallies = spans(count)
    result = {
        "scripts": count,
        "sections": {tally.name: tally.figures() for tally in section_tallies},
        "kinds missed, in scripts": dict(missed.most_common()),
        "spans": {tally.name: tally.figures() for tally in span_tallies},
        "CPU seconds": seconds,
    }
    print(json.dumps(result, ensure_ascii=False, indent=1))
    RESULT.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    held = {
        "no section silently wrong": not section_tallies[0].silent,
        "no span silently wrong": not span_tallies[0].silent,
        "sections right": section_tallies[0].right >= SECTIONS_RIGHT * section_tallies[0].total,
        "spans right": span_tallies[0].right >= SPANS_RIGHT * span_tallies[0].total,
        "seconds": max(list(seconds.values())[:4]) <= SECONDS,
    }
    for name, holds in held.items():
        print("held  " if holds else "FAILED", name)
    return 0 if all(held.values()) else 1


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2])))
