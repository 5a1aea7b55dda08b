"""Numbers of sections as Thai laws write them: ๑, 7/1, ๓๓๕ ทวิ, 123/4 จัตวา, 1.2; how they follow each other."""

import re
from functools import lru_cache

from consult.thai.digits import to_arabic

#: What was put between two sections before the slash came into use, in the order of counting: ทวิ is the second.
SUFFIXES = (
    *("ทวิ", "ตรี", "จัตวา", "เบญจ", "ฉ", "สัตต", "อัฏฐ", "นว", "ทศ", "เอกาทศ", "ทวาทศ", "เตรส", "จตุทศ", "ปัณรส", "โสฬส"),
    *("สัตตรส", "อัฏฐารส", "เอกูนวีสติ", "วีสติ"),
)
_ORDER_OF_SUFFIX = {suffix: place for place, suffix in enumerate(SUFFIXES, start=2)}
#: White space and the characters without ink that word processors leave between words.
GAP = r"[\s\u200b-\u200d\u2060\ufeff\u00ad]"
DIGITS = "[0-9๐-๙]{1,5}"
_SUFFIX = rf"(?:{GAP}*(?:{'|'.join(sorted(SUFFIXES, key=len, reverse=True))})(?![ก-๎]))"
_SLASH = rf"(?:{GAP}?/{GAP}?{DIGITS})"
#: A number of a มาตรา, and one of a ข้อ or of a plan, which may have points.
NUMBER = rf"{DIGITS}{_SLASH}*{_SUFFIX}?{_SLASH}*"
POINTED = rf"{DIGITS}(?:\.{DIGITS})*{_SLASH}*{_SUFFIX}?{_SLASH}*"

Key = tuple[int, ...]

_STEP = re.compile(rf"[0-9]+|{'|'.join(sorted(SUFFIXES, key=len, reverse=True))}")
_ANY_GAP = re.compile(f"{GAP}+")
_ROUND_SLASH = re.compile(" ?/ ?")


def tidy(number: str) -> str:
    """The number as written, with single spaces and none around the slash."""
    return _ROUND_SLASH.sub("/", _ANY_GAP.sub(" ", number)).strip()


@lru_cache(maxsize=8192)
def key_of(number: str) -> Key:
    """What a number counts as, whatever its digits: ``๓๓๕ ทวิ`` is (335, 2), as is 335/2.

    >>> key_of("๓๓๕ ทวิ"), key_of("123/4 จัตวา"), key_of("1.10")
    ((335, 2), (123, 4, 4), (1, 10))
    """
    return tuple(int(step) if step.isdigit() else _ORDER_OF_SUFFIX[step] for step in _STEP.findall(to_arabic(number)))


def follows(before: Key, after: Key) -> bool:
    """Whether a section so numbered may stand right after one that is not missing anything: 5 → 6, 5 → 5/1, 5/3 → 6, 5 → 5 ทวิ."""
    if len(after) > len(before):
        return after[:-1] == before and after[-1] in (1, 2)
    last = len(after) - 1
    return after[:last] == before[:last] and after[last] == before[last] + 1


def distance(before: Key, after: Key) -> int:
    """How many whole numbers, or parts of one number, lie from one to the other; negative when going back."""
    for one, other in zip(before, after, strict=False):
        if one != other:
            return other - one
    return len(after) - len(before)


def between(before: Key, after: Key, most: int = 1000) -> list[str]:
    """The numbers that are missing between two, in Arabic digits: whole numbers, or the parts of one number."""
    if follows(before, after) or after <= before:
        return []
    for depth, (one, other) in enumerate(zip(before, after, strict=False)):
        if one != other:
            missing = range(one + 1, min(other, one + most))
            return [_written(before[:depth] + (number,)) for number in missing]
    return [_written(before + (number,)) for number in range(1, min(after[len(before)], most))]


def _written(key: Key) -> str:
    return "/".join(map(str, key))
