"""Plain advertising, the only text that is off topic without anybody saying so.

Two ways to be sure: cues somebody thought of, in families that must meet; or a model of how adverts are put together
(`advert_model`), believed only beside a price, a promise or a way to turn to somebody, and never against words with which
people propose, refuse or speak of the law.
"""

from __future__ import annotations

import re
from itertools import chain

from analysis.core.intake.advert_model import CUES, advert_model
from analysis.core.intake.normal_form import closed_up, normalise
from analysis.core.intake.word_lists import families, word_list

#: how advertising tells the reader what to do next
_CALL = re.compile(
    r"(?:ทัก|แอด|อินบ็อกซ์|อินบอกซ์|สั่งซื้อ|สั่ง|จองคิว|จอง|ลอง|กดรับ|กดสั่งซื้อ|กดซื้อ|กดสมัคร|กดลิงก์|กดลิงค์|กด|คลิกรับ|คลิก|สมัคร|ลงทะเบียน|โทร|ติดต่อ|ปรึกษา|สอบถาม(?:ราคา|รายละเอียด)?|สนใจ|"
    r"เข้าไลน์|เข้ากลุ่ม|เช็คเบี้ย|เปิดบัญชี\S{0,8})\s?(?:ก็)?(?:เลย|ด่วน|ฟรี|มา(?:เลย|ได้|ก่อน)?(?=$|[\s!.])|ก่อน(?=นะ|ค่ะ|คะ|ครับ|จ้า|หมด|เต็ม|$)|มาก่อน|ได้เลย|ได้ที่|ได้ทาง|ได้(?=$|[\s!.]|ครับ|ค่ะ)|เพจ|ไลน์|แชท|แชต|ทาง(?:ไลน์|เพจ|แชต|แชท|ข้อความ|อินบ็อกซ์)|ล่วงหน้า|"
    r"ผ่าน(?:ไลน์|ลิงก์|ลิงค์|เพจ|แอดมิน)|(?:ที่|ตาม|ใน)(?:นี่|ลิงก์|ลิงค์|เพจ|เบอร์|โปรไฟล์|ไบโอ)|ตรงนี้|เบอร์นี้|วันนี้|ตอนนี้|รับ(?:เครดิต|โบนัส|เลย|ฟรี|สิทธิ์)|อินบ็อกซ์|แอดมิน|สอบถาม|ทัก|แอด|กลุ่ม|ลิงก์|(?=$|[!.~]))"
    r"|อยาก[ก-๙]{2,10}ต้องลอง|แอดไลน์(?!หน่วยงาน|เขต|เทศบาล)|ทักมา|ทักแชท|ทักเพจ|อินบ็อกซ์$|ออกเครื่องเลย|ออกรถเลย|(?:apply|order|call|buy|join|sign up|message us|click|dm)\b.{0,12}\b(?:now|today|link|us|here|below)"
)
#: a price or a gain
_PRICE = re.compile(
    r"\d\s?(?:บาท|%|ดอลลาร์|usd|/เดือน|ต่อ[ก-๙])|(?:ละ|เพียง|เริ่มต้น|เริ่ม|ดาวน์|ราคา|เหลือ|ฝาก|แค่|ลดจาก|โปร)\s?\d|\d,\d{3}|ราคา(?:ถูก|เป็นกันเอง|มิตรภาพ|ส่ง|โรงงาน|พิเศษ|กันเอง|เบา)|"
    r"ละ(?:หนึ่ง|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า)?(?:ร้อย|พัน|หมื่น|แสน)(?!ละ)|หลัก(?:ร้อย|พัน|หมื่น|แสน)"
)
#: what is sold or promised, as it is cried out
_SOLD_AS = re.compile(
    r"(?<!จะ)ขาย(?:ส่ง|ปลีก|ไอดี|ที่ดิน|บ้าน|คอนโด|ด่วน|ตรง)|รับ(?:ทำ|จ้าง|ตัด|ซื้อ|สร้าง|แปล|ติดตั้ง|ซ่อม|สมัคร|ออกแบบ|พิมพ์|เหมา|จัด|จำนอง|จำนำ|งาน)|ซ่อม[ก-๙]{0,10}ถึงบ้าน|"
    r"ปล่อย(?:เช่า|กู้)|ให้เช่า|ผ่อน(?:ได้|เพียง|สบาย| 0)|กู้(?:ง่าย|เงิน|ได้)|ผลตอบแทน|กำไร|โบนัส|เครดิตฟรี|ฟรีสปิน|บาคาร่า|สล็อต|คาสิโน|คริปโต|ส่งทั่ว|ส่งฟรี|เก็บ(?:เงิน)?ปลายทาง|"
    r"ของแท้|(?<=ยางพารา)แท้|ของแรร์|แบรนด์เนม|ครบวงจร|ทดลองเรียนฟรี|ปรึกษา[ก-๙]{0,12}ฟรี|ประเมินราคาฟรี|อนุมัติ(?:ง่าย|ไว|ใน)|ลดสูงสุด|ลดจาก|ลดราคา|โปรโมชั่น|โปร\s|แถม|สมุนไพร|อาหารเสริม|"
    r"ลดน้ำหนัก|หน้าใส|ขาวใส|เห็นผล|งานออนไลน์|ค่าคอม(?:วันละ|สูง|ดี|ทุก)|(?:กิน|เล่น|ทาน)ไม่อั้น|บุฟเฟ่ต์(?:หัวละ|คนละ)|หาแม่บ้าน|หาเพื่อนร่วมงาน|หาตัวแทน|รายได้(?:หลัก|วันละ|เสริม|ดี)|วงเงิน|ดอกต่ำ|ปลดหนี้|รวมหนี้|ได้เงิน(?:ใน|ทันที|ไว|ทุกวัน)|จ่าย(?:จริง|หนัก|ไม่อั้น)|หวย|ล็อตเตอรี่ออนไลน์|หมอดู|ดูดวง|"
    r"ยิงแอด|ดูแลเพจ|ซิมเน็ต|จานดาวเทียม|work from home|followers|loan|approved|earn\b|profit|discount|free shipping"
)
#: few are left, as sellers say
_SCARCE = re.compile(
    r"(?:เหลือ|รับ|มี)(?:อีก|แค่|เพียง)*\s?\d+\s?(?:ที่(?:นั่ง)?|คิว|สิทธิ์|ห้อง|ยูนิต|ชิ้น|ท่าน|คัน|หลัง)(?:สุดท้าย|เท่านั้น)|(?:ที่นั่ง|คิว|สิทธิ์|ล็อต)สุดท้าย|จำนวนจำกัด|ก่อนปิดรับ|หมดแล้วหมดเลย"
)
#: lessons that are sold
_TAUGHT = re.compile(r"สอน(?:เทรด|ตัวต่อตัว|ออนไลน์)|คอร์ส|ติว(?:สอบ|เข้า)|(?:รับ)?ประกัน(?:สอบ|มีงาน|ผล)")
#: papers one is to pass a test for, without it
_PAPERS = re.compile(
    r"(?:^|\s)รับ(?:ทำ|ออก|จัดทำ|เดินเรื่อง)[ก-๙\s]{0,12}?(?:ใบ(?:ขับขี่|รับรอง|ปริญญา|ประกาศ|กำกับ)|วุฒิ|ปริญญา|วีซ่า|สลิป)[^.]{0,40}?(?:ไม่ต้อง(?:สอบ|เรียน|อบรม|เดินทาง|ไป|ตรวจ)|ของจริง|ตรวจสอบได้|ในระบบ|เห็นงาน|ปกปิด)"
)
#: a courtesy before an offer: "บทความนี้มีประโยชน์มาก ท่านใดสนใจ…"
_COURTESY = re.compile(
    r"^(?:เห็นด้วย|ขอบคุณ|ข้อมูล|บทความ|โพสต์|ดีมาก|เยี่ยม|ชอบ|สวัสดี|มีประโยชน์)[^.]{0,80}?(?=(?:ท่านใด|ท่านไหน|ใคร)(?:ที่)?สนใจ|แวะชม|ฝากร้าน|ฝากเพจ)"
)
#: refusals that belong to an offer: they deny nothing
_SALES_NO = re.compile(
    r"ไม่(?:ต้อง|ใช้|เช็[คก]|มีขั้นต่ำ|อั้น|จำกัด|เสีย|ดูด|มีค่า|มีประสบ|ติด|ค้ำ)|ต้อง(?:ลอง|ที่นี่|ที่เรา|ร้านนี้|ร้านเรา|มีติดบ้าน)|"
    r"อยาก(?:รวย|สวย|หล่อ|ผอม|ขาว|หุ่นดี|หน้าใส|ปลดหนี้|มีรายได้|ได้งาน)(?=[ก-๙]{0,10}(?:ต้องลอง|ต้องที่|ทัก|แอด|คลิก))|(?:ใคร|ท่านใด)สนใจ"
)
#: a person who complains, asks or tells: no advertising, whatever it speaks of
_OF_PEOPLE = re.compile(
    r"ไม่|ไหม|มั้ย|หรือ(?:เปล่า|ยัง|ไม่)|ที่ไหน|ใคร|ทำไม|อย่างไร|ยังไง|แพง|โดน|หาย(?!ขาด)|(?<!อ)ยาก|เต็ม|ระบาด|แล้วค่อย|(?<!ตั้ง)แต่(?!ละ|ง)|เกลื่อน|หลอก|โกง|เดือดร้อน|ต้อง|ควร|ขอให้|อยาก(?:ให้|ได้)|"
    r"ปีละ|ทุกปี|ดีมาก|ดีครับ|ดีค่ะ|ง่ายกว่า|ขึ้นมาก|กว่าเดิม|จากเดิม|ก็ยังดี|เถอะ|คือสิ่ง|สนับสนุน|เห็นด้วย|นานเกิน|(?<!ดอก)ต่ำมาก|ทั้งนั้น|เป็นเบอร์|แล้วเป็น|แต่ภาษี|ขอลด|ขอเพิ่ม|ขอสิน|ขอ \d|^ให้|ระวัง|ห้าม|รัฐ|กฎหมาย|มาตรา|ร่าง|แจ้งไว้|\b(?:should|must|please stop|law)\b"
)

