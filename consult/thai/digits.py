"""Thai and Arabic digits, the only table of them; and the years Thais count."""

THAI = "๐๑๒๓๔๕๖๗๘๙"
ARABIC = "0123456789"
FULL_WIDTH = "０１２３４５６７８９"
#: Added to a year of the common era
BUDDHIST_ERA = 543

_TO_ARABIC = str.maketrans(THAI + FULL_WIDTH, ARABIC + ARABIC)
_TO_THAI = str.maketrans(ARABIC, THAI)


def to_arabic(text: str) -> str:
    """The text with every digit Arabic; no character moves.

    >>> to_arabic("มาตรา ๑๐")
    'มาตรา 10'
    """
    return text.translate(_TO_ARABIC)


def to_thai(text: str) -> str:
    """The text with every Arabic digit Thai; no character moves."""
    return text.translate(_TO_THAI)
