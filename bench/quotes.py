"""The rule of Hypothesis for finding a quotation again (src/annotator/anchoring/match-quote.ts), to be measured beside ours.

At most half of the quotation may differ; of the places with the fewest edits the best counts, by quotation 50, prefix 20, suffix 20,
place 2; there is no least score.
"""

from __future__ import annotations

from consult.anchors.quote import distances
from consult.anchors.span import TextSpan

_QUOTE, _BEFORE, _BEHIND, _PLACE = 50, 20, 20, 2


def hypothesis_rule(span: TextSpan, text: str, place: int) -> tuple[int, int] | None:
    """Where it finds the span in a text; `place`: where it stood in the old one."""
    quote = span.exact
    edits_at = distances(quote, text)
    fewest = min(edits_at, default=len(quote))
    if not quote or fewest > min(256, len(quote) / 2):
        return None
    found = []
    for end in (at + 1 for at, edits in enumerate(edits_at) if edits == fewest):
        window = text[max(0, end - len(quote) - fewest) : end][::-1]
        backwards = distances(quote[::-1], window, anchored=True)
        start = end - 1 - min(range(len(backwards)), key=lambda at: backwards[at])
        parts = [(_QUOTE, 1 - fewest / len(quote)), (_PLACE, 1 - abs(start - place) / len(text))]
        if span.prefix:
            parts.append((_BEFORE, _alike(span.prefix, text[max(0, start - len(span.prefix)) : start])))
        if span.suffix:
            parts.append((_BEHIND, _alike(span.suffix, text[end : end + len(span.suffix)])))
        found.append((sum(weight * part for weight, part in parts) / sum(weight for weight, _ in parts), start, end))
    _, start, end = max(found)
    return start, end


def _alike(quote: str, text: str) -> float:
    return 1 - min(distances(quote, text), default=len(quote)) / len(quote)
