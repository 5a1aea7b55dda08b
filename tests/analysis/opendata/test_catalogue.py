"""Entries of catalogues are what DCAT-AP 3 asks for."""

import copy
import json
from pathlib import Path

import pyshacl
import pytest
import rdflib
from django.conf import settings as site
from django.test import Client

from analysis import actions
from analysis.opendata.dcat import dataset_document
from analysis.opendata.place import folder_of
from tests.support.makers import close, make_consultation, post, withdraw
from tests.support.open_data import hide

pytestmark = pytest.mark.django_db
SHAPES = Path(__file__).resolve().parents[2] / "data/dcat/shapes.ttl"


@pytest.fixture(autouse=True)
def _own_place(settings, tmp_path):
    settings.OPEN_DATA_ROOT = tmp_path


@pytest.fixture
def release(hearing):
    return actions.publish_open_data(consultation=hearing)


def faults(document: dict) -> list[str]:
    """What the shapes refuse, without a vocabulary beside them but that an organisation of vCard is a kind of one."""
    data = rdflib.Graph().parse(data=json.dumps(document), format="json-ld")
    vcard = rdflib.Namespace("http://www.w3.org/2006/vcard/ns#")
    words = rdflib.Graph()
    words.add((vcard.Organization, rdflib.RDFS.subClassOf, vcard.Kind))
    shapes = rdflib.Graph().parse(SHAPES)
    _conforms, found, _text = pyshacl.validate(data, shacl_graph=shapes, ont_graph=words, inference="none")
    paths = rdflib.SH.resultPath
    return sorted(str(path) for path in found.objects(None, paths))


def test_the_entry_of_a_hearing_has_no_fault(release):
    assert faults(dataset_document(release)) == []


def test_the_shapes_find_what_is_missing(release):
    document = copy.deepcopy(dataset_document(release))
    dataset = document["@graph"][0]
    del dataset["dct:title"], dataset["dcat:contactPoint"], dataset["dcat:distribution"][0]["dcat:accessURL"]
    assert [path.rpartition("/")[2].rpartition("#")[2] for path in faults(document)] == [
        "title",
        "accessURL",
        "contactPoint",
    ]


def test_the_catalogue_has_no_fault_and_names_every_data_set(release):
    answer = Client().get("/open-data/catalog.jsonld")
    assert answer["Content-Type"] == "application/ld+json"
    document = answer.json()
    assert faults(document) == []
    catalogue = document["@graph"][0]
    assert catalogue["hydra:totalItems"] == 1
    assert catalogue["dcat:dataset"] == [{"@id": f"{site.SITE_URL}/consultations/{release.consultation_id}/open-data/"}]


def test_every_data_set_is_met_once_by_whoever_follows_the_list(release, monkeypatch):
    monkeypatch.setattr("analysis.views.open_data.PAGE_SIZE", 2)
    others = []
    for _number in range(4):
        consultation = make_consultation()
        close(consultation)
        others.append(actions.publish_open_data(consultation=consultation))
    met, address = [], "/open-data/datasets.json"
    while address:
        told = Client().get(address.removeprefix(site.SITE_URL)).json()
        assert told["total"] == 5
        met += [one["hearing"] for one in told["datasets"]]
        address = told["next"]
    assert met == [release.consultation_id, *(one.consultation_id for one in others)]
    assert Client().get("/open-data/").status_code == Client().get("/open-data/?after=x").status_code == 200


def test_a_file_is_sent_once_to_whoever_keeps_it(release):
    client, address = Client(), f"/consultations/{release.consultation_id}/open-data/comments.csv"
    got = client.get(address)
    body = b"".join(got.streaming_content)
    assert got.status_code == 200 and body == (folder_of(release) / "comments.csv").read_bytes()
    assert int(got["Content-Length"]) == len(body) and got["Last-Modified"]
    again = client.get(address, headers={"If-None-Match": got["ETag"]})
    assert again.status_code == 304 and again["ETag"] == got["ETag"]
    asked = client.head(address)
    assert asked.status_code == 200 and asked["Content-Length"] == got["Content-Length"] and asked.getvalue() == b""


@pytest.mark.parametrize("name", ["../1/comments.csv", "..%2f..%2fdb.sqlite3", "nothing.csv", "making-x"])
def test_no_other_file_is_reached(release, name):
    assert Client().get(f"/consultations/{release.consultation_id}/open-data/{name}").status_code == 404


def test_the_page_of_a_hearing_names_every_file(release):
    page = Client().get(f"/consultations/{release.consultation_id}/open-data/").content.decode()
    for file in release.files:
        assert f"/open-data/{file['name']}" in page and file["sha256"] in page


def test_what_was_hidden_since_is_not_served_for_another_moment(release):
    comment = release.consultation.comments.visible().first()
    hide(comment)
    place = f"/consultations/{release.consultation_id}/open-data/"
    answer = Client().get(f"{place}comments.csv")
    assert answer.status_code == 503 and answer["Retry-After"]
    assert Client().get(f"{place}dcat.jsonld").status_code == 503
    assert Client().get(place).status_code == 200
    assert Client().get("/open-data/datasets.json").json()["datasets"] == []
    again = actions.publish_open_data(consultation=release.consultation)
    assert Client().get(f"{place}comments.csv").status_code == 200
    assert f"{again.number}" in Client().get(place).content.decode()


def test_a_hearing_without_open_data_says_when_there_will_be_some():
    consultation = make_consultation()
    post(consultation)
    place = f"/consultations/{consultation.pk}/open-data/"
    assert Client().get(place).status_code == 200
    assert Client().get(f"{place}comments.csv").status_code == 404
    withdraw(consultation)
    assert Client().get(place).status_code == 404
