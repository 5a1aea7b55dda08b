"""What changed from one wording to the next, word by word.

Characters would tear Thai apart (ส|าม|สิบ) and spaces would mark whole paragraphs, so words are compared, and lines
first: a paragraph (วรรค) that stayed is never searched. Two spellings of one word are no change (normal_form); what is shown is
as it was written, since this is the text of a law.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from .normal_form import normal_form
from .words import segment

#: words of the old times words of the new, which takes a fifth of a second; a longer passage is shown as exchanged
MOST_COMPARED = 1_000_000


@dataclass(frozen=True)
class Piece:
    """A stretch of text: in both wordings, only in the old one, or only in the new one."""

    kind: Literal["same", "gone", "come"]
    text: str


def compare(old: str, new: str, cut: Callable[[str], Sequence[str]] = segment) -> tuple[Piece, ...]:
    """The new wording with the old one in it. What is not "gone" is the new text; what is not "come" reads as the old one,
    with words that only changed their spelling in the new one's. Every line ends with "\\n", whichever way it was stored.

    `cut`: cuts a text into words that give it back when joined.

    >>> [(piece.kind, piece.text) for piece in compare("ภายในสิบห้าวัน", "ภายในสามสิบวัน")]
    [('same', 'ภายใน'), ('gone', 'สิบห้า'), ('come', 'สามสิบ'), ('same', 'วัน')]
    """
    pieces: list[Piece] = []
    lines_before, lines_after = (_one_line_end(text).splitlines(keepends=True) for text in (old, new))
    for tag, before, after in _blocks(lines_before, lines_after):
        if tag == "equal" or _form(before) == _form(after):
            pieces.append(Piece("same", after))
        else:
            pieces += _compare_words(cut(before), cut(after))
    return _joined(pieces)


def _one_line_end(text: str) -> str:
    """Stored ways to end a line as one: half of a pair beside another line end would make a third of them."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _blocks(old: Sequence[str], new: Sequence[str]) -> list[tuple[str, str, str]]:
    """(tag, old text, new text) of each stretch, by what reads alike; difflib's shortcut for long sequences is off, since it
    loses most matches."""
    matcher = SequenceMatcher(None, [_form(part) for part in old], [_form(part) for part in new], autojunk=False)
    return [(tag, "".join(old[a:b]), "".join(new[c:d])) for tag, a, b, c, d in matcher.get_opcodes()]


def _form(part: str) -> str:
    """What two stretches are compared by; a space or the end of a line at an end of them counts."""
    return normal_form(f"|{part}|")


def _compare_words(old: Sequence[str], new: Sequence[str]) -> list[Piece]:
    if len(old) * len(new) > MOST_COMPARED:
        return [Piece("gone", "".join(old)), Piece("come", "".join(new))]
    pieces: list[Piece] = []
    for tag, before, after in _blocks(old, new):
        if tag == "equal" or _form(before) == _form(after):
            pieces.append(Piece("same", after))
        else:
            pieces += [Piece("gone", before), Piece("come", after)]
    return pieces


def _joined(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Neighbouring changes as one: first all that went, then all that came. A mere space between two does not part them."""
    joined: list[Piece] = []
    gone = come = ""
    for place, piece in enumerate(pieces):
        follows = any(later.kind != "same" for later in pieces[place + 1 : place + 2])
        bridges = (
            piece.kind == "same" and piece.text.isspace() and "\n" not in piece.text and (gone or come) and follows
        )
        if piece.kind != "come" and (bridges or piece.kind == "gone"):
            gone += piece.text
        if piece.kind != "gone" and (bridges or piece.kind == "come"):
            come += piece.text
        if piece.kind == "same" and not bridges:
            joined += [Piece("gone", gone), Piece("come", come), piece]
            gone = come = ""
    return tuple(piece for piece in [*joined, Piece("gone", gone), Piece("come", come)] if piece.text)
