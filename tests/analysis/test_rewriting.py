"""A language model may rewrite a summary; one that lies, in any way, changes nothing."""

import json
from dataclasses import replace

import pytest

from analysis.actions import request_analysis
from analysis.core.pipeline import analyse
from analysis.core.report.schema import check_document
from analysis.core.types import CommentText, Options
from analysis.models import AnalysisRun
from analysis.runs.rewriter import rewrite
from analysis.tasks import run_analysis
from bench.lying import LIES as MADE_UP
from bench.lying import honest, outcome
from tests.support.makers import make_consultation, officer_of, post
from tests.support.model_server import chat, says, server

COMMENTS = [
    CommentText(id="1", text="เห็นด้วยกับการเลิกเรียกสำเนาบัตรประชาชน ประหยัดเวลามาก", stance="agree", person="p1"),
    CommentText(
        id="2", text="ไม่เห็นด้วยกับการเลิกเรียกสำเนาบัตรประชาชน กลัวข้อมูลรั่วไหลไปถึงมิจฉาชีพ", stance="disagree", person="p2"
    ),
    CommentText(
        id="3", text="ขอให้หน่วยงานไม่เก็บสำเนาบัตรประชาชนไว้เกินความจำเป็น โทร 081-234-5678", stance="partly", person="p3"
    ),
    CommentText(id="4", text="ควรมีเคาน์เตอร์สำหรับผู้สูงอายุที่ถ่ายสำเนาบัตรประชาชนเองไม่ได้", stance="partly", person="p4"),
]


@pytest.fixture(scope="module")
def finished():
    result = analyse(COMMENTS, options=Options(encoder="tfidf", themes=1))
    return result.document, result.evidence


HONEST = [
    ("ผู้แสดงความคิดเห็นที่เห็นด้วยระบุว่าการเลิกเรียกสำเนาบัตรประชาชนประหยัดเวลามาก", ["1"]),
    ("มีข้อเสนอให้หน่วยงานไม่เก็บสำเนาบัตรประชาชนไว้เกินความจำเป็น", ["3"]),
    ("มีความกังวลว่า “กลัวข้อมูลรั่วไหลไปถึงมิจฉาชีพ”", ["2"]),
]


def test_an_honest_model_writes_the_prose_and_the_counts_stay(finished):
    document, evidence = finished
    with server(says(*HONEST)) as (writer, asked):
        told = rewrite(document, evidence, writer)
    check_document(told)
    (before,), (theme,) = document["themes"], told["themes"]
    assert [entry["sentence"] for entry in theme["summary"][-3:]] == [sentence for sentence, _ in HONEST]
    assert [entry["kind"] for entry in theme["summary"]] == ["extractive", "extractive", "llm", "llm", "llm"]
    assert theme["summary"][:2] == before["summary"][:2]
    assert told["run"]["warnings"] == [] and told["run"]["params"]["rewriter"] == "liar"
    assert (asked[0]["path"], asked[0]["authorization"]) == ("/v1/chat/completions", "Bearer secret")
    assert document["themes"][0]["summary"] == before["summary"], "the finished document is not touched"


def test_what_is_sent_away_is_masked(finished):
    document, evidence = finished
    with server(says(*HONEST)) as (writer, asked):
        rewrite(document, evidence, writer)
    sent = json.dumps(asked, ensure_ascii=False)
    assert "081-234-5678" not in sent
    assert "p3" not in sent
    assert "[เบอร์โทรศัพท์]" in sent


LIES = {
    "invents a number": ("ผู้แสดงความคิดเห็น 80 คนกลัวข้อมูลรั่วไหลไปถึงมิจฉาชีพ", ["2"]),
    "invents a number in letters": ("สามในสี่กลัวข้อมูลรั่วไหลไปถึงมิจฉาชีพ", ["2"]),
    "claims a majority": ("ผู้แสดงความคิดเห็นส่วนใหญ่กลัวข้อมูลรั่วไหลไปถึงมิจฉาชีพ", ["2"]),
    "inverts a position": ("มีผู้คัดค้านการเลิกเรียกสำเนาบัตรประชาชน", ["1"]),
    "makes an opponent agree": ("มีผู้เห็นด้วยกับการเลิกเรียกสำเนาบัตรประชาชน", ["2"]),
    "leaves out a not": ("ขอให้หน่วยงานเก็บสำเนาบัตรประชาชนไว้เกินความจำเป็น", ["3"]),
    "puts in a not": ("ไม่ควรมีเคาน์เตอร์สำหรับผู้สูงอายุ", ["4"]),
    "cites somebody else": ("กลัวข้อมูลรั่วไหลไปถึงมิจฉาชีพ", ["4"]),
    "cites one who said nothing of it": ("กลัวข้อมูลรั่วไหลไปถึงมิจฉาชีพ", ["2", "1"]),
    "cites a comment that does not exist": ("กลัวข้อมูลรั่วไหลไปถึงมิจฉาชีพ", ["999"]),
    "cites nothing": ("กลัวข้อมูลรั่วไหลไปถึงมิจฉาชีพ", []),
    "alters a quotation": ("มีความกังวลว่า “กลัวข้อมูลรั่วไหลไปถึงหน่วยงาน”", ["2"]),
    "quotes from behind the not": ("มีผู้กล่าวว่า “เห็นด้วยกับการเลิกเรียกสำเนาบัตรประชาชน”", ["2"]),
    "quotes with other marks": ('มีความกังวลว่า "กลัวข้อมูลรั่วไหล"', ["2"]),
    "names a person": ("นายสมชาย ใจดี กลัวข้อมูลรั่วไหลไปถึงมิจฉาชีพ", ["2"]),
    "adds what nobody said": ("กลัวข้อมูลรั่วไหลไปถึงมิจฉาชีพและรัฐมนตรีรับปากจะลาออกจากตำแหน่ง", ["2"]),
    "says nothing": ("", ["2"]),
    "counts falsely in our own words": ("มีผู้แสดงความคิดเห็นในประเด็นนี้ 9 คน รวม 9 ความคิดเห็น", ["1", "2", "3", "4"]),
    "writes mark-up": ("<b>กลัวข้อมูลรั่วไหลไปถึงมิจฉาชีพ</b>", ["2"]),
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES.keys())
def test_one_lie_among_true_sentences_throws_the_whole_rewriting_away(finished, lie):
    document, evidence = finished
    with server(says(*HONEST[:2], lie)) as (writer, _):
        told = rewrite(document, evidence, writer)
    assert told["themes"] == document["themes"]
    (warning,) = told["run"]["warnings"]
    assert "thrown away" in warning


