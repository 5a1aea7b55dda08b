"""A published result as anybody may read it now: its words as they were signed, less those of citizens that left the record since."""

from ..report import QuoteBlock, Report, without_words_of
from .comment import Comment
from .result import Result

#: Said in place of words that are quoted no more; the report is in Thai
GONE = "ถ้อยคำนี้ไม่แสดงแล้ว เพราะผู้เขียนถอนหรือแก้ หรือผู้ดูแลซ่อน หลังจากเผยแพร่สรุปผล"


def gone_words(report: Report) -> set[int]:
    """Comments that the report quotes and that nobody may read now, or not in these words (one query)."""
    quotes = [block for block in report.blocks if isinstance(block, QuoteBlock)]
    asked = {pk for block in quotes for run in block.runs for pk in run.cites}
    readable = dict(Comment.objects.filter(pk__in=asked).visible().values_list("pk", "public_text"))
    gone = asked - readable.keys()
    for block in quotes:
        words = _plain("".join(run.text for run in block.runs)).removesuffix("…").strip()
        gone |= {pk for run in block.runs for pk in run.cites if pk in readable and words not in _plain(readable[pk])}
    return gone


def _plain(text: str) -> str:
    return " ".join(text.split())


def shown_report(result: Result) -> Report:
    report = result.report
    return without_words_of(report, gone_words(report), GONE)
