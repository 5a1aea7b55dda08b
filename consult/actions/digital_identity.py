from django.contrib.sessions.backends.db import SessionStore
from django.db import IntegrityError, transaction
from django.utils import timezone

from ..errors import AccountOfAnotherPerson, IdentityOfAnotherAccount
from ..models import DigitalIdentity, Level, User
from ..oidc.person import DigitalPerson
from .level import raise_level

#: In a session: attempts to sign in that are on the way
ATTEMPTS = "digital_id_attempts"


@transaction.atomic
def use_attempt(*, session: SessionStore, state: str) -> dict | None:
    """Take the attempt with this state out of the session (ใช้การยืนยันตัวตนหนึ่งครั้ง), as it was put there; None where there is none.

    Of two answers that come at once one gets it: the row of the session is locked.
    """
    row = session.model.objects.select_for_update().filter(session_key=session.session_key).first()
    kept = row.get_decoded().get(ATTEMPTS, []) if row else []
    taken: dict | None = next((one for one in kept if state and one["state"] == state), None)
    if taken is not None:
        session[ATTEMPTS] = [one for one in kept if one is not taken]
        session.save()
    return taken


def sign_up_by_identity(*, person: DigitalPerson) -> User:
    """The account of somebody who comes with a digital identity (เข้าร่วมด้วยตัวตนดิจิทัล): theirs, or a new one without an e-mail."""
    known = DigitalIdentity.objects.of(person).select_related("user").first()
    if known is None:
        try:
            with transaction.atomic():
                user = User(email=None, level=Level.PERSON)
                user.set_unusable_password()
                user.save()
                _keep(user, person)
                return user
        except IntegrityError:  # the same person signed up in another window at this moment
            known = DigitalIdentity.objects.of(person).select_related("user").get()
    return verify_person(user=known.user, person=person)


@transaction.atomic
def verify_person(*, user: User, person: DigitalPerson) -> User:
    """Note that a provider vouches for the owner of this account (ยืนยันตัวตน), who is a verified person from now on.

    Said again, it is when they were last vouched for, hashed with the newest key. Raises IdentityOfAnotherAccount,
    AccountOfAnotherPerson.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    known = DigitalIdentity.objects.of(person).first()
    if known and known.user_id != user.pk:
        raise IdentityOfAnotherAccount
    if known is None and user.digital_identities.filter(source=person.source).exists():
        raise AccountOfAnotherPerson
    _keep(user, person)
    raise_level(person=user, level=Level.PERSON)
    return user


def _keep(user: User, person: DigitalPerson) -> None:
    hash_key, hashed = person.newest
    told = {
        "provider": person.provider,
        "hash": hashed,
        "hash_key": hash_key,
        "level": person.level,
        "birth_year": person.birth_year,
        "verified_at": timezone.now(),
    }
    DigitalIdentity.objects.update_or_create(user=user, source=person.source, defaults=told)
