"""What is told behind a draft, as the page of a hearing shows it and the exports carry it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise

from ..models import Consultation
from ..models.attachment import Attachment, attachments_of
from ..models.consultation import FACTS, MOMENTS, ConsultationFacts
from ..models.facts import ATTACHMENTS, ATTACHMENTS_LABEL, PACK, Fact, FactKind, FactPlace, pairs, told
from .spreadsheet import inert


@dataclass(frozen=True, kw_only=True)
class ToldFact:
    """One fact to be read: a list where it is one, else text."""

    label: str | Promise
    text: str
    items: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, kw_only=True)
class ToldPack:
    """``folds`` wait behind their headings; ``references`` are numbers under which others know the draft."""

    folds: Sequence[ToldFact]
    references: Sequence[ToldFact]
    attachments: Sequence[Attachment]


def told_pack(consultation: ConsultationFacts) -> ToldPack:
    """Of a hearing, or of the page of one that is being written."""
    return ToldPack(
        folds=[_shown(*one) for one in told(consultation.pack, FactPlace.FOLD)],
        references=[_shown(*one) for one in told(consultation.pack, FactPlace.REFERENCE)],
        attachments=attachments_of(consultation.pack),
    )


def _shown(fact: Fact, text: str) -> ToldFact:
    return ToldFact(
        label=fact.label, text=text, items=pairs(text) if fact.kind in (FactKind.LIST, FactKind.AREAS) else ()
    )


def exported(consultation: Consultation) -> dict[str, Any]:
    """Everything told, by name; facts that nobody told are empty, so that every hearing has the same keys."""
    issues = consultation.pack_issues.values_list("number", "issued_at", "content_sha256")
    columns = {name: getattr(consultation, name) for name in FACTS if name != "pack"}
    return {
        "hearing": consultation.pk,
        "agency": consultation.agency.name,
        **{name: timezone.localtime(told) if name in MOMENTS else told for name, told in columns.items()},
        **{fact.name: consultation.pack.get(fact.name, "") for fact in PACK},
        ATTACHMENTS: consultation.pack.get(ATTACHMENTS, []),
        "told": [{"number": number, "at": timezone.localtime(at), "sha256": sha256} for number, at, sha256 in issues],
    }


def table(consultation: Consultation) -> Iterator[tuple[str, str, str]]:
    """Name, label and text of every fact; nothing that a spreadsheet would run."""
    for name in FACTS:
        if name != "pack":
            field = Consultation._meta.get_field(name)
            value = getattr(consultation, name)
            shown = timezone.localtime(value).isoformat() if name in MOMENTS else value
            yield name, str(field.verbose_name), inert(str(shown))
    for fact in PACK:
        yield fact.name, str(fact.label), inert(consultation.pack.get(fact.name, ""))
    files = consultation.pack.get(ATTACHMENTS, [])
    yield (
        ATTACHMENTS,
        str(ATTACHMENTS_LABEL),
        inert("\n".join(f"{one['title']} sha256:{one['sha256']}" for one in files)),
    )
