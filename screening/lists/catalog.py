"""The official lists: code, publisher, links, and what a hit means for a buyer."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from screening.errors import SourceError, UnknownListError

__all__ = ["ListInfo", "list_codes", "list_info", "list_of_source"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListInfo:
    """One official list.

    Attributes:
        code: Our code, for example `EL`.
        name: The publisher's name of the list.
        publisher: Agency and department.
        link: Where the publisher shows the list.
        legal_source: The regulation or order behind it.
        consequence: One plain sentence on what a hit means for a buyer.
        source: Label in the `source` column of the Consolidated Screening List, "" if it is not in there.
        numbered: Its rows carry a stable number of the publisher (OFAC).
        dated_by_citation: Its rows state their date only inside their citations.
        stale_after_days: Days after which the list counts as old although the user's setting says
            fewer, for it moves rarely; 0 where the setting counts.
        own: The company keeps it itself; a table need not hold it.
    """

    code: str
    name: str
    publisher: str
    link: str
    legal_source: str
    consequence: str
    source: str = ""
    numbered: bool = False
    dated_by_citation: bool = False
    stale_after_days: int = 0
    own: bool = False


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


@cache
def _catalog() -> dict[str, ListInfo]:
    text = resources.files(__package__).joinpath("catalog.toml").read_text(encoding="utf-8")
    return {code: ListInfo(code=code, **fields) for code, fields in tomllib.loads(text).items()}


@cache
def _by_source() -> dict[str, ListInfo]:
    return {_fold(info.source): info for info in _catalog().values() if info.source}


def _fold(label: str) -> str:
    return " ".join(label.casefold().split())
