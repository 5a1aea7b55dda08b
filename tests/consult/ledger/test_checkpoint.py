"""Leaves, receipt codes and signed checkpoints."""

from base64 import b64encode
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from consult.ledger.checkpoint import (
    Checkpoint,
    NotACheckpoint,
    PublicKey,
    is_signed,
    notes_in,
    private_key,
    public_key,
    read,
    signed,
)
from consult.ledger.leaf import Leaf, beginning_of, canonical, code_of, commitment_of, moment

KEY = private_key(b64encode(b"k" * 32).decode())
OTHER = private_key(b64encode(b"o" * 32).decode())
NAME = "hearing.example/log"
AT = moment(datetime(2026, 11, 30, 17, tzinfo=UTC))
CHECKPOINT = Checkpoint(origin=NAME, size=5, root=b"r" * 32, at=AT)


def test_a_value_has_one_spelling():
    assert canonical({"b": "ก", "a": [1, None, True]}) == '{"a":[1,null,true],"b":"ก"}'.encode()


@pytest.mark.parametrize("value", [1.5, {1: "a"}, {"a": b"bytes"}, [{"a": {1, 2}}]])
def test_what_may_be_spelled_in_several_ways_is_refused(value):
    with pytest.raises(ValueError):
        canonical(value)


def test_a_moment_is_the_same_wherever_it_is_told():
    bangkok = datetime(2026, 12, 1, 0, 0, 0, 5, tzinfo=timezone(timedelta(hours=7)))
    assert moment(bangkok) == "2026-11-30T17:00:00.000005Z"
    with pytest.raises(ValueError):
        moment(datetime(2026, 1, 1))


def test_a_commitment_is_another_one_for_another_act_or_another_salt():
    acts = [commitment_of(salt, {"choice": choice}) for salt in (b"1" * 16, b"2" * 16) for choice in (1, -1)]
    assert len(set(acts)) == 4


@pytest.mark.parametrize("name", ["hearing", "kind", "at", "commitment"])
def test_whatever_changes_in_a_leaf_changes_its_hash(name):
    leaf = Leaf(hearing=1, kind="vote", at=AT, commitment="00" * 32)
    assert replace(leaf, **{name: 2 if name == "hearing" else "other"}).hash() != leaf.hash()


def test_a_code_is_read_however_it_is_typed():
    commitment = bytes(range(32))
    code = code_of(commitment)
    assert beginning_of(code) == beginning_of(f" {code.lower().replace('-', ' ')} ") == commitment[:10]
    for typed in ("", "ABCD", code + "A", "ก" * 16, "1" * 16):
        with pytest.raises(ValueError):
            beginning_of(typed)


def test_a_signed_checkpoint_is_believed_and_says_what_was_signed():
    note = signed(CHECKPOINT, NAME, KEY)
    assert read(note) == CHECKPOINT
    assert is_signed(note, [public_key(NAME, OTHER), public_key(NAME, KEY)])


def test_a_checkpoint_of_another_key_or_name_or_with_other_words_is_not_believed():
    note = signed(CHECKPOINT, NAME, KEY)
    assert not is_signed(note, [public_key(NAME, OTHER)])
    assert not is_signed(note, [public_key("other.example", KEY)])
    assert not is_signed(note.replace("\n5\n", "\n6\n"), [public_key(NAME, KEY)])
    assert not is_signed(note.partition("\n\n")[0] + "\n\n", [public_key(NAME, KEY)])
    assert not is_signed("", [])


def test_a_key_is_written_down_and_read_again():
    key = public_key(NAME, KEY)
    assert PublicKey.read(str(key)) == key
    for written in ("", NAME, str(key).replace("+", "-", 1), str(key)[:-4], str(key).replace(NAME, "other.example")):
        with pytest.raises(NotACheckpoint):
            PublicKey.read(written)


@pytest.mark.parametrize(
    "change",
    [
        lambda note: "",
        lambda note: "no note",
        lambda note: note.replace("\n5\n", "\nfive\n"),
        lambda note: note.replace("\n5\n", "\n05\n"),
        lambda note: note.replace("time ", "moment "),
        lambda note: note.partition("\n\n")[0],
    ],
)
def test_a_text_that_is_no_checkpoint_is_refused(change):
    with pytest.raises(NotACheckpoint):
        read(change(signed(CHECKPOINT, NAME, KEY)))


def test_notes_stand_one_after_the_other_in_a_file():
    notes = [signed(replace(CHECKPOINT, size=size), NAME, KEY) for size in (1, 2, 3)]
    assert notes_in("\n".join(notes)) == notes
    assert notes_in("") == []
    assert [read(note).size for note in notes_in("\n".join(notes))] == [1, 2, 3]
