"""The draft as an officer writes it: a stream of chapter headings and sections. A section block's id is its anchor."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class ChapterBlock(blocks.StructBlock):
    """หมวด: everything below it, up to the next one, belongs to it."""

    number = blocks.CharBlock(label=_("number"), required=False, max_length=40, help_text=_("For example หมวด ๑"))
    heading = blocks.CharBlock(label=_("heading"), max_length=255)

    class Meta:
        icon = "folder-open-inverse"
        label = _("chapter")
        label_format = "{number} {heading}"


class SectionBlock(blocks.StructBlock):
    """มาตรา or ข้อ: what citizens comment and vote on."""

    UNITS = [("มาตรา", "มาตรา"), ("ข้อ", "ข้อ")]

    unit = blocks.ChoiceBlock(label=_("called"), choices=UNITS, default="มาตรา", required=False)
    number = blocks.CharBlock(label=_("number"), required=False, max_length=40, help_text=_("For example ๑ or 7/1"))
    heading = blocks.CharBlock(label=_("heading"), required=False, max_length=255)
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
