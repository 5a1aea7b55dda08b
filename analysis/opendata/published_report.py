"""The published result as data, without the words of comments that left the record since."""

import json
from pathlib import Path

from consult.models import Comment, Result
from consult.report import without_words_of

from .basis import Basis
from .files import OpenFile, described

REPORT = "report.json"
#: What stands in place of a quotation that is gone, in the language of the record
_GONE = "[ถ้อยคำนี้ไม่อยู่ในบันทึกที่เผยแพร่แล้ว]"


def write_report(folder: Path, basis: Basis) -> list[OpenFile]:
    """One file, or none where no result is published."""
    result = Result.objects.published().filter(consultation=basis.consultation).first()
    if result is None:
        return []
    gone = set(Comment.objects.filter(consultation=basis.consultation).not_visible().values_list("pk", flat=True))
    shown = without_words_of(result.report, gone, _GONE)
    path = folder / REPORT
    path.write_text(json.dumps(shown.as_json(), ensure_ascii=False, indent=1), encoding="utf-8")
    return [described(path)]
