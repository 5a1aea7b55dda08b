"""Made-up consultations of any size: clauses of the shipped samples put together at random."""

from __future__ import annotations

import random

from bench import measure
from bench.measure import DATA, DEMO

_SECTIONS = 20


def comments(size: int) -> list[dict[str, str]]:
    """Rows id, text, section, author; two comments a person, 2 to 5 clauses a comment."""
    texts = [row["text"] for row in measure.rows_of(DEMO / "comments.csv")]
    texts += [row["text"] for row in measure.rows_of(DATA / "truevoice" / "sample.csv")]
    clauses = sorted({clause for text in texts for clause in text.split() if 8 <= len(clause) <= 60})
    generator = random.Random(size)
    return [
        {
            "id": f"g{number:07d}",
            "text": " ".join(generator.choices(clauses, k=generator.randint(2, 5))),
            "section": f"s-{generator.randint(1, _SECTIONS)}",
            "author": f"p{number // 2}",
        }
        for number in range(size)
    ]
