"""Names for themes from an editable list of policy titles, where a title is close enough.

Closeness = cosine of the theme's mean sentence vector with the title's (both less the mean of the corpus) + half the
share of the theme's texts in which an average word of the title stands. Limits were chosen on the demo and checked on
other proposals (docs/analysis.md). A title names one theme at most; what is not close keeps its own label.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from analysis.core.intake.reading import Reading, read
from analysis.core.space.encoders import Encoder, Vectors
from analysis.core.space.vectors import Labels, Matrix
from analysis.core.themes.directions import find_directions

_WORDS_WEIGHT = 0.5
#: least closeness, and least lead over the next title
_CLOSE, _LEAD = 0.4, 0.1


def name_by_titles(
    titles: Sequence[str], readings: Sequence[Reading], vectors: Vectors, themes: Labels, encoder: Encoder
) -> dict[int, str]:
    """Theme number → title. `readings`, `vectors` and `themes` (−1 for none) are per unit."""
    if not titles or not len(readings):
        return {}
    close = closeness(titles, readings, vectors, themes, encoder)
    named: dict[int, str] = {}
    for theme, best in sorted(np.ndindex(close.shape), key=lambda cell: (-round(float(close[cell]), 9), cell)):
        others = np.delete(close[theme], best)
        lead = close[theme, best] - (others.max() if others.size else -1.0)
        if close[theme, best] >= _CLOSE and lead >= _LEAD and theme not in named and titles[best] not in named.values():
            named[theme] = titles[best]
    return named


def titles_in(text: str) -> tuple[str, ...]:
    """The titles of a list: one a line, without [fields], # remarks and repeats."""
    lines = (line.strip() for line in text.splitlines())
    return tuple(dict.fromkeys(line for line in lines if line and line[0] not in "#["))


def closeness(
    titles: Sequence[str], readings: Sequence[Reading], vectors: Vectors, themes: Labels, encoder: Encoder
) -> Matrix:
    """Closeness of each theme to each title, shape (themes, titles)."""
    told = list(read(titles))
    count = int(themes.max()) + 1 if len(themes) else 0
    close = np.zeros((count, len(titles)))
    if directions := find_directions(encoder, vectors, themes):
        close += directions.closeness([title.topic_text for title in told])
    for theme in range(count):
        texts = [reading for reading, home in zip(readings, themes.tolist(), strict=True) if home == theme]
        holders = Counter(word for reading in texts for word in set(reading.words))
        for place, title in enumerate(told):
            words = title.terms
            held = [holders[word] / len(texts) for word in words]
            close[theme, place] += _WORDS_WEIGHT * (sum(held) / len(held) if held else 0.0)
    return close
