"""Make what tests of the analysis need: a consultation people talked about, runs of it, and what goes wrong with work."""

import re
from datetime import timedelta
from html import unescape
from types import SimpleNamespace

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from analysis import actions
from analysis.models import AnalysisJob, AnalysisRun
from analysis.runs.theme_model import theme_model
from analysis.tasks import assign_new_comments, run_analysis
from tests.support.broker import forget_queue, work_off
from tests.support.makers import make_consultation, make_staff, officer_of, post

WORDS = [
    "ควรมีเคาน์เตอร์สำหรับผู้สูงอายุที่ใช้อินเทอร์เน็ตไม่เป็น",
    "คนแก่ในหมู่บ้านไม่มีสมาร์ตโฟน ขอให้มีเจ้าหน้าที่ช่วย",
    "ยายใช้มือถือปุ่มกด ขอช่องทางไปที่อำเภอเหมือนเดิม",
    "ห้ามขอสำเนาบัตรประชาชนเสียที รัฐมีข้อมูลอยู่แล้ว",
    "ไม่ต้องถ่ายสำเนาทะเบียนบ้านอีก ประหยัดเวลาและกระดาษ",
    "เลิกเรียกสำเนาเอกสารจากประชาชน เห็นด้วยมาก",
]


def talked_about():
    """A consultation with a dozen comments on two things."""
    consultation = make_consultation("ช่องทางบริการ", "ห้ามเรียกสำเนา")
    first, second = consultation.draft.sections.all()
    for number, text in enumerate(WORDS * 2):
        post(consultation, f"{text} ({number})", section=first if number % 6 < 3 else second, stance="agree")
    return consultation


def run(consultation, **options) -> AnalysisRun:
    job = asked(consultation, **options)
    run_analysis(job.pk)
    return AnalysisRun.objects.get(job=job)


def asked(consultation, **options) -> AnalysisJob:
    """A job that an officer asked for."""
    return actions.request_analysis(consultation=consultation, by=officer_of(consultation), **options)


def sweep() -> dict[str, list[str]]:
    """The sweep for later comments, and everything it hands out, in a worker that has read no model yet."""
    theme_model.cache_clear()  # runs of tests before had the same ids
    forget_queue()
    assign_new_comments()
    return work_off()


def analyst_of(consultation) -> Client:
    """A browser in which an analyst of the agency is signed in."""
    client = Client()
    client.force_login(make_staff(consultation.agency, "analyst"))
    return client


def address(name: str, consultation, *args) -> str:
    return reverse(f"analysis:{name}", args=[consultation.pk, *args])


def read_all(client: Client, consultation, query: str = "") -> str:
    """Every page of one run, one after the other: the first screen, the themes compared, each theme, groups, and what stands beside."""
    html = ""
    for name in ("dashboard", "theme_list", "group_detail", "aside_detail"):
        html += unescape(client.get(address(name, consultation) + query).content.decode())
    themes = dict.fromkeys(re.findall(rf"{address('theme_list', consultation)}([\w-]+)/", html))
    for theme in themes:
        page = client.get(address("theme_detail", consultation, theme) + query)
        html += unescape(page.content.decode()) if page.status_code == 200 else ""
    return html


def rows_of(client: Client, consultation, **query) -> list[str]:
    """The comments that the table of the analysis lists."""
    response = client.get(address("comment_table", consultation), query)
    return [comment.public_text for comment in response.context["comments"]]


def fallen_silent(work) -> None:
    """Nothing has been heard of this work for ten minutes."""
    type(work).objects.filter(pk=work.pk).update(seen_at=timezone.now() - timedelta(minutes=10))


def hides_elders(text: str) -> SimpleNamespace:
    """A masker with a rule more than the one comments were posted under."""
    return SimpleNamespace(text=text.replace("ผู้สูงอายุ", "[ชื่อบุคคล]"))
