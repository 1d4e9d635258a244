"""A ledger as one file of JSON lines: a copy to keep, to send to an auditor, or to move to another database."""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from screening.errors import LedgerDamagedError
from screening.review.records import Record, chain_hash, genesis

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from screening.review.ledger import Ledger

__all__ = ["LINE_LIMIT", "Exported", "check_export", "export_lines", "read_export"]

_FORMAT: Final = "entity-check ledger 1"
LINE_LIMIT: Final = 10_000_000
"""Most characters of a line; a record has under a tenth, with all its texts escaped and at their longest."""
_FIELDS: Final = tuple(Record.__dataclass_fields__)  # `asdict` takes several times as long


class Exported:
    """A ledger in an export, verified record by record while it is read, so that a long one needs no memory.

    Attributes:
        id: Of the ledger.
        count: How many records were read so far.
    """

    def __init__(self, about: dict[str, Any], numbered: Iterator[tuple[int, str]]) -> None:
        """Use `read_export` instead."""
        self.id, self.count = str(about.get("id")), 0
        self._about, self._numbered = about, numbered

    def records(self) -> Iterator[Record]:
        """Yield its records, oldest first, every hash computed anew; they can be read once.

        Only who has read them all knows that the export is whole.

        Raises:
            LedgerDamagedError: It was changed or cut; names the line.
        """
        previous = genesis(self.id)
        for number, line in self._numbered:
            record = _record(number, line)
            if not _follows(record, self.count + 1, previous):
                raise LedgerDamagedError(
                    f"Line {number} does not follow the line before it, or was changed, so nothing was imported; "
                    "export the ledger again."
                )
            self.count += 1
            previous = record.hash
            yield record
        if (self._about.get("count"), self._about.get("head")) != (self.count, previous):
            raise LedgerDamagedError(
                f"The export holds {self.count:,} records and states {self._about.get('count')}, so it was cut, and "
                "nothing was imported; export the ledger again."
            )


def export_lines(ledger: Ledger) -> Iterator[str]:
    """Yield the lines of an export: first what the ledger is, then a record each.

    Raises:
        LedgerDamagedError: The chain does not hold, so nobody could import it.
    """
    head, previous, position = ledger.head, genesis(ledger.id), 0
    yield _line({"format": _FORMAT, "id": ledger.id, "count": head.count, "head": head.hash})
    # No more than stated, for somebody may be recording meanwhile.
    for position, record in enumerate(islice(ledger.records(), head.count), 1):
        if not _follows(record, position, previous):
            raise LedgerDamagedError(
                f"Record {position} of the ledger was changed or is missing, so nothing was exported; run "
                "`entity-check ledger verify`."
            )
        previous = record.hash
        yield _line({name: getattr(record, name) for name in _FIELDS})
    if (position, previous) != (head.count, head.hash):
        raise LedgerDamagedError(
            "The end of the ledger was cut off, so nothing was exported; run `entity-check ledger verify`."
        )


def read_export(lines: Iterable[str]) -> Exported:
    """Return the ledger that an export holds; its records are read and verified one by one.

    Raises:
        LedgerDamagedError: It is no export.
    """
    numbered = enumerate(lines, 1)
    about = _object(*next(numbered, (1, "")))
    if about.get("format") != _FORMAT:
        raise LedgerDamagedError(
            f"Line 1 is not that of a ledger's export ({_FORMAT}), so nothing was imported; name another file."
        )
    if not _is_text(about.get("id")):
        raise LedgerDamagedError("Line 1 names no ledger, so nothing was imported; export the ledger again.")
    return Exported(about, numbered)


def check_export(lines: Iterable[str]) -> int:
    """Read an export to its end and return how many records it holds.

    Raises:
        LedgerDamagedError: It is no export, was changed, or was cut; names the line.
    """
    return sum(1 for _ in read_export(lines).records())


def _follows(record: Record, position: int, previous: str) -> bool:
    """Return whether a record is whole and the next one of its chain."""
    covered = (record.kind, record.vendor_key, record.entry_key, record.recorded, record.content, record.body)
    try:
        hashed = chain_hash(previous, position, covered)
    except TypeError:  # a column of SQLite, and JSON, take what is no text
        return False
    # By their `repr`, for True is 1, and so is 1.0.
    return repr((record.position, record.previous, record.hash)) == repr((position, previous, hashed))


def _record(number: int, line: str) -> Record:
    fields = _object(number, line)
    try:
        record = Record(**fields)
        # Each a text, and one that every database takes.
        "".join(value for name, value in fields.items() if name != "position").encode()
    except (TypeError, UnicodeEncodeError) as error:
        raise LedgerDamagedError(f"Line {number} is no record, so nothing was imported; export it again.") from error
    return record


def _is_text(value: object) -> bool:
    try:
        return isinstance(value, str) and bool(value.encode())
    except UnicodeEncodeError:
        return False


def _object(number: int, line: str) -> dict[str, Any]:
    if len(line) > LINE_LIMIT:
        raise LedgerDamagedError(
            f"Line {number} is longer than any of an export, so nothing was imported; name another file."
        )
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise LedgerDamagedError(f"Line {number} is no JSON, so nothing was imported; export it again.") from error
    return found if isinstance(found, dict) else {}


def _line(fields: dict[str, Any]) -> str:
    return json.dumps(fields, ensure_ascii=True, separators=(",", ":"))
