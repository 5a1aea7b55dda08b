"""Finding words in Thai text. The one place that may know about search engines.

Thai is written without spaces, so word indexes miss what readers find obvious (ประปา inside น้ำประปา). Substring
matching on the search form finds everything a reader sees; a comment table of one consultation is small enough for it.
"""

from functools import reduce

from django.db.models import Exists, OuterRef, Q

from ..thai import digits
from ..thai.normal_form import search_form

#: characters of a query that are looked for, enough for words, so that no database is asked for a tree of thousands; a longer
#: one finds nothing rather than what its beginning would
QUERY_LENGTH = 100

_NOTHING = Q(pk__in=[])


def containing(query: str) -> Q:
    """Rows whose ``search_text`` has every space-separated part of the query; none when it has no letter to look
    for or is too long."""
    return _every_part(query, _text_has)


def sections_with(query: str) -> Q:
    """Sections of a draft with every word of the query in their text, heading or number; of ``มาตรา ๔๒๐`` the number."""
    return _every_part(query, lambda part: _text_has(part) | Q(number__in=_spellings(part)) | Q(unit=part))


def consultations_with(query: str) -> Q:
    """Consultations with every word of the query in what is told about them, or all of them in a section of their draft."""
    from .draft import Section

    sections = Section.objects.filter(_every_part(query, _text_has), version=OuterRef("draft"))
    return containing(query) | Exists(sections)


def _every_part(query: str, has) -> Q:
    parts = search_form(query).split() if len(query) <= QUERY_LENGTH else []
    return reduce(lambda found, part: found & has(part), parts, Q()) if parts else _NOTHING


def _text_has(part: str) -> Q:
    return Q(search_text__contains=part)


def _spellings(number: str) -> set[str]:
    """A number of a section in both kinds of digits: the text of a law keeps the ones its ministry used."""
    return {number, digits.to_thai(number)}
