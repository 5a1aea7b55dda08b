"""Sessions in the database, each with whose it is, read with SQL that is made once: every page of somebody who is signed in begins with that."""

from datetime import UTC, datetime

from allauth.account.models import EmailAddress
from allauth.account.utils import url_str_to_user_pk
from django.contrib.sessions.backends import db
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from consult.models import Membership, User
from consult.models.prepared import Prepared
from consult.people.listening import SIGNED_IN_AT, SIGNED_IN_WITH
from consult.people.models import Session


def _with_its_person(key: str) -> QuerySet[Session]:
    """A session and, in the same query, whose it is, with what ``config/authentication.py`` and ``consult/rules.py`` ask of them."""
    has_roles = Exists(Membership.objects.filter(user=OuterRef("person")))
    has_confirmed = Exists(EmailAddress.objects.filter(user=OuterRef("person"), verified=True))
    found = Session.objects.filter(session_key=key).select_related("person").order_by()
    return found.annotate(person_has_roles=has_roles, person_has_confirmed=has_confirmed)


_BY_KEY = Prepared(_with_its_person, of=str)


class SessionStore(db.SessionStore):
    """Django's own, but for how a session is found and that its row says whose it is."""

    _person: User | None = None

    @property
    def person(self) -> User | None:
        """Whose session it is, as it was read; nobody where it was made, or somebody signed in, since then."""
        self._get_session()  # type: ignore[attr-defined]
        return self._person

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data) -> Session:
        row = super().create_model_instance(data)
        row.person_id = _whose(data)
        if began := data.get(SIGNED_IN_AT):
            row.began_at, row.browser = datetime.fromtimestamp(began, UTC), data.get(SIGNED_IN_WITH, "")
        return row

    def _get_session_from_db(self) -> Session | None:
        session = _BY_KEY.first(self.session_key)
        if session is None or session.expire_date <= timezone.now():
            self._session_key = None
            return None
        if session.person is not None:
            session.person.has_roles = session.person_has_roles
            session.person.has_confirmed = session.person_has_confirmed
        self._person = session.person
        return session


def _whose(data) -> int | None:
    """The account that signed in, or for which a code was asked and not entered yet: there its address stands in the session."""
    if signed_in := data.get("_auth_user_id"):
        return int(signed_in)
    on_the_way = (data.get("account_login") or {}).get("user_pk")
    return url_str_to_user_pk(on_the_way) if on_the_way else None
