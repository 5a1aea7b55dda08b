"""A column that follows from others of its row."""

from collections.abc import Callable

from django.db import models


class Derived(models.TextField):
    """Text computed by ``of(row)`` each time the row is written, so that no writer can forget it.

    For what a database must sort, compare or search by and cannot compute: spellings of Thai. ``QuerySet.update`` and
    ``update_fields`` must name it.
    """

    def __init__(self, *args, of: Callable[[models.Model], str] | None = None, **options):
        self.of = of
        super().__init__(*args, **options, editable=False)

    def deconstruct(self):
        name, path, args, options = super().deconstruct()
        del options["editable"]
        return name, path, args, options

    def pre_save(self, model_instance, add):
        if self.of:
            setattr(model_instance, self.attname, self.of(model_instance))
        return super().pre_save(model_instance, add)
