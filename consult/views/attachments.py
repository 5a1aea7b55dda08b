"""Documents that are handed out with a hearing: never shown inside of the site, always saved."""

import logging

from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from ..models import ResultFile
from ..models.attachment import CONTENT_TYPES, Attachment, attachments_of
from .doors import find_consultation
from .partial import file_response

logger = logging.getLogger(__name__)


@require_safe
def attachment_detail(request, pk, sha256):
    """A document that is among those told now. One that was taken off stays on record by its hash and is handed out no more."""
    consultation = find_consultation(request, pk)
    found = next((one for one in attachments_of(consultation.pack) if one.sha256 == sha256), None)
    if found is None:
        raise Http404
    return stored_file_response(request, found)


def stored_file_response(request, file: Attachment | ResultFile) -> HttpResponse:
    """The bytes under a name people know, of a type we know, for saving only. Raises Http404 where they are lost."""
    try:
        stored = default_storage.open(file.path)
        size = stored.size
    except OSError:
        logger.exception("The bytes of a file are not in MEDIA_ROOT: %s", file.path)
        raise Http404 from None
    kind = CONTENT_TYPES[file.kind]
    response = file_response(request, stored, size=size, sha256=file.sha256, name=file.file_name, content_type=kind)
    response["Cache-Control"] = "no-cache"
    return response
