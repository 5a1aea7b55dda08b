import uuid

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..models import Comment, ModerationAct, OfficialReply, User, Vote
from ..models.question import MOST_OPTIONS
from ..models.user import ALIAS_MAX_LENGTH, fresh_alias
from ..thai import text_rule
from ..thai.normal_form import name_form
from ..thai.personal_data import LOOKS_PERSONAL, looks_personal
from .widgets import QuickHidden, QuickRadios, QuickSelect, QuickText, QuickTextarea

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


class AliasForm(forms.Form):
    """The part of signing up that is ours: a public name (allauth asks for the rest)."""

    alias = LineField(
        label=_("Public name"),
        max_length=ALIAS_MAX_LENGTH,
        required=False,
        help_text=_("Shown beside your comments. It need not be your real name; leave it empty and we make one up."),
        widget=QuickText(attrs={"autocomplete": "nickname"}),
    )
    field_order = ["email", "password1", "alias"]

    def clean_alias(self) -> str:
        alias = " ".join(text_rule.tidy(self.cleaned_data["alias"]).split())
        if not alias:
            return fresh_alias()
        if text_rule.is_blank(alias) or text_rule.has_tower_of_marks(alias):
            raise ValidationError(_("Please choose a name of letters or digits that everybody can read."))
        if "@" in alias or looks_personal(alias):
            raise ValidationError(_("This name is public: please leave out e-mail addresses and long numbers."))
        if User.objects.filter(alias_form=name_form(alias)).exists():
            raise ValidationError(_("Someone already uses this name. Please choose another one."))
        return alias

    def signup(self, request, user) -> None:
        user.alias = self.cleaned_data["alias"]
        user.save(update_fields=["alias", "alias_form"])


def _help_with_writing() -> dict[str, object]:
    """What the browser is told of a text field, so that it can help before anything is sent (frontend/src/writing.ts)."""
    return {"data-most-characters": settings.COMMENT_MAX_LENGTH, "data-looks-personal": LOOKS_PERSONAL}


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
    section = forms.IntegerField(required=False, widget=QuickHidden)
    parent = forms.IntegerField(required=False, widget=QuickHidden)
    client_key = forms.UUIDField(widget=QuickHidden)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs |= _help_with_writing()
        self.auto_id = f"%s-{self['parent'].value() or self['section'].value() or 0}"
        if self["parent"].value():  # agreeing with somebody is no position on the draft
            del self.fields["stance"]

    @classmethod
    def blank(cls, *, section=None, parent=None, text: str = "", stance: str = ""):
        """An empty form for this place, with a key of its own."""
        return cls(
            initial={
                "section": section and section.pk,
                "parent": parent and parent.pk,
                "client_key": uuid.uuid4(),
                "text": text,
                "stance": stance,
            }
        )


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


class VoteForm(forms.Form):
    choice = forms.TypedChoiceField(choices=Vote.Choice.choices, coerce=lambda value: Vote.Choice(int(value)))


class AnswerForm(forms.Form):
    """What was chosen: places of options. How many, and which there are, is for the action to say."""

    choice = forms.TypedMultipleChoiceField(
        choices=[(place, place) for place in range(MOST_OPTIONS)], coerce=int, required=False
    )


class ModerationForm(forms.Form):
    """Why a comment is hidden or shown again: reasons that fit the act, and none chosen beforehand."""

    reason = forms.ChoiceField(
        label=_("Reason"), widget=QuickSelect, error_messages={"required": _("Please choose a reason.")}
    )

    def __init__(self, *args, comment: Comment, **kwargs):
        super().__init__(*args, auto_id=f"%s-{comment.pk}", **kwargs)
        self.kind = ModerationAct.Kind.RESTORE if comment.hidden_at else ModerationAct.Kind.HIDE
        fitting = [(reason.value, reason.label) for reason in ModerationAct.REASONS[self.kind]]
        self.fields["reason"].choices = [("", _("Choose a reason")), *fitting]
