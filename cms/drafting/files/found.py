"""What was found in a file: lines of a text, and what stands beside it."""

from dataclasses import dataclass, field


@dataclass
class Found:
    """``lines`` as an officer would type them; ``aside``: what is visible but not of the text (notes, heads of pages), each with
    the number of the line it stands at or 0; ``comments`` between officers; how many tracked changes there are."""

    lines: list[str] = field(default_factory=list)
    aside: list[tuple[int, str]] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    tracked_changes: int = 0

    def put_aside(self, text: str) -> None:
        text = " ".join(text.split())
        if text and (len(self.lines), text) not in self.aside:
            self.aside.append((len(self.lines), text))

    def add(self, line: str) -> None:
        """One paragraph. A backslash at its start would mean something in the grammar, so it gets another."""
        line = line.strip()
        self.lines.append("\\" + line if line.startswith("\\") else line)
