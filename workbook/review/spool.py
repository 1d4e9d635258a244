"""What a review must remember of a million rows, on disk instead of in memory.

The spool is a private temporary SQLite database: it has no name, no other
process can open it, and it is gone once it is closed.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from screening.model import Entry, Hit, NameKind, NotScreened, ScorePart, Vendor, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from screening.model import Screening

__all__ = ["Found", "Outcome", "Spool", "open_spool", "same_vendor_key"]

_CACHE_KIB = 32_768
_TWINS_SHOWN = 20
_TWIN_IDS = 100  # a hit is asked for each; more repetitions of one vendor are no vendor list
_SCHEMA = """
CREATE TABLE seen (digest BLOB PRIMARY KEY, row INTEGER) WITHOUT ROWID;
CREATE TABLE outcomes (row INTEGER PRIMARY KEY, verdict TEXT, score REAL, entry TEXT, cause TEXT);
CREATE TABLE twins (first INTEGER, row INTEGER, id TEXT, PRIMARY KEY (first, row)) WITHOUT ROWID;
CREATE TABLE flagged (rank INTEGER, score REAL, row INTEGER, place INTEGER, data TEXT);
CREATE TABLE near (rank INTEGER, score REAL, row INTEGER, place INTEGER, data TEXT);
"""
_RANK = {Verdict.LISTED: 0, Verdict.REVIEW: 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What screening said of one vendor, in the few words that All screened needs.

    Attributes:
        verdict: The vendor's verdict.
        score: Points of its best hit or near miss, 0 to 100; 0 if nothing resembles it.
        entry: The entry behind that score, None if there is none.
        cause: Why it was not screened, None if it was.
    """

    verdict: Verdict
    score: float = 0.0
    entry: Entry | None = None
    cause: NotScreened | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One vendor and one entry that it resembles.

    Attributes:
        row: Source row.
        id: Vendor id.
        vendor: As typed; `address` holds all its details.
        normalized: The name as it was compared.
        hit: The evidence.
        twins: Source rows that hold the same vendor again, ascending, 20 at most.
        twin_count: How many such rows there are.
        twin_ids: Their vendor ids, other than `id`, in order of rows, 100 at most.
    """

    row: int
    id: str
    vendor: Vendor
    normalized: str
    hit: Hit
    twins: tuple[int, ...] = ()
    twin_count: int = 0
    twin_ids: tuple[str, ...] = ()


def same_vendor_key(vendor: Vendor) -> bytes:
    """Return a digest that is equal for equal vendors.

    Name, country, addresses and owners count, without regard to case or to the amount of
    white space.
    """
    parts = (" ".join((part or "").casefold().split()) for part in (vendor.name, vendor.country, vendor.details))
    return hashlib.blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=16).digest()


@contextmanager
def open_spool() -> Iterator[Spool]:
    """Yield an empty spool; whatever it held is gone when the block ends."""
    with closing(sqlite3.connect("", isolation_level=None)) as database:
        yield Spool(database)


class Spool:
    """First rows, outcomes, duplicates, hits and near misses of one review."""

    def __init__(self, database: sqlite3.Connection) -> None:
        """Lay out `database`, which must be empty."""
        self._database = database
        self._entries: dict[str, Entry] = {}  # no more than the table holds
        database.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        database.execute("PRAGMA journal_mode = OFF")  # a spool that fails is thrown away
        database.executescript(_SCHEMA)
        database.execute("BEGIN")

    def first_row(self, vendor: Vendor, row: int) -> int:
        """Return the row that held an equal vendor first; `row` itself if none did."""
        key = same_vendor_key(vendor)
        if self._database.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", (key, row)).rowcount:
            return row
        found = self._database.execute("SELECT row FROM seen WHERE digest = ?", (key,)).fetchone()
        return int(found[0])

    def keep(self, row: int, outcome: Outcome) -> None:
        """Remember the outcome of a first row."""
        key = outcome.entry.key if outcome.entry else ""
        if outcome.entry:
            self._entries[key] = outcome.entry
        cells = (row, outcome.verdict.value, outcome.score, key, outcome.cause and outcome.cause.value)
        self._database.execute("INSERT INTO outcomes VALUES (?, ?, ?, ?, ?)", cells)

    def outcome(self, row: int) -> Outcome:
        """Return the outcome of a first row."""
        query = "SELECT verdict, score, entry, cause FROM outcomes WHERE row = ?"
        verdict, score, key, cause = self._database.execute(query, (row,)).fetchone()
        return Outcome(
            verdict=Verdict(verdict),
            score=score,
            entry=self._entries.get(key),
            cause=NotScreened(cause) if cause else None,
        )

    def keep_twin(self, first: int, row: int, vendor_id: str = "") -> None:
        """Remember that `row` holds the vendor of row `first` again, under this id."""
        # JSON in ASCII, since SQLite takes no lone surrogates.
        self._database.execute("INSERT INTO twins VALUES (?, ?, ?)", (first, row, json.dumps(vendor_id)))

    def keep_hits(self, row: int, vendor_id: str, vendor: Vendor, screening: Screening) -> None:
        """Remember the hits and near misses of a first row."""
        who = (vendor_id, vendor.name, vendor.country, vendor.details, screening.normalized)
        for table, hits in (("flagged", screening.hits), ("near", screening.near_misses)):
            if hits:
                rows = (self._packed(row, place, who, hit) for place, hit in enumerate(hits))
                self._database.executemany(f"INSERT INTO {table} VALUES (?, ?, ?, ?, ?)", rows)  # noqa: S608

    def flagged(self) -> Iterator[Found]:
        """Yield the hits: LISTED first, then by falling score, then by row."""
        return self._found("flagged")

    def near_misses(self) -> Iterator[Found]:
        """Yield the near misses by falling score, then by row."""
        return self._found("near")

    def _packed(self, row: int, place: int, who: Iterable[str | None], hit: Hit) -> tuple[object, ...]:
        self._entries[hit.entry.key] = hit.entry
        # JSON in ASCII, since SQLite takes no lone surrogates.
        parts = [(part.cause, part.points) for part in hit.parts]
        data = json.dumps([*who, hit.entry.key, hit.matched_name, hit.matched_kind, hit.verdict, hit.reason, parts])
        return (_RANK.get(hit.verdict, 0), hit.score, row, place, data)

    def _found(self, table: str) -> Iterator[Found]:
        query = f"SELECT score, row, data FROM {table} ORDER BY rank, score DESC, row, place"  # noqa: S608
        for score, row, data in self._database.execute(query):
            vendor_id, name, country, address, normalized, *evidence = json.loads(data)
            key, matched, kind, verdict, reason, parts = evidence
            hit = Hit(
                vendor=name,
                entry=self._entries[key],
                matched_name=matched,
                matched_kind=NameKind(kind),
                score=score,
                verdict=Verdict(verdict),
                reason=reason,
                parts=tuple(ScorePart(cause=cause, points=points) for cause, points in parts),
            )
            vendor = Vendor(name=name, country=country, address=address)
            twins, count = self._twins(row)
            yield Found(
                row=row,
                id=vendor_id,
                vendor=vendor,
                normalized=normalized,
                hit=hit,
                twins=twins,
                twin_count=count,
                twin_ids=self._twin_ids(row, vendor_id) if count else (),
            )

    def _twins(self, first: int) -> tuple[tuple[int, ...], int]:
        (count,) = self._database.execute("SELECT count(*) FROM twins WHERE first = ?", (first,)).fetchone()
        query = "SELECT row FROM twins WHERE first = ? ORDER BY row LIMIT ?"
        return tuple(row for (row,) in self._database.execute(query, (first, _TWINS_SHOWN))), count

    def _twin_ids(self, first: int, vendor_id: str) -> tuple[str, ...]:
        query = "SELECT id FROM twins WHERE first = ? GROUP BY id ORDER BY min(row) LIMIT ?"
        ids = (json.loads(data) for (data,) in self._database.execute(query, (first, _TWIN_IDS)))
        return tuple(twin for twin in ids if twin != vendor_id)
