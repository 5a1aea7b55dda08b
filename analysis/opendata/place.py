"""Where the files of a release lie."""

from pathlib import Path

from django.conf import settings

from ..models import OpenDataRelease


def folder_of(release: OpenDataRelease) -> Path:
    """Under OPEN_DATA_ROOT, a folder a hearing and release."""
    return Path(settings.OPEN_DATA_ROOT) / str(release.consultation_id) / str(release.number)
