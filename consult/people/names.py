"""Which public names somebody may take."""

from consult.models import Agency, User
from consult.models.user import fresh_alias
from consult.thai import text_rule
from consult.thai.personal_data import looks_personal
from consult.thai.public_names import claims_office, name_form

from .errors import NameClaimsOffice, NamePersonal, NameTaken, NameUnreadable
from .models import FormerName


def wanted_name(typed: str, *, by: User | None = None) -> str:
    """The public name somebody typed, tidied; one that says nothing when they left it empty.

    ``by``: who asks; what they are called or were called is theirs. Raises NameUnreadable, NamePersonal, NameClaimsOffice,
    NameTaken.
    """
    alias = " ".join(text_rule.tidy(typed).split())
    if not alias:
        return fresh_alias()
    if text_rule.is_blank(alias) or text_rule.has_tower_of_marks(alias) or not name_form(alias):
        raise NameUnreadable
    if "@" in alias or looks_personal(alias):
        raise NamePersonal
    if claims_office(alias, Agency.objects.order_by().values_list("name", flat=True)):
        raise NameClaimsOffice
    if is_taken(name_form(alias), by=by):
        raise NameTaken
    return alias


def is_taken(form: str, *, by: User | None) -> bool:
    """Whether somebody else is called like this, or was."""
    mine = by.pk if by else None
    return (
        User.objects.filter(alias_form=form).exclude(pk=mine).exists()
        or FormerName.objects.filter(alias_form=form).exclude(person=mine).exists()
    )
