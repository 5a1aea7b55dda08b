"""Edits of one section whose every letter knows where it stood: the truth for spans.

Written apart from the rule it judges. A page is several sections; the one with the span is edited, and so are its neighbours in some
scripts. Every random choice comes from the script's own seed.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bench.edits import CLAUSES, NAMES, TERMS, demo_once, statute_once
from consult.anchors.likeness import runs_of
from consult.anchors.section import LawSection
from consult.anchors.span import TextSpan, span_of
from consult.thai.digits import to_arabic, to_thai
from consult.thai.words import segment

Random = random.Random
Letter = tuple[str, int | None]  # and where it stood in the old text of the section
Paragraph = list[Letter]


@dataclass
class Sheet:
    """A section as paragraphs of letters; `parts` once it was split, `elsewhere` where a paragraph went."""

    old: str
    paragraphs: list[Paragraph]
    span: range
    rng: Random
    neighbour: str
    elsewhere: list[Paragraph] = field(default_factory=list)
    cut: list[int] = field(default_factory=list)  # before which paragraphs a new section begins
    done: list[str] = field(default_factory=list)

    def holds_span(self, paragraph: Paragraph) -> bool:
        return any(at in self.span for _, at in paragraph if at is not None)


Edit = Callable[[Sheet], bool]


def _words(paragraph: Paragraph) -> list[list[Letter]]:
    words, at = [], 0
    for word in segment("".join(letter for letter, _ in paragraph)):
        words.append(paragraph[at : at + len(word)])
        at += len(word)
    return words


def _typed(text: str) -> Paragraph:
    return [(letter, None) for letter in text]


def _exchange(sheet: Sheet, wanted: Callable[[list[Letter]], bool], count: int) -> bool:
    """Exchange, take out or add words among those wanted."""
    places = []
    split = [_words(paragraph) for paragraph in sheet.paragraphs]
    for line, words in enumerate(split):
        places += [
            (line, at) for at, word in enumerate(words) if len(word) > 2 and word[0][0].isalpha() and wanted(word)
        ]
    if not places:
        return False
    for line, at in sheet.rng.sample(places, min(count, len(places))):
        deed = sheet.rng.random()
        word = split[line][at]
        split[line][at] = (
            _typed(sheet.rng.choice(TERMS))
            if deed < 0.6
            else []
            if deed < 0.8
            else [*word, *_typed(sheet.rng.choice(CLAUSES))]
        )
    sheet.paragraphs = [[letter for word in words for letter in word] for words in split]
    return True


def nothing(sheet: Sheet) -> bool:
    return True


def around(sheet: Sheet) -> bool:
    return _exchange(
        sheet, lambda word: word[0][1] is not None and word[0][1] not in sheet.span, sheet.rng.randint(1, 6)
    )


def inside(sheet: Sheet) -> bool:
    return _exchange(sheet, lambda word: word[0][1] in sheet.span, 1)


def inside_more(sheet: Sheet) -> bool:
    return _exchange(sheet, lambda word: word[0][1] in sheet.span, 3)


def everywhere(sheet: Sheet) -> bool:
    return _exchange(sheet, lambda word: True, max(3, sum(map(len, sheet.paragraphs)) // 40))


def add_paragraph(sheet: Sheet) -> bool:
    sheet.paragraphs.insert(sheet.rng.randint(0, len(sheet.paragraphs)), _typed(sheet.neighbour))
    return True


def delete_paragraph(sheet: Sheet) -> bool:
    """The one with the span in half of the scripts."""
    if len(sheet.paragraphs) < 2:
        return False
    hit = [at for at, paragraph in enumerate(sheet.paragraphs) if sheet.holds_span(paragraph)]
    places = hit if hit and sheet.rng.random() < 0.5 else range(len(sheet.paragraphs))
    del sheet.paragraphs[sheet.rng.choice(list(places))]
    return True


def delete_words(sheet: Sheet) -> bool:
    """What the span quotes goes, and little more."""
    sheet.paragraphs = [
        [(letter, at) for letter, at in paragraph if at not in sheet.span] for paragraph in sheet.paragraphs
    ]
    return True


def write_lookalike(sheet: Sheet) -> bool:
    """The paragraph with the span goes; a near copy of it, which the old text had too, stays."""
    hit = [at for at, paragraph in enumerate(sheet.paragraphs) if sheet.holds_span(paragraph)]
    if len(hit) != 1 or sheet.cut or sheet.elsewhere or sheet.done:
        return False
    twin = "".join(letter for letter, _ in sheet.paragraphs[hit[0]])
    words = segment(twin)
    places = [at for at, word in enumerate(words) if len(word) > 2 and word.isalpha()]
    if not places:
        return False
    for at in sheet.rng.sample(places, min(2, len(places))):
        words[at] = sheet.rng.choice(TERMS)
    twin = "".join(words)
    # The twin stands behind all else in the old text, so that no place shifts.
    begin = len(sheet.old) + 1
    sheet.old += "\n" + twin
    sheet.paragraphs.append([(letter, begin + at) for at, letter in enumerate(twin)])
    if sheet.rng.random() < 0.6:
        del sheet.paragraphs[hit[0]]
    return True


def move_paragraph(sheet: Sheet) -> bool:
    if len(sheet.paragraphs) < 2:
        return False
    paragraph = sheet.paragraphs.pop(sheet.rng.randrange(len(sheet.paragraphs)))
    sheet.paragraphs.insert(sheet.rng.randint(0, len(sheet.paragraphs)), paragraph)
    return True


def give_paragraph_away(sheet: Sheet) -> bool:
    """To another section: the comment stays with this one, or goes with the paragraph."""
    if len(sheet.paragraphs) < 2 or sheet.cut:
        return False
    hit = [at for at, paragraph in enumerate(sheet.paragraphs) if sheet.holds_span(paragraph)]
    sheet.elsewhere.append(sheet.paragraphs.pop(sheet.rng.choice(hit or [0])))
    return True


def take_neighbour_in(sheet: Sheet) -> bool:
    """Merged with the section before or behind."""
    paragraph = _typed(sheet.neighbour)
    sheet.paragraphs = [paragraph, *sheet.paragraphs] if sheet.rng.random() < 0.5 else [*sheet.paragraphs, paragraph]
    return True


def split(sheet: Sheet) -> bool:
    if len(sheet.paragraphs) < 2 or sheet.cut:
        return False
    count = min(len(sheet.paragraphs) - 1, sheet.rng.randint(1, 2))
    sheet.cut = sorted(sheet.rng.sample(range(1, len(sheet.paragraphs)), count))
    return True


def join_paragraphs(sheet: Sheet) -> bool:
    if len(sheet.paragraphs) < 2 or sheet.cut:
        return False
    at = sheet.rng.randrange(len(sheet.paragraphs) - 1)
    sheet.paragraphs[at : at + 2] = [[*sheet.paragraphs[at], (" ", None), *sheet.paragraphs[at + 1]]]
    return True


def type_again(sheet: Sheet) -> bool:
    change = to_thai if sheet.rng.random() < 0.5 else to_arabic
    sheet.paragraphs = [
        [
            piece
            for letter, at in paragraph
            for piece in (
                [("\u0e4d", at), ("\u0e32", at)] if letter == "ำ" else [(letter, at), ("\u200b", None)] if letter == "ๆ"
                else [(letter, at), (" ", None)] if letter == " " else [(change(letter), at)]
            )
        ]
        for paragraph in sheet.paragraphs
    ]  # fmt: skip
    return True


EDITS: tuple[Edit, ...] = (
    nothing, around, inside, inside_more, everywhere, add_paragraph, delete_paragraph, delete_words, write_lookalike,
    move_paragraph, give_paragraph_away, take_neighbour_in, split, join_paragraphs, type_again,
)  # fmt: skip


@dataclass(frozen=True)
class SpanScript:
    """A span in the old text of a section, the texts it became, and where its letters stand now.

    `stands`: for each text where the first letter of the span that is left stands, where the last ends, and the share of its letters
    left there.
    """

    seed: int
    edits: tuple[str, ...]
    span: TextSpan
    old: str
    new: tuple[str, ...]
    elsewhere: str
    stands: tuple[tuple[int, int, float], ...]
    page: tuple[str, ...]  # texts of the sections around, before and behind, unchanged


def span_script(seed: int) -> SpanScript:
    rng = Random(f"span {seed}")
    laws = [*map(statute_once, NAMES), demo_once()]
    law = laws[rng.choices(range(4), (4, 4, 4, 1))[0]]
    wanted = [at for at, section in enumerate(law) if len(section.text) > 120]
    if rng.random() < 0.7:
        wanted = [at for at in wanted if len(law[at].paragraphs) > 1]
    at = rng.choice(wanted)
    section = law[at]
    span = _span(section, rng)
    sheet = Sheet(section.text, _paragraphs(section), span, rng, _neighbour(law, at))
    for edit in rng.choices(EDITS, k=rng.choice((1, 1, 2, 3))):
        if edit(sheet):
            sheet.done.append(edit.__name__)
    texts, stands = _now(sheet)
    around_it = [one.text for one in [*law[max(0, at - 5) : at], *law[at + 1 : at + 6]]]
    return SpanScript(
        seed,
        tuple(sheet.done),
        span_of(sheet.old, span.start, span.stop),
        sheet.old,
        tuple(texts),
        "\n".join("".join(letter for letter, _ in paragraph) for paragraph in sheet.elsewhere),
        tuple(stands),
        tuple(around_it),
    )


def _neighbour(law: Sequence[LawSection], at: int) -> str:
    """A paragraph of the nearest section that does not read like this one: of two that do, nobody could tell which words went."""
    runs = runs_of(law[at].text)
    for other in sorted(range(len(law)), key=lambda place: abs(place - at))[1:]:
        paragraph = law[other].paragraphs[0]
        if len(paragraph) > 30 and len(runs & runs_of(paragraph)) < 0.3 * len(paragraph):
            return paragraph
    return CLAUSES[0]


def _paragraphs(section: LawSection) -> list[Paragraph]:
    paragraphs, at = [], 0
    for text in section.paragraphs:
        paragraphs.append([(letter, at + offset) for offset, letter in enumerate(text)])
        at += len(text) + 1
    return paragraphs


def _span(section: LawSection, rng: Random) -> range:
    """Words of 12 to 120 letters; over the end of a paragraph in a fifth of the scripts that have one."""
    text = section.text
    words = segment(text)
    starts = [0]
    for word in words:
        starts.append(starts[-1] + len(word))
    ends = [at for at, letter in enumerate(text) if letter == "\n"]
    length = rng.randint(12, 120)
    begin = (
        rng.choice(ends) - length // 2 if ends and rng.random() < 0.2 else rng.randint(0, max(0, len(text) - length))
    )
    start = max(place for place in starts if place <= max(0, begin))
    end = min(place for place in starts if place >= min(len(text), start + length))
    return range(start, end) if text[start:end].strip() else range(0, min(len(text), 40))


def _now(sheet: Sheet) -> tuple[list[str], list[tuple[int, int, float]]]:
    cuts = [0, *sheet.cut, len(sheet.paragraphs)]
    texts: list[str] = []
    stands: list[tuple[int, int, float]] = []
    all_of_it = sum(not sheet.old[at].isspace() for at in sheet.span)
    for group in (sheet.paragraphs[a:b] for a, b in zip(cuts, cuts[1:], strict=False)):
        letters: Sequence[Letter] = [letter for paragraph in group for letter in [*paragraph, ("\n", None)]][:-1]
        texts.append("".join(letter for letter, _ in letters))
        stays = [place for place, (_, at) in enumerate(letters) if at is not None and at in sheet.span]
        left = len({at for letter, at in letters if at is not None and at in sheet.span and not letter.isspace()})
        stands.append((stays[0], stays[-1] + 1, left / all_of_it) if stays else (0, 0, 0.0))
    return texts, stands
