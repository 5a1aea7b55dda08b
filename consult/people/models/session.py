from importlib import import_module

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.crypto import salted_hmac

LONGEST_BROWSER = 60


class Session(AbstractBaseSession):
    """A browser somebody is signed in with, or is about to (ที่ที่เข้าสู่ระบบอยู่): Django's row, with whose it is.

    Written by the session itself whenever it is saved (config/sessions.py).
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        db_constraint=False,
        related_name="sessions",
        help_text="Without a constraint: a session in which somebody was about to sign in may outlive an account.",
    )
    began_at = models.DateTimeField(null=True, help_text="When they signed in.")
    browser = models.CharField(max_length=LONGEST_BROWSER, blank=True)

    class Meta(AbstractBaseSession.Meta):
        abstract = False

    @classmethod
    def get_session_store_class(cls):
        return import_module(settings.SESSION_ENGINE).SessionStore

    @property
    def mark(self) -> str:
        """Tells the sessions of one person apart on a page, and opens none of them."""
        return salted_hmac("rabfang.session", self.session_key, algorithm="sha256").hexdigest()[:16]
