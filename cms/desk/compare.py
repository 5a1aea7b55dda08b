"""What changed between two saved texts of a page, in words: Wagtail cuts at spaces, and Thai has few."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import compare as of_wagtail

from consult.thai.diff import Piece, compare

#: Lines on either side of a change that are shown at once; the rest of what stayed can be unfolded
NEAR = 3


class WordDiff:
    """Two texts with what was taken out and what is new, in the place of Wagtail's ``TextDiff``."""

    def __init__(self, pieces: tuple[Piece, ...]):
        self.pieces = pieces

    def to_html(self) -> SafeString:
        last = len(self.pieces) - 1
        shown = (_shown(piece, place == 0, place == last) for place, piece in enumerate(self.pieces))
        return format_html(
            '<div class="desk-diff" lang="th">{}</div>', format_html_join("", "{}", ((one,) for one in shown))
        )


def diff_in_words(old: str | None, new: str | None) -> WordDiff:
    """As Wagtail's ``diff_text``, by Thai words."""
    return WordDiff(compare(old or "", new or ""))


def _shown(piece: Piece, is_first: bool, is_last: bool) -> SafeString:
    if piece.kind == "gone":
        return format_html('<del class="deletion">{}{}</del>', _aloud(_("taken out:")), piece.text)
    if piece.kind == "come":
        return format_html('<ins class="addition">{}{}</ins>', _aloud(_("new:")), piece.text)
    lines = piece.text.splitlines(keepends=True)
    before, after = (0 if is_first else NEAR), (0 if is_last else NEAR)
    if len(lines) <= before + after + NEAR or (is_first and is_last):
        return format_html("{}", piece.text)
    hidden = lines[before : len(lines) - after]
    said = ngettext("%(n)s line that stayed", "%(n)s lines that stayed", len(hidden)) % {"n": f"{len(hidden):,}"}
    return format_html(
        "{}<details><summary>{}</summary>{}</details>{}",
        "".join(lines[:before]),
        said,
        "".join(hidden),
        "".join(lines[len(lines) - after :]) if after else "",
    )


def _aloud(words: str) -> SafeString:
    return format_html('<span class="visually-hidden"> {} </span>', words)


def compare_in_words() -> None:
    """Put it in the place of Wagtail's, for fields, rich text and blocks alike."""
    of_wagtail.diff_text = diff_in_words
