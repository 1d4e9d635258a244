"""Whatever goes wrong, the folder holds what it held before."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import textwrap
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from workbook.errors import InputError
from workbook.read.vendor_file import ReadOptions, open_vendors
from workbook.review.output import OutputSameAsInputError
from workbook.review.pipeline import ReviewOptions, write_review

if TYPE_CHECKING:
    from pathlib import Path

    from screening import Screener
    from tests.workbook.review.conftest import Review

NOW = datetime(2026, 8, 14, tzinfo=UTC)


def test_ctrl_c_leaves_nothing(review: Review, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither beside the target nor among the temporary files."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))

    def stop(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        review(progress=stop)
    assert [path.name for path in folder.iterdir()] == ["vendors.csv"]
    assert not list(scratch.iterdir())


def test_damaged_input_leaves_nothing(review: Review, folder: Path, screener: Screener) -> None:
    """An input that ends in the middle is the input's error, not the output's."""
    source = review().path  # any workbook will do as a vendor file
    damaged = folder / "damaged.xlsx"
    damaged.write_bytes(source.read_bytes()[:-2000])
    source.unlink()
    with pytest.raises(InputError):
        _review(damaged, folder / "review.xlsx", screener)
    assert {path.name for path in folder.iterdir()} == {"vendors.csv", "damaged.xlsx"}


def test_vendor_file_is_not_replaced(review: Review, folder: Path, screener: Screener) -> None:
    """A review may be screened itself, but not into itself."""
    source = folder / "again.xlsx"
    review().path.rename(source)
    before = source.read_bytes()
    with pytest.raises(OutputSameAsInputError):
        _review(source, folder / "AGAIN.xlsx", screener)
    assert source.read_bytes() == before


def _review(source: Path, out: Path, screener: Screener) -> None:
    with open_vendors(source, ReadOptions(sheet="All screened")) as vendors:
        write_review(vendors, screener, ReviewOptions(out=out, now=NOW))


_FULL_DISK = """
    import resource, sys
    from datetime import UTC, date, datetime
    from pathlib import Path
    from screening import EntityTable, Entry, Screener
    from workbook.review.output import OutputUnwritableError
    from workbook.read.vendor_file import ReadOptions, open_vendors
    from workbook.review.pipeline import ReviewOptions, write_review

    folder, limit = Path(sys.argv[1]), int(sys.argv[2])
    table = EntityTable.from_entries([Entry(key="EL-1", list="EL", name="Kvarn")], published=date(2026, 7, 31))
    screener = Screener(table)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    options = ReviewOptions(out=folder / "review.xlsx", now=datetime(2026, 8, 14, tzinfo=UTC))
    try:
        with open_vendors(folder / "vendors.csv") as vendors:
            write_review(vendors, screener, options)
    except OutputUnwritableError as error:
        sys.exit(f"refused: {error}")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a limit on file sizes can be set on Unix only")
@pytest.mark.parametrize("limit", [100, 20_000, 100_000])
def test_full_disk_leaves_nothing(folder: Path, tmp_path: Path, limit: int) -> None:
    """No file may grow beyond `limit`: the same error as on a full disk, early, midway and late."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    rows = "".join(f"Alder Metals {number:05},US\n" for number in range(4000))
    (folder / "vendors.csv").write_text(f"Vendor name,Country\n{rows}", encoding="utf-8")
    (folder / "review.xlsx").write_bytes(b"old")
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", textwrap.dedent(_FULL_DISK), str(folder), str(limit)],
        env={**os.environ, "TMPDIR": str(scratch), "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.stderr.startswith("refused: Cannot write ")
    assert "is full" in run.stderr
    assert len(run.stderr.splitlines()) == 1
    assert {path.name for path in folder.iterdir()} == {"vendors.csv", "review.xlsx"}
    assert (folder / "review.xlsx").read_bytes() == b"old"
    assert not list(scratch.iterdir())
