"""What several commands share: options, and what they open and warn of."""

from __future__ import annotations

import gc
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from addin.environment import LEDGER_ENVIRONMENT, TABLE_ENVIRONMENT
from addin.terminal import say, warn

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from datetime import date, datetime

    from screening import EntityTable, Screener, Settings
    from screening.table.build import ReadSource
    from workbook.read.options import ReadOptions
    from workbook.read.vendor_file import VendorRow

__all__ = [
    "DAY",
    "PATH",
    "as_of_option",
    "chosen_lists",
    "day",
    "ledger_option",
    "lists_option",
    "now",
    "opened_screener",
    "opened_table",
    "own_options",
    "own_settings",
    "own_sources",
    "read_options",
    "reading_options",
    "table_option",
    "today",
    "vendor_options",
    "vendor_rows",
    "warn_of_age",
    "warn_of_settings",
    "warn_of_table",
]

_Command = TypeVar("_Command", bound="Callable[..., Any]")

PATH: Final = click.Path(path_type=Path, readable=False)  # the library says better why a file cannot be read
DAY: Final = click.DateTime(["%Y-%m-%d"])

lists_option = click.option(
    "--lists",
    metavar="CODES",
    multiple=True,
    help="Use these lists only, codes parted by commas, for example EL,SDN; may be given several times. "
    "`entity-check lists show` names them all. Default: every list.",
)
as_of_option = click.option(
    "--as-of",
    type=DAY,
    metavar="YYYY-MM-DD",
    help="Judge by the entries in force on this day: by the kept table of that day if there is one, else by the "
    "effective dates in the table in use; which of the two is said. Default: the day the table was published.",
)
table_option = click.option(
    "--table",
    type=PATH,
    metavar="DIR",
    envvar=TABLE_ENVIRONMENT,
    help="Use the entity table in this folder, made by `entity-check lists build`. Default: the folder that the "
    "environment variable ENTITY_CHECK_TABLE names, else the table that `entity-check lists update` put in force, else "
    "the one that comes with entity-check.",
)
ledger_option = click.option(
    "--ledger",
    metavar="URL",
    envvar=LEDGER_ENVIRONMENT,
    help="Ledger of decisions: a file, or the URL of a PostgreSQL database that a team shares. Default: what the "
    "environment variable ENTITY_CHECK_LEDGER names, else a file of this user.",
)
_OF_VENDORS: Final = (
    click.option("--sheet", metavar="NAME", help="Worksheet to read. Default: the one that looks like a vendor list."),
    click.option(
        "--header-row",
        type=click.IntRange(min=0),
        metavar="N",
        help="Row that holds the column names, counted from 1; 0 if there are none. Default: found by itself.",
    ),
    click.option("--name", metavar="COLUMN", help="Column of the vendor names: its header or its letter."),
    click.option("--id", "id_", metavar="COLUMN", help="Column of the vendor numbers: its header or its letter."),
    click.option("--country", metavar="COLUMN", help="Column of the countries: its header or its letter."),
    click.option(
        "--address",
        metavar="COLUMN",
        multiple=True,
        help="Column of the addresses: its header or its letter. Given several times, each column is an address of "
        "its own, for example remit-to and bank.",
    ),
    click.option(
        "--owner",
        metavar="COLUMN",
        help="Column of the owners and their shares, such as Kvarn AB 30%; rest unknown: its header or its letter.",
    ),
)
_OF_SCREENING: Final = (lists_option, as_of_option, table_option)


def vendor_options(command: _Command) -> _Command:
    """Give a command the options that say how a vendor file is read, and against what it is screened."""
    return reduce(lambda made, option: option(made), reversed((*_OF_VENDORS, *_OF_SCREENING)), command)


def reading_options(command: _Command) -> _Command:
    """Give a command the options that say how a vendor file is read."""
    return reduce(lambda made, option: option(made), reversed(_OF_VENDORS), command)


def opened_table(table: Path | None, lists: Collection[str] | None = None) -> EntityTable:
    """Return the table in a folder, else the one in force."""
    from screening import EntityTable
    from screening.table.archive import data_folder
    from screening.table.installed import Installed

    return EntityTable.open(table, lists=lists) if table else Installed(data_folder()).open(lists)


def chosen_lists(lists: tuple[str, ...]) -> list[str] | None:
    """Return the codes that --lists names, each once; None if it was not given."""
    given = [code.strip().upper() for codes in lists for code in codes.split(",")]
    return list(dict.fromkeys(code for code in given if code)) if lists else None


