"""Policy titles name a theme when they are close; what fits no title keeps its own words."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from analysis.core.__main__ import main
from analysis.core.intake.reading import read
from analysis.core.intake.word_lists import DATA as WORDS
from analysis.core.pipeline import analyse
from analysis.core.report.schema import check_document
from analysis.core.space import encoders
from analysis.core.themes.titles import name_by_titles, titles_in
from analysis.core.types import Options
from analysis.training.stance import examples
from tests.core.conftest import DATA, DEMO

TITLES = titles_in((WORDS / "taxonomy.txt").read_text(encoding="utf-8"))


def named(texts: list[str], groups: list[str], encoder: str = "use") -> dict[str, str]:
    """Title of each group that has one."""
    kinds = sorted(set(groups))
    readings, engine = list(read(texts)), encoders.load(encoder)
    vectors = engine.encode([reading.topic_text for reading in readings])
    themes = np.array([kinds.index(group) for group in groups])
    return {kinds[place]: title for place, title in name_by_titles(TITLES, readings, vectors, themes, engine).items()}


@pytest.mark.slow
def test_titles_name_the_themes_of_the_demo_they_belong_to(demo) -> None:
    found = named([demo.gold[name]["text"] for name in demo.themed], [demo.gold[name]["theme"] for name in demo.themed])
    assert found["การเชื่อมโยงข้อมูลระหว่างหน่วยงาน"] == "การเชื่อมโยงข้อมูลระหว่างหน่วยงาน"
    assert found["บทลงโทษเจ้าหน้าที่"] == "โทษของเจ้าหน้าที่"
    assert found["การเลิกเรียกสำเนาเอกสาร"] == "การเลิกเรียกสำเนาเอกสารราชการ"
    assert len(set(found.values())) == len(found) <= 8


@pytest.mark.slow
def test_on_other_proposals_a_title_is_mostly_right() -> None:
    own = [row for row in examples() if not row.is_demo]
    found = named([row.reading.masked for row in own], [row.topic for row in own])
    assert found["สร้างเขื่อนเก็บน้ำในป่าอนุรักษ์"] == "เขื่อนและป่าอนุรักษ์"
    assert found["ลดดอกเบี้ยเงินกู้ กยศ."] == "หนี้กองทุนกู้ยืมเพื่อการศึกษา กยศ."
    assert len(found) >= 5


@pytest.mark.slow
def test_calls_to_a_telephone_company_fit_no_policy() -> None:
    with (DATA / "truevoice" / "sample.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert named([row["text"] for row in rows], [row["object"] for row in rows]) == {}


@pytest.mark.slow
@pytest.mark.parametrize("encoder", ["use", "tfidf"])
def test_a_named_theme_says_where_its_name_comes_from(demo, encoder: str) -> None:
    result = analyse(demo.comments, options=Options(encoder=encoder, taxonomy=TITLES)).document
    check_document(result)
    sources = Counter(theme["label_source"] for theme in result["themes"])
    assert all((theme["label"] in TITLES) == (theme["label_source"] == "taxonomy") for theme in result["themes"])
    assert sources["auto"] and (encoder == "tfidf" or sources["taxonomy"])
    assert all(theme["keywords"] for theme in result["themes"] if theme["parent_id"] is None)


@pytest.mark.slow
def test_the_list_may_be_ones_own(tmp_path: Path) -> None:
    titles, out = tmp_path / "titles.txt", tmp_path / "out.json"
    titles.write_text("# ของเรา\n[หมวด]\nการเชื่อมโยงข้อมูลระหว่างหน่วยงาน\n\n", encoding="utf-8")
    arguments = ["--encoder", "use", "--out", str(out), "--taxonomy", str(titles)]
    assert main(["themes", str(DEMO / "comments.csv"), *arguments]) == 0
    labels = {theme["label"]: theme["label_source"] for theme in json.loads(out.read_text(encoding="utf-8"))["themes"]}
    assert labels["การเชื่อมโยงข้อมูลระหว่างหน่วยงาน"] == "taxonomy"


def test_a_list_without_titles_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    titles = tmp_path / "titles.txt"
    titles.write_text("# nothing\n", encoding="utf-8")
    arguments = ["themes", str(DEMO / "comments.csv"), "--out", str(tmp_path / "x.json"), "--taxonomy", str(titles)]
    assert main(arguments) == 2
    assert "titles.txt" in capsys.readouterr().err
