"""The nginx file that is shipped, run on loopback in front of the site."""

import asyncio
import json
import re
import shutil
import ssl
import subprocess
import time
from pathlib import Path

import httpx
import pytest
import websockets

from tests.support.lifeline import hold
from tests.support.site import Site
from tests.support.valkey import free_port

pytestmark = [pytest.mark.services]
ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ROOT / "config" / "nginx" / "rabfang.conf"


class Nginx:
    """The shipped file with the places and ports of this machine, and nothing else of it changed."""

    def __init__(self, folder: Path, site: Site):
        self.plain, self.port = free_port(), free_port()
        self.address = f"https://localhost:{self.port}"
        make_certificate(folder)
        text = SHIPPED.read_text()
        for shipped, here in {
            "127.0.0.1:8000": f"127.0.0.1:{site.ports[0]}",
            "listen [::]:80;": "",
            "listen [::]:443 ssl http2;": "",
            "listen 80;": f"listen 127.0.0.1:{self.plain};",
            "listen 443 ssl http2;": f"listen 127.0.0.1:{self.port} ssl http2;",
            "rabfang.example;": "localhost;",
            "/etc/letsencrypt/live/rabfang.example": str(folder),
            "/var/cache/nginx/rabfang": str(folder / "cache"),
            "/srv/rabfang/var": str(ROOT / "var"),
            "Host $host;": "Host $http_host;",  # the port of this test is part of it
        }.items():
            assert shipped in text, shipped
            text = text.replace(shipped, here)
        (folder / "rabfang.conf").write_text(text)
        temporary = "".join(
            f"{kind}_temp_path {folder / kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        (folder / "nginx.conf").write_text(
            f"pid {folder}/nginx.pid; error_log {folder}/error.log; daemon off; worker_processes 1; user root;\n"
            f"events {{ worker_connections 1024; }}\n"
            f"http {{ include /etc/nginx/mime.types; access_log off; {temporary} include {folder}/rabfang.conf; }}\n"
        )
        program = shutil.which("nginx") or "/usr/sbin/nginx"
        command = [program, "-p", str(folder), "-c", str(folder / "nginx.conf")]
        self.process = subprocess.Popen(command, start_new_session=True)
        hold(self.process.pid)
        end = time.monotonic() + 20
        while time.monotonic() < end:
            try:
                httpx.get(f"http://127.0.0.1:{self.plain}", timeout=1)
                return
            except httpx.HTTPError:
                time.sleep(0.1)
        raise RuntimeError((folder / "error.log").read_text())


def make_certificate(folder: Path) -> None:
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    files = ["-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", *names, *files]
    subprocess.run(command, check=True, capture_output=True)


@pytest.fixture(scope="module")
def behind(tmp_path_factory):
    folder = tmp_path_factory.mktemp("nginx")
    site = Site(folder, TRUSTED_PROXIES="127.0.0.1", SEARCHES_PER_MINUTE="10", ALLOWED_HOSTS="localhost,127.0.0.1")
    nginx = None
    try:
        site.start()
        nginx = Nginx(folder, site)
        site.nginx, site.trust = nginx, ssl.create_default_context(cafile=folder / "fullchain.pem")
        yield site
    finally:
        if nginx:
            nginx.process.terminate()
            nginx.process.wait()
        site.stop()


@pytest.fixture(scope="module")
def consultation(behind):
    return behind.make("made = {'pk': make_consultation().pk}")["pk"]


def browser(site: Site, source: str = "127.0.0.1", **options) -> httpx.Client:
    transport = httpx.HTTPTransport(local_address=source, verify=site.trust)
    return httpx.Client(base_url=site.nginx.address, transport=transport, timeout=20, **options)


def test_everything_goes_over_tls(behind):
    plain = httpx.get(f"http://127.0.0.1:{behind.nginx.plain}/consultations/", headers={"Host": "localhost"})
    assert (plain.status_code, plain.headers["location"]) == (301, "https://localhost/consultations/")
    with browser(behind) as client:
        assert client.get("/consultations/").status_code == 200


