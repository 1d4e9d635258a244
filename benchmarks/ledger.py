"""How a long ledger behaves: opened, verified whole, and asked for the decisions on one review's vendors.

    python -m benchmarks.ledger                      # 1,000,000 records
    python -m benchmarks.ledger --records 100000

The records are put into SQLite in one transaction, with the hashes that `Ledger.append` would have given them.
"""

from __future__ import annotations

import argparse
import sqlite3
import tempfile
from contextlib import closing
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.report import machine, print_table
from benchmarks.timing import seconds
from screening import Entry, Vendor, Verdict
from screening.model import Alias
from screening.review.decision import Choice, Decision, Reason
from screening.review.fingerprints import entry_facts, vendor_facts
from screening.review.ledger import Head, Ledger, Verification
from screening.review.records import DECISION, chain_hash, draft

if TYPE_CHECKING:
    from collections.abc import Iterator

_PER_VENDOR = 10  # decisions on one vendor: a quarterly review for two and a half years
_ASKED = 2_000  # flagged vendors of one large review
_OPENINGS = 5
_MARK = "7300000"  # stands for the vendor's number in the template
_REVIEW = "R-20260814-0123456789"
_RECORDED = "2026-08-14T10:30:00+00:00"
_INSERT = "INSERT INTO entity_check_records VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"


def main() -> None:
    """Build, measure and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--records", type=int, default=1_000_000, help="how many the ledger holds")
    records = options.parse_args().records
    print("# Ledger\n")
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.sqlite"
        body = _build(path, records)
        print(
            f"{records:,} decisions of about {body:,} characters, {_PER_VENDOR} on each vendor; SQLite, "
            f"{path.stat().st_size / 1e6:,.0f} MB.\n"
        )
        _print_figures(path, records)


def _print_figures(path: Path, records: int) -> None:
    opening = max(seconds(lambda: Ledger.open(path).close()) for _ in range(_OPENINGS))
    vendors = [_vendor_key(number) for number in range(min(_ASKED, records // _PER_VENDOR))]
    with Ledger.open(path, create=False) as ledger:
        found: dict[tuple[str, str], list[Decision]] = {}
        asking = seconds(lambda: found.update(ledger.decisions_on(vendors)))
        verified: list[Verification] = []
        verifying = seconds(lambda: verified.append(ledger.verify()))
    if not verified[0].ok or verified[0].count != records:
        raise SystemExit(f"The ledger that was built does not verify: {verified[0].problems[:1]}")
    decisions = sum(map(len, found.values()))
    rows = [
        [f"open, the slowest of {_OPENINGS}", f"{opening:.3f}", ""],
        ["`verify`", f"{verifying:.2f}", f"{records / verifying:,.0f}"],
        [
            f"`decisions_on` {len(vendors):,} vendors: {decisions:,} decisions",
            f"{asking:.2f}",
            f"{decisions / asking:,.0f}",
        ],
    ]
    print_table([f"a ledger of {records:,} records", "s", "records/s"], rows)


def _build(path: Path, records: int) -> int:
    """Fill a new ledger and return how long a body is."""
    with Ledger.open(path) as ledger:
        head = ledger.head
    template = draft(_decision()).body
    last = [head]
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executemany(_INSERT, _rows(template, records, last))
        for name, value in (("count", str(last[0].count)), ("head", last[0].hash)):
            connection.execute("UPDATE entity_check_ledger SET value = ? WHERE name = ?", (value, name))
    return len(template)


def _rows(template: str, records: int, last: list[Head]) -> Iterator[tuple[int | str, ...]]:
    """Yield the rows, each chained to the one before, and leave the end of the chain in `last`."""
    previous, vendors = last[0].hash, max(1, records // _PER_VENDOR)
    entry_key = _decision().entry.key
    for position in range(1, records + 1):
        round_, number = divmod(position - 1, vendors)
        body = template.replace(_MARK, f"{number:07}").replace(_REVIEW, f"R-20260814-{round_:010}")
        content = sha256(f"{DECISION}\x1f{body}".encode()).hexdigest()[:32]
        fields = (DECISION, _vendor_key(number), entry_key, _RECORDED, content, body)
        hashed = chain_hash(previous, position, fields)
        yield (position, *fields, previous, hashed)
        previous = hashed
    last[0] = Head(records, previous)


def _vendor_key(number: int) -> str:
    return f"id:{number:07}"


def _decision() -> Decision:
    """Return a decision of ordinary length on invented parties."""
    aliases = ("Kvarn Borealis Handel", "Kvarnbore Trading House", "KBT International")
    entry = Entry(
        key="EL-7KQ2M9XA3F",
        list="EL",
        name="Kvarn Borealis Trading",
        aliases=tuple(Alias(name=name) for name in aliases),
    )
    return Decision(
        vendor=vendor_facts(
            Vendor(name=f"Kvarn Borealis Bakery {_MARK}", country="SE", address="12 Lantern Row, Ostervik"), _MARK
        ),
        entry=entry_facts(entry, ()),
        choice=Choice.FALSE_POSITIVE,
        reason=Reason.FP_BUSINESS,
        comment="A bakery; neither the address nor the business is that of the listed party.",
        decider="A. Reviewer",
        decided=date(2026, 8, 14),
        expires=date(2027, 8, 14),
        verdict=Verdict.REVIEW,
        score=88.5,
        matched=entry.name,
        review=_REVIEW,
    )


if __name__ == "__main__":
    main()
