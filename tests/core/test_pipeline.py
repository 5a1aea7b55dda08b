"""The whole analysis: everything accounted for, the same bytes every time, nothing said without ground."""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

from analysis.core.errors import AnalysisError
from analysis.core.pipeline import Analysis, analyse
from analysis.core.report.schema import check_document
from analysis.core.themes.model import ThemeModel
from analysis.core.types import REASONS, Options
from tests.core.makers import PIECES, comment, top_level

WORDS = Options(encoder="tfidf")


def as_bytes(document: dict) -> bytes:
    return json.dumps(document, ensure_ascii=False, allow_nan=False).encode()


ROWS = st.lists(
    st.builds(
        dict,
        text=st.lists(st.sampled_from(PIECES), max_size=3).map(" ".join),
        section=st.sampled_from(["", "s-1", "s-2"]),
        stance=st.sampled_from(["", "agree", "partly", "disagree"]),
        person=st.sampled_from(["", "p1", "p2", "p3"]),
        withheld=st.booleans(),
    ),
    max_size=25,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ROWS, st.randoms(use_true_random=False))
def test_every_comment_has_one_theme_or_one_reason_whatever_comes(rows: list[dict], order: random.Random) -> None:
    comments = [comment(f"c{i:02d}", **row) for i, row in enumerate(rows)]
    result = analyse(comments, options=WORDS)
    check_document(result.document)
    assert [assignment.id for assignment in result.assignments] == [c.id for c in comments]
    for assignment in result.assignments:
        assert (assignment.theme is None) != (assignment.reason is None)
    accounted = result.document["run"]["accounted"]
    assert accounted["themed"] + sum(accounted["reasons"].values()) == len(comments)
    assert sum(theme["n_comments"] for theme in top_level(result.document)) == accounted["themed"]
    shuffled = comments.copy()
    order.shuffle(shuffled)
    assert as_bytes(analyse(shuffled, options=WORDS).document) == as_bytes(result.document)


def test_the_demo_is_accounted_for_and_valid(analysis: Analysis, demo) -> None:
    check_document(analysis.document)
    run = analysis.document["run"]
    assert run["n_comments"] == len(demo.comments) == len(analysis.assignments)
    assert run["accounted"]["themed"] + sum(run["accounted"]["reasons"].values()) == len(demo.comments)
    assert analysis.document["unclustered"]["n"] <= 0.1 * len(demo.comments)
    assert run["warnings"] == []


def test_bare_agreement_is_a_row_of_its_own(analysis: Analysis, demo) -> None:
    row = analysis.document["positions_only"]
    empty = {name for name, gold in demo.gold.items() if gold["theme"] == "ไม่ระบุประเด็น"}
    assert set(row["comment_ids"]) <= empty
    assert len(row["comment_ids"]) >= 0.8 * len(empty)
    assert sum(row["positions"].values()) == row["n_comments"]


def test_no_comment_with_a_subject_is_silenced(analysis: Analysis, demo) -> None:
    silenced = {a.id for a in analysis.assignments if a.reason in ("too_short", "off_topic", "other_language")}
    assert silenced.isdisjoint(demo.themed)


def test_themes_agree_with_the_gold_labels_of_the_demo(analysis: Analysis, demo) -> None:
    placed = {a.id: a.theme for a in analysis.assignments if a.theme}
    both = [name for name in demo.themed if name in placed]
    truth, ours = [demo.gold[name]["theme"] for name in both], [placed[name] for name in both]
    assert normalized_mutual_info_score(truth, ours) >= 0.81
    assert adjusted_rand_score(truth, ours) >= 0.72


@pytest.mark.slow
def test_text_alone_still_finds_part_of_the_themes(demo, vectors) -> None:
    bare = [comment(c.id, c.text) for c in demo.comments]
    found = analyse(bare, options=Options(themes=16), embeddings=vectors)
    placed = {a.id: a.theme for a in found.assignments if a.theme}
    both = [name for name in demo.themed if name in placed]
    score = normalized_mutual_info_score([demo.gold[n]["theme"] for n in both], [placed[n] for n in both])
    assert score >= 0.38


