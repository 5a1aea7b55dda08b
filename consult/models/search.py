"""Finding words in Thai text. The one place that may know about search engines.

Thai is written without spaces, so word indexes miss what readers find obvious (ประปา inside น้ำประปา). Substring
matching on folded text finds everything a reader sees; a comment table of one consultation is small enough for it.
"""

import re
import unicodedata
from functools import reduce

from django.db.models import Q

from ..thai import digits

#: characters of a query that are looked for: enough for words, and no database is asked for a tree of thousands
QUERY_LENGTH = 100

_SARA_AM = re.compile("([\u0e48-\u0e4b]?)\u0e4d([\u0e48-\u0e4b]?)\u0e32")  # NFKC takes ำ apart, as some keyboards do
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_SPACE = re.compile(r"\s+")


def fold(text: str) -> str:
    """One spelling for what looks the same: composed marks, Arabic digits, lower case, single spaces."""
    text = unicodedata.normalize("NFKC", text)
    text = digits.to_arabic(_SARA_AM.sub("\\1\\2\u0e33", _INVISIBLE.sub("", text)))
    return _SPACE.sub(" ", text).strip().casefold()


def containing(query: str, field: str = "search_text") -> Q:
    """Rows whose ``field`` (folded text) has every space-separated part of the query."""
    return reduce(lambda found, part: found & Q(**{f"{field}__contains": part}), fold(query).split(), Q())


def spellings(word: str) -> set[str]:
    """A word as it was typed and in both kinds of digits: the text of a law keeps the ones its ministry used."""
    return {word, digits.to_arabic(word), digits.to_thai(word)}


def sections_with(query: str) -> Q:
    """Sections of a draft with every word of the query in their text, heading or number; of ``มาตรา ๔๒๐`` the number."""
    words = unicodedata.normalize("NFC", _INVISIBLE.sub("", query)).split()
    return reduce(lambda found, word: found & _somewhere(word), words, Q())


def _somewhere(word: str) -> Q:
    found = Q()
    for spelling in spellings(word):
        found |= Q(text__icontains=spelling) | Q(heading__icontains=spelling)
        found |= Q(number=spelling) | Q(unit=spelling)
    return found
