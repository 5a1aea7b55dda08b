"""Word lists: our own in data/, and those of PyThaiNLP.

PyThaiNLP's lists of names are CC BY-SA 4.0, so they are read from the installed package and not copied. They are read as the
data files they are: no code of the package is loaded, and a web process that masks a comment stays small.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

DATA = Path(__file__).parent / "data"


@cache
def listed(name: str) -> tuple[str, ...]:
    """The entries of data/NAME.txt in the order of the file, without comments."""
    lines = (DATA / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))


def any_of(name: str) -> str:
    """A pattern that finds the first entry of data/NAME.txt that fits; an entry that ends in $ fits only at the end."""
    entries = ((re.escape(word.removesuffix("$")), word.endswith("$")) for word in listed(name))
    return "(?:" + "|".join(word + "$" * is_last for word, is_last in entries) + ")"


@cache
def given_names() -> frozenset[str]:
    """Given names of women and men."""
    return _of_pythainlp("person_names_female_th.txt") | _of_pythainlp("person_names_male_th.txt")


@cache
def malay_words() -> frozenset[str]:
    """Common words of Malay that are no words of English."""
    return frozenset(listed("malay_words"))


@cache
def family_names() -> frozenset[str]:
    return _of_pythainlp("family_names_th.txt")


@cache
def names_of_provinces() -> frozenset[str]:
    """The 77 provinces, Bangkok among them."""
    return frozenset(line.partition(",")[0] for line in _of_pythainlp("thailand_provinces_th.csv"))


@cache
def dictionary() -> frozenset[str]:
    """Words of the language, names of provinces among them: some 62,000."""
    return _of_pythainlp("words_th.txt") | names_of_provinces()


@cache
def _names_before_words() -> frozenset[str]:
    return frozenset(listed("names_before_words"))


def is_word(name: str) -> bool:
    """Whether a given name is a word of the language that people use as one ("สมบูรณ์" is, "รัชนี" is a name to everybody)."""
    return name in dictionary() and name not in _names_before_words()


@lru_cache(maxsize=4096)
def is_of_words(run: str) -> bool:
    """Whether a run of Thai letters falls into words of the dictionary from end to end: prose rather than a name."""
    words = dictionary()
    reached = {0}
    for end in range(2, len(run) + 1):
        if any(start in reached and run[start:end] in words for start in range(max(0, end - 16), end - 1)):
            reached.add(end)
    return len(run) in reached


def _of_pythainlp(file: str) -> frozenset[str]:
    package = find_spec("pythainlp")  # finds it without importing it
    if package is None or package.origin is None:
        raise LookupError("PyThaiNLP, whose word lists are read, is not installed.")
    text = (Path(package.origin).parent / "corpus" / file).read_text(encoding="utf-8-sig")
    return frozenset(filter(None, text.splitlines()))
