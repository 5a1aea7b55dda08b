"""Entries of a catalogue by DCAT-AP 3 (semiceu.github.io/DCAT-AP/releases/3.0.0), as JSON-LD.

Words of the European vocabularies are addresses that mean the same everywhere: a country, a language, a type of file.
"""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import override

from ..models import OpenDataRelease
from .files import MEDIA_TYPES
from .licence import COPYRIGHT_NOTE, licence
from .package import address_of, title_of
from .tables import TABLES

_EU = "http://publications.europa.eu/resource/authority/"
_LANGUAGE, _COUNTRY = f"{_EU}language/THA", f"{_EU}country/THA"
#: Type of file by the end of a name
_FORMATS = {
    "csv": "CSV",
    "jsonl": "JSON",
    "xlsx": "XLSX",
    "json": "JSON",
    "jsonld": "JSON_LD",
    "txt": "TXT",
    "zip": "ZIP",
}
CONTEXT: dict[str, Any] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "hydra": "http://www.w3.org/ns/hydra/core#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "adms": "http://www.w3.org/ns/adms#",
}


def folder_address(release: OpenDataRelease) -> str:
    """Where the data set is read, and under which its files lie."""
    return f"{address_of(release.consultation)}open-data/"


def dataset_document(release: OpenDataRelease) -> dict[str, Any]:
    """One data set, complete by itself."""
    return {"@context": CONTEXT, "@graph": [dataset(release), *words_used()]}


def catalogue_document(
    releases: Sequence[OpenDataRelease], *, total: int, here: str, after: str | None
) -> dict[str, Any]:
    """The catalogue with a page of its data sets; ``after``: the address of the next page (hydra, as CKAN's harvester follows it)."""
    address = f"{settings.SITE_URL}/open-data/"
    catalogue: dict[str, Any] = {
        "@id": address,
        "@type": ["dcat:Catalog", "hydra:Collection"],
        "dct:title": _thai(f"ข้อมูลเปิดของ {settings.WAGTAIL_SITE_NAME}"),
        "dct:description": _thai("ข้อมูลของการรับฟังความคิดเห็นที่จบแล้ว เรื่องละหนึ่งชุด"),
        "dct:publisher": _publisher(settings.WAGTAIL_SITE_NAME, settings.SITE_URL),
        "dct:language": {"@id": _LANGUAGE},
        "dct:spatial": {"@id": _COUNTRY},
        "dct:license": {"@id": licence().address},
        "foaf:homepage": {"@id": address, "@type": "foaf:Document"},
        "dcat:themeTaxonomy": {"@id": f"{_EU}data-theme"},
        "hydra:totalItems": total,
        "dcat:dataset": [{"@id": dataset(one)["@id"]} for one in releases],
    }
    if releases:
        catalogue["dct:modified"] = _moment(max(one.made_at for one in releases))
    page: dict[str, Any] = {"@id": here, "@type": "hydra:PartialCollectionView"}
    if after:
        page["hydra:next"] = {"@id": after}
    catalogue["hydra:view"] = page
    return {"@context": CONTEXT, "@graph": [catalogue, *map(dataset, releases), *words_used()]}


def dataset(release: OpenDataRelease) -> dict[str, Any]:
    """One closed hearing."""
    hearing, address = release.consultation, folder_address(release)
    contact = {"@type": "vcard:Organization", "vcard:fn": hearing.contact.person or hearing.agency.name}
    if hearing.contact.email:
        contact["vcard:hasEmail"] = {"@id": f"mailto:{hearing.contact.email}"}
    if hearing.contact.dialled:
        contact["vcard:hasTelephone"] = {"@id": f"tel:{hearing.contact.dialled}"}
    first = release if release.number == 1 else hearing.open_data.order_by("number").first() or release
    return {
        "@id": address,
        "@type": "dcat:Dataset",
        "dct:title": _thai(title_of(hearing)),
        "dct:description": _thai(hearing.summary),
        "dct:identifier": address,
        "dct:publisher": _publisher(hearing.agency.name, f"{settings.SITE_URL}/#agency-{hearing.agency_id}"),
        "dcat:contactPoint": contact,
        "dcat:theme": {"@id": f"{_EU}data-theme/GOVE"},
        "dcat:keyword": [_thai(word) for word in keywords(hearing)],
        "dct:language": {"@id": _LANGUAGE},
        "dct:spatial": {"@id": _COUNTRY},
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": _moment(hearing.opens_at),
            "dcat:endDate": _moment(hearing.ends_at),
        },
        "dct:accrualPeriodicity": {"@id": f"{_EU}frequency/NEVER"},
        "dct:accessRights": {"@id": f"{_EU}access-right/PUBLIC"},
        "dct:issued": _moment(first.made_at),
        "dct:modified": _moment(release.made_at),
        "dcat:version": f"1.{release.number}.0",
        "dcat:landingPage": {"@id": address, "@type": "foaf:Document"},
        "foaf:page": {"@id": address_of(hearing), "@type": "foaf:Document"},
        "dct:provenance": {"@type": "dct:ProvenanceStatement", "rdfs:label": _thai(COPYRIGHT_NOTE)},
        "dcat:distribution": [_distribution(release, file) for file in release.files],
    }


