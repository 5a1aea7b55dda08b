"""Numbers of people: of their cards, telephones, passports and accounts. Numbers of firms, papers and sums of money are none."""

from __future__ import annotations

import re
from collections.abc import Iterator

# A separator inside a written number: space, hyphens, underscore, dot, invisible joiners.
_SEP = "[ \\-_.\u2010-\u2015\u00a0\u200b-\u200d\u2060\ufeff]"

# What follows a sum of money or a count is no number of a person.
_NO_AMOUNT = r"(?!\s?(?:บาท|ล้าน|คน|ราย|ครั้ง|ตัน|กิโล))"
# Not after a slash (the number of a web page) nor in the middle of a longer row of digits.
_ID_USUAL = re.compile(
    rf"(?<![\d/=])(?<!\d[-.])\d{_SEP}?\d{{4}}{_SEP}?\d{{5}}{_SEP}?\d{{2}}{_SEP}?\d(?!\d){_NO_AMOUNT}"
)
_ID_ODD = re.compile(rf"(?<![\d/=])(?<!\d[-.])\d(?:{_SEP}?\d){{12}}(?!\d)")
_FIRM = re.compile(r"0(?:[1-9]\d[1-9][45]\d{8}|99\d{10})")
# What is numbered so is a request or a parcel and no person.
_OF_FILE = re.compile(
    r"(?:คำขอ|คำร้อง|เลขรับ|เรื่องที่|ใบสั่ง|พัสดุ|ใบเสร็จ|อ้างอิง|รายการ|สัญญา|โครงการ|เอกสาร|หนังสือที่)[ก-๙\s:.]{0,12}$"
)
_PHONE = re.compile(
    rf"""(?<![\d+])(?:
      (?:\(?\+{_SEP}?66\)?|0066|66(?=[689]\d{{8}}(?!\d))){_SEP}?(?:\(0\)|0)?{_SEP}?
          (?:[689]\d?{_SEP}?\d{{3,4}}{_SEP}?\d{{3,4}}|[2-57]{_SEP}?\d{{3,4}}{_SEP}?\d{{3,4}})
    | \(?0[689]\d\)?{_SEP}?\d{{3}}{_SEP}?\d{{4}}
    | 0[689]{_SEP}\d{{4}}{_SEP}\d{{4}}
    | 0{_SEP}[689]\d{{3}}{_SEP}\d{{5}}
    | 0{_SEP}[2-7]\d{{3}}{_SEP}\d{{4}}
    | 0[689]\d{_SEP}\d{{4}}{_SEP}\d{{3}}
    | 0[689](?:{_SEP}\d{{2}}){{4}}
    | 0{_SEP}[689](?:{_SEP}\d){{8}}
    | \(?02\)?{_SEP}{{0,2}}\d{{3}}{_SEP}?\d{{4}}
    | \(?0[3457]\d\)?{_SEP}{{0,2}}\d{{3}}{_SEP}?\d{{3}}
    )(?!\d)""",
    re.VERBOSE,
)
# After a word that announces it, a telephone number may be cut up in any way.
_PHONE_NAMED = re.compile(
    rf"(?:โทร|เบอร์|มือถือ|แฟกซ์|แฟ็กซ์|ติดต่อ|phone|mobile|tel\b|whats ?app)[^\d\n]{{0,15}}(?P<number>\(?0\)?(?:{_SEP}{{0,2}}\d){{8,9}})(?!\d){_NO_AMOUNT}",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(r"(?<!\d)(?:\d{3}[- ]\d[- ]\d{5}[- ]\d|\d{3}-\d{6}-\d)(?!\d)")
_ACCOUNT_NAMED = re.compile(
    r"(?:เลขที่บัญชี|เลขบัญชี|หมายเลขบัญชี|บัญชีธนาคาร|บัญชี|บ/ช|พร้อมเพย์|ธนาคาร|กสิกร|ไทยพาณิชย์|กรุงไทย|กรุงศรี|ออมสิน|ทหารไทย|"
    r"ธนชาต|ธ\.?ก\.?ส\.?|ธ\.?อ\.?ส\.?|(?<![a-z])(?:k-?bank|scb|ktb|bbl|ttb|gsb|baac|promptpay|account(?: no\.?| number)?))"
    rf"[^\d\n]{{0,25}}(?P<number>\d(?:{_SEP}?\d){{9,14}})(?!\d){_NO_AMOUNT}",
    re.IGNORECASE,
)
_PASSPORT = re.compile(
    r"(?:หนังสือเดินทาง|พาสปอร์ต|พาสปอร์ท|พาสสปอร์ต|passport)[^\dA-Za-z\n]{0,15}(?:(?:no|number)\b[.:\s]{0,3})?(?P<number>[a-z]{1,2}[ -]?\d{6,8})(?!\d)",
    re.IGNORECASE,
)


def find_numbers(plain: str) -> Iterator[tuple[int, int, str]]:
    """Offsets of numbers and their kind, end exclusive, the surest kind first.

    A 13-digit number in the usual grouping is masked even when its check digit is wrong: a mistyped number still points at a
    person. Any other grouping must pass the check.
    """
    for hit in _ID_USUAL.finditer(plain):
        if _may_be_of_person(re.sub(r"\D", "", hit[0]), plain[max(0, hit.start() - 25) : hit.start()]):
            yield (*hit.span(), "national_id")
    for hit in _ID_ODD.finditer(plain):
        digits = re.sub(r"\D", "", hit[0])
        if is_national_id(digits) and not is_of_firm(digits):
            yield (*hit.span(), "national_id")
    yield from ((*hit.span(), "phone") for hit in _PHONE.finditer(plain))
    yield from ((*hit.span("number"), "phone") for hit in _PHONE_NAMED.finditer(plain))
    yield from ((*hit.span("number"), "passport") for hit in _PASSPORT.finditer(plain))
    yield from ((*hit.span(), "bank_account") for hit in _ACCOUNT.finditer(plain))
    yield from ((*hit.span("number"), "bank_account") for hit in _ACCOUNT_NAMED.finditer(plain))


def is_national_id(digits: str) -> bool:
    """True when 13 digits carry the check digit of a Thai identity card."""
    if len(digits) != 13 or not digits.isdigit():
        return False
    total = sum(int(digit) * (13 - place) for place, digit in enumerate(digits[:12]))
    return (11 - total % 11) % 10 == int(digits[12])


def is_of_firm(digits: str) -> bool:
    """True when 13 digits number a firm or an office (0, province, kind, year of three digits, or 099 for offices) and no person.

    People without a nationality have a 0 in front too, and 89 in the sixth and seventh place.
    """
    return bool(_FIRM.fullmatch(digits)) and digits[5:7] != "89"


def _may_be_of_person(digits: str, before: str) -> bool:
    """Whether 13 digits in the usual grouping are masked although they may be mistyped: no laughter, no firm, no file."""
    if set(digits) == {"5"} or is_of_firm(digits):  # 555… is laughter
        return False
    return is_national_id(digits) or not _OF_FILE.search(before)
