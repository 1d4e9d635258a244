"""Reaching the ledger's database, and its failures in our words.

SQLite is used with its rollback journal, because a ledger may lie on a network share,
where the write-ahead log does not work, and waits for other writers for half a minute.
"""

from __future__ import annotations

import logging
import os
import re
import sqlite3
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from screening.errors import (
    LedgerBusyError,
    LedgerDamagedError,
    LedgerError,
    LedgerFullError,
    LedgerMissingError,
    LedgerReadOnlyError,
    LedgerUnreachableError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["WAIT", "connected", "is_sqlite", "translated", "writing"]

WAIT: Final = 30.0  # seconds for another writer
# With one slash too, so that a slip of the pen is no file whose name, password and all, is shown.
_POSTGRESQL: Final = re.compile(r"postgres(ql)?(\+pg8000)?:/", re.IGNORECASE)
_PARAMETERS: Final = frozenset({"application_name", "unix_sock"})  # of a URL; none is a secret, for they are shown
_SQLITE: Final = "sqlite:///"
# What SQLite and PostgreSQL say, and what it means; the first that fits counts.
_MEANINGS: Final = (
    ("disk is full", LedgerFullError, "the disk is full", "Free some space and record again"),
    ("disk i/o error", LedgerFullError, "the disk takes no more", "See that it has room and can be written"),
    ("53100", LedgerFullError, "the disk of the database is full", "Ask who keeps the database"),
    ("database is locked", LedgerBusyError, "somebody else is writing it", "Try again in a minute"),
    ("55p03", LedgerBusyError, "somebody else is writing it", "Try again in a minute"),
    ("25006", LedgerReadOnlyError, "its database may only be read", "Name the database that is written"),
    ("readonly", LedgerReadOnlyError, "it may only be read", "Ask for the right to write it, or name another one"),
    ("42501", LedgerReadOnlyError, "it may only be read", "Ask for the right to write it, or name another one"),
    ("not a database", LedgerDamagedError, "it is no ledger but another file", "Name the right file"),
    ("malformed", LedgerDamagedError, "it is damaged", "Restore it from an export or a copy"),
    ("could not decode", LedgerDamagedError, "it holds what is no text", "Restore it from an export or a copy"),
    ("no such column", LedgerDamagedError, "it is not laid out as a ledger", "Name the right file"),
    ("unable to open", LedgerMissingError, "it cannot be opened or made", "See that its folder exists and is yours"),
    ("permission denied", LedgerMissingError, "its folder is closed to you", "See that its folder is yours"),
)

# A connection that is lost is an error of ours in one line; SQLAlchemy would print a traceback besides.
logging.getLogger("sqlalchemy").addHandler(logging.NullHandler())


def connected(place: str, *, create: bool) -> tuple[sa.Connection, bool]:
    """Return an open connection, which commits by itself outside of transactions, and whether it may write.

    Args:
        place: A file, `sqlite:///FILE`, or `postgresql://user@host/database`.
        create: Whether to make the file where there is none.

    Raises:
        LedgerError: The database cannot be reached.
    """
    if _POSTGRESQL.match(place):
        return _postgresql(_url(place))
    if "://" in place and not place.startswith(_SQLITE):
        kind = place.partition("://")[0]
        raise LedgerUnreachableError(f"Ledgers of the kind {kind!r} are not known; name a file or postgresql://...")
    try:
        path = Path(place.removeprefix(_SQLITE)).expanduser()
    except RuntimeError as error:  # ~somebody who is not known here
        raise LedgerMissingError(
            f"There is no ledger {place}: the home folder is not known; check the name."
        ) from error
    with translated(str(path)):
        return _sqlite(path, create=create)


def is_sqlite(connection: sa.Connection) -> bool:
    """Return whether the database is a file of SQLite."""
    return connection.dialect.name == "sqlite"


@contextmanager
def translated(place: str) -> Iterator[None]:
    """Turn whatever the database raises into a `LedgerError` in one line, free of passwords."""
    try:
        yield
    except LedgerError:
        raise
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        raise _meant(place, error) from error
    except Exception as error:
        if type(error).__module__.startswith("pg8000"):
            raise _meant(place, error) from error
        raise


@contextmanager
def writing(connection: sa.Connection) -> Iterator[None]:
    """One transaction, while no other writer has one."""
    sqlite = is_sqlite(connection)
    # Once PostgreSQL has waited, it must see what the other writer added, whatever isolation the server is set to.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if sqlite else "BEGIN ISOLATION LEVEL READ COMMITTED")
    try:
        if not sqlite:
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {WAIT * 1000:.0f}")
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7023610453)")  # drawn once, ours
        yield
        connection.exec_driver_sql("COMMIT")
    except BaseException:
        with suppress(Exception):  # a connection that is gone has rolled back by itself
            connection.exec_driver_sql("ROLLBACK")
        raise


