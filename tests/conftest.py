"""What every test stands on: a real Valkey, and makers that use the same actions as the site."""

import gc
import os
from pathlib import Path
from tempfile import TemporaryDirectory

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.utils import translation

from tests.support.databases import copy_migrated
from tests.support.long import mark_long
from tests.support.site import CROWDED
from tests.support.valkey import Valkey

# How long an example takes says how busy the machine is, not whether the sentence is true.
hypothesis.settings.register_profile(
    "rabfang", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow], print_blob=True
)
hypothesis.settings.load_profile("rabfang")


#: What every test of a folder says that it needs: the fast lane has neither
MARKS = {"services": "services", "e2e": "browser"}
TESTS = Path(__file__).parent
ABOVE_THE_RECORD = {"cms", "analysis"}


def pytest_configure(config):
    config.valkey = Valkey().start()
    settings.REDIS_URL = config.valkey.url
    settings.CHANNEL_LAYERS["default"]["CONFIG"]["hosts"][0]["address"] = config.valkey.url
    settings.CACHES["default"]["LOCATION"] = config.valkey.url
    settings.CELERY_BROKER_URL = config.valkey.url
    config.media = TemporaryDirectory(prefix="rabfang-media-")  # nothing that lies about from elsewhere is found there
    settings.MEDIA_ROOT = config.media.name
    settings.OPEN_DATA_ROOT = f"{config.media.name}/open-data"
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    for limit in CROWDED:  # the tests of these limits set their own
        setattr(settings, limit, 1_000_000)
    settings.CONSENT_WORDS = ""  # tests/consult/test_consent.py sets them, and the sites of the browser ask for them
    settings.WHITENOISE_AUTOREFRESH = (
        True  # each test client starts the middleware anew, which otherwise reads every file
    )
    settings.DATABASES["default"].setdefault("TEST", {})["TEMPLATE"] = os.environ.get("MIGRATED_TEMPLATE")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_unconfigure(config):
    config.valkey.kill()
    config.media.cleanup()


def pytest_collection_finish():
    """All that is loaded now stays: the collector of garbage need not look through it again, a fifth of the time of tests."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(config, items):
    """What goes together where processes share the tests (``make test``): all that need the browser, in two groups, and all that need
    services, but for files that name a group of their own, which begin because they mostly wait; all with transactions of their own,
    which empty the tables and come last; and each other file by itself, those with slow tests first."""
    mark_long(items)
    _mark_once(items)
    if connection.vendor == "postgresql":
        _ask_only_what_reads_the_database(config, items)
    for item in items:
        needed = MARKS.get(item.path.parent.name)
        if needed and not item.get_closest_marker(needed):
            raise pytest.UsageError(f"{item.nodeid} stands among tests that need `{needed}` and has no such mark")
        database = item.get_closest_marker("django_db")
        if item.get_closest_marker("xdist_group"):
            continue
        if item.get_closest_marker("browser"):
            group = "browser walks" if item.get_closest_marker("walk") else "browser"
        elif item.get_closest_marker("services"):
            group = "services"
        elif database and database.kwargs.get("transaction"):
            group = "transactions"
        else:
            group = item.path.name
        item.add_marker(pytest.mark.xdist_group(group))
    yield
    if getattr(config.option, "loadgroup", False):  # pytest-xdist 3.8 says the group where pytest 9.2 no longer looks
        for item in items:
            item._id = type(item._id).parse(f"{item.nodeid}@{_group(item)}")
    slow = {_group(item) for item in items if item.get_closest_marker("slow")}

    def place(item) -> int:
        if item.get_closest_marker("browser") or item.get_closest_marker("services"):
            return 0
        return 3 if _group(item) == "transactions" else 1 if _group(item) in slow else 2

    items.sort(key=place)


def _group(item) -> str:
    return item.get_closest_marker("xdist_group").args[0]


def _reads_the_database(item) -> bool:
    return bool({"db", "transactional_db"} & set(item.fixturenames) or item.get_closest_marker("django_db"))


def _ask_only_what_reads_the_database(config, items):
    """A second database has nothing to say of tests that read none. Walks are asked here alone (``make test``), so they stay."""
    plain = [item for item in items if not _reads_the_database(item) and not item.get_closest_marker("walk")]
    config.hook.pytest_deselected(items=plain)
    left = set(plain)
    items[:] = [item for item in items if item not in left]


def _mark_once(items):
    """What the rooms above the record ask the database, PostgreSQL answers alone in ``make test``: it is the one of production. The record,
    with its SQL for two databases, is asked on both. Not what is ``slow``: PostgreSQL leaves that out."""
    for item in items:
        room = item.path.relative_to(TESTS).parts[0]
        if room in ABOVE_THE_RECORD and _reads_the_database(item) and not item.get_closest_marker("slow"):
            item.add_marker(pytest.mark.once)


@pytest.fixture(scope="session")
def django_db_setup(request, django_test_environment, django_db_blocker, tmp_path_factory):
    """SQLite tests use a file, as the site does: several connections, real locking. It is a copy of a migrated one."""
    if connection.vendor == "postgresql":
        request.getfixturevalue("django_db_setup")  # pytest-django's own
        return
    path = tmp_path_factory.mktemp("database") / "test.sqlite3"
    copy_migrated(path)
    with django_db_blocker.unblock():
        connection.close()
        settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = str(path)


@pytest.fixture(scope="module")
def made_once(django_db_setup, django_db_blocker):
    """What fixtures of a whole file make in the database, if they ask for this one: each test takes back only what it did to
    it, and it goes after the last. Not for files with a test that has transactions of its own."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _the_record_may_be_swept_between_tests(request):
    """A test with transactions of its own ends with every table emptied, which the record refuses: its guards against
    deletion step aside for that sweep and are put up again before the database is used next."""
    marker = request.node.get_closest_marker("django_db")
    if not (marker and marker.kwargs.get("transaction")):
        yield
        return
    from tests.support import record

    request.getfixturevalue("_django_db_helper")  # so that what stands below ends before its sweep begins
    record.raise_guards()
    yield
    record.lower_guards()


@pytest.fixture(autouse=True)
def every_test_of_the_database_begins_with_an_empty_cache(request):
    """SQLite gives the numbers a test took back out again, and what is cached under them would be another test's hearing."""
    if request.node.get_closest_marker("django_db"):
        cache.clear()


@pytest.fixture(autouse=True)
def every_test_begins_in_thai():
    """A request to ``/en/…`` leaves its thread in English; the server's next request says its own, a test's next line would not."""
    translation.activate(settings.LANGUAGE_CODE)
