"""The draft as an officer writes it, a stream of chapter headings and sections, and the questions beside it. A block's id is
its anchor."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from consult.models.question import MOST_OPTIONS


def line(**options) -> blocks.CharBlock:
    """A line of text; one too long is refused with its words kept, where a browser would cut a paste in silence."""
    block = blocks.CharBlock(**options)
    block.field.widget.attrs.pop("maxlength", None)
    return block


class ChapterBlock(blocks.StructBlock):
    """หมวด: everything below it, up to the next one, belongs to it."""

    number = line(label=_("number"), required=False, max_length=40, help_text=_("For example หมวด ๑"))
    heading = line(label=_("heading"), max_length=255)

    class Meta:
        icon = "folder-open-inverse"
        label = _("chapter")
        label_format = "{number} {heading}"


class SectionBlock(blocks.StructBlock):
    """มาตรา or ข้อ: what citizens comment and vote on."""

    UNITS = [("มาตรา", "มาตรา"), ("ข้อ", "ข้อ")]

    unit = blocks.ChoiceBlock(label=_("called"), choices=UNITS, default="มาตรา", required=False)
    number = line(label=_("number"), required=False, max_length=40, help_text=_("For example ๑ or 7/1"))
    heading = line(label=_("heading"), required=False, max_length=255)
    plain_summary = line(
        label=_("in plain words"),
        required=False,
        max_length=300,
        help_text=_("One line for somebody who has never read a law; it stands above the text and is no part of it."),
    )
    paragraphs = blocks.ListBlock(blocks.TextBlock(label=_("paragraph"), rows=3), label=_("paragraphs"), min_num=1)

    class Meta:
        icon = "doc-full"
        label = _("section")
        label_format = "{unit} {number} {heading}"


class DraftBlock(blocks.StreamBlock):
    """The whole draft in order."""

    chapter = ChapterBlock()
    section = SectionBlock()

    class Meta:
        label = _("draft")


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
