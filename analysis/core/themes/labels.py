"""Names for themes: Thai noun phrases that stand in the comments word for word.

Candidates are runs of up to four tokens without a space inside, headed by a noun, with no stop-word at
either end, and no torn piece of a sentence: several words are a name where two texts share them, or where they
stand between borders (spaces, stop words) at both ends; each is scored by how much more often it stands in this theme than in the others, and by how near its
meaning is to what the theme's comments mean. A label is the best phrase, with a second one when that adds something,
joined by " · ".
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from analysis.core.intake.normal_form import fingerprint
from analysis.core.intake.reading import is_word
from analysis.core.intake.word_lists import empty_words, stop_words, word_list
from analysis.core.themes.directions import Directions
from consult.thai.personal_data import TAGS
from consult.thai.signs import SIGN

_LONGEST = 4
#: texts of the consultation, or of one theme among its parts, that share words which no borders set apart
_SHARED = 2
_KEYWORDS = 8
_NOUN_OPENING = ("การ", "ความ", "ผู้", "นัก", "ค่า", "ระบบ", "เงิน", "งบ")
#: what a second tagger (trained on other text) calls words that head no noun phrase
_NO_HEAD = frozenset({"VERB", "AUX", "ADV", "ADJ", "NUM", "DET", "PRON", "ADP"})
_INNER = frozenset({"NOUN", "VERB", "ADJ", "PROPN"})
_TAG = re.compile("|".join(map(re.escape, TAGS.values())))
# Heads and tails that leave a phrase hanging.
_NEVER_FIRST = frozenset(
    {
        "การ",
        "ความ",
        "คน",
        "เรื่อง",
        "ครั้ง",
        "เวลา",
        "วัน",
        "ปี",
        "เดือน",
        "บาท",
        "ตัว",
        "อัน",
        "ใบ",
        "ราย",
        "ข้าง",
        "แบบ",
        "กรณี",
        "ส่วน",
        "คำ",
        "ฝ่าย",
        "ผล",
        "เมื่อ",
        "สุดท้าย",
        "ครั้งแรก",
        "โมง",
        "เปอร์เซ็นต์",
        "ร้อยละ",
        "ฐานะ",
        "กลางคืน",
        "กลางวัน",
    }
)
_NEVER_LAST = frozenset(
    {
        "การ",
        "ความ",
        "ผู้",
        "ให้",
        "ได้",
        "เป็น",
        "มี",
        "ทำ",
        "เอา",
        "ไป",
        "มา",
        "อยู่",
        "ขอ",
        "ใช้",
        "ถือ",
        "เห็น",
        "กลับ",
        "ออก",
        "เข้า",
        "ขึ้น",
        "ลง",
        "เกิน",
        "พอ",
        "ยัง",
        "ที่จะ",
        "ต่อ",
        "ยื่น",
        "ชื่อ",
    }
)
# What points at something else, opens a clause, measures ("โลละ") or greets: no name runs over it.
_CUTS = re.compile(
    r"(?:แบบ|อย่าง|เช่น|ตอน|ครั้ง|ส่วน|ที่|ข้อ|คน)(?:นี้|นั้น)$|(?:อ้าง|ถือ|เห็น|คิด|บอก|แปล|กล่าว|พบ|รู้|หวัง|เชื่อ)ว่า$|^(?:ก?ว่าที่|เหมือนเดิม|ทุก(?:ท่าน|คน|วัน|ครั้ง|ที))$"
    r"|^(?:โล|กิโล|วัน|ปี|เดือน|คน|ครั้ง|เที่ยว|หัว|ตัว|ใบ|ชิ้น|ถุง|ลัง)ละ$|ๆ$"
)
#: a word before this one measures: "เดือนละ", "เที่ยวละ"
_EACH = "ละ"
#: who is spoken of or speaks; alone no matter of a law
_KIN = frozenset({"แม่", "พ่อ", "ลูก", "หลาน", "ยาย", "ย่า", "ปู่", "ตา", "ลุง", "ป้า", "น้า", "อา", "พี่", "แฟน", "หนู"})

# Openings of adverbs and half sentences that the tagger takes for nouns.
_NO_NAME = re.compile("(?:ห้าม|มี(?!ด|เดีย)|โดย|ตาม|อย่าง|เป็น|เป๊น|ยัง|ไม่|จะ|ได้|ถ้า|เพราะ|ทำแทน|เมื่อ|ที่จะ|สอบถาม|อยู่)")
#: nouns so wide that alone they say little: a weaker second phrase is welcome beside them
_WIDE = frozenset({"ข้อมูล", "ระบบ", "หน่วยงาน", "บริการ", "เจ้าหน้าที่", "เงิน", "เอกสาร", "ปัญหา", "งาน", "สำนักงาน", "บ้าน"})
_SECOND, _SECOND_OF_WIDE = 0.3, 0.15
#: letters from which one phrase says enough alone
_TELLING = 10
_THAI = re.compile("[ก-๎]")
#: what a phrase without a Thai letter is worth beside a Thai one
_FOREIGN = 0.4

#: how much a phrase gains by being near in meaning: e³ from unrelated to the same
_NEARNESS = 3.0
#: phrases whose meaning is asked for, and whether they are fit
_WEIGHED = 30

Phrase = tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Name:
    """A theme's label and its other telling phrases, all verbatim."""

    label: str
    keywords: tuple[str, ...]


