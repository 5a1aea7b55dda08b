"""The Merkle tree over the logged acts, read from the database by 256 hashes at a time."""

from ..ledger.tree import node_hash
from .ledger import SUBTREE_LEVELS, LoggedAct, LogSubtree

WIDTH = 1 << SUBTREE_LEVELS
#: Rows of 256 hashes that are remembered, the last ones read
_MOST_READ = 64


def size_of_log() -> int:
    """In leaves: acts that have their number."""
    last = LoggedAct.objects.filter(leaf_index__isnull=False).order_by("-leaf_index")
    newest = last.values_list("leaf_index", flat=True).first()
    return 0 if newest is None else newest + 1


class TreeOfLog:
    """Hashes of its perfect subtrees, for roots and proofs (``consult.ledger.tree.Subtree``). One for each piece of work: some of what
    it read it keeps, and the log only grows."""

    def __init__(self) -> None:
        self._read: dict[tuple[int, int], list[bytes]] = {}

    def __call__(self, level: int, place: int) -> bytes:
        if level % SUBTREE_LEVELS == 0:
            return self._beside(level, place // WIDTH)[place % WIDTH]
        return node_hash(self(level - 1, 2 * place), self(level - 1, 2 * place + 1))

    def under(self, level: int, place: int) -> bytes:
        """Hash of a whole kept subtree, made anew of the 256 below it."""
        hashes = self._beside(level - SUBTREE_LEVELS, place)
        while len(hashes) > 1:
            hashes = [node_hash(left, right) for left, right in zip(hashes[::2], hashes[1::2], strict=True)]
        return hashes[0]

    def _beside(self, level: int, number: int) -> list[bytes]:
        """The hashes of a level that stand in one row of 256, as many as there are (one query)."""
        if (level, number) not in self._read:
            begin, end = number * WIDTH, (number + 1) * WIDTH
            if level == 0:
                acts = LoggedAct.objects.numbered().filter(leaf_index__gte=begin, leaf_index__lt=end)
                hashes = [act.leaf.hash() for act in acts]
            else:
                rows = LogSubtree.objects.filter(level=level, place__gte=begin, place__lt=end).order_by("place")
                hashes = [bytes(one) for one in rows.values_list("hash", flat=True)]
            if len(self._read) >= _MOST_READ:
                del self._read[next(iter(self._read))]
            self._read[level, number] = hashes
        return self._read[level, number]
