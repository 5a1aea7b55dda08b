"""The Merkle tree beside another implementation of RFC 9162, over trees of any size."""

from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from consult.ledger.tree import (
    GrowingTree,
    consistency_proof,
    inclusion_proof,
    is_consistent,
    is_included,
    leaf_hash,
    node_hash,
    root_of,
)

sizes = st.integers(min_value=1, max_value=130)


def data_of(place: int) -> bytes:
    return f"leaf {place}".encode()


def subtree_of(size: int):
    """Hashes of perfect subtrees over ``size`` leaves."""

    def subtree(level: int, place: int) -> bytes:
        if level == 0:
            assert place < size
            return leaf_hash(data_of(place))
        return node_hash(subtree(level - 1, 2 * place), subtree(level - 1, 2 * place + 1))

    return subtree


def oracle_of(size: int) -> InmemoryTree:
    tree = InmemoryTree(algorithm="sha256")
    for place in range(size):
        tree.append_entry(data_of(place))
    return tree


def path_of(proof) -> list[str]:
    """Their proofs begin with the leaf itself."""
    return list(proof.serialize()["path"])


def test_the_root_of_nothing_is_the_hash_of_nothing():
    assert GrowingTree().root() == sha256().digest()


@settings(max_examples=60, deadline=None)
@given(sizes)
def test_a_tree_that_grows_has_the_root_another_implementation_has(size):
    tree = GrowingTree()
    for place in range(size):
        tree.add(leaf_hash(data_of(place)))
    assert tree.root() == oracle_of(size).get_root(size) == root_of(size, subtree_of(size))


@settings(max_examples=60, deadline=None)
@given(sizes, st.data())
def test_a_proof_of_inclusion_is_the_one_another_implementation_makes_and_holds(size, data):
    index = data.draw(st.integers(min_value=0, max_value=size - 1))
    path = inclusion_proof(index, size, subtree_of(size))
    leaf, root = leaf_hash(data_of(index)), root_of(size, subtree_of(size))
    theirs = path_of(oracle_of(size).prove_inclusion(index + 1, size))
    assert [leaf.hex(), *(step.hex() for step in path)] == theirs
    assert is_included(leaf, index, size, path, root)


@settings(max_examples=100, deadline=None)
@given(sizes, st.data())
def test_a_proof_of_inclusion_holds_for_nothing_else(size, data):
    index = data.draw(st.integers(min_value=0, max_value=size - 1))
    path = inclusion_proof(index, size, subtree_of(size))
    leaf, root = leaf_hash(data_of(index)), root_of(size, subtree_of(size))
    other = data.draw(st.integers(min_value=-1, max_value=size + 3).filter(lambda place: place != index))
    assert not is_included(leaf, other, size, path, root)
    assert not is_included(leaf_hash(b"another"), index, size, path, root)
    assert not is_included(leaf, index, size, [*path, root], root)
    if path:
        place = data.draw(st.integers(min_value=0, max_value=len(path) - 1))
        assert not is_included(leaf, index, size, [*path[:place], b"\0" * 32, *path[place + 1 :]], root)
        assert not is_included(leaf, index, size, path[:-1], root)


@settings(max_examples=100, deadline=None)
@given(sizes, st.data())
def test_a_tree_is_consistent_with_its_beginnings_and_with_no_other_tree(new, data):
    old = data.draw(st.integers(min_value=1, max_value=new))
    path = consistency_proof(old, new, subtree_of(new))
    old_root, new_root = root_of(old, subtree_of(new)), root_of(new, subtree_of(new))
    assert is_consistent(old, old_root, new, new_root, path)
    assert not is_consistent(old, leaf_hash(b"another"), new, new_root, path)
    assert not is_consistent(old, old_root, new, leaf_hash(b"another"), path)
    assert not is_consistent(old, old_root, new, new_root, [*path, new_root])
    assert not is_consistent(new + 1, old_root, new, new_root, path)
    assert not is_consistent(0, old_root, new, new_root, path)
    if path:
        assert not is_consistent(old, old_root, new, new_root, path[1:])


@settings(max_examples=60, deadline=None)
@given(sizes, st.data())
def test_runs_of_leaves_may_be_added_as_perfect_subtrees(size, data):
    tree, at = GrowingTree(), 0
    while at < size:
        fits = [1 << level for level in range(8) if at % (1 << level) == 0 and at + (1 << level) <= size]
        leaves = data.draw(st.sampled_from(fits))
        tree.add(subtree_of(size)(leaves.bit_length() - 1, at // leaves), leaves)
        at += leaves
    assert (tree.size, tree.root()) == (size, root_of(size, subtree_of(size)))


@pytest.mark.parametrize("leaves", [0, 3, 2, 8])
def test_what_is_no_perfect_subtree_at_its_place_is_refused(leaves):
    tree = GrowingTree()
    tree.add(leaf_hash(b"first"))
    with pytest.raises(ValueError):
        tree.add(leaf_hash(b"next"), leaves)


def test_proofs_outside_of_the_tree_are_refused():
    for ask in (lambda: inclusion_proof(3, 3, subtree_of(3)), lambda: consistency_proof(0, 3, subtree_of(3))):
        with pytest.raises(ValueError):
            ask()
