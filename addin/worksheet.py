"""What the worksheet functions answer: many calls at once in, one cell for each out.

An answer is text, a number, or the text of an Excel error (`#VALUE!`, `#N/A`), which
the layer above turns into a real error.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from addin.cells import NA, VALUE, as_codes, as_day, as_text, error_of, is_blank
from screening.errors import ArgumentError, SettingError, TableError
from screening.lists.catalog import legal_words, list_info, means_for_buyer, means_for_exporter
from screening.lists.licenses import license_code
from screening.model import NotScreened, Vendor, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from addin.cells import Cell
    from addin.session import Session, TableStatus
    from screening import Screener
    from screening.model import Entry, Hit, Screening

__all__ = ["FIELDS", "MATCH_COLUMNS", "TABLE_FIELDS", "check", "info", "lists", "matches", "score"]

MATCH_COLUMNS: Final = (
    "verdict", "list", "listed name", "matched alias", "score", "countries", "effective date", "citation",
    "consequence", "reason", "key", "consequence for an exporter", "legal source", "link",
)  # fmt: skip
TABLE_FIELDS: Final = ("date", "age", "health", "rows", "hash")
_MOST_HITS: Final = 10  # what a screening keeps


@dataclass(frozen=True, slots=True)
class _Call:
    """One call of ENTITY_CHECK or ENTITY_SCORE, its arguments read."""

    vendor: Vendor | NotScreened
    day: date | None
    lists: tuple[str, ...] | None


def check(session: Session, calls: Sequence[Sequence[Cell]]) -> list[Cell]:
    """Return what ENTITY_CHECK says for each call.

    Args:
        session: The table to screen with.
        calls: Vendor, country, day and list codes of each call; what is missing at
            the end counts as not given.
    """
    return _screened(session, calls, _verdict_cell)


def score(session: Session, calls: Sequence[Sequence[Cell]]) -> list[Cell]:
    """Return what ENTITY_SCORE says for each call: points with one decimal, 0 if nothing resembles the vendor."""
    return _screened(session, [call[:1] for call in calls], _score_cell)


def info(session: Session, calls: Sequence[Sequence[Cell]]) -> list[Cell]:
    """Return what ENTITY_INFO says for each call, whose cells are a key and a field of `FIELDS`."""
    try:
        table = session.screener().table
    except (TableError, SettingError):
        return [_early(call) or NA for call in calls]
    return [_early(call) or _field(table.entry(as_text(call[0]).strip()), call[1:]) for call in calls]


def matches(session: Session, call: Sequence[Cell]) -> list[list[Cell]]:
    """Return what ENTITY_MATCHES spills: a header and a row for each hit; one blank row if there is none.

    Args:
        session: The table to screen with.
        call: Vendor, most hits (a number from 1 on, blank for all that are kept), country and address.
    """
    vendor, most, country, address = [*call, None, None, None, None][:4]
    if (early := _early((vendor, most, country, address))) is not None:
        return [[early]]
    try:
        number = _whole(most)
        given = _vendor(vendor, country)
        screener = session.screener()
    except ArgumentError:
        return [[VALUE]]
    except (TableError, SettingError):
        return [[NA]]
    if isinstance(given, NotScreened):
        return [[_not_screened(given)]]
    screening = screener.screen(given if is_blank(address) else replace(given, address=as_text(address)))
    rows = [_match_row(hit) for hit in screening.hits[:number]]
    if not rows:
        rows = [[_verdict_cell(screening, session.status()), *[""] * (len(MATCH_COLUMNS) - 1)]]
    return [list(MATCH_COLUMNS), *rows]


def lists(session: Session, call: Sequence[Cell]) -> list[list[Cell]]:
    """Return what ENTITY_LISTS says: all facts of the table as field and value, or the value of one field."""
    status = session.status()
    facts: dict[str, Cell] = {
        "date": status.published or NA,
        "age": float(status.age_days) if status.id else NA,
        "health": status.health,
        "rows": float(status.rows) if status.id else NA,
        "hash": status.id or NA,
    }
    wanted = call[0] if call else None
    if (error := error_of(wanted)) is not None:
        return [[error]]
    if is_blank(wanted):
        return [[name, value] for name, value in facts.items()]
    return [[facts.get(as_text(wanted).strip().casefold(), VALUE)]]


def _screened(
    session: Session, calls: Sequence[Sequence[Cell]], cell_of: Callable[[Screening, TableStatus], Cell]
) -> list[Cell]:
    """Return one cell per call; calls that share day and lists are screened together."""
    answers: list[Cell] = [_early(call) for call in calls]
    groups: dict[tuple[date | None, tuple[str, ...] | None], list[tuple[int, Vendor]]] = {}
    for place, call in enumerate(calls):
        if answers[place] is not None:
            continue
        try:
            read = _read(call)
        except ArgumentError:
            answers[place] = VALUE
            continue
        if isinstance(read.vendor, NotScreened):
            answers[place] = _not_screened(read.vendor) if cell_of is _verdict_cell else VALUE
        else:
            groups.setdefault((read.day, read.lists), []).append((place, read.vendor))
    for (day, codes), group in groups.items():
        for (place, _), answer in zip(group, _answers(session, group, day, codes, cell_of), strict=True):
            answers[place] = answer
    return answers


def _answers(
    session: Session,
    group: Sequence[tuple[int, Vendor]],
    day: date | None,
    codes: tuple[str, ...] | None,
    cell_of: Callable[[Screening, TableStatus], Cell],
) -> list[Cell]:
    try:
        screener: Screener = session.screener(codes, day)
        at_hand = session.screener(codes)
    except ArgumentError:
        return [VALUE] * len(group)
    except (TableError, SettingError):
        return [NA] * len(group)
    status = session.status()
    if screener is not at_hand:  # whether the table in use is stale does not matter to it
        status = replace(status, of_day=screener.table.published.isoformat())
    # One process: Excel's own Python serves a COM thread, and a worksheet waits for it.
    found = screener.screen_many([vendor for _, vendor in group], as_of=day, workers=1)
    return [cell_of(screening, status) for screening in found]


def _early(call: Sequence[Cell]) -> str | None:
    """Return what needs no screening: the error among the arguments, or "" for a blank vendor or key."""
    for cell in call:
        if (error := error_of(cell)) is not None:
            return error
    return "" if not call or is_blank(call[0]) else None


def _read(call: Sequence[Cell]) -> _Call:
    vendor, country, day, codes = [*call, None, None, None, None][:4]
    return _Call(_vendor(vendor, country), as_day(day), as_codes(codes))


def _vendor(vendor: Cell, country: Cell) -> Vendor | NotScreened:
    if isinstance(vendor, bool):
        return NotScreened.NOT_TEXT
    if vendor is not None and not isinstance(vendor, str | float | int):
        return NotScreened.ONLY_DATE
    return Vendor(name=" ".join(as_text(vendor).split()), country=as_text(country).strip() or None)


def _whole(cell: Cell) -> int:
    if is_blank(cell):
        return _MOST_HITS
    if isinstance(cell, bool) or not isinstance(cell, int | float) or not 1 <= cell < float("inf"):
        raise ArgumentError(f"{cell!r} is no number of hits; give a number from 1 on.")
    return int(cell)


def _verdict_cell(screening: Screening, status: TableStatus) -> Cell:
    if screening.not_screened is not None:
        return "" if screening.not_screened is NotScreened.BLANK else _not_screened(screening.not_screened)
    if screening.verdict is Verdict.CLEAR:
        return f"{screening.verdict.value}{status.note}"
    best = screening.hits[0]
    # Rounded down, so that 100 means equal and a threshold is never seen to be passed too early.
    return f"{screening.verdict.value}: {best.entry.name} [{best.entry.list}, {int(best.score)}]{status.note}"


def _score_cell(screening: Screening, _status: TableStatus) -> Cell:
    if screening.not_screened is not None:
        return "" if screening.not_screened is NotScreened.BLANK else VALUE
    return round(screening.score, 1)


def _not_screened(cause: NotScreened) -> str:
    return f"NOT SCREENED: {cause.value}"


def _match_row(hit: Hit) -> list[Cell]:
    entry = hit.entry
    return [
        hit.verdict.value,
        entry.list,
        entry.name,
        hit.matched_name if hit.matched_name != entry.name else "",
        round(hit.score, 1),
        ", ".join(entry.countries),
        entry.effective_date.isoformat() if entry.effective_date else "",
        "; ".join(entry.citations),
        means_for_buyer(entry),
        hit.reason,
        entry.key,
        means_for_exporter(entry),
        legal_words(entry.list),
        _link(entry),
    ]


def _field(entry: Entry | None, call: Sequence[Cell]) -> Cell:
    reader = FIELDS.get(as_text(call[0]).strip().casefold().replace("_", " ")) if call else None
    return VALUE if entry is None or reader is None else reader(entry)


def _link(entry: Entry) -> str:
    return entry.source_url or list_info(entry.list).link


def _sentences(codes: Sequence[str]) -> str:
    return " ".join(license_code(code).sentence for code in codes)


FIELDS: Final[Mapping[str, Callable[[Entry], Any]]] = {
    "list": lambda entry: entry.list,
    "list name": lambda entry: list_info(entry.list).name,
    "name": lambda entry: entry.name,
    "listed as": lambda entry: entry.listed_as or entry.name,
    "aliases": lambda entry: "; ".join(alias.name for alias in entry.aliases),
    "countries": lambda entry: ", ".join(entry.countries),
    "addresses": lambda entry: "; ".join(address.text for address in entry.addresses if address.text),
    "type": lambda entry: entry.entity_type.value,
    "effective date": lambda entry: entry.effective_date.isoformat() if entry.effective_date else "",
    "end date": lambda entry: entry.end_date.isoformat() if entry.end_date else "",
    "citation": lambda entry: "; ".join(entry.citations),
    "programs": lambda entry: ", ".join(entry.programs),
    "license requirement": lambda entry: _sentences(entry.license_requirement),
    "license policy": lambda entry: _sentences(entry.license_policy),
    "consequence": means_for_buyer,
    "consequence for an exporter": means_for_exporter,
    "legal source": lambda entry: legal_words(entry.list),
    "link": _link,
    "remark": lambda entry: entry.remark,
}
