"""Every address of the site, out of the URL resolver: what walks go over, so that a new address is walked without anybody's doing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern, RoutePattern
from django.utils.regex_helper import normalize

_PLACE = re.compile(r"<(?:(\w+):)?(\w+)>")
#: What stands for a converter where a test says nothing else
PLAIN = {
    "int": "1",
    "str": "x",
    "slug": "x",
    "path": "x",
    "file_form": "csv",
    "uuid": "00000000-0000-0000-0000-000000000000",
}


@dataclass(frozen=True)
class Address:
    """One pattern of the resolver, and an address that fits it."""

    name: str  #: with its namespaces, e.g. "consult:section_detail"
    route: str  #: as the patterns have it, e.g. "consultations/<int:pk>/"
    path: str
    view: object
    places: tuple[str, ...]  #: names of the values in the path

    def __str__(self) -> str:
        return self.name or self.route


def addresses(**values: object) -> Iterator[Address]:
    """Walk over all of them; ``values`` fill the places by name (``pk=7``) or by converter (``int="9" * 30``)."""
    yield from _walk(get_resolver(), "/", "", values, "", ())


def _walk(resolver, path, route, values, namespace, places) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        filled, names = _fill(pattern.pattern, values)
        here, its_route, its_places = path + filled, route + str(pattern.pattern), places + names
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern, here, its_route, values, inner, its_places)
        else:
            name = f"{namespace}{pattern.name}" if pattern.name else ""
            yield Address(name, its_route, here, pattern.callback, its_places)


def _fill(pattern, values) -> tuple[str, tuple[str, ...]]:
    if isinstance(pattern, LocalePrefixPattern):
        return pattern.language_prefix, ()
    if isinstance(pattern, RoutePattern):
        found = _PLACE.findall(str(pattern))
        filled = _PLACE.sub(
            lambda place: str(values.get(place[2], values.get(place[1] or "str", PLAIN[place[1] or "str"]))),
            str(pattern),
        )
        return filled, tuple(name for _, name in found)
    text, names = normalize(str(pattern).removeprefix("^").removesuffix("$"))[0]
    return text % {name: values.get(name, values.get("int", "1")) for name in names}, tuple(names)