def _sqlite(path: Path, *, create: bool) -> tuple[sa.Connection, bool]:
    exists = path.is_file()
    if not exists and not create:
        raise LedgerMissingError(f"There is no ledger {path}; check the name, or make a review with it first.")
    if not exists:
        path.parent.mkdir(parents=True, exist_ok=True)
    # SQLite writes its journal beside the file, so both must be writable.
    writable = not exists or (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))
    uri = f"{path.absolute().as_uri()}?mode={'rwc' if create and writable else 'rw' if writable else 'ro'}"

    def connect() -> sqlite3.Connection:
        opened = sqlite3.connect(uri, uri=True, timeout=WAIT, isolation_level=None)
        opened.execute("PRAGMA synchronous = FULL")
        return opened

    engine = sa.create_engine("sqlite://", creator=connect, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    return engine.connect(), writable


def _url(place: str) -> sa.URL:
    """Return the URL with our driver; an error says nothing of it, for a slip may leave the password anywhere."""
    try:
        url = sa.make_url(place)
    except (SQLAlchemyError, ValueError):
        url = None
    if url is None or not url.username or "@" in (url.host or ""):
        raise LedgerUnreachableError(
            "The URL of the ledger cannot be read; write postgresql://user:password@host/database, and special "
            "characters of the password as %40 and the like."
        ) from None
    if unknown := sorted(url.query.keys() - _PARAMETERS):
        raise LedgerUnreachableError(
            f"The URL of the ledger holds {unknown[0]!r}, which is not known; only {' and '.join(sorted(_PARAMETERS))} "
            "may stand after the question mark."
        )
    return url.set(drivername="postgresql+pg8000")


def _postgresql(url: sa.URL) -> tuple[sa.Connection, bool]:
    try:
        engine = sa.create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    except ModuleNotFoundError as error:
        raise LedgerUnreachableError(
            'A ledger in PostgreSQL needs the driver pg8000; install it with: pip install "entity-check[postgresql]"'
        ) from error
    shown = url.render_as_string(hide_password=True)
    with translated(shown):
        return engine.connect(), True


def _meant(place: str, error: Exception) -> LedgerError:
    code, said = _code_and_text(error)
    for sign, kind, why, advice in _MEANINGS:
        if sign in f"{code} {said}".casefold():
            return kind(f"The ledger {_shown(place)} cannot be used: {why}. {advice}; nothing was recorded.")
    return LedgerUnreachableError(
        f"The ledger {_shown(place)} cannot be used ({_first_words(said)}); check its name, and that its database "
        "runs. Nothing was recorded."
    )


def _code_and_text(error: Exception) -> tuple[str, str]:
    """Return what the database says: PostgreSQL's code, "" from others, and its sentence in one line."""
    cause: Any = getattr(error, "orig", None) or error
    fields = cause.args[0] if cause.args and isinstance(cause.args[0], dict) else {}
    return fields.get("C", ""), " ".join(str(fields.get("M") or cause).split())


def _shown(place: str) -> str:
    return sa.make_url(place).render_as_string(hide_password=True) if _POSTGRESQL.match(place) else place


def _first_words(text: str) -> str:
    return text[:200] if text else "no reason given"