def name_themes(
    themes: Sequence[Sequence[str]],
    directions: Directions | None = None,
    *,
    unfit: Callable[[str], bool] = lambda phrase: False,
) -> list[Name]:
    """Name groups of masked texts so that names tell the groups apart. Earlier groups choose first; `unfit`: phrases that name nothing."""

    def ranking(place: int, least: int | None = None) -> list[tuple[Phrase, float]]:
        ranked = _weighed(directions, place, _rank(place, counts, sizes, least))
        return [pair for rank, pair in enumerate(ranked) if rank >= _WEIGHED or not unfit("".join(pair[0]))]

    sizes = [len(texts) for texts in themes]
    counts: list[Counter[Phrase]] = []
    bordered: set[Phrase] = set()
    surfaces: dict[Phrase, Counter[str]] = defaultdict(Counter)
    for texts in themes:
        seen: Counter[Phrase] = Counter()
        for text in texts:
            candidates = list(_phrases(text))
            found = {phrase: surface for phrase, surface, _ in candidates}
            bordered.update(phrase for phrase, _, alone in candidates if alone)
            seen.update(found.keys())
            for phrase, surface in found.items():
                surfaces[phrase][surface] += 1
        counts.append(seen)
    for seen in counts:
        for phrase in list(seen):
            if len(phrase) > 1 and phrase not in bordered and surfaces[phrase].total() < _SHARED:
                del seen[phrase]
    names: list[Name] = []
    used: list[Phrase] = []
    for place, texts in enumerate(themes):
        ranked = ranking(place)
        chosen = _choose(ranked, used) or _choose(ranking(place, least=1), used)
        used += chosen
        words = [_surface(surfaces[phrase]) for phrase in chosen]
        keywords = [_surface(surfaces[phrase]) for phrase in _distinct(ranked, _KEYWORDS)]
        label = " · ".join(words) or _opening(texts)
        names.append(Name(label=label, keywords=tuple(dict.fromkeys(keywords))))
    return names


def _phrases(text: str) -> Iterator[tuple[Phrase, str, bool]]:
    """(normalised words, text as written, whether borders stand on both sides) of the candidates of one masked text."""
    from pythainlp.tag import pos_tag

    from analysis.core.intake.nlp import pipeline

    doc = pipeline().make_doc(text)
    hidden = [hit.span() for pattern in (_TAG, SIGN) for hit in pattern.finditer(text)]
    words = [token.norm_ for token in doc]
    tags = _tags(words, pos_tag(words, corpus="orchid_ud") if words else [])
    stops, empty = stop_words(), empty_words()
    for start, token in enumerate(doc):
        if any(low <= token.idx < high for low, high in hidden):
            continue
        for end in range(start + 1, min(start + _LONGEST, len(words)) + 1):
            word = words[end - 1]
            if not is_word(word) or tags[end - 1] not in _INNER or (word in stops and word not in ("การ", "ความ")):
                break
            again = word in words[start : end - 1] and word not in ("การ", "ความ")
            if again or _CUTS.search(word) or words[end : end + 1] == [_EACH]:
                break
            phrase = tuple(words[start:end])
            if _reads_well(phrase, tags[start:end], empty):
                last = doc[end - 1]
                around = (*words[:start][-1:], *words[end : end + 1])
                alone = all(_is_border(word, stops) for word in around)
                yield phrase, text[token.idx : last.idx + len(last)], alone


def _is_border(word: str, stops: frozenset[str]) -> bool:
    """Whether a phrase may begin behind this word or end before it: a space, a mark, a word of grammar."""
    return not is_word(word) or word in stops


def _tags(words: Sequence[str], tagged: Sequence[tuple[str, str]]) -> list[str]:
    """Tags of a trained tagger, mended where our dictionary knows better (it knows no compounds)."""
    domain = word_list("domain_words")
    return [
        "NOUN" if word in domain or (word.startswith(_NOUN_OPENING) and len(word) > 4) else tag
        for word, (_, tag) in zip(words, tagged, strict=True)
    ]


def _reads_well(phrase: Phrase, tags: Sequence[str], empty: frozenset[str]) -> bool:
    first, last = phrase[0], phrase[-1]
    if first == "การ" and len(phrase) > 1:
        return tags[1] == "VERB" and last not in _NEVER_LAST and len(phrase) > 1
    if tags[0] not in ("NOUN", "PROPN") or not _may_head(first) or first in _NEVER_FIRST or last in _NEVER_LAST:
        return False
    none = word_list("no_names")
    if first in none or last in none or _NO_NAME.match(first):
        return False
    if first in empty or last in empty or not re.search("[ก-๙a-z]{2}", first):
        return False
    return len(phrase) > 1 or (len(first) >= 3 and first not in _KIN)


