"""A receipt beside the folder: what its owner did is in the log, and is what the folder tells."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from analysis.core.errors import InputError
from consult.ledger.checkpoint import NotACheckpoint, is_signed
from consult.ledger.checkpoint import read as read_note
from consult.ledger.leaf import Leaf, commitment_of
from consult.ledger.tree import is_included

from .findings import VerifiedFindings
from .log import PublishedLog


def check_receipt(path: str, log: PublishedLog, found: VerifiedFindings) -> None:
    """Raises InputError for a file that is no receipt."""
    receipt = _read(path)
    try:
        entry, act = receipt["entry"], receipt["act"]
        commitment = bytes.fromhex(entry["commitment"])
        leaf = Leaf(entry["hearing"], entry["kind"], entry["at"], entry["commitment"])
        salt = bytes.fromhex(receipt["salt"])
        proof = receipt.get("proof")
        opens = commitment_of(salt, act) == commitment
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError("this is no receipt", thai="ไฟล์นี้ไม่ใช่ใบรับ", path=path) from error
    found.is_it(opens, "ใบรับเปิดรายการของตนได้", "the receipt opens its entry")
    if proof:
        _check_proof(proof, leaf, log, found, path)
    else:
        found.note("ใบรับนี้ออกก่อนมีจุดตรวจสอบ", "the receipt was taken before a checkpoint was signed")
    if entry["hearing"] != log.hearing:
        found.note("ใบรับนี้เป็นของการรับฟังอื่น", "the receipt is of another hearing")
        return
    stands = log.entries.get(commitment)
    holds = stands is not None and stands[1:] == (leaf.kind, leaf.at)
    found.is_it(
        holds and (not proof or (stands or (-1,))[0] == proof["index"]),
        "รายการของใบรับอยู่ในสมุดบันทึกของแฟ้มนี้",
        "the entry of the receipt is in the log of this folder",
    )


def _check_proof(proof: Any, leaf: Leaf, log: PublishedLog, found: VerifiedFindings, path: str) -> None:
    try:
        note = proof["checkpoint"]
        checkpoint, steps = read_note(note), [bytes.fromhex(one) for one in proof["path"]]
        included = is_included(leaf.hash(), proof["index"], checkpoint.size, steps, checkpoint.root)
    except (KeyError, TypeError, ValueError, NotACheckpoint) as error:
        raise InputError("this is no receipt", thai="ไฟล์นี้ไม่ใช่ใบรับ", path=path) from error
    signed = is_signed(note, log.keys)
    found.is_it(
        included and signed,
        f"หลักฐานในใบรับนำไปสู่จุดตรวจสอบที่ลงนาม ({checkpoint.at})",
        f"the proof of the receipt leads to a signed checkpoint ({checkpoint.at})",
    )
    check_old(note, log, found)


def check_old(note: str, log: PublishedLog, found: VerifiedFindings) -> None:
    """Whether the log of the folder goes on from this checkpoint, which somebody kept. Raises NotACheckpoint."""
    old = read_note(note)
    if old.size > log.size:
        found.note(
            f"จุดตรวจสอบที่เก็บไว้ ({old.at}) ใหม่กว่าแฟ้มนี้ จึงเทียบไม่ได้",
            f"the checkpoint that was kept ({old.at}) is newer than this folder and cannot be compared",
        )
        return
    signed = is_signed(note, log.keys)
    found.is_it(
        signed and log.roots.get(old.size) == old.root,
        f"สมุดบันทึกต่อเนื่องจากจุดตรวจสอบที่เก็บไว้ ({old.at}, {old.size} รายการ)",
        f"the log goes on from the checkpoint that was kept ({old.at}, {old.size} entries)",
    )


def _read(path: str) -> Any:
    try:
        return json.loads(Path(path).read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise InputError("this file cannot be read", thai="อ่านไฟล์นี้ไม่ได้", path=path) from error
