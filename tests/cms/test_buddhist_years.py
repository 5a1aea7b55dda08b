"""Fields of days at the desk show Buddhist years and take either era: on pages, in dialogs, in filters."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput

from cms.desk.buddhist_years import as_typed, common_era
from cms.forms import BangkokMomentField, DeskDayField
from cms.models import AgencyPage, ArticlePage, ConsultationPage, HomePage
from consult.thai.digits import to_thai
from tests.cms.test_publishing import agency_page, officer, publish, section, write_page  # noqa: F401 (fixtures)
from tests.support.editor import editor_form

pytestmark = pytest.mark.django_db
BANGKOK = ZoneInfo("Asia/Bangkok")
#: A common year from 2400 on would be taken for a Buddhist one; no hearing is held then
days = st.dates(date(1960, 1, 1), date(2300, 1, 1))


@given(day=days)
def test_what_is_shown_is_read_as_the_same_day(day):
    for language in ("th", "en"):
        with translation.override(language):
            shown = as_typed(day)
            assert DeskDayField().clean(shown) == day
            assert DeskDayField().clean(to_thai(shown)) == day
            assert as_typed(common_era(shown)) == shown


@pytest.mark.parametrize(
    "typed", ["31/01/2570 23:59", "31/1/2570 23:59", "๓๑/๑/๒๕๗๐ ๒๓:๕๙", "31/01/2027 23:59", "31-01-2570 23:59"]
)
def test_a_day_typed_as_thais_type_it_is_a_moment_of_bangkok(typed):
    field = BangkokMomentField()
    read = field.widget.value_from_datadict({"moment": typed}, {}, "moment")
    assert field.clean(read) == datetime(2027, 1, 31, 23, 59, tzinfo=BANGKOK)


@pytest.mark.parametrize("typed", ["31/02/2570", "พรุ่งนี้", "<b>1/1/2570</b>", "00/00/2570", "99999999999"])
def test_what_is_no_day_is_refused_and_stays_as_it_was_typed(typed):
    class Form(forms.Form):
        day = DeskDayField()

    form = Form({"day": typed})
    assert not form.is_valid()
    shown = BeautifulSoup(str(form["day"]), "html.parser").input["value"]
    assert shown == typed


def test_every_day_and_moment_of_every_page_is_shown_so():
    """One that is added later is too: the widgets are changed, not fields one by one."""
    for model in (HomePage, AgencyPage, ArticlePage, ConsultationPage):
        for name, field in model.get_edit_handler().get_form_class().base_fields.items():
            if isinstance(field, forms.DateField | forms.DateTimeField):
                assert isinstance(field.widget, AdminDateInput | AdminDateTimeInput), (model, name)
                assert 'value="31/01/2570' in field.widget.render(name, datetime(2027, 1, 31, 23, 59)), (model, name)


def test_the_editor_shows_buddhist_years_and_saves_what_it_showed(agency_page, officer):  # noqa: F811
    page = write_page(
        agency_page,
        section("๑", "หนึ่ง"),
        opens_at=datetime(2027, 1, 5, 8, 30, tzinfo=BANGKOK),
        closes_at=datetime(2027, 2, 5, 23, 59, 59, tzinfo=BANGKOK),
    )
    page.save_revision(user=officer)
    client = Client()
    client.force_login(officer)
    typed = editor_form(page, client)
    assert (typed["opens_at"], typed["closes_at"]) == ("05/01/2570 08:30", "05/02/2570 23:59")
    typed |= {"opens_at": "06/01/2570 08:30", "go_live_at": "07/01/2570 09:00"}
    answer = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), typed)
    assert answer.status_code == 302
    page.refresh_from_db()
    saved = page.get_latest_revision_as_object()
    assert saved.opens_at == datetime(2027, 1, 6, 8, 30, tzinfo=BANGKOK)
    assert saved.closes_at == datetime(2027, 2, 5, 23, 59, 59, tzinfo=BANGKOK)  # not touched, so exact to the second
    assert saved.go_live_at == datetime(2027, 1, 7, 9, 0, tzinfo=BANGKOK)


def test_the_filters_of_the_explorer_take_buddhist_years(agency_page, officer):  # noqa: F811
    page = write_page(agency_page, section("๑", "หนึ่ง"), title="ร่างที่แก้วันนี้")
    page.save_revision(user=officer)
    today = as_typed(datetime.now(BANGKOK).date())
    client = Client()
    client.force_login(officer)
    address = reverse("wagtailadmin_explore", args=[agency_page.pk])
    name = "latest_revision_created_at"
    found = client.get(address, {f"{name}_from": today})
    assert page.title in found.content.decode() and f'value="{today}"' in found.content.decode()
    assert page.title not in client.get(address, {f"{name}_to": "01/01/2560"}).content.decode()
