from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from .. import rules
from ..company_registry import look_up
from ..errors import MandateEnded, MandateStands, NotACompanyNumber, NotAllowed, NotAPeriod, ReasonMissing
from ..models import Comment, Level, Mandate, Representation, User
from ..thai.digits import to_arabic
from ..thai.numbers import is_national_id, is_of_firm
from .audit import record

#: Companies that are looked up in one sweep
MOST_LOOKED_UP = 50


def clean_company_number(text: str) -> str:
    """The 13 digits of a company, an association or an office, without dashes and in Arabic digits. Raises NotACompanyNumber.

    The check digit is that of identity cards (the Department of Business Development's rule, as python-stdnum's ``th.moa`` cites
    it: busin_2542-48.pdf); the first digit is 0.
    """
    digits = "".join(character for character in to_arabic(text) if character not in " -\u00a0")
    if not (is_of_firm(digits) and is_national_id(digits)):
        raise NotACompanyNumber
    return digits


def ask_mandate(
    *, holder: User, company_number: str, company_name: str, scope: str, begins_on: date, ends_on: date, evidence: str
) -> Mandate:
    """Say that one speaks for a company (ยื่นการมอบอำนาจ); it acts once somebody confirmed it. Asked again it is the same.

    Raises NotAllowed (of who is no verified person), NotACompanyNumber, NotAPeriod, MandateStands (another one of that company).
    """
    if not rules.is_at_least(holder, Level.PERSON):
        raise NotAllowed
    number = clean_company_number(company_number)
    if not begins_on <= ends_on or ends_on < timezone.localdate():
        raise NotAPeriod
    told = {
        "company_name": company_name,
        "scope": scope,
        "begins_on": begins_on,
        "ends_on": ends_on,
        "evidence": evidence,
    }
    found = look_up(number)  # takes its time: outside the transaction
    try:
        with transaction.atomic():
            return Mandate.objects.create(
                holder=holder, company_number=number, asked_at=timezone.now(), **told, **_as_found(found)
            )
    except IntegrityError:
        stands: Mandate = (
            Mandate.objects.of(holder).filter(company_number=number, state__in=["waiting", "confirmed"]).get()
        )
        if all(getattr(stands, name) == value for name, value in told.items()):
            return stands
        raise MandateStands from None


def _as_found(name: str | None) -> dict:
    if name is None:
        return {}
    return {"registry": Mandate.Registry.KNOWN if name else Mandate.Registry.UNKNOWN, "registry_name": name}


@transaction.atomic
def decide_mandate(*, mandate: Mandate, by: User, confirmed: bool, reason: str = "") -> Mandate:
    """Confirm a mandate, or not (ยืนยันการมอบอำนาจ): who does has seen the evidence. Decided the same way again changes nothing.

    Raises NotAllowed, ReasonMissing (why not), MandateEnded (decided otherwise meanwhile).
    """
    mandate = Mandate.objects.select_for_update().get(pk=mandate.pk)
    if not rules.may_confirm_mandates(by) or mandate.holder_id == by.pk:
        raise NotAllowed
    if not confirmed and not reason:
        raise ReasonMissing
    state = Mandate.State.CONFIRMED if confirmed else Mandate.State.DECLINED
    if mandate.state == state:
        return mandate
    if mandate.state != Mandate.State.WAITING:
        raise MandateEnded
    _turn(mandate, state, by, reason)
    record(verb="decide_mandate", by=by, mandate=mandate.pk, confirmed=confirmed, reason=reason)
    return mandate


@transaction.atomic
def end_mandate(*, mandate: Mandate, by: User, reason: str = "") -> Mandate:
    """End a mandate at once (สิ้นสุดการมอบอำนาจ): its holder, or who may confirm them, with a reason. What was said in the company's
    name stays so. Raises NotAllowed, ReasonMissing."""
    mandate = Mandate.objects.select_for_update().get(pk=mandate.pk)
    is_holder = mandate.holder_id == by.pk
    if not (is_holder or rules.may_confirm_mandates(by)):
        raise NotAllowed
    if not (is_holder or reason):
        raise ReasonMissing
    if mandate.state in (Mandate.State.WAITING, Mandate.State.CONFIRMED):
        _turn(mandate, Mandate.State.ENDED, by, reason)
        if not is_holder:
            record(verb="end_mandate", by=by, mandate=mandate.pk, reason=reason)
    return mandate


def _turn(mandate: Mandate, state: Mandate.State, by: User, reason: str) -> None:
    mandate.state, mandate.decided_by, mandate.decided_at, mandate.reason = state, by, timezone.now(), reason
    mandate.save(update_fields=["state", "decided_by", "decided_at", "reason"])


def check_companies() -> int:
    """Look up the companies of waiting mandates that were asked for while the register was away; returns how many were found out."""
    unchecked = Mandate.objects.waiting().filter(registry=Mandate.Registry.UNCHECKED)
    done = 0
    for pk, number in unchecked.values_list("pk", "company_number")[:MOST_LOOKED_UP]:
        found = look_up(number)
        if found is None:
            break
        done += Mandate.objects.filter(pk=pk).update(**_as_found(found))
    return done


def must_act_for(author: User, mandate: Mandate | None) -> None:
    """Whether a mandate acts now, by its holder, inside the caller's transaction: one that ends at this moment waits, or ended.

    Raises MandateEnded.
    """
    if mandate and not Mandate.objects.acting(author).select_for_update(no_key=True).filter(pk=mandate.pk).exists():
        raise MandateEnded


def keep_representation(comment: Comment, mandate: Mandate | None) -> None:
    """Put on record in whose name a comment is."""
    if mandate:
        Representation.objects.create(
            comment=comment,
            company_number=mandate.company_number,
            company_name=mandate.company_name,
        )
