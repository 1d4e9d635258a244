"""One table per Excel: opened once, changed when another is installed, never half."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from addin import session as module
from addin.environment import TABLE_ENVIRONMENT
from addin.session import Session
from screening import EntityTable, Entry, Settings
from screening.errors import SettingsFileError, TableDamagedError, TableMissingError, UnknownListError
from screening.table.archive import ENVIRONMENT
from screening.table.installed import Installed

if TYPE_CHECKING:
    from pathlib import Path


def test_opens_once(session: Session) -> None:
    """The second call finds the same screener; chosen lists have their own."""
    assert session.screener() is session.screener()
    assert session.screener(("EL",)) is session.screener(("EL",))
    assert session.screener(("EL",)) is not session.screener()
    assert session.screener(("EL",)).table.lists == ("EL",)


def test_few_screeners_are_kept(session: Session) -> None:
    """Those over chosen lists go, the one over all lists stays."""
    everything = session.screener()
    session._screeners.update({(str(number),): everything for number in range(3)})
    session.screener(("EL",))
    assert len(session._screeners) == 4
    assert session.screener() is everything


def test_unknown_list(session: Session) -> None:
    """Is an error of the argument, and spoils nothing."""
    with pytest.raises(UnknownListError):
        session.screener(("XX",))
    assert session.screener().screen("Kvarnbore").hits


def test_status(session: Session) -> None:
    """Date, age and rows of the table; an incomplete one says so."""
    status = session.status()
    assert (status.published, status.age_days, status.rows, status.lists) == ("2026-01-31", 10, 2, ("EL", "SDN"))
    assert not status.stale
    assert status.health.startswith("INCOMPLETE: nothing of CAP")
    assert status.note == ""


@pytest.mark.parametrize(
    ("today", "stale"),
    [pytest.param(date(2026, 3, 2), False, id="30-days"), pytest.param(date(2026, 3, 3), True, id="31-days")],
)
def test_stale(table: Path, today: date, stale: bool) -> None:  # noqa: FBT001 - the expected outcome
    """The limit is inclusive."""
    status = Session(table, today=lambda: today).status()
    assert status.stale is stale
    assert ("STALE" in status.health) is stale
    assert bool(status.note) is stale


def test_settings_are_used(table: Path) -> None:
    """A session may have its own limits."""
    assert Session(table, Settings(stale_after_days=5), today=lambda: date(2026, 2, 10)).status().stale


def test_settings_of_the_user(table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those in the data folder count, from the next call on; a file that cannot be used gives no verdict."""
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path / "data"))
    (tmp_path / "data").mkdir()
    own = tmp_path / "data" / "settings.toml"
    session = Session(table, today=lambda: date(2026, 2, 10))
    assert session.screener().settings == Settings()
    own.write_text("stale_after_days = 5\n", encoding="utf-8")
    assert session.screener().settings == Settings(stale_after_days=5)
    assert session.status().stale
    own.write_text("stale_after_days = 'five'\n", encoding="utf-8")
    with pytest.raises(SettingsFileError, match="stale_after_days"):
        session.screener()
    assert "stale_after_days" in session.status().health
    assert session.status().id == ""
    own.unlink()
    assert session.screener().settings == Settings()


def test_missing_table_is_asked_for_again_after_it_came(table: Path, tmp_path: Path) -> None:
    """No table, no verdict; once it is there the next call finds it by itself."""
    session = Session(tmp_path / "table")
    with pytest.raises(TableMissingError):
        session.screener()
    assert session.status().id == ""
    shutil.copytree(table, tmp_path / "table")
    assert session.screener().screen("Kvarnbore").hits


def test_damaged_table_gives_no_verdict(table: Path, tmp_path: Path) -> None:
    """Not even the table that was good a moment ago answers."""
    copy = shutil.copytree(table, tmp_path / "table")
    session = Session(copy)
    assert session.screener().screen("Kvarnbore").hits
    (copy / "manifest.json").write_text("{", encoding="utf-8")
    with pytest.raises(TableDamagedError):
        session.screener()


def test_forget_opens_anew(session: Session) -> None:
    """What Recheck asks for."""
    before = session.screener()
    session.forget()
    assert session.screener() is not before


def test_the_session_of_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is one, begun when it is first needed."""
    monkeypatch.setattr(module, "_session", None)
    assert module.session() is module.session()


def test_the_environment_names_the_table(table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As for the command line."""
    monkeypatch.setattr(module, "_session", None)
    monkeypatch.setenv(TABLE_ENVIRONMENT, str(table))
    assert module.session().status().published == "2026-01-31"


def test_table_put_in_force(table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a folder of its own it works with the table in force, and notices the next one and the way back."""
    monkeypatch.setenv("ENTITY_CHECK_DATA", str(tmp_path / "data"))
    session, installed = Session(today=lambda: date(2026, 5, 31)), Installed(tmp_path / "data")
    first = EntityTable.open(table)
    installed.install(first, datetime(2026, 5, 1, tzinfo=UTC))
    assert session.screener().table.id == first.id
    entries = [Entry(key="EL-NEW", list="EL", name="Zephyr Quartz Shipping")]
    second = EntityTable.from_entries(entries, published=date(2026, 5, 2))
    installed.install(second, datetime(2026, 5, 2, tzinfo=UTC))
    assert session.screener().table.id == second.id
    installed.roll_back()
    assert session.screener().table.id == first.id
