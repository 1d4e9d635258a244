"""Decisions of invented people on invented parties, and a ledger in each kind of database."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from itertools import count
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from screening import Entry, Vendor, Verdict
from screening.model import Alias
from screening.review.decision import Choice, Decision, Reason
from screening.review.fingerprints import entry_facts, vendor_facts
from tests.postgresql import programs, server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

NOW = datetime(2026, 8, 14, 10, 30, tzinfo=UTC)
ENTRY = Entry(key="EL-7KQ2M9XA3F", list="EL", name="Kvarn Borealis Trading", aliases=(Alias(name="Kvarnbore \u5c71"),))
_NUMBERS = count()


def decided(number: int, comment: str = "") -> Decision:
    """Return a decision on vendor `number`."""
    return Decision(
        vendor=vendor_facts(Vendor(name=f"Kvarn Borealis Bakery {number}", country="SE"), f"{number:04}"),
        entry=entry_facts(ENTRY, ()),
        choice=Choice.FALSE_POSITIVE,
        reason=Reason.FP_BUSINESS,
        comment=comment,
        decider="A. Reviewer",
        decided=date(2026, 8, 14),
        expires=date(2027, 8, 14),
        verdict=Verdict.REVIEW,
        score=88.5,
        matched="Kvarnbore \u5c71",
        review="R-20260814-0123456789",
    )


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """URL of a real server; skips where there is none, except in continuous integration."""
    binaries = programs()
    if binaries is None:
        if os.environ.get("CI") == "true":
            pytest.fail("PostgreSQL is missing; continuous integration must have it")
        pytest.skip("PostgreSQL is not installed")
    with server(binaries) as url:
        yield url


@pytest.fixture(scope="session")
def new_database(postgresql: str) -> Callable[[], str]:
    """Return what makes a database and returns its URL."""
    engine = sa.create_engine(
        f"{postgresql.replace('postgresql:', 'postgresql+pg8000:')}postgres",
        isolation_level="AUTOCOMMIT",
        poolclass=sa.NullPool,
    )

    def made() -> str:
        name = f"ledger{next(_NUMBERS)}"
        with engine.connect() as connection:
            connection.execute(sa.text(f"CREATE DATABASE {name}"))
        return f"{postgresql}{name}"

    return made


@pytest.fixture
def database(new_database: Callable[[], str]) -> str:
    """URL of a new database."""
    return new_database()


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a new ledger goes: once a file, once a database of its own."""
    return str(tmp_path / "ledger.sqlite" if request.param == "sqlite" else request.getfixturevalue("database"))