#: words of who proposes, refuses, speaks of the law or tells of a case of their own at an office: the model is not asked
_PROPOSES = re.compile(
    r"(?<!ไม่)ควร|ขอให้|ขอเสนอ(?!บริการ|สินค้า|ผลิตภัณฑ์|โปร|ราคา|แพ)|ขอถาม|อยากให้|เห็นด้วย|คัดค้าน|สนับสนุน|หนุน(?!ดวง|โชค|การเงิน|บารมี)|กฎหมาย|มาตรา|ร่าง(?!กาย)|พ\.?ร\.?บ|นโยบาย|มีโทษ|โทษ(?:หนัก|จำ|ปรับ)|เอาผิด|"
    r"ห้าม(?!พลาด)|ไม่มีคนรับ|ขอ(?:ปรับ|ลด|เพิ่ม|ตรวจ)|อยู่ไม่ได้|ไม่ไหว|พอไหว|บังคับ|ขึ้นราคา|ขาดทุน|เดือดร้อน|ร้องเรียน|โดน|ถูกหลอก|มิจฉาชีพ|\b(?:should|law|bill|must|agree|disagree)\b|"
    r"(?:ผม|ดิฉัน|หนู|ข้าพเจ้า)\s?ชื่อ|เลขที่คำขอ|ยื่น(?:ขออนุญาต|คำขอ|คำร้อง)|ถูกเรียก|ทางราชการ|หน่วยงานรัฐ|(?:ที่)?ว่าการอำเภอ|"
    # told of an office that does not answer, or asked at the end
    r"(?:ไป|มา)\S{0,12}(?:ไม่(?:ตอบ|อ่าน|รับ|มีคน|มีใคร)|เงียบ)|(?:หรือ|เหรอ|หรอ|ไหม|มั้ย|หรือเปล่า)(?:ครับ|คะ|ค่ะ|นะ)?[?\s]*$"
)
#: what is offered, or where to turn to: without any of it the model is not asked
_OFFERS = re.compile(
    r"ฟรี|ส่วนลด|แถม|แจกฟรี|โปร|โบนัส|เครดิต|บริการ|สมัคร|จอง|สั่ง|สนใจ|ติดต่อ|ทัก|แอด(?!มินิ)|(?<!ออน)ไลน์|เพจ|ติดตาม|ลิงก์|คลิก|กด(?!ดัน|ขี่|ราคา)|"
    r"โหลด|โค้ด|เซ้ง|ให้เช่า|รับ(?:ทำ|ซื้อ|จ้าง)|มีของ|พร้อม(?=โอน|อยู่|ส่ง|ย้าย|ติดตั้ง|เข้า|ขาย|ใช้)|เงินกู้|สินเชื่อ|\b(?:inbox|free|order|buy|sale|bonus|loan|dm|line)\b|"
    r"ผ่อน|กู้|ปันผล|ลงทุน|ถอนได้|ฝากถอน|คิวว่าง|รีวิว|ส่งลับ|ส่งด่วน|ค่าคอม|เสริมดวง|หนุนดวง"
)
#: what people speak of who sell nothing, too: the model must be surer
_SPOKEN_OF = re.compile(r"ขาย|ราคา|ลด|แจก|พร้อม|รายได้|กำไร|[1-9][\d,]{2}")
_SURER = 1.5
#: what others cry out, told between quotation marks: no advert of who tells it
_QUOTED = re.compile(r"[\"“][^\"“”]{4,120}[\"”]")
#: letters under which the model is not asked
_SHORTEST = 16


