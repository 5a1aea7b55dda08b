"""Wagtail's search of the desk by the normal form of Thai: one backend for the explorer, the choosers and the search of all pages.

Substrings of the search form are looked for, as readers' search does (``consult/models/search.py``): titles are short, and there are
as many as pages, not as comments.
"""

from django.db.models import Q
from wagtail.search.backends.base import BaseIndex
from wagtail.search.backends.database.fallback import (
    MATCH_NONE,
    DatabaseSearchBackend,
    DatabaseSearchQueryCompiler,
)
from wagtail.search.query import Phrase, PlainText

from consult.models.search import QUERY_LENGTH
from consult.thai.normal_form import search_form

from .searched_text import SearchedText, kind_of, searched_text


class TitleIndex(BaseIndex):
    """Keeps the search form of each thing beside it, in the transaction that saves it."""

    def add_items(self, model, items):
        kind = kind_of(model)
        SearchedText.objects.bulk_create(
            [SearchedText(kind=kind, row=item.pk, text=searched_text(item)) for item in items],
            update_conflicts=True,
            unique_fields=["kind", "row"],
            update_fields=["text"],
        )

    def delete_item(self, item):
        SearchedText.objects.filter(kind=kind_of(type(item)), row=item.pk).delete()

    def reset(self):
        SearchedText.objects.all().delete()


class TitleQueryCompiler(DatabaseSearchQueryCompiler):
    """Things whose titles have every part of the query; none when it has no letter to look for or is too long."""

    def build_database_filter(self, query, boost=1.0):
        if not isinstance(query, PlainText | Phrase):
            return super().build_database_filter(query, boost)
        words = query.query_string
        parts = search_form(words).split() if len(words) <= QUERY_LENGTH else []
        if not parts:
            return MATCH_NONE
        if isinstance(query, Phrase):
            return self.build_single_term_filter(" ".join(parts))
        return self.OPERATORS[query.operator]([self.build_single_term_filter(part) for part in parts])

    def build_single_term_filter(self, term):
        found = SearchedText.objects.filter(kind=kind_of(self.queryset.model), text__contains=term)
        return Q(pk__in=found.values("row"))


class TitleRebuilder:
    """Writes the index anew (``manage.py wagtail_update_index``)."""

    def __init__(self, index: TitleIndex):
        self.index = index

    def start(self) -> TitleIndex:
        self.index.reset()
        return self.index

    def finish(self) -> None:
        """Each thing was written as it came."""


class SearchBackend(DatabaseSearchBackend):
    """``cms.desk.title_search`` in ``WAGTAILSEARCH_BACKENDS``."""

    index_class = TitleIndex
    query_compiler_class = TitleQueryCompiler
    autocomplete_query_compiler_class = TitleQueryCompiler
    rebuilder_class = TitleRebuilder
