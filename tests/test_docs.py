"""Documentation that names a file, a folder or a make target names one that exists, and calls things by the words of
docs/words.md, as the screen does."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from tests.test_translations import messages

ROOT = Path(__file__).resolve().parent.parent
GUIDES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
ROOMS = ("config", "consult", "analysis", "cms", "frontend", "tests", "bench", "docs")
#: made by a command, so not in a fresh clone
MADE = ("frontend/dist", "frontend/node_modules", "bench/")


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_every_path_in_a_guide_exists(guide):
    words = set(re.findall(r"`([\w./-]+)`", guide.read_text(encoding="utf-8")))
    paths = {word for word in words if word.split("/")[0] in ROOMS and "/" in word and not word.startswith(MADE)}
    assert {path for path in paths if not (ROOT / path).exists()} == set()


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_every_make_target_in_a_guide_exists(guide):
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"`make ([a-z-]+)", guide.read_text(encoding="utf-8")))
    assert named - targets == set()


def test_the_changes_of_a_version_are_sorted_by_what_they_ask_of_whom():
    newest = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").split("\n## ")[1]
    assert re.findall(r"^### (.+)", newest, re.MULTILINE) == ["Added", "Changed", "Operators must"]
    assert re.findall(r"^[^-# \n].*", newest.split("\n", 1)[1], re.MULTILINE) == []


def never_said() -> list[str]:
    """The words docs/words.md prints in bold in the last column of its table."""
    table = re.findall(r"^\|.*\|(.*)\|$", (ROOT / "docs/words.md").read_text(encoding="utf-8"), re.MULTILINE)
    return [word for cell in table for word in re.findall(r"\*\*(.+?)\*\*", cell)]


def said(word: str, text: str) -> bool:
    """Thai stands without spaces; an English word stands alone, and is none inside of a longer one."""
    return (
        bool(re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text, re.IGNORECASE))
        if word.isascii()
        else word in text
    )


def prose(guide: Path) -> str:
    """A guide without code, and without the addresses of links."""
    text = re.sub(r"^```.*?^```", "", guide.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    return re.sub(r"`[^`]*`|\]\([^)]*\)", "", text)


@pytest.mark.parametrize("guide", [one for one in GUIDES if one.name != "words.md"], ids=lambda guide: guide.name)
def test_a_guide_calls_things_by_their_words(guide):
    text = prose(guide)
    assert len(never_said()) > 20
    assert [word for word in never_said() if said(word, text)] == []


def test_the_screen_calls_things_by_their_words():
    with (ROOT / "frontend/locale/th/LC_MESSAGES/django.po").open("rb") as file:
        thai = ["\n".join(message.string) if message.pluralizable else message.string for message in read_po(file)]
    english = {message for name, message in messages() if name.endswith(".html")}
    templates = [path.read_text(encoding="utf-8") for path in (ROOT / "frontend").glob("[tp]*/**/*.html")]
    assert len(english) > 200 and len(thai) > 500 and len(templates) > 80
    for word in never_said():
        places = english if word.isascii() else [*thai, *templates]
        assert [text[:200] for text in places if said(word, text)] == [], word
