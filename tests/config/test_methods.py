"""Whatever can be fetched can be asked about: a walk over all addresses, with HEAD beside GET."""

import pytest
from django.test import Client

from tests.support.addresses import addresses
from tests.support.makers import make_consultation, make_user, post

pytestmark = [pytest.mark.django_db, pytest.mark.walk]
LIBRARIES = ("/cms/", "/documents/")


def test_every_address_answers_head_like_get_without_a_body():
    comment = post(make_consultation(), section=None)
    anybody, admin = Client(), Client()
    admin.force_login(make_user(is_superuser=True, is_staff=True))
    fetched = 0
    for one in addresses(pk=comment.consultation_id, comment_pk=comment.pk, number=1):
        if one.path.startswith(LIBRARIES) or one.name == "account_logout":
            continue
        for client in (anybody, admin):
            got = client.get(one.path)
            asked = client.head(one.path)
            assert asked.status_code == got.status_code, one.path
            assert asked.getvalue() == b"", one.path
            assert asked.headers.get("Content-Type") == got.headers.get("Content-Type"), one.path
            fetched += got.status_code == 200
            if got.status_code == 405:
                assert got.headers["Allow"], one.path
    assert fetched > 30
