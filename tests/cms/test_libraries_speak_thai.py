"""What the libraries of the desk can say is Thai, on the pages that the crawl of test_desk_speaks_thai.py never meets too.

The registry is their own source: every sentence of an installed app, of Django itself and of what it brings for forms and fields.
"""

import re
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import django
import pytest
from django.apps import apps
from django.utils.translation.trans_real import DjangoTranslation

from tests.support.sentences import Sentence, sentences_of
from tests.test_docs import never_said

pytestmark = pytest.mark.slow

LIBRARIES = Path(django.__file__).resolve().parents[1]
#: Files whose sentences nobody reads here, and why
UNREAD = {
    "*/apps.py": "names of programs, which no page of the desk shows",
    "django/conf/global_settings.py": "names of languages: a profile offers those of LANGUAGES alone, by their own names",
    "django/contrib/auth/admin.py": "Django's own admin is not installed",
    "django/contrib/auth/hashers.py": "parts of a stored password, which only Django's own admin shows",
    "django/contrib/auth/views.py": "allauth's pages stand before Django's own",
    "django/contrib/contenttypes/views.py": "no address leads there",
    "django/views/csrf.py": "403_csrf.html is ours",
    "django/views/generic/*.py": "reasons of a page not found, which are shown while DEBUG is on",
    "django/views/static.py": "serves files while DEBUG is on",
    "django/views/templates/*": "pages of a site without addresses, or while DEBUG is on",
    "django/utils/dateformat.py": "halves of a day: Thai times count 24 hours",
    "django_filters/rest_framework/*": "no API of rest_framework",
    "django_filters/templates/*": "the same",
    "taggit/serializers.py": "the same",
    "wagtail/contrib/typed_table_block/*": "no page has such a table",
}
#: Sentences nobody reads here, and why
UNSAID = {
    r"\{\}(st|nd|rd|th)": "English ordinals",
    r"%\(value\)s \w+(illion|oogol)": "numbers nobody has here",
    r"Deleting this page will also delete %\(translation_count\)s translation of this page\.": "pages have no translations",
    r"This page has one child page and its translations .*": "the same",
}
#: The same in Thai
NAMES = {"URL", "IPv4", "IPv6", "WebAuthn"}
PLACE = re.compile(r"%\(\w+\)[sdr]|%[sdr]|\{\w*\}")


def files() -> Iterator[Path]:
    """Of installed apps; what stands in an app that is not installed (wagtail/contrib/forms) is left out."""
    installed = {Path(one.path).resolve() for one in apps.get_app_configs()}
    roots = {LIBRARIES / path.relative_to(LIBRARIES).parts[0] for path in installed if path.is_relative_to(LIBRARIES)}
    for root in sorted(roots | {LIBRARIES / "django"}):
        for path in sorted(path for kind in ("py", "html", "txt") for path in root.rglob(f"*.{kind}")):
            app = next((one for one in path.parents if (one / "apps.py").exists()), None)
            parts = path.relative_to(LIBRARIES).parts
            if (app is None or app in installed) and not {"tests", "test", "migrations"} & {*parts}:
                yield path


@pytest.fixture(scope="module")
def asked() -> dict[Sentence, list[str]]:
    """Sentence → the files that say it."""
    found: dict[Sentence, list[str]] = {}
    for path in files():
        for sentence in sentences_of(path):
            found.setdefault(sentence, []).append(path.relative_to(LIBRARIES).as_posix())
    return found


def in_thai(sentence: Sentence, catalogue: DjangoTranslation) -> str:
    text, plural, context = sentence
    key = f"{context}\x04{text}" if context else text
    said = catalogue.ngettext(key, plural, 2) if plural else catalogue.gettext(key)
    return said.split("\x04")[-1]


@pytest.fixture(scope="module")
def said(asked) -> dict[Sentence, str]:
    catalogue = DjangoTranslation("th", domain="django")
    return {sentence: in_thai(sentence, catalogue) for sentence in asked}


def is_english(words: str) -> bool:
    bare = re.sub(r"<[^>]+>|&\w+;", "", PLACE.sub("", words))
    return bool(re.search("[A-Za-z]", bare)) and not re.search("[ก-๛]", words) and words not in NAMES


@pytest.fixture(scope="module")
def english(said) -> set[Sentence]:
    return {sentence for sentence, words in said.items() if is_english(words)}


def unread(file: str) -> bool:
    return any(fnmatch(file, pattern) for pattern in UNREAD)


def unsaid(sentence: Sentence) -> bool:
    return any(re.fullmatch(pattern, sentence.text) for pattern in UNSAID)


def test_whatever_a_library_can_say_on_a_page_of_ours_is_thai(asked, english):
    assert len(asked) > 2_000
    shown = {
        sentence.text: [file for file in asked[sentence] if not unread(file)]
        for sentence in english
        if not unsaid(sentence)
    }
    assert {text: where for text, where in shown.items() if where} == {}


def test_libraries_say_no_word_that_the_glossary_forbids(asked, said):
    """docs/words.md: one matter has one word, whoever wrote the sentence."""
    banned = [word for word in never_said() if not word.isascii()]
    assert {
        sentence.text: words
        for sentence, words in said.items()
        if any(word in words for word in banned) and not all(unread(file) for file in asked[sentence])
    } == {}


def test_each_exception_still_excepts_something(asked, english):
    spoken = {file for sentence in english for file in asked[sentence]}
    assert [one for one in UNREAD if not any(fnmatch(file, one) for file in spoken)] == []
    assert [one for one in UNSAID if not any(re.fullmatch(one, sentence.text) for sentence in english)] == []


def test_thai_of_libraries_asks_for_nothing_that_the_sentence_does_not_bring(asked, said):
    """A name that nobody fills in would be an error page."""
    assert {
        sentence.text: (words, asked[sentence])
        for sentence, words in said.items()
        if {*PLACE.findall(words)} - {*PLACE.findall(sentence.text + (sentence.plural or ""))}
    } == {}
