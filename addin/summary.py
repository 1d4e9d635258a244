"""What `entity-check screen` prints when it is done: what was read, what was found, where it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from addin.terminal import printable
from screening.model import Verdict
from screening.table.as_of import JudgedBy, counted_days
from workbook.review.signatures import is_believable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from workbook.read.grid import Column
    from workbook.read.layout import Layout
    from workbook.read.vendor_file import VendorFile
    from workbook.review.record import RecordReport
    from workbook.review.signatures import LedgerCheck
    from workbook.review.spool import Found
    from workbook.review.tally import ReviewSummary
    from workbook.review.verify import Verification

__all__ = ["as_text", "record_text", "review_text", "unscreened_warning", "verify_text"]

_LABEL = 12
_ITEMS = 20
_LOOKS = "not checked: formats, hidden rows, charts, drawings and links may be others than were written"
_CONCLUSIONS = {
    True: "what the cells hold, and the verdicts, are as they were written",
    False: "do not rely on this workbook before the lines above are explained",
}


def as_text(summary: ReviewSummary, vendors: VendorFile) -> str:
    """Return the summary of one review, for the terminal."""
    blocks = (_reading(vendors), _counts(summary), _lists(summary), _first(summary), _closing(summary))
    return "\n\n".join(text for block in blocks if (text := "\n".join(block)))


def review_text(summary: ReviewSummary, vendors: VendorFile, pdf: Path | None = None) -> str:
    """Return the summary of an audit workbook, and of the PDF beside it, for the terminal: what is to be done first."""
    closing = [*_closing(summary), *([_line("Summary", str(pdf))] if pdf else [])]
    blocks = (_reading(vendors), _counts(summary), _to_do(summary), _since(summary), closing, _next(summary))
    return "\n\n".join(text for block in blocks if (text := "\n".join(block)))


def record_text(report: RecordReport) -> str:
    """Return what became of the rows of a review workbook."""
    refused = [
        f"  {printable(row.sheet)} row {row.row}, {printable(row.vendor) or 'no name'}: {printable(row.cause)}"
        for row in report.refused
    ]
    lines = [
        _number("Recorded", len(report.recorded)),
        _number("Known already", report.already),
        _number("Left open", report.undecided),
        _number("Refused", len(refused), "nothing was recorded of these rows:" if refused else ""),
        *refused,
    ]
    if report.missing:
        items = ", ".join(map(str, report.missing[:_ITEMS]))
        more = f" and {len(report.missing) - _ITEMS:,} more" if len(report.missing) > _ITEMS else ""
        many = len(report.missing) > 1
        lines.append(
            f"Missing: {'items' if many else 'item'} {items}{more} {'were' if many else 'was'} deleted from the "
            f"workbook; {'they stay' if many else 'it stays'} open."
        )
    if report.recorded:
        lines.append("The workbook stays as it is; the next review run shows what was decided, for you to sign.")
    return "\n".join(lines)


def verify_text(found: Verification, path: Path, ledger: LedgerCheck | None) -> str:
    """Return what speaks for and against an audit workbook, and the conclusion last.

    Args:
        found: What came of verifying it.
        path: The workbook.
        ledger: What the ledger says of it; None if there is none.
    """
    replay = found.replay
    lines = [
        _line("Workbook", printable(str(path))),
        _line("Content", f"{_things(len(found.content.changes))} changed since it was written"),
        *(f"  {printable(change.text)}" for change in found.content.changes),
        _line("File", "byte for byte as written" if found.content.untouched else "saved again since it was written"),
        *([] if found.content.untouched else [_line("Looks", _LOOKS)]),
        _line("Checksum", found.checksum.value),
        _line("Replay", replay.state.value + (f" ({replay.vendors:,} vendor rows)" if replay.vendors else "")),
        *(
            f"  row {one.row}, {printable(one.vendor)}: {one.stated} in the workbook, {one.found} now"
            for one in replay.differences[:_ITEMS]
        ),
    ]
    if replay.count > _ITEMS:
        lines.append(f"  and {replay.count - _ITEMS:,} more")
    if replay.why:
        lines.append(_line("Because", printable(replay.why)))
    lines.append(_line("Manifest", found.content.signed or "none"))
    lines.append(_line("Ledger", _of_ledger(ledger, found)))
    for one in ledger.signatures if ledger else ():
        remark = f": {printable(one.remark)}" if one.remark else ""
        lines.append(_line("Signed", f"by {printable(one.name)} as {one.role} on {one.signed}{remark}"))
    ok = is_believable(found, ledger)
    lines.append(_line("Verified" if ok else "NOT VERIFIED", _CONCLUSIONS[ok]))
    return "\n".join(lines)


def _of_ledger(ledger: LedgerCheck | None, found: Verification) -> str:
    if ledger is None:
        none = "there is none here" if found.content.signed else "not asked, for the workbook states no hash"
        return f"{none}, so signatures are not known"
    return f"{ledger.state.value}{f': {printable(ledger.problem)}' if ledger.problem else ''}"


def _things(count: int) -> str:
    return "nothing was" if not count else "1 thing was" if count == 1 else f"{count:,} things were"


def unscreened_warning(summary: ReviewSummary) -> str:
    """Return the warning of a file most of whose rows were not screened, "" if most were."""
    if summary.not_screened * 2 <= summary.rows_in:
        return ""
    return (
        f"Warning: {summary.not_screened:,} of {summary.rows_in:,} rows were not screened: see the sheet Not screened, "
        "and whether the right column was taken for the names (--name)."
    )


def _reading(vendors: VendorFile) -> Iterator[str]:
    layout = vendors.layout
    sheet = f", sheet {printable(vendors.sheet)}" if vendors.sheet else ""
    header = f"header in row {layout.header_row}" if layout.header_row else "no header row"
    yield _line("Read", f"{printable(vendors.path.name)}{sheet}, {header}, cells {layout.data_range}")
    for label, columns in _columns(layout):
        yield _line(label, ", ".join(_column(column) for column in columns) or "none found")
    for note in layout.notes:
        yield _line("Note", printable(note))
    if layout.other_sheets:
        yield _line("Not read", f"sheets {', '.join(printable(sheet) for sheet in layout.other_sheets)}; see --sheet")


def _columns(layout: Layout) -> Iterator[tuple[str, tuple[Column, ...]]]:
    yield "Names", (layout.name, *layout.name_more)
    yield "Numbers", (layout.id,) if layout.id else ()
    yield "Countries", (layout.country,) if layout.country else ()
    yield "Addresses", layout.address
    for parts in layout.other_addresses:
        yield "Addresses", parts
    if layout.owners:
        yield "Owners", layout.owners


def _column(column: Column) -> str:
    return f"column {column.letter} ({printable(column.header)})" if column.header else f"column {column.letter}"


def _counts(summary: ReviewSummary) -> Iterator[str]:
    yield _number("Rows read", summary.rows_in)
    yield _number("  screened", summary.screened)
    for verdict in (Verdict.LISTED, Verdict.REVIEW, Verdict.CLEAR):
        repeated = summary.duplicates_by_verdict.get(verdict, 0)
        yield _number(
            f"    {verdict.value}", summary.by_verdict.get(verdict, 0), f"+ {repeated:,} again" if repeated else ""
        )
    yield _number("  duplicates", summary.duplicates, "rows that repeat a vendor and share its verdict")
    yield _number("  not screened", summary.not_screened, "rows without a usable name; see the sheet Not screened")


def _lists(summary: ReviewSummary) -> Iterator[str]:
    hits = {code: count for code, count in summary.by_list.items() if count.vendors}
    if hits:
        yield "Vendors with a hit, by list"
    for code, count in hits.items():
        yield _number(f"  {code}", count.vendors, f"{count.listed:,} LISTED and {count.review:,} REVIEW hits")


def _to_do(summary: ReviewSummary) -> Iterator[str]:
    yield _number("Open items", summary.open_items, "somebody must decide; see the sheet Flagged")
    if summary.overdue:
        yield f"{summary.overdue:>25,}  of them overdue"
    if summary.unshown:
        yield f"{summary.unshown:>25,}  more (vendors: {summary.unshown_vendors:,}), shown once the others are decided"
    for status, count in summary.by_status.items():
        if count:
            yield f"{count:>25,}  {status.value}"


def _since(summary: ReviewSummary) -> Iterator[str]:
    if summary.audit and summary.audit.previous:
        yield _line("Last review", printable(summary.audit.previous))
        yield _number("Newly flagged", summary.audit.newly_flagged)
        yield _number("Newly cleared", summary.audit.newly_cleared)
        if summary.audit.gone_flagged:
            yield _number("Gone", summary.audit.gone_flagged, "flagged then, no longer in the vendor file")
        for cause, count in sorted(summary.audit.causes.items()):
            yield (
                f"{count:>25,}  because the {cause}"
                if cause.startswith(("list", "vendor"))
                else (f"{count:>25,}  because {cause}")
            )


def _next(summary: ReviewSummary) -> Iterator[str]:
    if summary.open_items:
        name = printable(summary.path.name)
        yield f"Fill in the decisions on the sheet Flagged, save, then: entity-check review record {name}"


def _first(summary: ReviewSummary) -> Iterator[str]:
    if summary.top:
        yield "First of those flagged"
    for found in summary.top:
        yield from _flagged(found)
    more = sum(summary.by_verdict.get(verdict, 0) for verdict in (Verdict.LISTED, Verdict.REVIEW)) - len(summary.top)
    if more > 0:
        yield f"  and {more:,} more {'vendors' if more > 1 else 'vendor'}, and every hit, on the sheet Flagged"


def _flagged(found: Found) -> Iterator[str]:
    hit = found.hit
    yield f"  {hit.verdict.value:<6} {hit.score:5.1f}  row {found.row}  {printable(found.vendor.name)}"
    yield f"                {hit.entry.list}: {printable(hit.entry.name)}"
    yield f"                {printable(hit.reason)}"


def _closing(summary: ReviewSummary) -> Iterator[str]:
    when = " on that day" if summary.basis and summary.basis.by is not JudgedBy.DATES else ""
    age = f"{counted_days(summary.age_days)} old{when}"
    yield _line("Table", f"{summary.table_id}, published {summary.published.isoformat()}, {age}")
    if summary.basis:
        yield _line("Judged", f"as of {summary.basis.day} {summary.basis.words}")
    yield _line("Remember", "an aid: names do not show who owns a vendor, and the Federal Register governs")
    yield _line("Workbook", str(summary.path))


def _line(label: str, text: str) -> str:
    return f"{label:<{_LABEL}} {text}"


def _number(label: str, value: int, remark: str = "") -> str:
    return f"{label:<16}{value:>9,}  {remark}".rstrip()
