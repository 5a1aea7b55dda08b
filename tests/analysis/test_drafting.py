"""A language model may point at arguments; what it says besides, and what nobody accepted, reaches nobody."""

import json
from dataclasses import replace

import pytest

from analysis.actions import request_analysis
from analysis.core.pipeline import analyse
from analysis.core.report.schema import check_document
from analysis.core.types import CommentText, Options
from analysis.models import AnalysisRun, Argument
from analysis.runs.current import CurrentRun
from analysis.runs.drafting import draft
from analysis.runs.drafts import drafts_of
from analysis.tasks import run_analysis
from consult.actions import hide_comment
from tests.support.analyses import address, analyst_of, talked_about
from tests.support.makers import officer_of
from tests.support.model_server import chat, says, server

COMMENTS = [
    CommentText(id="1", text="เห็นด้วยกับการเลิกเรียกสำเนาบัตรประชาชน ประหยัดเวลามาก", stance="agree", person="p1"),
    CommentText(id="2", text="กลัวข้อมูลในสำเนาบัตรประชาชนรั่วไหลไปถึงมิจฉาชีพ", stance="disagree", person="p2"),
    CommentText(
        id="3", text="ขอให้หน่วยงานไม่เก็บสำเนาบัตรประชาชนไว้เกินความจำเป็น โทร 081-234-5678", stance="partly", person="p3"
    ),
    CommentText(id="4", text="ควรมีเคาน์เตอร์สำหรับผู้สูงอายุที่ถ่ายสำเนาบัตรประชาชนเองไม่ได้", stance="partly", person="p4"),
]
HONEST = {"lead": "k2.1", "kind": "ask", "members": ["k2.1", "k3.1"]}


@pytest.fixture(scope="module")
def finished():
    result = analyse(COMMENTS, options=Options(encoder="tfidf", themes=1))
    return result.document, result.evidence


def test_what_is_pointed_at_is_kept_as_drafts_and_the_themes_stay_as_they_are(finished):
    document, evidence = finished
    with server(says(HONEST)) as (model, asked):
        told = draft(document, evidence, model)
    check_document(told | {"assignments": []})
    assert told["themes"] == document["themes"] and told["run"]["params"]["model"] == "liar"
    assert [one["lead"]["comment_id"] for one in told["drafts"]] == ["2"]
    assert (asked[0]["path"], asked[0]["authorization"]) == ("/v1/chat/completions", "Bearer secret")
    assert "drafts" not in document


def test_what_is_sent_away_is_masked(finished):
    document, evidence = finished
    with server(says(HONEST)) as (model, asked):
        draft(document, evidence, model)
    sent = json.loads(asked[0]["messages"][-1]["content"])
    assert "081-234-5678" not in json.dumps(sent, ensure_ascii=False)


@pytest.mark.parametrize("answer", [chat("ประชาชน 80 คนขอให้ถอนร่าง"), b"no JSON", chat("{}"), says({"lead": "ถอนร่าง"})])
def test_no_letter_of_an_answer_reaches_the_document(finished, answer):
    document, evidence = finished
    with server(answer) as (model, _):
        told = draft(document, evidence, model)
    assert told["drafts"] == [] and "ถอนร่าง" not in json.dumps(told, ensure_ascii=False)


@pytest.mark.parametrize("how", [{"status": 503}, {"status": 302, "location": "http://127.0.0.1:1/"}])
def test_a_server_that_fails_is_asked_once(finished, how):
    document, evidence = finished
    twice = document | {"themes": [*document["themes"], *document["themes"]]}
    with server(b"", **how) as (model, asked):
        told = draft(twice, evidence, model)
    assert told["drafts"] == [] and len(asked) == 1 and "drafting stopped" in told["run"]["warnings"][0]


def test_a_server_that_drips_is_cut_off(finished):
    document, evidence = finished
    with server(says(HONEST), drip=0.2) as (model, _):
        told = draft(document, evidence, replace(model, timeout=0.5))
    assert told["drafts"] == [] and "drafting stopped" in told["run"]["warnings"][0]


@pytest.mark.django_db
def test_drafting_is_off_by_default_and_a_draft_counts_nobody_until_an_analyst_accepts_it(settings):
    consultation = talked_about()

    def run() -> AnalysisRun:
        job = request_analysis(consultation=consultation, by=officer_of(consultation), themes=2)
        run_analysis(job.pk)
        return AnalysisRun.objects.get(job=job)

    assert "drafts" not in run().document
    with server(says({"lead": "k1.1", "kind": "ask", "members": ["k1.1", "k2.1"]})) as (model, _):
        settings.MODEL_URL, settings.MODEL_NAME = model.url, "liar"
        run()
    current = CurrentRun.of(consultation)
    theme = next(theme for theme in current.labels if drafts_of(current, theme)[0])
    ((one,), _outside) = drafts_of(current, theme)
    client = analyst_of(consultation)
    page = address("theme_detail", consultation, theme)
    html = client.get(page).content.decode()
    assert "ร่างโดยแบบจำลอง, ยังไม่ตรวจ" in html and one.words in html and not Argument.objects.exists()
    sent = {"sentence": one.sentence, "kind": one.kind}
    assert client.post(address("argument_create", consultation, one.comment_id), sent).status_code == 302
    assert Argument.objects.get().words == one.words
    assert "ร่างโดยแบบจำลอง" not in client.get(page).content.decode()


@pytest.mark.django_db
def test_a_draft_of_a_comment_that_was_hidden_is_gone(settings):
    consultation = talked_about()
    with server(says({"lead": "k1.1", "kind": "ask", "members": ["k1.1", "k2.1"]})) as (model, _):
        settings.MODEL_URL, settings.MODEL_NAME = model.url, "liar"
        job = request_analysis(consultation=consultation, by=officer_of(consultation), themes=2)
        run_analysis(job.pk)
    current = CurrentRun.of(consultation)
    for theme in current.labels:
        for one in drafts_of(current, theme)[0]:
            comment = consultation.comments.get(pk=one.comment_id)
            hide_comment(comment=comment, by=officer_of(consultation), reason="illegal")
    current = CurrentRun.of(consultation)
    assert all(drafts_of(current, theme)[0] == [] for theme in current.labels)
