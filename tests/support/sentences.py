"""The sentences that a source asks the catalogues for, in Python and in templates."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from babel.messages.extract import extract_python
from django.utils.translation.template import templatize

KEYWORDS: dict = {
    **dict.fromkeys(("_", "_lazy", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}


class Sentence(NamedTuple):
    text: str
    plural: str | None = None
    context: str | None = None


def sentences_of(path: Path) -> Iterator[Sentence]:
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        source = "\n".join(line.strip() for line in templatize(source).splitlines())
    for _, keyword, found, _ in extract_python(io.BytesIO(source.encode()), KEYWORDS, [], {"encoding": "utf-8"}):
        words = [one for one in (found if isinstance(found, tuple) else (found,)) if one]
        context = words.pop(0) if words and "pgettext" in keyword else None
        if words:
            yield Sentence(words[0], words[1] if len(words) > 1 and keyword.startswith("n") else None, context)
