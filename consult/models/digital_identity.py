from django.db import models
from django.db.models import Q

from ..oidc.person import DigitalPerson


class DigitalIdentityQuerySet(models.QuerySet):
    def of(self, person: DigitalPerson):
        """The identity of this person, whichever of the keys it was hashed with: one row or none."""
        return self.filter(hash__in=person.hashes.values())


class DigitalIdentity(models.Model):
    """That a provider vouches for the owner of an account (ตัวตนดิจิทัล): a hash of who they are there, and no number or name.

    One identity is one account, and at each source an account is one person.
    """

    user = models.ForeignKey("consult.User", on_delete=models.CASCADE, related_name="digital_identities")
    provider = models.CharField(max_length=30, help_text="Who vouched last, as settings name it.")
    source = models.CharField(
        max_length=30, help_text="What was hashed: “number” for the 13 digits, else the provider whose subject it is."
    )
    hash = models.CharField(max_length=64, unique=True, help_text="HMAC-SHA256, with a key outside the database.")
    hash_key = models.CharField(max_length=30, help_text="The name of that key.")
    level = models.CharField(max_length=100, blank=True, help_text="The provider's word for how sure it is.")
    birth_year = models.PositiveSmallIntegerField(null=True, help_text="Where settings ask for it.")
    verified_at = models.DateTimeField(help_text="When the person last came back from the provider.")

    objects = DigitalIdentityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "digital identities"
        constraints = [
            models.UniqueConstraint(fields=["user", "source"], name="an_account_is_one_person_at_each_source"),
            models.CheckConstraint(condition=~Q(hash=""), name="a_digital_identity_has_a_hash"),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.verified_at:%Y-%m-%d}"
