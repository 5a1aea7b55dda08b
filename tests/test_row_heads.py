"""Whoever listens to a table hears whose row it is: each row of data has a head, in every template there is."""

import re
from pathlib import Path

TEMPLATES = Path(__file__).resolve().parent.parent / "frontend/templates"
#: The sentence of an empty table is one cell across it
SENTENCE = re.compile(r"<tr>\s*<td colspan=[^<>]*>(?:(?!<td).)*</td>\s*</tr>", re.DOTALL)


def rows_of(source: str) -> list[str]:
    below = re.sub(r"<thead.*?</thead>", "", source, flags=re.DOTALL)
    return [row for row in re.findall(r"<tr\b.*?</tr>", below, re.DOTALL) if not SENTENCE.fullmatch(row)]


def test_each_row_of_data_has_a_head():
    rows = [
        (path.relative_to(TEMPLATES).as_posix(), row)
        for path in sorted(TEMPLATES.rglob("*.html"))
        for row in rows_of(path.read_text(encoding="utf-8"))
    ]
    assert len(rows) > 10
    assert [(name, row) for name, row in rows if '<th scope="row"' not in row] == []


def test_each_head_of_a_table_says_what_it_is_the_head_of():
    heads = [head for path in TEMPLATES.rglob("*.html") for head in re.findall(r"<th\b[^>]*>", path.read_text("utf-8"))]
    assert len(heads) > 30
    assert [head for head in heads if 'scope="row"' not in head and 'scope="col"' not in head] == []
