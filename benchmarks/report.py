"""Markdown tables, and the line that says on what machine they were made."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def print_table(head: Sequence[str], rows: Iterable[Sequence[str]], title: str = "") -> None:
    """Print a Markdown table, under a heading if it has a title; figures stand to the right."""
    if title:
        print(f"\n## {title}\n")
    print(f"| {' | '.join(head)} |")
    print(f"| --- |{' ---: |' * (len(head) - 1)}")
    for row in rows:
        print(f"| {' | '.join(row)} |", flush=True)


def machine() -> str:
    """Return day, cores, memory and Python in one line."""
    today = datetime.now(tz=UTC).date().isoformat()
    return f"{today}, {os.cpu_count()} cores, {_memory()}, Python {platform.python_version()} on {platform.system()}."


def percent(share: float, digits: int = 1) -> str:
    """Return a share, 0 to 1, as a percentage."""
    return f"{100 * share:.{digits}f}%"


def _memory() -> str:
    try:
        size = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return "memory unknown"
    return f"{size / 2**30:.0f} GiB memory"
