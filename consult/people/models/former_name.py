from django.conf import settings
from django.db import models
from django.utils import timezone

from consult.models.derived import Derived
from consult.models.user import ALIAS_MAX_LENGTH
from consult.thai.public_names import name_form


class FormerName(models.Model):
    """A public name somebody had before (ชื่อที่เคยใช้): who was called what, until when. Nobody else takes it.

    What somebody said stands under the name they have now; moderators and auditors find here what it stood under.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="former_names")
    alias = models.CharField(max_length=ALIAS_MAX_LENGTH)
    alias_form = Derived(of=lambda name: name_form(str(name)))
    until = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["alias_form"], name="former_names_by_form")]

    def __str__(self) -> str:
        return self.alias
