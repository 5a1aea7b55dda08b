"""The log of all acts (สมุดบันทึกการกระทำ): what stands in its leaves, what opens them, and its signed checkpoints."""

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import chain

from django.db import connection, models
from django.db.models import Max, Q

from ..ledger.leaf import Leaf, moment
from .prepared import PreparedForIds, ask

#: Leaves, or subtrees, under one kept subtree
SUBTREE_LEVELS = 8
#: How the occasion of a checkpoint begins that was signed at the end of a hearing
CLOSING = "closing "


class LoggedActQuerySet(models.QuerySet):
    def numbered(self, size: int | None = None):
        """Those that have their place in the log, the first ``size`` of them, in order."""
        found = self.filter(leaf_index__isnull=False) if size is None else self.filter(leaf_index__lt=size)
        return found.order_by("leaf_index")

    def about(self, family: str, rows: Iterable[int] | None = None):
        """Every act on these rows, or on any, oldest first; ``family``: the kind without what follows its point."""
        found = self.filter(Q(kind=family) | Q(kind__startswith=f"{family}."))
        return (found if rows is None else found.filter(row__in=list(rows))).order_by("pk")

    def append(self, entries: "Sequence[tuple[LoggedAct, LogOpening]]", closed: Sequence[int] = ()) -> None:
        """Write a few leaves with what opens them, and forget what opens the ``closed`` ones; every act does this, so it costs no model,
        and on PostgreSQL one question."""
        told = [
            [act.hearing, act.kind, act.row, connection.ops.adapt_datetimefield_value(act.at), act.commitment]
            for act, _opening in entries
        ]
        opens = [[opening.participant_id, opening.salt, opening.act] for _act, opening in entries]
        if connection.vendor == "postgresql":
            ask(_in_one(len(entries), len(closed)), [*chain(*told), *closed, *chain(*opens)])
            return
        for pk in closed:
            ask(_CLOSE, [pk])
        for leaf, opens_it in zip(told, opens, strict=True):
            ((pk,),) = ask(_APPEND, leaf)
            ask(_OPEN, [pk, *opens_it])


def newest_leaves(family: str, rows: Sequence[int]) -> Sequence[tuple[int, int, bytes]]:
    """(row, leaf, commitment) of the newest act on each of these rows that has one (one query)."""
    asked = _NEWEST.get(family)
    if asked is None:
        asked = _NEWEST[family] = PreparedForIds(
            lambda ids: LoggedAct.objects.filter(
                pk__in=LoggedAct.objects.about(family, ids)
                .order_by()
                .values("row")
                .annotate(last=Max("pk"))
                .values("last")
            ).values_list("row", "pk", "commitment")
        )
    return asked.rows(rows)


#: By family of acts, of which there are a few
_NEWEST: dict[str, PreparedForIds] = {}
_APPEND = (
    """INSERT INTO consult_loggedact (hearing, kind, "row", at, commitment) VALUES (%s, %s, %s, %s, %s) RETURNING id"""
)
_OPENING = "entry_id, participant_id, salt, act"
_OPEN = f"INSERT INTO consult_logopening ({_OPENING}) VALUES (%s, %s, %s, %s) RETURNING entry_id"  # noqa: S608

_CLOSE = "DELETE FROM consult_logopening WHERE entry_id = %s RETURNING entry_id"


@cache
def _in_one(leaves: int, closed: int) -> str:
    """So many leaves and what opens them, with as many openings forgotten, as one question of PostgreSQL."""
    parts = [f"entry{n} AS ({_APPEND})" for n in range(leaves)]
    if closed:
        parts.append(f"closed AS (DELETE FROM consult_logopening WHERE entry_id IN ({', '.join(['%s'] * closed)}))")  # noqa: S608
    opens = " UNION ALL ".join(f"SELECT id, %s::bigint, %s::bytea, %s::text FROM entry{n}" for n in range(leaves))  # noqa: S608
    return f"WITH {', '.join(parts)} INSERT INTO consult_logopening ({_OPENING}) {opens} RETURNING entry_id"


class LoggedAct(models.Model):
    """One leaf of the log: written in the transaction of the act, numbered afterwards by the ticker, and never changed.

    The number is the place in the tree, from 0, without holes; what waits for one is not committed to yet by any checkpoint.
    ``hearing`` and ``row`` are ids and no foreign keys: nobody who acts holds a row that others need.
    """

    leaf_index = models.PositiveBigIntegerField(null=True, unique=True)
    hearing = models.PositiveBigIntegerField(help_text="0 of an act that concerns none.")
    kind = models.CharField(max_length=40)
    row = models.PositiveBigIntegerField(help_text="The row that the act made or changed, of the table its kind says.")
    at = models.DateTimeField()
    commitment = models.BinaryField(
        max_length=32, help_text="SHA-256 of the salt and the act; see consult.ledger.leaf."
    )

    objects = LoggedActQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=Q(leaf_index__isnull=True), name="acts_waiting_for_their_leaf"),
            models.Index(fields=["row", "kind"], name="logged_acts_on_a_row"),
            models.Index(fields=["commitment"], name="logged_acts_by_commitment"),
        ]

    def __str__(self) -> str:
        return f"{self.leaf_index}: {self.kind}"

    @property
    def leaf(self) -> Leaf:
        return Leaf(self.hearing, self.kind, moment(self.at), bytes(self.commitment).hex())


class LogOpening(models.Model):
    """What opens a leaf: its salt and, where no row tells it, the act. Goes with the person, and when somebody votes otherwise: the leaf
    stays, and nobody can say any more what it was."""

    entry = models.OneToOneField(LoggedAct, on_delete=models.PROTECT, primary_key=True, related_name="opening")
    participant = models.ForeignKey(
        "consult.Participant",
        on_delete=models.PROTECT,
        null=True,
        related_name="openings",
        help_text="Whose act it was; none of staff.",
    )
    salt = models.BinaryField(max_length=16)
    act = models.TextField(blank=True, help_text="As canonical JSON; empty where the row tells it.")

    def __str__(self) -> str:
        return str(self.entry_id)


class LogSubtree(models.Model):
    """Hash of a perfect subtree of the log, so that no proof reads more than a few hundred leaves. Levels are multiples of 8."""

    level = models.PositiveSmallIntegerField()
    place = models.PositiveBigIntegerField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["level", "place"], name="each_subtree_of_the_log_once")]

    def __str__(self) -> str:
        return f"{self.level}/{self.place}"


class LogCheckpointQuerySet(models.QuerySet):
    def at_closing(self, consultation) -> "LogCheckpoint | None":
        """The one that was signed when a hearing closed, the last time it did."""
        return self.filter(hearing=consultation.pk, occasion__startswith=CLOSING).first()


class LogCheckpoint(models.Model):
    """How long the log was at a moment, and its root, signed (จุดตรวจสอบ). Rows are only ever added."""

    occasion = models.CharField(
        max_length=80, unique=True, help_text="The hour, or the closing of a hearing: each is signed once."
    )
    hearing = models.PositiveBigIntegerField(default=0, help_text="Which one closed; 0 of an hour.")
    size = models.PositiveBigIntegerField(help_text="In leaves.")
    root = models.BinaryField(max_length=32)
    at = models.DateTimeField()
    note = models.TextField(help_text="The signed note; see consult.ledger.checkpoint.")

    objects = LogCheckpointQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["hearing", "-id"], name="checkpoints_of_a_hearing")]

    def __str__(self) -> str:
        return f"{self.occasion}: {self.size}"