@pytest.mark.slow
def test_vectors_stored_on_submission_change_nothing(analysis: Analysis, demo) -> None:
    fresh = analyse(demo.comments, demo.votes)
    assert [a.theme for a in fresh.assignments] == [a.theme for a in analysis.assignments]


def test_withheld_comments_leave_no_trace() -> None:
    """The same run with other withheld text is the same run, byte for byte."""
    base = [comment(f"c{i}", text) for i, text in enumerate(PIECES * 2)]

    def run(text: str, section: str) -> bytes:
        hidden = [comment(f"h{i}", text, section=section, person="p", withheld=True) for i in range(4)]
        return as_bytes(analyse([*base, *hidden], options=WORDS).document)

    assert run("ความลับสุดยอด", "s-1") == run("อย่างอื่น", "s-2")
    assert "ความลับ" not in run("ความลับสุดยอด", "s-1").decode()


def test_no_personal_data_reaches_the_document(analysis: Analysis, demo) -> None:
    written = as_bytes(analysis.document).decode()
    for secret in ("080-000-0001", "๐๘๐-๐๐๐-๐๐๐๖", "forum@example.com", "5-5555-55555-55-1", "สมมุติ ตัวอย่างดี"):
        assert any(secret in c.text for c in demo.comments)
        assert secret not in written


@pytest.mark.parametrize("encoder", ["use", "tfidf"])
@pytest.mark.parametrize("count", [0, 1, 3, 10, 40])
def test_small_consultations_get_something_sensible(demo, encoder: str, count: int) -> None:
    some = demo.comments[:count]
    result = analyse(some, options=Options(encoder=encoder))
    check_document(result.document)
    assert len(top_level(result.document)) <= max(1, count // 5)
    ThemeModel.from_bytes(result.model.to_bytes()).assign(some)


@pytest.mark.parametrize("themes", [1, 2, 7, 500])
def test_the_number_of_themes_may_be_given(demo, themes: int) -> None:
    result = analyse(demo.comments[:60], options=Options(encoder="tfidf", themes=themes))
    assert 1 <= len(top_level(result.document)) <= themes


@pytest.mark.slow
def test_the_draft_itself_teaches_what_sections_are_about(demo) -> None:
    titles = {"s-06": "ห้ามเรียกสำเนาเอกสารจากผู้รับบริการ", "s-09": "การยืนยันตัวตนทางดิจิทัลและการเปรียบเทียบภาพใบหน้า"}
    result = analyse(demo.comments[:200], options=Options(encoder="tfidf", draft=titles))
    assert result.document["run"]["params"]["draft_sha256"]
    assert result.document["run"]["space"]["taught_by"] == "sections"


def test_unknown_choices_and_twin_ids_are_refused() -> None:
    with pytest.raises(AnalysisError, match="unknown encoder"):
        analyse([], options=Options(encoder="bert"))
    with pytest.raises(AnalysisError, match="themes must be"):
        analyse([], options=Options(themes=0))
    with pytest.raises(AnalysisError, match="two comments have the id"):
        analyse([comment("a", "ก"), comment("a", "ข")])
    with pytest.raises(AnalysisError, match="stance"):
        analyse([comment("a", "ก", stance="maybe")])


def test_progress_goes_forward_through_the_stages() -> None:
    seen: list[tuple[str, float]] = []
    analyse([comment("a", "ค่าธรรมเนียมแพง")], options=WORDS, progress=lambda *step: seen.append(step))
    assert [stage for stage, _ in seen] == [
        "normalise",
        "campaigns",
        "encode",
        "themes",
        "labels",
        "summary",
        "summary",
    ]
    fractions = [fraction for _, fraction in seen]
    assert fractions == sorted(fractions) and fractions[0] == 0.0 and fractions[-1] == 1.0


def test_reasons_are_those_of_the_contract(analysis: Analysis) -> None:
    assert tuple(analysis.document["run"]["accounted"]["reasons"]) == REASONS
