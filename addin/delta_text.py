"""Which vendors a change of the lists touches, in text and for programs; what `review delta` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from addin.terminal import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from screening.review.delta import Delta, VendorDelta
    from workbook.read.vendor_file import VendorRow

__all__ = ["as_data", "as_text", "vendors_data", "vendors_text"]


def as_text(found: Delta, rows: Sequence[VendorRow]) -> str:
    """Return the delta for a person."""
    changes = found.changes
    head = (
        f"Lists: {len(changes.added):,} entries added, {len(changes.removed):,} removed, {len(changes.renamed):,} "
        f"renamed, {len(changes.amended):,} amended"
    )
    return f"{head}\n{vendors_text(found, rows)}"


def as_data(found: Delta, rows: Sequence[VendorRow]) -> dict[str, object]:
    """Return the delta for programs."""
    changes = found.changes
    return {
        "added": [entry.key for entry in changes.added],
        "removed": [entry.key for entry in changes.removed],
        "renamed": [[pair.then.key, pair.now.key] for pair in changes.renamed],
        "amended": [one.now.key for one in changes.amended],
        **vendors_data(found, rows),
    }


def vendors_text(found: Delta, rows: Sequence[VendorRow]) -> str:
    """Return whom the change touches, and why, for a person."""
    left_out = f", {found.not_screened:,} without a usable name" if found.not_screened else ""
    head = f"Vendors: {found.checked:,} checked, {len(found.vendors):,} touched{left_out}"
    return "\n".join((head, *(line for one in found.vendors for line in _lines(one, rows[one.place]))))


def vendors_data(found: Delta, rows: Sequence[VendorRow]) -> dict[str, object]:
    """Return the same for programs; these keys are a stable interface."""
    return {
        "checked": found.checked,
        "not_screened": found.not_screened,
        "vendors": [
            {
                "row": rows[one.place].row,
                "id": rows[one.place].id,
                "vendor": one.vendor.name,
                "was": one.then.verdict.value,
                "is": one.now.verdict.value,
                "new_alert": one.is_new_alert,
                "causes": list(one.causes),
            }
            for one in found.vendors
        ],
    }


def _lines(one: VendorDelta, row: VendorRow) -> Iterator[str]:
    mark = "NEW" if one.is_new_alert else "   "
    number = f" ({printable(row.id)})" if row.id else ""
    verdicts = f"{one.then.verdict.value} -> {one.now.verdict.value}"
    yield f"  {mark}  row {row.row}{number}  {printable(one.vendor.name)}: {verdicts}"
    yield from (f"        {printable(cause)}" for cause in one.causes)
