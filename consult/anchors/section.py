"""A section of a draft as plain text: what the reader of a file makes and what the alignment of two drafts compares."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class LawSection:
    """One มาตรา or ข้อ as its author wrote it; it carries no identity.

    ``unit`` and ``number`` as written (``มาตรา``, ``๗/๑``, ``๓๓๕ ทวิ``), both empty where a text has none. ``chapter`` is the whole
    path of headings above the section, outermost first, joined by ``CHAPTER_JOINT``.
    """

    unit: str = ""
    number: str = ""
    heading: str = ""
    chapter: str = ""
    paragraphs: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        return " ".join(filter(None, [self.unit, self.number])) or self.heading

    @property
    def text(self) -> str:
        return "\n".join(self.paragraphs)


CHAPTER_JOINT = " › "
