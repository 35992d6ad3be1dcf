"""A session with the database of the ledger: how it is opened, and what fails in it.

Whoever holds the session's advisory lock lives: PostgreSQL lets go of it when a worker
dies, however it dies.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import resources
from typing import TYPE_CHECKING, Any, LiteralString

from storyhouse.refusing import RefusedError

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[tuple[Any, ...]]

VERSION = 1
_TABLES = "postgres_tables.sql"
#: Two that meet an empty database at once: the second waits for the first one's tables.
_MAKING = 0x73746F7279
#: A machine whose power fails says no goodbye; the server shall notice in a minute.
_OPTIONS = (
    "-c synchronous_commit=off -c tcp_keepalives_idle=30 "
    "-c tcp_keepalives_interval=10 -c tcp_keepalives_count=3 -c timezone=UTC"
)
_TRIES, _PAUSE = 8, 0.5  # for a server that restarts: half a minute in all


@dataclass(slots=True)
class Session:
    """One connection, and the lock that says that its worker lives."""

    dsn: str = field(repr=False)
    lock: int = field(default_factory=lambda: secrets.randbits(62))
    _connection: Connection | None = None

    @property
    def connection(self) -> Connection:
        """The connection; it is opened where it is not, and takes the lock."""
        if self._connection is None or self._connection.closed:
            self._connection = connect(self.dsn)
            try:
                self._settle_in(self._connection)
            except BaseException:
                self.close()
                raise
        return self._connection

    def _settle_in(self, connection: Connection) -> None:
        _make_tables(connection, self.dsn)
        with answered(self.dsn):
            taken = connection.execute("SELECT pg_try_advisory_lock(%s)", [self.lock])
            if taken.fetchone() == (True,):
                return
        # The server still believes in our lost connection.
        raise RefusedError("postgresql.refused.held")

    def run(self, statement: LiteralString, *given: Any) -> list[tuple[Any, ...]]:
        """Run one statement; what it gives back, if it gives anything.

        What it changes is on the disk a moment later: a server that dies may forget it.
        """
        with answered(self.dsn):
            cursor = self.connection.execute(statement, given)
            return cursor.fetchall() if cursor.description else []

    def change(self, statement: LiteralString, *given: Any) -> int:
        """Run one statement; how many rows it changed. See `run`."""
        with answered(self.dsn):
            return self.connection.execute(statement, given).rowcount

    @contextmanager
    def whole(self) -> Iterator[Connection]:
        """All that is done within it, or nothing; on the disk when it ends."""
        with answered(self.dsn), self.connection.transaction():
            self.connection.execute("SET LOCAL synchronous_commit = on")
            yield self.connection

    def insist(self, statement: LiteralString, *given: Any) -> None:
        """Run what does no harm twice, again and again while the server is away."""
        for left in reversed(range(_TRIES)):
            try:
                self.change(statement, *given)
            except RefusedError as refused:
                if not left or refused.key not in _PASSING:
                    raise
                self.close()
                time.sleep(_PAUSE * 1.5 ** (_TRIES - left))
            else:
                return

    def close(self) -> None:
        """Let go of connection and lock."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


_PASSING = {"postgresql.refused.no-answer", "postgresql.refused.held"}


def connect(dsn: str) -> Connection:
    """Open a connection; `Session` says when what is done is on the disk.

    Raises:
        RefusedError: if there is no driver, or nobody answers.
    """
    with answered(dsn):
        import psycopg  # noqa: PLC0415

        return psycopg.connect(
            dsn, autocommit=True, options=_OPTIONS, connect_timeout=10
        )


@contextmanager
def answered(dsn: str) -> Iterator[None]:
    """Say what fails as a refusal, and never with the password of the DSN.

    libpq and psycopg quote a DSN that they cannot read.
    """
    try:
        import psycopg  # noqa: PLC0415 (an extra)
    except ImportError:
        raise RefusedError("postgresql.refused.not-installed") from None
    try:
        yield
    except psycopg.errors.InsufficientPrivilege as error:
        why = str(error.diag.message_primary)
        raise RefusedError("postgresql.refused.not-allowed", why=why) from None
    except psycopg.OperationalError as error:
        where, password = _named(dsn)
        if not where:
            raise RefusedError("postgresql.refused.bad-dsn") from None
        why = " ".join(str(error).split()) or type(error).__name__
        why = why.replace(password, "…") if password else why
        raise RefusedError(
            "postgresql.refused.no-answer", where=where, why=why
        ) from None
    except (psycopg.ProgrammingError, UnicodeError):
        if _named(dsn)[0]:
            raise  # a mistake of ours
        raise RefusedError("postgresql.refused.bad-dsn") from None


def _named(dsn: str) -> tuple[str, str]:
    """What may be said of a DSN, which is nothing if it cannot be read; its password.

    A password with an unescaped sign leaks into what is taken for host, port or name.
    """
    import psycopg  # noqa: PLC0415
    from psycopg.conninfo import conninfo_to_dict  # noqa: PLC0415

    try:
        parts = {k: str(v) for k, v in conninfo_to_dict(dsn).items()}
    except psycopg.Error:
        return "", ""
    host, port = parts.get("host", "localhost"), parts.get("port", "5432")
    if "@" in host + parts.get("dbname", "") or not port.isdecimal():
        return "", ""
    return f"{host}:{port}", parts.get("password", "")


def _make_tables(connection: Connection, dsn: str) -> None:
    """Make the tables where there are none; refuse those of a later storyhouse."""
    # to_regclass would remember, behind the lock, that there was nothing.
    there = "SELECT count(*) = 1 FROM pg_namespace WHERE nspname = 'storyhouse'"
    with answered(dsn), connection.transaction():
        if connection.execute(there).fetchone() != (True,):
            connection.execute("SELECT pg_advisory_xact_lock(%s)", [_MAKING])
            if connection.execute(there).fetchone() != (True,):
                tables = resources.files(__package__).joinpath(_TABLES)
                connection.execute(tables.read_bytes())
        found = connection.execute("SELECT number FROM storyhouse.version").fetchone()
    if found != (VERSION,):
        number = found[0] if found else 0
        raise RefusedError("postgresql.refused.other-version", found=number)
