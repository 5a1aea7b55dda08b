"""Stance: what citizens answered when asked. Nothing is guessed from prose.

Text-only stance on real Thai consultations is close to chance (docs/analysis.md), so the only reading of
text here is of comments that say nothing but yes or no.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from analysis.core.contract import AskedCounts
from analysis.core.intake.non_answers import is_non_answer
from analysis.core.intake.normal_form import fingerprint, normalise

_NO = re.compile(r"ไม่|ค้าน|เสียเวลา|\b(?:no|disagree|oppose|against|bad)\b")
_YES = re.compile(
    r"เห็นด้วย|เห็นชอบ|สนับสนุน|ดี|ชอบ|โอเค|ใช่|ผ่าน|เอาเลย|ตามนั้น|\+1|👍|❤|\b(?:yes|agree|support|good|great|ok|okay)\b"
)

#: a yes that is denied: "ไม่เห็นด้วย" holds "เห็นด้วย"
_DENIED_YES = re.compile("ไม่(?:เห็นด้วย|เห็นชอบ|ดี|ชอบ|โอเค|ใช่)")


def tally(stances: Iterable[str]) -> AskedCounts:
    """Comments by answer: agree, partly, disagree, or none when it was not given.

    >>> tally(["agree", "", "agree"])
    {'agree': 2, 'partly': 0, 'disagree': 0, 'none': 1}
    """
    counts = Counter(stance or "none" for stance in stances)
    return {
        "agree": counts["agree"],
        "partly": counts["partly"],
        "disagree": counts["disagree"],
        "none": counts["none"],
    }


def bare_position(text: str, asked: str) -> str:
    """Position of a comment that says nothing else: the button, else a plain yes or no, else "unclear"."""
    if asked:
        return asked
    if is_non_answer(fingerprint(text)):
        return "unclear"
    plain = normalise(text).text
    no, yes = bool(_NO.search(plain)), bool(_YES.search(_DENIED_YES.sub(" ", plain)))
    if no == yes:
        return "unclear"
    return "disagree" if no else "agree"
