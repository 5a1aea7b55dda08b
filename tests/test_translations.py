"""Thai is the first language of every screen: every message of the source stands in the Thai catalogue."""

import re
from collections import Counter
from pathlib import Path

from babel.messages.pofile import read_po

from tests.support.sentences import sentences_of

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("cms", "analysis", "config", "consult")


def messages():
    python = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    for path in [*(ROOT / "frontend/templates").rglob("*.html"), *python]:
        name = path.relative_to(ROOT).as_posix()
        if not name.startswith("analysis/core/"):
            yield from ((name, sentence.text) for sentence in sentences_of(path))


def test_every_message_has_its_thai():
    with (ROOT / "frontend/locale/th/LC_MESSAGES/django.po").open("rb") as file:
        catalogue = read_po(file, locale="th")
    thai = {
        (message.id if isinstance(message.id, str) else message.id[0]): "".join(message.string)
        for message in catalogue
        if message.id and "fuzzy" not in message.flags
    }
    found = list(messages())
    assert len(found) > 250
    assert [(name, message) for name, message in found if not thai.get(message)] == []


def test_no_thai_text_lost_a_placeholder():
    import re

    with (ROOT / "frontend/locale/th/LC_MESSAGES/django.po").open("rb") as file:
        for message in read_po(file, locale="th"):
            source = message.id if isinstance(message.id, str) else " ".join(message.id)
            placeholders = set(re.findall(r"%\(\w+\)[sd]|%d", source))
            assert placeholders == set(re.findall(r"%\(\w+\)[sd]|%d", "".join(message.string))), source


def test_every_message_stands_once_in_the_catalogue():
    """Two branches may each add one; the later of two translations would be read, in silence."""
    text = (ROOT / "frontend/locale/th/LC_MESSAGES/django.po").read_text(encoding="utf-8")
    entries = re.findall(r'^((?:msgctxt .*\n(?:".*\n)*)?msgid .*\n(?:".*\n)*)', text, re.MULTILINE)
    assert len(entries) > 1_000
    assert [entry for entry, times in Counter(entries).items() if times > 1] == []
