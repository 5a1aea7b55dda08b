"""The facts of a hearing in the editor: their fields, their panels and the list of what is missing, out of one declaration."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, validate_email
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel
from wagtail.admin.widgets import AdminAutoHeightTextInput

from consult.models.attachment import attachments_of
from consult.models.facts import BY_NAME, PACK, Fact, FactKind, FactPlace, missing_parts, requirement
from consult.thai.digits import to_arabic
from consult.thai.word_lists import names_of_provinces
from consult.views.forms import LineField

_PHONE = RegexValidator(
    re.compile(r"(?=(?:\D*\d){3})[0-9+()\-–., #*ต่อext]+\Z"),
    _("A telephone number has digits, spaces and dashes, and ต่อ before an extension."),
)


class FactColumn(models.TextField):
    """A fact as Wagtail's panels and comparisons know a column: read from the JSON of a page, in no table of its own."""

    def __init__(self, fact: Fact):
        super().__init__(verbose_name=fact.label, help_text=fact.help_text, name=fact.name, blank=True)
        self.attname = fact.name

    def value_from_object(self, obj):
        return obj.pack.get(self.name, "")


class FactPanel(FieldPanel):
    """The panel of one fact, under its name in ``PACK``."""

    @cached_property
    def db_field(self):
        return FactColumn(BY_NAME[self.field_name])


class PhoneField(LineField):
    """A telephone number; Thai digits become those that a telephone dials."""

    default_validators = [_PHONE]

    def to_python(self, value):
        return to_arabic(super().to_python(value))


class AreasField(LineField):
    """Places, one a line. What is called a province is one, and is written as one: ``จ.ลำพูน: …`` is ``ลำพูน: …``, ``กทม.`` is
    กรุงเทพมหานคร. Other places stay as they were typed."""

    _PROVINCE = re.compile(r"(?:จังหวัด|จ\.)\s*(.+)")
    _BANGKOK = re.compile(r"กทม\.?|กรุงเทพ(?:ฯ|มหานคร)?")
    widget = AdminAutoHeightTextInput

    def clean(self, value):
        return "\n".join(self._line(one.strip()) for one in super().clean(value).splitlines() if one.strip())

    def _line(self, line: str) -> str:
        where, colon, how = line.partition(":")
        name = where.strip()
        if self._BANGKOK.fullmatch(name):
            name = "กรุงเทพมหานคร"
        elif called := self._PROVINCE.fullmatch(name):
            name = called[1]
            if name not in names_of_provinces():
                raise ValidationError(_("There is no province called %(name)s."), params={"name": name})
        return f"{name}{colon}{how}"


def form_field(fact: Fact) -> forms.Field:
    """The field of a fact. None is required to save: what is missing is said at publishing."""
    told = {"label": fact.label, "help_text": fact.help_text, "required": False, "max_length": fact.longest}
    match fact.kind:
        case FactKind.PHONE:
            return PhoneField(**told)
        case FactKind.EMAIL:
            return LineField(validators=[validate_email], widget=forms.EmailInput, **told)
        case FactKind.LINE:
            return LineField(**told)
        case FactKind.AREAS:
            return AreasField(**told)
        case FactKind.TEXT | FactKind.LIST:
            return LineField(widget=AdminAutoHeightTextInput, **told)


class FactsForm:
    """What a form of a hearing's page has beside its columns: a field for each fact (mixed into the form of the page)."""

    FIELDS = {fact.name: form_field(fact) for fact in PACK}

    def show_facts(self) -> None:
        for name in FactsForm.FIELDS:
            self.initial[name] = self.instance.pack.get(name, "")

    def keep_facts(self, cleaned: dict) -> None:
        """Put what was typed on the page; what the form does not ask for (attachments) stays."""
        typed = {name: cleaned[name] for name in FactsForm.FIELDS if name in cleaned}
        pack = self.instance.pack | typed
        self.instance.pack = {name: value for name, value in pack.items() if value}

    def say_what_is_missing(self, cleaned: dict) -> None:
        """Beside each field that has to be filled before publishing, and once for what has no field here."""
        for part in missing_parts(cleaned.get("instrument", ""), self.instance.pack):
            if part.name in self.fields and part.name not in self.errors:
                self.add_error(part.name, _("This has to be told before the hearing is published."))
            elif part.name not in self.fields:
                self.add_error(None, ValidationError(_("Before publishing, attach the documents.")))


class MissingPanel(Panel):
    """Which parts are still missing for the kind of draft chosen, each with a way to its field, and where the rule comes from."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "wagtailadmin/pack_missing.html"

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            instrument = self.instance.instrument
            return context | {
                "missing": missing_parts(instrument, self.instance.pack),
                "requirement": requirement(instrument),
                "page": self.instance,
                "attachment_count": len(attachments_of(self.instance.pack)),
                "fields": BY_NAME,
            }


def fact_panels() -> MultiFieldPanel:
    """All facts under one heading, what is missing first."""
    behind = [FactPanel(fact.name) for fact in PACK if fact.place in (FactPlace.FOLD, FactPlace.AFFECTED)]
    found = [FactPanel(fact.name) for fact in PACK if fact.place in (FactPlace.CONTACT, FactPlace.REFERENCE)]
    return MultiFieldPanel([MissingPanel(), *behind, *found], heading=_("What stands behind the draft"))
