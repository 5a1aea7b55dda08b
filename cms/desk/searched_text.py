"""What the desk's search looks at: the titles of pages, pictures and files, in the one form of spelling.

The index of Wagtail's own database search knows words between spaces, which Thai does not have, and one spelling of each.
"""

from collections.abc import Iterable, Iterator

from django.contrib.contenttypes.models import ContentType
from django.db import models
from modelsearch.index import AutocompleteField, RelatedFields, SearchField
from wagtail.models import Page
from wagtail.search.backends.base import get_model_root

from consult.thai.normal_form import search_form


class SearchedText(models.Model):
    """The search form of what one thing at the desk is called (ข้อความที่ใช้ค้น). A page has the title people read and the one it
    has in the editor."""

    kind = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    row = models.BigIntegerField(help_text="Its number in the table of that kind.")
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "row"], name="a_thing_is_searched_once")]

    def __str__(self) -> str:
        return self.text


def kind_of(model: type[models.Model]) -> ContentType:
    """Of the table at the root of the model: a hearing's page is a page."""
    return ContentType.objects.get_for_model(get_model_root(model))


def searched_text(thing) -> str:
    """The search form of all that a search may find the thing by."""
    told = dict.fromkeys(_told(thing, thing.get_search_fields()))
    if isinstance(thing, Page):
        told[thing.draft_title] = None
    return "\n".join(search_form(words) for words in told)


def _told(thing, fields: Iterable) -> Iterator[str]:
    for field in fields:
        if isinstance(field, RelatedFields):
            related = field.get_value(thing)
            for one in related.all() if isinstance(related, models.Manager) else filter(None, [related]):
                yield from _told(one, field.fields)
        elif isinstance(field, SearchField | AutocompleteField):
            yield str(field.get_value(thing) or "")
