"""A stored file, whole or from where a download broke off (RFC 9110, section 14): one range at a time, and nothing to whoever has it."""

import re
from http import HTTPStatus
from typing import BinaryIO

from django.http import FileResponse, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

#: No file has more bytes than these digits count; more digits are no range that is understood, so the whole file is sent
_ONE_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)


class _Part:
    """Some of the bytes of an open file, read as they are sent."""

    def __init__(self, file: BinaryIO, begin: int, length: int):
        file.seek(begin)
        self._file, self._left = file, length

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(self._left if size < 0 else min(size, self._left))
        self._left -= len(data)
        return data

    def close(self) -> None:
        self._file.close()


def file_response(
    request, file: BinaryIO, *, size: int, sha256: str, name: str, content_type: str, modified: int | None = None
) -> HttpResponse:
    """``sha256``: of its bytes, which is its ETag. ``modified``: seconds since 1970. A range that the file does not have is answered with
    416; several ranges at once, or one of another file than this (If-Range), with the whole."""
    # packed on the way, bytes would be others than those with this hash and these places
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    etag = f'"{sha256}"'
    response: HttpResponse | None = get_conditional_response(request, etag=etag, last_modified=modified)
    if response is None:
        asked = _asked(request, etag, modified, size)
        if asked is None:
            response = FileResponse(file, as_attachment=True, filename=name, content_type=content_type)
        elif asked[0] >= asked[1]:
            file.close()
            response = HttpResponse(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
            response["Content-Range"] = f"bytes */{size}"
        else:
            begin, end = asked
            part = _Part(file, begin, end - begin)
            response = FileResponse(part, as_attachment=True, filename=name, content_type=content_type, status=206)
            response["Content-Length"], response["Content-Range"] = str(end - begin), f"bytes {begin}-{end - 1}/{size}"
    else:
        file.close()
    response["ETag"], response["Accept-Ranges"] = etag, "bytes"
    if modified is not None:
        response["Last-Modified"] = http_date(modified)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _asked(request, etag: str, modified: int | None, size: int) -> tuple[int, int] | None:
    """From where to where, the end not included; None for the whole. Begin and end are alike where the file has no such bytes."""
    found = _ONE_RANGE.fullmatch(request.headers.get("Range", "").strip())
    if request.method != "GET" or found is None or found[1] == found[2] == "":
        return None
    of = request.headers.get("If-Range")
    if of is not None and of != etag and (modified is None or of != http_date(modified)):
        return None
    if not found[1]:
        return max(0, size - int(found[2])), size
    begin, end = int(found[1]), min(int(found[2] or size - 1), size - 1) + 1
    if found[2] and int(found[2]) < int(found[1]):
        return None
    return (begin, end) if begin < size else (size, size)
