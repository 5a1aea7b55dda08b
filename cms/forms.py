"""The officer's form of a consultation: where moments are typed."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput

from consult.errors import VersionWithoutSections
from consult.models.consultation import MOMENTS
from consult.views import days

from .desk.draft_field import ACCEPTED
from .desk.fact_panel import FactsForm
from .desk.problem_messages import said as problem_said
from .desk.section_texts import LONGEST_CHAPTER, LONGEST_HEADING, LONGEST_NUMBER, LONGEST_SUMMARY, MOST_SECTIONS
from .drafting import ProblemKind, problems, read_text


class BangkokMomentField(forms.DateTimeField):
    """A moment typed and shown in Bangkok's time, whatever the officer's profile says.

    Takes years of the Buddhist and of the common era, in Thai and in Arabic digits.
    """

    widget = AdminDateTimeInput

    def prepare_value(self, value):
        with timezone.override(ZoneInfo(settings.TIME_ZONE)):
            return super().prepare_value(value)

    def to_python(self, value):
        if isinstance(value, str):
            value = days.common_era(value)
        with timezone.override(ZoneInfo(settings.TIME_ZONE)):
            return super().to_python(value)


class DeskDayField(days.DayField):
    """A day typed in the Buddhist or the common era, in Thai or in Arabic digits, with the calendar of the editor."""

    widget = AdminDateInput


class PageForm(WagtailAdminPageForm):
    """Any page in the editor: too long a line is refused with its words kept, and no paste is cut in silence."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("maxlength", None)
            if type(field) is forms.DateTimeField:
                self.fields[name] = BangkokMomentField(
                    label=field.label, help_text=field.help_text, required=field.required, widget=field.widget
                )


FieldsOfFacts = type("FieldsOfFacts", (PageForm,), dict(FactsForm.FIELDS))


LEAST_LEVELS = {"least_to_vote", "least_to_answer", "least_to_comment", "least_age"}


class ConsultationPageForm(FactsForm, FieldsOfFacts):
    """The editor shows moments to the minute; one that was not touched keeps the seconds it has on record."""

    opens_at = BangkokMomentField(label=_("opens"), help_text=_("In Bangkok's time; the year may be Buddhist."))
    closes_at = BangkokMomentField(
        label=_("closes"),
        help_text=_("From this moment on nothing is accepted. In Bangkok's time; the year may be Buddhist."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.show_facts()
        for name in self.fields.keys() & LEAST_LEVELS:  # left out of what is sent, a level stays as it is
            self.fields[name].required = False
        if "draft" in self.fields:
            self.fields["draft"].widget.page = self.instance.pk
        consultation = self.instance.consultation if self.instance.pk else None
        if consultation is not None:
            self._show_what_was_announced(consultation)

    def _show_what_was_announced(self, consultation) -> None:
        """Once announced, moments are moved by acts with a reason; publishing a text never moves them."""
        where = format_html(
            '<a href="{}">{}</a>', reverse("hearing_dates", args=[consultation.pk]), _("Move it with a reason")
        )
        for name in MOMENTS:
            self.initial[name] = getattr(consultation, name)
            if name in self.fields:
                self.fields[name].disabled = True
                self.fields[name].help_text = where
        if "shorter_because" in self.fields:
            self.fields["shorter_because"].disabled = True
        if consultation.has_opened() and "moderates_first" in self.fields:
            self.initial["moderates_first"] = consultation.moderates_first
            self.fields["moderates_first"].disabled = True

    def save(self, commit=True):
        """Whoever wrote the reason for a short hearing asked for it."""
        if "shorter_because" in self.changed_data:
            self.instance.shorter_asked_by = self.for_user if self.instance.shorter_because.strip() else None
        return super().save(commit=commit)

    def clean(self):
        cleaned = super().clean()
        for name in MOMENTS:
            kept: datetime | None = getattr(self.instance, name)
            if kept and cleaned.get(name) == kept.replace(second=0, microsecond=0):
                cleaned[name] = kept
        self.keep_facts(cleaned)
        if self._is_for_publishing():
            self.say_what_is_missing(cleaned)
        self._clean_draft(cleaned.get("draft") or "")
        return cleaned

    def _is_for_publishing(self) -> bool:
        """Whether the page goes to the people, or to the reviewer before them."""
        return "action-publish" in self.data or "action-submit" in self.data

    def _clean_draft(self, text: str) -> None:
        """What no record can take is refused always; what an officer should have seen, before it is put to the people."""
        draft = read_text(text)
        if len(draft.sections()) > MOST_SECTIONS:
            self.add_error("draft", _("A draft has at most %(most)s sections.") % {"most": f"{MOST_SECTIONS:,}"})
            return
        for section in draft.sections():
            for value, most in (
                (section.number, LONGEST_NUMBER),
                (section.heading, LONGEST_HEADING),
                (section.chapter, LONGEST_CHAPTER),
                (section.plain_summary, LONGEST_SUMMARY),
            ):
                if len(value) > most:
                    said = _("Line %(line)s: %(words)s… is longer than %(most)s characters.")
                    self.add_error("draft", said % {"line": section.line, "words": value[:40], "most": most})
        if not self._is_for_publishing():
            return
        if not draft.sections():
            self.add_error("draft", str(VersionWithoutSections.message))
        found = problems(draft)
        must = [one for one in found if one.kind in (ProblemKind.DUPLICATE_NUMBER, ProblemKind.EMPTY_SECTION)]
        for one in must[:20]:
            self.add_error("draft", _("Line %(line)s: %(problem)s") % {"line": one.line, "problem": problem_said(one)})
        if found and not must and not self.data.get(ACCEPTED):
            self.add_error(
                "draft", _("Please look at what was found in the draft, below the text, and say that it is meant so.")
            )
