from django.db import transaction

from consult.models import User

from ..models import Session


@transaction.atomic
def end_session(*, person: User, mark: str) -> bool:
    """Sign somebody out where the session with this mark is (ออกจากระบบที่เครื่องอื่น); returns whether there was one. Again it is the same."""
    mine = Session.objects.filter(person=person)
    keys = [row.pk for row in mine.only("session_key") if row.mark == mark]
    ended, _rows = Session.objects.filter(pk__in=keys).delete()
    return bool(ended)


@transaction.atomic
def end_other_sessions(*, person: User, this: str) -> int:
    """Sign somebody out everywhere but in the session with this key (ออกจากระบบทุกเครื่องที่เหลือ); returns where they were."""
    ended, _rows = Session.objects.filter(person=person).exclude(pk=this).delete()
    return int(ended)
