"""Building is repeatable, complete or not at all."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from screening.errors import SourceError
from screening.lists.catalog import list_codes, list_info
from screening.lists.packs import bundled_pack, pack_codes
from screening.table import EntityTable
from screening.table.build import build_table

TRAPS = Path(__file__).parents[2] / "data" / "lists" / "csl-traps.csv"
DAY = date(2026, 7, 31)


def files(folder: Path) -> dict[str, bytes]:
    """Return the bytes of all files in `folder`."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_same_bytes(tmp_path: Path) -> None:
    """Two builds of one file are equal byte for byte."""
    build_table(TRAPS, tmp_path / "a", published=DAY)
    build_table(TRAPS, tmp_path / "b", published=DAY)
    assert files(tmp_path / "a") == files(tmp_path / "b")


def test_report_and_files(tmp_path: Path) -> None:
    """One file a list, the manifest beside them, the report in step."""
    report = build_table(TRAPS, tmp_path / "table", published=DAY)
    table = EntityTable.open(tmp_path / "table")
    assert table.manifest == report.manifest
    assert [counts.code for counts in report.manifest.lists] == list(table.lists)
    assert set(files(tmp_path / "table")) == {"manifest.json", *(f"{code}.jsonl" for code in table.lists)}
    assert {source.name for source in report.manifest.sources} == {
        "csl-traps.csv",
        *(bundled_pack(code).file for code in pack_codes()),
    }
    (source,) = (source for source in report.manifest.sources if source.name == "csl-traps.csv")
    assert (source.published, source.lists) == (DAY, tuple(code for code in table.lists if code not in pack_codes()))
    assert report.rejected == ()
    assert report.unread == {}


def test_files_are_plain_text(tmp_path: Path) -> None:
    """UTF-8, line feeds, no mark, sorted by key."""
    build_table(TRAPS, tmp_path / "table", published=DAY)
    data = (tmp_path / "table" / "EL.jsonl").read_bytes()
    keys = [json.loads(line)["key"] for line in data.decode().splitlines()]
    assert keys == sorted(keys)
    assert not data.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in data
    assert data.endswith(b"}\n")
    assert "subject to the EAR" not in data.decode()


@pytest.mark.parametrize(
    ("name", "stated", "day"),
    [
        pytest.param("consolidated-2026-07-31.csv", None, date(2026, 7, 31), id="name"),
        pytest.param("consolidated-2026-07-31.csv", date(2026, 8, 1), date(2026, 8, 1), id="argument-first"),
        pytest.param("list.csv", DAY, DAY, id="argument"),
    ],
)
def test_published(tmp_path: Path, name: str, stated: date | None, day: date) -> None:
    """The day comes from the argument, else from the name."""
    shutil.copyfile(TRAPS, tmp_path / name)
    assert build_table(tmp_path / name, tmp_path / "table", published=stated).manifest.published == day


def test_published_in_json(tmp_path: Path) -> None:
    """A JSON says itself when it was made."""
    row = {"source": "Unverified List (UVL) - Bureau of Industry and Security", "name": "Kvarn"}
    source = tmp_path / "list.json"
    source.write_text(json.dumps({"results": [row], "search_performed_at": "2026-07-31T06:00:00Z"}), encoding="utf-8")
    assert build_table(source, tmp_path / "table").manifest.published == DAY


@pytest.mark.parametrize("name", ["list.csv", "list-2026-02-31.csv", "list-12026-07-311.csv"])
def test_no_day(tmp_path: Path, name: str) -> None:
    """Without a day there is no table."""
    shutil.copyfile(TRAPS, tmp_path / name)
    with pytest.raises(SourceError, match="give the day"):
        build_table(tmp_path / name, tmp_path / "table")
    assert not (tmp_path / "table").exists()


def test_replaces_a_table(tmp_path: Path) -> None:
    """A new table takes the old one's place, whole, and leaves nothing beside it."""
    out = tmp_path / "table"
    build_table(TRAPS, out, published=DAY)
    build_table(TRAPS, out, published=date(2026, 8, 1))
    assert EntityTable.open(out).published == date(2026, 8, 1)
    assert [path.name for path in tmp_path.iterdir()] == ["table"]


