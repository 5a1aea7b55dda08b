"""Plain advertising, the only text that is off topic without anybody saying so."""

from __future__ import annotations

from itertools import chain

from analysis.core.intake.normal_form import closed_up, normalise
from analysis.core.intake.word_lists import families, word_list


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
