"""How fast Excel gets its answers: the Python half of filled-down formulas, of one cell, and of the start.

    python -m benchmarks.excel                          # 10,000 seeded names
    python -m benchmarks.excel --names names.csv.gz     # names of the column `name`

What Excel and COM add is not measured: neither runs here.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from addin.calls import entity_answers
from benchmarks.report import machine, print_table
from benchmarks.timing import print_starts, sample_names, seconds

if TYPE_CHECKING:
    from collections.abc import Sequence

_FIRST_ANSWER = "from addin.calls import entity_answers; print(entity_answers('ENTITY_CHECK', [['Hik Vision']]))"
_SINGLE = 2_000


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--names", type=Path, help=".csv or .csv.gz with a column `name`; default: seeded names")
    options.add_argument("--count", type=int, default=10_000, help="distinct names in the column")
    arguments = options.parse_args()
    names, others = sample_names(arguments.names, arguments.count)
    print("# Excel\n")
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        print_starts(Path(folder), _FIRST_ANSWER, "import, load and first answer, process start included")
    _print_column(names, others)
    _print_cell(others)


def _print_column(names: Sequence[str], others: Sequence[str]) -> None:
    """Compare one call for a column with a call for each cell."""
    entity_answers("ENTITY_CHECK", [["Ostervik"]])  # loads
    column, cells = ([[name, "", "", ""] for name in some] for some in (names, others))
    together = seconds(lambda: entity_answers("ENTITY_CHECK", column))
    apart = seconds(lambda: [entity_answers("ENTITY_CHECK", [call]) for call in cells])
    rows = [
        ["one call for the column", f"{together:.2f}", "1.0"],
        ["a call for each cell, other names", f"{apart:.2f}", f"{apart / together:.1f}"],
    ]
    print_table([f"{len(column):,} different names, after loading", "s", "times"], rows, "A filled-down column")


def _print_cell(names: Sequence[str]) -> None:
    took = sorted(1000 * seconds(partial(entity_answers, "ENTITY_CHECK", [[name]])) for name in names[:_SINGLE])
    rows = [
        ["median", f"{statistics.median(took):.2f}"],
        ["99th percentile", f"{took[int(0.99 * (len(took) - 1))]:.2f}"],
        ["slowest", f"{took[-1]:.2f}"],
    ]
    print_table(["one warm cell", "ms"], rows, "One cell")
    print(f"\n{len(took):,} names that differ.")


if __name__ == "__main__":
    main()
