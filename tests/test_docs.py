"""Documentation that names a file, a folder or a make target names one that exists."""

import re
from pathlib import Path

import pytest

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