def read_options(reading: Mapping[str, Any]) -> ReadOptions:
    """Return how a vendor file is read, as `vendor_options` and `reading_options` give it to a command."""
    from workbook.read.options import ReadOptions

    options = {name.removesuffix("_"): value for name, value in reading.items()}
    address, *others = options.pop("address") or (None,)
    return ReadOptions(**options, address=address, other_addresses=tuple(others))


def vendor_rows(vendors: Path, reading: Mapping[str, Any]) -> list[VendorRow]:
    """Return the rows of a vendor file that hold a name.

    Args:
        vendors: The file.
        reading: What `reading_options` gives a command.
    """
    from workbook.read.vendor_file import open_vendors

    with open_vendors(vendors, read_options(reading)) as file:
        return [row for row in file.rows() if row.problem is None]


def opened_screener(lists: tuple[str, ...], table: Path | None, as_of: date | None = None) -> Screener:
    """Return a screener over the chosen lists of a table, or of the kept table of the day `as_of`."""
    from screening import Screener
    from screening.table.archive import Archive, data_folder
    from screening.table.as_of import table_of_day

    at_hand = opened_table(table, chosen_lists(lists))
    settings = own_settings()
    chosen, passed_over = table_of_day(at_hand, as_of, Archive(data_folder()), settings.stale_after_days)
    if passed_over:
        warn(f"Note: {passed_over}")
    screener = Screener(chosen, settings)
    # The index stays as long as the process: the search for reference cycles
    # need not walk its million objects again and again (a third of the time).
    gc.freeze()
    return screener


def own_settings() -> Settings:
    """Return the settings that the user keeps in the data folder.

    Raises:
        SettingsFileError: The file cannot be used.
    """
    from screening.settings_file import FILE_NAME, load_settings
    from screening.table.archive import data_folder

    return load_settings(data_folder() / FILE_NAME)


def warn_of_settings(settings: Settings) -> None:
    """Say which settings are not as they come with the program: verdicts may hang on them."""
    from screening.settings_file import changed_settings

    if changed := changed_settings(settings):
        warn(f"Note: settings of your own hold: {changed}.")


def warn_of_table(screener: Screener, lists: tuple[str, ...], as_of: date | None = None) -> None:
    """Say if settings are not the usual ones, the table lacks lists, unless some were chosen, or is old for `as_of`."""
    from addin.tables import missing_warning

    warn_of_settings(screener.settings)
    if screener.table.missing_lists and not lists:  # whoever names lists wants no others
        warn(missing_warning(screener.table.missing_lists))
    if as_of and as_of >= screener.table.published:
        return  # how old it was on that day is said with the verdicts
    warn_of_age(screener.table, screener.settings.stale_after_days)


def warn_of_age(table: EntityTable, limit: int | None = None) -> None:
    """Say if a table is older today than `limit` days; None for the user's own limit."""
    from addin.tables import stale_warning

    limit = own_settings().stale_after_days if limit is None else limit
    age = table.age_days(today())
    if age > limit:
        warn(stale_warning(table.published.isoformat(), age, limit))


def day(moment: datetime | None) -> date | None:
    """Return the day that an option names."""
    return moment.date() if moment else None


def now() -> datetime:
    """Return the time, with this machine's offset from UTC."""
    from datetime import UTC, datetime

    return datetime.now(UTC).astimezone()


def today() -> date:
    """Return the day on this machine."""
    return now().date()


def own_options(command: _Command) -> _Command:
    """Add the options that name the company's own lists."""
    which = "company's own {} list (.xlsx, .csv): goes in as {}."
    deny = click.option("--deny", type=PATH, metavar="FILE", help=f"The {which.format('deny', 'DENY')}")
    watch = click.option("--watch", type=PATH, metavar="FILE", help=f"The {which.format('watch', 'WATCH')}")
    return deny(watch(command))


def own_sources(deny: Path | None, watch: Path | None) -> dict[str, ReadSource]:
    """Return the company's own lists that were named, by code; what their files hold and what is amiss is printed.

    Raises:
        InputError: A file cannot be used.
    """
    from addin.tables import own_text, own_warnings
    from workbook.read.own_list import open_own_list, own_source

    files = {code: open_own_list(path) for code, path in (("DENY", deny), ("WATCH", watch)) if path}
    own = {code: own_source(file, code, today()) for code, file in files.items()}
    for code, file in files.items():
        say(own_text(code, file))
        for warning in own_warnings(file, own[code].imported):
            warn(warning)
    return own
