"""The entity table that one Excel works with: opened when first needed, changed when a new one is installed."""

from __future__ import annotations

import gc
import logging
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Final

from addin.environment import TABLE_ENVIRONMENT
from addin.log import LOGGER
from addin.past import ScreenersOfDays
from screening import EntityTable, Screener, Settings
from screening.errors import SettingError, TableError
from screening.settings_file import FILE_NAME, load_settings
from screening.table.archive import data_folder
from screening.table.installed import Installed
from screening.table.manifest import MANIFEST_NAME

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

__all__ = ["Session", "TableStatus", "session"]

_log = logging.getLogger(LOGGER)
_MOST_SCREENERS: Final = 4  # one for all lists, and a few that formulas ask for by `lists`


@dataclass(frozen=True, slots=True, kw_only=True)
class TableStatus:
    """The table in force, in the words in which Excel shows it.

    Attributes:
        id: Hash of the table; "" if no table can be used.
        published: ISO date of the published lists; "" if no table can be used.
        age_days: Days since then.
        stale: Whether that is more than the settings allow.
        health: `OK`, or what is wrong.
        rows: Published rows that the table was built from.
        lists: Codes of its lists.
        of_day: ISO date of the kept table that answered for a past day; "" if none did.
    """

    id: str = ""
    published: str = ""
    age_days: int = 0
    stale: bool = False
    health: str = ""
    rows: int = 0
    lists: tuple[str, ...] = ()
    of_day: str = ""

    @property
    def note(self) -> str:
        """What follows a verdict of a kept table or of a stale one, with a space before it; else ""."""
        if self.of_day:
            return f" (table of {self.of_day})"
        return f" (list of {self.published}, {self.age_days} days old)" if self.stale else ""


def _today() -> date:
    return datetime.now().astimezone().date()


class Session:
    """Screeners over one table, by the lists that are asked for.

    A table that was replaced on disk is noticed at the next call. One that cannot
    be used is an error at every call until it is mended: no verdict comes from it,
    and none from the one before.
    """

    def __init__(
        self,
        table: Path | None = None,
        settings: Settings | None = None,
        today: Callable[[], date] = _today,
    ) -> None:
        """Work with the table in the folder `table`, None for the one in force.

        Args:
            table: The folder.
            settings: None for those that the user keeps in the data folder.
            today: The day.
        """
        self._table, self._installed = table, Installed(data_folder())
        self._own_settings = data_folder() / FILE_NAME
        self._settings = settings
        self._today = today
        self._lock = RLock()
        self._screeners: dict[tuple[str, ...] | None, Screener] = {}
        self._of_days = ScreenersOfDays()
        self._stamp: tuple[int, ...] = ()
        self._problem: TableError | SettingError | None = None

    @property
    def has_own_table(self) -> bool:
        """Whether a folder with a table was named, so that it is not the one in force that counts."""
        return self._table is not None

    @property
    def settings(self) -> Settings:
        """Settings of a screener that is opened now.

        Raises:
            SettingsFileError: The user's own cannot be used.
        """
        return self._settings or load_settings(self._own_settings)

    def screener(self, lists: tuple[str, ...] | None = None, day: date | None = None) -> Screener:
        """Return the screener over these lists, None for all; over the kept table of a day if there is one.

        Raises:
            UnknownListError: A code is not in the table.
            TableError: The table cannot be used.
            SettingsFileError: The user's own settings cannot be used.
        """
        with self._lock:
            self._notice_changes()
            if self._problem is not None:
                raise self._problem
            found = self._screeners.get(lists)
            if found is None:
                found = self._opened(lists)
            return self._of_days.screener(found, day) if day else found

    def forget(self) -> None:
        """Open the table anew at the next call."""
        with self._lock:
            self._screeners.clear()
            self._of_days.forget()
            self._problem = None

    def status(self) -> TableStatus:
        """Return the state of the table; never raises for a table that cannot be used."""
        try:
            screener = self.screener()
        except (TableError, SettingError) as error:
            return TableStatus(health=str(error))
        table = screener.table
        age = table.age_days(self._today())
        limit = screener.settings.stale_after_days
        wrong = [f"STALE: older than {limit} days"] if age > limit else []
        if table.missing_lists:
            wrong.append(f"INCOMPLETE: nothing of {', '.join(table.missing_lists)}")
        return TableStatus(
            id=table.id,
            published=table.published.isoformat(),
            age_days=age,
            stale=age > limit,
            health="; ".join(wrong) or "OK",
            rows=sum(counts.rows for counts in table.manifest.lists),
            lists=table.lists,
        )

    def _opened(self, lists: tuple[str, ...] | None) -> Screener:
        try:
            table = EntityTable.open(self._table, lists=lists) if self._table else self._installed.open(lists)
            opened = Screener(table, self.settings)
        except (TableError, SettingError) as error:
            _log.error("Nothing can be screened: %s", error)
            self._problem = error
            raise
        gc.freeze()  # the index stays: the search for reference cycles need not walk it again and again
        subsets = [key for key in self._screeners if key is not None]
        if lists is not None and len(subsets) >= _MOST_SCREENERS - 1:
            del self._screeners[subsets[0]]
        self._screeners[lists] = opened
        return opened

    def _notice_changes(self) -> None:
        stamp = self._stamped()
        if stamp != self._stamp:
            self.forget()
            self._stamp = stamp

    def _stamped(self) -> tuple[int, ...]:
        table = self._installed.stamp if self._table is None else _stamp_of(self._table / MANIFEST_NAME)
        return (*table, *_stamp_of(self._own_settings))


def _stamp_of(path: Path) -> tuple[int, ...]:
    """Return what changes when another file takes a place; nothing for no file."""
    try:
        found = path.stat()
    except OSError:
        return ()
    return found.st_mtime_ns, found.st_size, found.st_ino


_session: Session | None = None


def session() -> Session:
    """Return the session of this process, begun at the first call with the table that the environment names."""
    global _session  # noqa: PLW0603 - Excel calls plain functions, so the process is their only context
    if _session is None:
        named = os.environ.get(TABLE_ENVIRONMENT)
        _session = Session(Path(named) if named else None)
    return _session
