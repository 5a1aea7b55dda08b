from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.IntegerChoices):
    """How surely this site knows that an account is one person (ระดับการยืนยันตัวตน); a higher one includes those below.

    Ballots are counted and shown by level, and a hearing says from which level on it takes them.
    """

    #: a browser that acted without signing in: one person may have several
    GUEST = 1, _("guest")
    #: whoever reads a mailbox: one person may have several
    EMAIL = 2, _("confirmed e-mail")
    #: a provider of digital identity vouches for one person
    PERSON = 3, _("verified person")
    #: a verified person who acts by a mandate of a company or an association
    JURISTIC = 4, _("juristic person")


#: What a hearing may ask for, as its officer reads it
LEAST_LEVELS = [
    (Level.GUEST, _("everybody, guests without an account too")),
    (Level.EMAIL, _("whoever confirmed an e-mail address")),
    (Level.PERSON, _("whoever confirmed their identity")),
]


def default_least_level() -> Level:
    """From which level on a new hearing takes acts, before its officer chooses (settings.LEAST_LEVEL)."""
    return Level[settings.LEAST_LEVEL.upper()]
