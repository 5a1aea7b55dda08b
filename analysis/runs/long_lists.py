"""Lists of a run's document that grow with comments: pages show how they begin and how long they are, so the rest stands beside
the document (`RunList`) and is read only where all of it is needed."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

#: entries that stay in the document; no page shows more
KEPT = 20
#: names of lists that grow with comments, wherever they stand
GROWING = frozenset({"cites", "comment_ids", "sample_ids", "group_informed"})


def without_long_lists(document: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, list]]:
    """(the document with the first twenty entries of each long list and its length as ``n_<name>``, whole lists by their place)"""
    lists: dict[str, list] = {}

    def shortened(name: str, value: Any, place: str) -> Iterator[tuple[str, Any]]:
        if name in GROWING and isinstance(value, list) and len(value) > KEPT:
            lists[place] = value
            yield name, value[:KEPT]
            yield f"n_{name}", len(value)
        else:
            yield name, _walked(value, place, shortened)

    return _walked(document, "", shortened), lists


def with_long_lists(document: Mapping[str, Any], lists: Mapping[str, list]) -> dict[str, Any]:
    """The document as it was before `without_long_lists`."""
    counts = {"/n_".join(place.rsplit("/", 1)) for place in lists}

    def whole(name: str, value: Any, place: str) -> Iterator[tuple[str, Any]]:
        if place in lists:
            yield name, lists[place]
        elif place not in counts:
            yield name, _walked(value, place, whole)

    return _walked(document, "", whole)


def _walked(value: Any, place: str, named: Callable[[str, Any, str], Iterator[tuple[str, Any]]]) -> Any:
    """The same value with each entry of its dictionaries as ``named`` has it; a place is names and numbers on the way there."""
    if isinstance(value, Mapping):
        found = (named(name, one, f"{place}/{name}") for name, one in value.items())
        return {name: one for pairs in found for name, one in pairs}
    if isinstance(value, list):
        return [_walked(one, f"{place}/{number}", named) for number, one in enumerate(value)]
    return value
