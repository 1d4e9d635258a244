"""How fast Entity Check screens, against bare retrieval and the usual fuzzy search in the same run.

    python -m benchmarks.speed                          # 50,000 seeded names
    python -m benchmarks.speed --names names.csv.gz     # names of the column `name`

Start and memory are those of processes of their own.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.labels import Query
from benchmarks.listed import ListedNames
from benchmarks.peers import ExtractOneWRatio, PeerMissingError, Trigrams
from benchmarks.report import machine, print_table
from benchmarks.timing import in_new_process, print_starts, sample_names, seconds
from screening import Screener

if TYPE_CHECKING:
    from collections.abc import Sequence

_WRATIO_NAMES = 200  # at 50 ms and more a name
_SINGLE_NAMES = 2_000
_RETRIEVED = 10  # best names, as many as Entity Check reports


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--names", type=Path, help=".csv or .csv.gz with a column `name`; default: seeded names")
    options.add_argument("--count", type=int, default=50_000, help="distinct names to screen")
    arguments = options.parse_args()
    cold, warm = sample_names(arguments.names, arguments.count)
    print("# Speed\n")
    print(machine())
    source = arguments.names.name if arguments.names else "benchmarks.vendors"
    print(f"{len(cold):,} distinct names of {source}, and {len(warm):,} others for the second call.")
    with tempfile.TemporaryDirectory() as folder:
        print_starts(Path(folder), _FIRST_VERDICT, "process start to first verdict")
        # Before this process grows: on Linux a child's peak starts at its parent's size.
        _print_memory(Path(folder), cold)
    _print_batch(cold, warm)
    _print_single(warm)


def _print_batch(cold: Sequence[str], warm: Sequence[str]) -> None:
    screener = Screener.bundled()
    first = len(cold) / seconds(lambda: screener.screen_many(cold))
    second = len(warm) / seconds(lambda: screener.screen_many(warm))
    rows = [
        ["Entity Check `screen_many`, first call", f"{first:,.0f}", "1.0"],
        ["Entity Check `screen_many`, second call, other names", f"{second:,.0f}", _ratio(second, first)],
    ]
    listed = ListedNames(screener.table)
    peers = (
        (f"{Trigrams.label}, all cores", partial(_trigrams, threads=None)),
        (f"{Trigrams.label}, one thread (its library's default)", partial(_trigrams, threads=1)),
        (ExtractOneWRatio.label, _wratio),
    )
    for label, measure in peers:
        try:
            speed = measure(listed, cold)
            rows.append([label, f"{speed:,.1f}", _ratio(first, speed)])
        except PeerMissingError as error:
            rows.append([label, f"not measured: {error}", ""])
    print_table(["batch", "names/s", "Entity Check's first call is faster by"], rows, "Many names")
    print(f"\nTF-IDF: vectorising and the best {_RETRIEVED}, index given. WRatio: {_WRATIO_NAMES} sampled names.")


def _trigrams(listed: ListedNames, names: Sequence[str], threads: int | None) -> float:
    trigrams = Trigrams(listed)
    return len(names) / seconds(lambda: trigrams.retrieve(names, _RETRIEVED, threads))


def _wratio(listed: ListedNames, names: Sequence[str]) -> float:
    matcher = ExtractOneWRatio(listed)
    sample = [Query(name, "") for name in names[:_WRATIO_NAMES]]
    return len(sample) / seconds(lambda: matcher.score(sample))


def _print_single(names: Sequence[str]) -> None:
    screener = Screener.bundled()
    warming, measured = names[:_SINGLE_NAMES], names[_SINGLE_NAMES : 2 * _SINGLE_NAMES] or names[:_SINGLE_NAMES]
    for name in warming:
        screener.screen(name)
    took = sorted(1000 * seconds(partial(screener.screen, name)) for name in measured)
    rows = [
        ["median", f"{statistics.median(took):.2f}"],
        ["99th percentile", f"{took[int(0.99 * (len(took) - 1))]:.2f}"],
        ["slowest", f"{took[-1]:.2f}"],
    ]
    print_table(["one warm `screen`", "ms"], rows, "One name")
    print(f"\n{len(measured):,} names that differ, after {len(warming):,} others.")


def _print_memory(folder: Path, names: Sequence[str]) -> None:
    path = folder / "names.txt"
    path.write_text("\n".join(name.replace("\n", " ") for name in names), encoding="utf-8")
    rows = []
    for case, cache in (("index built", "fresh"), ("index in the cache", "fresh")):
        own, worker = (int(peak) / _MEGABYTE for peak in in_new_process(_PEAK, folder / cache, str(path)).split())
        rows.append(
            [f"`screen_many` of {len(names):,} names, {case}", f"{own:.0f}", f"{worker:.0f}" if worker else "-"]
        )
    print_table(["peak memory", "own process, MB", "largest worker, MB"], rows, "Memory")


def _ratio(fast: float, slow: float) -> str:
    return f"{fast / slow:,.1f}"


_MEGABYTE = 1024 if sys.platform == "linux" else 1024 * 1024
_FIRST_VERDICT = "from screening import Screener; print(Screener.bundled().screen('Hik Vision').verdict)"
_PEAK = """
import resource, sys
from pathlib import Path
from screening import Screener
if __name__ == "__main__":
    Screener.bundled().screen_many(Path(sys.argv[1]).read_text("utf-8").split("\\n"))
    print(*(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))
"""

if __name__ == "__main__":
    main()
