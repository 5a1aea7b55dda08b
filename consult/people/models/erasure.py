from django.conf import settings
from django.db import models
from django.utils import timezone


class Erasure(models.Model):
    """That somebody erased who they are here (การลบข้อมูลของตนเอง), and when; what they did stays, in nobody's name."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="erasure")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
