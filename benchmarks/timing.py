"""What the measurements of speed share: names, seconds, and processes of their own."""

from __future__ import annotations

import csv
import gzip
import os
import random
import statistics
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from benchmarks.labels import SEED
from benchmarks.report import print_table
from benchmarks.vendors import vendors
from screening import EntityTable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_STARTS = 5
_CACHE = "ENTITY_CHECK_CACHE"


def sample_names(path: Path | None, count: int) -> tuple[list[str], list[str]]:
    """Return `count` distinct names and as many others; the same ones again if there are no more."""
    if path:
        opened = gzip.open if path.suffix == ".gz" else open
        with opened(path, "rt", encoding="utf-8", newline="") as file:
            names = [row["name"] for row in csv.DictReader(file)]
    else:
        listed = [entry.name for entry in EntityTable.bundled(lists=["EL"]).entries]
        names = [name for _, name, _, _ in vendors(3 * count, listed)]
    distinct = list(dict.fromkeys(names))
    random.Random(SEED).shuffle(distinct)  # noqa: S311 - no secret is made
    return distinct[:count], distinct[count : 2 * count] or distinct[:count]


def print_starts(folder: Path, code: str, label: str) -> None:
    """Print how long a new process takes for `code`, without and with the cached index."""
    without = [_start(code, folder / f"cache-{number}") for number in range(_STARTS)]
    kept = [_start(code, folder / "cache-0") for _ in range(_STARTS)]
    rows = [
        ["empty cache directory", f"{statistics.median(without):.2f}", f"{max(without):.2f}"],
        ["index in the cache", f"{statistics.median(kept):.2f}", f"{max(kept):.2f}"],
    ]
    print_table([label, "median, s", "slowest, s"], rows, "Start")
    print(f"\n{_STARTS} processes each.")


def _start(code: str, cache: Path) -> float:
    return seconds(lambda: in_new_process(code, cache))


def in_new_process(code: str, cache: Path, *arguments: str) -> str:
    """Return what a new process prints that runs `code` with its cache in `cache`."""
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env={**os.environ, _CACHE: str(cache)},
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


def seconds(run: Callable[[], object]) -> float:
    """Return how many seconds `run` took."""
    started = time.perf_counter()
    run()
    return time.perf_counter() - started
