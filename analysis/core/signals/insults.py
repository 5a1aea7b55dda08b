"""Insults and threats, flagged for a person to look at. Nothing is hidden, lowered or left out because of them.

By word lists (data/rude_words.txt): an insult without a listed word is missed, and a listed word quoted from somebody
else is flagged. Sarcasm and slander without rude words are no business of a machine.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import get_args

from analysis.core.contract import Flag, FlagKind
from analysis.core.intake.normal_form import closed_up, normalise
from analysis.core.intake.rows import Row
from analysis.core.intake.word_lists import families

#: what is flagged; vulgar words alone insult nobody, they only keep a comment from being quoted
FLAGGED: tuple[FlagKind, ...] = get_args(FlagKind)
_RUDE = (*FLAGGED, "vulgar")
#: a listed word of more letters is found anywhere, a shorter one only where it stands alone
_LONGEST_ALONE = 4
#: what an insult is hung on, in the spellings people use
_CALLS = ("ไอ้", "ไอ่", "ไอ", "อี", "อิ")
_WORD = re.compile("[ก-๙]+")


def flag(rows: Iterable[Row]) -> list[Flag]:
    """Comments to look at: {comment_id, kind}, one entry for each kind."""
    found: list[Flag] = []
    for row in rows:
        if row.reading is not None:
            held = kinds(closed_up("".join(row.reading.words)), row.reading.words)
            found += [{"comment_id": row.comment.id, "kind": kind} for kind in FLAGGED if kind in held]
    return found


@lru_cache(maxsize=4096)
def is_rude(text: str) -> bool:
    """True when a rude word of any kind stands in the text: such a comment counts, but speaks for nobody else."""
    from analysis.core.intake.segmenting import segment

    plain = closed_up(normalise(text).text)
    return _holds_any(plain) and bool(kinds(plain, segment(plain)))


def kinds(plain: str, words: Collection[str]) -> list[str]:
    """Families of rude words in a normalised text, closed up, that is cut into `words`."""
    if not _holds_any(plain):
        return []
    cues = families("rude_words")
    for phrase in cues["ordinary"]:
        plain = plain.replace(phrase, " ")
    found = {kind: [word for word in cues[kind] if word in plain] for kind in _RUDE}
    alone = {*words, *_WORD.findall(plain)}
    alone |= {word.removeprefix(call) for word in alone for call in _CALLS if word.startswith(call)}
    return [kind for kind in _RUDE if any(len(word) > _LONGEST_ALONE or word in alone for word in found[kind])]


def _holds_any(plain: str) -> bool:
    cues = families("rude_words")
    return any(word in plain for kind in _RUDE for word in cues[kind])
