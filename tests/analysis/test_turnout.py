"""Analysts see who took part beside whom the draft affects, and no few people are told."""

import pytest
from django.urls import reverse

from consult.models import Consultation
from consult.people.actions import tell_of_oneself
from consult.people.demographics import KINDS, AboutOneself
from tests.support.analyses import analyst_of
from tests.support.makers import make_consultation, make_user, post

pytestmark = pytest.mark.django_db


def take_part(consultation, people: int, **told):
    for _one in range(people):
        person = make_user()
        tell_of_oneself(person=person, told=AboutOneself(**told))
        post(consultation, author=person)


@pytest.fixture
def hearing():
    consultation = make_consultation()
    pack = consultation.pack | {
        "affected_groups": "ชาวนา: ได้เงินชดเชย",
        "affected_areas": "จังหวัดพิจิตร: น้ำท่วม\nสุโขทัย\nทุกที่ที่น้ำไม่เคยท่วมเลย",
    }
    Consultation.objects.filter(pk=consultation.pk).update(pack=pack)
    consultation.refresh_from_db()
    return consultation


def page(consultation) -> str:
    address = reverse("analysis:turnout_detail", args=[consultation.pk])
    return " ".join(analyst_of(consultation).get(address).content.decode().split())


def test_groups_and_areas_of_the_draft_stand_beside_who_told_of_themselves(hearing):
    take_part(hearing, 7, province="พิจิตร", kind="farmer")
    take_part(hearing, 4, province="สุโขทัย", kind="student")
    take_part(hearing, 11, province="ขอนแก่น", age="60_up")
    html = page(hearing)
    assert "<b>ชาวนา</b>: ได้เงินชดเชย" in html
    assert "<span>พิจิตร</span> อย่างน้อย <b>5</b>" in html
    assert '<span>สุโขทัย</span> <span class="quiet">น้อยกว่าห้าคน หรือไม่มี</span>' in html  # named by the draft, hardly heard
    assert "<span>ขอนแก่น</span> อย่างน้อย <b>10</b>" in html
    assert f"<span>{KINDS['farmer']}</span> อย่างน้อย <b>5</b>" in html
    assert "<b>4</b>" not in html
    assert "<b>7</b>" not in html


def test_a_hearing_where_nobody_told_anything_says_so(hearing):
    take_part(hearing, 3, kind="farmer")
    html = page(hearing)
    assert "ยังไม่มีข้อมูลเรื่องใดที่มีคนบอกตรงกันถึงห้าคน" in html
    assert "<b>3</b>" not in html
