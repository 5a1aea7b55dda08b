"""Whether a quotation tears a word, or begins right behind a "not"."""

from __future__ import annotations

import re
from functools import lru_cache

# With a space between, "ไม่ได้" and "หรือไม่" end what stands before.
_NOT_BEFORE = re.compile(
    r"(?:ไม่|มิ|อย่า|ห้าม|ไม่ได้|ไม่ควร|ไม่ต้อง|ไม่ให้|ไม่อยาก|ไม่ใช่|เลิก)$|\b(?:not|never|no)\s+$", re.IGNORECASE
)


def is_torn(text: str, quoted: str) -> bool:
    """True when every place of a quotation in the text begins right after a "not", or cuts a word."""
    edges = _edges(text)
    start = text.find(quoted)
    while start >= 0:
        if start in edges and start + len(quoted) in edges and not _NOT_BEFORE.search(text[:start]):
            return False
        start = text.find(quoted, start + 1)
    return True


@lru_cache(maxsize=2048)
def _edges(text: str) -> frozenset[int]:
    """Offsets at which the words of a text begin, and its end."""
    from analysis.core.intake.nlp import pipeline

    return frozenset({len(text), *(token.idx for token in pipeline().make_doc(text))})
