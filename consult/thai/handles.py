"""How people are found online: e-mail addresses, LINE, pages and handles of social networks."""

from __future__ import annotations

import re
from collections.abc import Iterator

_LATIN = re.compile("[A-Za-z]")
_AT = r"(?:@|＠|[(\[{] ?at ?[)\]}])"
_DOT = r"(?: ?\. ?| ?[(\[{] ?dot ?[)\]}] ?| dot | ?ดอท ?| ?จุด ?)"
# An @ or a dot that is spelled out or stands apart is believed only before a well known mail service.
_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}(?:"
    rf"{_AT}[A-Za-z0-9-]{{1,63}}(?:(?:\.|\[dot\]|\(dot\))[A-Za-z0-9-]{{1,63}}){{0,4}}(?:\.|\[dot\]|\(dot\))[A-Za-z]{{2,24}}"
    rf"|(?: ?(?:{_AT}|แอทไซน์|แอท|แอ็ท|แอด) ?| at )(?:gmail|g-mail|hotmail|yahoo|outlook|icloud|live|proton){_DOT}(?:com|co{_DOT}th|me)"
    r")(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_LINE = re.compile(
    r"(?:ไอดีไลน์|ไลน์ไอดี|(?:id|ไอดี)\s?line|(?<!ออน)ไลน์|(?<![A-Za-z])line)"
    r"(?:\s?(?:id|ไอดี)\s?[:=]?\s?|\s?[:=]\s?|\s?(?=@)|(?<=id line)\s)(?P<id>@?(?!https?\b|www\.)[a-z0-9][a-z0-9._-]{2,29})"
    r"|(?:ไอดีไลน์|ไลน์ไอดี|แอดไลน์|(?<!ออน)ไลน์)\s?(?P<bare>(?!https?\b|www\.)(?=[a-z._-]{0,29}[0-9._-])[a-z0-9][a-z0-9._-]{3,29})",
    re.IGNORECASE,
)
# A page of a person, or a handle after the name of the service; groups, films and the like are nobody's.
_PAGE = re.compile(
    r"(?<![a-z0-9./])(?:https?://)?(?:(?!pic)[a-z]{1,3}\.)?(?:facebook|fb|instagram|tiktok|twitter|x)\.com/"
    r"(?!(?:groups|watch|share|sharer|posts|hashtag|photo|photos|events|reel|reels|p|story|explore|search|messages|msg|pages|notes|i)\b)@?[a-z0-9][\w.=?-]{2,60}",
    re.IGNORECASE,
)
_HANDLE = re.compile(
    r"(?:เฟซบุ๊ก|เฟสบุ๊ค|เฟสบุ๊ก|เฟซบุ๊ค|เฟซ|เฟส|ไอจี|ทวิตเตอร์|ติ๊กต็อก|ติ๊กตอก|(?<![a-z])(?:facebook|fb|ig|instagram|twitter|tiktok|telegram)(?![a-z]))"
    r"(?:\s?[:=]?\s?(?P<handle>@[a-z0-9._-]{3,30}|(?!https?\b|www\.|live|\S{0,20}\.com\b)[a-z][a-z0-9-]{1,29}[._][a-z0-9._-]{1,29}\b|(?!live)[a-z]{3,20}\d{1,4}\b)"
    r"|\s?[:=]\s?(?P<named>(?!https?\b|www\.)[a-z][a-z0-9._-]{3,29}(?:\s(?-i:[A-Z])[a-z]{1,20})?))",
    re.IGNORECASE,
)


def find_mail(plain: str) -> Iterator[tuple[int, int, str]]:
    """Offsets of e-mail addresses and their kind, end exclusive."""
    if "@" in plain or "＠" in plain or "at" in plain or "AT" in plain or "แอ" in plain:
        yield from ((*hit.span(), "email") for hit in _EMAIL.finditer(plain))


def find_handles(plain: str) -> Iterator[tuple[int, int, str]]:
    """Offsets of what somebody is called on LINE or a social network, and their kind."""
    if not _LATIN.search(plain):
        return
    for hit in _LINE.finditer(plain):
        yield (*hit.span("id" if hit["id"] else "bare"), "line_id")
    if ".com/" in plain or ".COM/" in plain:
        yield from ((*hit.span(), "social") for hit in _PAGE.finditer(plain))
    yield from ((*hit.span("handle" if hit["handle"] else "named"), "social") for hit in _HANDLE.finditer(plain))
