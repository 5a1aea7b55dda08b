"""What is published with the result: questions, invitations, minutes, the impact analysis, other documents."""

from consult.models import Question
from consult.models.attachment import Attachment, DocumentPurpose, attachments_of
from consult.models.facts import FactPlace, told

from .basis import ResultBasis
from .pen import Pen

#: Where facts stand that tell what is behind the draft
_BEHIND = (FactPlace.FOLD, FactPlace.AFFECTED)
#: Annexes made of documents, in their order: what they are called, by what whoever attached them said they are
_BY_PURPOSE = {
    "invitations": (DocumentPurpose.INVITATION, "เอกสารเชิญชวน"),
    "minutes": (DocumentPurpose.MINUTES, "รายงานการประชุม"),
    "impact": (DocumentPurpose.IMPACT, "รายงานการวิเคราะห์ผลกระทบที่อาจเกิดขึ้นจากร่าง"),
    "drafts": (DocumentPurpose.DRAFT, "ร่างและเอกสารอธิบายร่าง"),
    "documents": (DocumentPurpose.OTHER, "เอกสารอื่น"),
}


def annexes(pen: Pen, basis: ResultBasis) -> None:
    documents = attachments_of(basis.consultation.pack)
    of = {purpose: [one for one in documents if one.purpose == purpose] for purpose in DocumentPurpose}
    _questions(pen, basis, of[DocumentPurpose.QUESTIONS])
    for name, (purpose, label) in _BY_PURPOSE.items():
        pen.heading(2, f"annex-{name}", label)
        has_facts = purpose == DocumentPurpose.IMPACT and bool(told(basis.consultation.pack, *_BEHIND))
        if has_facts:
            _facts(pen, basis)
        _documents(pen, of[purpose], says_none=not has_facts)


def _questions(pen: Pen, basis: ResultBasis, documents: list[Attachment]) -> None:
    pen.heading(2, "annex-questions", "คำถามที่ใช้รับฟัง")
    asked = Question.objects.filter(questionnaire__consultation=basis.consultation, origin=None)
    rows = list(asked.order_by("questionnaire__number", "order"))
    pen.items(
        [[f"{one.text} ({' / '.join(one.options)})" if one.options else one.text] for one in rows], is_ordered=True
    )
    if not rows:
        pen.none("ไม่มีคำถามของหน่วยงาน")
    _documents(pen, documents, says_none=False)


def _facts(pen: Pen, basis: ResultBasis) -> None:
    """What was told behind the draft during the hearing: the parts of an impact analysis this site asks for."""
    for fact, text in told(basis.consultation.pack, *_BEHIND):
        pen.heading(3, f"fact-{fact.name}", str(fact.label))
        for line in text.splitlines():
            if line.strip():
                pen.text(line.strip())


def _documents(pen: Pen, documents: list[Attachment], *, says_none: bool = True) -> None:
    pen.items([[f"{one.title} ({one.kind.upper()}, SHA-256 {one.sha256})"] for one in documents])
    if not documents and says_none:
        pen.none("ไม่มี")
