from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from consult import rules
from consult.actions.audit import record
from consult.errors import NotAllowed
from consult.models import Consultation, User

from ..errors import TooManyViews, ViewNameTaken, ViewTooLong
from ..models import SavedView

#: of one person in a hearing
MOST_VIEWS = 50
LONGEST_QUERY = 4_000


def save_view(*, consultation: Consultation, by: User, name: str, query: str, shared: bool = False) -> SavedView:
    """Keep filters of the table of comments under a name (บันทึกมุมมอง). The same again is the view there is.

    ``query``: the filters as they stand in the address. Raises NotAllowed, ViewNameTaken, ViewTooLong, TooManyViews.
    """
    if not rules.may_analyse(by, consultation):
        raise NotAllowed
    if len(query) > LONGEST_QUERY:
        raise ViewTooLong
    own = SavedView.objects.filter(consultation=consultation, by=by)
    if own.filter(name=name).exists():
        return _the_same(own, name, query, shared=shared)
    if own.count() >= MOST_VIEWS:
        raise TooManyViews
    try:
        with transaction.atomic():
            view = SavedView.objects.create(
                consultation=consultation, by=by, name=name, query=query, shared_at=timezone.now() if shared else None
            )
            record(verb="save_view", by=by, consultation=consultation, view=view.pk, shared=shared)
    except IntegrityError:  # sent twice at once
        return _the_same(own, name, query, shared=shared)
    return view


def _the_same(own: QuerySet[SavedView], name: str, query: str, *, shared: bool) -> SavedView:
    """The view of this name, if it is what was sent again. Raises ViewNameTaken."""
    stands = own.filter(name=name, query=query, shared_at__isnull=not shared).first()
    if stands is None:
        raise ViewNameTaken
    return stands


def rename_view(*, view: SavedView, by: User, name: str) -> SavedView:
    """Give a view another name (เปลี่ยนชื่อมุมมอง): an own one, or one that analysts share. Raises NotAllowed, ViewNameTaken."""
    _may_change(view, by)
    if view.name == name:
        return view
    try:
        with transaction.atomic():
            SavedView.objects.filter(pk=view.pk).update(name=name)
            record(verb="rename_view", by=by, consultation=view.consultation, view=view.pk)
    except IntegrityError:
        raise ViewNameTaken from None
    view.name = name
    return view


@transaction.atomic
def delete_view(*, view: SavedView, by: User) -> None:
    """Take a view away (ลบมุมมอง): an own one, or one that analysts share. What it showed stays. Raises NotAllowed."""
    _may_change(view, by)
    gone, _of_what = SavedView.objects.filter(pk=view.pk).delete()
    if gone:
        record(verb="delete_view", by=by, consultation=view.consultation, view=view.pk)


def _may_change(view: SavedView, by: User) -> None:
    if not (rules.may_analyse(by, view.consultation) and view.is_kept_by(by)):
        raise NotAllowed
