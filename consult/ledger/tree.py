"""The Merkle tree of RFC 9162, section 2.1: roots, proofs and their verification, in memory that grows with log n.

A hash is 32 bytes. A perfect subtree is named by its ``level`` (it has 2**level leaves) and its place from the left on that level;
where a caller has such hashes (a list in memory, rows of a database), roots and proofs of any size are made of them.
"""

from collections.abc import Callable, Sequence
from hashlib import sha256

#: Hash of a perfect subtree by its level and place
Subtree = Callable[[int, int], bytes]


def leaf_hash(data: bytes) -> bytes:
    return sha256(b"\0" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\1" + left + right).digest()


class GrowingTree:
    """A tree that takes one leaf after the other and keeps the perfect subtrees it is made of, no more."""

    def __init__(self) -> None:
        self.size = 0
        self._subtrees: list[tuple[int, bytes]] = []

    def add(self, subtree: bytes, leaves: int = 1) -> None:
        """Add a leaf, or ``leaves`` of them (a power of two) as one perfect subtree. Raises ValueError where no such one may follow."""
        if leaves < 1 or leaves & (leaves - 1) or self.size % leaves:
            raise ValueError(f"no perfect subtree of {leaves} leaves follows {self.size}")
        self.size += leaves
        while self._subtrees and self._subtrees[-1][0] == leaves:
            subtree = node_hash(self._subtrees.pop()[1], subtree)
            leaves *= 2
        self._subtrees.append((leaves, subtree))

    def root(self) -> bytes:
        return _joined([subtree for _leaves, subtree in self._subtrees])


def _joined(subtrees: Sequence[bytes]) -> bytes:
    """The root over perfect subtrees that stand from left to right."""
    if not subtrees:
        return sha256().digest()
    root = subtrees[-1]
    for left in reversed(subtrees[:-1]):
        root = node_hash(left, root)
    return root


def root_of(size: int, subtree: Subtree) -> bytes:
    return _span(0, size, subtree)


def _span(start: int, end: int, subtree: Subtree) -> bytes:
    """Hash of these leaves, where ``start`` is a place at which the tree is split."""
    found = []
    while start < end:
        level = (end - start).bit_length() - 1
        found.append(subtree(level, start >> level))
        start += 1 << level
    return _joined(found)


def _split(start: int, end: int) -> int:
    """After the largest power of two that is smaller than their number."""
    return start + (1 << (end - start - 1).bit_length() - 1)


def inclusion_proof(index: int, size: int, subtree: Subtree) -> list[bytes]:
    """Section 2.1.3.1: hashes by which a leaf and the root of ``size`` leaves are tied. Raises ValueError outside of the tree."""
    if not 0 <= index < size:
        raise ValueError(f"no leaf {index} in a tree of {size}")
    start, end, path = 0, size, []
    while end - start > 1:
        middle = _split(start, end)
        if index < middle:
            path.append(_span(middle, end, subtree))
            end = middle
        else:
            path.append(_span(start, middle, subtree))
            start = middle
    return path[::-1]


def consistency_proof(old: int, new: int, subtree: Subtree) -> list[bytes]:
    """Section 2.1.4.1: hashes by which the roots of ``old`` and of ``new`` leaves are tied. Raises ValueError unless 0 < old <= new."""
    if not 0 < old <= new:
        raise ValueError(f"no tree of {old} leaves begins one of {new}")
    start, end, path, is_old_root = 0, new, [], True
    while old != end:
        middle = _split(start, end)
        if old <= middle:
            path.append(_span(middle, end, subtree))
            end = middle
        else:
            path.append(_span(start, middle, subtree))
            start, is_old_root = middle, False
    if not is_old_root:
        path.append(_span(start, end, subtree))
    return path[::-1]


def is_included(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Section 2.1.3.2: whether the path leads from the leaf at ``index`` to the root of ``size`` leaves."""
    if not 0 <= index < size:
        return False
    place, last, found = index, size - 1, leaf
    for step in path:
        if last == 0:
            return False
        if place & 1 or place == last:
            found = node_hash(step, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, step)
        place, last = place >> 1, last >> 1
    return last == 0 and found == root


def is_consistent(old: int, old_root: bytes, new: int, new_root: bytes, path: Sequence[bytes]) -> bool:
    """Section 2.1.4.2: whether the tree of ``new`` leaves begins with that of ``old`` ones."""
    if not 0 < old <= new or (old == new and path):
        return False
    if old == new:
        return old_root == new_root
    steps = [old_root, *path] if old & (old - 1) == 0 else list(path)
    if not steps:
        return False
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    found_old = found_new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            found_old, found_new = node_hash(step, found_old), node_hash(step, found_new)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found_new = node_hash(found_new, step)
        place, last = place >> 1, last >> 1
    return last == 0 and found_old == old_root and found_new == new_root
