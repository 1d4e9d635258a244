"""What the user says of a vendor file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbook.read.headers import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["ReadOptions", "headed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """What the user says of the file; None where we are to find out.

    Attributes:
        sheet: Name of the worksheet.
        header_row: Row of the headers, 1-based; 0 if there are none.
        name: Column of the names: header text or column letter.
        id: Column of the vendor ids.
        country: Column of the countries.
        address: Column of the addresses.
        other_addresses: Columns of further addresses, each one by itself.
        owner: Column of the owners, with their shares.
    """

    sheet: str | None = None
    header_row: int | None = None
    name: str | None = None
    id: str | None = None
    country: str | None = None
    address: str | None = None
    other_addresses: tuple[str, ...] = ()
    owner: str | None = None

    @property
    def headers(self) -> tuple[str, ...]:
        """The columns that are asked for by header text, or may be."""
        asked = (self.name, self.id, self.country, self.address, self.owner, *self.other_addresses)
        return tuple(text for text in asked if text)


def headed(headers: Sequence[str], wanted: str) -> tuple[int, ...]:
    """Return the 0-based columns whose header is `wanted`, in any case and spacing."""
    exact = " ".join(wanted.split()).casefold()
    same = tuple(i for i, header in enumerate(headers) if exact and " ".join(header.split()).casefold() == exact)
    folded = fold(wanted)
    return same or tuple(i for i, header in enumerate(headers) if folded and fold(header) == folded)
