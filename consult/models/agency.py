from django.db import models
from django.utils.translation import gettext_lazy as _

from ..thai.order import sort_key
from .derived import Derived


class Agency(models.Model):
    """A state agency that consults (หน่วยงานของรัฐ)."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    slug = models.SlugField(_("short address"), max_length=80, unique=True, allow_unicode=True)
    sort_key = Derived(of=lambda agency: sort_key(agency.name))

    class Meta:
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        ordering = ["sort_key"]

    def __str__(self) -> str:
        return self.name
