import uuid
from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

#: For how long what was not sent is kept
KEPT_FOR = timedelta(days=1)


class UnsentActQuerySet(models.QuerySet):
    def fresh(self):
        return self.filter(kept_at__gt=timezone.now() - KEPT_FOR)

    def stale(self):
        return self.filter(kept_at__lte=timezone.now() - KEPT_FOR)


class UnsentAct(models.Model):
    """What somebody did whom this site did not know well enough for it (สิ่งที่ยังไม่ได้ส่ง), until they send it after all.

    Kept for a day, with its words masked, under nobody's name: whoever has the key, which stands in the address and in the mail
    with the code, goes on with it, in another browser too.
    """

    class Kind(models.TextChoices):
        VOTE = "vote", _("vote")
        ANSWER = "answer", _("answer")
        COMMENT = "comment", _("comment")

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    consultation = models.ForeignKey("consult.Consultation", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind)
    content = models.JSONField(help_text="Ids of what it is on, and what was chosen or written.")
    back_to = models.CharField(max_length=400, help_text="The place on the site where it was done.")
    kept_at = models.DateTimeField(auto_now_add=True, db_index=True)
    sent_at = models.DateTimeField(null=True)

    objects = UnsentActQuerySet.as_manager()

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def guest_device(self) -> uuid.UUID:
        """Of the guest who sends it: the same however often it is sent."""
        return uuid.uuid5(self.key, "guest")
