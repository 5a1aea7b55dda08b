"""A catalogue like the state's: CKAN's action API with the schema of ckanext-thai_gdc, as strict as that is. Written from its rules,
not from our checker, so that the two can disagree."""

import json
import re
import threading
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

KEY = "a-key-for-tests"
ORGANISATIONS = {"dga"}
_REQUIRED_TEXT = [
    "data_type",
    "title",
    "maintainer",
    "maintainer_email",
    "tag_string",
    "notes",
    "update_frequency_unit",
    "geo_coverage",
    "data_source",
    "data_category",
    "license_id",
]
_REQUIRED_LISTS = ("objective", "data_format")
_LICENCES = ("License not specified", "Creative Commons Attributions", "Open Data Common", "อื่นๆ")


class Catalogue:
    """``with Catalogue() as catalogue``: listens at ``address``; ``entries`` by name. ``breaks``: an action that answers with HTML."""

    def __init__(self):
        self.entries: dict[str, dict] = {}
        self.breaks = ""
        self.forgets = ""
        self.asked: list[str] = []
        catalogue = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                action = self.path.removeprefix("/api/3/action/")
                told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                status, body = catalogue.answer(action, told, self.headers.get("Authorization"))
                self.send_response(status)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_error):
        self.server.shutdown()
        self.server.server_close()

    def answer(self, action: str, told: dict, key: str | None) -> tuple[int, bytes]:
        self.asked.append(action)
        if action == self.breaks:
            return 502, b"<html>Bad gateway</html>"
        if key != KEY:
            return _fault(403, {"__type": "Authorization Error", "message": "Access denied: not authorized"})
        if action == "package_show":
            entry = self.entries.get(told["id"]) or next(
                (e for e in self.entries.values() if e["id"] == told["id"]), None
            )
            return _well(entry) if entry else _fault(404, {"__type": "Not Found Error", "message": "Not found"})
        if action == "package_search":
            wanted = told["fq"].removeprefix('title_string:"').removesuffix('"')
            return _well({"results": [one for one in self.entries.values() if one["title"] == wanted]})
        if action not in ("package_create", "package_update"):
            return _fault(400, {"__type": "Bad Request"})
        return self._write(action, told)

    def _write(self, action: str, told: dict) -> tuple[int, bytes]:
        known = next((one for one in self.entries.values() if one["id"] == told.get("id")), None)
        if action == "package_update" and known is None:
            return _fault(404, {"__type": "Not Found Error", "message": "Not found"})
        errors = self._errors(told, known)
        if errors:
            return _fault(409, {"__type": "Validation Error"} | errors)
        files = [{"id": str(uuid.uuid4())} | one for one in told["resources"]]
        entry = {"id": str(uuid.uuid4())} | told | {"resources": files, "state": "active"}
        if self.forgets:
            entry["resources"] = [one for one in files if one["name"] != self.forgets]
        self.entries = {name: one for name, one in self.entries.items() if one is not known} | {entry["name"]: entry}
        return _well(entry)

    def _errors(self, told: dict, known: dict | None) -> dict[str, list[str]]:
        errors = {
            key: ["Missing value"]
            for key in _REQUIRED_TEXT
            if not isinstance(told.get(key), str) or not told[key].strip()
        }
        for key in _REQUIRED_LISTS:
            if not isinstance(told.get(key), list) or not told[key]:
                errors[key] = ["expecting list of strings"]
        name = told.get("name", "")
        if len(name) > 70 or not re.fullmatch("[a-z0-9_-]{2,}", name):
            errors["name"] = ["Name must be a maximum of 70 characters long"]
        others = [one for one in self.entries.values() if one is not known]
        if name in {one["name"] for one in others}:
            errors["name"] = ["That URL is already in use."]
        if told.get("title") in {one["title"] for one in others}:
            errors["title"] = ["That title is already in use."]
        for tag in str(told.get("tag_string", "")).split(","):
            if not 2 <= len(tag.strip()) <= 100 or not re.fullmatch(r"[ก-๙a-z0-9 \-._]+", tag):
                errors["tag_string"] = [f'Tag "{tag}" must be alphanumeric characters or symbols: -_.']
        if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", str(told.get("maintainer_email", ""))):
            errors["maintainer_email"] = ["not a valid email address"]
        if told.get("license_id") not in _LICENCES:
            errors["license_id"] = ["Value must be one of"]
        if told.get("owner_org") not in ORGANISATIONS:
            errors["owner_org"] = ["Organization does not exist"]
        if any(
            not str(one.get("url", "")).startswith("http") or not one.get("format") for one in told.get("resources", [])
        ):
            errors["resources"] = ["Missing value"]
        return errors


def _well(result) -> tuple[int, bytes]:
    return 200, json.dumps({"success": True, "result": result}).encode()


def _fault(status: int, error: dict) -> tuple[int, bytes]:
    return status, json.dumps({"success": False, "error": error}).encode()
