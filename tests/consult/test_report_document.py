"""A report is the same report after it was stored."""

import json

from hypothesis import given
from hypothesis import strategies as st

from consult.report import EmptyBlock, HeadingBlock, ListBlock, QuoteBlock, Report, Run, TableBlock, TextBlock

runs = st.builds(
    Run,
    text=st.text(),
    strong=st.booleans(),
    cites=st.lists(st.integers(1, 99), max_size=3).map(tuple),
    figure=st.sampled_from(["", "comments"]),
)
cells = st.lists(runs, max_size=2).map(tuple)
blocks = st.one_of(
    st.builds(HeadingBlock, level=st.integers(1, 3), id=st.text(), text=st.text()),
    st.builds(TextBlock, runs=cells),
    st.builds(QuoteBlock, runs=cells, source=st.text()),
    st.builds(ListBlock, items=st.lists(cells, max_size=3).map(tuple), is_ordered=st.booleans()),
    st.builds(
        TableBlock,
        caption=st.text(),
        head=st.just(("ก", "ข")),
        rows=st.lists(st.tuples(cells, cells), max_size=3).map(tuple),
        foot=st.one_of(st.just(()), st.tuples(cells, cells)),
    ),
    st.builds(EmptyBlock, text=st.text()),
)
reports = st.builds(
    Report,
    title=st.text(),
    agency=st.text(),
    hearing=st.integers(1, 9),
    number=st.integers(1, 9),
    address=st.text(),
    blocks=st.lists(blocks, max_size=5).map(tuple),
    figures=st.dictionaries(st.text(), st.integers()),
    basis=st.just({"run": 3}),
)


@given(reports)
def test_what_was_stored_is_read_back_as_it_was(report):
    assert Report.from_json(json.loads(json.dumps(report.as_json()))) == report
