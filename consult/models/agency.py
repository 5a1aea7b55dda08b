from django.db import models
from django.utils.translation import gettext_lazy as _


class Agency(models.Model):
    """A state agency that consults (หน่วยงานของรัฐ)."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    slug = models.SlugField(_("short address"), max_length=80, unique=True, allow_unicode=True)

    class Meta:
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