@cache
def _may_head(word: str) -> bool:
    """Does another tagger agree that a word is a noun? The first takes most words it does not know for one."""
    from pythainlp.tag import pos_tag

    if word in word_list("domain_words") or (word.startswith(_NOUN_OPENING) and len(word) > 4):
        return True
    return pos_tag([word], corpus="tud")[0][1] not in _NO_HEAD


def _weighed(
    directions: Directions | None, theme: int, ranked: list[tuple[Phrase, float]]
) -> list[tuple[Phrase, float]]:
    """The first phrases again, those that mean what the theme means before the others."""
    some = ranked[:_WEIGHED]
    if directions is None or not some:
        return ranked
    gains = np.exp(_NEARNESS * directions.closeness(["".join(phrase) for phrase, _ in some])[theme])
    return _in_order((phrase, float(score * gain)) for (phrase, score), gain in zip(some, gains, strict=True))


def _rank(
    place: int, counts: Sequence[Counter[Phrase]], sizes: Sequence[int], least: int | None = None
) -> list[tuple[Phrase, float]]:
    """Phrases of one theme in `least` of its texts, best first: share here × log ratio to elsewhere × length × script."""
    size, others = sizes[place], max(1, sum(sizes) - sizes[place])
    least = least or (1 if size < 6 else 2 if size < 40 else 3)
    scored = []
    for phrase, count in counts[place].items():
        if count < least:
            continue
        elsewhere = sum(seen[phrase] for other, seen in enumerate(counts) if other != place)
        ratio = np.log(((count + 0.5) / (size + 1)) / ((elsewhere + 0.5) / (others + 1)))
        if ratio > 0 or len(sizes) == 1:
            length = 0.6 + min(sum(map(len, phrase)), 24) / 12
            script = 1.0 if any(_THAI.search(word) for word in phrase) else _FOREIGN
            scored.append((phrase, float(count / size * max(ratio, 0.1) * length * script)))
    return _in_order(scored)


def _in_order(scored: Iterable[tuple[Phrase, float]]) -> list[tuple[Phrase, float]]:
    """Best first; sums of vectors may differ in their last bits, which settles nothing."""
    return sorted(scored, key=lambda pair: (-round(pair[1], 9), pair[0]))


def _choose(ranked: Sequence[tuple[Phrase, float]], used: Sequence[Phrase]) -> list[Phrase]:
    """One or two phrases that no earlier theme uses; none when all are used."""
    taken = {word for phrase in used for word in phrase}
    free = [(phrase, score) for phrase, score in ranked if not _overlaps(phrase, taken)]
    scores = dict(ranked)
    chosen = _distinct(free, 1)
    # beside a first phrase a word that says little alone says nothing more
    chosen = [*chosen, *_distinct([pair for pair in free if "".join(pair[0]) not in _WIDE], 2)]
    chosen = [phrase for place, phrase in enumerate(chosen) if not any(_related(phrase, b) for b in chosen[:place])][:2]
    first = "".join(chosen[0]) if chosen else ""
    least = _SECOND_OF_WIDE if first in _WIDE else _SECOND
    says_enough = bool(chosen) and len(chosen[0]) > 1 and first not in _WIDE and len(first) >= _TELLING
    if len(chosen) == 2 and (says_enough or scores[chosen[1]] < least * scores[chosen[0]]):
        chosen = chosen[:1]
    return chosen


def _distinct(ranked: Sequence[tuple[Phrase, float]], limit: int) -> list[Phrase]:
    """The first phrases that share no word; of nested ones the longer when it is nearly as good."""
    chosen: list[Phrase] = []
    scores = dict(ranked)
    for phrase, score in ranked:
        longer = [other for other, value in ranked[:40] if _inside(phrase, other) and value >= 0.6 * score]
        best = max(longer, key=lambda other: (len(other), scores[other]), default=phrase)
        if not any(_related(best, other) for other in chosen):
            chosen.append(best)
        if len(chosen) == limit:
            break
    return chosen


def _overlaps(phrase: Phrase, taken: set[str]) -> bool:
    """True when at least half of the words are already part of another theme's label."""
    return 2 * sum(word in taken for word in phrase) >= len(phrase)


def _related(one: Phrase, other: Phrase) -> bool:
    """True when two phrases share a word, one is part of the other ("คณะกรรมการ", "กรรมการ"), or they are spellings of one."""
    a, b = fingerprint("".join(one)), fingerprint("".join(other))
    return bool(set(one) & set(other)) or a in b or b in a


def _inside(phrase: Phrase, other: Phrase) -> bool:
    return len(other) > len(phrase) and any(
        other[start : start + len(phrase)] == phrase for start in range(len(other) - len(phrase) + 1)
    )


def _surface(written: Counter[str]) -> str:
    return min(written, key=lambda text: (-written[text], text))


def _opening(texts: Sequence[str]) -> str:
    """The first words of the first text, whole words only: a name of last resort."""
    from analysis.core.intake.nlp import pipeline

    if not texts:
        return ""
    label = ""
    for token in pipeline().make_doc(texts[0].strip()):
        if len(label) + len(token.text) > 40:
            break
        label += token.text
    return label.strip() or texts[0][:40].strip()
