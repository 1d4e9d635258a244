"""Workbooks built to do harm, and sound ones that look like them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest
from openpyxl import Workbook

from workbook.errors import (
    DamagedFileError,
    HostileFileError,
    InputError,
    PasswordProtectedError,
    UnsupportedFileError,
)
from workbook.read.package import Package
from workbook.read.vendor_file import open_vendors

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

DOCTYPE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    """Return a sound workbook of one vendor."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(["Vendor Name", "Country"])
    sheet.append(["Kvarn & Sons <Ltd>", "DE"])
    workbook.save(tmp_path / "sound.xlsx")
    return tmp_path / "sound.xlsx"


def changed(path: Path, parts: Mapping[str, bytes], *, compression: int = ZIP_DEFLATED) -> Path:
    """Return a copy of a workbook with parts added or replaced."""
    copy = path.with_name("changed.xlsx")
    with ZipFile(path) as old, ZipFile(copy, "w", compression) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, data in parts.items():
            new.writestr(name, data)
    return copy


def names(path: Path) -> list[str]:
    """Return the names in a workbook."""
    with open_vendors(path) as file:
        return [row.vendor.name for row in file.rows()]


@pytest.mark.parametrize(
    "part",
    ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "docProps/custom.xml", "customXml/item1.xml", "xl/_rels/x.rels"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_in_any_part(sound: Path, part: str, encoding: str) -> None:
    """A document type in any XML part is refused, in any encoding, even in a part that is not read."""
    data = (DOCTYPE + b"<worksheet>&b;</worksheet>").decode().replace('"1.0"', f'"1.0" encoding="{encoding}"')
    with pytest.raises(HostileFileError, match="entities"):
        names(changed(sound, {part: data.encode(encoding)}))


def test_a_name_that_speaks_of_entities_is_harmless(sound: Path) -> None:
    """Only declarations count, not text or comments."""
    assert names(sound) == ["Kvarn & Sons <Ltd>"]
    assert names(changed(sound, {"docProps/custom.xml": b"<!-- <!DOCTYPE x> --><a>&lt;!ENTITY</a>"})) == [
        "Kvarn & Sons <Ltd>"
    ]


def test_a_bomb_is_refused_and_a_large_workbook_is_not(sound: Path) -> None:
    """Declared expansion beyond every real workbook's is refused before anything is unpacked."""
    zeros = bytes(120 << 20)
    with pytest.raises(HostileFileError, match="unpack"):
        open_vendors(changed(sound, {"xl/media/image1.bin": zeros}))
    assert names(changed(sound, {"xl/media/image1.bin": zeros[: 90 << 20]})) == ["Kvarn & Sons <Ltd>"]


def test_a_part_larger_than_declared_is_damage(sound: Path, tmp_path: Path) -> None:
    """A part that unpacks to more than it declares is cut there and found out."""
    sheet = b"<worksheet><sheetData>" + b"<row></row>" * 50_000 + b"</sheetData></worksheet>"
    data = bytearray(changed(sound, {"xl/worksheets/sheet1.xml": sheet}).read_bytes())
    size = len(sheet).to_bytes(4, "little")
    at = data.rindex(size)
    data[at : at + 4] = (1000).to_bytes(4, "little")
    path = tmp_path / "lying.xlsx"
    path.write_bytes(data)
    with pytest.raises(DamagedFileError):
        names(path)


def test_too_many_parts(sound: Path) -> None:
    """A real workbook has some thousand parts at most."""
    with pytest.raises(HostileFileError, match="parts"):
        open_vendors(changed(sound, {f"x/{i}": b"" for i in range(20_001)}, compression=ZIP_STORED))


@pytest.mark.parametrize(
    ("parts", "error", "words"),
    [
        pytest.param({"xl/workbook.bin": b""}, UnsupportedFileError, "xlsb.*save it as", id="xlsb"),
        pytest.param({"mimetype": b"", "content.xml": b"<a/>"}, UnsupportedFileError, "ods", id="ods"),
        pytest.param({"word/document.xml": b"<a/>"}, UnsupportedFileError, r"Word document\. Ask for", id="docx"),
        pytest.param({"Index/Document.iwa": b""}, UnsupportedFileError, "Numbers", id="numbers"),
        pytest.param({"readme.txt": b"hello"}, DamagedFileError, "no workbook", id="plain-zip"),
        pytest.param({}, InputError, "no workbook", id="empty-zip"),
    ],
)
def test_other_archives(tmp_path: Path, parts: dict[str, bytes], error: type[InputError], words: str) -> None:
    """An archive that is no .xlsx is named for what it is."""
    path = tmp_path / "list.xlsx"
    with ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    with pytest.raises(error, match=words):
        open_vendors(path)


def test_encrypted_parts(sound: Path) -> None:
    """A ZIP with a password is not taken for damage."""
    data = bytearray(sound.read_bytes())
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    sound.write_bytes(data)
    with pytest.raises(PasswordProtectedError):
        open_vendors(sound)


def test_relations_resolve_and_stay_inside(sound: Path) -> None:
    """Targets are taken relative or absolute; external ones are never followed."""
    rels = (
        b'<Relationships><Relationship Id="a" Type="t/worksheet" Target="worksheets/sheet1.xml"/>'
        b'<Relationship Id="b" Type="t/worksheet" Target="/xl/worksheets/sheet1.xml"/>'
        b'<Relationship Id="c" Type="t/externalLink" Target="other.xlsx" TargetMode="External"/></Relationships>'
    )
    path = changed(sound, {"xl/_rels/other.xml.rels": rels})
    with path.open("rb") as stream:
        found = Package(stream, path.name).related("xl/other.xml")
    assert found == {"a": ("worksheet", "xl/worksheets/sheet1.xml"), "b": ("worksheet", "xl/worksheets/sheet1.xml")}
