from django import forms
from django.utils.translation import gettext_lazy as _

from consult.views.forms import LineField
from consult.views.ids import row_id
from consult.views.widgets import QuickHidden, QuickTextarea, WordsSelect

from ..core.themes.edits import EXCLUSIONS
from ..models import REASONS, THEME_NAME_MAX_LENGTH, THEME_TEXT_MAX_LENGTH, VIEW_NAME_MAX_LENGTH, SavedView

NEW_THEME = "new"
ALSO = "also:"
CHOSEN_AT_ONCE = 200


class JobForm(forms.Form):
    """How many themes an analyst wants; empty lets the pipeline choose."""

    themes = forms.IntegerField(
        label=_("Number of themes"),
        min_value=2,
        max_value=40,
        required=False,
        help_text=_("Empty: chosen by quality and stability."),
    )


class SeenField(forms.IntegerField):
    """The number of the last edit on the page a form was sent from, so that nobody overwrites what she has not seen."""

    def __init__(self):
        super().__init__(min_value=0, max_value=2**53, required=False, widget=QuickHidden)


class RenameForm(forms.Form):
    """The name of a theme as people shall read it."""

    name = LineField(label=_("Name of the theme"), max_length=THEME_NAME_MAX_LENGTH)
    seen = SeenField()


class DescribeForm(forms.Form):
    """What a theme is about, in an analyst's words."""

    text = LineField(
        label=_("What it is about"),
        max_length=THEME_TEXT_MAX_LENGTH,
        required=False,
        widget=QuickTextarea(attrs={"rows": 3}),
        help_text=_("Shown beneath the name, and taken along into an issue. Empty: none."),
    )
    seen = SeenField()


class MergeForm(forms.Form):
    """Which other theme a theme goes into."""

    into = forms.ChoiceField(label=_("Merge into"), widget=WordsSelect)
    seen = SeenField()

    def __init__(self, *args, labels: dict[str, str], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["into"].choices = [("", _("choose a theme")), *labels.items()]


class ViewForm(forms.Form):
    """The name under which filters are kept, and whether colleagues see them."""

    name = LineField(label=_("Name of the view"), max_length=VIEW_NAME_MAX_LENGTH)
    shared = forms.BooleanField(label=_("The other analysts of this consultation see it too"), required=False)

    @classmethod
    def of(cls, view: SavedView, data=None) -> "ViewForm":
        """The form that gives a view another name."""
        return cls(data, initial={"name": view.name}, auto_id=f"id_view_{view.pk}_%s")


class TickedComments(forms.ModelMultipleChoiceField):
    """Comments by id; what cannot be an id is refused before the database is asked."""

    def clean(self, value):
        for one in value or ():
            if row_id(one) is None:
                raise forms.ValidationError(self.error_messages["invalid_pk_value"], params={"pk": one[:20]})
        return super().clean(value)


class PlaceForm(forms.Form):
    """Where ticked comments go: a theme, a new one, or out of all themes for a reason."""

    comments = TickedComments(
        queryset=None, error_messages={"required": _("Please tick a comment of this consultation first.")}
    )
    place = forms.ChoiceField(label=_("Move to"), widget=WordsSelect)
    name = LineField(
        label=_("Name of the new theme"),
        max_length=THEME_NAME_MAX_LENGTH,
        required=False,
        help_text=_("Only for a new theme."),
    )
    seen = SeenField()

    def __init__(self, *args, consultation, labels: dict[str, str], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["comments"].queryset = consultation.comments.visible()
        self.fields["place"].choices = [
            ("", _("choose a place")),
            (_("Themes"), list(labels.items())),
            (_("A theme of its own"), [(NEW_THEME, _("a new theme"))]),
            (_("Another theme too"), [(f"{ALSO}{key}", label) for key, label in labels.items()]),
            (_("In no theme"), [(f"reason:{code}", REASONS[code]) for code in EXCLUSIONS]),
        ]

    def clean_comments(self):
        comments = self.cleaned_data["comments"]
        if len(comments) > CHOSEN_AT_ONCE:
            raise forms.ValidationError(_("Please choose at most 200 comments at once."))
        return comments

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("place") == NEW_THEME and not cleaned.get("name"):
            self.add_error("name", _("Please give the new theme a name."))
        return cleaned

    @property
    def ticked(self) -> list[str]:
        """Ids of the comments as they were sent, so that nothing is lost when the form comes back."""
        return self.data.getlist("comments")