@pytest.mark.parametrize("lie", MADE_UP.values(), ids=MADE_UP.keys())
def test_the_lies_of_the_bench_are_thrown_away_and_what_they_are_made_of_is_kept(finished, lie):
    document, evidence = finished
    (theme,) = document["themes"]
    form, tell = lie
    assert outcome(document, theme, evidence, honest(form)) == "kept"
    assert outcome(document, theme, evidence, tell) == "thrown away"


NONSENSE = [
    b"",
    b"hello",
    b"[]",
    b'{"choices": []}',
    b'{"choices": [{"message": {"content": null}}]}',
    chat("I cannot help with that."),
    chat('{"sentences": "all agree"}'),
    chat('{"sentences": []}'),
    chat('{"sentences": [{"sentence": 5, "cites": ["1"]}]}'),
    chat('{"sentences": [{"sentence": "ดี"}]}'),
    chat('{"sentences": [' + "[" * 5000),
    b"x" * 2_000_000,
]


@pytest.mark.parametrize("answer", NONSENSE, ids=range(len(NONSENSE)))
def test_nonsense_leaves_the_summary_as_it_was(finished, answer):
    document, evidence = finished
    with server(answer) as (writer, _):
        told = rewrite(document, evidence, writer)
    assert told["themes"] == document["themes"] and len(told["run"]["warnings"]) == 1


@pytest.mark.parametrize("trouble", [{"status": 500}, {"status": 302, "location": "http://127.0.0.1:1/"}])
def test_a_server_that_fails_or_sends_elsewhere_leaves_the_summary_as_it_was(finished, trouble):
    document, evidence = finished
    with server(says(*HONEST), **trouble) as (writer, asked):
        told = rewrite(document, evidence, writer)
    assert told["themes"] == document["themes"] and len(asked) == 1
    assert "rewriting stopped" in told["run"]["warnings"][0]


@pytest.mark.parametrize("drip", [0.05, 60])
def test_a_server_that_hangs_or_drips_is_given_up(finished, drip):
    document, evidence = finished
    with server(says(*HONEST), drip=drip) as (writer, _):
        told = rewrite(document, evidence, replace(writer, timeout=0.5))
    assert told["themes"] == document["themes"]
    assert "rewriting stopped" in told["run"]["warnings"][0]


def test_a_dead_server_is_asked_once_and_not_for_every_theme(finished):
    document, evidence = finished
    twice = document | {"themes": [*document["themes"], *document["themes"]]}
    with server(b"", status=503) as (writer, asked):
        told = rewrite(twice, evidence, writer)
    assert told["themes"] == twice["themes"] and len(asked) == 1


@pytest.mark.django_db
def test_rewriting_is_off_by_default_and_part_of_a_job_when_set_up(settings):
    consultation = make_consultation("ห้ามเรียกสำเนา")
    for text in ("กลัวข้อมูลรั่วไหลไปถึงมิจฉาชีพแน่นอน", "กลัวข้อมูลรั่วไหลถ้าเก็บสำเนาบัตรประชาชนไว้"):
        post(consultation, text, section=consultation.draft.sections.get(), stance="")

    def run() -> AnalysisRun:
        job = request_analysis(consultation=consultation, by=officer_of(consultation), themes=1)
        run_analysis(job.pk)
        return AnalysisRun.objects.get(job=job)

    plain = run()
    lie = says(("ผู้แสดงความคิดเห็น 80 คนกลัวข้อมูลรั่วไหล", [str(consultation.comments.first().pk)]))
    with server(lie) as (writer, asked):
        settings.REWRITER_URL, settings.REWRITER_MODEL = writer.url, "liar"
        lied = run()
    assert "rewriter" not in plain.document["run"]["params"] and len(asked) == 1
    assert lied.document["themes"] == plain.document["themes"]
    assert "thrown away" in lied.document["run"]["warnings"][-1]
