"""Reports to set: sentences that are hard on a page, and a report of as many pages as are wanted."""

from dataclasses import replace

from consult.report import EmptyBlock, HeadingBlock, ListBlock, QuoteBlock, Report, Run, TableBlock, TextBlock

#: Thai whose marks stand over and under letters, in every order there is, beside digits of two kinds and English
HARD = (
    "น้ำในแม่น้ำเจ้าพระยาขึ้นสูง จำนวนผู้ย้ายถิ่นจึงเพิ่มขึ้นทุกปี",
    "ฐานข้อมูลภาครัฐต้องเชื่อมกัน เพื่อฟื้นฟูผู้ประสบภัยที่นี่โดยไม่ชักช้า",
    "ปู่ย่าตายายสอนให้กตัญญูรู้คุณ ญาติผู้ใหญ่ว่าอย่าลืมที่มา",
    "ทำคำสำคัญให้สั้น ย้ำซ้ำๆ จนจำได้ แล้วค่ำนี้ก็ซ้อมอีกครั้ง",
    "มาตรา ๑๒/๑ แห่งพระราชบัญญัติฯ พ.ศ. ๒๕๖๒ ให้แก้เป็นดังนี้ (๑) ผู้ยื่นคำขอ (๒) นายทะเบียน",
    "The registrar answers within 30 days; if not, the office “shall” explain why (see section 12/1).",
    "คณะรัฐมนตรีมีมติให้กระทรวงดิจิทัลเพื่อเศรษฐกิจและสังคมรับไปพิจารณา ก่อนประกาศในราชกิจจานุเบกษา",
    "จังหวัดพระนครศรีอยุธยา นครศรีธรรมราช และประจวบคีรีขันธ์ ขอเลื่อนไป 90 วัน",
    "ฎีกา ฏีกา ฐิติ ญาณ ฤๅษี ฦๅชา ศิลป์ สิทธิ์ วันทร์ ปิ่น ปั่น ป้า ฝ่า ฟ้า ฬีหา ปี่ ปื้น ป็อป",
    "เด็กๆ เล่นน้ำ ๓ ชั่วโมง ผู้ใหญ่ว่า “อย่าเพิ่งกลับ” แล้วก็ให้เล่นต่ออีก 1,234.50 นาที",
    "กฎหมายนี้มีผล 1 ใน 3 ของประเทศ หรือร้อยละ 33.3 (fi fl ffi office final)",
    "อำนาจหน้าที่ของพนักงานเจ้าหน้าที่ตามหมวด ๓ ต้องไม่ซ้ำซ้อนกับองค์การบริหารส่วนตำบล",
    "ค่าธรรมเนียมต่ำกว่า 500 บาทไม่ต้องชำระ ผู้ค้ำประกันต้องคำนึงถึงกำลังของตน",
    "ที่ดินติดชายฝั่งซึ่งถูกน้ำกัดเซาะให้ถือว่ายังเป็นของเจ้าของเดิมจนกว่าจะพ้นหนึ่งปี",
)


def hard_report(repeated: int = 1) -> Report:
    """Each hard sentence as a paragraph, in bold, quoted, in a list and in a table, with citations and figures."""
    blocks = []
    for turn in range(repeated):
        blocks += [HeadingBlock(level=1, id=f"part-{turn}", text=f"ส่วนที่ {turn + 1} วิธีการในการรับฟังความคิดเห็น")]
        for place, text in enumerate(HARD):
            blocks += [
                HeadingBlock(level=2 + place % 2, id=f"said-{turn}-{place}", text=f"ประเด็นที่ {place + 1} {text[:24]}"),
                TextBlock(
                    runs=(Run(text=f"{text} ", cites=tuple(range(3, 9 - place % 6))), Run(text=text, strong=True))
                ),
                QuoteBlock(runs=(Run(text=text),), source=f"ความคิดเห็นที่ {place + 1}"),
            ]
        blocks += [
            ListBlock(items=tuple((Run(text=text),) for text in HARD), is_ordered=turn % 2 == 0),
            TableBlock(
                caption="ตารางกระทบยอดผู้แสดงความคิดเห็น",
                head=("ช่องทาง", "จำนวนคน", "ร้อยละ"),
                rows=tuple(
                    ((Run(text=text),), (Run(text=f"{place * 1237:,}", figure="people"),), (Run(text="12.5"),))
                    for place, text in enumerate(HARD)
                ),
                foot=((Run(text="รวม"),), (Run(text="112,567"),), (Run(text="100"),)),
            ),
            EmptyBlock(text="ไม่มีบันทึกการประชุมที่จัดขึ้นนอกระบบ"),
        ]
    return Report(
        title="สรุปผลการรับฟังความคิดเห็นต่อร่างพระราชบัญญัติน้ำ พ.ศ. ....",
        agency="กระทรวงดิจิทัลเพื่อเศรษฐกิจและสังคม",
        hearing=15,
        number=1,
        address="https://rabfang.example/consultations/15/result/1/",
        blocks=tuple(blocks),
        figures={"people": 1237},
    )


def long_report(issues: int) -> Report:
    """As a ministry would tell it: of each issue what was said, by how many, in whose words, and what is done about it."""
    blocks = [HeadingBlock(level=1, id="issues", text="ประเด็นที่มีการแสดงความคิดเห็น")]
    for number in range(1, issues + 1):
        said = HARD[number % len(HARD)]
        told = " ".join(HARD[(number + step) % len(HARD)] for step in range(6))
        blocks += [
            HeadingBlock(level=2, id=f"issue-{number}", text=f"ประเด็นที่ {number} {said[:40]}"),
            TextBlock(
                runs=tuple(Run(text=f"{text} ", cites=(number, number + 7, number + 19, 4)) for text in HARD[:5])
            ),
            HeadingBlock(level=3, id=f"for-{number}", text="ความเห็นที่สนับสนุน"),
            TextBlock(runs=(Run(text=told),)),
            *(
                QuoteBlock(runs=(Run(text=text),), source=f"ความคิดเห็นที่ {number * 10 + place}")
                for place, text in enumerate(HARD[:4])
            ),
            HeadingBlock(level=3, id=f"against-{number}", text="ข้อคัดค้าน"),
            TextBlock(runs=(Run(text=told), Run(text=said, strong=True))),
            TableBlock(
                caption=f"ผู้แสดงความคิดเห็นในประเด็นที่ {number}",
                head=("ระดับการยืนยันตัวตน", "เห็นด้วย", "ไม่เห็นด้วย", "ไม่ระบุ", "รวม"),
                rows=tuple(
                    ((Run(text=level),), *((Run(text=f"{number * 13 + column}"),) for column in range(4)))
                    for level in ("ผู้เยี่ยมชม", "ยืนยันอีเมล", "ยืนยันตัวตน", "นิติบุคคล")
                ),
                foot=((Run(text="รวม"),), *((Run(text="1,204"),) for _ in range(4))),
            ),
            HeadingBlock(level=3, id=f"answer-{number}", text="คำชี้แจงเหตุผลและการนำผลไปประกอบการจัดทำร่าง"),
            TextBlock(runs=(Run(text=told),)),
            TextBlock(runs=(Run(text=told),)),
            ListBlock(items=tuple((Run(text=text),) for text in HARD[:3])),
        ]
    return replace(hard_report(0), blocks=tuple(blocks))
