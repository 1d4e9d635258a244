"""The command line's `entity-check review`: run a review, record its decisions."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from addin.cli_options import (
    PATH,
    day,
    ledger_option,
    now,
    opened_screener,
    opened_table,
    own_settings,
    read_options,
    reading_options,
    table_option,
    vendor_options,
    vendor_rows,
    warn_of_age,
    warn_of_settings,
    warn_of_table,
)
from addin.environment import TABLE_ENVIRONMENT
from addin.exit_codes import DONE, FAIL_ON
from addin.terminal import printable, progress_bar, say, typed, warn

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from screening import Screener
    from screening.review.ledger import Ledger
    from workbook.read.vendor_file import VendorFile
    from workbook.review.pipeline import ReviewOptions
    from workbook.review.previous import PreviousReview
    from workbook.review.summary_pdf import SummaryPdfError
    from workbook.review.tally import ReviewSummary

__all__ = ["review_group", "verify"]

_table_of_review = click.option(
    "--table",
    type=PATH,
    metavar="DIR",
    envvar=TABLE_ENVIRONMENT,
    help="Folder of the entity table that the review used, where this machine has not kept it. Default: the folder "
    "that the environment variable ENTITY_CHECK_TABLE names.",
)


@click.group("review")
def review_group() -> None:
    """Review a vendor list month by month: screen it, decide what is open, keep the proof."""


@review_group.command("run")
@click.argument("vendors", type=PATH)
@vendor_options
@ledger_option
@click.option(
    "--previous",
    type=PATH,
    metavar="AUDIT",
    help="Audit workbook of the last review: what changed since, and why, is written into this one.",
)
@click.option(
    "--closes",
    type=PATH,
    metavar="AUDIT",
    help="Workbook of this same review in which decisions were filled in: what is still open keeps its day. Default: "
    "the last VENDORS-audit.xlsx beside VENDORS.",
)
@click.option("--period", metavar="TEXT", help="What the review is for, for example 2026-08. Default: this month.")
@click.option("--preparer", metavar="NAME", default="", help="Who prepares the review; shown on the Summary.")
@click.option(
    "--valid-days",
    type=int,
    metavar="N",
    help="Days for which a false positive keeps its hit from coming up again, if nothing changes. Default: as in the "
    "last review, else 365.",
)
@click.option(
    "--second-review/--no-second-review",
    default=None,
    help="Whether a false positive counts only with a second reviewer, who is not the first. Default: as in the last "
    "review, else not.",
)
@click.option(
    "--due-days",
    type=int,
    metavar="N",
    help="Days in which open items are to be decided. Default: as in the last review, else 14.",
)
@click.option(
    "--out",
    type=PATH,
    metavar="PATH",
    help="Where to write the audit workbook; nothing is ever replaced. Default: VENDORS-audit.xlsx beside VENDORS, or "
    "VENDORS-audit-2.xlsx and so on.",
)
@click.option(
    "--pdf",
    is_flag=True,
    help="Also write the Summary as a PDF beside the audit workbook, under the same name; needs LibreOffice.",
)
@click.option("--fail-on-open", is_flag=True, help="Exit with code 1 if anything is left to be decided.")
@click.option("--quiet", is_flag=True, help="Print the path of the audit workbook and nothing else.")
def review_run(  # noqa: PLR0913 - one parameter for each option
    *,
    vendors: Path,
    lists: tuple[str, ...],
    as_of: datetime | None,
    table: Path | None,
    ledger: str | None,
    previous: Path | None,
    closes: Path | None,
    period: str | None,
    preparer: str,
    valid_days: int | None,
    second_review: bool | None,
    due_days: int | None,
    out: Path | None,
    pdf: bool,
    fail_on_open: bool,
    quiet: bool,
    **reading: Any,  # noqa: ANN401 - what `vendor_options` gives
) -> int:
    """Screen VENDORS, apply earlier decisions, compare with the last review, write the audit workbook.

    The rules of the review (--valid-days, --second-review, --due-days) stand on its sheet Settings, and `review record`
    goes by them. VENDORS itself is never changed, and nothing is written to the ledger.
    """
    from addin.audits import audit_options, closing
    from addin.summary import review_text, unscreened_warning
    from addin.target import explaining_what_exists, free_target, refuse_streams
    from screening.review.ledger import Ledger
    from screening.review.policy import ReviewPolicy
    from workbook.read.vendor_file import open_vendors
    from workbook.review.output import Replace
    from workbook.review.pipeline import ReviewOptions, write_review
    from workbook.review.previous import read_previous

    refuse_streams(vendors)
    office = _office(out) if pdf else None
    last = read_previous(previous) if previous else None
    same = closing(closes, vendors, previous)
    rules = {"valid_days": valid_days, "second_review": second_review, "due_days": due_days}
    policy = (last.policy if last else ReviewPolicy()).changed(**rules)
    made = now()
    free = partial(free_target, vendors, "audit", beside=(".xlsx.sha256", *([".pdf"] if pdf else [])))
    with open_vendors(vendors, read_options(reading)) as file, Ledger.open(ledger) as decisions:
        screener = opened_screener(lists, table, day(as_of))
        records = decisions.head.count
        options = ReviewOptions(
            out=out or free(),
            now=made,
            as_of=day(as_of),
            replace=Replace.NONE,
            next_free=None if out else free,
            ledger=decisions,
            policy=policy,
            audit=audit_options(screener.table, last, period=period or f"{made:%Y-%m}", preparer=preparer, closes=same),
        )
        kept = "it exists, and what belongs to a review that was made before is never replaced"
        with explaining_what_exists(kept), progress_bar("Reviewing", hidden=quiet) as show:
            summary = write_review(file, screener, options, progress=lambda _rows: show(file.progress))
        printed, failed = _printed(office, summary, file, screener, options) if office else (None, None)
        text = str(summary.path) if quiet else review_text(summary, file, printed)
    for note in _notes(screener, lists, last, same, decisions, records=records):
        warn(note)
    if decisions.is_new and (ledger or previous):  # there may be an old one, under another name
        warn(
            f"Note: there was no ledger in {decisions.where}, so an empty one was made. If that is odd, check --ledger."
        )
    if warning := unscreened_warning(summary):
        warn(warning)
    warn_of_table(screener, lists, day(as_of))
    if summary.audit and summary.audit.failed_tests:
        warn("Warning: test vendors have other verdicts than they must; see the sheet Tests before you rely on this.")
    say(text, done=f"The audit workbook {summary.path} is complete.")
    if failed:
        raise failed
    return FAIL_ON if fail_on_open and summary.open_items else DONE


@review_group.command("record")
@click.argument("review", type=PATH)
@ledger_option
@_table_of_review
def review_record(*, review: Path, ledger: str | None, table: Path | None) -> int:
    """Record the decisions that people filled in on the sheet Flagged of REVIEW.

    Rows that were changed in other cells, or whose decision is not whole, are refused one by one. The others are
    recorded, by the rules on the sheet Settings. Recording the same workbook again adds nothing. Exits with code 1 if
    a row was refused.
    """
    from addin.audits import archived_tables
    from addin.summary import record_text
    from screening.review.ledger import Ledger
    from workbook.review.record import record_decisions

    with Ledger.open(ledger, create=ledger is None) as decisions:  # a name that is mistyped is no new ledger
        report = record_decisions(review, decisions, archived_tables(table), now())
    say(record_text(report), done="The decisions are recorded.")
    return FAIL_ON if report.refused or report.missing else DONE


@review_group.command("delta")
@click.argument("vendors", type=PATH)
@reading_options
@click.option(
    "--from",
    "then",
    metavar="TABLE",
    required=True,
    help="The entity table of the last review: `previous`, a day, the id of a kept table, a folder, or a list file.",
)
@click.option(
    "--to",
    "to",
    metavar="TABLE",
    default="current",
    help="The new entity table, named likewise. Default: the table in force.",
)
@table_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
def review_delta(
    *,
    vendors: Path,
    then: str,
    to: str,
    table: Path | None,
    as_json: bool,
    **reading: Any,  # noqa: ANN401 - what `reading_options` gives
) -> int:
    """Say which of VENDORS a change of the lists touches, without a review.

    Exits with code 1 if there is a new hit, or one that says LISTED now. `entity-check lists diff --vendors` says
    besides what was added, removed, renamed and amended.
    """
    from addin.delta_text import as_data, as_text
    from addin.named_tables import NamedTables, ids_in_force
    from screening.review.delta import delta

    rows = vendor_rows(vendors, reading)
    named = NamedTables(current=lambda: opened_table(table), history=ids_in_force())
    new = named.open(to)
    settings = own_settings()
    found = delta([row.vendor for row in rows], named.open(then), new, settings)
    warn_of_settings(settings)
    if to == "current":
        warn_of_age(new)
    say(json.dumps(as_data(found, rows), indent=2) if as_json else as_text(found, rows))
    return FAIL_ON if any(one.is_new_alert for one in found.vendors) else DONE


@review_group.command("sign")
@click.argument("audit", type=PATH)
@click.option(
    "--as",
    "role",
    type=click.Choice(["preparer", "reviewer", "approver"]),
    required=True,
    help="In which role you sign; each role once, and nobody in two.",
)
@click.option("--name", metavar="NAME", required=True, help="Who signs.")
@click.option("--remark", metavar="TEXT", default="", help="What the signer wants to be kept with it.")
@ledger_option
@_table_of_review
def review_sign(*, audit: Path, role: str, name: str, remark: str, ledger: str | None, table: Path | None) -> None:
    """Sign AUDIT, an audit workbook, after verifying it; the signature is a record of the ledger.

    The workbook itself stays as it is: what is signed is the hash of its content.
    """
    from addin.audits import verified
    from screening.review.ledger import Ledger
    from workbook.review.signatures import open_items, sign

    with progress_bar("Verifying") as show:
        found = verified(audit, table, show)
    waiting = open_items(audit)
    with Ledger.open(ledger, create=False) as opened:
        signature = sign(audit, found, opened, role=role, name=typed(name), remark=typed(remark), now=now())
    say(f"{printable(signature.name)} has signed {audit} as {role}: review {signature.review}, {signature.workbook}.")
    if waiting:
        warn(f"Note: {waiting:,} of its items were open when it was written, and the signature covers it like that.")


@click.command("verify")
@click.argument("audit", type=PATH)
@ledger_option
@_table_of_review
def verify(*, audit: Path, ledger: str | None, table: Path | None) -> int:
    """Check whether AUDIT, an audit workbook, is as it was written and its verdicts come out again.

    Names every changed cell, compares the file with the checksum beside it, and screens all its vendors once more with
    the archived entity table and the settings that it names. Shows who has signed it, and whether the ledger still
    holds its decisions. Exits with code 1 if anything speaks against it.
    """
    from addin.audits import ledger_check, verified
    from addin.summary import verify_text
    from workbook.review.signatures import is_believable

    with progress_bar("Verifying") as show:
        found = verified(audit, table, show)
    check = ledger_check(audit, found, ledger)
    say(verify_text(found, audit, check))
    return DONE if is_believable(found, check) else FAIL_ON


def _notes(
    screener: Screener,
    lists: tuple[str, ...],
    last: PreviousReview | None,
    same: PreviousReview | None,
    decisions: Ledger,
    *,
    records: int,
) -> Iterator[str]:
    """Yield what a review leaves out, or what is odd of that with which it was compared."""
    from addin.audits import published_day

    if lists:
        yield f"Note: screened against {', '.join(screener.table.lists)} only; CLEAR says nothing of other lists."
    if records and not last:
        yield "Note: no last review was named (--previous), so nothing is compared, and the rules are not taken over."
    if last and last.ledger not in {"", decisions.id}:
        yield f"Note: the last review, {printable(last.file)}, was made with another ledger, {last.ledger}."
    for one in filter(None, (last, same)):
        if one.without_due:
            yield (
                f"Note: rows of Flagged in {printable(one.file)} were changed or deleted ({one.without_due:,}), so the "
                "days of their items begin anew."
            )
    before, day_now = published_day(last.table) if last else None, screener.table.published
    if before and before > day_now:
        yield f"Note: the entity table is of {day_now}, older than that of the last review, {before}; check --table."


def _office(out: Path | None) -> Path:
    """Return LibreOffice, if a PDF may go beside `out`; what is missing is said before any work."""
    import os
    import sys

    from workbook.office import find_office
    from workbook.review.summary_pdf import refuse_taken

    found = find_office(os.environ, sys.platform)
    if out:
        refuse_taken(out)
    return found


def _printed(
    office: Path, summary: ReviewSummary, vendors: VendorFile, screener: Screener, options: ReviewOptions
) -> tuple[Path | None, SummaryPdfError | None]:
    """Write the PDF; return its path, or why there is none, which is said when all else is."""
    from workbook.review.summary_pdf import SummaryPdfError, pdf_path, write_summary_pdf

    try:
        return write_summary_pdf(office, summary, vendors, screener, options), None
    except SummaryPdfError as error:
        return None, error
    except KeyboardInterrupt:  # stops the PDF alone: the review is done, and must be said to be
        return None, SummaryPdfError(str(summary.path), str(pdf_path(summary.path)), "it was stopped with Ctrl-C")
