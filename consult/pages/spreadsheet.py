"""Cells of tables that leave the site for a spreadsheet."""

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def inert(cell: str) -> str:
    """Text that a spreadsheet shows and never computes (OWASP, "CSV Injection": prefix with an apostrophe)."""
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell
