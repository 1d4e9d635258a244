"""A build replaces a table and nothing else, and a failed one leaves what was there."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from screening.errors import SourceError
from screening.table import EntityTable, install
from screening.table.build import build_table
from screening.table.install import target_folder

TRAPS = Path(__file__).parents[2] / "data" / "lists" / "csl-traps.csv"
DAY = date(2026, 7, 31)
LATER = date(2026, 8, 1)


def content(folder: Path) -> dict[str, bytes | None]:
    """Return what lies in and below `folder`, with the bytes of files."""
    found = sorted(folder.rglob("*"))
    return {str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None for path in found}


def web_app(folder: Path) -> str:
    """Put a web app, which has a manifest.json of its own, in the place of the table."""
    for path in folder.iterdir():
        path.unlink()
    (folder / "manifest.json").write_text('{"name": "Kvarn", "start_url": "."}', encoding="utf-8")
    (folder / "index.html").write_text("Kvarn", encoding="utf-8")
    return "manifest.json"


def file_beside(folder: Path) -> str:
    """Put a file beside a table."""
    (folder / "vendors.xlsx").write_bytes(b"vendors")
    return "vendors.xlsx"


def folder_beside(folder: Path) -> str:
    """Put a folder beside a table."""
    (folder / "reviews").mkdir()
    (folder / "reviews" / "2026.xlsx").write_bytes(b"review")
    return "reviews"


def folder_for_file(folder: Path) -> str:
    """Put a folder where a list file was."""
    (folder / "EL.jsonl").unlink()
    (folder / "EL.jsonl").mkdir()
    (folder / "EL.jsonl" / "notes.txt").write_bytes(b"notes")
    return "EL.jsonl"


def changed_manifest(folder: Path) -> str:
    """Change the manifest so that its id does not agree."""
    path = folder / "manifest.json"
    path.write_bytes(path.read_bytes().replace(b"csl-traps", b"csl-kvarn"))
    return "manifest.json"


def no_manifest(folder: Path) -> str:
    """Take the manifest away."""
    (folder / "manifest.json").unlink()
    return "CAP.jsonl"


@pytest.mark.parametrize(
    "spoiled", [web_app, file_beside, folder_beside, folder_for_file, changed_manifest, no_manifest]
)
def test_keeps_off_other_folders(folder: Path, spoiled: Callable[[Path], str]) -> None:
    """A folder that holds anything but a table is left alone, and the stranger is named."""
    stranger = spoiled(folder)
    before = content(folder)
    with pytest.raises(SourceError, match=r"something else than a table: .*; choose another folder\.$") as caught:
        build_table(TRAPS, folder, published=LATER)
    assert stranger in str(caught.value)
    assert "\n" not in str(caught.value)
    assert content(folder) == before
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_replaces_a_table_that_lost_a_file(folder: Path) -> None:
    """A table that is short of a list file is mended by building it again."""
    whole = content(folder)
    (folder / "EL.jsonl").unlink()
    build_table(TRAPS, folder, published=DAY)
    assert content(folder) == whole


def test_fills_an_empty_folder(tmp_path: Path) -> None:
    """There is nothing to lose in an empty folder."""
    (tmp_path / "table").mkdir()
    build_table(TRAPS, tmp_path / "table", published=DAY)
    assert EntityTable.open(tmp_path / "table").published == DAY


@pytest.mark.parametrize("is_there", [True, False])
def test_a_link_stays(tmp_path: Path, *, is_there: bool) -> None:
    """A link is built into, whether its folder is there yet or not."""
    if is_there:
        build_table(TRAPS, tmp_path / "real", published=DAY)
    (tmp_path / "link").symlink_to(tmp_path / "real", target_is_directory=True)
    build_table(TRAPS, tmp_path / "link", published=LATER)
    assert (tmp_path / "link").is_symlink()
    assert EntityTable.open(tmp_path / "real").published == LATER
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link", "real"]


def test_a_link_to_itself(tmp_path: Path) -> None:
    """A loop of links is refused in one line."""
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    with pytest.raises(SourceError, match="choose another folder"):
        build_table(TRAPS, tmp_path / "loop", published=DAY)
    assert (tmp_path / "loop").is_symlink()


def test_out_is_a_file(tmp_path: Path) -> None:
    """A file is no folder and stays as it is."""
    (tmp_path / "vendors.xlsx").write_bytes(b"vendors")
    with pytest.raises(SourceError, match=r"vendors\.xlsx is a file, .*; choose another folder\.$"):
        build_table(TRAPS, tmp_path / "vendors.xlsx", published=DAY)
    assert (tmp_path / "vendors.xlsx").read_bytes() == b"vendors"


@pytest.mark.parametrize(
    ("out", "words"),
    [
        pytest.param("vendors.xlsx/table", "choose a folder that you may", id="below-a-file"),
        pytest.param("k" * 300, "choose a", id="long-name"),
    ],
)
def test_impossible_places(tmp_path: Path, out: str, words: str) -> None:
    """What no disk takes is refused in one line that says what next."""
    (tmp_path / "vendors.xlsx").write_bytes(b"vendors")
    with pytest.raises(SourceError, match=words):
        build_table(TRAPS, tmp_path / out, published=DAY)


@pytest.mark.parametrize("place", [(Path, "iterdir"), (Path, "mkdir"), (os, "fsync")], ids=lambda place: place[1])
def test_a_disk_that_refuses(folder: Path, monkeypatch: pytest.MonkeyPatch, place: tuple[object, str]) -> None:
    """Whatever the disk refuses, the old table stays and the line says what next."""
    before = content(folder)

    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(*place, refuse)
    with pytest.raises(SourceError, match=r"No space left on device.*; .*choose a"):
        build_table(TRAPS, folder, published=LATER)
    monkeypatch.undo()
    assert content(folder) == before
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_a_table_that_does_not_read_back(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bytes that come back changed are no table."""
    before = content(folder)
    monkeypatch.setattr(install, "_write_file", lambda path, data: path.write_bytes(data[:-1]))
    with pytest.raises(SourceError, match="does not read back"):
        build_table(TRAPS, folder, published=LATER)
    assert content(folder) == before


def refuse_renames(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    """Let no path of these names be renamed."""
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self.name in names:
            raise PermissionError(13, "in use")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)


@pytest.mark.parametrize("name", ["fresh", "table"])
def test_a_failed_swap_brings_the_old_table_back(folder: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """If the folders cannot be exchanged, the old one stays or returns."""
    before = content(folder)
    refuse_renames(monkeypatch, name)
    with pytest.raises(SourceError, match=r"in use.*nothing was changed; close what uses the folder"):
        build_table(TRAPS, folder, published=LATER)
    assert content(folder) == before
    assert [path.name for path in folder.parent.iterdir()] == ["table"]


def test_an_old_table_that_cannot_return_is_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The only copy of the old table is not cleared away; the line says where it is."""
    before = content(folder)
    refuse_renames(monkeypatch, "fresh", "old")
    with pytest.raises(SourceError, match="move it back yourself") as caught:
        build_table(TRAPS, folder, published=LATER)
    old = Path(str(caught.value).rsplit("it is in ", 1)[1].removesuffix("."))
    assert content(old) == before


def test_target_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder is absolute, whatever the folder one stands in."""
    monkeypatch.chdir(tmp_path)
    assert target_folder(Path("table")) == Path(os.path.realpath(tmp_path)) / "table"
