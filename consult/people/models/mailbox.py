from django.conf import settings
from django.db import models


class Mailbox(models.Model):
    """Whose mailbox an e-mail address leads to (กล่องจดหมาย), as a keyed form that tells nobody the address.

    ``a.b+c@gmail.com`` and ``ab@gmail.com`` are one mailbox. ``shared``: the account was there before this rule, or before the
    provider's was known; both go on, and the figure of shared mailboxes is told to operators.
    """

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mailbox")
    key = models.CharField(max_length=64)
    shared = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "mailboxes"
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=models.Q(shared=False), name="one_mailbox_is_one_person")
        ]

    def __str__(self) -> str:
        return self.key[:8]
