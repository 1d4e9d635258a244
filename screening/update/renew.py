"""One update: files are read, joined, held against the last good table, and put in force or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from screening.errors import FetchError, TableDoubtedError, TableError
from screening.table.build import Handed, assemble, read_sources
from screening.table.table import EntityTable
from screening.update.download import Downloaded, NotDownloaded, Unchanged, download_all
from screening.update.health import examine
from screening.update.sources import DATE

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from datetime import date, datetime

    from screening.table.build import ReadSource
    from screening.table.installed import Installed
    from screening.update.download import SourceProgress
    from screening.update.fetch import Clock
    from screening.update.health import Finding, GateRules
    from screening.update.kept import KeptFile, KeptFiles
    from screening.update.rules import Rules
    from screening.update.sources import Source

__all__ = ["TAKEN_BACK", "Fetch", "Renewal", "fetched", "renew"]

TAKEN_BACK: Final = "ROLLBACK"
"""What a person accepts who wants a table that was taken back."""
# How much is done, of a time measured with the Consolidated Screening List.
_READ: Final = 0.4
_MADE: Final = 0.6
_EXAMINED: Final = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """What came of asking the publishers.

    Attributes:
        handed: A file of every source that was asked, new or kept.
        new: Those that came now, with the day that each counts as of.
    """

    handed: tuple[Handed, ...]
    new: tuple[tuple[Downloaded, date], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewal:
    """What an update did.

    Attributes:
        table: The table in force now.
        before: The one in force before; None if none could be opened.
        findings: What speaks against the new one and did not stop it.
    """

    table: EntityTable
    before: EntityTable | None
    findings: tuple[Finding, ...]

    @property
    def is_new(self) -> bool:
        """Whether another table is in force than before."""
        return self.before is None or self.before.id != self.table.id


def fetched(
    sources: Sequence[Source],
    rules: Rules,
    now: datetime,
    progress: SourceProgress | None = None,
    *,
    clock: Clock,
    kept: KeptFiles | None = None,
) -> Fetch:
    """Return the files of all these sources: fetched, or kept where the publisher has nothing newer.

    A file of which its publisher names no day is of the day on which it was fetched.

    Args:
        sources: What to fetch.
        rules: Bounds of time and size, allowed hosts, proxy and authorities.
        now: The time.
        progress: Called now and then while bytes come.
        clock: For tests.
        kept: Files of an earlier update; None to fetch everything.

    Raises:
        FetchError: One of them cannot be fetched; the first one's error, which names the others too.
        SettingError: The proxy or the file of authorities cannot be used.
    """
    held = _held(kept, sources)
    known = {name: file.known for name, (file, _) in held.items()}
    outcomes = download_all(sources, rules, known, progress, clock=clock)
    failed = [one for one in outcomes if isinstance(one, NotDownloaded)]
    if failed:
        raise _failure(failed)
    files = {source.name: source.file for source in sources}
    new = tuple((one, one.published or now.date()) for one in outcomes if isinstance(one, Downloaded))
    handed = [Handed(name=files[one.name], data=one.data, url=one.url, published=day) for one, day in new]
    for one in outcomes:
        if isinstance(one, Unchanged):
            file, data = held[one.name]
            handed.append(
                Handed(name=files[one.name], data=data, url=file.url, published=one.published or file.published)
            )
    return Fetch(handed=tuple(handed), new=new)


def _held(kept: KeptFiles | None, sources: Sequence[Source]) -> dict[str, tuple[KeptFile, bytes]]:
    """Return the kept files of these sources that came from their present addresses, with their bytes."""
    files = kept.files() if kept else {}
    found: dict[str, tuple[KeptFile, bytes]] = {}
    for source in sources:
        file = files.get(source.name)
        if kept and file and file.url == source.address.replace(DATE, file.published.isoformat()):
            data = kept.data(file)
            if data is not None:
                found[source.name] = (file, data)
    return found


def renew(
    handed: Sequence[Handed],
    installed: Installed,
    now: datetime,
    *,
    more: Sequence[ReadSource] = (),
    rules: GateRules | None = None,
    accepted: Collection[str] = (),
    progress: Callable[[float], None] | None = None,
) -> Renewal:
    """Make a table of files and put it in force, if nothing speaks against it.

    Args:
        handed: The files, at least one.
        installed: Where the table is put in force.
        now: The time, with its offset from UTC.
        more: What else goes into the table, read already.
        rules: When a table is stopped.
        accepted: Codes of lists of which a person has said that they are as they should be;
            `TAKEN_BACK` for a table that was taken back.
        progress: Called now and then with how much is done, 0 to 1.

    Raises:
        SourceError: A file cannot be read.
        TableDoubtedError: Too much speaks against the table; what was in force stays so.
        TableError: The disk refuses, or another update was faster; what is in force stays so.
    """
    tell = progress or _nobody
    tell(0)
    read = read_sources(handed, today=now.date())
    tell(_READ)
    built = assemble([*read, *more])
    table = EntityTable.from_files(built.files, built.manifest)
    tell(_MADE)
    stamp, before = installed.stamp, installed.last_good()
    findings = examine(table, before, today=now.date(), rules=rules, rejected=built.rejected, accepted=accepted)
    doubts = {finding.text: finding.list for finding in findings if finding.stops}
    if table.id in installed.taken_back and TAKEN_BACK not in accepted:
        doubts["It is the table that was taken back with lists rollback."] = TAKEN_BACK
    if doubts:
        raise TableDoubtedError(tuple(doubts), tuple(sorted(set(doubts.values()))))
    if installed.stamp != stamp:
        raise TableError(
            "Another update has put a table in force meanwhile, so this one was given up; that table stays in force."
        )
    tell(_EXAMINED)
    installed.install(table, now)
    tell(1)
    return Renewal(table=installed.open(), before=before, findings=findings)


def _nobody(_done: float) -> None:
    """Nobody wants to know how far it is."""


def _failure(failed: Sequence[NotDownloaded]) -> FetchError:
    first = failed[0]
    others = f" Nor could these be fetched: {', '.join(one.name for one in failed[1:])}." if failed[1:] else ""
    return type(first.error)(
        f"{first.name}: {first.error}{others} Nothing was changed. To do without a source, name those to take with "
        "--from."
    )
