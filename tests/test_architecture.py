"""The walls of the house, beside those import-linter holds (make lint)."""

import ast
import re
from collections import defaultdict
from pathlib import Path

import pytest

import analysis.actions
import cms.actions
import consult.actions
from consult import events

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("consult", "analysis", "cms")
WRITES = {"save", "create", "bulk_create", "update", "bulk_update", "delete", "get_or_create", "update_or_create"}
#: Where a write may stand outside actions, and why
MAY_WRITE = {
    "consult/events.py": "announce() is called by actions, inside their transaction",
    "consult/models/user.py": "UserManager is what Django's own commands and allauth create accounts with",
    "consult/people/views/forms.py": "the public name is part of allauth's sign-up",
    "cms/models.py": "Wagtail's publishing ends in save(); docs/decisions/0005",
    "analysis/views/table_files.py": "writes a workbook into memory",
    "analysis/opendata/files.py": "writes a workbook into a file",
    "cms/attaching/portable.py": "writes a PDF into memory",
    "consult/report/text_layer.py": "writes a PDF into memory",
    "consult/report/word.py": "writes a Word file into memory",
    "cms/desk/title_search.py": "a search backend of Wagtail keeps its index where things are saved; docs/decisions/0132",
    "cms/management/commands/seed_demo.py": "makes one demonstration account a superuser",
}


def python_files():
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if "/migrations/" not in name and not name.startswith("analysis/core/"):
                yield name, ast.parse(path.read_text(encoding="utf-8"))


def writes_of(tree: ast.AST) -> list[str]:
    """Calls that look like a write to the database: ``x.objects.create(…)``, ``thing.save()``, ``queryset.update(…)``."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES:
            target = ast.unparse(node.func.value)
            is_plain_dict_or_set = node.func.attr == "update" and not re.search(r"objects|filter|query", target)
            if not is_plain_dict_or_set and not target.startswith(("cache", "digest", "schema", "super()")):
                found.append(f"{target}.{node.func.attr}")
    return found


def test_only_actions_write():
    guilty = {
        name: writes_of(tree)
        for name, tree in python_files()
        if "/actions" not in name and name not in MAY_WRITE and writes_of(tree)
    }
    assert guilty == {}


@pytest.mark.parametrize("room", [consult.actions, analysis.actions, cms.actions])
def test_every_action_says_what_it_is_for(room):
    names = getattr(room, "__all__", None) or [
        name
        for name, thing in vars(room).items()
        if callable(thing) and getattr(thing, "__module__", "") == room.__name__ and not name.startswith("_")
    ]
    assert names
    for name in names:
        action = getattr(room, name)
        assert action.__doc__, f"{room.__name__}.{name} has no docstring"


def nouns(folder: str) -> set[str]:
    return {path.stem for path in (ROOT / folder).glob("*.py")} - {"__init__"}


@pytest.mark.parametrize("room", ["consult", "analysis"])
def test_actions_carry_the_nouns_of_the_models(room):
    """A file of actions is named for a model's file, or for it and what is done: ``comment``, ``comment_import``."""
    models = nouns(f"{room}/models")
    assert {
        name for name in nouns(f"{room}/actions") if not any(f"{name}_".startswith(f"{one}_") for one in models)
    } == set()


def test_no_class_name_means_two_things():
    places = defaultdict(list)
    for room in (*ROOMS, "config"):
        for path in sorted((ROOT / room).rglob("*.py")):
            if "migrations" not in path.parts and "commands" not in path.parts:
                for node in ast.parse(path.read_text(encoding="utf-8")).body:
                    if isinstance(node, ast.ClassDef):
                        places[node.name].append(path.relative_to(ROOT).as_posix())
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


#: Settings in which Django and its libraries take the name of a thing of ours, and what it is
NAMES_IN_SETTINGS = {
    "ACCOUNT_ADAPTER",
    "ACCOUNT_FORMS",
    "ACCOUNT_SIGNUP_FORM_CLASS",
    "AUTHENTICATION_BACKENDS",
    "ASGI_APPLICATION",
    "AUTH_USER_MODEL",
    "CACHES",
    "CELERY_BEAT_SCHEDULE",
    "INSTALLED_APPS",
    "MFA_ADAPTER",
    "MFA_FORMS",
    "MIDDLEWARE",
    "PASSWORD_HASHERS",
    "ROOT_URLCONF",
    "SESSION_ENGINE",
    "SETTINGS_MODULE",
    "TEMPLATES",
    "WAGTAILSEARCH_BACKENDS",
    "WSGI_APPLICATION",
}


