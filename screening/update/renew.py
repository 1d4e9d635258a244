"""One update: files are read, joined, held against the last good table, and put in force or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from screening.errors import FetchError, TableDoubtedError, TableError
from screening.table.build import Handed, assemble, read_sources
from screening.table.table import EntityTable
from screening.update.download import Downloaded, NotDownloaded, download_all
from screening.update.health import examine

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from screening.table.build import ReadSource
    from screening.table.installed import Installed
    from screening.update.download import SourceProgress
    from screening.update.fetch import Clock
    from screening.update.health import Finding, GateRules
    from screening.update.rules import Rules
    from screening.update.sources import Source

__all__ = ["Renewal", "fetched", "renew"]


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
    sources: Sequence[Source], rules: Rules, now: datetime, progress: SourceProgress | None = None, *, clock: Clock
) -> list[Handed]:
    """Return the files of all these sources, fetched.

    A file of which its publisher names no day is of the day on which it was fetched.

    Args:
        sources: What to fetch.
        rules: Bounds of time and size, allowed hosts, proxy and authorities.
        now: The time.
        progress: Called now and then while bytes come.
        clock: For tests.

    Raises:
        FetchError: One of them cannot be fetched; the first one's error, which names the others too.
        SettingError: The proxy or the file of authorities cannot be used.
    """
    outcomes = download_all(sources, rules, {}, progress, clock=clock)
    failed = [one for one in outcomes if isinstance(one, NotDownloaded)]
    if failed:
        raise _failure(failed)
    files = {source.name: source.file for source in sources}
    return [
        Handed(name=files[one.name], data=one.data, url=one.url, published=one.published or now.date())
        for one in outcomes
        if isinstance(one, Downloaded)
    ]


def renew(
    handed: Sequence[Handed],
    installed: Installed,
    now: datetime,
    *,
    more: Sequence[ReadSource] = (),
    rules: GateRules | None = None,
    accepted: Collection[str] = (),
) -> Renewal:
    """Make a table of files and put it in force, if nothing speaks against it.

    Args:
        handed: The files, at least one.
        installed: Where the table is put in force.
        now: The time, with its offset from UTC.
        more: What else goes into the table, read already.
        rules: When a table is stopped.
        accepted: Codes of lists of which a person has said that they are as they should be.

    Raises:
        SourceError: A file cannot be read.
        TableDoubtedError: Too much speaks against the table; what was in force stays so.
        TableError: The disk refuses, or another update was faster; what is in force stays so.
    """
    built = assemble([*read_sources(handed, today=now.date()), *more])
    table = EntityTable.from_files(built.files, built.manifest)
    stamp, before = installed.stamp, installed.last_good()
    findings = examine(table, before, today=now.date(), rules=rules, rejected=built.rejected, accepted=accepted)
    stopping = [finding for finding in findings if finding.stops]
    if stopping:
        raise TableDoubtedError(
            tuple(finding.text for finding in stopping), tuple(sorted({finding.list for finding in stopping}))
        )
    if installed.stamp != stamp:
        raise TableError(
            "Another update has put a table in force meanwhile, so this one was given up; that table stays in force."
        )
    installed.install(table, now)
    return Renewal(table=installed.open(), before=before, findings=findings)


def _failure(failed: Sequence[NotDownloaded]) -> FetchError:
    first = failed[0]
    others = f" Nor could these be fetched: {', '.join(one.name for one in failed[1:])}." if failed[1:] else ""
    return type(first.error)(
        f"{first.name}: {first.error}{others} Nothing was changed. To do without a source, name those to take with "
        "--from."
    )
