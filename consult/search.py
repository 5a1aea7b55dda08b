"""Finding words in Thai text. The one place that may know about search engines.

Thai is written without spaces, so word indexes miss what readers find obvious (ประปา inside น้ำประปา). Substring
matching on folded text finds everything a reader sees; a comment table of one consultation is small enough for it.
"""

import re
import unicodedata
from functools import reduce

from django.db.models import Q

_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_SARA_AM = re.compile("([\u0e48-\u0e4b]?)\u0e4d([\u0e48-\u0e4b]?)\u0e32")  # NFKC takes ำ apart, as some keyboards do
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_SPACE = re.compile(r"\s+")


def fold(text: str) -> str:
    """One spelling for what looks the same: composed marks, Arabic digits, lower case, single spaces."""
    text = unicodedata.normalize("NFKC", text)
    text = _SARA_AM.sub("\\1\\2\u0e33", _INVISIBLE.sub("", text)).translate(_DIGITS)
    return _SPACE.sub(" ", text).strip().casefold()


def containing(query: str, field: str = "search_text") -> Q:
    """Rows whose ``field`` (folded text) has every space-separated part of the query."""
    return reduce(lambda found, part: found & Q(**{f"{field}__contains": part}), fold(query).split(), Q())
