"""Passkeys: what is no answer of a device is refused in Thai, whatever it is; who has none is asked for none; a reset ends them."""

import hashlib
import json
import secrets

import pytest
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from consult import actions, rules
from consult.models import AuditEntry, User
from tests.config.test_second_factor import PASSWORD, is_in, set_up, sign_in
from tests.support.makers import make_agency, make_staff, make_user, platform_staff

pytestmark = pytest.mark.django_db

BYTES = "AAAA"
#: The shape of a device's answer around bytes that say nothing
MADE = {
    "id": BYTES,
    "rawId": BYTES,
    "type": "public-key",
    "clientExtensionResults": {},
    "response": {"clientDataJSON": BYTES, "attestationObject": BYTES},
}
PROVED = MADE | {"response": {"clientDataJSON": BYTES, "authenticatorData": BYTES, "signature": BYTES}}


def made_by_a_device() -> dict:
    """What a device answers when it makes a passkey, without proof of its maker (“none”)."""
    key = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    credential = AttestedCredentialData.create(aaguid=bytes(16), credential_id=secrets.token_bytes(16), public_key=key)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
    data = AuthenticatorData.create(hashlib.sha256(b"testserver").digest(), flags, 0, credential)
    asked = CollectedClientData.create(type="webauthn.create", origin="https://testserver", challenge=bytes(32))
    told = {
        "clientDataJSON": websafe_encode(asked),
        "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
    }
    key_id = websafe_encode(credential.credential_id)
    return MADE | {"id": key_id, "rawId": key_id, "response": told}


def proved_by_another_device() -> dict:
    asked = CollectedClientData.create(type="webauthn.get", origin="https://testserver", challenge=bytes(32))
    data = AuthenticatorData.create(hashlib.sha256(b"testserver").digest(), AuthenticatorData.FLAG.UP, 0)
    told = {"clientDataJSON": websafe_encode(asked), "authenticatorData": websafe_encode(data), "signature": BYTES}
    return PROVED | {"response": told}


HOSTILE = [
    "",
    "x",
    "[]",
    "1",
    "null",
    '"x"',
    "{}",
    "[" * 6000,
    json.dumps({"id": "A" * 30_000}),
    json.dumps({"id": 1, "rawId": [], "response": None}),
    json.dumps({"id": "ก", "rawId": "ก", "response": {}}),
    json.dumps(MADE),
    json.dumps(PROVED),
    json.dumps(made_by_a_device()),
    json.dumps(proved_by_another_device()),
    json.dumps(MADE | {"response": "x"}),
    json.dumps(PROVED | {"response": {**PROVED["response"], "clientDataJSON": "e30", "userHandle": "x"}}),
]


def passkey_of(person: User) -> Authenticator:
    data = {"name": "เครื่องที่โต๊ะงาน", "credential": made_by_a_device()}
    return Authenticator.objects.create(user=person, type=Authenticator.Type.WEBAUTHN, data=data)


def trusted(person: User) -> Client:
    """Signed in, with the password given again just now, as pages about the second step want it."""
    client, _ = sign_in(person)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": reverse("mfa_index")})
    return client


def test_what_is_no_answer_of_a_device_is_refused_in_thai_and_adds_nothing():
    client, page = trusted(make_user()), reverse("mfa_add_webauthn")
    for answer in HOSTILE:
        client.get(page)
        refused = client.post(page, {"name": "โทรศัพท์", "credential": answer})
        assert refused.status_code == 200, answer
        assert "พาสคีย์ใช้ไม่ได้" in refused.content.decode(), answer
        assert "โทรศัพท์" in refused.content.decode(), answer
    assert not Authenticator.objects.exists()


def test_nor_does_it_let_in_or_open_what_is_grave():
    person = make_user()
    passkey_of(person)
    client, _ = sign_in(person)
    inside = Client()
    inside.force_login(person)
    for answer in HOSTILE:
        cache.clear()
        for who, address in ((client, "mfa_authenticate"), (inside, "mfa_reauthenticate_webauthn")):
            refused = who.post(reverse(address), {"credential": answer})
            assert refused.status_code == 200, answer
            assert "พาสคีย์ใช้ไม่ได้" in refused.content.decode(), answer
    assert not is_in(client)


def test_guessing_with_passkeys_is_stopped_like_guessing_codes():
    person = make_user()
    passkey_of(person)
    client, _ = sign_in(person)
    said = [
        client.post(reverse("mfa_authenticate"), {"credential": json.dumps(proved_by_another_device())})
        for _ in range(7)
    ]
    first, last = (str(one.context["webauthn_form"].errors) for one in (said[0], said[-1]))
    assert "พาสคีย์ใช้ไม่ได้" in first and "พาสคีย์ใช้ไม่ได้" not in last


def test_who_has_no_passkey_is_asked_for_a_code_alone():
    person = make_user()
    client, _ = sign_in(person)
    set_up(client)
    client, _ = sign_in(person)
    page = client.get(reverse("mfa_authenticate")).content.decode()
    assert 'name="code"' in page and "data-passkey" not in page


def test_it_counts_as_the_second_factor_of_staff(settings):
    officer = make_staff(make_agency(), "officer")
    settings.STAFF_SECOND_FACTOR = True
    assert rules.lacks_second_factor(officer)
    passkey_of(officer)
    assert not rules.lacks_second_factor(User.objects.get(pk=officer.pk))


def test_nobody_lists_renames_or_removes_somebody_elses():
    theirs, client = passkey_of(make_user()), trusted(make_user())
    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        address = reverse(name, args=[theirs.pk])
        assert (client.get(address).status_code, client.post(address, {"name": "x"}).status_code) == (404, 404)
    assert "เครื่องที่โต๊ะงาน" not in client.get(reverse("mfa_list_webauthn")).content.decode()
    assert Authenticator.objects.get().data["name"] == "เครื่องที่โต๊ะงาน"


def test_too_long_a_name_is_refused_with_its_words_kept():
    person = make_user()
    client = trusted(person)
    address = reverse("mfa_edit_webauthn", args=[passkey_of(person).pk])
    words = "ก" * 61
    refused = client.post(address, {"name": words})
    assert refused.status_code == 200 and words in refused.content.decode()
    client.post(address, {"name": "โทรศัพท์"})
    assert Authenticator.objects.get().data["name"] == "โทรศัพท์"


@pytest.mark.parametrize("kind", ["passkey", "app"])
def test_a_reset_ends_every_session_of_that_person_and_of_nobody_else(kind):
    officer, colleague = (make_staff(make_agency(), "officer") for _ in range(2))
    clients = [sign_in(officer)[0], sign_in(officer)[0], sign_in(colleague)[0]]
    if kind == "app":
        set_up(clients[0])
    else:
        passkey_of(officer)
    assert [client.get("/cms/").status_code for client in clients] == [200, 200, 200]
    actions.reset_second_factor(user=officer, by=platform_staff())
    assert [client.get("/cms/").status_code for client in clients] == [302, 302, 200]
    assert [client.get("/consultations/mine/").status_code for client in clients] == [302, 302, 200]
    actions.reset_second_factor(user=officer, by=platform_staff())  # nothing left to reset, nothing ended
    again, _ = sign_in(officer)
    assert is_in(again)
    assert AuditEntry.objects.filter(verb="reset_second_factor").count() == 1
    fresh = Client()
    fresh.force_login(User.objects.get(pk=officer.pk))
    assert fresh.get("/cms/").status_code == 200
