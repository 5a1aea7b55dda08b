"""Documents that are handed out with a hearing: never shown inside of the site, always saved."""

import logging

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.views.decorators.http import require_safe

from ..models.attachment import CONTENT_TYPES, Attachment, attachments_of
from .doors import find_consultation

logger = logging.getLogger(__name__)


@require_safe
def attachment_detail(request, pk, sha256):
    """A document that is among those told now. One that was taken off stays on record by its hash and is handed out no more."""
    consultation = find_consultation(request, pk)
    found = next((one for one in attachments_of(consultation.pack) if one.sha256 == sha256), None)
    if found is None:
        raise Http404
    return file_response(found)


def file_response(attachment: Attachment) -> FileResponse:
    """The bytes under a name of its title, of a type we know, for saving only. Raises Http404 where they are lost."""
    try:
        stored = default_storage.open(attachment.path)
    except OSError:
        logger.exception("The bytes of an attachment are not in MEDIA_ROOT: %s", attachment.path)
        raise Http404 from None
    response = FileResponse(
        stored, as_attachment=True, filename=attachment.file_name, content_type=CONTENT_TYPES[attachment.kind]
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "no-cache"
    return response
