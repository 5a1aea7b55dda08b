"""What nearly every page asks of a run's document: what things are called. It is a hundredth of the document, and stored beside it."""

from collections.abc import Mapping
from typing import Any


def outline_of(document: Mapping[str, Any]) -> dict[str, Any]:
    """Names of themes and of their parts, sizes of campaigns, opinion groups where they are stable, and the edits that were taught."""
    groups = document.get("groups") or {}
    return {
        "themes": [{name: theme[name] for name in ("id", "parent_id", "label")} for theme in document["themes"]],
        "campaigns": [{name: one[name] for name in ("id", "n_texts")} for one in document["campaigns"]],
        "groups": groups["items"] if groups.get("status") == "stable" else [],
        "audit": [{"id": edit["id"]} for edit in document["audit"]],
    }
