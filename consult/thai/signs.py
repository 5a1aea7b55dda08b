"""The sign that stands in a citizen's text where a moderator closed a passage: words of the site, which no analysis may count as said.

Plain Python, so that the analysis knows the sign by the rule that writes it.
"""

import re

_OPENING = "[ผู้ดูแลปิดข้อความ: "
SIGN = re.compile(re.escape(_OPENING) + r"[^\]\n]{0,120}\]")


def sign_of(reason: str) -> str:
    """What stands in place of a closed passage. ``reason``: in words, without brackets."""
    return f"{_OPENING}{reason}]"


def without_signs(text: str) -> str:
    """The text with spaces in place of its signs, so that every other letter stays where it was.

    >>> without_signs("ดี [ผู้ดูแลปิดข้อความ: คำหยาบ] มาก").split()
    ['ดี', 'มาก']
    """
    return SIGN.sub(lambda hit: " " * len(hit[0]), text) if _OPENING in text else text
