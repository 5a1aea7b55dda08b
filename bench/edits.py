"""Edit scripts over laws, with the truth of what each did: what `bench.anchors` judges the alignment by.

Written apart from the rule it judges: a script knows which section is which because it made the change, and uses no text to tell.
Every random choice comes from the script's own seed.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from consult.anchors.likeness import runs_of
from consult.anchors.section import CHAPTER_JOINT, LawSection
from consult.thai.digits import to_arabic, to_thai
from consult.thai.words import segment

STATUTES = Path(__file__).parent.parent / "tests/data/statutes"
NAMES = ("civil_and_commercial_code", "criminal_code", "criminal_procedure_code")
DEMO = Path(__file__).parent.parent / "cms/demo/draft_v1.json"
Random = random.Random


def statute(name: str, *, whole: bool = False) -> list[LawSection]:
    """A code by มาตรา; where one number stands several times, once, unless the `whole` is asked for."""
    with gzip.open(STATUTES / f"{name}.json.gz", "rt", encoding="utf-8") as file:
        entries = json.load(file)
    sections = [LawSection(unit="มาตรา", number=one["number"], paragraphs=tuple(one["paragraphs"])) for one in entries]
    return sections if whole else list({section.number: section for section in sections}.values())


def demo() -> list[LawSection]:
    draft = json.loads(DEMO.read_text(encoding="utf-8"))
    return [
        LawSection(
            unit="มาตรา", number=one["number"], chapter=chapter["heading"], paragraphs=tuple(one["text"].split("\n"))
        )
        for chapter in draft["chapters"]
        for one in chapter["sections"]
    ]


@dataclass
class Item:
    """A section on the desk, with the places of the old draft it came from and what was done to it."""

    section: LawSection
    origins: tuple[int, ...] = ()
    reworded: bool = False
    moved: bool = False
    left_alone: bool = False  # no further edit: its truth would be anybody's guess


@dataclass
class Desk:
    """A draft being edited."""

    old: list[LawSection]
    items: list[Item]
    rng: Random
    strangers: list[LawSection]  # sections to put in, from another law or from elsewhere in this one
    done: list[str] = field(default_factory=list)

    def pick(self, wanted: Callable[[Item], bool] = lambda item: True) -> int | None:
        """A section nobody has touched yet, so that the truth stays one thing."""
        free = [
            place
            for place, item in enumerate(self.items)
            if item.origins
            and len(item.origins) == 1
            and not item.reworded
            and not item.moved
            and not item.left_alone
            and wanted(item)
            and sum(item.origins == other.origins for other in self.items) == 1
        ]
        return self.rng.choice(free) if free else None


Operation = Callable[[Desk], bool]
TERMS = ("คณะกรรมการ", "หน่วยงานของรัฐ", "ผู้รับใบอนุญาต", "นายทะเบียน", "ภายในเก้าสิบวัน", "โดยไม่ชักช้า", "เป็นลายลักษณ์อักษร",
          "ตามหลักเกณฑ์ที่รัฐมนตรีประกาศกำหนด", "สามแสนบาท", "ผู้แทน", "โดยสุจริต", "ทั้งหมดหรือบางส่วน", "สองในสาม", "ผู้ร้อง")  # fmt: skip
CLAUSES = (
    "ทั้งนี้ ตามหลักเกณฑ์และวิธีการที่กำหนดในกฎกระทรวง",
    "เว้นแต่จะมีกฎหมายบัญญัติไว้เป็นอย่างอื่น",
    "โดยให้คำนึงถึงประโยชน์ของประชาชนเป็นสำคัญ",
    "และให้แจ้งเหตุผลเป็นหนังสือให้ผู้เกี่ยวข้องทราบ",
    "ในกรณีที่มีเหตุจำเป็นอาจขยายเวลาออกไปได้อีกไม่เกินสามสิบวัน",
)


def delete(desk: Desk) -> bool:
    place = desk.pick()
    if place is None or len(desk.items) < 6:
        return False
    del desk.items[place]
    return True


def delete_several(desk: Desk) -> bool:
    done = [delete(desk) for _ in range(desk.rng.randint(2, 3))]
    return all(done)


def insert(desk: Desk) -> bool:
    section = desk.strangers.pop()
    place = desk.rng.randint(1, len(desk.items))
    beside = desk.items[place - 1].section
    desk.items.insert(place, Item(replace(section, unit=beside.unit, chapter=beside.chapter)))
    return True


def insert_lookalike(desk: Desk) -> bool:
    """A near copy of a section right behind it, or in front of it."""
    place = desk.pick(lambda item: len(item.section.text) > 80)
    if place is None:
        return False
    copy = _exchanged(desk.items[place].section, desk.rng, share=0.0, at_least=2)
    desk.items[place].left_alone = True
    desk.items.insert(place + desk.rng.randint(0, 1), Item(copy))
    return True


def delete_lookalike(desk: Desk) -> bool:
    """Of two sections that read alike, take one out: the comment must not jump to the other one."""
    place = desk.pick(lambda item: len(item.section.text) > 80)
    if place is None or len(desk.items) < 6:
        return False
    twin = _exchanged(desk.items[place].section, desk.rng, share=0.0, at_least=1)
    here = desk.items[place].origins[0]
    at = here + 1
    # The twin stands in the old draft too.
    desk.old.insert(at, twin)
    for item in desk.items:
        item.origins = tuple(origin + (origin >= at) for origin in item.origins)
    desk.items.insert(place + 1, Item(replace(twin), (at,)))
    del desk.items[place + desk.rng.randint(0, 1)]
    desk.items[place].left_alone = True
    return True


def reword(desk: Desk) -> bool:
    return _reword(desk, share=0.0, at_least=desk.rng.randint(1, 2))


def reword_much(desk: Desk) -> bool:
    return _reword(desk, share=desk.rng.uniform(0.1, 0.3), at_least=3)


def reword_heavily(desk: Desk) -> bool:
    return _reword(desk, share=desk.rng.uniform(0.3, 0.5), at_least=4)


def _reword(desk: Desk, share: float, at_least: int) -> bool:
    place = desk.pick(lambda item: len(item.section.text) > 60)
    if place is None:
        return False
    item = desk.items[place]
    item.section, item.reworded = _exchanged(item.section, desk.rng, share, at_least), True
    return True


def add_paragraph(desk: Desk) -> bool:
    place = desk.pick()
    if place is None:
        return False
    item = desk.items[place]
    paragraphs = [*item.section.paragraphs]
    paragraphs.insert(desk.rng.randint(0, len(paragraphs)), desk.strangers.pop().paragraphs[0])
    item.section, item.reworded = replace(item.section, paragraphs=tuple(paragraphs)), True
    return True


def delete_paragraph(desk: Desk) -> bool:
    place = desk.pick(lambda item: len(item.section.paragraphs) > 2)
    if place is None:
        return False
    item = desk.items[place]
    paragraphs = [*item.section.paragraphs]
    del paragraphs[desk.rng.randrange(len(paragraphs))]
    item.section, item.reworded = replace(item.section, paragraphs=tuple(paragraphs)), True
    return True


def move(desk: Desk) -> bool:
    """To another place at least three away, taking the chapter of that place."""
    place = desk.pick()
    if place is None:
        return False
    item = desk.items.pop(place)
    targets = [at for at in range(1, len(desk.items) + 1) if abs(at - place) > 2]
    if not targets:
        desk.items.insert(place, item)
        return False
    at = desk.rng.choice(targets)
    item.section = replace(item.section, chapter=desk.items[at - 1].section.chapter)
    item.moved = True
    desk.items.insert(at, item)
    return True


def move_and_reword(desk: Desk) -> bool:
    if not move(desk):
        return False
    item = next(item for item in desk.items if item.moved and not item.reworded)
    item.section, item.reworded = _exchanged(item.section, desk.rng, 0.0, 1), True
    return True


def swap(desk: Desk) -> bool:
    place = desk.pick()
    if place is None or place + 1 >= len(desk.items):
        return False
    one, other = desk.items[place], desk.items[place + 1]
    if other.moved or other.left_alone or len(other.origins) != 1 or one.section.chapter != other.section.chapter:
        return False
    if sum(item.origins == other.origins for item in desk.items) > 1:
        return False
    desk.items[place], desk.items[place + 1] = other, one
    one.moved = other.moved = True
    return True


def split(desk: Desk) -> bool:
    """At paragraphs, or at a space where a section has only one; the parts stand beside each other."""
    place = desk.pick(lambda item: len(item.section.text) > 120)
    if place is None:
        return False
    item = desk.items[place]
    pieces = _cut(item.section.paragraphs, desk.rng)
    if len(pieces) < 2:
        return False
    lead = desk.rng.random() < 0.3
    parts = []
    for index, piece in enumerate(pieces):
        paragraphs = (desk.rng.choice(CLAUSES) + piece[0], *piece[1:]) if lead and index else piece
        parts.append(Item(replace(item.section, paragraphs=paragraphs), item.origins))
    desk.items[place : place + 1] = parts
    return True


def merge(desk: Desk) -> bool:
    place = desk.pick(lambda item: len(item.section.text) > 40)
    count = desk.rng.choice((2, 2, 3))
    if place is None or place + count > len(desk.items):
        return False
    joined = desk.items[place : place + count]
    if any(
        item.reworded or item.moved or item.left_alone or len(item.origins) != 1 or len(item.section.text) < 40
        or sum(item.origins == other.origins for other in desk.items) > 1
        for item in joined
    ):  # fmt: skip
        return False
    paragraphs = tuple(paragraph for item in joined for paragraph in item.section.paragraphs)
    if desk.rng.random() < 0.3:
        paragraphs = (" ".join(paragraphs),)
    whole = Item(
        replace(joined[0].section, paragraphs=paragraphs), tuple(origin for item in joined for origin in item.origins)
    )
    desk.items[place : place + count] = [whole]
    return True


def move_paragraph(desk: Desk) -> bool:
    """A paragraph goes into another section; both only read otherwise."""
    giver = desk.pick(lambda item: len(item.section.paragraphs) > 1)
    taker = desk.pick(lambda item: len(item.section.text) > 80)
    if giver is None or taker is None or giver == taker:
        return False
    one, other = desk.items[giver], desk.items[taker]
    paragraphs = [*one.section.paragraphs]
    at = max(range(len(paragraphs)), key=lambda index: -len(paragraphs[index]))
    moved = paragraphs.pop(at)
    one.section = replace(one.section, paragraphs=tuple(paragraphs))
    other.section = replace(other.section, paragraphs=(*other.section.paragraphs, moved))
    one.reworded = other.reworded = True
    return True


def exchange(desk: Desk) -> bool:
    """A section goes and another, of other matter, takes its place and number."""
    place = desk.pick()
    if place is None:
        return False
    section = desk.items[place].section
    runs = runs_of(section.text)
    others = [
        other for other in desk.strangers if len(runs & runs_of(other.text)) < 0.25 * min(len(runs), len(other.text))
    ]
    if not others:
        return False
    other = others[-1]
    desk.strangers.remove(other)
    desk.items[place] = Item(replace(other, unit=section.unit, number=section.number, chapter=section.chapter))
    return True


OPERATIONS: tuple[Operation, ...] = (
    delete, delete_several, insert, insert_lookalike, delete_lookalike, reword, reword_much, reword_heavily, add_paragraph,
    delete_paragraph, move, move_and_reword, swap, split, merge, move_paragraph, exchange,
)  # fmt: skip


# What is done to the whole draft at the end


def renumber(desk: Desk) -> bool:
    """Numbers in a row from the first one on, as a new draft is numbered; references in the text follow in half of the scripts."""
    start = desk.old[0].number
    first = int(start) if start.isdigit() else 1
    is_thai = not start.isascii()
    numbers: dict[str, str] = {}
    for place, item in enumerate(desk.items):
        number = str(first + place)
        if item.origins:
            numbers.setdefault(to_arabic(desk.old[item.origins[0]].number), number)
        item.section = replace(item.section, number=to_thai(number) if is_thai else number)
    if desk.rng.random() < 0.5:
        _follow(desk, numbers)
    return True


def _follow(desk: Desk, numbers: dict[str, str]) -> None:
    """Each reference by the number its section has now; one to a section that went stays."""
    for item in desk.items:
        paragraphs = tuple(_with_references(paragraph, numbers) for paragraph in item.section.paragraphs)
        if item.origins and paragraphs != item.section.paragraphs:
            item.reworded = True
            item.section = replace(item.section, paragraphs=paragraphs)


def _with_references(text: str, numbers: dict[str, str]) -> str:
    parts = text.split("มาตรา ")
    for index in range(1, len(parts)):
        digits = ""
        for letter in parts[index]:
            if not letter.isdigit():
                break
            digits += letter
        rest = parts[index][len(digits) :]
        if digits and not rest.startswith(("/", " ทวิ", " ตรี")):
            new = numbers.get(to_arabic(digits), to_arabic(digits))
            parts[index] = (new if digits.isascii() else to_thai(new)) + rest
    return "มาตรา ".join(parts)


def insert_by_slash(desk: Desk) -> bool:
    """New sections get ๗/๑, so that no other number changes; numbers of what stayed stay."""
    last, slash = "0", 0
    for item in desk.items:
        if item.origins and sum(item.origins == other.origins for other in desk.items) == 1:
            last, slash = item.section.number, 0
        else:
            slash += 1
            item.section = replace(item.section, number=f"{last}/{slash}")
    return True


def without_numbers(desk: Desk) -> bool:
    for item in desk.items:
        item.section = replace(item.section, unit="", number="")
    desk.old[:] = [replace(section, unit="", number="") for section in desk.old]
    return True


def type_again(desk: Desk) -> bool:
    """Other digits, spaces, marks and quotation marks: no change of the law."""
    thai = desk.rng.random() < 0.5
    change = to_thai if thai else to_arabic
    for item in desk.items:
        item.section = replace(
            item.section,
            number=change(item.section.number),
            paragraphs=tuple(_typed(change(paragraph), desk.rng) for paragraph in item.section.paragraphs),
        )
    return True


def rename_chapters(desk: Desk) -> bool:
    """A chapter of another name and number is the same chapter."""
    names = list(dict.fromkeys(item.section.chapter for item in desk.items))
    changed = dict(zip(names, _chapters(len(names), first=2, words="ฉบับปรับปรุง"), strict=True))
    for item in desk.items:
        item.section = replace(item.section, chapter=changed[item.section.chapter])
    return True


def _typed(text: str, rng: Random) -> str:
    text = (
        text.replace(" ", "  ", rng.randint(0, 3))
        .replace("ำ", "ํา", rng.randint(0, 2))
        .replace("แ", "เเ", rng.randint(0, 2))
    )
    text = text.replace("“", '"').replace("”", '"') if rng.random() < 0.5 else text
    at = rng.randint(0, len(text))
    return f" {text[:at]}\u200b{text[at:]} "


# Pieces


def _exchanged(section: LawSection, rng: Random, share: float, at_least: int) -> LawSection:
    """The section with a share of its words exchanged, taken out or joined by a clause: `at_least` changes."""
    paragraphs = [segment(paragraph) for paragraph in section.paragraphs]
    places = [
        (line, at)
        for line, words in enumerate(paragraphs)
        for at, word in enumerate(words)
        if len(word) > 2 and word.isalpha()
    ] or [(0, 0)]
    count = min(len(places), max(at_least, round(share * sum(map(len, paragraphs)))))
    for line, at in rng.sample(places, count):
        deed = rng.random()
        paragraphs[line][at] = (
            rng.choice(TERMS)
            if deed < 0.65
            else ""
            if deed < 0.9 and count > 1
            else paragraphs[line][at] + rng.choice(CLAUSES)
        )
    texts = tuple("".join(words) for words in paragraphs)
    return replace(section, paragraphs=tuple(text for text in texts if text.strip()) or ("ให้ตราพระราชกฤษฎีกา",))


def _cut(paragraphs: Sequence[str], rng: Random) -> list[tuple[str, ...]]:
    """Two or three pieces of at least forty letters each."""
    if len(paragraphs) == 1:
        words = paragraphs[0].split(" ")
        if len(words) < 2:
            return []
        at = min(range(1, len(words)), key=lambda index: abs(len(" ".join(words[:index])) - len(paragraphs[0]) / 2))
        pieces: list[tuple[str, ...]] = [(" ".join(words[:at]),), (" ".join(words[at:]),)]
    else:
        count = min(len(paragraphs), rng.choice((2, 2, 3)))
        ends = [0, *sorted(rng.sample(range(1, len(paragraphs)), count - 1)), len(paragraphs)]
        pieces = [tuple(paragraphs[a:b]) for a, b in zip(ends, ends[1:], strict=False)]
    return pieces if all(len("".join(piece)) >= 40 for piece in pieces) else []


def _chapters(count: int, first: int = 1, words: str = "") -> list[str]:
    titles = ("บททั่วไป", "คณะกรรมการ", "การอนุญาต", "สิทธิและหน้าที่", "การควบคุม", "การตรวจสอบ", "การอุทธรณ์", "บทกำหนดโทษ")
    return [
        CHAPTER_JOINT.join(
            [
                f"ลักษณะ {to_thai(str(1 + at // 4))}",
                f"หมวด {to_thai(str(first + at))} {titles[at % 8]}{at // 8 or ''}{words}",
            ]
        )
        for at in range(count)
    ]


@dataclass(frozen=True)
class Script:
    """An old draft, a new one, and the true links as (old places, new places, kind)."""

    seed: int
    operations: tuple[str, ...]
    old: tuple[LawSection, ...]
    new: tuple[LawSection, ...]
    truth: frozenset[tuple[tuple[int, ...], tuple[int, ...], str]]


def script(seed: int) -> Script:
    """The edit script of a seed."""
    rng = Random(seed)
    laws = [*map(statute_once, NAMES), demo_once()]
    which = rng.choices(range(4), (4, 4, 4, 1))[0]
    law = laws[which]
    size = min(len(law), rng.randint(20, 60))
    start = rng.randint(0, len(law) - size)
    old = list(law[start : start + size])
    if which < 3:
        old = _with_chapters(old, rng)
    elsewhere = [*law[:start], *law[start + size :]] if which < 3 else []
    others = [section for other in laws[:3] if other is not law for section in other]
    used = {section.text for section in old}
    strangers = [
        section
        for section in rng.sample([*elsewhere, *others], 60)
        if len(section.text) > 60 and section.text not in used
    ]
    own = [
        section
        for section in rng.sample(elsewhere, min(30, len(elsewhere)))
        if len(section.text) > 60 and section.text not in used
    ]
    desk = Desk(
        old,
        [Item(section, (place,)) for place, section in enumerate(old)],
        rng,
        list({s.text: s for s in [*strangers, *own]}.values()),
    )
    for operation in rng.choices(OPERATIONS, k=rng.randint(1, 6)):
        if operation(desk):
            desk.done.append(operation.__name__)
    ending = rng.choices((renumber, insert_by_slash, without_numbers), (6, 3, 1))[0]
    endings: list[Operation] = [ending]
    endings += [type_again] if rng.random() < 0.25 else []
    endings += [rename_chapters] if rng.random() < 0.15 else []
    for operation in endings:
        operation(desk)
        desk.done.append(operation.__name__)
    return Script(seed, tuple(desk.done), tuple(desk.old), tuple(item.section for item in desk.items), _truth(desk))


def _with_chapters(sections: Sequence[LawSection], rng: Random) -> list[LawSection]:
    names = _chapters(8)
    chapter = 0
    placed = []
    for section in sections:
        chapter = min(chapter + (rng.random() < 0.1), 7)
        placed.append(replace(section, chapter=names[chapter]))
    return placed


def _truth(desk: Desk) -> frozenset[tuple[tuple[int, ...], tuple[int, ...], str]]:
    news: dict[tuple[int, ...], list[int]] = {}
    links: set[tuple[tuple[int, ...], tuple[int, ...], str]] = set()
    for place, item in enumerate(desk.items):
        if item.origins:
            news.setdefault(item.origins, []).append(place)
        else:
            links.add(((), (place,), "added"))
    for origins, places in news.items():
        item = desk.items[places[0]]
        if len(places) > 1:
            kind = "split"
        elif len(origins) > 1:
            kind = "merged"
        elif item.reworded:
            kind = "reworded"
        elif item.moved:
            kind = "moved"
        else:
            kind = "kept" if to_arabic(desk.old[origins[0]].number) == to_arabic(item.section.number) else "renumbered"
        links.add((origins, tuple(places), kind))
    there = {origin for origins in news for origin in origins}
    links |= {((place,), (), "removed") for place in range(len(desk.old)) if place not in there}
    return frozenset(links)


_KEPT: dict[str, list[LawSection]] = {}


def statute_once(name: str) -> list[LawSection]:
    if name not in _KEPT:
        _KEPT[name] = statute(name)
    return _KEPT[name]


def demo_once() -> list[LawSection]:
    if "demo" not in _KEPT:
        _KEPT["demo"] = demo()
    return _KEPT["demo"]
