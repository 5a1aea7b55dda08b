import pytest

from tests.support.postgres import postgres
from tests.support.site import Site

WORLD = """
consultation = make_consultation("ข้อความหนึ่ง", "ข้อความสอง")
people = [make_user() for _ in range(4)]
made = {
    "consultation": consultation.pk,
    "sections": list(consultation.draft.sections.values_list("pk", flat=True)),
    "emails": [person.email for person in people],
}
"""


@pytest.fixture(scope="package")
def site(tmp_path_factory):
    """Two web processes on one PostgreSQL and one Valkey."""
    with postgres() as database_url:
        site = Site(tmp_path_factory.mktemp("site"), database_url=database_url, web=2)
        try:
            yield site.start()
        finally:
            site.stop()


@pytest.fixture(scope="package")
def world(site):
    return site.make(WORLD)
