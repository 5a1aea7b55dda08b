"""OpenID Connect as our side speaks it, against a provider that lies: no lie passes, and what is true does."""

import re
import time
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import ValidationError

from consult.oidc import errors, signing_in
from consult.oidc.metadata import LOOK_AGAIN_SECONDS, PAUSE_SECONDS, Known
from consult.oidc.person import HashKey
from consult.oidc.provider import Provider, read_providers
from tests.support.lying_provider import LIES, NUMBER, lying_provider

HERE = "http://127.0.0.1:8000/callback/"
KEYS = (HashKey(name="2", secret="the newer key"), HashKey(name="1", secret="the older key"))
ENDINGS = {
    "level too low": errors.AssuranceTooLow,
    "level unheard of": errors.AssuranceTooLow,
    "proved long ago": errors.TooLongAgo,
}


@pytest.fixture(scope="module")
def one_provider():
    with lying_provider() as provider:
        yield provider


@pytest.fixture
def liar(one_provider):
    one_provider.be_honest()
    return one_provider


@pytest.fixture
def clock():
    return Clock()


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


def known(liar, clock=time.monotonic, **changes):
    return Known(Provider(**liar.settings(**changes)), clock)


def sign_in(liar, of=None, **changes):
    of = of or known(liar, **changes)
    attempt, address = signing_in.begin(of, "/", HERE)
    return signing_in.complete(of, attempt, liar.send_back(address), HERE, KEYS)


def test_an_honest_answer_becomes_a_person_without_a_number(liar):
    person = sign_in(liar)
    assert (person.provider, person.source, person.level) == ("test-id", "number", "2.3")
    assert list(person.hashes) == ["2", "1"]
    assert person.newest == ("2", person.hashes["2"])
    assert NUMBER not in repr(person) and liar.claims["sub"] not in repr(person)


def test_the_request_carries_pkce_state_nonce_and_the_age_it_asks_for(liar):
    attempt, address = signing_in.begin(known(liar), "/", HERE)
    for part in (f"state={attempt.state}", f"nonce={attempt.nonce}", "code_challenge_method=S256", "max_age=600"):
        assert part in address
    assert attempt.verifier not in address
    assert not re.search(r"secret", address)


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_of_the_id_token_is_refused(liar, lie):
    liar.lie = lie
    with pytest.raises(ENDINGS.get(lie, errors.Lied)) as refusal:
        # of what is right in userinfo nothing may stand in for what is missing in the token
        liar.claims |= {"pid": None} if lie == "no number" else {}
        sign_in(liar, **({"number_claim": "pid"}))
    assert NUMBER not in refusal.value.reason


@pytest.mark.parametrize("lie", ["userinfo of somebody else", "mix-up of issuers", "discovery of another issuer"])
def test_a_lie_beside_the_id_token_is_refused(liar, lie):
    liar.lie = lie
    with pytest.raises(errors.Lied):
        sign_in(liar)


def test_an_answer_without_the_promised_issuer_is_anothers(liar):
    of = known(liar)
    attempt, address = signing_in.begin(of, "/", HERE)
    answer = liar.send_back(address)
    del answer["iss"]
    with pytest.raises(errors.Lied):
        signing_in.complete(of, attempt, answer, HERE, KEYS)


def test_a_code_works_once(liar):
    of = known(liar)
    attempt, address = signing_in.begin(of, "/", HERE)
    answer = liar.send_back(address)
    signing_in.complete(of, attempt, answer, HERE, KEYS)
    with pytest.raises(errors.CodeRefused):
        signing_in.complete(of, attempt, answer, HERE, KEYS)


def test_an_answer_to_another_attempt_is_refused_before_anybody_is_asked(liar):
    of = known(liar)
    attempt, _ = signing_in.begin(of, "/", HERE)
    _, address = signing_in.begin(of, "/", HERE)
    liar.asked.clear()
    for other in (attempt, replace(attempt, provider="another"), replace(attempt, begun_at=time.time() - 3600)):
        with pytest.raises(errors.NotBegunHere):
            signing_in.complete(of, other, liar.send_back(address), HERE, KEYS)
    assert not liar.asked


