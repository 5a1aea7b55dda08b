import secrets

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from ..thai.public_names import name_form
from .derived import Derived
from .level import Level

ALIAS_MAX_LENGTH = 40
#: no vowels, so that no word comes out, and no letter that looks like another
_ALIAS_LETTERS = "bcdfghjkmnpqrstvwxyz"


def fresh_alias() -> str:
    """A public name that says nothing about the person, e.g. ``ประชาชน-kmqtrbxw``: letters, which nobody takes for a number."""
    return "ประชาชน-" + "".join(secrets.choice(_ALIAS_LETTERS) for _ in range(8))


class UserManager(BaseUserManager):
    """Accounts are known by e-mail address."""

    use_in_migrations = True

    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractUser):
    """A person who takes part or works here (ผู้แสดงความคิดเห็น / เจ้าหน้าที่).

    Who someone is (e-mail, name of staff) lives here and only here; what they said refers to a ``Participant`` of the hearing.
    Citizens are shown by ``alias``; their first and last name stay empty. A guest is known by the browser alone
    (``device``) and has no e-mail.
    """

    username = None
    email = models.EmailField(_("e-mail address"), unique=True, null=True)
    level = models.PositiveSmallIntegerField(choices=Level, default=Level.EMAIL, editable=False)
    device = models.UUIDField(
        null=True, unique=True, editable=False, help_text="Of a guest: what the signed cookie of the browser says."
    )
    alias = models.CharField(
        _("public name"),
        max_length=ALIAS_MAX_LENGTH,
        default=fresh_alias,
        validators=[MaxLengthValidator(ALIAS_MAX_LENGTH)],
        help_text=_("Shown beside your comments. It need not be your real name."),
    )
    alias_form = Derived(of=lambda user: name_form(user.alias))

    unread_notices = models.PositiveIntegerField(
        default=0, help_text="Kept by the acts of notices, for every page's header."
    )
    wants_mail = models.BooleanField(
        default=True, help_text="Gets one mail a day about what changed of what they took part in."
    )
    consented_to = models.CharField(
        max_length=12,
        blank=True,
        editable=False,
        help_text="Version of the words of consent that stand; the rows say when.",
    )
    told_age = models.PositiveSmallIntegerField(
        default=0, editable=False, help_text="The age they said they have reached, or their parents allow it."
    )
    sessions_ended_at = models.DateTimeField(
        null=True, editable=False, help_text="Whoever was signed in before, on any device, is no longer."
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []
    objects = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_account_per_email"),
            models.UniqueConstraint(fields=["alias_form"], name="nobody_shares_a_public_name"),
            models.CheckConstraint(
                condition=Q(level=Level.GUEST, email=None)
                | Q(level=Level.EMAIL, email__isnull=False)
                | Q(level__gte=Level.PERSON),
                name="a_guest_has_no_email_and_who_confirmed_one_has",
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        """What others are told of somebody: the name of staff, else the public one, and never the address they sign in with."""
        return super().get_full_name() or self.alias

    def get_short_name(self) -> str:
        return super().get_short_name() or self.alias

    def _get_session_auth_hash(self, secret=None):
        """What every session of this person carries and Django compares on each request: another one ends them all."""
        carried = super()._get_session_auth_hash(secret=secret)
        if self.sessions_ended_at is None:
            return carried
        ended = self.sessions_ended_at.timestamp()
        return salted_hmac("rabfang.sessions", f"{carried}{ended}", secret=secret, algorithm="sha256").hexdigest()

    @property
    def is_guest(self) -> bool:
        return self.level == Level.GUEST

    @property
    def browser_mark(self) -> str:
        """Tells accounts apart in the storage of a browser that several people use, and says nothing else of them."""
        return salted_hmac("rabfang.browser", str(self.pk)).hexdigest()[:16]
