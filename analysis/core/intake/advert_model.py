"""How likely a text is advertising, by its letters: a linear model over runs of letters and a few cues.

A list of cues finds the adverts somebody thought of. What adverts share beyond it is how they are put together: a thing
and what it costs, what is promised, where to turn to, and nobody who asks, complains or proposes. The model
(data/advert_model.json) is made from written pieces and comments by `python -m analysis.training.adverts`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import sqrt

from analysis.core.intake.normal_form import closed_up, normalise
from analysis.core.intake.word_lists import DATA

#: lengths of the runs of letters that are looked at
_RUNS = (3, 4, 5)
_DIGITS = re.compile(r"\d[\d.,]*")
_TAG = re.compile(r"\[[ก-๙]+\]")
_SPACE = re.compile(r"\s+")
_POLITE_END = re.compile(r"(?:ครับผม|ครับ|ค่ะ|คะ|นะคะ|นะครับ)(?=\s|$)")
#: what stands for itself, whatever the letters around it: name → pattern on the normalised text
CUES: Mapping[str, re.Pattern[str]] = {
    "contact": re.compile(r"\[(?:เบอร์โทรศัพท์|ไอดีไลน์|บัญชีโซเชียล|อีเมล)\]|@[a-z]|(?<!\d)0\d{1,2}[- ]?\d{3}[- ]?\d{3,4}"),
    "link": re.compile(r"https?:|www\.|\b[a-z0-9-]+\.(?:ly|me|com|net|co|shop|bet)\b|ลิงก์|ลิงค์|ลิ้งค์|ลิ้งก์"),
    "price": re.compile(r"(?:ละ|เพียง|แค่|เหลือ|เริ่มต้น|เริ่ม|ราคา)\s?\d|\d\s?(?:บาท|บ\.|\.-|฿|k\b)"),
    "sign": re.compile("[\u2190-\u21ff\u2600-\u27bf\u2b00-\u2bff\U0001f300-\U0001faff]"),
    "turns": re.compile(
        r"ควร|ต้อง(?!การ|ลงทุน|สต|ใช้|มี)|ขอให้|อยากให้|เห็นด้วย|คัดค้าน|สนับสนุน|ห้าม|รัฐ|กฎหมาย|มาตรา|ร่าง|\b(?:should|law|must|bill)\b"
    ),
    "asks": re.compile(r"ทำไม|ไหม|มั้ย|อย่างไร|ยังไง|ใคร(?!สนใจ|อยาก|มองหา|หา)|หรือเปล่า|กี่"),
    "tells": re.compile(
        r"โดน|ถูกหลอก|แพง|ไม่มี(?!ขั้นต่ำ|ค่า|ประสบ)|ไม่ไหว|ไม่พอ|ไม่ได้|เดือดร้อน|ผม|ดิฉัน|หนู|พ่อ|แม่(?!ค้า)|ลูก(?!ค้า|ทีม)|บ้านเรา"
    ),
}


@dataclass(frozen=True, kw_only=True)
class AdvertModel:
    """Weights per feature; a text whose weighted sum reaches `least` is advertising."""

    bias: float
    least: float
    weights: Mapping[str, float]

    def score(self, text: str) -> float:
        """Log odds of advertising, as the model has them."""
        found = features(text)
        return self.bias + sum(share * self.weights.get(name, 0.0) for name, share in found.items())


def features(text: str) -> dict[str, float]:
    """Runs of letters, each 1 over the root of how many there are, and cues, each 1."""
    plain = normalise(closed_up(normalise(text).text)).text
    cues = {f"#{name}": 1.0 for name, pattern in CUES.items() if pattern.search(plain)}
    letters = _TAG.sub("@", _DIGITS.sub("0", _POLITE_END.sub("", plain)))
    letters = f" {_SPACE.sub(' ', letters).strip()} "
    runs = {letters[start : start + size] for size in _RUNS for start in range(len(letters) - size + 1)}
    share = 1 / sqrt(max(1, len(runs)))
    return {**dict.fromkeys(sorted(runs), share), **cues}


@cache
def advert_model() -> AdvertModel:
    """The shipped model."""
    stored = json.loads((DATA / "advert_model.json").read_text(encoding="utf-8"))
    return AdvertModel(bias=stored["bias"], least=stored["least"], weights=stored["weights"])
