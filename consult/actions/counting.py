from django.db import connection, transaction

from ..models import Uncounted
from ..models.counting import fold_rows, recount_rows

BATCH = 5_000


def fold_figures() -> int:
    """Count what waits in ``Uncounted`` into the kept figures; returns how many rows. For the ticker, once a second.

    Figures are the same before and after. Safe in any number of processes at once: who finds rows locked leaves them.
    """
    if not Uncounted.objects.exists():
        return 0
    with transaction.atomic():
        rows = Uncounted.objects.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)
        ids = list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])
        if ids:
            fold_rows(ids)
    return len(ids)


@transaction.atomic
def recount_figures() -> None:
    """Count every kept figure anew from the rows of the record; acts wait meanwhile, readers do not. For operators."""
    recount_rows(connection)
