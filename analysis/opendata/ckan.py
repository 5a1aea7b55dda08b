"""Sending entries to a CKAN by its action API (docs.ckan.org/en/2.12/api): made or changed, never twice, and read back."""

from typing import Any

import requests
from django.conf import settings

_COMPARED = ("name", "title", "notes", "license_id", "maintainer_email")


class CkanRefused(Exception):
    """The catalogue did not take it, or could not be reached; the message is one line that says why."""


class Ckan:
    """One catalogue, spoken to with the key of settings.CKAN_API_KEY. Every question has a timeout; nothing follows to another address."""

    def __init__(self, address: str, key: str):
        self.address = address.rstrip("/")
        self.session = requests.Session()
        self.session.headers.update({"Authorization": key, "User-Agent": "Rabfang"})

    def put(self, entry: dict[str, Any]) -> str:
        """Make the entry, or change the one of this name: its files keep their ids. Returns ``created`` or ``updated``.

        CKAN takes an entry with all its files in one piece; what it says it has afterwards is compared. Raises CkanRefused.
        """
        there = self._ask("package_show", {"id": entry["name"]}, none_if_absent=True)
        if there is None:
            self._ask("package_create", entry)
        else:
            ids = {one["name"]: one["id"] for one in there.get("resources", []) if one.get("id")}
            files = [one | ({"id": ids[one["name"]]} if one["name"] in ids else {}) for one in entry["resources"]]
            self._ask("package_update", entry | {"id": there["id"], "resources": files})
        self._must_have(entry)
        return "updated" if there else "created"

    def titles_beside(self, entry: dict[str, Any]) -> set[str]:
        """Titles of other entries that are spelled like this one."""
        query = {"fq": f'title_string:"{entry["title"]}"', "rows": 10}
        found = self._ask("package_search", query) or {}
        return {one["title"] for one in found.get("results", []) if one["name"] != entry["name"]}

    def _must_have(self, entry: dict[str, Any]) -> None:
        kept = self._ask("package_show", {"id": entry["name"]}) or {}
        other = [key for key in _COMPARED if kept.get(key) != entry[key]]
        urls = {one["url"] for one in kept.get("resources", [])}
        missing = [one["name"] for one in entry["resources"] if one["url"] not in urls]
        if other or missing:
            raise CkanRefused(f"the catalogue keeps it otherwise: {', '.join([*other, *missing])}")

    def _ask(self, action: str, told: dict[str, Any], *, none_if_absent: bool = False) -> dict[str, Any] | None:
        try:
            answer = self.session.post(
                f"{self.address}/api/3/action/{action}", json=told, timeout=settings.CKAN_TIMEOUT, allow_redirects=False
            )
        except requests.RequestException as error:
            raise CkanRefused(f"{action}: not reached ({type(error).__name__})") from None
        if answer.status_code == requests.codes.not_found and none_if_absent:
            return None
        try:
            said = answer.json()
        except ValueError:
            said = None
        if not isinstance(said, dict):
            raise CkanRefused(f"{action}: status {answer.status_code}, and no JSON")
        if answer.status_code != requests.codes.ok or not said.get("success"):
            raise CkanRefused(f"{action}: status {answer.status_code}: {_reason(said.get('error'))}")
        result: dict[str, Any] | None = said.get("result")
        return result


def _reason(error: Any) -> str:
    """What CKAN says is wrong, in one line: each field with its messages."""
    if not isinstance(error, dict):
        return str(error)[:300]
    fields = {key: value for key, value in error.items() if key not in ("__type", "message")}
    lines = [
        f"{key}: {', '.join(map(str, value)) if isinstance(value, list) else value}" for key, value in fields.items()
    ]
    told = "; ".join(lines) or str(error.get("message", error.get("__type", "")))
    return " ".join(told.split())[:500]
