"""The questions of a hearing as an officer writes them. A block's id is its anchor."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from consult.models.question import MOST_OPTIONS


def line(**options) -> blocks.CharBlock:
    """A line of text; one too long is refused with its words kept, where a browser would cut a paste in silence."""
    block = blocks.CharBlock(**options)
    block.field.widget.attrs.pop("maxlength", None)
    return block


class QuestionBlock(blocks.StructBlock):
    """คำถาม: answered by choosing, or in words when it has no options. The block's id is its anchor."""

    text = blocks.TextBlock(label=_("question"), rows=2)
    options = blocks.ListBlock(
        line(label=_("option"), max_length=200),
        label=_("options"),
        min_num=0,
        max_num=MOST_OPTIONS,
        help_text=_("Leave empty for a question that people answer in their own words."),
        default=[],
    )
    most = blocks.IntegerBlock(label=_("options one person may choose"), default=1, min_value=1, max_value=MOST_OPTIONS)

    class Meta:
        icon = "help"
        label = _("question")
        label_format = "{text}"

    def clean(self, value):
        cleaned = super().clean(value)
        options = [option.strip() for option in cleaned["options"]]
        if len(options) == 1 or len(set(options)) < len(options):
            message = _("A question has no options, or at least two different ones.")
            raise blocks.StructBlockValidationError({"options": ValidationError(message)})
        return cleaned
