"""A table that disagrees with its manifest is damaged, and says how."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from screening.errors import TableDamagedError, TableMissingError, UnknownListError
from screening.table import EntityTable
from screening.table.manifest import dump_manifest, parse_manifest, table_id

Spoil = Callable[[str, Callable[[bytes], bytes]], Path]


def flip(data: bytes) -> bytes:
    """Return `data` with one bit of its middle byte turned."""
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]


def drop_a_line(data: bytes) -> bytes:
    """Return `data` without its first line."""
    return data.split(b"\n", 1)[1]


def swap_lines(data: bytes) -> bytes:
    """Return `data` with its lines the other way round."""
    return b"".join(reversed(data.splitlines(keepends=True)))


@pytest.mark.parametrize(
    "how",
    [
        pytest.param(flip, id="flipped-bit"),
        pytest.param(lambda data: data[:-20], id="truncated"),
        pytest.param(drop_a_line, id="dropped-line"),
        pytest.param(swap_lines, id="swapped-lines"),
        pytest.param(lambda _: b"", id="emptied"),
        pytest.param(lambda data: data.replace(b"\n", b"\r\n"), id="line-ends"),
        pytest.param(lambda data: data + b"\n", id="blank-line"),
    ],
)
@pytest.mark.parametrize("name", ["EL.jsonl", "manifest.json"])
def test_changed_files(spoil: Spoil, name: str, how: Callable[[bytes], bytes]) -> None:
    """No change of a file goes unnoticed, except white space around the manifest's JSON."""
    data = parse_or_none(spoil(name, how) / "manifest.json")
    if name == "manifest.json" and data is not None:
        return
    with pytest.raises(TableDamagedError) as caught:
        EntityTable.open(spoil("EL.jsonl", lambda same: same))
    assert str(caught.value).endswith("install the entity table again.")
    assert "\n" not in str(caught.value)


def parse_or_none(path: Path) -> object:
    """Return the manifest if it is whole and agrees with its id, else None."""
    try:
        manifest = parse_manifest(path.read_bytes())
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return manifest if manifest.id == table_id(manifest) else None


def test_missing_file(folder: Path) -> None:
    """A list whose file is gone is damage."""
    (folder / "EL.jsonl").unlink()
    with pytest.raises(TableDamagedError, match=r"List EL .* cannot be read"):
        EntityTable.open(folder)


def test_missing_table(tmp_path: Path) -> None:
    """No manifest is no table."""
    with pytest.raises(TableMissingError, match="no entity table in"):
        EntityTable.open(tmp_path / "nowhere")
    with pytest.raises(TableMissingError):
        EntityTable.open(tmp_path)


def edited(data: bytes, *, sign: bool, **fields: object) -> bytes:
    """Return a manifest with changed fields of its first list, or of itself; signed again or not."""
    document = json.loads(data)
    for name, value in fields.items():
        (document if name in document else document["lists"][0])[name] = value
    if sign:
        manifest = parse_manifest(json.dumps(document).encode())
        document["id"] = table_id(manifest)
        return dump_manifest(parse_manifest(json.dumps(document).encode()))
    return json.dumps(document).encode()


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        pytest.param({"entries": 2, "rows": 2}, "instead of 2", id="entries"),
        pytest.param({"rows": 99}, "do not add up", id="rows"),
        pytest.param({"entries": 0, "rows": 0}, "do not add up", id="empty-list"),
        pytest.param({"sha256": "00"}, "was changed", id="hash"),
        pytest.param({"file": "../EL.jsonl"}, "file name", id="path"),
        pytest.param({"lists": []}, "is empty", id="no-lists"),
        pytest.param({"schema": 3}, "format 3", id="newer-format"),
    ],
)
def test_signed_nonsense(spoil: Spoil, fields: dict[str, object], says: str) -> None:
    """Even a manifest that agrees with its id must agree with the files."""
    folder = spoil("manifest.json", lambda data: edited(data, sign=True, **fields))
    with pytest.raises(TableDamagedError, match=says):
        EntityTable.open(folder)


def test_edited_count(spoil: Spoil) -> None:
    """A count edited by hand breaks the manifest's id."""
    folder = spoil("manifest.json", lambda data: edited(data, sign=False, names=1))
    with pytest.raises(TableDamagedError, match="manifest"):
        EntityTable.open(folder)


def test_only_chosen_lists_are_read(spoil: Spoil) -> None:
    """Damage of one list does not stop another from being opened."""
    folder = spoil("EL.jsonl", flip)
    assert EntityTable.open(folder, lists=["UVL"]).lists == ("UVL",)


def test_unknown_list(folder: Path) -> None:
    """A wrong code names the right ones; choosing none is a mistake too."""
    with pytest.raises(UnknownListError, match=r"'XX'.*EL"):
        EntityTable.open(folder, lists=["EL", "XX"])
    with pytest.raises(UnknownListError):
        EntityTable.open(folder, lists=[])
