"""A field written in one go reads as the one Django writes."""

import pytest
from django import forms
from django.test.html import parse_html

from consult.views.widgets import QuickHidden, QuickRadios, QuickSelect, QuickText, QuickTextarea

CHOICES = [
    ("", "choose <b>"),
    ("Group & co", [("1", "หนึ่ง"), ("2", 'two "q"')]),
    (3, "three"),
]


@pytest.mark.parametrize("chosen", ["", "2", 3, None, "<"])
@pytest.mark.parametrize("attributes", [{}, {"id": 'a"b', "required": True, "aria-invalid": False, "size": 3}])
def test_it_is_the_list_django_writes(chosen, attributes):
    expected = forms.Select(choices=CHOICES, attrs=attributes).render("place", chosen)
    assert parse_html(QuickSelect(choices=CHOICES, attrs=attributes).render("place", chosen)) == parse_html(expected)


@pytest.mark.parametrize(
    ("quick", "django"),
    [(QuickText, forms.TextInput), (QuickHidden, forms.HiddenInput), (QuickTextarea, forms.Textarea)],
)
@pytest.mark.parametrize("value", ["", "a", '<b>"&', "สองบรรทัด\nที่สอง", 3, 0, None])
@pytest.mark.parametrize("attributes", [{}, {"id": 'a"b', "required": True, "aria-invalid": False, "rows": 3}])
def test_it_is_the_field_django_writes(quick, django, value, attributes):
    expected = django(attrs=attributes).render("place", value)
    assert parse_html(quick(attrs=attributes).render("place", value)) == parse_html(expected)


@pytest.mark.parametrize("chosen", ["", "1"])
def test_the_buttons_are_those_django_writes(chosen):
    def buttons(widget) -> list:
        class Form(forms.Form):
            place = forms.ChoiceField(choices=[("", "not <said>"), ("1", "หนึ่ง")], widget=widget)

        return [parse_html(radio.tag()) for radio in Form({"place": chosen})["place"]]

    assert buttons(QuickRadios) == buttons(forms.RadioSelect)
