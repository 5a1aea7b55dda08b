from django.db import DatabaseError, InterfaceError, connection

#: Any number, the same in every process: what the advisory lock of the ticker is called.
TICKER = 0x5261_6266


class Lease:
    """Which one of a site's web processes numbers its news. PostgreSQL keeps it for the process that holds it on a connection
    of its own, and gives it to another one when that connection ends. SQLite has one web process, which always holds it."""

    def __init__(self):
        self._connection = None

    def hold(self) -> bool:
        """Take the lease or keep it; whether this process has it. For a thread."""
        if connection.vendor != "postgresql":
            return True
        try:
            if self._connection is not None:
                self._ask("SELECT true")
                return True
            self._connection = connection.copy()
            self._connection.inc_thread_sharing()
            if self._ask("SELECT pg_try_advisory_lock(%s)", TICKER):
                return True
        except (DatabaseError, InterfaceError):
            pass  # the connection ended, and the lease with it; the next tick tries again
        self.release()
        return False

    def release(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _ask(self, question: str, *values) -> bool:
        with self._connection.cursor() as cursor:
            cursor.execute(question, values)
            return cursor.fetchone()[0]
