from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone

from .. import rules
from ..errors import NotAllowed, OwnSecondFactor
from ..models import User
from .audit import record


@transaction.atomic
def reset_second_factor(*, user: User, by: User) -> None:
    """Take off the second step of signing in of somebody who lost the telephone and the codes (ล้างการยืนยันขั้นที่สอง).

    All sessions of theirs end, on the lost telephone too. Who they are is made sure of outside this site. Raises NotAllowed, OwnSecondFactor.
    """
    if not rules.runs_the_platform(by):
        raise NotAllowed
    if user.pk == by.pk:
        raise OwnSecondFactor
    removed, _ = Authenticator.objects.filter(user=user).delete()
    if removed:
        User.objects.filter(pk=user.pk).update(sessions_ended_at=timezone.now())
        record(verb="reset_second_factor", by=by, user=user.pk)
