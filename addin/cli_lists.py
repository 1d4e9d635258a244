"""The command line's `entity-check lists update`, `rollback` and `health`: which table is in force."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from addin.cli_options import (
    DAY,
    day,
    opened_table,
    own_options,
    own_settings,
    own_sources,
    table_option,
    today,
    warn_of_age,
)
from addin.exit_codes import DONE, FAIL_ON
from addin.terminal import printable, progress_bar, say, warn

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from screening.table.build import Handed

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
@own_options
@click.option(
    "--without",
    type=click.Choice(["DENY", "WATCH"], case_sensitive=False),
    multiple=True,
    help="Leave out an own list that the table in force holds; one that is not named anew goes in as it was.",
)
def lists_update(
    *,
    given: tuple[str, ...],
    offline: bool,
    published: datetime | None,
    accept: tuple[str, ...],
    deny: Path | None,
    watch: Path | None,
    without: tuple[str, ...],
) -> int | None:
    """Fetch the published lists, and put the table that they make in force if it is sound.

    The lists that come with the program as packs (Section 889, 1260H, UFLPA, FCC) go in too, and the company's own. If
    a source fails, or too much speaks against the new table, the table in force stays. A table that was in force before
    can be brought back with `lists rollback`.
    """
    from addin.updates import fetch_lists, put_in_force, renewal_text

    own = own_sources(deny, watch)  # a mistake in them is said before anything is fetched
    handed, asked = _handed(given, offline=offline, published=day(published))
    fetch = None
    if asked or not given:
        with progress_bar("Fetching") as show:
            fetch = fetch_lists(asked, show)
    accepted = [code.strip().upper() for code in accept]
    with progress_bar("Making the table") as show:
        done = put_in_force(handed, fetch, own=own, without=without, accepted=accepted, progress=show)
    for finding in done.findings:
        warn(f"Note: {printable(finding.text)}")
    say(renewal_text(done), done=f"The table {done.table.id} is in force.")
    return DONE


@click.command("rollback")
def lists_rollback() -> None:
    """Put the table in force that was before the last update."""
    from screening.table.archive import data_folder
    from screening.table.installed import Installed

    installed = Installed(data_folder())
    installed.roll_back()
    table = installed.open()
    say(f"The table {table.id}, published {table.published}, is in force again.")
    warn_of_age(table)


@click.command("health")
@table_option
def lists_health(*, table: Path | None) -> int:
    """Say whether the table in force is whole, complete, fresh, and finds the parties that it must find.

    Exits with code 1 if anything speaks against it.
    """
    from addin.tables import missing_warning
    from screening.table.as_of import counted_days
    from screening.update.health import examine, overdue

    opened = opened_table(table)
    on = today()
    limit = own_settings().stale_after_days
    wrong = [one.text for one in (*examine(opened, None, today=on), *overdue(opened, on, limit))]
    if opened.missing_lists:
        wrong.append(missing_warning(opened.missing_lists))
    age = counted_days(opened.age_days(on))
    head = f"Table {opened.id}, published {opened.published}, {age} old: its files are whole."
    say("\n".join((head, *map(printable, wrong or ["Nothing speaks against it."]))))
    return FAIL_ON if wrong else DONE


def _handed(given: Sequence[str], *, offline: bool, published: date | None) -> tuple[list[Handed], list[str]]:
    """Return the files that were given, and what is to be asked of the network."""
    files = [path for name in given if Path(name).exists() for path in _files(Path(name))]
    asked = [name for name in given if not Path(name).exists()]
    if offline and (asked or not given):
        what = f"{asked[0]} is no file here" if asked else "it was given none"
        raise click.UsageError(f"--offline takes files only, given with --from, and {what}.")
    if published and not files:
        raise click.UsageError("--published is the day of files given with --from; give them, or leave it out.")
    return [_read(path, published) for path in files], asked


def _files(path: Path) -> list[Path]:
    return sorted(one for one in path.iterdir() if one.is_file()) if path.is_dir() else [path]


def _read(path: Path, published: date | None) -> Handed:
    from screening.table.build import read_handed

    return read_handed(path, published)
