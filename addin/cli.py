"""The command line `entity-check`: it parses, calls one library function and prints.

Heavy modules are imported inside the commands, so that `--help` answers at once.
"""

from __future__ import annotations

import json
import sys
import warnings
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from addin.cli_addin import addin_group
from addin.cli_diff import lists_diff
from addin.cli_ledger import ledger_group
from addin.cli_lists import lists_health, lists_rollback, lists_update
from addin.cli_options import (
    DAY,
    PATH,
    as_of_option,
    day,
    lists_option,
    now,
    opened_screener,
    opened_table,
    own_options,
    own_sources,
    read_options,
    table_option,
    today,
    vendor_options,
    warn_of_table,
)
from addin.cli_review import review_group, verify
from addin.exit_codes import DONE, FAIL_ON, NOTHING_SCREENED
from addin.terminal import progress_bar, run, say, typed, warn

if TYPE_CHECKING:
    from datetime import datetime

    from workbook.review.tally import ReviewSummary

__all__ = ["cli", "main"]


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="entity-check", message="entity-check %(version)s")
def cli() -> None:
    """Screen vendors against the U.S. restricted-party lists, offline.

    Name matching is an aid: it cannot see who owns a vendor, and the Federal Register governs.
    """


@cli.command()
@click.argument("file", type=PATH)
@vendor_options
@click.option(
    "--out",
    type=PATH,
    metavar="PATH",
    help="Where to write the review workbook. A review that is just as it was written is replaced; one that somebody "
    "edited or saved, and any other file, is not. Default: FILE-review.xlsx beside FILE, or FILE-review-2.xlsx and so "
    "on if that exists.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["listed", "review", "not-screened"]),
    help="Exit with code 1 if a vendor is LISTED (listed), or is LISTED or REVIEW (review), or if besides these a row "
    "could not be screened (not-screened); with code 3 if no row at all could be screened.",
)
@click.option("--quiet", is_flag=True, help="Print the path of the review workbook and nothing else.")
def screen(
    *,
    file: Path,
    lists: tuple[str, ...],
    as_of: datetime | None,
    table: Path | None,
    out: Path | None,
    fail_on: str | None,
    quiet: bool,
    **reading: Any,  # noqa: ANN401 - what `vendor_options` gives
) -> int:
    """Screen the vendors in FILE (.xlsx, .xlsm, .csv, .tsv) and write a review workbook.

    FILE itself is never changed.
    """
    from addin.summary import as_text, unscreened_warning
    from addin.target import explaining_what_exists, free_target, refuse_streams
    from workbook.read.vendor_file import open_vendors
    from workbook.review.output import Replace
    from workbook.review.pipeline import ReviewOptions, write_review

    refuse_streams(file)
    with open_vendors(file, read_options(reading)) as vendors:
        screener = opened_screener(lists, table, day(as_of))
        options = ReviewOptions(
            out=out or free_target(file),
            now=now(),
            as_of=day(as_of),
            replace=Replace.OWN if out else Replace.NONE,
            next_free=None if out else partial(free_target, file),
        )
        kept = "it exists, and it is not a review just as Entity Check wrote it, without a checksum beside it"
        with explaining_what_exists(kept), progress_bar("Screening", hidden=quiet) as show:
            summary = write_review(vendors, screener, options, progress=lambda _rows: show(vendors.progress))
        text = str(summary.path) if quiet else as_text(summary, vendors)
    if warning := unscreened_warning(summary):
        warn(warning)
    warn_of_table(screener, lists, day(as_of))
    say(text, done=f"The review workbook {summary.path} is complete.")
    return _verdict_code(fail_on, summary)


