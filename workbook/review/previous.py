"""The last review, read from its audit workbook: vendors with their verdicts, table and settings."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from screening import Settings
from screening.errors import EntityCheckError
from screening.model import Vendor, Verdict
from screening.review.fingerprints import VendorFacts, vendor_facts
from screening.settings import AddressHits
from workbook.errors import NotAReviewError
from workbook.review.audit_sheets import DECISION_LOG
from workbook.review.decision_cells import CHECK, as_value, changed_cells
from workbook.review.manifest import refuse_changed
from workbook.review.reading import number_in, policy_in, read_settings, refuse_changed_settings, table_rows
from workbook.review.reference_sheets import LEDGER_SETTING, NO_LEDGER, REVIEW_SETTING, TABLE_SETTING
from workbook.review.review_file import opened
from workbook.review.seal import is_untouched_review
from workbook.review.sheets import FLAGGED, SCREENED
from workbook.review.visible import typed

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from screening.review.policy import ReviewPolicy
    from workbook.cells import CellValue
    from workbook.review.review_file import ReviewFile

__all__ = ["EarlierVendor", "PreviousReview", "as_stated", "read_previous", "screened_rows"]

_COMPARED = (
    *(setting.name for setting in fields(Settings)),
    "as_of",
    "lists",
    "entity-check version",
    "rapidfuzz version",
)
_AS: Final[Mapping[type, Callable[[str], object]]] = {
    float: float,
    int: lambda text: int(float(text)),
    AddressHits: AddressHits,
    date: date.fromisoformat,
}
_OF_VENDOR = ("Vendor name", "Vendor country", "Vendor address", "Vendor id")


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierVendor:
    """A vendor as the last review saw it.

    Attributes:
        facts: Its facts.
        row: Its source row then.
        verdict: What screening said.
        score: Points of the best hit or near miss; 0 if nothing resembled it.
        entry_key: Key of the entry behind them, "" if there was none.
        is_duplicate: Whether the row repeated another one.
    """

    facts: VendorFacts
    row: int
    verdict: Verdict
    score: float
    entry_key: str
    is_duplicate: bool

    @property
    def vendor(self) -> Vendor:
        """What was screened."""
        facts = self.facts
        return Vendor.of_details(facts.name, facts.country, facts.address)


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviousReview:
    """The last review.

    Attributes:
        file: Name of its workbook.
        review: Its id.
        table: Id of its entity table.
        settings: Its Settings sheet.
        vendors: Vendors by key and fingerprint, also under the numbers at which the file repeated them.
        repeated: Fingerprints of vendors that the file repeated.
        due: By when each open item was to be decided, by vendor key and entry key.
        without_due: How many open items it had whose day cannot be told, because their rows were changed or deleted.
        log_end: Number and hash of the last record of the ledger that it shows; (0, "") for none.
    """

    file: str
    review: str
    table: str
    settings: Mapping[str, str]
    vendors: Mapping[str, Mapping[str, EarlierVendor]]
    repeated: Collection[str] = ()
    due: Mapping[tuple[str, str], date] = field(default_factory=dict)
    without_due: int = 0
    log_end: tuple[int, str] = (0, "")

    @property
    def made(self) -> date | None:
        """The day on which it was made, None if it does not say."""
        try:
            return datetime.fromisoformat(self.settings.get("now", "")).date()
        except ValueError:
            return None

    def due_of(self, vendor_keys: Iterable[str], entry_key: str, reopened: date | None) -> date | None:
        """Return by when an item was to be decided that was open then and is still, None if there is none.

        Args:
            vendor_keys: Its vendor, by all its numbers.
            entry_key: Its entry.
            reopened: Day of the decision that holds no longer, None for an item that was never decided.
        """
        if reopened and (self.made is None or reopened >= self.made):
            return None  # it was decided since, and is another item now
        return min(filter(None, (self.due.get((key, entry_key)) for key in vendor_keys)), default=None)

    @property
    def screening_settings(self) -> Settings:
        """The thresholds and limits it was made with."""
        # A review of an earlier version did not look at addresses alone.
        values: dict[str, Any] = {"address_hits": AddressHits.OFF}
        for setting in fields(Settings):
            text = self.settings.get(setting.name, "")
            if text:
                values[setting.name] = _AS[type(setting.default)](text)
        return Settings(**values)

    @property
    def ledger(self) -> str:
        """Id of the ledger that it was made with, "" for none."""
        return self.settings.get(LEDGER_SETTING, "").replace(NO_LEDGER, "")

    @property
    def policy(self) -> ReviewPolicy:
        """The rules of that review."""
        return policy_in(self.file, self.settings)

    @property
    def as_of(self) -> date | None:
        """The day it was judged by, None for that of the table."""
        text = self.settings.get("as_of", "")
        return date.fromisoformat(text) if text[:1].isdigit() else None

    @property
    def lists(self) -> tuple[str, ...]:
        """Codes of the lists that were screened against."""
        return tuple(code for part in self.settings.get("lists", "").split(",") if (code := part.strip()))

    def earlier(self, facts: VendorFacts) -> EarlierVendor | None:
        """Return what a vendor was: the same facts, else the only one under its number; None if it is new."""
        found = self.vendors.get(facts.key, {})
        if facts.fingerprint in found:
            return found[facts.fingerprint]
        return next(iter(found.values())) if len(found) == 1 else None

    def changed_settings(self, now: Mapping[str, str]) -> tuple[str, ...]:
        """Return which settings and versions differ today, a phrase each."""
        return tuple(
            f"{name} was {self.settings[name]}, is {now[name]}"
            for name in _COMPARED
            if name in now and name in self.settings and now[name] != self.settings[name]
        )


def read_previous(path: Path) -> PreviousReview:
    """Return the review in the workbook at `path`.

    Raises:
        NotAReviewError: It is no review workbook, no whole one, or its settings or vendors were changed.
        InputError: It cannot be read.
    """
    untouched = is_untouched_review(path)  # told from the bytes, in a hundredth of the time that the sheets take
    with opened(path) as book:
        settings = read_settings(book)
        refuse_changed_settings(path.name, settings)
        if not untouched:
            refuse_changed(book, SCREENED)
        vendors: dict[str, dict[str, EarlierVendor]] = {}
        repeated: set[str] = set()
        for earlier in screened_rows(book):
            vendors.setdefault(earlier.facts.key, {}).setdefault(earlier.facts.fingerprint, earlier)
            if earlier.is_duplicate:
                repeated.add(earlier.facts.fingerprint)
        due, lost = _due(book, settings, untouched=untouched)
        log_end = _log_end(book)
    stated = as_stated(path.name, settings, vendors)
    return replace(stated, repeated=repeated, due=due, without_due=lost, log_end=log_end)


def read_open_items(path: Path) -> PreviousReview:
    """Return a review of which nothing counts but its settings, and by when its open items are to be decided.

    Raises:
        NotAReviewError: It is no review workbook, no whole one, or its settings were changed.
        InputError: It cannot be read.
    """
    untouched = is_untouched_review(path)
    with opened(path) as book:
        settings = read_settings(book)
        refuse_changed_settings(path.name, settings)
        due, lost = _due(book, settings, untouched=untouched)
    return replace(as_stated(path.name, settings, {}), due=due, without_due=lost)


def as_stated(
    file: str,
    settings: Mapping[str, str],
    vendors: Mapping[str, Mapping[str, EarlierVendor]],
) -> PreviousReview:
    """Return a review by what its Settings sheet states, and its vendors."""
    return PreviousReview(
        file=file,
        review=settings.get(REVIEW_SETTING, ""),
        table=settings.get(TABLE_SETTING, ""),
        settings=settings,
        vendors=vendors,
    )


def _due(book: ReviewFile, settings: Mapping[str, str], *, untouched: bool) -> tuple[dict[tuple[str, str], date], int]:
    """Return by when the open items were to be decided; and how many rows were changed or deleted: they have no say."""
    review = settings.get(REVIEW_SETTING, "")
    due: dict[tuple[str, str], date] = {}
    whole = 0
    for _, _, row in table_rows(book, FLAGGED):
        if not untouched and _changed(review, row):
            continue
        whole += 1
        if isinstance(day := row["Due"], datetime):
            name, country, address, number = _vendor_texts(row)
            vendor = Vendor(name=name, country=country or None, address=address or None)
            due[vendor_facts(vendor, number).key, str(row["Entry key"])] = day.date()
    stated = settings.get("flagged rows", "")
    return due, max(int(stated) - whole, 0) if stated.isdigit() else 0


def _log_end(book: ReviewFile) -> tuple[int, str]:
    if DECISION_LOG.title not in book.titles:
        return 0, ""
    shown = ((int(number_in(row["No"])), str(row["Hash"])) for _, _, row in table_rows(book, DECISION_LOG))
    return max(shown, default=(0, ""))


def _changed(review: str, row: Mapping[str, CellValue]) -> bool:
    values = [as_value(row[column.header]) for column in FLAGGED.columns]
    return bool(changed_cells(review, FLAGGED.columns, values, str(row[CHECK] or "")))


def _vendor_texts(row: Mapping[str, CellValue]) -> list[str]:
    return [typed(str(value)) if (value := row[header]) is not None else "" for header in _OF_VENDOR]


def screened_rows(book: ReviewFile) -> Iterator[EarlierVendor]:
    """Yield the rows of the All screened sheets of an open workbook.

    Raises:
        NotAReviewError: The sheet, or a column of it, is missing, or a row cannot be read.
    """
    for title, number, row in table_rows(book, SCREENED):
        yield _earlier(book.name, title, number, row)


def _earlier(file: str, title: str, number: int, row: Mapping[str, CellValue]) -> EarlierVendor:
    name, country, address, vendor_id = _vendor_texts(row)
    vendor = Vendor(name=name, country=country or None, address=address or None)
    try:
        return EarlierVendor(
            facts=vendor_facts(vendor, vendor_id),
            row=int(number_in(row["Source row"])),
            verdict=Verdict(str(row["Verdict"])),
            score=number_in(row["Best score"] or 0),
            entry_key=str(row["Entry key"] or ""),
            is_duplicate=row["Duplicate of row"] is not None,
        )
    except (TypeError, ValueError, EntityCheckError) as error:
        raise NotAReviewError(file, f"row {number} of its sheet {title!r} cannot be read ({error}).") from error
