"""Names of themes: noun phrases of the comments, one of its own for each theme, the nearest in meaning first."""

import numpy as np
import pytest

from analysis.core.space import encoders
from analysis.core.themes.directions import read_meaning
from analysis.core.themes.labels import name_themes

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


def test_words_are_nearest_the_theme_that_means_them() -> None:
    encoder = encoders.load("use")
    texts = [*BUSES, *SWEETS]
    themes = np.array([0] * len(BUSES) + [1] * len(SWEETS))
    meaning = read_meaning(encoder, encoder.encode(texts), themes)
    assert meaning is not None
    near = meaning.closeness(["น้ำหวาน", "รถรับส่ง"])
    assert near.shape == (2, 2)
    assert near[0, 1] > near[0, 0] and near[1, 0] > near[1, 1]


def test_of_phrases_said_as_often_the_nearest_in_meaning_comes_first() -> None:
    encoder = encoders.load("use")
    texts = [*BUSES, *SWEETS]
    meaning = read_meaning(encoder, encoder.encode(texts), np.array([0] * len(BUSES) + [1] * len(SWEETS)))
    even, other = ["คนขับรถ กับ ขนมถุง", "ขนมถุง กับ คนขับรถ"], ["ไฟฟ้า", "น้ำประปา"]
    assert name_themes([even, other], meaning)[0].keywords[0] == "คนขับรถ"
    assert name_themes([other, even], meaning)[1].keywords[0] == "ขนม"


def test_without_vectors_words_alone_name() -> None:
    assert read_meaning(encoders.load("tfidf"), np.zeros((3, 0), dtype=np.float32), np.array([0, 0, 1])) is None
    assert read_meaning(encoders.load("tfidf"), np.zeros((0, 0), dtype=np.float32), np.empty(0, dtype=np.int64)) is None
