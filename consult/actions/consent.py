from django.conf import settings
from django.db import transaction
from django.utils import timezone

from .. import rules
from ..errors import ConsentMissing
from ..models import Consent, Consultation, User
from ..models.consent import ConsentWords, consent_version
from .comment import wait_for_turn


@transaction.atomic
def give_consent(*, person: User, consultation: Consultation, version: str) -> None:
    """Consent to what is asked now before acting in a hearing (ให้ความยินยอม), and confirm the age it asks for.

    ``version``: of the words that were read. Given again it is the same. Raises ConsentMissing when other words are asked for by now,
    GuestMovedOn.
    """
    if version != consent_version():
        raise ConsentMissing
    wait_for_turn(person)
    person.refresh_from_db(fields=["consented_to", "told_age"])
    if rules.has_consented(person, consultation):
        return
    if version:
        words, _ = ConsentWords.objects.get_or_create(version=version, defaults={"text": settings.CONSENT_WORDS})
        Consent.objects.create(person=person, words=words, age=consultation.least_age)
    person.consented_to, person.told_age = version, max(person.told_age, consultation.least_age)
    person.save(update_fields=["consented_to", "told_age"])


@transaction.atomic
def withdraw_consent(*, person: User) -> int:
    """Take one's consent back (ถอนความยินยอม): what was done before stays done, and the next act asks again. Returns how many were taken back."""
    wait_for_turn(person)
    taken: int = Consent.objects.filter(person=person, withdrawn_at=None).update(withdrawn_at=timezone.now())
    person.consented_to = ""
    person.save(update_fields=["consented_to"])
    return taken
