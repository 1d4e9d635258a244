"""The command line's `entity-check lists update`, `rollback` and `health`: which table is in force."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from addin.cli_options import DAY, day, now, opened_table, table_option, today
from addin.exit_codes import DONE, FAIL_ON
from addin.terminal import printable, progress_bar, say, warn

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime

    from screening.table.build import Handed
    from screening.table.installed import Installed
    from screening.update.sources import Source, Sources

__all__ = ["lists_health", "lists_rollback", "lists_update"]


@click.command("update")
@click.option(
    "--from",
    "given",
    metavar="SOURCE",
    multiple=True,
    help="Take this only: a published list file, a folder of such files, the name of a source, such as csl-csv, or an "
    "https address; may be given several times. Files alone need no network. Default: fetch every source that is used.",
)
@click.option("--offline", is_flag=True, help="Use no network, whatever happens: only files given with --from.")
@click.option(
    "--published",
    type=DAY,
    metavar="YYYY-MM-DD",
    help="Day of the files given with --from. Default: the date in the name of each, else the one inside.",
)
@click.option(
    "--accept",
    metavar="CODE",
    multiple=True,
    help="Put the new table in force although something speaks against this list; may be given several times.",
)
def lists_update(
    *, given: tuple[str, ...], offline: bool, published: datetime | None, accept: tuple[str, ...]
) -> int | None:
    """Fetch the published lists, and put the table that they make in force if it is sound.

    If a source fails, or too much speaks against the new table, the table in force stays. A table that was in force
    before can be brought back with `lists rollback`.
    """
    from screening.table.installed import Installed
    from screening.update.renew import renew

    installed = _installed(Installed)
    handed = _handed(given, offline=offline, published=day(published), data=installed.archive.root.parent)
    done = renew(handed, installed, now(), accepted=[code.strip().upper() for code in accept])
    for finding in done.findings:
        warn(f"Note: {printable(finding.text)}")
    table = done.table
    said = f"The table {table.id}, published {table.published}, is in force"
    say(f"{said} now." if done.is_new else f"{said} as before: the files bring nothing new.", done=f"{said}.")
    return DONE


@click.command("rollback")
def lists_rollback() -> None:
    """Put the table in force that was before the last update."""
    from screening.table.installed import Installed

    installed = _installed(Installed)
    installed.roll_back()
    table = installed.open()
    say(f"The table {table.id}, published {table.published}, is in force again.")


@click.command("health")
@table_option
def lists_health(*, table: Path | None) -> int:
    """Say whether the table in force is whole, complete, fresh, and finds the parties that it must find.

    Exits with code 1 if anything speaks against it.
    """
    from addin.tables import missing_warning
    from screening import Settings
    from screening.update.health import examine, overdue

    opened = opened_table(table)
    on = today()
    wrong = [one.text for one in (*examine(opened, None, today=on), *overdue(opened, on, Settings().stale_after_days))]
    if opened.missing_lists:
        wrong.append(missing_warning(opened.missing_lists))
    head = f"Table {opened.id}, published {opened.published}, {opened.age_days(on):,} days old: its files are whole."
    say("\n".join((head, *map(printable, wrong or ["Nothing speaks against it."]))))
    return FAIL_ON if wrong else DONE


def _installed(kind: type[Installed]) -> Installed:
    from screening.table.archive import data_folder

    return kind(data_folder())


def _handed(given: Sequence[str], *, offline: bool, published: date | None, data: Path) -> list[Handed]:
    """Return the files to make a table of; only sources and addresses are asked of the network."""
    files = [path for name in given if Path(name).exists() for path in _files(Path(name))]
    asked = [name for name in given if not Path(name).exists()]
    if offline and (asked or not given):
        what = f"{asked[0]} is no file here" if asked else "it was given none"
        raise click.UsageError(f"--offline takes files only, given with --from, and {what}.")
    if published and not files:
        raise click.UsageError("--published is the day of files given with --from; give them, or leave it out.")
    handed = [_read(path, published) for path in files]
    return handed if given and not asked else [*handed, *_fetched(asked, data)]


def _files(path: Path) -> list[Path]:
    return sorted(one for one in path.iterdir() if one.is_file()) if path.is_dir() else [path]


def _read(path: Path, published: date | None) -> Handed:
    from screening.table.build import read_handed

    return read_handed(path, published)


def _fetched(asked: Sequence[str], data: Path) -> list[Handed]:
    from screening.update.fetch import SYSTEM_CLOCK
    from screening.update.renew import fetched
    from screening.update.sources import FILE_NAME, load_sources

    known = load_sources(data / FILE_NAME)
    sources = [_source(name, known) for name in asked] or list(known.used())
    with progress_bar("Fetching") as show:
        told = _share([source.name for source in sources], show)
        return fetched(sources, known.rules(os.environ), now(), told, clock=SYSTEM_CLOCK)


def _share(names: Sequence[str], show: Callable[[float], None]) -> Callable[[str, int, int | None], None]:
    def told(name: str, received: int, expected: int | None) -> None:
        part = min(received / expected, 1) if expected else 0
        show((names.index(name) + part) / len(names))

    return told


def _source(name: str, known: Sources) -> Source:
    from dataclasses import replace

    if name in known.by_name:
        return known.by_name[name]
    if not name.startswith("https://"):
        raise click.UsageError(
            f"{name} is no file, no https address and no source; choose from {', '.join(known.by_name)}."
        )
    # What it holds is told by its content; the bounds are those of the largest file that is known.
    file = name.split("?", maxsplit=1)[0].rsplit("/", 1)[-1] or name
    ending = file.rsplit(".", 1)[-1].lower()
    like = next((one for one in known.by_name.values() if one.expect == ending), known.by_name["csl-csv"])
    return replace(like, name=name, address=name, file=file, dates_address="")
