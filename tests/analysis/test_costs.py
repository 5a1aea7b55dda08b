"""What a page of a run costs."""

import pytest

from analysis import actions
from analysis.runs.current import CurrentRun
from consult import actions as consult_actions
from tests.support.analyses import address, analyst_of, run, talked_about
from tests.support.makers import officer_of, post, vote

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def edited(made_once):
    """Analysed twice, edited, with votes and a comment hidden since: everything a page may have to load."""
    consultation = talked_about()
    first = run(consultation, themes=2)
    for number in range(20):
        post(consultation, f"ขอช่องทางที่ {number} สำหรับคนแก่ในหมู่บ้าน")
    theme, other = (theme["id"] for theme in first.themes)
    by = officer_of(consultation)
    actions.rename_theme(consultation=consultation, by=by, theme=theme, name="ชื่อที่อ่านง่าย")
    actions.move_comments(consultation=consultation, by=by, comments=[consultation.comments.last()], into=other)
    for comment in consultation.comments.all()[:3]:
        vote(consultation, comment=comment)
    run(consultation, themes=2)
    consult_actions.hide_comment(comment=consultation.comments.first(), by=by, reason="spam")
    return consultation


@pytest.mark.parametrize(
    ("page", "queries"),
    [
        ("", 19),
        ("themes/", 13),
        ("themes/{theme}/", 18),
        ("groups/", 11),
        ("aside/", 9),
        ("runs/", 8),
        ("comments/", 14),
        ("comments.csv", 16),
        ("comments/{comment}/", 10),
        ("votes/", 9),
        ("turnout/", 7),
        ("edits/", 8),
    ],
)
def test_a_page_loads_the_run_and_its_edits_once(edited, page, queries, django_assert_max_num_queries):
    """And of runs' documents none, once the edited one is remembered."""
    client = analyst_of(edited)
    page = page.format(comment=edited.comments.visible().last().pk, theme=next(iter(CurrentRun.of(edited).labels)))
    client.get(address("dashboard", edited))  # folds the edits into the document, once for all pages
    with django_assert_max_num_queries(queries) as done:
        response = client.get(address("dashboard", edited) + page)
        b"".join(response)
    assert response.status_code == 200
    asked = [query["sql"] for query in done.captured_queries]
    assert sum('"analysis_analysisrun"."document"' in sql for sql in asked) == 0
    assert sum('FROM "analysis_themeedit"' in sql and '"payload"' in sql for sql in asked) <= 2


@pytest.mark.parametrize("page", ["comments/", "comments/?q=ช่องทาง", "comments/{comment}/"])
def test_the_table_and_a_comment_read_names_and_no_document(page, django_assert_max_num_queries):
    consultation = talked_about()
    run(consultation, themes=2)
    client = analyst_of(consultation)
    with django_assert_max_num_queries(15) as done:
        response = client.get(address("dashboard", consultation) + page.format(comment=consultation.comments.last().pk))
    assert response.status_code == 200
    assert not any('"analysis_analysisrun"."document"' in query["sql"] for query in done.captured_queries)
