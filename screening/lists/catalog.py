"""The lists: code, publisher, links, and what a hit means for a buyer and for an exporter."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from screening.errors import SourceError, UnknownListError

if TYPE_CHECKING:
    from datetime import date

    from screening.model import Entry

__all__ = [
    "ListInfo",
    "is_review_only",
    "legal_words",
    "list_codes",
    "list_info",
    "list_of_source",
    "means_for_buyer",
    "means_for_exporter",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListInfo:
    """One list, official or the company's own.

    Attributes:
        code: Our code, for example `EL`.
        name: The publisher's name of the list.
        publisher: Agency and department.
        link: Where the publisher shows the list; "" for the company's own.
        legal_source: The regulation or order behind it.
        legal_as_of: Day whose law the two sentences follow.
        consequence: One plain sentence on what a hit means for a buyer.
        consequence_exporter: And one on what it means for an exporter.
        source: Label in the `source` column of the Consolidated Screening List, "" if it is not in there.
        numbered: Its rows carry a stable number of the publisher (OFAC).
        dated_by_citation: Its rows state their date only inside their citations.
        stale_after_days: Days after which the list counts as old although the user's setting says
            fewer, for it moves rarely; 0 where the setting counts.
        own: The company keeps it itself; a table need not hold it.
        review_only: A hit on it is for review at most, never LISTED.
    """

    code: str
    name: str
    publisher: str
    link: str
    legal_source: str
    legal_as_of: date
    consequence: str
    consequence_exporter: str
    source: str = ""
    numbered: bool = False
    dated_by_citation: bool = False
    stale_after_days: int = 0
    own: bool = False
    review_only: bool = False


def list_codes() -> tuple[str, ...]:
    """Return the codes of all lists, official and own, sorted."""
    return tuple(sorted(_catalog()))


def list_info(code: str) -> ListInfo:
    """Return what is known of the list `code`.

    Raises:
        UnknownListError: There is no such list; names those that exist.
    """
    info = _catalog().get(code)
    if info is None:
        raise UnknownListError(code, list_codes())
    return info


def list_of_source(label: str) -> ListInfo:
    """Return the list that a CSL `source` label names; case and spaces do not count.

    Raises:
        SourceError: No known list bears that label.
    """
    info = _by_source().get(_fold(label))
    if info is None:
        raise SourceError(
            f"Source list {label!r} is not known, so its rows cannot be judged; "
            "check that the file is the Consolidated Screening List or update this program."
        )
    return info


def is_review_only(code: str) -> bool:
    """Return whether a hit on the list `code` is for review at most; False for a list that is not known."""
    info = _catalog().get(code)
    return info is not None and info.review_only


def means_for_buyer(entry: Entry) -> str:
    """Return what a hit on `entry` means for a buyer, and why the company itself lists it, if it does.

    Raises:
        UnknownListError: The entry's list is not known.
    """
    return _with_remark(list_info(entry.list).consequence, entry)


def means_for_exporter(entry: Entry) -> str:
    """Return what a hit on `entry` means for an exporter; like `means_for_buyer`."""
    return _with_remark(list_info(entry.list).consequence_exporter, entry)


def legal_words(code: str) -> str:
    """Return the legal source of a list, and of which day: `15 CFR Part 744 (as of 2026-07-31)`.

    Raises:
        UnknownListError: There is no such list.
    """
    info = list_info(code)
    return info.legal_source if info.own else f"{info.legal_source} (as of {info.legal_as_of.isoformat()})"


def _with_remark(sentence: str, entry: Entry) -> str:
    return f"{sentence} The company's reason: {entry.remark}" if entry.remark else sentence


@cache
def _catalog() -> dict[str, ListInfo]:
    text = resources.files(__package__).joinpath("catalog.toml").read_text(encoding="utf-8")
    return {code: ListInfo(code=code, **fields) for code, fields in tomllib.loads(text).items()}


@cache
def _by_source() -> dict[str, ListInfo]:
    return {_fold(info.source): info for info in _catalog().values() if info.source}


def _fold(label: str) -> str:
    return " ".join(label.casefold().split())
