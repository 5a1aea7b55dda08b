"""The digest of a report, and a report without words that left the record since it was made."""

import json
from collections.abc import Collection
from dataclasses import replace
from hashlib import sha256
from typing import Any

from .document import Block, QuoteBlock, Report, Run

_SIGN = "sha256:"


def seal(document: dict[str, Any]) -> str:
    """The digest of a document as `Report.as_json` gives it: of its canonical JSON, in which every citizen's words stand as their own digest.

    So one who withdrew her words takes them out of every copy, and the digest of the document still holds. A document whose words are
    digests already has the same one.
    """
    told = json.dumps(digested(document), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return _hex(told)


def digested(document: dict[str, Any], gone: Collection[int] | None = None) -> dict[str, Any]:
    """The document with the words of quoted comments as digests: of all of them, or of those that are gone."""
    return document | {"blocks": [_digested(block, gone) for block in document["blocks"]]}


def without_words_of(report: Report, gone: Collection[int], instead: str) -> Report:
    """The report as it may be shown now: where a comment is gone, its words are not quoted, and ``instead`` says so."""
    return replace(report, blocks=tuple(_without(block, gone, instead) for block in report.blocks))


def shown_digest(report: Report) -> str:
    """The digest of a report with all its words, as it is shown: a file made from it is the file of these words."""
    return _hex(json.dumps(report.as_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":")))


def _without(block: Block, gone: Collection[int], instead: str) -> Block:
    if isinstance(block, QuoteBlock) and any(pk in gone for run in block.runs for pk in run.cites):
        return replace(block, runs=(Run(text=instead, cites=tuple(pk for run in block.runs for pk in run.cites)),))
    return block


def _digested(block: dict[str, Any], gone: Collection[int] | None) -> dict[str, Any]:
    if block["kind"] != QuoteBlock.kind:
        return block
    return block | {"runs": [_digested_run(run, gone) for run in block["runs"]]}


def _digested_run(run: dict[str, Any], gone: Collection[int] | None) -> dict[str, Any]:
    stays = not run["cites"] or (gone is not None and not any(pk in gone for pk in run["cites"]))
    if stays or run["text"].startswith(_SIGN):
        return run
    return run | {"text": _SIGN + _hex(run["text"])}


def _hex(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
