"""Reaching the ledger's database, and writing to it, one at a time.

SQLite is used with its rollback journal, because a ledger may lie on a network share,
where the write-ahead log does not work, and waits for other writers for half a minute.
"""

from __future__ import annotations

import logging
import os
import sqlite3
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from screening.errors import LedgerMissingError, LedgerUnreachableError
from screening.review.ledger_errors import is_url, shown, translated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from screening.review.ledger_errors import Doing

__all__ = ["WAIT", "connected", "is_sqlite", "writing"]

WAIT: Final = 30.0  # seconds for another writer
_PARAMETERS: Final = frozenset({"application_name", "unix_sock"})  # of a URL; none is a secret, for they are shown
_SQLITE: Final = "sqlite:///"

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
    if is_url(place):
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
def writing(connection: sa.Connection, place: str, doing: Doing) -> Iterator[None]:
    """One transaction, while no other writer has one; whatever is raised in it takes it back.

    Args:
        connection: To the database.
        place: Its name, without a password.
        doing: What is written, for the words of an error.

    Raises:
        LedgerError: It cannot be begun, or not be brought to its end.
    """
    try:
        with translated(place, doing):
            _begin(connection)
        yield
        with translated(place, doing, committing=True):
            connection.exec_driver_sql("COMMIT")
    except BaseException:
        with suppress(Exception):  # a connection that is gone has rolled back by itself
            connection.exec_driver_sql("ROLLBACK")
        raise


def _begin(connection: sa.Connection) -> None:
    if is_sqlite(connection):
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        return
    # Once PostgreSQL has waited, it must see what the other writer added, whatever isolation the server is set to.
    connection.exec_driver_sql("BEGIN ISOLATION LEVEL READ COMMITTED")
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = {WAIT * 1000:.0f}")
    connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7023610453)")  # drawn once, ours


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
    with translated(shown(url.render_as_string())):
        return engine.connect(), True
