import hashlib
import logging

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from ..models import Result, ResultFile
from ..models.shown_result import shown_report
from ..report import Report, shown_digest
from ..report.pdf import PaperUnavailable, pdf_of
from ..report.signature import pdf_signer
from ..report.signed import Signed, with_signatures
from ..report.word import word_of

logger = logging.getLogger(__name__)


def _signed_pdf(report: Report) -> bytes:
    return pdf_of(report, signer=pdf_signer())


_MAKERS = {ResultFile.Kind.PDF: _signed_pdf, ResultFile.Kind.DOCX: word_of}


def make_result_files(*, all_results: bool = False) -> int:
    """Make the files of published results that have none (ทำไฟล์สรุปผล); returns how many. For the timetable, safe to run twice.

    ``all_results``: also look at those that have both, whose words may have left the record since.
    """
    results = Result.objects.published().filter(consultation__withdrawn_at=None)
    if not all_results:
        results = results.annotate(made=Count("files")).filter(made__lt=len(_MAKERS))
    made = 0
    for pk in list(results.values_list("pk", flat=True)):
        result = Result.objects.get(pk=pk)
        for kind in _MAKERS:
            try:
                made += _make(result=result, kind=kind)
            except PaperUnavailable as missing:
                logger.warning("No PDF of result %s: %s", result, missing)
    return made


def _make(*, result: Result, kind: str) -> bool:
    """Make one file of a published result, as it may be read now; returns whether there was none.

    Files of words that were shown before, and are not now, go with their bytes. Raises PaperUnavailable.
    """
    report = shown_report(result)
    shown = shown_digest(report)
    is_new = not ResultFile.objects.filter(result=result, kind=kind, shown=shown).exists()
    if is_new:
        signed = with_signatures(report, _signed_by(result), sha256=result.sha256)
        content = _MAKERS[ResultFile.Kind(kind)](signed)
        file = ResultFile(
            result=result, kind=kind, shown=shown, sha256=hashlib.sha256(content).hexdigest(), size=len(content)
        )
        with (
            transaction.atomic()
        ):  # another worker may make it too, and signed bytes are others each time: the first one's stand
            Result.objects.select_for_update(no_key=True).get(pk=result.pk)
            if ResultFile.objects.filter(result=result, kind=kind, shown=shown).exists():
                return False
            _store(file.path, content)
            file.save()
    _forget(ResultFile.objects.filter(~Q(shown=shown), result=result, kind=kind))
    return is_new


def _signed_by(result: Result) -> list[Signed]:
    with override("th"):
        return [
            Signed(role=one.get_role_display() if one.role else _("administrator"), on=timezone.localdate(one.at))
            for one in result.signatures.all()
        ]


def _store(path: str, content: bytes) -> None:
    """Whole or not at all: what an earlier try left half written is written anew."""
    if default_storage.exists(path):
        with default_storage.open(path) as stored:
            if stored.read() == content:
                return
        default_storage.delete(path)
    default_storage.save(path, ContentFile(content))


def _forget(files) -> None:
    for file in list(files):
        default_storage.delete(file.path)
        file.delete()
