"""What the command line and the ribbon share about updating the lists: fetch, make a table, put it in force."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from operator import attrgetter
from typing import TYPE_CHECKING

from screening.errors import ArgumentError
from screening.review.difference import difference
from screening.table.archive import data_folder
from screening.table.build import pack_sources
from screening.table.installed import Installed
from screening.update.carried import carried
from screening.update.fetch import SYSTEM_CLOCK
from screening.update.kept import KeptFiles
from screening.update.renew import fetched, renew
from screening.update.rules import Expect
from screening.update.sources import FILE_NAME, load_sources

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from screening import EntityTable
    from screening.table.build import Handed, ReadSource
    from screening.update.renew import Fetch, Renewal
    from screening.update.sources import Source, Sources

__all__ = ["fetch_lists", "put_in_force", "renewal_text"]

_DOWNLOADS = "downloads"


def fetch_lists(names: Sequence[str] = (), progress: Callable[[float], None] | None = None) -> Fetch:
    """Ask the publishers for their files.

    Args:
        names: Names of sources, or https addresses; none for every source that is used.
        progress: Called again and again with how much is done, 0 to 1; what it raises stops the work.

    Raises:
        ArgumentError: A name is none of a source.
        FetchError: A file cannot be fetched.
        SettingError: What `sources.toml` in the data folder says cannot be used.
    """
    data = data_folder()
    known = load_sources(data / FILE_NAME)
    sources = [_source(name, known) for name in names] or list(known.used())
    told = _share([source.name for source in sources], progress) if progress else None
    rules = known.rules(os.environ)
    return fetched(sources, rules, _now(), told, clock=SYSTEM_CLOCK, kept=KeptFiles(data / _DOWNLOADS))


def put_in_force(
    handed: Sequence[Handed],
    fetch: Fetch | None = None,
    *,
    own: Mapping[str, ReadSource] | None = None,
    without: Collection[str] = (),
    accepted: Collection[str] = (),
    progress: Callable[[float], None] | None = None,
) -> Renewal:
    """Make a table of files, of the packs, and of the company's own lists, and put it in force.

    Args:
        handed: Files that somebody handed over.
        fetch: What came from the publishers; it is kept for the next update if the table is put in force.
        own: The company's own lists that are named anew, by code; the others go in as they are in force.
        without: Codes of own lists that do not go in any more.
        accepted: Codes of lists of which a person has said that they are as they should be.
        progress: Called now and then with how much is done, 0 to 1.

    Raises:
        SourceError: A file cannot be read.
        SettingsFileError: What `sources.toml` in the data folder says cannot be used.
        TableDoubtedError: Too much speaks against the table; what was in force stays so.
        TableError: The disk refuses, or another update was faster; what is in force stays so.
    """
    data = data_folder()
    installed, own = Installed(data), own or {}
    gate = load_sources(data / FILE_NAME).gate
    before = installed.last_good()
    more = [*pack_sources(), *own.values(), *(carried(before, {*own, *without}) if before else ())]
    files = [*handed, *(fetch.handed if fetch else ())]
    done = renew(files, installed, _now(), more=more, rules=gate, accepted={*accepted, *without}, progress=progress)
    if fetch:
        with suppress(OSError):  # it only saves sending them again
            KeptFiles(data / _DOWNLOADS).keep(fetch.new)
    return done


def renewal_text(done: Renewal) -> str:
    """Return what an update did, in a line, and a line for each list that differs from before."""
    said = f"The table {done.table.id}, published {done.table.published}, is in force"
    if not done.is_new:
        return f"{said} as before: the files bring nothing new."
    return "\n".join((f"{said} now.", *(_changed(done.before, done.table) if done.before else ())))


def _changed(before: EntityTable, now: EntityTable) -> Iterator[str]:
    found = [one for one in difference(before, now).lists if one.added or one.removed or one.renamed or one.amended]
    for one in found:
        happened = {"added": one.added, "removed": one.removed, "renamed": one.renamed, "amended": one.amended}
        words = ", ".join(f"{count:,} {what}" for what, count in happened.items() if count)
        yield f"{one.code}: {one.now or 0:,} entries; {words}."
    yield "See them with `entity-check lists diff previous current`." if found else "No entry differs from before."


def _now() -> datetime:
    return datetime.now(UTC).astimezone()


def _share(names: Sequence[str], show: Callable[[float], None]) -> Callable[[str, int, int | None], None]:
    def told(name: str, received: int, expected: int | None) -> None:
        part = min(received / expected, 1) if expected else 0
        show((names.index(name) + part) / len(names))

    return told


def _source(name: str, known: Sources) -> Source:
    if name in known.by_name:
        return known.by_name[name]
    if not name.startswith("https://"):
        raise ArgumentError(
            f"{name} is no file, no https address and no source; choose from {', '.join(known.by_name)}."
        )
    # What it holds is told by its content; the bounds are those of the largest file that is known.
    file = name.split("?", maxsplit=1)[0].rsplit("/", 1)[-1] or name
    ending = file.rsplit(".", 1)[-1].lower()
    expect = Expect(ending) if ending in set(Expect) else None
    largest = max(known.by_name.values(), key=attrgetter("max_bytes"))
    return replace(largest, name=name, title=name, address=name, file=file, expect=expect, dates_address="")
