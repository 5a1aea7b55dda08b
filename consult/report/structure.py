"""What a PDF's tags say of its tables to those who listen.

WeasyPrint names for each cell the heads it stands under, by their identifiers, but writes neither the tree by which these are looked up
(ISO 32000-1, 14.7.2, IDTree) nor whether a head is one of a column or of a row (14.8.5.7, Scope), which most screen readers go by.
"""

from collections.abc import Iterator

import pikepdf


def tell_heads(document: pikepdf.Pdf) -> None:
    """Give every head of a table its scope, and the document the tree of identifiers."""
    root = document.Root.StructTreeRoot
    named: dict[bytes, pikepdf.Object] = {}
    for element, above in elements(root):
        if element.S == "/TH":
            element.A.Scope = pikepdf.Name.Column if "/THead" in above else pikepdf.Name.Row
        if "/ID" in element:
            named[bytes(element.ID)] = element
    if named:
        pairs = [thing for name in sorted(named) for thing in (pikepdf.String(name), named[name])]
        root.IDTree = document.make_indirect(pikepdf.Dictionary(Names=pikepdf.Array(pairs)))


def elements(
    thing: pikepdf.Object, above: tuple[str, ...] = ()
) -> Iterator[tuple[pikepdf.Dictionary, tuple[str, ...]]]:
    """Every element of the structure in reading order, with the kinds it stands in, the outermost first."""
    if isinstance(thing, pikepdf.Array):
        for one in thing:
            yield from elements(one, above)
    elif isinstance(thing, pikepdf.Dictionary):
        if "/S" in thing:
            yield thing, above
            above = (*above, str(thing.S))
        if "/K" in thing:
            yield from elements(thing.K, above)
