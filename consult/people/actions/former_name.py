from django.conf import settings
from django.db import IntegrityError, transaction

from consult.actions.comment import wait_for_turn
from consult.limits import is_within
from consult.models import User
from consult.models.user import fresh_alias
from consult.thai.public_names import name_form

from ..errors import NameTaken, TooManyNames
from ..models import FormerName
from ..names import wanted_name

_A_DAY = 24 * 3600


def change_public_name(*, person: User, alias: str) -> str:
    """Be called something else from now on (เปลี่ยนชื่อที่แสดง); everything one said stands under the new name, and the name before
    is kept for moderators and auditors. An empty one is made up. The name one has already changes nothing.

    Returns the new name. Raises NameUnreadable, NamePersonal, NameClaimsOffice, NameTaken, TooManyNames.
    """
    alias = wanted_name(alias, by=person)
    try:
        with transaction.atomic():
            wait_for_turn(person)
            person.refresh_from_db(fields=["alias"])
            if alias != person.alias:
                if not is_within("names", person.pk, most=settings.NAME_CHANGES_PER_DAY, seconds=_A_DAY):
                    raise TooManyNames
                _rename(person, alias)
    except IntegrityError as error:  # somebody was quicker by a moment
        raise NameTaken from error
    return alias


def _rename(person: User, alias: str) -> None:
    FormerName.objects.create(person=person, alias=person.alias)
    person.alias = alias
    person.save(update_fields=["alias", "alias_form"])


def fold_public_names() -> int:
    """Compare every public name by the rules of today (เทียบชื่อที่แสดงใหม่); for operators, after the tables of look-alikes changed.

    Of two people whose names are one now, whoever has had the account longer keeps it; the other is called by a name that says
    nothing, finds the former one kept, and may choose another. Run again it changes nothing. Returns how many names changed.
    """
    with transaction.atomic():
        people = list(
            User.objects.select_for_update(no_key=True).order_by("date_joined", "pk").only("alias", "alias_form")
        )
        moved = [person for person in people if name_form(person.alias) != person.alias_form]
        for person in moved:  # out of each other's way first: "#" is in nobody's form
            User.objects.filter(pk=person.pk).update(alias_form=f"#{person.pk}")
        taken = {person.alias_form for person in people} - {person.alias_form for person in moved}
        changed = 0
        for person in moved:
            if name_form(person.alias) in taken:
                _rename(person, fresh_alias())
                changed += 1
            else:
                person.save(update_fields=["alias_form"])
            taken.add(person.alias_form)
        for former in FormerName.objects.iterator(chunk_size=2000):
            if former.alias_form != name_form(former.alias):
                former.save(update_fields=["alias_form"])
    return changed
