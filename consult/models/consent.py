from hashlib import sha256

from django.conf import settings
from django.db import models
from django.utils import timezone


def consent_version() -> str:
    """Names the words of consent that are asked for now (settings.CONSENT_WORDS); empty where none are asked for."""
    words = settings.CONSENT_WORDS
    return sha256(words.encode()).hexdigest()[:12] if words else ""


class ConsentWords(models.Model):
    """What people were asked to consent to, word for word. A row never changes; other words are another row."""

    version = models.CharField(max_length=12, unique=True)
    text = models.TextField()
    since = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.version


class Consent(models.Model):
    """That a person consented to certain words before an act (ความยินยอม), and whether they took it back.

    Votes and comments on a draft may show a political opinion: Personal Data Protection Act B.E. 2562, s. 26 asks for explicit consent,
    s. 19 for a way to take it back that is as easy.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="consents")
    words = models.ForeignKey(ConsentWords, on_delete=models.PROTECT, related_name="consents")
    age = models.PositiveSmallIntegerField(
        default=0, help_text="The age they said they have reached, or their parents allow it; 0 where none was asked."
    )
    at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.words_id}"
