"""A list of choices written in one go reads as the one Django writes."""

import pytest
from django import forms
from django.test.html import parse_html

from consult.views.forms import QuickSelect

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
