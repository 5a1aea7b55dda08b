"""Forms of issues: what people raised, and what the agency decides about it."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..actions.consultation import LONGEST_REASON
from ..models import Issue, IssueRevision
from ..models.issue import TITLE_MAX_LENGTH
from .forms import MOST_REVISIONS, LineField
from .ids import row_id
from .widgets import QuickHidden, QuickText, QuickTextarea

#: What one paste of numbers holds at most
MOST_NUMBERS = 2000


class NumbersField(forms.CharField):
    """Numbers of comments, apart by spaces or commas, as they stand beside comments and in files."""

    widget = QuickText

    def to_python(self, value) -> list[int]:
        words = super().to_python(value).replace(",", " ").replace("#", " ").split()
        if len(words) > MOST_NUMBERS:
            raise ValidationError(_("Please put in at most %(most)s comments at a time.") % {"most": MOST_NUMBERS})
        numbers = [row_id(word) for word in words]
        if wrong := [word for word, number in zip(words, numbers, strict=True) if not number]:
            raise ValidationError(_("“%(word)s” is not the number of a comment.") % {"word": wrong[0][:20]})
        return numbers


class IssueForm(forms.Form):
    """A new issue: its title is enough to begin."""

    title = LineField(
        label=_("The issue in one line"),
        max_length=TITLE_MAX_LENGTH,
        help_text=_("For example: how many days a shop has to register."),
    )


class DecisionForm(forms.Form):
    """An issue with what the agency decides; ``seen`` is the revision that was read before writing."""

    title = LineField(label=_("The issue in one line"), max_length=TITLE_MAX_LENGTH)
    said = forms.CharField(label=_("What people said"), widget=QuickTextarea(attrs={"rows": 4}), required=False)
    decision = forms.ChoiceField(
        label=_("What the agency decides"),
        choices=IssueRevision.Decision.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("Everybody reads it, those first whose comments stand in this issue."),
        widget=QuickTextarea(attrs={"rows": 5}),
        required=False,
    )
    effect = forms.CharField(
        label=_("What it changes"),
        help_text=_("In the draft, or beside it; and what comes next."),
        widget=QuickTextarea(attrs={"rows": 3}),
        required=False,
    )
    anchors = forms.MultipleChoiceField(
        label=_("Sections it is about"), required=False, widget=forms.CheckboxSelectMultiple
    )
    seen = forms.IntegerField(min_value=0, max_value=MOST_REVISIONS, widget=QuickHidden)

    def __init__(self, *args, sections, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["anchors"].choices = [
            (str(section.anchor), f"{section.label} {section.heading}".strip()) for section in sections
        ]

    @classmethod
    def of(cls, issue: Issue, latest: IssueRevision, sections):
        return cls(sections=sections, initial=latest.words() | {"seen": issue.revision})


class DropForm(forms.Form):
    """Why an issue is taken away."""

    reason = LineField(label=_("Reason"), max_length=LONGEST_REASON)


class MembersForm(forms.Form):
    """Comments that are put into an issue."""

    numbers = NumbersField(
        label=_("Numbers of comments"),
        help_text=_("Apart by spaces. The number of a comment stands in its address and in the files of the analysis."),
    )