def is_advert(text: str) -> bool:
    """True only for plain advertising: told by its cues, or by the model beside something that is offered."""
    lower = closed_up(normalise(text).text)
    lower = _QUOTED.sub(" ", lower) if len(_QUOTED.sub("", lower)) >= _SHORTEST else lower
    lower = lower.replace("โทรฟรี", " ")  # what a tariff gives, and no call
    opening = _COURTESY.match(lower)
    if opening and not _PROPOSES.search(opening[0].replace("เห็นด้วย", " ")):
        behind = lower[opening.end() :]
        lower = text = behind if _PRICE.search(behind) or _SOLD_AS.search(behind) else lower
    return _told_by_cues(lower) or _told_by_model(text, lower)


def _told_by_model(text: str, lower: str) -> bool:
    """A text put together as adverts are, that offers something and proposes nothing."""
    if len(lower) < _SHORTEST or _PROPOSES.search(lower):
        return False
    turned_to = CUES["contact"].search(lower) or CUES["link"].search(lower)
    offers = turned_to or _OFFERS.search(lower) or _CALL.search(lower) or _SOLD_AS.search(lower)
    if not (offers or CUES["price"].search(lower) or _SPOKEN_OF.search(lower)):
        return False
    model = advert_model()
    return model.score(lower) >= model.least + (0 if offers else _SURER)


