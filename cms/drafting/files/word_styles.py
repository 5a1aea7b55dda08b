"""Styles of a Word file: what a paragraph or a run has from its style and from those the style is based on."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = f"{W}val"


def value(element: Element | None, path: str) -> str:
    """The w:val of a child, or nothing."""
    child = element.find(path) if element is not None else None
    return child.get(VAL, "") if child is not None else ""


def is_on(properties: Element | None, name: str) -> bool | None:
    """Whether a switch such as w:vanish is on; None where it is not said."""
    switch = properties.find(f"{W}{name}") if properties is not None else None
    return None if switch is None else switch.get(VAL, "1") not in ("0", "false", "off", "none")


class Styles:
    """The styles part, asked by id."""

    def __init__(self, root: Element | None) -> None:
        self._styles = (
            {style.get(f"{W}styleId", ""): style for style in root.iter(f"{W}style")} if root is not None else {}
        )
        self._default = next(
            (
                name
                for name, style in self._styles.items()
                if style.get(f"{W}default") in ("1", "true") and style.get(f"{W}type") == "paragraph"
            ),
            "",
        )

    def chain(self, name: str) -> Iterator[Element]:
        """The style and those it is based on, nearest first; a circle ends."""
        seen: set[str] = set()
        name = name or self._default
        while name in self._styles and name not in seen:
            seen.add(name)
            yield self._styles[name]
            name = value(self._styles[name], f"{W}basedOn")

    def name(self, name: str) -> str:
        """What a style is called, in small letters: ``heading 1``, ``toc 2``."""
        return value(self._styles.get(name), f"{W}name").casefold()

    def hides(self, name: str) -> bool:
        """Whether text of this style is hidden."""
        for style in self.chain(name):
            hidden = is_on(style.find(f"{W}rPr"), "vanish")
            if hidden is not None:
                return hidden
        return False

    def numbering(self, name: str) -> tuple[str, str | None, str]:
        """numId, level if said, and the id of the style that says it; empty numId for none."""
        level = None
        for style in self.chain(name):
            numbered = style.find(f"{W}pPr/{W}numPr")
            if numbered is not None:
                level = level or value(numbered, f"{W}ilvl") or None
                if number := value(numbered, f"{W}numId"):
                    return number, level, style.get(f"{W}styleId", "")
        return "", None, ""