def keywords(hearing) -> list[str]:
    """In Thai, with letters, digits and spaces alone, as the Thai catalogue asks."""
    with override(settings.LANGUAGE_CODE):
        return ["รับฟังความคิดเห็น", "ร่างกฎหมาย", "มาตรา 77", str(hearing.get_policy_field_display())]


def _distribution(release: OpenDataRelease, file: dict[str, Any]) -> dict[str, Any]:
    address = f"{folder_address(release)}{file['name']}"
    table = next((one for one in TABLES if one.name == file["table"]), None)
    end = file["name"].rpartition(".")[2]
    told = {
        "@id": address,
        "@type": "dcat:Distribution",
        "dct:title": {"@language": "en", "@value": file["name"]},
        "dcat:accessURL": {"@id": folder_address(release)},
        "dcat:downloadURL": {"@id": address},
        "dct:license": {"@id": licence().address},
        "dct:format": {"@id": f"{_EU}file-type/{_FORMATS[end]}"},
        "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{MEDIA_TYPES['.' + end]}"},
        "dcat:byteSize": {"@type": "xsd:nonNegativeInteger", "@value": str(file["size"])},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"},
            "spdx:checksumValue": {"@type": "xsd:hexBinary", "@value": file["sha256"]},
        },
        "dct:modified": _moment(release.made_at),
        "adms:status": {"@id": f"{_EU}distribution-status/COMPLETED"},
        "dcat:availability": {"@id": f"{_EU}planned-availability/STABLE"},
    }
    return told | (
        {"dct:description": [_thai(table.thai), {"@language": "en", "@value": table.english}]} if table else {}
    )


def words_used() -> list[dict[str, Any]]:
    """What the addresses of vocabularies are, for readers that look at this document alone."""
    types = {
        _LANGUAGE: "dct:LinguisticSystem",
        _COUNTRY: "dct:Location",
        licence().address: "dct:LicenseDocument",
        f"{_EU}frequency/NEVER": "dct:Frequency",
        f"{_EU}access-right/PUBLIC": "dct:RightsStatement",
        "http://spdx.org/rdf/terms#checksumAlgorithm_sha256": "spdx:ChecksumAlgorithm",
        **{f"{_EU}file-type/{one}": "dct:MediaTypeOrExtent" for one in _FORMATS.values()},
        **{f"https://www.iana.org/assignments/media-types/{one}": "dct:MediaType" for one in MEDIA_TYPES.values()},
    }
    concepts = {
        f"{_EU}data-theme/GOVE": "Government and public sector",
        f"{_EU}distribution-status/COMPLETED": "Completed",
        f"{_EU}planned-availability/STABLE": "Stable",
    }
    scheme = {
        "@id": f"{_EU}data-theme",
        "@type": "skos:ConceptScheme",
        "dct:title": {"@language": "en", "@value": "Data theme"},
    }
    return [
        *({"@id": address, "@type": kind} for address, kind in types.items()),
        *(
            {"@id": address, "@type": "skos:Concept", "skos:prefLabel": {"@language": "en", "@value": label}}
            for address, label in concepts.items()
        ),
        scheme,
    ]


def _publisher(name: str, address: str) -> dict[str, Any]:
    return {"@id": address, "@type": "foaf:Agent", "foaf:name": _thai(name)}


def _thai(text: str) -> dict[str, str]:
    return {"@language": "th", "@value": text}


def _moment(at) -> dict[str, str]:
    return {"@type": "xsd:dateTime", "@value": timezone.localtime(at).isoformat(timespec="seconds")}
