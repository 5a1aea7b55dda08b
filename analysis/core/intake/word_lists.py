"""The word lists in `analysis/core/data`, and what they say together: words without a subject, words of a position."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from analysis.core.intake.normal_form import fingerprint, normalise

DATA = Path(__file__).parents[1] / "data"


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
