"""The ledger of decisions: records that are only ever added, in SQLite or, for a team, in PostgreSQL.

One transaction adds one batch, whole or not at all, and one writer at a time, so the
chain has no forks and no gaps whoever writes, dies, or runs out of disk.
"""

from __future__ import annotations

from collections import deque
from contextlib import closing, suppress
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final, Self

import sqlalchemy as sa

from screening.errors import ArgumentError, LedgerDamagedError, LedgerReadOnlyError
from screening.review.ledger_database import connected, is_sqlite, writing
from screening.review.ledger_errors import IMPORTING, RECORDING, shown, translated
from screening.review.ledger_tables import ABOUT, RECORDS, add_guards, prepare
from screening.review.ledger_verify import Problem, Verification, verify_chain
from screening.review.records import DECISION, Head, Record, chain_hash, draft, genesis, stored_key
from screening.table.archive import data_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path
    from types import TracebackType

    from screening.review.decision import Decision, SignOff
    from screening.review.ledger_errors import Doing
    from screening.review.ledger_file import Exported
    from screening.review.ledger_verify import Row
    from screening.review.records import Draft

__all__ = ["Appended", "Head", "Ledger", "Problem", "Verification", "default_path"]

_PAGE: Final = 20_000  # records fetched at a time
_ADDED: Final = 1_000  # records added at a time
_FIELDS: Final = tuple(column.name for column in RECORDS.columns)
_KEYS: Final = 500  # vendors asked for at a time
_COUNT_DIGITS: Final = 18  # all such counts fit into the column of the positions


@dataclass(frozen=True, slots=True, kw_only=True)
class Appended:
    """What became of a batch.

    Attributes:
        recorded: The records that were added.
        already: How many of the batch the ledger held before.
    """

    recorded: tuple[Record, ...]
    already: int


def default_path() -> Path:
    """Return where this user's ledger is, or will be."""
    return data_folder() / "ledger.sqlite"


