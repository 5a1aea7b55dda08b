"""The whole analysis: everything accounted for, the same bytes every time, nothing said without ground."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

from analysis.core.errors import AnalysisError
from analysis.core.intake.nlp import pipeline, segment
from analysis.core.intake.reading import read
from analysis.core.pipeline import Analysis, analyse
from analysis.core.report.checker import check, check_quotes
from analysis.core.report.citations import Source
from analysis.core.report.prose import is_torn
from analysis.core.report.schema import check_document
from analysis.core.space import encoders
from analysis.core.space.feature_space import learn_text_space
from analysis.core.themes.labels import name_themes
from analysis.core.themes.model import ThemeModel
from analysis.core.types import REASONS, CommentText, Options
from analysis.core.votes.intervals import wilson
from consult.thai.personal_data import mask

WORDS = Options(encoder="tfidf")


def as_bytes(document: dict) -> bytes:
    return json.dumps(document, ensure_ascii=False, allow_nan=False).encode()


def top_level(document: dict) -> list[dict]:
    return [theme for theme in document["themes"] if theme["parent_id"] is None]


def comment(name: str, text: str, **more: object) -> CommentText:
    return CommentText(id=name, text=text, **more)


PIECES = [
    "เห็นด้วยครับ",
    "ค่าธรรมเนียมแพงเกินไป",
    "ระบบล่มบ่อย",
    "คนแก่ใช้มือถือไม่เป็น",
    "👍",
    "",
    "ok",
    "Please simplify the form",
]
PIECES += [
    "这个法律很好",
    "สล็อตเว็บตรง ฝากถอนไม่มีขั้นต่ำ สมัครวันนี้",
    "โทร 081-234-5678 ขอข้อมูลสแกนใบหน้า",
    "ข้อมูลส่วนบุคคลรั่วไหล",
]
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


def test_a_stored_vector_of_the_wrong_width_is_refused() -> None:
    with pytest.raises(AnalysisError, match="shape"):
        analyse([comment("a", "ค่าธรรมเนียมแพง")], embeddings={"a": np.zeros(3)})


def test_an_ordinary_consultation_is_read_by_two_encoders_and_a_large_one_by_the_fast_one() -> None:
    few = analyse([comment("a", "ค่าธรรมเนียมแพง")])
    assert few.document["run"]["encoder"] == encoders.full_name("use+e5") and few.model.encoder == "use+e5"
    assert encoders.chosen("auto", 3_000) == "use+e5" and encoders.chosen("auto", 3_001) == "use"
    assert encoders.chosen("tfidf", 1) == "tfidf"


def test_two_encoders_are_two_views_side_by_side() -> None:
    texts = [f"ค่าธรรมเนียมแพง เดือนที่ {n}" for n in range(30)]
    both = encoders.load("use+e5").encode(texts)
    assert np.allclose(np.linalg.norm(both, axis=1), 1, atol=1e-5)
    for name, part in zip(("use", "e5"), np.split(both, [512], axis=1), strict=True):
        assert np.allclose(part * 2**0.5, encoders.load(name).encode(texts), atol=1e-5)
    readings = list(read(texts))
    space = learn_text_space(both, readings, (512, 384))
    alone = learn_text_space(both[:, :512], readings, (512,))
    first, *others = space.views(space.place(both, readings))
    same = alone.views(alone.place(both[:, :512], readings))[0]
    assert np.allclose(first @ first.T, same @ same.T, atol=1e-6) and len(others) == 3


def test_the_slow_encoder_reads_the_beginning_of_a_very_long_comment() -> None:
    begun, whole = encoders.load("e5").encode(["ประชาชน " * 125, "ประชาชน " * 2_000])
    assert np.array_equal(begun, whole)


def test_withheld_comments_leave_no_trace() -> None:
    """The same run with other withheld text is the same run, byte for byte."""
    base = [comment(f"c{i}", text) for i, text in enumerate(PIECES * 2)]

    def run(text: str, section: str) -> bytes:
        hidden = [comment(f"h{i}", text, section=section, person="p", withheld=True) for i in range(4)]
        return as_bytes(analyse([*base, *hidden], options=WORDS).document)

    assert run("ความลับสุดยอด", "s-1") == run("อย่างอื่น", "s-2")
    assert "ความลับ" not in run("ความลับสุดยอด", "s-1").decode()


def test_quotes_and_sentences_stand_the_check_again(analysis: Analysis, demo) -> None:
    """Rebuild the evidence from the input alone and check the finished document against it."""
    placed = {a.id: a for a in analysis.assignments}
    evidence = {
        c.id: Source(
            id=c.id,
            text=mask(c.text).text,
            stance=c.stance,
            person=c.person,
            theme=placed[c.id].theme,
            campaign=placed[c.id].campaign,
        )
        for c in demo.comments
    }
    for theme in analysis.document["themes"]:
        known = evidence
        if theme["parent_id"]:
            known = {name: replace(source, theme=placed[name].subtheme) for name, source in evidence.items()}
        assert check(theme["summary"], known, theme=theme["id"]) == []
        assert check_quotes([*theme["quotes"], *theme["asks"]], evidence) == []
        assert theme["summary"] and theme["quotes"]


def test_no_personal_data_reaches_the_document(analysis: Analysis, demo) -> None:
    written = as_bytes(analysis.document).decode()
    for secret in ("080-000-0001", "๐๘๐-๐๐๐-๐๐๐๖", "forum@example.com", "5-5555-55555-55-1", "สมมุติ ตัวอย่างดี"):
        assert any(secret in c.text for c in demo.comments)
        assert secret not in written


def test_labels_are_whole_phrases_of_the_comments_and_tell_themes_apart(analysis: Analysis, demo) -> None:
    """Each phrase stands in a comment word for word and begins and ends where words do."""
    texts = [mask(c.text).text for c in demo.comments]
    for parent in {theme["parent_id"] for theme in analysis.document["themes"]}:
        labels = [theme["label"] for theme in analysis.document["themes"] if theme["parent_id"] == parent]
        assert len(set(labels)) == len(labels)
    for theme in analysis.document["themes"]:
        for phrase in (*theme["label"].split(" · "), *theme["keywords"]):
            holding = [text for text in texts if phrase in text]
            assert any(not is_torn(text, phrase) or f"ไม่{phrase}" in text for text in holding), phrase
            assert phrase == phrase.strip() and len(phrase) > 1
    themes = [theme for theme in analysis.document["themes"] if theme["parent_id"] is None]
    words = [set(segment(theme["label"].replace(" · ", ""))) for theme in themes]
    for one, other in combinations(words, 2):
        assert len(one & other) / len(one | other) < 0.5


@settings(max_examples=20, deadline=None)
@given(st.lists(st.lists(st.sampled_from(PIECES), min_size=1, max_size=4), min_size=1, max_size=4), st.data())
def test_a_label_never_holds_a_broken_word(groups: list[list[str]], data: st.DataObject) -> None:
    """Whatever is grouped: phrases of a name are runs of whole words of one text, or the opening words of one."""
    noise = data.draw(st.sampled_from(["", "กกก", "นะจ๊ะๆ", "🙏", "เเก้ไข", "ทดสอบ\u200bระบบ"]))
    themes = [[f"{text} {noise}".strip() or "ก" for text in texts] for texts in groups]
    for texts, name in zip(themes, name_themes(themes), strict=True):
        everything = [text for group in themes for text in group] if name.keywords else texts
        for phrase in name.label.split(" · "):
            runs = [edges_of(text) for text in everything if phrase in text]
            assert any(
                place in edges and place + len(phrase) in edges
                for text, edges in runs
                for place in places_of(phrase, text)
            )


def edges_of(text: str) -> tuple[str, set[int]]:
    doc = pipeline().make_doc(text)
    return text, {len(text)} | {token.idx for token in doc} | {token.idx + len(token) for token in doc}


def places_of(phrase: str, text: str) -> list[int]:
    return [place for place in range(len(text)) if text.startswith(phrase, place)]


def test_each_theme_shows_its_most_central_comment(analysis: Analysis, demo) -> None:
    texts = {c.id: mask(c.text).text for c in demo.comments}
    for theme in analysis.document["themes"]:
        assert theme["central"]["text"] in texts[theme["central"]["comment_id"]]


def test_themes_are_in_order_of_people_with_their_interval(analysis: Analysis) -> None:
    people = [theme["n_people"] for theme in top_level(analysis.document)]
    assert people == sorted(people, reverse=True)
    for theme in analysis.document["themes"]:
        low, high = theme["ci95"]
        assert low <= theme["share_people"] <= high


def test_wilson_by_hand() -> None:
    # p = .5, n = 10, z = 1.96: centre (.5 + z²/20)/(1 + z²/10) = .5;
    # half-width z√(.025 + z²/400)/(1 + z²/10) = .2634
    assert wilson(5, 10) == [0.2366, 0.7634]
    assert wilson(0, 10)[0] == 0.0
    assert wilson(0, 0) is None


def test_small_views_are_shown_beside_the_themes(analysis: Analysis, demo) -> None:
    for view in analysis.document["minority"]:
        assert view["n_people"] >= 3
        assert len(set(view["comment_ids"])) == len(view["comment_ids"])
    language = {name for name, gold in demo.gold.items() if gold["theme"] == "ภาษาและกลุ่มชาติพันธุ์"}
    assert any(len(language & set(view["comment_ids"])) >= 4 for view in analysis.document["minority"])


def test_a_theme_with_parts_is_the_sum_of_its_parts(analysis: Analysis) -> None:
    """Every comment of a theme that has parts stands in exactly one of them, and the parts count them."""
    placed = {a.id: a for a in analysis.assignments if a.theme}
    parts = {theme["id"]: theme for theme in analysis.document["themes"] if theme["parent_id"]}
    assert parts
    for theme in top_level(analysis.document):
        mine = [part for part in parts.values() if part["parent_id"] == theme["id"]]
        assert len(mine) != 1 and len(mine) <= 8
        if mine:
            assert sum(part["n_comments"] for part in mine) == theme["n_comments"]
    for assignment in placed.values():
        part = parts.get(assignment.subtheme)
        assert part is None if assignment.subtheme is None else part["parent_id"] == assignment.theme
    for name, part in parts.items():
        assert sum(a.subtheme == name for a in placed.values()) == part["n_comments"]


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
