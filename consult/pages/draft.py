"""A draft as a page shows it: a short one whole, a long one a part at a time or where a reader's words stand."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from ..models import DraftVersion, Section
from ..models.prepared import Prepared, PreparedForIds
from ..models.search import sections_with

PART_SIZE = 40
FOUND_SHOWN = 40


@dataclass(kw_only=True)
class Part:
    """Neighbouring sections that are shown on one page."""

    number: int
    sections: Sequence[Section]
    is_shown: bool = False

    @property
    def first(self) -> Section:
        return self.sections[0]

    @property
    def last(self) -> Section:
        return self.sections[-1]

    @property
    def comment_count(self) -> int:
        return sum(section.comment_count for section in self.sections)


@dataclass(kw_only=True)
class ShownDraft:
    """What one page shows of a draft. ``sections`` have their text; those in ``parts`` only what an outline needs."""

    parts: Sequence[Part]
    total: int
    sections: Sequence[Section] = field(default_factory=list)
    query: str = ""
    found: int = 0
    #: What ``mark_changes`` says of the newest version
    gone_first: Sequence[Section] = field(default_factory=list)
    change_count: int = 0

    @property
    def is_long(self) -> bool:
        return len(self.parts) > 1

    @property
    def unit(self) -> str:
        """What every section of this draft is called (มาตรา or ข้อ), or nothing where they differ."""
        units = {section.unit for part in self.parts for section in part.sections}
        return units.pop() if len(units) == 1 else ""

    @property
    def shown(self) -> Part | None:
        return next((part for part in self.parts if part.is_shown), None)

    @property
    def shows_beginning(self) -> bool:
        return not self.query and self.shown is not None and self.shown.number == 1

    @property
    def previous(self) -> Part | None:
        return self.parts[self.shown.number - 2] if self.shown and self.shown.number > 1 else None

    @property
    def next(self) -> Part | None:
        return self.parts[self.shown.number] if self.shown and self.shown.number < len(self.parts) else None


def read(
    version: DraftVersion, *, dress: Callable[[list[Section]], None], part: str = "", section: str = "", query: str = ""
) -> ShownDraft:
    """The part asked for by its number or by a section in it, or the sections with the words of ``query``.

    ``dress`` gives every section its address and comment count. Nonsense in the address means the beginning.
    """
    outline = _OUTLINE.models(version.pk)
    for one in outline:
        one.version = version
    dress(outline)
    _mark_chapters(outline)
    parts = _parts(outline)
    reading = ShownDraft(parts=parts, total=len(outline), query=query.strip() if len(parts) > 1 else "")
    if reading.query:
        found = set(version.sections.filter(sections_with(reading.query)).values_list("pk", flat=True))
        shown = [one for one in outline if one.pk in found][:FOUND_SHOWN]
        reading.found = len(found)
    else:
        chosen = _chosen(parts, part, section)
        chosen.is_shown = True
        shown = list(chosen.sections)
    reading.sections = _with_text(shown)
    return reading


_OUTLINE = Prepared(
    lambda version: Section.objects.filter(version=version).defer("text", "search_text", "wording_sha256")
)
_TEXTS = PreparedForIds(lambda ids: Section.objects.filter(pk__in=ids).order_by().values_list("pk", "text"))


def _mark_chapters(sections: Sequence[Section]) -> None:
    chapter = None
    for section in sections:
        here = (section.chapter_number, section.chapter_heading)
        section.opens_chapter = here != chapter and any(here)
        chapter = here


def _parts(outline: list[Section]) -> list[Part]:
    """Parts of nearly equal length; one when the draft fits on a page with some to spare."""
    size = len(outline) if len(outline) <= 1.5 * PART_SIZE else PART_SIZE
    starts = range(0, len(outline), max(size, 1))
    return [Part(number=place, sections=outline[at : at + size]) for place, at in enumerate(starts, start=1)]


def _chosen(parts: Sequence[Part], part: str, section: str) -> Part:
    if section:
        holding = (one for one in parts if any(str(here.pk) == section for here in one.sections))
        return next(holding, parts[0])
    return next((one for one in parts if str(one.number) == part), parts[0])


def _with_text(shown: list[Section]) -> list[Section]:
    texts = dict(_TEXTS.rows([one.pk for one in shown]))
    for section in shown:
        section.text = texts[section.pk]
    return shown
