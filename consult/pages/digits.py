"""How a reader wants the text of a draft (ร่างกฎหมาย) shown. Kept in a cookie: nobody needs an account to read."""

from collections.abc import Mapping

DIGITS_COOKIE = "digits"
_THAI, _ARABIC = "๐๑๒๓๔๕๖๗๘๙", "0123456789"
DIGITS = {"thai": str.maketrans(_ARABIC, _THAI), "arabic": str.maketrans(_THAI, _ARABIC)}


def in_digits(text: str, cookies: Mapping[str, str]) -> str:
    """The text in Thai or Arabic digits, whichever was chosen; as the ministry wrote it when nothing was."""
    table = DIGITS.get(cookies.get(DIGITS_COOKIE, ""))
    return str(text).translate(table) if table else text