@cli.command()
@click.argument("names", metavar="NAME...", nargs=-1, required=True)
@click.option("--country", metavar="COUNTRY", help="Country of the vendors, a name or a code, if you know it.")
@click.option(
    "--address",
    metavar="ADDRESS",
    multiple=True,
    help="Address of the vendors in one line, if you know it; may be given several times.",
)
@click.option(
    "--owner",
    metavar="TEXT",
    multiple=True,
    help='Owner of the vendors and its share, for example "Kvarn AB 30%", or "unknown"; may be given several times.',
)
@lists_option
@as_of_option
@table_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
def check(
    *,
    names: tuple[str, ...],
    country: str | None,
    address: tuple[str, ...],
    owner: tuple[str, ...],
    lists: tuple[str, ...],
    as_of: datetime | None,
    table: Path | None,
    as_json: bool,
) -> None:
    """Screen single vendor names; put names of several words in quotation marks."""
    from addin.answers import as_data, as_text, basis_data, basis_text
    from screening import Vendor
    from screening.table.as_of import basis_of

    _warn_of_country(country)
    on = day(as_of)
    screener = opened_screener(lists, table, on)
    given = Vendor(
        name="",
        country=country,
        address=typed(address[0]) if address else None,
        other_addresses=tuple(map(typed, address[1:])),
        owners="; ".join(map(typed, owner)) or None,
    )
    found = [screener.screen(replace(given, name=typed(name)), as_of=on) for name in names]
    basis = basis_of(screener.table.manifest, on, screener.settings.stale_after_days) if on else None
    if as_json:
        say(json.dumps([as_data(screening) | basis_data(basis) for screening in found], indent=2))
    else:
        say(as_text(found, screener.settings.max_hits) + basis_text(basis))
    warn_of_table(screener, lists, on)


@cli.group("lists")
def lists_group() -> None:
    """Show, update, check or roll back the entity table, build one from published files, or compare two."""


@lists_group.command("show")
@table_option
def lists_show(*, table: Path | None) -> None:
    """Show which lists the table holds, of which date, and what each means for a buyer and for an exporter."""
    from addin.tables import as_text

    say(as_text(opened_table(table), today()))


@lists_group.command("build")
@click.argument("source", type=PATH, nargs=-1, required=True)
@click.option(
    "--out", type=PATH, default=Path("entity-table"), show_default=True, metavar="DIR", help="Folder for the table."
)
@click.option(
    "--published",
    type=DAY,
    metavar="YYYY-MM-DD",
    help="Day on which SOURCE was published. Default: the date in the name of each file, else the one inside.",
)
@own_options
def lists_build(
    *, source: tuple[Path, ...], out: Path, published: datetime | None, deny: Path | None, watch: Path | None
) -> None:
    """Build an entity table from SOURCE, one or more published list files; what two hold of one list is joined.

    The lists that come with the program as packs (Section 889, 1260H, UFLPA, FCC) go in too.
    """
    from addin.tables import build_text, build_warnings
    from screening.table.build import build_table, pack_sources

    own = own_sources(deny, watch)
    report = build_table(source, out, published=day(published), today=today(), more=[*pack_sources(), *own.values()])
    for warning in build_warnings(report):
        warn(warning)
    say(build_text(report, out), done=f"The table in {out} is complete.")


for command in (lists_update, lists_rollback, lists_health, lists_diff):
    lists_group.add_command(command)
for command in (review_group, verify, ledger_group, addin_group):
    cli.add_command(command)


def main() -> None:
    """Run the command line of this process and exit with its code."""
    if not sys.warnoptions:
        warnings.simplefilter("ignore")  # Python's warnings are for developers; `python -W` brings them back
    sys.exit(run(cli))


def _warn_of_country(country: str | None) -> None:
    from screening.lists.countries import country_code

    if country and not country_code(country):
        warn(f"Warning: the country {country!r} is not known, so it is left out; give a name or a code such as CN.")


def _verdict_code(fail_on: str | None, summary: ReviewSummary) -> int:
    from screening import Verdict

    if fail_on is None:
        return DONE
    if summary.rows_in and not summary.screened:
        return NOTHING_SCREENED
    count = summary.by_verdict.get(Verdict.LISTED, 0)
    if fail_on != "listed":
        count += summary.by_verdict.get(Verdict.REVIEW, 0)
    if fail_on == "not-screened":
        count += summary.not_screened
    return FAIL_ON if count else DONE
