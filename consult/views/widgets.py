"""Fields of forms written in one go, as Django writes them: it renders each, and each choice of a list, with templates of its own,
which takes most of the time of a page with many of them."""

import re
from html import escape

from django import forms
from django.utils.safestring import SafeString, mark_safe

_THAI = re.compile(r"[ก-๛]")


def _said(value) -> str:
    return value.__html__() if hasattr(value, "__html__") else escape(str(value))


def _attributes(named: dict) -> str:
    """As Django writes them: True is the name alone, False and None are left out."""
    return "".join(
        f" {_said(name)}" if value is True else f' {_said(name)}="{_said(value)}"'
        for name, value in named.items()
        if value is not False and value is not None
    )


class _Quick:
    """For a field of one element. Django renders the whole field and each of several buttons through ``_render``."""

    def _render(self, template_name, context, renderer=None) -> SafeString:
        field = context["widget"]
        value = {} if field["value"] is None else {"value": field["value"]}
        named = {"type": field["type"], "name": field["name"], **value, **field["attrs"]}
        return mark_safe(f"<input{_attributes(named)}>")  # noqa: S308


class QuickText(_Quick, forms.TextInput):
    pass


class QuickHidden(_Quick, forms.HiddenInput):
    pass


class QuickRadios(_Quick, forms.RadioSelect):
    """Drawn button by button (``radio.tag``), with what stands around them."""


class QuickTextarea(forms.Textarea):
    def render(self, name, value, attrs=None, renderer=None) -> SafeString:
        field = self.get_context(name, value, attrs)["widget"]
        named = {"name": field["name"], **field["attrs"]}
        return mark_safe(f"<textarea{_attributes(named)}>\n{_said(field['value'] or '')}</textarea>")  # noqa: S308


class QuickSelect(forms.Select):
    def render(self, name, value, attrs=None, renderer=None) -> SafeString:
        field = self.get_context(name, value, attrs)["widget"]
        groups = (_group(label, options) for label, options, _place in field["optgroups"])
        named = {"name": field["name"], **field["attrs"]}
        return mark_safe(f"<select{_attributes(named)}>{''.join(groups)}</select>")  # noqa: S308


def _group(label, options: list[dict]) -> str:
    choices = "".join(
        f"<option{_attributes({'value': one['value'], **one['attrs']})}>{_said(one['label'])}</option>"
        for one in options
    )
    return f'<optgroup label="{_said(label)}">{choices}</optgroup>' if label else choices


class WordsSelect(QuickSelect):
    """A list of words out of a draft, an analysis or an agency: those in Thai say so, whatever language the page is in."""

    def create_option(self, name, value, label, *args, **kwargs):
        option = super().create_option(name, value, label, *args, **kwargs)
        if _THAI.search(str(label)):
            option["attrs"]["lang"] = "th"
        return option