def test_a_stolen_code_is_worth_nothing_without_the_verifier(liar):
    of = known(liar)
    attempt, address = signing_in.begin(of, "/", HERE)
    thief, _ = signing_in.begin(of, "/", HERE)
    answer = liar.send_back(address) | {"state": thief.state}
    with pytest.raises(errors.CodeRefused):
        signing_in.complete(of, thief, answer, HERE, KEYS)


@pytest.mark.parametrize(
    ("answer", "ending"),
    [
        ({"error": "access_denied"}, errors.Declined),
        ({"error": "server_error"}, errors.CodeRefused),
        ({}, errors.Lied),
        ({"code": "x" * 5000}, errors.Lied),
    ],
)
def test_an_answer_without_a_code_ends_it(liar, answer, ending):
    of = known(liar)
    attempt, _ = signing_in.begin(of, "/", HERE)
    with pytest.raises(ending):
        signing_in.complete(of, attempt, answer | {"state": attempt.state, "iss": liar.issuer}, HERE, KEYS)


def test_keys_change_and_who_signs_with_the_new_one_is_believed(liar, clock):
    of = known(liar, clock)
    sign_in(liar, of)
    liar.keys.insert(0, liar.fresh_key("second"))
    liar.published.append(liar.keys[0])
    sign_in(liar, of)
    assert liar.asked.count("/keys") == 2


def test_made_up_keys_do_not_make_the_site_ask_again_and_again(liar, clock):
    of = known(liar, clock)
    sign_in(liar, of)
    liar.keys.insert(0, liar.fresh_key("never published"))
    for _ in range(5):
        with pytest.raises(errors.Lied):
            sign_in(liar, of)
    assert liar.asked.count("/keys") == 2
    clock.now += LOOK_AGAIN_SECONDS + 1
    with pytest.raises(errors.Lied):
        sign_in(liar, of)
    assert liar.asked.count("/keys") == 3


HUGE = b'{"keys": [' + b" " * 300_000 + b"]}"
DEEP = b'{"keys": ' + b"[" * 100_000


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/keys", "/token", "/userinfo"])
@pytest.mark.parametrize(
    "answer",
    [
        (200, {}, b"<html>no JSON</html>"),
        (200, {}, HUGE),
        (200, {}, DEEP),
        (200, {}, b"[1]"),
        (302, {"Location": "http://127.0.0.1:1/elsewhere"}, b""),
        (500, {}, b"{}"),
    ],
    ids=["html", "huge", "deep", "list", "redirect", "500"],
)
def test_an_answer_of_another_form_is_a_provider_that_is_away(liar, path, answer):
    liar.instead[path] = answer
    with pytest.raises(errors.ProviderAway):
        sign_in(liar)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/token", b"{}"),
        ("/token", b'{"id_token": 7, "access_token": "a", "token_type": "Bearer"}'),
        ("/userinfo", b"{}"),
    ],
)
def test_an_answer_that_lacks_something_is_refused(liar, path, body):
    liar.instead[path] = (200, {}, body)
    with pytest.raises(errors.Lied):
        sign_in(liar)


def test_a_slow_provider_is_waited_for_once_and_then_not_for_a_while(liar, clock):
    liar.delay = 1.0
    of = known(liar, clock, timeout=0.2)
    for _ in range(5):
        with pytest.raises(errors.ProviderAway):
            sign_in(liar, of)
    assert len(liar.asked) == 1
    liar.delay = 0.0
    clock.now += PAUSE_SECONDS + 1
    assert sign_in(liar, of).level == "2.3"


def test_a_refused_code_does_not_shut_the_door_for_others(liar):
    of = known(liar)
    attempt, _ = signing_in.begin(of, "/", HERE)
    with pytest.raises(errors.CodeRefused):
        signing_in.complete(of, attempt, {"state": attempt.state, "iss": liar.issuer, "code": "made up"}, HERE, KEYS)
    assert sign_in(liar, of).level == "2.3"


def test_endpoints_on_another_host_are_not_followed(liar):
    body = f'{{"issuer": "{liar.issuer}", "authorization_endpoint": "https://evil.example/", "token_endpoint": "{liar.issuer}/token", "jwks_uri": "{liar.issuer}/keys"}}'
    liar.instead["/.well-known/openid-configuration"] = (200, {}, body.encode())
    with pytest.raises(errors.Lied):
        sign_in(liar)