def test_a_failed_build_leaves_the_old_table(tmp_path: Path) -> None:
    """A list that cannot be imported changes nothing."""
    out = tmp_path / "table"
    build_table(TRAPS, out, published=DAY)
    before = files(out)
    broken = tmp_path / "broken.csv"
    broken.write_bytes(TRAPS.read_bytes()[:-50])
    with pytest.raises(SourceError, match="breaks off"):
        build_table(broken, out, published=DAY)
    assert files(out) == before


def test_missing_source(tmp_path: Path) -> None:
    """A file that is not there is named."""
    with pytest.raises(SourceError, match=r"nowhere\.csv cannot be read"):
        build_table(tmp_path / "nowhere.csv", tmp_path / "table", published=DAY)


@pytest.fixture
def only_uvl(tmp_path: Path) -> Path:
    """Return a file of one row on one list."""
    row = {"source": "Unverified List (UVL) - Bureau of Industry and Security", "name": "Kvarn"}
    source = tmp_path / "list.json"
    source.write_text(json.dumps({"results": [row]}), encoding="utf-8")
    return source


def test_missing_lists(only_uvl: Path, tmp_path: Path) -> None:
    """Lists that the file lacks are named; the published rows hold one of each."""
    report = build_table(only_uvl, tmp_path / "table", published=DAY)
    held = {"UVL", *pack_codes()}
    assert report.missing == tuple(code for code in list_codes() if code not in held and not list_info(code).own)
    alone = build_table(only_uvl, tmp_path / "alone", published=DAY, more=())
    assert set(alone.missing) == {*report.missing, *pack_codes()}
    assert build_table(TRAPS, tmp_path / "all", published=DAY).missing == ()


def test_shrunk_against_the_bundled_table(tmp_path: Path) -> None:
    """Without an old table the package's own tells that a list is short; an older day tells nothing."""
    shrunk = build_table(TRAPS, tmp_path / "table", published=DAY).shrunk
    assert any(
        text.startswith("List EL has shrunk from 3,318 entries to 43 since the table of 2026-07-31") for text in shrunk
    )
    assert not any("List CAP " in text for text in shrunk)
    assert build_table(TRAPS, tmp_path / "older", published=date(2026, 7, 30)).shrunk == ()


def test_shrunk_against_the_table_replaced(only_uvl: Path, tmp_path: Path) -> None:
    """The table in the folder counts before the package's own."""
    build_table(TRAPS, tmp_path / "table", published=DAY)
    assert build_table(TRAPS, tmp_path / "table", published=DAY).shrunk == ()
    (text,) = build_table(only_uvl, tmp_path / "table", published=DAY).shrunk
    assert text.startswith("List UVL has shrunk from 3 entries to 1 since the table of 2026-07-31")


@pytest.mark.parametrize(
    ("published", "today", "words"),
    [
        pytest.param(date(2024, 8, 30), None, "takes effect on 2024-11-29, more than 90 days", id="before-its-entries"),
        pytest.param(date(2026, 8, 1), DAY, "after today, 2026-07-31", id="tomorrow"),
    ],
)
def test_a_day_that_cannot_be(tmp_path: Path, published: date, today: date | None, words: str) -> None:
    """A wrong day is refused with both days, and the old table stays."""
    build_table(TRAPS, tmp_path / "table", published=DAY)
    before = files(tmp_path / "table")
    with pytest.raises(SourceError, match=words) as caught:
        build_table(TRAPS, tmp_path / "table", published=published, today=today)
    assert str(published) in str(caught.value)
    assert "give the day" in str(caught.value)
    assert files(tmp_path / "table") == before


@pytest.mark.parametrize(
    ("published", "today"),
    [
        pytest.param(date(2024, 8, 31), None, id="announced-90-days-ahead"),
        pytest.param(DAY, DAY, id="of-today"),
        pytest.param(date(2126, 8, 1), None, id="no-clock"),
    ],
)
def test_a_day_that_can_be(tmp_path: Path, published: date, today: date | None) -> None:
    """The near misses build."""
    assert build_table(TRAPS, tmp_path / "table", published=published, today=today).manifest.published == published


def test_today_goes_into_no_table(tmp_path: Path) -> None:
    """The clock refuses and changes nothing."""
    build_table(TRAPS, tmp_path / "a", published=DAY, today=DAY)
    build_table(TRAPS, tmp_path / "b", published=DAY)
    assert files(tmp_path / "a") == files(tmp_path / "b")
