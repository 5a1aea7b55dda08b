"""Names of themes: noun phrases of the comments, one of its own for each theme, the nearest in meaning first."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.core.intake.nlp import pipeline, segment
from analysis.core.pipeline import Analysis
from analysis.core.report.torn import is_torn
from analysis.core.space import encoders
from analysis.core.themes.directions import find_directions
from analysis.core.themes.labels import name_themes
from consult.thai.personal_data import mask
from tests.core.makers import PIECES

BUSES = ["รถรับส่งนักเรียนเก่ามาก", "ขอรถรับส่งที่มีเข็มขัด", "รถรับส่งวิ่งเร็ว ห่างแค่สามเมตร", "ห่างสองเมตรก็อันตราย"]
SWEETS = ["ห้ามขายน้ำหวานหน้าโรงเรียน", "ห้ามขายขนมถุง", "ห้ามไปก็แอบซื้อ", "น้ำหวานทำฟันผุ"]


@pytest.mark.parametrize("head", ["ห้าม", "คุย", "ระงับ", "เมตร"])
def test_neither_a_verb_nor_a_word_for_counting_names_a_theme(head: str) -> None:
    texts = [f"{head}น้ำหวานหน้าโรงเรียน", f"{head}ขนมถุงข้างรั้ว", f"{head} หลายแห่งแล้ว"]
    name = name_themes([texts, BUSES])[0]
    assert not any(phrase.startswith(head) for phrase in [*name.label.split(" · "), *name.keywords])


def test_two_themes_that_speak_of_the_same_thing_have_names_of_their_own() -> None:
    one = ["โรงเรียนอยู่ไกล", "โรงเรียนปิดเร็ว", "โรงเรียนต้องเปิด"]
    other = ["โรงเรียนใหม่มีสนาม", "โรงเรียนทาสีแล้ว", "โรงเรียนดีมาก"]
    names = [name.label for name in name_themes([one, other])]
    assert names[0] != names[1] and all(names)


def test_a_piece_torn_out_of_one_sentence_is_no_name() -> None:
    torn = name_themes([["ของสระน้ำหมู่บ้านตลาดโรงเรียนแห้งหมด"], BUSES])[0]
    assert set(torn.keywords) == {"สระน้ำ", "หมู่บ้าน", "ตลาด", "โรงเรียน"}
    assert name_themes([["สระน้ำหมู่บ้าน ของเราแห้งหมด"], BUSES])[0].label == "สระน้ำหมู่บ้าน"
    shared = [f"ของสระน้ำหมู่บ้าน{place}แห้งหมด" for place in ("โรงเรียน", "ตลาด")]
    assert name_themes([shared, BUSES])[0].label == "สระน้ำหมู่บ้าน"


def test_words_are_nearest_the_theme_that_means_them() -> None:
    encoder = encoders.load("use")
    texts = [*BUSES, *SWEETS]
    themes = np.array([0] * len(BUSES) + [1] * len(SWEETS))
    meaning = find_directions(encoder, encoder.encode(texts), themes)
    assert meaning is not None
    near = meaning.closeness(["น้ำหวาน", "รถรับส่ง"])
    assert near.shape == (2, 2)
    assert near[0, 1] > near[0, 0] and near[1, 0] > near[1, 1]


def test_of_phrases_said_as_often_the_nearest_in_meaning_comes_first() -> None:
    encoder = encoders.load("use")
    texts = [*BUSES, *SWEETS]
    meaning = find_directions(encoder, encoder.encode(texts), np.array([0] * len(BUSES) + [1] * len(SWEETS)))
    even, other = ["คนขับรถ กับ ขนมถุง", "ขนมถุง กับ คนขับรถ"], ["ไฟฟ้า", "น้ำประปา"]
    assert name_themes([even, other], meaning)[0].keywords[0] == "คนขับรถ"
    assert name_themes([other, even], meaning)[1].keywords[0] == "ขนม"


def test_without_vectors_words_alone_name() -> None:
    assert find_directions(encoders.load("tfidf"), np.zeros((3, 0), dtype=np.float32), np.array([0, 0, 1])) is None
    assert (
        find_directions(encoders.load("tfidf"), np.zeros((0, 0), dtype=np.float32), np.empty(0, dtype=np.int64)) is None
    )


def test_labels_are_whole_phrases_of_the_comments_and_tell_themes_apart(analysis: Analysis, demo) -> None:
    """Each phrase stands in a comment word for word and begins and ends where words do."""
    texts = [mask(c.text).text for c in demo.comments]
    for parent in {theme["parent_id"] for theme in analysis.document["themes"]}:
        labels = [theme["label"] for theme in analysis.document["themes"] if theme["parent_id"] == parent]
        assert len(set(labels)) == len(labels)
    for theme in analysis.document["themes"]:
        for phrase in (*theme["label"].split(" · "), *theme["keywords"]):
            holding = [text for text in texts if phrase in text]
            # a quotation would be torn after a "not"; a name only says what is spoken of
            denied = [f"{denying}{phrase}" for denying in ("ไม่", "ไม่ใช่", "เลิก", "อย่า", "ห้าม")]
            assert any(not is_torn(text, phrase) or any(one in text for one in denied) for text in holding), phrase
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
