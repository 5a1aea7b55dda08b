import shutil
import tempfile
from dataclasses import asdict
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from consult.actions import sign_checkpoint
from consult.ledger.leaf import moment
from consult.models import Consultation

from ..errors import NotYetClosed
from ..models import OpenDataRelease
from ..opendata.folder import write_folder
from ..opendata.place import folder_of
from ..opendata.state import state_of
from ..opendata.withheld import removed_since


def publish_open_data(*, consultation: Consultation) -> OpenDataRelease:
    """Make the open data of a closed hearing (เผยแพร่ข้อมูลเปิด), unless the last release says what the record says.

    Files are written beside, put in place, and recorded; then those of earlier releases go. Whoever is second loses nothing.
    Raises NotYetClosed.
    """
    if not consultation.is_closed() or consultation.draft_id is None:
        raise NotYetClosed
    before = consultation.open_data.order_by("-number").first()
    state = state_of(consultation)
    if before and before.removed_at is None and before.state == state and folder_of(before).is_dir():
        return before
    number = before.number + 1 if before else 1
    made_at = timezone.now()
    sign_checkpoint(occasion=f"open data {consultation.pk} {moment(made_at)}", hearing=consultation.pk)
    root = Path(settings.OPEN_DATA_ROOT) / str(consultation.pk)
    root.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=root, prefix="making-") as making:
        files, counted = write_folder(
            Path(making), consultation, number=number, made_at=made_at, counted=before.counted if before else None
        )
        release = OpenDataRelease(
            consultation=consultation,
            number=number,
            made_at=made_at,
            reason=_reason(before, state),
            removed_comments=removed_since(consultation, before.made_at) if before else 0,
            state=state,
            files=[asdict(file) for file in files],
            counted=counted,
        )
        return _put_in_place(release, Path(making))


def _put_in_place(release: OpenDataRelease, making: Path) -> OpenDataRelease:
    place = folder_of(release)
    try:
        with transaction.atomic():
            release.save(force_insert=True)
            earlier = release.consultation.open_data.standing().exclude(pk=release.pk)
            gone = list(earlier)
            earlier.update(removed_at=release.made_at)
            shutil.rmtree(place, ignore_errors=True)
            shutil.copytree(making, place, copy_function=shutil.move)
    except IntegrityError:  # another process made this very release meanwhile
        return release.consultation.open_data.get(number=release.number)
    for one in gone:
        shutil.rmtree(folder_of(one), ignore_errors=True)
    return release


def _reason(before: OpenDataRelease | None, state: dict) -> OpenDataRelease.Reason:
    if before is None:
        return OpenDataRelease.Reason.FIRST
    hidden = before.state["comments"] != state["comments"]
    return OpenDataRelease.Reason.HIDDEN if hidden else OpenDataRelease.Reason.CHANGED