def test_one_number_is_one_person_at_every_provider_and_one_subject_at_each(liar):
    assert sign_in(liar).newest == sign_in(liar, slug="another").newest
    by_subject = [sign_in(liar, slug=slug, number_claim="") for slug in ("one", "two")]
    assert by_subject[0].newest != by_subject[1].newest
    assert [person.source for person in by_subject] == ["one", "two"]


def test_a_number_is_the_same_in_thai_digits_and_with_dashes(liar):
    plain = sign_in(liar)
    liar.claims["pid"] = "๑-๒๓๔๕-๖๗๘๙๐-๑๒-๑"
    assert sign_in(liar).newest == plain.newest


@pytest.mark.parametrize(
    ("told", "year"), [("1990-05-17", 1990), ("25330517", 1990), ("2533", 1990), ("", None), (7, None)]
)
def test_a_year_of_birth_is_read_only_when_it_is_asked_for(liar, told, year):
    liar.claims["birthdate"] = told
    assert sign_in(liar).birth_year is None
    assert sign_in(liar, birth_claim="birthdate").birth_year == year


def test_a_provider_that_says_no_level_and_no_age_may_be_taken_at_its_word(liar):
    liar.claims |= {"ial": None, "auth_time": None}
    person = sign_in(liar, levels=(), least_level="", max_age=0)
    assert person.level == ""


@pytest.mark.parametrize(
    "wrong",
    [
        {"issuer": "http://provider.example"},
        {"algorithms": ("HS256",)},
        {"algorithms": ("none",)},
        {"scopes": ("pid",)},
        {"least_level": "9"},
        {"levels": ()},
        {"unheard_of": 1},
        {"token_endpoint": "ftp://provider.example"},
    ],
)
def test_settings_that_cannot_be_safe_are_refused(liar, wrong):
    with pytest.raises(ValidationError):
        Provider(**liar.settings(**wrong))


def test_the_secret_of_the_dga_is_hashed_seven_times():
    """Their own sample hashes ``secret + "EGA"`` with MD5, and what comes out again, seven times in all."""
    plain = {
        "slug": "dga",
        "name": "ทางรัฐ",
        "issuer": "https://connect.example",
        "client_id": "x",
        "client_secret": "s",
    }
    secret = Provider(**plain, secret_transform="md5-ega-7").sent_secret
    assert re.fullmatch(r"[0-9a-f]{32}", secret)
    assert Provider(**plain).sent_secret == "s"
    assert "s'" not in repr(Provider(**plain | {"client_secret": "s'ecret"}))


def test_the_examples_of_the_guide_are_providers():
    guide = (Path(__file__).parents[3] / "docs" / "operator.md").read_text(encoding="utf-8")
    told = [tomllib.loads(block) for block in re.findall(r"```toml\n(.*?)```", guide, re.DOTALL)]
    found = {slug: Provider(slug=slug, **fields) for one in told for slug, fields in one.items()}
    assert found["thaid"].least_level == "2.1"
    assert (found["dga"].secret_transform, found["dga"].logout_param) == ("md5-ega-7", "post_logout_redirect_url")


def test_the_guide_says_every_setting_of_a_provider():
    guide = (Path(__file__).parents[3] / "docs" / "operator.md").read_text(encoding="utf-8")
    assert [name for name in Provider.model_fields if name != "slug" and f"`{name}`" not in guide] == []


def test_signing_out_leads_to_the_provider_by_its_own_word(liar):
    address = signing_in.sign_out_url(known(liar, logout_param="post_logout_redirect_url"), "https://here.example/")
    assert address.startswith(f"{liar.issuer}/endsession?client_id=")
    assert "post_logout_redirect_url=https%3A%2F%2Fhere.example%2F" in address
    assert "id_token" not in address


def test_providers_are_read_from_a_file(tmp_path: Path):
    file = tmp_path / "providers.toml"
    file.write_text('[thaid]\nname = "ThaID"\nissuer = "https://thaid.example"\nclient_id = "x"\n', encoding="utf-8")
    assert read_providers(str(file))["thaid"].name == "ThaID"
    assert read_providers("") == {}