def test_the_site_knows_who_asks_whatever_they_claim(behind):
    def searches(source: str) -> list[int]:
        with browser(behind, source) as client:
            asked = [(f"/consultations/?q=น้ำ{number}", f"192.0.2.{number}") for number in range(25)]  # none is kept yet
            return [client.get(path, headers={"X-Forwarded-For": claim}).status_code for path, claim in asked]

    assert 429 in searches("127.0.0.5")
    assert searches("127.0.0.6")[0] == 200


async def test_sockets_pass(behind, consultation):
    uri = f"wss://localhost:{behind.nginx.port}/live/{consultation}/socket"
    async with websockets.connect(uri, ssl=behind.trust, origin=behind.nginx.address) as socket:
        assert json.loads(await asyncio.wait_for(socket.recv(), 20))["t"] == "hello"


def test_what_is_the_same_for_all_is_asked_for_once(behind, consultation):
    with browser(behind) as client:
        answers = [client.get(f"/consultations/{consultation}/live/?after=0") for _ in range(3)]
        mine = [client.get("/consultations/mine/") for _ in range(2)]
    assert "HIT" in [answer.headers["x-cache"] for answer in answers]
    assert "HIT" not in [answer.headers.get("x-cache") for answer in mine]


def test_a_hearing_is_made_once_for_all_strangers_and_for_nobody_who_is_signed_in(behind, consultation):
    path = f"/consultations/{consultation}/"
    address = behind.make("made = {'address': make_user().email}")["address"]
    with browser(behind) as stranger:
        answers = [stranger.get(path) for _ in range(5)]
        forms = {answer.headers["x-cache"] for answer in answers[1:]}
        assert forms <= {"HIT", "STALE", "UPDATING", "REVALIDATED"}, forms
        assert {answer.status_code for answer in answers} == {200}
        vote = stranger.post(f"{path}comments/", data={"text": "ความเห็น"}, headers={"Origin": behind.nginx.address})
        assert vote.headers["location"].startswith("/accounts/login/")
    with browser(behind) as citizen:
        page = citizen.get("/accounts/login/").text
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
        form = {"login": address, "password": "a-long-password", "csrfmiddlewaretoken": token}
        entered = citizen.post("/accounts/login/", data=form, headers={"Referer": behind.nginx.address + "/"})
        assert entered.status_code == 302
        mine = [citizen.get(path) for _ in range(2)]
    assert {answer.headers["x-cache"] for answer in mine} == {"BYPASS"}
    assert all("csrfmiddlewaretoken" in answer.text for answer in mine)
    assert not any("csrfmiddlewaretoken" in answer.text for answer in answers)


def test_files_come_packed_from_the_disk_and_stay_with_the_browser(behind):
    with browser(behind) as client:
        page = client.get("/consultations/").text
        script = page.split('src="/static/site/', 1)[1].split('"')[0]
        answer = client.get(f"/static/site/{script}", headers={"Accept-Encoding": "gzip"})
    assert (answer.status_code, answer.headers["content-encoding"]) == (200, "gzip")
    assert "immutable" in answer.headers.get_list("cache-control")[-1]


def test_a_large_body_is_refused_and_lies_nowhere(behind, tmp_path):
    with browser(behind) as client:
        answer = client.post("/accounts/login/", content=b"x" * 2_000_000)
    assert answer.status_code == 413


def test_documents_are_not_files_for_everybody(behind):
    with browser(behind) as client:
        assert client.get("/media/documents/anything.pdf").status_code == 404


def test_while_the_site_is_down_a_page_says_so(behind):
    """The last of this module."""
    behind.kill(0)
    with browser(behind) as client:
        answer = client.get("/consultations/mine/")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")
    assert "หยุดให้บริการชั่วคราว" in answer.text
