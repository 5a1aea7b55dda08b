"""Ids as they stand in addresses and forms."""

_DIGITS = 18  # of a 64-bit number; a longer one is no row's id, and SQLite cannot even be asked about it


def row_id(text: str) -> int | None:
    """The id, or None for anything that cannot be one.

    >>> row_id("17"), row_id("๑๗"), row_id("9" * 30)
    (17, None, None)
    """
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else None
