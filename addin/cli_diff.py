"""The command line's `entity-check lists diff`: what differs between two tables, and whom it touches."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any, Final

import click

from addin.cli_options import (
    PATH,
    chosen_lists,
    lists_option,
    now,
    opened_table,
    own_settings,
    reading_options,
    table_option,
    vendor_rows,
    warn_of_age,
    warn_of_settings,
)
from addin.exit_codes import DONE, FAIL_ON
from addin.terminal import say, warn

if TYPE_CHECKING:
    from pathlib import Path

    from screening.review.delta import Delta
    from screening.review.difference import Difference
    from workbook.read.vendor_file import VendorRow

__all__ = ["lists_diff"]

_MOST: Final = 20  # entries of each kind that a terminal shows


@click.command("diff")
@click.argument("then", metavar="A")
@click.argument("to", metavar="B")
@lists_option
@click.option(
    "--vendors", type=PATH, metavar="FILE", help="Vendor file: say which of its vendors the difference touches."
)
@reading_options
@table_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
@click.option(
    "--out",
    type=PATH,
    metavar="FILE.xlsx",
    help="Also write a workbook. One that `lists diff` wrote and nobody changed is replaced, nothing else is.",
)
def lists_diff(
    *,
    then: str,
    to: str,
    lists: tuple[str, ...],
    vendors: Path | None,
    table: Path | None,
    as_json: bool,
    out: Path | None,
    **reading: Any,  # noqa: ANN401 - what `reading_options` gives
) -> int:
    """Show what was added, removed, renamed and amended between the tables A and B.

    A and B are each `current`, `previous` (the table before it), a day such as 2026-07-31 (the kept table of that day),
    the id of a kept table, the folder of a table, or a published list file. Citations alone are no amendment.

    Exits with code 1 if --vendors is given and there is a new hit, or one that says LISTED now.
    """
    from addin.named_tables import NamedTables, ids_in_force, narrowed_alike
    from screening.review.delta import delta
    from screening.review.difference import difference

    if vendors is None and any(value not in (None, ()) for value in reading.values()):
        raise click.UsageError("How a vendor file is read matters with --vendors only; give it, or leave that out.")
    codes = chosen_lists(lists)
    named = NamedTables(current=lambda: opened_table(table), lists=codes, history=ids_in_force())
    old, new = narrowed_alike(named.open(then), named.open(to), codes)
    rows = vendor_rows(vendors, reading) if vendors else []
    settings = own_settings()
    touched = delta([row.vendor for row in rows], old, new, settings) if vendors else None
    found = difference(old, new, touched.changes if touched else None)
    done = _written(out, found, vendors, rows, touched) if out else ""
    say(_json(found, touched, rows) if as_json else _text(found, touched, rows, done), done=done)
    if as_json and done:
        warn(done)
    if touched:
        warn_of_settings(settings)
    if touched and to == "current":
        warn_of_age(new)
    return FAIL_ON if touched and any(one.is_new_alert for one in touched.vendors) else DONE


def _written(out: Path, found: Difference, vendors: Path | None, rows: list[VendorRow], touched: Delta | None) -> str:
    """Write the workbook and return the sentence that says so."""
    from addin.target import explaining_what_exists
    from workbook.review.difference import Touched, write_difference

    about = Touched(file=vendors, rows=rows, found=touched) if vendors and touched else None
    with explaining_what_exists("it exists, and it is not a workbook of differences just as Entity Check wrote it"):
        path = write_difference(out, found, now(), about)
    return f"The workbook {path} is complete."


def _text(found: Difference, touched: Delta | None, rows: list[VendorRow], done: str) -> str:
    from addin.delta_text import vendors_text
    from addin.diff_text import as_text

    is_seen = sys.stdout is not None and sys.stdout.isatty()
    said = [as_text(found, _MOST if is_seen else None), vendors_text(touched, rows) if touched else "", done]
    return "\n\n".join(filter(None, said))


def _json(found: Difference, touched: Delta | None, rows: list[VendorRow]) -> str:
    from addin.delta_text import vendors_data
    from addin.diff_text import as_data

    return json.dumps(as_data(found) | (vendors_data(touched, rows) if touched else {}), indent=2)
