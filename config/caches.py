"""What is kept in Valkey beside the database, how it is written there, and what holds while Valkey is away."""

import json
import logging
from collections import namedtuple
from contextlib import suppress

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.core.cache.backends.db import DatabaseCache
from django_redis.cache import RedisCache
from django_redis.serializers.base import BaseSerializer
from redis.exceptions import RedisError

from consult.breaker import valkey

logger = logging.getLogger(__name__)

#: Made by a migration of consult; see CountsOutliveValkey
TABLE = "counts_while_valkey_is_away"
TROUBLE = (RedisError, OSError)
#: Locks that were asked for and never answered, of all threads: (key, version). A frozen Valkey takes them when it wakes.
_UNANSWERED: set[tuple[str, int | None]] = set()


class PlainSerializer(BaseSerializer):
    """JSON, so that whoever can write to Valkey cannot run code here, as they could with Python's pickle.

    Tuples come back as lists; the one named tuple that a library keeps (Wagtail's, in lists) comes back as what it was.
    """

    RECORDS = {"SiteRootPath": namedtuple("SiteRootPath", "site_id root_path root_url language_code")}

    def dumps(self, value) -> bytes:
        if isinstance(value, list) and value and (name := type(value[0]).__name__) in self.RECORDS:
            value = {"records": name, "rows": value}
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()

    def loads(self, value: bytes):
        loaded = json.loads(value)
        if isinstance(loaded, dict) and loaded.keys() == {"records", "rows"}:
            return [self.RECORDS[loaded["records"]](*row) for row in loaded["rows"]]
        return loaded


class CountsOutliveValkey(BaseCache):
    """Valkey; and for what counts the acts of people, a table of the database while Valkey does not answer.

    Everything else can be made again, so while Valkey is away it is not kept. A limit must neither fall with Valkey (anybody
    could guess passwords then) nor refuse everybody (nobody could sign in): allauth takes a failed ``add`` for a crowd.
    """

    COUNTS = ("allauth:", "limit:")
    WRITES = ("set", "add", "incr")

    def __init__(self, server: str, params: dict):
        super().__init__(params)
        self._valkey: RedisCache = RedisCache(server, params)
        self._table = DatabaseCache(TABLE, {**params, "OPTIONS": {"MAX_ENTRIES": 100_000}})

    def _ask(self, question: str, key: str, otherwise, *arguments, version=None, **named):
        if valkey.may_ask():
            try:
                self._take_back_locks()
                answer = getattr(self._valkey, question)(key, *arguments, version=version, **named)
            except TROUBLE as trouble:
                if question == "add" and str(key).startswith(self.COUNTS) and str(key).endswith(":lock"):
                    _UNANSWERED.add((key, version))
                valkey.failed()
                logger.warning("Valkey is out of reach: %s", trouble)
            else:
                if question in self.WRITES:  # one that is full still reads
                    valkey.answered()
                return answer
        if str(key).startswith(self.COUNTS):
            return getattr(self._table, question)(key, *arguments, version=version, **named)
        return otherwise

    def _take_back_locks(self) -> None:
        """Release what this process went on without: nobody else would before its time is over, and sign-in waits for it."""
        while _UNANSWERED:
            with suppress(KeyError):  # another thread was faster
                lock = _UNANSWERED.pop()
                try:
                    self._valkey.delete(lock[0], version=lock[1])
                except TROUBLE:
                    _UNANSWERED.add(lock)
                    raise

    def get(self, key, default=None, version=None):
        return self._ask("get", key, default, default, version=version)

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        self._ask("set", key, None, value, timeout, version=version)

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        return self._ask("add", key, True, value, timeout, version=version)

    def touch(self, key, timeout=DEFAULT_TIMEOUT, version=None):
        return self._ask("touch", key, False, timeout, version=version)

    def delete(self, key, version=None):
        """A count is deleted wherever it may stand: a lock taken in the table while Valkey was away would outlive its release
        when Valkey answers again in between, and whoever signs in next would be taken for a crowd."""
        deleted = self._ask("delete", key, False, version=version)
        if str(key).startswith(self.COUNTS):
            return self._table.delete(key, version=version) or deleted
        return deleted

    def incr(self, key, delta=1, version=None):
        """Raises ValueError for a key that is not kept, as every cache of Django does."""
        counted = self._ask("incr", key, None, delta, version=version)
        if counted is None:
            raise ValueError(key)
        return counted

    def clear(self):
        self._valkey.clear()
        self._table.clear()
