from collections import Counter

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from consult.models import Consultation, Participant, User
from consult.suppression import in_fives

from ..demographics import AboutOneself
from ..models import Demographics
from ..sealing import seal, sealed_anew, unseal

_BATCH = 500


@transaction.atomic
def tell_of_oneself(*, person: User, told: AboutOneself) -> None:
    """Tell province, age band and kind (ข้อมูลทั่วไปของผู้ตอบ), each if one likes; nothing takes back what was told. Sealed at once."""
    if told.is_nothing:
        Demographics.objects.filter(person=person).delete()
        return
    Demographics.objects.update_or_create(
        person=person, defaults={"sealed": seal(told.as_dict()), "at": timezone.now()}
    )


def reseal_demographics() -> int:
    """Seal all of it under the first key of settings.SEALING_KEYS (เปลี่ยนกุญแจ); for operators, who drop the old key afterwards.

    Safe to stop and to run again. Returns how many rows. Raises cryptography.fernet.InvalidToken for one that no key opens.
    """
    rows = 0
    for pk in Demographics.objects.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=_BATCH):
        with transaction.atomic():
            row = Demographics.objects.select_for_update().filter(pk=pk).first()
            if row:
                row.sealed = sealed_anew(row.sealed)
                row.save(update_fields=["sealed"])
                rows += 1
    return rows


def count_demographics(*, consultation: Consultation) -> dict[str, dict[str, int | None]]:
    """How many of those who commented or voted in a hearing told each value (นับข้อมูลทั่วไปของผู้ตอบ), in fives and without the few;
    no total is given and no two are crossed. For operators."""
    here = Participant.objects.people().filter(consultation=consultation)
    spoke, voted = (here.filter(**{f"{acts}__isnull": False}).values("account") for acts in ("comments", "votes"))
    counts: dict[str, Counter[str]] = {name: Counter() for name in AboutOneself().as_dict()}
    people = Demographics.objects.filter(Q(person__in=spoke) | Q(person__in=voted)).values_list("sealed", flat=True)
    for sealed in people.iterator(chunk_size=_BATCH):
        for name, value in (unseal(sealed) or {}).items():
            if value:
                counts[name][value] += 1
    return {name: {value: in_fives(n) or None for value, n in found.items()} for name, found in counts.items()}
