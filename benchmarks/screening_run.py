"""Time and memory of screening whole vendor files.

    python -m benchmarks.screening_run            # 20,000 rows, .xlsx in, .xlsx out
    python -m benchmarks.screening_run --large    # and 100,000 against 1,000,000 CSV rows

Each run is a process of its own, so that its peak memory is its own.
"""

from __future__ import annotations

import argparse
import csv
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from openpyxl import Workbook

from benchmarks.vendors import vendors
from screening import EntityTable

_HEADER = ("Vendor No", "Vendor Name", "Country", "Street")
_MEGABYTE = 1024 if sys.platform == "linux" else 1024 * 1024


def main() -> None:
    """Make the files, screen them, print a table."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--rows", type=int, default=20_000)
    options.add_argument("--large", action="store_true")
    arguments = options.parse_args()
    listed = [entry.name for entry in EntityTable.bundled(lists=["EL"]).entries]
    print(
        "| input | rows | seconds | rows/s | peak memory, MB | largest worker, MB |\n"
        "| --- | --- | --- | --- | --- | --- |"
    )
    with tempfile.TemporaryDirectory() as folder:
        _report(_workbook(Path(folder) / "vendors.xlsx", arguments.rows, listed), arguments.rows)
        for rows in (100_000, 1_000_000) if arguments.large else ():
            _report(_csv(Path(folder) / f"vendors-{rows}.csv", rows, listed), rows)


def _workbook(path: Path, rows: int, listed: list[str]) -> Path:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Vendors")
    sheet.append(_HEADER)
    for row in vendors(rows, listed):
        sheet.append(row)
    book.save(path)
    return path


def _csv(path: Path, rows: int, listed: list[str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_HEADER)
        writer.writerows(vendors(rows, listed))
    return path


def _report(path: Path, rows: int) -> None:
    out = path.with_name(path.stem + "-review.xlsx")
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", _MEASURED, "screen", str(path), "--out", str(out), "--quiet"],
        check=True,
        capture_output=True,
    )
    seconds = time.perf_counter() - started
    peak, worker = (int(size) / _MEGABYTE for size in out.with_suffix(".peak").read_text("ascii").split())
    print(
        f"| {path.suffix} | {rows:,} | {seconds:.1f} | {rows / seconds:,.0f} | {peak:.0f} | {worker:.0f} |", flush=True
    )


# The command line as a user runs it, and at the end the peak memory of it and
# of its largest worker, in KiB on Linux. The kernel's own high-water mark, where
# there is one: `ru_maxrss` begins at the size of the process that started this one.
_MEASURED = """
import re, resource, sys
from pathlib import Path
from addin.cli import main
try:
    main()
finally:
    status = Path("/proc/self/status")
    peak = int(re.search("VmHWM:\\s+([0-9]+)", status.read_text())[1]) if status.exists() else (
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    worker = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    out = Path(sys.argv[sys.argv.index("--out") + 1])
    out.with_suffix(".peak").write_text(f"{peak} {worker}")
"""

if __name__ == "__main__":
    main()
