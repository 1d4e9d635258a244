"""What goes wrong in a ledger's database, in our words: what happened, why, what to do next, and what was not done."""

from __future__ import annotations

import re
import sqlite3
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

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

__all__ = ["IMPORTING", "MAKING", "READING", "RECORDING", "Doing", "is_url", "shown", "translated"]

# With one slash too, so that a slip of the pen is no file whose name, password and all, is shown.
_POSTGRESQL: Final = re.compile(r"postgres(ql)?(\+pg8000)?:/", re.IGNORECASE)


class _Meaning(NamedTuple):
    """What a failure is, why it happened, and what to do next."""

    kind: type[LedgerError]
    why: str
    advice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Doing:
    """What is done with a ledger while something fails.

    Attributes:
        denied: What it means that PostgreSQL denies the account a right.
        read_only: What it means that SQLite cannot write.
        done: What it would have been if nothing had failed, "" where nothing was to be written.
    """

    denied: _Meaning
    read_only: _Meaning
    done: str = ""

    @property
    def undone(self) -> str:
        """What did not happen; "" where nothing was to."""
        return self.done and f"nothing was {self.done}"


_READ_ONLY: Final = _Meaning(
    LedgerReadOnlyError, "it may only be read", "Ask for the right to write it, or name another one"
)
READING: Final = Doing(
    denied=_Meaning(LedgerError, "your account may not read it", "Ask its owner for the right, or name another one"),
    # SQLite writes while reading only to take back what a writer left unfinished.
    read_only=_Meaning(
        LedgerReadOnlyError,
        "a program was stopped while it recorded, and you may not write what would put that right",
        "Let somebody who may write it run `entity-check ledger verify` once",
    ),
)
MAKING: Final = Doing(
    denied=_Meaning(
        LedgerMissingError,
        "there is none in this database, and your account may not make one",
        "Let the owner of the database make it, or name another one",
    ),
    read_only=_READ_ONLY,
)
RECORDING: Final = Doing(denied=_READ_ONLY, read_only=_READ_ONLY, done="recorded")
IMPORTING: Final = Doing(denied=_READ_ONLY, read_only=_READ_ONLY, done="imported")

_BUSY: Final = _Meaning(LedgerBusyError, "somebody else is writing it", "Try again in a minute")
_LAID_OUT: Final = _Meaning(LedgerDamagedError, "it is not laid out as a ledger", "Name the right one")
_IN_THE_WAY: Final = _Meaning(
    LedgerDamagedError, "a record that it holds stands where another should go", "Run `entity-check ledger verify`"
)
_RESTORE: Final = "Restore it from an export or a copy"
_LOST: Final = _Meaning(LedgerUnreachableError, "the connection to its server was lost", "Try again")
_DENIED: Final = "42501"
# By PostgreSQL's code.
_CODES: Final = {
    "25006": _Meaning(LedgerReadOnlyError, "its database may only be read", "Name the database that is written"),
    "53100": _Meaning(LedgerFullError, "the disk of the database is full", "Ask who keeps the database"),
    "55P03": _BUSY,
    "23505": _IN_THE_WAY,
    "42P01": _LAID_OUT,
    "42703": _LAID_OUT,
    "28P01": _Meaning(LedgerUnreachableError, "its server refuses the password", "Check user and password in its URL"),
    "28000": _Meaning(LedgerUnreachableError, "its server does not let this user in", "Check the user in its URL"),
    "3D000": _Meaning(LedgerUnreachableError, "its server has no such database", "Check its name"),
    "57P01": _LOST,
}
# What the driver for PostgreSQL says by itself.
_OF_THE_DRIVER: Final = (
    (
        "can't create a connection",
        _Meaning(LedgerUnreachableError, "its server does not answer", "Check host and port"),
    ),
    ("network error", _LOST),
    ("connection is closed", _LOST),
)
_READS_ONLY: Final = "readonly"
# What SQLite and the system say; the first that fits counts.
_OF_A_FILE: Final = (
    ("disk is full", _Meaning(LedgerFullError, "the disk is full", "Free some space and try again")),
    ("disk i/o error", _Meaning(LedgerFullError, "the disk takes no more", "See that it has room and can be written")),
    ("database is locked", _BUSY),
    ("not a database", _Meaning(LedgerDamagedError, "it is no ledger but another file", "Name the right file")),
    ("malformed", _Meaning(LedgerDamagedError, "it is damaged", _RESTORE)),
    ("could not decode", _Meaning(LedgerDamagedError, "it holds what is no text", _RESTORE)),
    ("no such column", _LAID_OUT),
    ("no such table", _LAID_OUT),
    ("only ever added to", _IN_THE_WAY),
    ("unique constraint", _IN_THE_WAY),
    (
        "unable to open",
        _Meaning(LedgerMissingError, "it cannot be opened or made", "See that its folder exists and is yours"),
    ),
    ("permission denied", _Meaning(LedgerMissingError, "its folder is closed to you", "See that its folder is yours")),
)


