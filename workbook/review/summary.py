"""The Summary sheet: what was found, what it was found in, and what it cannot say."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from screening.lists.catalog import list_info
from screening.model import Verdict
from screening.review.standing import Status
from screening.table.as_of import counted_days
from workbook.review.audit_sheets import CHANGES, CLEARANCES, DECISION_LOG, TESTS
from workbook.review.charts import ChartSeries, bar_chart, place
from workbook.review.page import WIDTHS, Page, Part
from workbook.review.printing import page_setup
from workbook.review.prose import (
    LIMITS,
    READING,
    affiliates_rule,
    age_counted_to,
    age_sentence,
    columns_of,
    now_words,
    thresholds,
)
from workbook.review.reference_sheets import footer_of
from workbook.review.styles import BAD, GOOD, HEADER, MUTED, NAVY, PLAIN, RULE, VERDICT_TONES, font
from workbook.review.tally import CLOSE_POINTS

if TYPE_CHECKING:
    from datetime import date

    from openpyxl.worksheet.worksheet import Worksheet

    from screening import Screener
    from workbook.read.vendor_file import VendorFile
    from workbook.review.audit import AuditNumbers, AuditOptions
    from workbook.review.pipeline import ReviewOptions
    from workbook.review.tally import ReviewSummary

__all__ = ["SUMMARY_TITLE", "write_summary"]

SUMMARY_TITLE = "Summary"

_MEANINGS = {
    Verdict.LISTED: "Beyond reasonable doubt a listed party or one of its published names.",
    Verdict.REVIEW: "A resemblance; a person must look and decide.",
    Verdict.CLEAR: "The name was usable and nothing on the lists resembled it.",
}
UNSIGNED = "not signed when this workbook was written"
SIGNING = (
    "Signatures are records of the ledger over the hash of the sheet Manifest: 'entity-check review sign' adds one, "
    "'entity-check verify' shows them. The workbook stays as it is."
)
FINDING = (
    "On the sheet Flagged, filter the column Status by what begins with 'Open'. An item is one vendor and one listed "
    "entry, so a vendor may have several."
)
_STATUS_NOTES = {
    Status.NEW: "nobody has decided yet",
    Status.REOPENED: "an earlier decision no longer holds; the row says why",
    Status.ESCALATED: "somebody asked for more",
    Status.TRUE_MATCH: "the vendor is the listed party: see what that means for a buyer",
    Status.SILENCED: "not on the sheet Flagged, because nothing changed since",
}
_BAR_COLOURS = {Verdict.LISTED: "A61B1B", Verdict.REVIEW: "946200", Verdict.CLEAR: "2F6B46"}


def write_summary(
    sheet: Worksheet,
    summary: ReviewSummary,
    vendors: VendorFile,
    screener: Screener,
    options: ReviewOptions,
    *,
    alone: bool = False,
) -> Page:
    """Fill the empty `sheet` and return the page; call it last, when every number is final.

    Args:
        sheet: Of a write-only workbook.
        summary: The numbers.
        vendors: The vendor file.
        screener: What it was screened with.
        options: How.
        alone: Whether the sheet is to be read without the workbook, which is finished: it
            then names the workbook and its hash, and has no links to other sheets.
    """
    page_setup(sheet, footer_of(screener.table, summary.review), landscape=False)
    sheet.sheet_view.tabSelected = True
    page = Page(sheet, links=not alone)
    _title(page, summary, vendors, options)
    if alone:
        _origin(page, summary)
    _open_items(page, summary, options)
    _tiles(page, summary)
    _warnings(page, summary, screener)
    _to_do(page, summary)
    chart_rows = _room_for_charts(page, summary)
    _reconciliation(page, summary, vendors)
    verdict_rows = _verdicts(page, summary)
    list_rows = _lists(page, summary)
    _charts(page, summary, verdict_rows, list_rows, chart_rows)
    _source(page, vendors)
    _against(page, summary, screener, options)
    _near_misses(page, summary, screener)
    page.new_page()
    if summary.audit and options.audit:
        _since(page, summary.audit)
        _proof(page, summary, summary.audit)
        _signatures(page, options, options.audit)
    page.heading("How to read this workbook")
    for name, text in READING.items():
        page.field(name, text)
    page.heading("Limits")
    for text in (*LIMITS, affiliates_rule(screener.settings)):
        page.paragraph(text)
    page.finish()
    return page


def _title(page: Page, summary: ReviewSummary, vendors: VendorFile, options: ReviewOptions) -> None:
    title = f"Vendor review {options.audit.period}".rstrip() if options.audit else "Vendor review"
    page.put(Part(value=title, span=7, font=font(NAVY, size=20, bold=True)), height=30, middle=True)
    subtitle = f"{vendors.path.name}, screened {now_words(options.now)}, review {summary.review}"
    page.put(Part(value=subtitle, span=7, font=font(MUTED)))
    page.gap(4)


def _origin(page: Page, summary: ReviewSummary) -> None:
    page.paragraph(f"Summary of the audit workbook {summary.path.name}")
    page.paragraph(f"SHA-256 of its content, as its sheet Manifest says: {summary.manifest}")
    page.gap(4)


def _open_items(page: Page, summary: ReviewSummary, options: ReviewOptions) -> None:
    count = summary.open_items
    to_do = f"{count:,} open {'item' if count == 1 else 'items'}: decide by {_due(options)} on the sheet Flagged"
    if summary.overdue:
        to_do += f", {summary.overdue:,} overdue"
    line = Part(value=to_do if count else "No open items", span=7, font=font(NAVY, size=12, bold=True))
    page.put(replace(line, sheet="Flagged") if count else line, height=20, middle=True)
    page.gap(6)


def _tiles(page: Page, summary: ReviewSummary) -> None:
    counts = {**summary.by_verdict, Verdict.NOT_SCREENED: summary.not_screened}
    spans = dict(zip(counts, (1, 2, 2, 2), strict=True))
    numbers, words = [], []
    for verdict, count in counts.items():
        tone = VERDICT_TONES[verdict]
        big, small = font(tone.text, size=22, bold=True), font(tone.text, bold=True)
        unit = "rows" if verdict is Verdict.NOT_SCREENED else "vendors"
        numbers.append(Part(value=count, span=spans[verdict], font=big, tone=tone, side="center"))
        text = f"{verdict.replace('_', ' ')} ({unit})"
        words.append(Part(value=text, span=spans[verdict], font=small, tone=tone, side="center"))
    page.put(*numbers, height=36, middle=True)
    page.put(*words, height=18, middle=True)
    page.gap(8)


def _warnings(page: Page, summary: ReviewSummary, screener: Screener) -> None:
    tone = BAD if summary.stale else GOOD
    page.paragraph(age_sentence(summary, screener.settings.stale_after_days), tone=tone, bold=True)
    page.gap(4)
    left_out = [counts.code for counts in screener.table.manifest.lists if counts.code not in screener.table.lists]
    if left_out:
        said = f"NOT ALL LISTS: {', '.join(left_out)} left out. CLEAR says nothing of them."
        page.paragraph(said, tone=BAD, bold=True)
        page.gap(4)
    page.paragraph(LIMITS[0], tone=PLAIN)


def _to_do(page: Page, summary: ReviewSummary) -> None:
    """Write how many hits wait for somebody, before everything else that is not urgent."""
    page.heading(f"Open items: {summary.open_items:,}")
    page.paragraph(FINDING if summary.open_items else "Nothing is left to be decided.")
    if summary.unshown:
        page.paragraph(
            f"More open hits are not shown, {summary.unshown:,} (vendors: {summary.unshown_vendors:,}): decide those "
            "that are, record them, and run the review again.",
            tone=BAD,
            bold=True,
        )
    for status, count in summary.by_status.items():
        if count or status is Status.NEW:
            sheet = CLEARANCES.title if status is Status.SILENCED and summary.audit else "Flagged"
            page.field(status.value, count, _STATUS_NOTES[status], sheet=sheet)


def _due(options: ReviewOptions) -> date:
    return options.now.date() + timedelta(days=options.policy.due_days)


def _since(page: Page, audit: AuditNumbers) -> None:
    page.heading("Since the last review")
    page.field("Last review", audit.previous or "none was named: this counts as the first")
    page.field("Newly flagged", audit.newly_flagged, "LISTED or REVIEW now, not then", sheet=CHANGES.title)
    page.field("Newly cleared", audit.newly_cleared, "LISTED or REVIEW then, not now", sheet=CHANGES.title)
    if audit.gone_flagged:
        page.field("Gone while flagged", audit.gone_flagged, "no longer in the vendor file", sheet=CHANGES.title)
    for cause, count in sorted(audit.causes.items()):
        page.field(f"because: {cause}", count, "changed verdicts; one may have several causes", sheet=CHANGES.title)


def _proof(page: Page, summary: ReviewSummary, audit: AuditNumbers) -> None:
    page.heading("Proof")
    page.field("Review id", summary.review)
    page.field("Ledger", audit.records, "records on the sheet Decision log", sheet=DECISION_LOG.title)
    page.field("Last record", audit.head or "none")
    failed = audit.failed_tests
    said = "FAILED: the verdicts of this review cannot be relied on" if failed else "as they must be"
    page.field("Test vendors", len(audit.tests), f"{failed:,} {said}" if failed else f"all {said}", sheet=TESTS.title)


def _signatures(page: Page, options: ReviewOptions, audit: AuditOptions) -> None:
    page.heading("Signatures")
    prepared = f"{audit.preparer or 'not named'}, {now_words(options.now)}"
    page.field("Prepared by", f"{prepared}: as stated")
    page.field("Preparer", UNSIGNED)
    page.field("Reviewer", UNSIGNED)
    page.field("Approver", UNSIGNED)
    page.paragraph(SIGNING)
    made = options.now.date()
    page.field("Retain until", f"{_years_later(made, options.policy.retain_years)}, by the rules of this review")


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)


def _reconciliation(page: Page, summary: ReviewSummary, vendors: VendorFile) -> None:
    page.heading("Every row is accounted for")
    page.field("Rows in", summary.rows_in, "vendor rows of the source file")
    page.field("= Screened", summary.screened, "have a verdict of their own: sheet All screened", sheet="All screened")
    page.field("+ Duplicates", summary.duplicates, "same name, country and address as an earlier row, same verdict")
    page.field("+ Not screened", summary.not_screened, "have no verdict: see the causes", sheet="Not screened")
    total = summary.screened + summary.duplicates + summary.not_screened
    sums = f"{summary.screened:,} + {summary.duplicates:,} + {summary.not_screened:,} = {total:,}"
    page.field("Check", f"{sums}: the rows add up.")
    left_out = sum(skipped.count for skipped in vendors.skipped.values())
    page.field("Left out", vendors.blank_rows + left_out, "blank rows, totals and repeated headers: no vendors")


def _verdicts(page: Page, summary: ReviewSummary) -> tuple[int, int]:
    page.heading("Verdicts")
    _header(page, "Verdict", "Vendors", "Duplicates", "All rows", meaning="Meaning")
    rows = [_verdict_row(page, summary, verdict) for verdict in summary.by_verdict]
    totals = (summary.screened, summary.duplicates, summary.screened + summary.duplicates)
    bold = font(bold=True)
    cells = (Part(value=total, font=bold, side="right") for total in totals)
    page.put(Part(value="Total", font=bold), *cells, Part(value="", span=3), border=RULE)
    return rows[0], rows[-1]


def _verdict_row(page: Page, summary: ReviewSummary, verdict: Verdict) -> int:
    tone = VERDICT_TONES[verdict]
    vendors, duplicates = summary.by_verdict[verdict], summary.duplicates_by_verdict[verdict]
    return page.put(
        Part(value=verdict.value, font=font(tone.text, bold=True), tone=tone),
        *(Part(value=count, side="right") for count in (vendors, duplicates, vendors + duplicates)),
        Part(value=_MEANINGS[verdict], span=3),
        border=RULE,
    )


def _lists(page: Page, summary: ReviewSummary) -> tuple[int, int]:
    page.new_page()
    absent = summary.by_status[Status.SILENCED] + summary.unshown
    shown = f"{summary.flagged - absent:,} of them on the sheet Flagged" if absent else "all on the sheet Flagged"
    page.heading(f"Hits per list: {summary.flagged:,}, {shown}")
    _header(page, "List", "LISTED", "REVIEW", "Vendors", meaning="Name of the list")
    rows = [
        page.put(
            Part(value=code, font=font(bold=True)),
            *(Part(value=number, side="right") for number in (count.listed, count.review, count.vendors)),
            Part(value=list_info(code).name, span=3),
            border=RULE,
        )
        for code, count in summary.by_list.items()
    ]
    return rows[0], rows[-1]


def _header(page: Page, first: str, *numbers: str, meaning: str) -> None:
    name = font(HEADER.text, bold=True)
    cells = (Part(value=text, font=name, tone=HEADER, side="right") for text in numbers)
    last = Part(value=meaning, span=len(WIDTHS) - 1 - len(numbers), font=name, tone=HEADER)
    page.put(Part(value=first, font=name, tone=HEADER), *cells, last, height=18, middle=True)


def _room_for_charts(page: Page, summary: ReviewSummary) -> tuple[int, int]:
    page.gap(10)
    first = page.row + 1
    page.skip(max(11, 3 + round(1.2 * len(summary.by_list))))  # so that Verdicts ends on the first page
    return first, page.row


def _charts(
    page: Page,
    summary: ReviewSummary,
    verdicts: tuple[int, int],
    lists: tuple[int, int],
    rows: tuple[int, int],
) -> None:
    counts = ChartSeries(column=2, values=tuple(summary.by_verdict.values()), colours=tuple(_BAR_COLOURS.values()))
    left = bar_chart(page.sheet, "Vendors by verdict", labels=(1, *verdicts), series=[counts])
    hits = summary.by_list.values()
    listed, review = _BAR_COLOURS[Verdict.LISTED], _BAR_COLOURS[Verdict.REVIEW]
    pair = [
        ChartSeries(column=2, values=tuple(count.listed for count in hits), colours=(listed,)),
        ChartSeries(column=3, values=tuple(count.review for count in hits), colours=(review,), striped=True),
    ]
    right = bar_chart(page.sheet, "Hits per list", labels=(1, *lists), series=pair)
    place(left, (1, 3), rows)
    place(right, (4, 7), rows)
    page.sheet.add_chart(left)
    page.sheet.add_chart(right)


def _source(page: Page, vendors: VendorFile) -> None:
    layout = vendors.layout
    page.heading("What was screened")
    page.field("File", vendors.path.name)
    page.field("SHA-256", vendors.sha256)
    page.field("Size", f"{vendors.size:,} bytes")
    page.field("Sheet and range", f"{vendors.sheet or 'the only sheet'}, {layout.data_range}")
    page.field("Header row", str(layout.header_row) if layout.header_row else "none")
    for role, text in columns_of(layout).items():
        page.field(role, text)
    for number, note in enumerate(layout.notes):
        page.field("" if number else "Notes of the reader", note)


def _against(page: Page, summary: ReviewSummary, screener: Screener, options: ReviewOptions) -> None:
    table = screener.table
    page.heading("What it was screened against")
    page.field("Screened", now_words(options.now))
    page.field("Entity table", table.id)
    page.field(
        "Published", f"{table.published.isoformat()}, {counted_days(summary.age_days)} before {age_counted_to(summary)}"
    )
    rests = f" {summary.basis.words}" if summary.basis else ""
    page.field("Judged as of", f"{(options.as_of or table.latest).isoformat()}{rests}")
    for source in table.manifest.sources:
        page.field("Source of the table", f"{source.name}, of {source.published.isoformat()}")
        page.field("SHA-256 of the source", source.sha256)
    page.field("Thresholds", thresholds(screener.settings))


def _near_misses(page: Page, summary: ReviewSummary, screener: Screener) -> None:
    page.heading("Just under the threshold")
    near = summary.near_misses
    close = "CLEAR vendors that would be flagged if REVIEW began so much lower"
    page.field(f"Within {CLOSE_POINTS:g} points", near.close, close)
    margin = f"Within {screener.settings.near_miss_margin:g} points"
    page.field(margin, near.all, "all of them are on the sheet Near misses", sheet="Near misses")
