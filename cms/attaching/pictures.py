"""Pictures inside of documents, without what the camera wrote: the bytes of the picture itself stay as they are."""

import struct

_SOI, _SOS, _EXIF, _IPTC, _COMMENT = 0xD8, 0xDA, 0xE1, 0xED, 0xFE
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_WORDS = {b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"}


def without_metadata(content: bytes) -> bytes:
    """A JPEG without Exif, XMP, IPTC and comments, a PNG without its chunks of words; anything else as it is."""
    if content.startswith(b"\xff\xd8\xff"):
        return _jpeg(content)
    if content.startswith(_PNG):
        return _png(content)
    return content


def _jpeg(content: bytes) -> bytes:
    kept, at = [content[:2]], 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == _SOS:
            break
        end = at + 2 + struct.unpack(">H", content[at + 2 : at + 4])[0]
        if marker not in (_EXIF, _IPTC, _COMMENT):
            kept.append(content[at:end])
        at = end
    return b"".join([*kept, content[at:]])


def _png(content: bytes) -> bytes:
    kept, at = [_PNG], len(_PNG)
    while at + 8 <= len(content):
        length, kind = struct.unpack(">I4s", content[at : at + 8])
        end = at + 12 + length
        if kind not in _PNG_WORDS:
            kept.append(content[at:end])
        at = end
    return b"".join(kept)
