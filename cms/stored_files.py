"""Which files of MEDIA_ROOT the site still has a use for, and since when it has none for the others (ไฟล์ที่ไม่มีหน้าใดใช้แล้ว)."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import PurePosixPath

from django.core.files.storage import default_storage
from django.db import models
from django.db.models.fields.json import KT
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Revision

from consult.models import Consultation, ResultFile
from consult.models.attachment import attachments_of
from consult.models.facts import ATTACHMENTS

from .models import ConsultationPage

#: Folders of MEDIA_ROOT that are looked through: attachments of hearings, Wagtail's own uploads, files of published results
FOLDERS = ("attachments", "documents", "original_images", "results")


def attached() -> set[str]:
    """Paths of attachments in what people read, in what pages hold, and in drafts as they were saved last or are to be published."""
    packs: list[dict] = [*_packs(Consultation.objects.all()), *_packs(ConsultationPage.objects.all())]
    newest = ConsultationPage.objects.values("latest_revision")
    waiting = Revision.objects.filter(models.Q(pk__in=newest) | models.Q(approved_go_live_at__isnull=False))
    drafts = waiting.annotate(kept=KT(f"content__pack__{ATTACHMENTS}")).exclude(kept=None)
    packs += [found for found in drafts.values_list("content__pack", flat=True).iterator() if isinstance(found, dict)]
    return {one.path for pack in packs for one in attachments_of(pack)}


def _packs(rows) -> Iterator[dict]:
    return rows.filter(**{f"pack__{ATTACHMENTS}__isnull": False}).values_list("pack", flat=True).iterator()


def uploaded() -> set[str]:
    """Paths of Wagtail's documents and pictures, and of the files of results."""
    kinds = (get_document_model(), get_image_model())
    uploads = {path for model in kinds for path in model.objects.values_list("file", flat=True)}
    return uploads | {file.path for file in ResultFile.objects.only("sha256", "kind")}


def stored() -> Iterator[str]:
    """Every file of those folders."""
    for folder in FOLDERS:
        try:
            names = default_storage.listdir(folder)[1]
        except FileNotFoundError:
            continue
        yield from (str(PurePosixPath(folder, name)) for name in names)


def stored_at(path: str) -> datetime:
    return default_storage.get_modified_time(path)