@contextmanager
def translated(place: str, doing: Doing = READING, *, committing: bool = False) -> Iterator[None]:
    """Turn whatever the database raises into a `LedgerError` in one line, free of passwords.

    Args:
        place: The ledger, as `shown` returns it.
        doing: What is done with it.
        committing: Whether the database is about to make it last.
    """
    try:
        yield
    except LedgerError:
        raise
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        raise _meant(place, error, doing, committing=committing) from error
    except Exception as error:
        if type(error).__module__.startswith("pg8000"):
            raise _meant(place, error, doing, committing=committing) from error
        raise


def is_url(place: str) -> bool:
    """Return whether a place is meant as a database of PostgreSQL."""
    return _POSTGRESQL.match(place) is not None


def shown(place: str) -> str:
    """Return a place as it may be shown: without its password, and without the driver, which nobody typed."""
    if not is_url(place):
        return place
    return sa.make_url(place).set(drivername="postgresql").render_as_string(hide_password=True)


def _meant(place: str, error: Exception, doing: Doing, *, committing: bool) -> LedgerError:
    meaning = (_of_postgresql if is_url(place) else _of_a_file)(error, doing)
    undone = doing.undone
    if committing and undone and is_url(place) and meaning.kind is LedgerUnreachableError:
        undone = f"whether anything was {doing.done} is not known, but what was is passed over the next time"
    text = f"The ledger {place} cannot be used: {meaning.why}. {meaning.advice}"
    return meaning.kind(f"{text}; {undone}." if undone else f"{text}.")


def _of_postgresql(error: Exception, doing: Doing) -> _Meaning:
    cause = _cause(error)
    if isinstance(cause, OSError):
        return _LOST
    fields = cause.args[0] if cause.args and isinstance(cause.args[0], dict) else {}
    code, said = fields.get("C", ""), _in_a_line(fields.get("M") or cause)
    if code == _DENIED:
        return doing.denied
    fitting = (meaning for sign, meaning in _OF_THE_DRIVER if not code and sign in said.casefold())
    unknown = _Meaning(LedgerUnreachableError, said, "Check its name, and that its server runs")
    return _CODES.get(code) or next(fitting, unknown)


def _of_a_file(error: Exception, doing: Doing) -> _Meaning:
    cause = _cause(error)
    # Without the name of a file, which may hold anything.
    said = _in_a_line((isinstance(cause, OSError) and cause.strerror) or cause)
    if _READS_ONLY in said.casefold():
        return doing.read_only
    fitting = (meaning for sign, meaning in _OF_A_FILE if sign in said.casefold())
    return next(fitting, _Meaning(LedgerUnreachableError, said, "Check its name, and that its disk can be reached"))


def _cause(error: Exception) -> Any:  # noqa: ANN401 - whatever a driver raises
    return getattr(error, "orig", None) or error


def _in_a_line(said: object) -> str:
    return " ".join(str(said).split())[:200].rstrip(".") or "no reason is given"
