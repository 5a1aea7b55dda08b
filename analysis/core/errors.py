"""Errors of the input, with messages that tell the sender what to mend, in English and in Thai."""

from __future__ import annotations


class AnalysisError(Exception):
    """The input or the options cannot be used; the message says what to change."""


class InputError(AnalysisError):
    """A file cannot be read as asked; the message begins with file:line when there is one, then says it in English and in Thai (`thai`)."""

    def __init__(self, message: str, *, thai: str, path: str = "", line: int | None = None) -> None:
        place = f"{path}:{line}: " if path and line is not None else f"{path}: " if path else ""
        super().__init__(f"{place}{message} / {thai}")
        self.path = path
        self.line = line
