"""A small invented world: three listed parties, a few vendors, one review."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Protocol

import pytest
from openpyxl import load_workbook

from screening import EntityTable, Entry, Screener
from screening.model import Address, Alias
from screening.review.ledger import Ledger
from screening.review.policy import ReviewPolicy
from workbook.read.vendor_file import open_vendors
from workbook.review.audit import AuditOptions
from workbook.review.pipeline import ReviewOptions, write_review

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from openpyxl import Workbook

    from workbook.review.tally import ReviewSummary

RULES = ReviewPolicy()
NOW = datetime(2026, 8, 14, 10, 30, tzinfo=timezone(timedelta(hours=2)))

ENTRIES = (
    Entry(
        key="EL-7KQ2M9XA3F",
        list="EL",
        name="Kvarn Borealis Trading Co., Ltd.",
        aliases=(Alias(name="Tarnholm Optics"),),
        countries=("CN", "HK"),
        addresses=(Address(text="No. 7 Harbour Road, Shenzhen", country="CN"), Address(country="HK")),
        effective_date=date(2019, 10, 9),
        citations=("84 FR 54002", "85 FR 12345"),
        license_requirement=("ALL_ITEMS",),
        source_url="https://example.org/entity-list",
    ),
    Entry(key="SDN-QX41", list="SDN", name="Zephyr Quartz Shipping", countries=("IR",), programs=("SDGT",)),
    Entry(key="UVL-LANTERN", list="UVL", name="Ostrava Lantern Electronics", countries=("CZ",)),
)

VENDORS = (
    ("0001", "Kvarn Borealis Trading", "CN", "Harbour Road 7"),
    ("0002", "Borealis Bakery", "US", "Main Street 1"),
    ("0003", "kvarn  BOREALIS trading", "cn", "harbour road 7 "),  # the first row again
    ("0004", "Kvarn Borealis Trading", "DE", "Harbour Road 7"),  # another country: another vendor
    ("0005", "", "DE", ""),
    ("0006", "Co., Ltd.", "CN", ""),
    ("0007", "co., ltd.", "CN", ""),  # repeats a row that has no verdict
    ("0008", "Ostrava Lantern Electronics Service", "CZ", ""),
    ("0009", "Alder Metals", "US", ""),
)


class Review(Protocol):
    """Writes vendors to a file, reviews them and returns the numbers."""

    def __call__(
        self,
        vendors: Sequence[Sequence[str]] = ...,
        *,
        now: datetime = ...,
        progress: Callable[[int], None] | None = ...,
        rules: ReviewPolicy = ...,
        ledger: Ledger | None = ...,
    ) -> ReviewSummary:
        """Write `folder / "review.xlsx"`."""
        ...


@pytest.fixture
def soffice() -> str:
    """Return the program; skip where it is missing, except in continuous integration."""
    found = shutil.which("soffice")
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail("LibreOffice is missing; continuous integration must have it")
        pytest.skip("LibreOffice is not installed")
    return found


def converted(soffice: str, path: Path, kind: str, out: Path) -> Path:
    """Return what LibreOffice makes of a workbook in the folder `out`, with a profile of its own."""
    profile = f"-env:UserInstallation={(out / 'profile').as_uri()}"
    command = [soffice, profile, "--headless", "--convert-to", kind, "--outdir", str(out), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return out / f"{path.stem}.{kind.partition(':')[0]}"


@pytest.fixture(scope="session")
def screener() -> Screener:
    """Return a screener over the invented entries."""
    return Screener(EntityTable.from_entries(ENTRIES, published=date(2026, 7, 31), source="invented.csv"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder that holds the vendor file and the review, and nothing else."""
    place = tmp_path / "folder"
    place.mkdir()
    return place


@pytest.fixture
def review(folder: Path, screener: Screener) -> Review:
    """Return a function that makes a review workbook."""

    def make(
        vendors: Sequence[Sequence[str]] = VENDORS,
        *,
        now: datetime = NOW,
        progress: Callable[[int], None] | None = None,
        rules: ReviewPolicy = RULES,
        ledger: Ledger | None = None,
    ) -> ReviewSummary:
        source = folder / "vendors.csv"
        with source.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([("Vendor no", "Vendor name", "Country", "Address"), *vendors])
        options = ReviewOptions(out=folder / "review.xlsx", now=now, policy=rules, ledger=ledger)
        with open_vendors(source) as file:
            return write_review(file, screener, options, progress=progress)

    return make


@pytest.fixture
def audit(review: Review, screener: Screener, folder: Path, tmp_path: Path) -> Iterator[ReviewSummary]:
    """Return an audit workbook of a few vendors."""
    review()
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger, open_vendors(folder / "vendors.csv") as file:
        tables = AuditOptions(tables=lambda _id: screener.table, period="2026-08")
        yield write_review(
            file, screener, ReviewOptions(out=folder / "audit.xlsx", now=NOW, ledger=ledger, audit=tables)
        )


@pytest.fixture
def book(review: Review) -> Workbook:
    """Return the review of `VENDORS`, opened again."""
    return load_workbook(review().path)
