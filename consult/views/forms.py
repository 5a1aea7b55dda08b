import re
import uuid

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import rules
from ..actions import ChosenWords
from ..actions.comment_report import WORDS_LENGTH
from ..actions.moderation import NOTE_LENGTH
from ..anchors.chosen import chosen, paragraphs
from ..errors import MandateEnded, WordsNotInSection
from ..models import Appeal, Comment, CommentReport, Level, Mandate, ModerationAct, OfficialReply
from ..models.mandate import COMPANY_NAME_MAX_LENGTH, SCOPE_MAX_LENGTH
from ..models.question import MOST_OPTIONS
from ..thai.personal_data import LOOKS_PERSONAL
from .days import DayField
from .widgets import QuickHidden, QuickRadios, QuickSelect, QuickText, QuickTextarea, WordsSelect

MOST_REVISIONS = 1_000_000


class LineField(forms.CharField):
    """A line of free text. Too long a one is refused with its words kept, where a browser would cut a paste in silence."""

    widget = QuickText
    default_error_messages = {
        "max_length": _(
            "This is %(show_value)s characters long, and at most %(limit_value)s fit. Nothing was cut off; please shorten it."
        )
    }

    def widget_attrs(self, widget) -> dict:
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


def _help_with_writing() -> dict[str, object]:
    """What the browser is told of a text field, so that it can help before anything is sent (frontend/src/writing.ts)."""
    return {"data-most-characters": settings.COMMENT_MAX_LENGTH, "data-looks-personal": LOOKS_PERSONAL}


class WordsField(forms.CharField):
    """Words of a section: ``12-40``, their places in its text, with ``:`` and the words as a script saw them on the screen."""

    widget = WordsSelect
    SHOWN = 70
    _PLACES = re.compile(r"([0-9]{1,7})-([0-9]{1,7})(?::(.*))?", re.DOTALL)

    def __init__(self):
        super().__init__(label=_("Words you speak of (if you like)"), required=False, strip=False)

    def to_python(self, value) -> ChosenWords | None:
        if not value:
            return None
        places = self._PLACES.fullmatch(value)
        if places is None:
            raise ValidationError(WordsNotInSection.message)
        return ChosenWords(start=int(places[1]), end=int(places[2]), exact=places[3] or "")

    def offer(self, text: str, value: str) -> str:
        """Fill the list; returns the words that ``value`` chose, if they stand in the text."""
        choices = [("", _("the whole section"))]
        for number, one in enumerate(paragraphs(text), start=1):
            whole = (f"{one.start}-{one.end}", self._shown(text, one.start, one.end))
            name = _("Paragraph %(number)s") % {"number": number}
            pieces = [(f"{start}-{end}", self._shown(text, start, end)) for start, end in one.pieces]
            choices += [(name, [whole, *pieces])]
        try:
            words = self.to_python(value)
            span = words and chosen(text, words.start, words.end, words.exact)
        except (ValidationError, ValueError):
            span = None
        offered = {key for _name, group in choices[1:] for key, _label in group}
        if span and value not in offered:
            choices.insert(1, (value, self._shown(text, span.start, span.end)))
        self.widget.choices = choices
        return span.exact if span else ""

    def _shown(self, text: str, start: int, end: int) -> str:
        words = " ".join(text[start:end].split())
        half = self.SHOWN // 2
        return f"“{words}”" if len(words) <= self.SHOWN else f"“{words[:half]} … {words[-half:]}”"