class Ledger:
    """An open ledger; use it as a context manager.

    Attributes:
        id: Drawn when it was made; part of its chain.
        where: The file or database, without a password.
        is_new: Whether there was none before, and opening it made it.
    """

    def __init__(self, connection: sa.Connection, where: str, *, writable: bool, is_new: bool) -> None:
        """Use `Ledger.open` instead."""
        self._connection, self._writable = connection, writable
        self.where, self.is_new = where, is_new
        (self.id,) = self._stated("id")

    @classmethod
    def open(cls, where: str | Path | None = None, *, create: bool = True) -> Ledger:
        """Return a ledger.

        Args:
            where: A file, a URL `postgresql://user@host/database`, or None for this user's own.
            create: Whether to make one where there is none.

        Raises:
            LedgerMissingError: There is none, and none was to be made or could be.
            LedgerDamagedError: It is no ledger, or one of a newer version.
            LedgerError: The database cannot be reached or used.
        """
        place = str(where or default_path())
        connection, writable = connected(place, create=create)
        try:
            with translated(shown(place)):
                is_new = prepare(connection, shown(place), create=create and writable)
                return cls(connection, shown(place), writable=writable, is_new=is_new)
        except BaseException:
            _close(connection)
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the ledger."""
        _close(self._connection)

    @property
    def head(self) -> Head:
        """The end of the chain, as the ledger states it."""
        with translated(self.where):
            return self._head()

    def append(self, said: Iterable[Decision | SignOff], now: datetime) -> Appended:
        """Add decisions and signatures, all of them or none; what the ledger holds already is passed over.

        Args:
            said: What to record, in order.
            now: The time, with its offset from UTC.

        Raises:
            ArgumentError: `now` has no offset.
            LedgerReadOnlyError: The ledger may only be read.
            LedgerError: It is locked for too long, the disk is full, or the database is gone.
        """
        if now.utcoffset() is None:
            raise ArgumentError(f"The time of recording, {now}, has no UTC offset; pass an aware datetime.")
        self._check_writable(RECORDING)
        drafts = {one.content: one for one in map(draft, said)}
        given = len(drafts)
        with writing(self._connection, self.where, RECORDING), translated(self.where, RECORDING):
            known = self._known(drafts)
            new = [one for content, one in drafts.items() if content not in known]
            records = tuple(self._chained(new, now.isoformat(timespec="seconds")))
            self._insert(records, RECORDING)
        return Appended(recorded=records, already=given - len(records))

    def records(self, since: int = 0) -> Iterator[Record]:
        """Yield the records after position `since`, oldest first."""
        for page in self._pages(since):
            for row in page:
                yield Record(*row)

    def decisions_on(self, vendor_keys: Iterable[str]) -> dict[tuple[str, str], list[Decision]]:
        """Return the decisions on these vendors by vendor key and entry key, oldest first."""
        found: dict[tuple[str, str], list[Decision]] = {}
        keys = sorted({stored_key(key) for key in vendor_keys})
        with translated(self.where):
            for start in range(0, len(keys), _KEYS):
                wanted = RECORDS.c.vendor_key.in_(keys[start : start + _KEYS]) & (RECORDS.c.kind == DECISION)
                query = sa.select(RECORDS).where(wanted).order_by(RECORDS.c.position)
                for row in self._connection.execute(query):
                    decision = Record(*row).decision
                    found.setdefault(decision.pair, []).append(decision)
        return found

    def verify(self, progress: Callable[[int], None] | None = None) -> Verification:
        """Return whether every record is as it was written, none is missing and none was put in.

        Args:
            progress: Called with the number of records read, after every 20,000 of them and at the end.
        """
        return verify_chain(self.id, self._pages(), lambda: self.head, progress)

    def must_hold(self) -> None:
        """Refuse to go on with a ledger whose chain does not hold.

        Raises:
            LedgerDamagedError: A record was changed, is missing or was put in; names the first.
        """
        found = self.verify()
        if not found.ok:
            raise LedgerDamagedError(
                f"The ledger {self.where} is not as it was written: {found.problems[0].text}. Nothing was done; see "
                "'entity-check ledger verify', and restore the ledger from an export."
            )

    def take_over(self, exported: Exported) -> int:
        """Add the records of an export of this ledger, or become that ledger if this one is empty; all or nothing.

        The export is read while its records are added, so that a long one needs no memory.

        Returns:
            How many records were added; what this ledger holds of them already is passed over.

        Raises:
            LedgerDamagedError: The export is not one of this ledger, does not go on where it ends, or
                was changed or cut.
            LedgerReadOnlyError: The ledger may only be read.
        """
        self._check_writable(IMPORTING)
        with writing(self._connection, self.where, IMPORTING):
            with translated(self.where, IMPORTING):
                head = self._head()
                if not head.count:
                    self._state(id=exported.id, head=genesis(exported.id))
            if head.count and self.id != exported.id:
                raise LedgerDamagedError(
                    f"The export is one of the ledger {exported.id}, and {self.where} is the ledger {self.id}, so "
                    "nothing was imported; name an empty ledger."
                )
            records = exported.records()
            self._check_shared(deque(islice(records, head.count), maxlen=1))
            added = self._insert(records, IMPORTING)
        self.id = exported.id
        return added

    def _check_shared(self, last: Iterable[Record]) -> None:
        """Refuse an export whose record of this position, the last of those that both hold, is another one."""
        for record in last:
            wanted = sa.select(RECORDS.c.hash).where(RECORDS.c.position == record.position)
            with translated(self.where, IMPORTING):
                held = self._connection.execute(wanted).scalar()
            if record.hash != held:
                raise LedgerDamagedError(
                    f"The export and the ledger {self.where} differ at record {record.position} or before, so nothing "
                    "was imported; find out which one is right."
                )

    def _check_writable(self, doing: Doing) -> None:
        if not self._writable:
            raise LedgerReadOnlyError(
                f"The ledger {self.where} may only be read, so {doing.undone}; ask for the right to write it, or "
                "name another one."
            )

    def _pages(self, since: int | None = None) -> Iterator[Sequence[Row]]:
        """Yield the records after position `since`, or all, whatever their positions, the last page not full."""
        # Page by page on the key, so that a long ledger neither fills the memory nor holds a lock.
        names = ", ".join(_FIELDS)
        mark = "?" if is_sqlite(self._connection) else "%s"
        while True:
            after, values = ("", ()) if since is None else (f"WHERE position > {mark}", (since,))
            query = f"SELECT {names} FROM entity_check_records {after} ORDER BY position LIMIT {_PAGE}"  # noqa: S608
            with translated(self.where), closing(self._connection.connection.cursor()) as cursor:
                cursor.execute(query, values)
                rows = cursor.fetchall()
            yield rows
            if len(rows) < _PAGE:
                return
            since = rows[-1][0]

    def _head(self) -> Head:
        count, last = self._stated("count", "head")
        if not (count.isascii() and count.isdecimal() and len(count) <= _COUNT_DIGITS):
            raise LedgerDamagedError(f"The ledger {self.where} states no count; restore it from an export.")
        return Head(int(count), last)

    def _stated(self, *names: str) -> list[str]:
        """Return what the ledger states of itself, read at once, so that all of it is of the same moment."""
        rows = self._connection.execute(sa.select(ABOUT.c.name, ABOUT.c.value).where(ABOUT.c.name.in_(names)))
        stated = {row.name: str(row.value) for row in rows}
        for name in names:
            if name not in stated:
                raise LedgerDamagedError(
                    f"The ledger {self.where} does not state its {name}; restore it from an export."
                )
        return [stated[name] for name in names]

    def _known(self, drafts: Iterable[str]) -> set[str]:
        contents = list(drafts)
        known: set[str] = set()
        for start in range(0, len(contents), _KEYS):
            wanted = RECORDS.c.content.in_(contents[start : start + _KEYS])
            known.update(self._connection.execute(sa.select(RECORDS.c.content).where(wanted)).scalars())
        return known

    def _chained(self, drafts: Iterable[Draft], recorded: str) -> Iterator[Record]:
        head = self._head()
        position, previous = head.count, head.hash
        for one in drafts:
            position += 1
            fields = (one.kind, one.vendor_key, one.entry_key, recorded, one.content, one.body)
            hashed = chain_hash(previous, position, fields)
            yield Record(position, *fields, previous, hashed)
            previous = hashed

    def _insert(self, records: Iterable[Record], doing: Doing) -> int:
        """Add records to the table, state the new end, and return how many there were; few are held at a time."""
        left, last, added = iter(records), None, 0
        while page := list(islice(left, _ADDED)):
            with translated(self.where, doing):
                if last is None:
                    add_guards(self._connection)
                rows = [{name: getattr(record, name) for name in _FIELDS} for record in page]
                self._connection.execute(sa.insert(RECORDS), rows)
            last, added = page[-1], added + len(page)
        if last is not None:
            with translated(self.where, doing):
                self._state(count=str(last.position), head=last.hash)
        return added

    def _state(self, **values: str) -> None:
        for name, value in values.items():
            self._connection.execute(sa.update(ABOUT).where(ABOUT.c.name == name).values(value=value))


def _close(connection: sa.Connection) -> None:
    with suppress(Exception):
        connection.close()
    connection.engine.dispose()