def test_no_string_in_settings_goes_round_a_wall():
    from django.conf import settings

    ours = re.compile(r"^(config|consult|analysis|cms)(\.\w+)+$")

    def strings(value):
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            for one in value.values():
                yield from strings(one)
        elif isinstance(value, list | tuple | set):
            for one in value:
                yield from strings(one)

    named = {
        name
        for name in dir(settings)
        if name.isupper() and any(ours.match(text) for text in strings(getattr(settings, name)))
    }
    assert named - NAMES_IN_SETTINGS == set()
    for name, tree in python_files():
        assert "import_string" not in ast.unparse(tree), name


def test_no_tag_library_goes_round_a_wall():
    """Templates of the site load tags of consult, those of analysis also its own; only cms may load Wagtail's."""
    libraries = {path.stem: path.parts[-3] for room in ROOMS for path in (ROOT / room).glob("templatetags/*.py")}
    allowed = {"analysis": {"consult", "analysis"}, "cms": {"consult", "analysis", "cms"}}
    for path in (ROOT / "frontend/templates").rglob("*.html"):
        room = path.relative_to(ROOT / "frontend/templates").parts[0]
        for names in re.findall(r"{%\s*load ([^%]+?)\s*%}", path.read_text(encoding="utf-8")):
            for name in names.split():
                home = libraries.get(name, "consult")
                assert home in allowed.get(room, {"consult"}), (path.name, name)


def test_styles_have_a_file_for_each_folder_of_parts():
    styles = {path.stem for path in (ROOT / "frontend/styles").glob("*.css")}
    of_no_part = {"site", "tokens", "fonts", "base", "print", "analysis", "editor"}
    assert styles - of_no_part == {path.name for path in (ROOT / "frontend/templates/parts").iterdir()}


def test_no_room_has_an_attic():
    names = {path.name for room in ROOMS for path in (ROOT / room).rglob("*.py")}
    assert not names & {"utils.py", "helpers.py", "misc.py", "common.py", "signals.py", "services.py", "managers.py"}


def test_nothing_listens_to_post_save_and_nothing_is_a_generic_foreign_key():
    for name, tree in python_files():
        source = ast.unparse(tree)
        assert "post_save" not in source and "GenericForeignKey" not in source, name


def test_every_kind_of_news_is_known_to_the_frame_and_its_wire_name_unique():
    kinds = events.Event.__subclasses__()
    names = [kind.type for kind in kinds]
    assert names and len(names) == len(set(names))
    frames = (ROOT / "consult/live/frames.py").read_text(encoding="utf-8")
    for name in names:
        assert name in frames or f'"{name.split(".")[0]}."' in frames, name


def test_the_browser_knows_every_field_of_a_frame():
    from dataclasses import fields

    from consult.live.frames import Frame

    typescript = (ROOT / "frontend/src/live/frame.ts").read_text(encoding="utf-8")
    for field in fields(Frame):
        assert re.search(rf"^\s+{field.name}:", typescript, re.MULTILINE), field.name


def test_every_setting_read_from_the_environment_is_in_the_operators_guide():
    settings = "".join(
        (ROOT / "config" / name).read_text(encoding="utf-8") for name in ("settings.py", "rules_of_hearings.py")
    )
    serve = (ROOT / "config/serve.py").read_text(encoding="utf-8")
    guide = (ROOT / "docs/operator.md").read_text(encoding="utf-8")
    names = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', settings)) | set(
        re.findall(r'environ\.get\("([A-Z_]+)"', serve)
    )
    assert len(names) > 15
    assert {name for name in names if f"`{name}`" not in guide} == set()


def test_tests_of_the_core_mirror_its_rooms():
    """Each is named after the file it is about, so that a rule and its test are found by one guess."""
    core, tests = ROOT / "analysis/core", ROOT / "tests/core"
    # lies told to the checker, one kind a test; and what the whole report must not say to who reads it aloud
    across = {"report/lies", "report/read_aloud"}
    named = {
        path.relative_to(tests).with_suffix("").as_posix().replace("test_", "") for path in tests.rglob("test_*.py")
    }
    held = {path.relative_to(core).with_suffix("").as_posix() for path in core.rglob("*.py")} | {"command"}
    assert named - held == across


def test_no_test_module_of_the_core_imports_another():
    for path in sorted((ROOT / "tests/core").rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                assert not re.search(r"\btest_", node.module), f"{path.name} imports {node.module}"
