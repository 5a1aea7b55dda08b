from django.conf import settings
from django.core.signing import BadSignature, dumps, loads
from django.db import models
from django.utils.translation import gettext_lazy as _

from .user import User

_SALT = "rabfang.notices.mail"


class NoticeQuerySet(models.QuerySet):
    def of(self, person):
        """What this person was told, newest first."""
        return self.filter(person=person).order_by("-pk")

    def unread(self):
        return self.filter(read_at=None)

    def unmailed(self):
        """The outbox of e-mail: what nobody has read on the site and no mail has told."""
        return self.filter(mailed_at=None, read_at=None)


class Notice(models.Model):
    """Something one person is told once (การแจ้งเตือน): a row a person and event, written with what happened.

    An outbox: ``pk`` gives the order, and each channel keeps beside it what it has sent. It holds no text, so that what is told
    is always what the reader may see now.
    """

    class Kind(models.TextChoices):
        VERSION_ISSUED = "version_issued", _("The draft has another wording")
        VERSION_RETRACTED = "version_retracted", _("A version of the draft was retracted")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=24, choices=Kind)
    version = models.ForeignKey("consult.DraftVersion", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "version"], name="a_person_is_told_of_an_event_once"),
        ]
        indexes = [
            models.Index(fields=["person"], condition=models.Q(read_at=None), name="unread_notices"),
            models.Index(fields=["id"], condition=models.Q(mailed_at=None, read_at=None), name="unmailed_notices"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.version_id}"


def mail_token(person: User) -> str:
    """What a mail carries to stop the mails, without signing in."""
    return dumps(person.pk, salt=_SALT)


def person_of_token(token: str) -> User:
    """Whom a token of ``mail_token`` was made for. Raises BadSignature."""
    if person := User.objects.filter(pk=loads(token, salt=_SALT)).first():
        return person
    raise BadSignature
