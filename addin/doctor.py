"""What works on this machine and what does not: `entity-check addin doctor`, and the button Diagnose.

Every finding says what was looked at, what was seen, and what to do if that is wrong.
Nothing is changed.
"""

from __future__ import annotations

import sys
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from addin.session import session as this_session
from screening.errors import TableError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from addin.session import Session

__all__ = ["Finding", "as_data", "examine", "worded"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        what: What it is, for example `Python`.
        ok: Whether it is as it should be.
        seen: What was found.
        remedy: What to do, "" if it is as it should be.
    """

    what: str
    ok: bool
    seen: str
    remedy: str = ""


def examine(*, session: Session | None = None) -> list[Finding]:
    """Return what was found, in the order in which it should be mended."""
    return [*_python(), *_table(session or this_session())]


def worded(findings: Sequence[Finding]) -> str:
    """Return the findings as text, what is wrong first."""
    lines = []
    for finding in sorted(findings, key=lambda finding: finding.ok):
        lines.append(f"{'ok   ' if finding.ok else 'WRONG'}  {finding.what}: {finding.seen}")
        if finding.remedy:
            lines.append(f"       {finding.remedy}")
    return "\n".join(lines)


def as_data(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    """Return the findings as JSON-ready data; these keys are a stable interface."""
    return [asdict(finding) for finding in findings]


def _python() -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    bits = 64 if sys.maxsize > 1 << 32 else 32
    yield Finding(what="Python", ok=True, seen=f"{version}, {bits} bits, {Path(sys.executable)}")
    yield Finding(what="xlwings", ok=True, seen=metadata.version("xlwings"))


def _table(session: Session) -> Iterator[Finding]:
    try:
        session.screener()
    except TableError as error:
        yield Finding(
            what="Lists", ok=False, seen=str(error), remedy="Install entity-check again, or another entity table."
        )
        return
    status = session.status()
    yield Finding(
        what="Lists",
        ok=status.health == "OK",
        seen=f"of {status.published}, {status.age_days} days old, {status.rows:,} rows: {status.health}",
        remedy="" if status.health == "OK" else "Build a newer table with `entity-check lists build`, then Recheck.",
    )
