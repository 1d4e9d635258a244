"""Fetching the sources: one, or all that are used, with the day each file is of."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from datetime import UTC, date
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final

from screening.errors import AddressNotAllowedError, BadAnswerError, FetchError, UnreachableError
from screening.update.address import address_of
from screening.update.fetch import SYSTEM_CLOCK, Fetched, NotModified, fetch
from screening.update.rules import Expect, Known
from screening.update.sources import DATE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from screening.update.fetch import Clock, Progress
    from screening.update.rules import Rules
    from screening.update.sources import Source

    SourceProgress = Callable[[str, int, int | None], None]
    """Told the source's name, the bytes received, and the bytes announced, if any. May raise to stop."""

__all__ = ["Downloaded", "NotDownloaded", "SourceProgress", "Unchanged", "download", "download_all"]

_TITLES_BYTES: Final = 4 * 1024 * 1024
_NOTHING: Final = Known()


@dataclass(frozen=True, slots=True, kw_only=True)
class Downloaded:
    """A source's file, newly fetched.

    Attributes:
        name: The source.
        url: The address that was asked.
        data: The whole file.
        published: Day that it is of, as the publisher states it; None if it does not.
        etag: For the next conditional request, "" without one.
        last_modified: Likewise.
    """

    name: str
    url: str
    data: bytes
    published: date | None
    etag: str
    last_modified: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """The publisher has nothing newer than the file that is known.

    Attributes:
        name: The source.
        url: The address that was asked.
        published: Day up to which the known file is true, where the publisher says so now; None otherwise.
    """

    name: str
    url: str
    published: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotDownloaded:
    """A source that could not be fetched.

    Attributes:
        name: The source.
        error: Why, and what to do.
    """

    name: str
    error: FetchError


def download(
    source: Source,
    rules: Rules,
    known: Known | None = None,
    progress: Progress | None = None,
    *,
    clock: Clock = SYSTEM_CLOCK,
) -> Downloaded | Unchanged:
    """Return the file of `source`, or that the known one is the newest.

    Where the publisher names the day of its newest file elsewhere, it is asked for that first; if
    it is the day of the known file, that is all. The bounds of size and kind are the source's own.

    Args:
        source: What to fetch.
        rules: Bounds of time, allowed hosts, proxy and authorities.
        known: What the publisher said of the known file, None if there is none.
        progress: Called now and then while bytes come.
        clock: For tests.

    Raises:
        FetchError: It cannot be fetched; the text says why, and what to do.
        SettingError: The proxy or the file of authorities in the rules cannot be used.
    """
    day = _day(source, rules, clock) if DATE in source.address else None
    url = source.address.replace(DATE, day.isoformat()) if day else source.address
    if not url:
        raise AddressNotAllowedError(
            f"{source.title} has no lasting address; name the present one as address of [{source.name}] in "
            "sources.toml, or hand the file over with --offline."
        )
    if day and known and known.published == day.isoformat():
        return Unchanged(name=source.name, url=url, published=day)
    bounds = dataclasses.replace(
        rules, expect=source.expect, max_received=source.max_bytes, max_content=source.max_bytes
    )
    found = fetch(url, bounds, known, progress, clock=clock)
    if isinstance(found, NotModified):
        return Unchanged(name=source.name, url=url, published=day)
    return Downloaded(
        name=source.name,
        url=url,
        data=found.content,
        published=day or _day_of(found.last_modified),
        etag=found.etag,
        last_modified=found.last_modified,
    )


def download_all(
    sources: Iterable[Source],
    rules: Rules,
    known: Mapping[str, Known],
    progress: SourceProgress | None = None,
    *,
    clock: Clock = SYSTEM_CLOCK,
) -> tuple[Downloaded | Unchanged | NotDownloaded, ...]:
    """Return what became of each source, in their order; one that fails does not stop the others.

    A host that could not be reached is not asked for its next file, so that a closed network is
    told soon.

    Args:
        sources: What to fetch.
        rules: As for `download`; times are for each file.
        known: What is known of the files that are there, by source.
        progress: Called now and then while bytes come.
        clock: For tests.

    Raises:
        SettingError: The proxy or the file of authorities in the rules cannot be used.
    """
    unreachable: dict[str, FetchError] = {}
    return tuple(
        _outcome(source, rules, known.get(source.name, _NOTHING), progress, unreachable, clock) for source in sources
    )


def _outcome(
    source: Source,
    rules: Rules,
    known: Known,
    progress: SourceProgress | None,
    unreachable: dict[str, FetchError],
    clock: Clock,
) -> Downloaded | Unchanged | NotDownloaded:
    def told(received: int, expected: int | None) -> None:
        if progress is not None:
            progress(source.name, received, expected)

    place = _place(source, rules)
    if place in unreachable:
        return NotDownloaded(name=source.name, error=unreachable[place])
    try:
        return download(source, rules, known, told, clock=clock)
    except UnreachableError as error:
        unreachable[place] = error
        return NotDownloaded(name=source.name, error=error)
    except FetchError as error:
        return NotDownloaded(name=source.name, error=error)


def _place(source: Source, rules: Rules) -> str:
    try:
        return address_of(source.dates_address or source.address, rules).place
    except AddressNotAllowedError:
        return source.name


def _day(source: Source, rules: Rules, clock: Clock) -> date:
    """Return the day up to which the eCFR holds the title of `source`; later days it answers with 404."""
    small = dataclasses.replace(rules, expect=Expect.JSON, max_received=_TITLES_BYTES, max_content=_TITLES_BYTES)
    found = fetch(source.dates_address, small, clock=clock)
    try:
        titles = json.loads(found.content if isinstance(found, Fetched) else b"")["titles"]
        title = next(title for title in titles if title["number"] == source.dates_title)
        return date.fromisoformat(title["up_to_date_as_of"])
    except (ValueError, TypeError, LookupError, StopIteration, RecursionError) as error:
        raise BadAnswerError(
            f"{source.dates_address} does not say up to which day title {source.dates_title} is true, so its newest "
            "text cannot be asked for; try again later, or hand the file over with --offline."
        ) from error


def _day_of(last_modified: str) -> date | None:
    try:
        moment = parsedate_to_datetime(last_modified)
    except (TypeError, ValueError, OverflowError):
        return None
    return (moment.astimezone(UTC) if moment.tzinfo else moment).date()
