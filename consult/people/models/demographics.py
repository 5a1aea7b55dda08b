from django.conf import settings
from django.db import models
from django.utils import timezone


class Demographics(models.Model):
    """What somebody told of themselves if they liked (ข้อมูลทั่วไปของผู้ตอบ): province, age band, kind. Apart from what they said,
    and sealed with a key that is not in the database (consult/people/sealing.py)."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="demographics")
    sealed = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "demographics"

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}"
