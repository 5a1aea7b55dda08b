"""Thai text before any model: one normal form, one fingerprint, which language, which word lists."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Literal

from consult.thai.digits import to_arabic

DATA = Path(__file__).parent / "data"

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufe0e\ufe0f"
_ODD = re.compile(rf"[{_INVISIBLE}A-Z๐-๙]|\u0e4d[\u0e48-\u0e4b]?\u0e32|\u0e40\u0e40|([^\d\s])\1\1")
_FINGERPRINT_DROPS = re.compile(r"[^0-9a-zก-ฮะ-ฺเ-ๅ]+")
_POLITE = re.compile(r"(?:ครับผม|ครับ|ค่ะ|คะ|นะคะ|นะครับ|จ้า)")

# A letter with its vowels and tone marks, then something between it and the next: "ส ล็ อ ต", "ค_ว_า_ย".
_APART = re.compile(r"(?<![ก-๙])(?:[ก-ๆ][ะ-ฺ็-๎]{0,3}[ ._*\-]){2,}[ก-ๆ][ะ-ฺ็-๎]{0,3}(?![ก-๙])|(?<=[ก-๙])[_*](?=[ก-๙])")
_BETWEEN = re.compile(r"[ ._*\-]")

_THAI = re.compile(r"[ก-๎]")
_LATIN_WORD = re.compile(r"[A-Za-z']+")


@dataclass(frozen=True)
class Normal:
    """Normalised text; `offsets[i]` is where its i-th character began in the original (None: same place)."""

    text: str
    offsets: tuple[int, ...] | None


def normalise(text: str) -> Normal:
    """One spelling for what reads the same: lower case, Arabic digits, whole ำ and แ, no invisible
    characters, no letter stretched three times or more ("ดีมากกกก" → "ดีมาก").

    >>> normalise("เห็นด้วยยยย ๑๒").text
    'เห็นด้วย 12'
    """
    if not _ODD.search(text):
        return Normal(text, None)
    characters: list[str] = []
    offsets: list[int] = []
    place, end = 0, len(text)
    while place < end:
        character = text[place]
        step = 1
        if character in _INVISIBLE:
            place += 1
            continue
        if (
            text[place] == "\u0e4d"
            and text[place + 2 : place + 3] == "\u0e32"
            and "\u0e48" <= text[place + 1] <= "\u0e4b"
        ):
            characters.append(text[place + 1])  # นํ้า, typed in the wrong order
            offsets.append(place)
            character, step = "ำ", 3
        elif text.startswith("\u0e4d\u0e32", place):
            character, step = "ำ", 2
        elif text.startswith("\u0e40\u0e40", place):
            character, step = "แ", 2
        elif not (character.isdigit() or character.isspace()):
            while place + step < end and text[place + step] == character:
                step += 1
            step = step if step >= 3 else 1
        lower = to_arabic(character).lower()
        characters.append(lower if len(lower) == 1 else character)
        offsets.append(place)
        place += step
    return Normal("".join(characters), tuple(offsets))


def closed_up(text: str) -> str:
    """The text with words closed up whose letters were written apart to pass unseen.

    >>> closed_up("เล่น ส ล็ อ ต กัน")
    'เล่น สล็อต กัน'
    """
    return _APART.sub(lambda hit: _BETWEEN.sub("", hit[0]), text)


def fingerprint(text: str) -> str:
    """What stays of a text when spacing, punctuation, tone marks, emoji, case, stretching and polite
    particles are taken away: equal fingerprints are the same message.

    >>> fingerprint("เห็นด้วย ครับ!!!") == fingerprint("เห็นดวย")
    True
    """
    return _FINGERPRINT_DROPS.sub("", _POLITE.sub("", normalise(text).text))


def language(text: str) -> Literal["thai", "english", "other", "none"]:
    """By letters: Thai when a fifth of them are Thai; Latin script counts as English when it has common
    English words or is too short to tell; anything else is another language; no letters, none.
    """
    letters = sum(character.isalpha() for character in text)
    thai = len(_THAI.findall(text))
    if not letters and not thai:
        return "none"
    if thai >= 0.2 * (letters + thai):
        return "thai"
    words = [word.lower() for word in _LATIN_WORD.findall(text)]
    if 2 * sum(map(len, words)) < letters:
        return "other"
    return "english" if len(words) < 6 or not english_words().isdisjoint(words) else "other"


def is_advert(text: str) -> bool:
    """True only for plain advertising: cues of two families and no civic word (data/advert_words.txt)."""
    lower = closed_up(normalise(text).text)
    found = {family: [cue for cue in cues if cue in lower] for family, cues in families("advert_words").items()}
    if not found["call"]:
        found["trade"] = []
    if sum(map(bool, found.values())) < 2:
        return False
    for cue in chain.from_iterable(found.values()):
        lower = lower.replace(cue, " ")
    return not any(word in lower for word in word_list("civic_words"))


@cache
def word_list(name: str) -> frozenset[str]:
    """The words of data/NAME.txt, normalised."""
    lines = (DATA / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(normalise(line.strip()).text for line in lines if line.strip() and line[0] not in "#[")


@cache
def families(name: str) -> dict[str, tuple[str, ...]]:
    """The words of data/NAME.txt by the [family] they stand under."""
    found: dict[str, list[str]] = {}
    for line in (DATA / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            found[line.strip("[]")] = []
        elif line.strip() and not line.startswith("#"):
            found[list(found)[-1]].append(line.rstrip())
    return {family: tuple(words) for family, words in found.items()}


@cache
def stance_fingerprints() -> frozenset[str]:
    """Fingerprints of the words that say a position: "เหนด้วย" says what "เห็นด้วย" says."""
    return frozenset(filter(None, map(fingerprint, word_list("stance_words"))))


@cache
def english_words() -> frozenset[str]:
    """Common English function words."""
    return word_list("english_words")


@cache
def stop_words() -> frozenset[str]:
    """Words that name no subject: PyThaiNLP's list (CC0), stance words, English function words."""
    from pythainlp.corpus.common import thai_stopwords

    return frozenset(thai_stopwords()) | word_list("stance_words") | english_words() | _MORE_STOPS


@cache
def empty_words() -> frozenset[str]:
    """Words that leave a comment without a subject when it has no others."""
    return stop_words() | word_list("plain_words")


_MORE_STOPS = frozenset(
    {
        "555",
        "มั้ย",
        "ไหม",
        "หรอ",
        "เหรอ",
        "อ่ะ",
        "อะ",
        "เนี่ย",
        "นะ",
        "เถอะ",
        "เลย",
        "จริงๆ",
        "เยอะ",
        "ร่าง",
        "กฎหมาย",
        "มาตรา",
        "วรรค",
        "ข้อ",
        "ฉบับ",
        "พ.ร.บ.",
        "พรบ",
    }
)
