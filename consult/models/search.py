"""Finding words in Thai text. The one place that may know about search engines.

Thai is written without spaces, so word indexes miss what readers find obvious (ประปา inside น้ำประปา). Substring
matching on the search form finds everything a reader sees. On PostgreSQL comments have an index of every three letters that
follow each other (``search_grams``, migration 0007): it only leaves out what cannot match, so the answers are those of the
substring alone. It is a function of our own: ``pg_trgm`` needs rights to be installed, and knows no Thai letters in the C locale.
"""

from functools import reduce

from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, Value

from ..thai import digits
from ..thai.normal_form import search_form

#: characters of a query that are looked for, enough for words, so that no database is asked for a tree of thousands; a longer
#: one finds nothing rather than what its beginning would
QUERY_LENGTH = 100

_NOTHING = Q(pk__in=[])


#: letters a part of a query must have to be looked up in the index of comments
GRAM = 3


class _MayHave(Func):
    """Whether every three letters of a part stand in the text: asked of an index on PostgreSQL, true on SQLite."""

    output_field = BooleanField()
    template = "search_grams(%(expressions)s)"
    arg_joiner = ") @> search_grams("

    def as_sqlite(self, compiler, connection, **options):
        return "1 = 1", []


def comments_with(query: str) -> Q:
    """Comments that have every space-separated part of the query; none when it has no letter to look for or
    is too long."""
    return _every_part(query, _comment_has)


def _comment_has(part: str) -> Q:
    return Q(_MayHave(F("search_text"), Value(part))) & _text_has(part) if len(part) >= GRAM else _text_has(part)


def sections_with(query: str) -> Q:
    """Sections of a draft with every word of the query in their text, heading or number; of ``มาตรา ๔๒๐`` the number."""
    return _every_part(query, lambda part: _text_has(part) | Q(number__in=_spellings(part)) | Q(unit=part))


def consultations_with(query: str) -> Q:
    """Consultations with every word of the query in what is told about them, or all of them in a section of their draft."""
    from .draft import Section

    sections = Section.objects.filter(_every_part(query, _text_has), version=OuterRef("draft"))
    return _every_part(query, _text_has) | Exists(sections)


def _every_part(query: str, has) -> Q:
    parts = search_form(query).split() if len(query) <= QUERY_LENGTH else []
    return reduce(lambda found, part: found & has(part), parts, Q()) if parts else _NOTHING


def _text_has(part: str) -> Q:
    return Q(search_text__contains=part)


def _spellings(number: str) -> set[str]:
    """A number of a section in both kinds of digits: the text of a law keeps the ones its ministry used."""
    return {number, digits.to_thai(number)}
