"""How a reader wants the text of a draft (ร่างกฎหมาย) shown. Kept in a cookie: nobody needs an account to read."""

from collections.abc import Mapping

from ..thai import digits

DIGITS_COOKIE = "digits"
DIGITS = {"thai": digits.to_thai, "arabic": digits.to_arabic}


def in_digits(text: str, cookies: Mapping[str, str]) -> str:
    """The text in Thai or Arabic digits, whichever was chosen; as the ministry wrote it when nothing was."""
    chosen = DIGITS.get(cookies.get(DIGITS_COOKIE, ""))
    return chosen(str(text)) if chosen else text