def _told_by_cues(lower: str) -> bool:
    """A call beside an offer or a price, or a priced offer cried out twice, and nobody who complains, asks or tells; or
    cues of two families and no civic word (data/advert_words.txt)."""
    people = _OF_PEOPLE.search(_SALES_NO.sub(" ", lower))
    civic = {word for word in word_list("civic_words") if word in lower} - _SOLD
    if not people and not civic:
        call = bool(_CALL.search(lower))
        sold = {hit[0] for hit in _SOLD_AS.finditer(lower)}
        priced = bool(_PRICE.search(_CALL.sub(" ", lower)))
        if (call and (sold or priced)) or (len(sold) >= 2 and priced) or _PAPERS.search(lower):
            return True
        if _SCARCE.search(lower) and (sold or _TAUGHT.search(lower)):
            return True
    found = {family: [cue for cue in cues if cue in lower] for family, cues in families("advert_words").items()}
    found["price"] = [hit[0] for hit in _PRICE.finditer(lower)]
    if not found["call"] or people:
        found["trade"], found["price"] = [], []
    if sum(map(bool, found.values())) < 2:
        return False
    for cue in sorted(chain.from_iterable(found.values()), key=len, reverse=True):
        lower = lower.replace(cue, " ")
    lower = _SALES_NO.sub(" ", lower)
    return not any(word in lower for word in word_list("civic_words"))


#: civic words that advertising says too ("ไม่ต้องค้ำ", "สูตรจับเงิน")
_SOLD = frozenset({"ต้อง", "จับ", "ครู", "โรงเรียน", "สิทธิ", "รับฟัง"})
