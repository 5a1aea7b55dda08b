"""Ids as they stand in addresses and forms."""

_DIGITS = 18  # of a 64-bit number; a longer one is no row's id, and SQLite cannot even be asked about it


class RowIdConverter:
    """``<row:pk>`` in addresses that Django's middleware does not guard: no number longer than an id can be."""

    regex = f"[0-9]{{1,{_DIGITS}}}"
    to_python = int
    to_url = str


def row_id(text: str) -> int | None:
    """The id, or None for anything that cannot be one.

    >>> row_id("17"), row_id("๑๗"), row_id("9" * 30)
    (17, None, None)
    """
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else None
