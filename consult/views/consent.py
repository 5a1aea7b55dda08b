"""What somebody is asked to consent to, beside the form of the act that waits for it."""

from django.conf import settings

from .. import actions, rules
from ..models import Consultation
from ..models.consent import consent_version


def consent_asked(person, consultation: Consultation) -> dict:
    """For ``parts/form/consent.html``: the words, their version and whether an age is asked for; empty where all is given."""
    if person.is_authenticated and rules.has_consented(person, consultation):
        return {"consent_version": consent_version()}
    told_age = person.told_age if person.is_authenticated else 0
    return {
        "consent_words": settings.CONSENT_WORDS,
        "asks_age": consultation.least_age > told_age,
        "consent_version": consent_version(),
    }


def take_consent(request, consultation: Consultation) -> None:
    """Consent sent along with an act, where it is missing. Raises ConsentMissing where none was sent, or to other words."""
    if not rules.has_consented(request.user, consultation):
        version = request.POST.get("consent", "")
        actions.give_consent(person=request.user, consultation=consultation, version=version)
