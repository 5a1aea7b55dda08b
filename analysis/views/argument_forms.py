from django import forms
from django.utils.translation import gettext_lazy as _

from consult.models import Comment
from consult.views.widgets import QuickHidden, QuickRadios

from ..models import Argument
from ..runs.sentences import sentences_of

MOST_VERSIONS = 1_000_000


class SentenceField(forms.ChoiceField):
    """One of the sentences of a comment that may stand alone, by its places: ``12-40``."""

    widget = QuickRadios

    def offer(self, comment: Comment) -> None:
        """Fill the list with the sentences of this comment; one that was hidden offers none."""
        text = comment.public_text if comment.is_visible else ""
        self.choices = [(f"{start}-{end}", f"“{text[start:end]}”") for start, end in sentences_of(comment)]


class ArgumentForm(forms.Form):
    """A sentence out of a comment, and what it is: nothing is chosen beforehand. ``seen``: the version that is changed, 0 for a
    new one."""

    sentence = SentenceField(label=_("Sentence"), error_messages={"required": _("Please choose a sentence.")})
    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=Argument.Kind.choices,
        widget=QuickRadios,
        error_messages={
            "required": _("Please say whether the sentence is for the draft, against it, a request or a question.")
        },
    )
    seen = forms.IntegerField(min_value=0, max_value=MOST_VERSIONS, initial=0, required=False, widget=QuickHidden)

    def __init__(self, *args, comment: Comment, **kwargs):
        super().__init__(*args, auto_id=f"id_argument_%s_{comment.pk}", **kwargs)
        self.comment = comment
        self.fields["sentence"].offer(comment)

    @classmethod
    def of(cls, argument: Argument):
        """The argument as it stands, to be changed."""
        stands = {
            "sentence": f"{argument.start}-{argument.end}",
            "kind": argument.kind,
            "seen": argument.version,
        }
        return cls(comment=argument.comment, initial=stands)

    @property
    def words(self) -> str:
        """The words of the sentence that was chosen."""
        start, end = map(int, self.cleaned_data["sentence"].split("-"))
        return self.comment.public_text[start:end]


class VerdictForm(forms.Form):
    """Whether a comment stands behind an argument."""

    verdict = forms.ChoiceField(choices=[("yes", _("belongs")), ("no", _("does not belong"))])

    @property
    def belongs(self) -> bool:
        return self.cleaned_data["verdict"] == "yes"
