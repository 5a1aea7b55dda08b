"""Sessions in the database, read with SQL that is made once: every page of somebody who is signed in begins with that."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from consult.models.prepared import Prepared

_BY_KEY = Prepared(lambda key: Session.objects.filter(session_key=key).order_by(), of=str)


class SessionStore(db.SessionStore):
    """Django's own, but for how a session is found."""

    def _get_session_from_db(self) -> Session | None:
        session = _BY_KEY.first(self.session_key)
        if session is None or session.expire_date <= timezone.now():
            self._session_key = None
            return None
        return session