class CommentForm(forms.Form):
    """A comment on a section, on the whole draft, or in reply; one template, three places."""

    text = forms.CharField(
        label=_("Your comment"),
        widget=QuickTextarea(attrs={"rows": 4}),
        strip=True,
        error_messages={"required": _("Please write your comment before sending it.")},
    )
    stance = forms.ChoiceField(
        label=_("Position of this comment (if you like; not counted as a vote)"),
        choices=[("", _("not stated")), *Comment.Stance.choices],
        required=False,
        widget=QuickRadios,
    )
    words = WordsField()
    mandate = forms.TypedChoiceField(
        label=_("In whose name you speak"), coerce=int, empty_value=None, required=False, widget=QuickSelect
    )
    section = forms.IntegerField(required=False, widget=QuickHidden)
    parent = forms.IntegerField(required=False, widget=QuickHidden)
    client_key = forms.UUIDField(widget=QuickHidden)

    def __init__(self, *args, author=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs |= _help_with_writing()
        self.auto_id = f"%s-{self['parent'].value() or self['section'].value() or 0}"
        if self["parent"].value():  # agreeing with somebody is no position on the draft
            del self.fields["stance"]
        if self["parent"].value() or not self["section"].value():
            del self.fields["words"]
        self.mandates = self._offer_mandates(author) if author else {}
        if not self.mandates:
            del self.fields["mandate"]

    def clean(self) -> dict:
        """What was chosen to be said in a company's name is never sent in one's own, because the mandate ended meanwhile."""
        if self.data.get("mandate") and not self.cleaned_data.get("mandate"):
            self.errors.pop("mandate", None)
            raise ValidationError(MandateEnded.message)
        return self.cleaned_data

    def _offer_mandates(self, author) -> dict[int, Mandate]:
        """Let a verified person choose among the juristic persons whose mandates act now."""
        if not rules.is_at_least(author, Level.PERSON):
            return {}
        mandates = {mandate.pk: mandate for mandate in Mandate.objects.acting(author)}
        offered = [(pk, _("in the name of %(name)s") % {"name": one.company_name}) for pk, one in mandates.items()]
        self.fields["mandate"].choices = [("", _("in my own name")), *offered]
        return mandates

    @classmethod
    def blank(cls, *, author=None, section=None, parent=None, **kept):
        """An empty form for this place, with a key of its own, or with what was ``kept``: text, stance, words, mandate."""
        form = cls(
            author=author,
            initial={
                "section": section and section.pk,
                "parent": parent and parent.pk,
                "client_key": uuid.uuid4(),
                **kept,
            },
        )
        form.offer_words_of(section)
        return form

    def offer_words_of(self, section) -> None:
        """Let the reader choose among the paragraphs of the section and their pieces, and keep what was chosen by hand."""
        if section and "words" in self.fields:
            self.words_chosen = self.fields["words"].offer(section.text, self["words"].value() or "")


class MandateForm(forms.Form):
    """For whom somebody speaks, what for, how long and on what evidence."""

    company_number = LineField(
        label=_("Number of the juristic person"),
        max_length=40,
        help_text=_("13 digits, the first is 0; with or without dashes."),
        widget=QuickText(attrs={"inputmode": "numeric"}),
    )
    company_name = LineField(label=_("Name of the juristic person"), max_length=COMPANY_NAME_MAX_LENGTH)
    scope = LineField(
        label=_("What you may say for it"),
        max_length=SCOPE_MAX_LENGTH,
        help_text=_("For example: opinions on draft laws about public transport."),
    )
    begins_on = DayField(label=_("From which day"), help_text=_("For example 30/11/2569"), initial=timezone.localdate)
    ends_on = DayField(label=_("To which day"), help_text=_("For example 30/11/2569"))
    evidence = LineField(
        label=_("Where the mandate is written"),
        max_length=SCOPE_MAX_LENGTH,
        help_text=_(
            "For example: letter of attorney of 1 December, or minutes of the board. Whoever confirms it may ask you for it."
        ),
    )


class MandateDecisionForm(forms.Form):
    """Why a mandate is not confirmed."""

    reason = LineField(label=_("Reason, if it is not confirmed"), max_length=SCOPE_MAX_LENGTH, required=False)

    def __init__(self, *args, mandate: Mandate, **kwargs):
        super().__init__(*args, auto_id=f"%s-{mandate.pk}", **kwargs)
        self.mandate = mandate


class RevisionForm(forms.Form):
    """Other words for a comment of one's own, or more of them; ``seen``: how many wordings there were when the page was made."""

    text = forms.CharField(
        widget=QuickTextarea(attrs={"rows": 6}),
        strip=True,
        error_messages={"required": _("Please write your comment before sending it.")},
    )
    seen = forms.IntegerField(min_value=0, max_value=MOST_REVISIONS, widget=QuickHidden, required=False)
    client_key = forms.UUIDField(widget=QuickHidden)

    def __init__(self, *args, label, **kwargs):
        super().__init__(*args, auto_id="id_own_%s", **kwargs)
        self.fields["text"].label = label
        self.fields["text"].widget.attrs |= _help_with_writing()


class OfficialReplyForm(forms.Form):
    """What the agency answers to a comment; ``seen`` is the revision the officer read before writing."""

    text = forms.CharField(
        label=_("Answer of the agency"),
        widget=QuickTextarea(attrs={"rows": 5}),
        strip=True,
        error_messages={"required": _("Please write the answer before publishing it.")},
    )
    seen = forms.IntegerField(min_value=0, max_value=MOST_REVISIONS, widget=QuickHidden)

    def __init__(self, *args, comment: Comment, **kwargs):
        super().__init__(*args, auto_id=f"id_official_%s_{comment.pk}", **kwargs)
        self.fields["text"].widget.attrs |= _help_with_writing()

    @classmethod
    def of(cls, comment: Comment, reply: OfficialReply | None):
        """The answer as it stands, to be changed; empty where there is none."""
        stands = reply and not reply.withdrawn_at
        return cls(
            comment=comment, initial={"text": reply.text if stands else "", "seen": reply.revision if reply else 0}
        )


class AnswerForm(forms.Form):
    """What was chosen: places of options. How many, and which there are, is for the action to say."""

    choice = forms.TypedMultipleChoiceField(
        choices=[(place, place) for place in range(MOST_OPTIONS)], coerce=int, required=False
    )


class ReattachForm(forms.Form):
    """On which section of the draft comments are put that have lost their own."""

    section = forms.TypedChoiceField(
        label=_("Section of the draft"),
        coerce=int,
        widget=WordsSelect,
        error_messages={"required": _("Please choose a section of the draft.")},
    )

    def __init__(self, *args, sections, **kwargs):
        super().__init__(*args, **kwargs)
        offered = [(section.pk, f"{section.label} {section.heading}".strip()) for section in sections.defer("text")]
        self.fields["section"].choices = [("", _("Choose a section")), *offered]


class ReportForm(forms.Form):
    """Why a moderator should look at a comment; none of the reasons is chosen beforehand. ``client_key``: of the form, so that what a
    guest sends twice comes from one guest."""

    reason = forms.ChoiceField(
        label=_("What is wrong with it?"),
        choices=CommentReport.Reason.choices,
        widget=QuickRadios,
        error_messages={"required": _("Please choose a reason.")},
    )
    words = LineField(label=_("In your own words (if you like)"), max_length=WORDS_LENGTH, required=False)
    client_key = forms.UUIDField(widget=QuickHidden, required=False)

    def __init__(self, *args, comment: Comment, **kwargs):
        super().__init__(*args, auto_id=f"report-{comment.pk}-%s", **kwargs)


class AppealForm(forms.Form):
    """Why a comment of one's own should be shown again."""

    text = forms.CharField(
        label=_("Why should it be shown again?"),
        widget=QuickTextarea(attrs={"rows": 4}),
        strip=True,
        error_messages={"required": _("Please write why before sending it.")},
    )


class AppealDecisionForm(forms.Form):
    """What becomes of an appeal, and why."""

    outcome = forms.ChoiceField(
        label=_("Decision"),
        choices=Appeal.Outcome.choices,
        widget=QuickRadios,
        error_messages={"required": _("Please choose a decision.")},
    )
    answer = forms.CharField(
        label=_("Reason, told to the author"),
        widget=QuickTextarea(attrs={"rows": 3}),
        strip=True,
        error_messages={"required": _("Please write the reason before sending it.")},
    )

    def __init__(self, *args, appeal: Appeal, **kwargs):
        super().__init__(*args, auto_id=f"appeal-{appeal.pk}-%s", **kwargs)


class ModerationForm(forms.Form):
    """Why a comment is released, hidden, kept or shown again: reasons that fit the act, and none chosen beforehand; ``comment`` None: of
    several, which wait to be shown or do not. ``seen``: how many revisions the page showed."""

    reason = forms.ChoiceField(
        label=_("Reason"), widget=QuickSelect, error_messages={"required": _("Please choose a reason.")}
    )

    note = LineField(label=_("Note for colleagues (if you like)"), max_length=NOTE_LENGTH, required=False)
    words = forms.CharField(
        label=_("Words to close, as readers see them"), widget=QuickTextarea(attrs={"rows": 2}), required=False
    )

    seen = forms.IntegerField(widget=QuickHidden, required=False)

    def __init__(self, *args, comment: Comment | None = None, waiting: bool = False, **kwargs):
        super().__init__(*args, auto_id=f"%s-{comment.pk if comment else 'all'}", **kwargs)
        self.kinds = [ModerationAct.Kind.RESTORE]
        if comment is None or not comment.hidden_at:
            waiting = bool(comment.held_at) if comment else waiting
            looked_at = ModerationAct.Kind.RELEASE if waiting else ModerationAct.Kind.KEEP
            self.kinds = [ModerationAct.Kind.HIDE, looked_at]
        if comment is None:
            del self.fields["words"], self.fields["seen"]
        elif comment.closed and not comment.hidden_at:
            self.kinds.append(ModerationAct.Kind.UNREDACT)
        groups = [
            (
                _TO_DO[kind] if comment is None else _TO_ONE.get(kind, _TO_DO[kind]),
                [(one.value, one.label) for one in ModerationAct.REASONS[kind]],
            )
            for kind in self.kinds
        ]
        offered = groups if len(groups) > 1 else groups[0][1]
        self.fields["reason"].choices = [("", _("Choose a reason")), *offered]


_TO_DO = {
    ModerationAct.Kind.RELEASE: _("Show, because it is"),
    ModerationAct.Kind.HIDE: _("Hide, because it"),
    ModerationAct.Kind.KEEP: _("Keep, because it is"),
    ModerationAct.Kind.RESTORE: _("Show again, because"),
    ModerationAct.Kind.UNREDACT: _("Show whole again, because"),
}
#: Of one comment a part can be closed, for the same reasons
_TO_ONE = {ModerationAct.Kind.HIDE: _("Hide or close, because it")}
