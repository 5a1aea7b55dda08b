"""Moments an officer types: Bangkok's, in either era, to the second they have on record."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.forms import BangkokMomentField
from cms.models import ConsultationPage
from consult.models.consultation import MOMENTS
from tests.cms.test_publishing import agency_page, officer, publish, section, write_page  # noqa: F401
from tests.support.editor import editor_form

BANGKOK = ZoneInfo("Asia/Bangkok")
END = datetime(2027, 1, 31, 23, 59, 59, tzinfo=BANGKOK)
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "typed",
    ["2027-01-31 23:59", "2570-01-31 23:59", "๒๕๗๐-๐๑-๓๑ ๒๓:๕๙", "2570-01-31T23:59", "2570-01-31 23:59:00"],
)
@pytest.mark.parametrize("profile", ["Asia/Bangkok", "America/New_York"])
def test_either_era_and_either_digits_are_bangkoks_time_whatever_the_profile_says(typed, profile):
    with timezone.override(profile):
        field = BangkokMomentField()
        assert field.clean(typed) == END.replace(second=0)
        assert f"{field.prepare_value(END):%H:%M}" == "23:59"


def test_the_29th_of_february_of_a_buddhist_leap_year_is_a_day():
    assert BangkokMomentField().clean("2571-02-29 12:00").date().isoformat() == "2028-02-29"


def test_every_moment_of_the_editor_is_such_a_field():
    form = ConsultationPage.get_edit_handler().get_form_class()
    assert {name for name in MOMENTS if isinstance(form.base_fields[name], BangkokMomentField)} == set(MOMENTS)


def _refusals(page, **moments) -> list[str]:
    form = ConsultationPage.get_edit_handler().get_form_class()
    fields = form.base_fields
    changed = ConsultationPage.objects.get(pk=page.pk)
    for name, value in moments.items():
        setattr(changed, name, fields[name].clean(value))
    try:
        changed.clean()
    except ValidationError as refused:
        return list(refused.message_dict)
    return []


def test_absurd_ranges_are_refused(agency_page):  # noqa: F811
    page = write_page(agency_page, section("๑", "ข้อความ"))
    assert _refusals(page) == []
    assert _refusals(page, closes_at="2099-01-31 23:59") == ["closes_at"]
    assert _refusals(page, opens_at="1970-01-01 00:00") == ["closes_at"]
    assert _refusals(page, opens_at="2399-01-01 00:00", closes_at="2399-02-01 00:00") == ["opens_at"]


def test_a_closing_time_that_was_not_touched_keeps_its_seconds(agency_page, officer):  # noqa: F811
    page = write_page(agency_page, section("๑", "ข้อความ"), opens_at=END - timedelta(days=90), closes_at=END)
    consultation = publish(page, officer)
    editor = Client()
    editor.force_login(officer)
    form = editor_form(ConsultationPage.objects.get(pk=page.pk), editor)
    assert form["closes_at"] == "31/01/2570 23:59"
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    editor.post(address, form | {"summary": "แก้คำผิด", "action-publish": "1"})
    consultation.refresh_from_db()
    assert (consultation.summary, consultation.closes_at) == ("แก้คำผิด", END)
    editor.post(address, form | {"closes_at": "2570-02-28 12:00", "summary": "อีกครั้ง", "action-publish": "1"})
    consultation.refresh_from_db()
    assert (consultation.summary, consultation.closes_at) == (
        "อีกครั้ง",
        END,
    )  # dates are moved by acts, not by publishing
