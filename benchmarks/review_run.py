"""What a review costs beside the bare screening of the same vendors.

    python -m benchmarks.review_run

20,000 vendors, one in ten of them a listed name, and 2,000 standing false positives. Bare
screening writes the review workbook of `entity-check screen`; the review applies the
ledger, compares with the last review and writes the audit workbook. Both run in turn, in
one process, and the medians are compared.

Then the lists move: the vendors are re-checked against a table with 20 entries more and 10
amended, which is compared with screening them all against both tables.
"""

from __future__ import annotations

import csv
import random
import statistics
import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.report import machine, print_table
from benchmarks.timing import seconds
from benchmarks.vendors import vendors
from screening import EntityTable, Screener
from screening.model import Alias, Vendor, Verdict
from screening.review.decision import Choice, Decision, Reason
from screening.review.delta import delta
from screening.review.fingerprints import facts_in, vendor_facts
from screening.review.ledger import Ledger
from screening.table.archive import Archive
from workbook.read.vendor_file import open_vendors
from workbook.review.audit import AuditOptions
from workbook.review.pipeline import ReviewOptions, write_review
from workbook.review.previous import read_previous

if TYPE_CHECKING:
    from collections.abc import Iterator

    from screening.model import Screening

ROWS = 20_000
DECISIONS = 2_000
ADDED, AMENDED = 20, 10
ALIAS = Alias(name="Borealis Kvarn Dynamics")
_LISTED_EVERY = 10
_RUNS = 3
_SEED = 20261009
_NOW = datetime(2026, 8, 14, tzinfo=UTC)


def main() -> None:
    """Measure, and print a table."""
    table = EntityTable.bundled()
    screener = Screener(table)
    with tempfile.TemporaryDirectory() as name, Ledger.open(Path(name) / "ledger.sqlite") as ledger:
        folder = Path(name)
        source = _file(folder / "vendors.csv", table)
        ledger.append(_decisions(source, screener), _NOW)
        audit = AuditOptions(tables=Archive(folder / "data").open)
        first = ReviewOptions(out=folder / "last.xlsx", now=_NOW, ledger=ledger, audit=audit)
        _run(source, screener, first)
        bare = ReviewOptions(out=folder / "bare.xlsx", now=_NOW + timedelta(days=30))
        loads = [seconds(lambda: read_previous(folder / "last.xlsx")) for _ in range(_RUNS)]
        previous = AuditOptions(tables=audit.tables, previous=read_previous(folder / "last.xlsx"))
        full = ReviewOptions(out=folder / "full.xlsx", now=bare.now, ledger=ledger, audit=previous)
        times = [
            (seconds(lambda: _run(source, screener, bare)), seconds(lambda: _run(source, screener, full)))
            for _ in range(_RUNS)
        ]
    screening, reviewing = (statistics.median(column) for column in zip(*times, strict=True))
    reading = statistics.median(loads)
    print_table(
        ["run", "seconds", "of bare screening"],
        [
            ["bare screening", f"{screening:.1f}", "1.00"],
            ["review", f"{reviewing:.1f}", f"{reviewing / screening:.2f}"],
            [
                "review, with reading the last one",
                f"{reviewing + reading:.1f}",
                f"{(reviewing + reading) / screening:.2f}",
            ],
        ],
        f"{ROWS:,} vendors, {DECISIONS:,} standing decisions",
    )
    _measure_delta(table)
    print(f"\n{machine()}")


def _measure_delta(table: EntityTable) -> None:
    """Measure `delta`, and count what screening everybody twice finds beyond it."""
    draw = random.Random(_SEED)  # noqa: S311 - no secret is made
    moved = draw.sample([entry for entry in table.entries if entry.list == "EL"], ADDED + AMENDED)
    gone = {entry.key for entry in moved[:ADDED]}
    amended = {entry.key: replace(entry, aliases=(*entry.aliases, ALIAS)) for entry in moved[ADDED:]}
    entries = [amended.get(entry.key, entry) for entry in table.entries if entry.key not in gone]
    then = EntityTable.from_entries(entries, published=table.published - timedelta(days=7))
    known = [Vendor(name=row[1], country=row[2], address=row[3]) for row in vendors(ROWS, [e.name for e in moved])]
    times = [seconds(lambda: delta(known, then, table)) for _ in range(_RUNS)]
    found = {one.place for one in delta(known, then, table).vendors}
    everybody = seconds(lambda: _differing(known, then, table))
    differing = _differing(known, then, table)
    print_table(
        ["run", "seconds", "vendors found", "missed"],
        [
            ["delta", f"{statistics.median(times):.1f}", str(len(found)), str(len(differing - found))],
            ["everybody against both tables", f"{everybody:.1f}", str(len(differing)), "0"],
        ],
        f"{ROWS:,} vendors, a change of {ADDED + AMENDED} entries",
    )


def _differing(known: list[Vendor], then: EntityTable, now: EntityTable) -> set[int]:
    """Return the places of the vendors whose verdict, hits, or the aliases behind them differ between two tables."""
    old, new = ([_in_short(screening) for screening in Screener(table).screen_many(known)] for table in (then, now))
    return {place for place, (one, two) in enumerate(zip(old, new, strict=True)) if one != two}


def _in_short(screening: Screening) -> tuple[Verdict, set[tuple[str, Verdict, int]]]:
    return screening.verdict, {(hit.entry.key, hit.verdict, len(hit.entry.aliases)) for hit in screening.hits}


def _file(path: Path, table: EntityTable) -> Path:
    draw = random.Random(_SEED)  # noqa: S311 - no secret is made
    listed = [entry.name for entry in table.entries if entry.list == "EL"]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("Vendor No", "Vendor Name", "Country", "Street"))
        for number, row in enumerate(vendors(ROWS, listed)):
            writer.writerow((row[0], draw.choice(listed), *row[2:]) if number % _LISTED_EVERY == 0 else row)
    return path


def _run(source: Path, screener: Screener, options: ReviewOptions) -> None:
    with open_vendors(source) as file:
        write_review(file, screener, options)


def _decisions(source: Path, screener: Screener) -> list[Decision]:
    return [decision for _, decision in zip(range(DECISIONS), _cleared(source, screener), strict=False)]


def _cleared(source: Path, screener: Screener) -> Iterator[Decision]:
    facts_of = facts_in(screener.table)
    with open_vendors(source) as file:
        rows = list(file.rows())
    for row, screening in zip(rows, screener.screen_many([row.vendor for row in rows]), strict=True):
        for hit in screening.hits:
            yield Decision(
                vendor=vendor_facts(row.vendor, row.id),
                entry=facts_of(hit.entry),
                choice=Choice.FALSE_POSITIVE,
                reason=Reason.FP_BUSINESS,
                decider="A. Reviewer",
                decided=_NOW.date(),
                expires=_NOW.date() + timedelta(days=365),
                verdict=hit.verdict,
                score=hit.score,
            )


if __name__ == "__main__":
    main()
