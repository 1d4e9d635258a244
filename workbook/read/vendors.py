"""One row of cells -> one vendor, or the cause why it cannot be screened."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from anyascii import anyascii

from screening.model import NotScreened, Vendor
from screening.ownership import read_owners
from screening.words import words
from workbook.read.grid import Kind

if TYPE_CHECKING:
    from workbook.read.columns import Columns
    from workbook.read.grid import Column, Row

__all__ = ["Reader", "VendorRow"]

# Texts that Excel and its exports leave where a formula failed.
_ERRORS = frozenset({
    "#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!",
    "#UNKNOWN!", "#CONNECT!", "#BUSY!", "#GETTING_DATA", "#EXTERNAL!", "#PYTHON!", "#NV", "#BEZUG!", "#WERT!", "#NOME?",
})  # fmt: skip
_PROBLEMS = {
    Kind.DATE: NotScreened.ONLY_DATE,
    Kind.BOOLEAN: NotScreened.NOT_TEXT,
    Kind.ERROR: NotScreened.ERROR_CELL,
    Kind.NO_VALUE: NotScreened.NO_CACHED_VALUE,
}
_PLAIN_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_BREAK = re.compile(r"[ \t]*[\r\n\t\v\f\u2028\u2029]+[ \t]*")
# SAP's NAME1 holds 35 or 40 characters; a text near the limit was cut there.
_NEARLY_FULL = 30
# `Acme Trading &` + `Sons`.
_OPEN_END = re.compile(
    r"(?:[&+,/-]|\b(?:and|und|et|y|e|of|for|de|du|des|der|fuer|für|da|do|dos|di|van|von|the))\s*$", re.IGNORECASE
)
# Who to write to, not who it is: `z.Hd. Frau Muster`, `Accounts Payable`.
_PERSON = re.compile(
    r"\s*(?:attn|att|attention|z\.?\s?hd|zu h[aä]nden|a l'attention|c/o|contact|mr|mrs|ms|herr|frau|abt|abteilung|dept|"
    r"department|accounts? (?:payable|receivable)|tel|phone|fax|e-?mail)\b|.*@",
    re.IGNORECASE,
)
# `Formerly Beta Ltd`: a name of its own, which screening tries by itself.
_ALSO = re.compile(
    r"\s*(?:d/?b/?a|t/a|trading as|formerly|vormals|f/?k/?a|a/?k/?a|former|ehemals|anciennement)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorRow:
    """A vendor and where it stands.

    Attributes:
        row: 1-based row as the user sees it.
        id: Vendor id as text, with its leading zeros; "" if there is none.
        vendor: Name as typed, but in one line; country and address as typed, None if not given.
        problem: Why the name cannot be screened, as far as the cell itself shows; else None.
    """

    row: int
    id: str
    vendor: Vendor
    problem: NotScreened | None


class Reader:
    """Makes vendors of rows and counts what it changed in them.

    Attributes:
        continued: Names that were joined with their continuation.
        unbroken: Names whose line breaks became spaces.
        not_added_up: Rows whose owners' shares cannot be added up.
        first_not_added_up: The first of them, 0 if there is none.
    """

    def __init__(self, columns: Columns) -> None:
        """Read from `columns`."""
        self._columns = columns
        self.continued = 0
        self.unbroken = 0
        self.not_added_up = 0
        self.first_not_added_up = 0

    def vendor(self, row: Row) -> VendorRow:
        """Return the vendor in `row`."""
        columns = self._columns
        name, problem = self._name(row)
        others = tuple(text for parts in columns.other_addresses if (text := _joined(row, parts)))
        address = _joined(row, columns.address)
        if not address and others:
            address, *rest = others
            others = tuple(rest)
        owners = self._owners(row)
        return VendorRow(
            row=row.number,
            id=_shown(row, columns.id),
            vendor=Vendor(
                name=name,
                country=_shown(row, columns.country) or None,
                address=address or None,
                other_addresses=tuple(text for text in others if text != address),
                owners=owners or None,
            ),
            problem=problem,
        )

    def _owners(self, row: Row) -> str:
        """Return the owners and shares of a row in one text, and count what cannot be added up."""
        parts = []
        unreadable = False
        for column, beside in self._columns.owners:
            name, share = _shown(row, column), _percent(_shown(row, beside))
            if name and _is_share(share):
                parts.append(f"{name} {share}".strip())
            elif name:
                # Behind the name it would be taken for a part of it: `Kvarn AB 25-75`.
                parts.append(name)
                unreadable = unreadable or not _is_unknown(share)
        owners = "; ".join(parts)
        if owners and (unreadable or read_owners(owners).problem):
            self.not_added_up += 1
            self.first_not_added_up = self.first_not_added_up or row.number
        return owners

    def _name(self, row: Row) -> tuple[str, NotScreened | None]:
        name = row.text(self._columns.name.index)
        kind = row.kinds.get(self._columns.name.index)
        if kind in _PROBLEMS:
            return name, _PROBLEMS[kind]
        for column in self._columns.name_more:
            more = _shown(row, column)
            if more and column.index not in row.kinds and (not name.strip() or _continues(name, more)):
                name = f"{name.rstrip()} {more}".lstrip()
                self.continued += 1
        if "\n" in name or "\r" in name or "\t" in name or _BREAK.search(name):
            name = _BREAK.sub(" ", name)
            self.unbroken += 1
        stripped = name.strip()
        if stripped in _ERRORS:
            return name, NotScreened.ERROR_CELL
        return name, None if stripped else NotScreened.BLANK


def _joined(row: Row, columns: tuple[Column, ...]) -> str:
    return ", ".join(part for column in columns if (part := _shown(row, column)))


def _is_share(text: str) -> bool:
    """Whether a text behind the name of an owner says its share, and is not taken for a part of the name."""
    return not text or [owner.name for owner in read_owners(f"Kvarn {text}").owners] == ["Kvarn"]


def _is_unknown(text: str) -> bool:
    found = read_owners(text)
    return not found.owners and not found.problem


def _percent(share: str) -> str:
    """Return a share as text with its sign: `30` is 30 %, `>50` at least 50 %, and 0.3, as Excel stores 30 %, 30 %."""
    share = share.lstrip(">=~\u2248\u2265 ")
    if not _PLAIN_NUMBER.fullmatch(share):
        return share
    number = Decimal(share.replace(",", "."))
    return f"{(number * 100 if 0 < number <= 1 else number).normalize():f}%"


def _shown(row: Row, column: Column | None) -> str:
    """Return a further cell in one line, "" for an error or for no such column."""
    if column is None:
        return ""
    text = row.text(column.index)
    if not text or row.kinds.get(column.index) in {Kind.ERROR, Kind.NO_VALUE}:
        return ""
    text = " ".join(text.split())
    return "" if text in _ERRORS else text


def _continues(name: str, more: str) -> bool:
    """Return whether `Name 2` goes on where `Name 1` stopped.

    `Hangzhou Kvarn Digital` + `Technology Co., Ltd.` does, for it ends in a legal
    form; `Kvarn Trading GmbH` + `z.Hd. Frau Muster` and + `Purchasing` do not.
    """
    if _PERSON.match(more):
        return False
    if len(name.rstrip()) >= _NEARLY_FULL or _OPEN_END.search(name) or _ALSO.match(more) or more[0].islower():
        return True
    return not _ends_in_form(name) and _ends_in_form(more)


def _ends_in_form(text: str) -> bool:
    parts = anyascii(text).casefold().replace(".", "").replace(",", " ").split()
    return bool(parts) and parts[-1] in words().legal
