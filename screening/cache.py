"""Keep the columns of a table in the user's cache directory, so that a start costs a read.

A cache file is a hint, never a source: it is verified by hash when read, and a
missing, damaged or foreign one is built anew. It is written beside and renamed,
so concurrent writers and a killed writer leave a whole file or none. A directory
that cannot be written costs the time of building and nothing else.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
from array import array
from contextlib import suppress
from dataclasses import fields
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from platformdirs import user_cache_path

from screening.columns import TEXT_COLUMNS, NameColumns, build_columns

if TYPE_CHECKING:
    from screening.table import EntityTable

# Fewer entries are indexed faster than a file is read.
_WORTH_KEEPING = 1_000
# Names another folder, for tests and for accounts without a home.
ENVIRONMENT = "ENTITY_CHECK_CACHE"
_MAGIC = b"entity-check columns 1\n"
# Code and word lists whose change makes older columns wrong.
_SOURCES = (
    "model.py",
    "words/__init__.py",
    "columns.py",
    "folding.py",
    "legal.py",
    "names.py",
    "weights.py",
    "spelling.py",
)
_WORD_LISTS = ("words.toml", "native.toml", "ordinary.tsv")
# Files of older versions that are left lying; a team has few tables.
_KEPT = 8


def cached_columns(table: EntityTable) -> NameColumns:
    """Return the columns of `table`, from the cache if a whole file is there."""
    if len(table) < _WORTH_KEEPING:
        return build_columns(table.names())
    path = cache_folder() / f"{_fingerprint(table)}.columns"
    columns = _read(path)
    if columns is None:
        columns = build_columns(table.names())
        _write(path, columns)
    return columns


def cache_folder() -> Path:
    """Return the folder of this program in the user's cache directory; it need not exist."""
    named = os.environ.get(ENVIRONMENT)
    return Path(named) if named else user_cache_path("entity-check", appauthor=False)


def _fingerprint(table: EntityTable) -> str:
    """Return a name for these columns: table, lists, word lists and code."""
    text = f"{table.id} {' '.join(table.lists)} {_engine()} {sys.byteorder} {array('I').itemsize}"
    return hashlib.sha256(text.encode()).hexdigest()[:32]


@cache
def _engine() -> str:
    digest = hashlib.sha256()
    for name in _SOURCES:
        digest.update(resources.files("screening").joinpath(name).read_bytes())
    for name in _WORD_LISTS:
        digest.update(resources.files("screening.words").joinpath(name).read_bytes())
    return digest.hexdigest()


def _read(path: Path) -> NameColumns | None:
    try:
        data = path.read_bytes()
    except OSError:
        return None
    start = len(_MAGIC)
    if not data.startswith(_MAGIC) or hashlib.sha256(data[start + 32 :]).digest() != data[start : start + 32]:
        return None
    with suppress(ValueError, KeyError, TypeError, UnicodeDecodeError):
        with suppress(OSError):
            path.touch()  # the least recently used file goes first
        return _unpack(memoryview(data)[start + 32 :])
    return None


def _unpack(body: memoryview) -> NameColumns:
    length = int.from_bytes(body[:4], "big")
    sizes: dict[str, tuple[str, int]] = json.loads(bytes(body[4 : 4 + length]))
    at = 4 + length
    columns: dict[str, Any] = {}
    for name, (kind, size) in sizes.items():
        part = body[at : at + size]
        at += size
        if kind == "text":
            columns[name] = str(part, "ascii").split("\n") if size else []
        else:
            columns[name] = array(kind)
            columns[name].frombytes(part)
    return NameColumns(**columns)


def _pack(columns: NameColumns) -> bytes:
    parts: dict[str, tuple[str, bytes]] = {}
    for field in fields(columns):
        value = getattr(columns, field.name)
        is_text = field.name in TEXT_COLUMNS
        parts[field.name] = ("text", "\n".join(value).encode("ascii")) if is_text else (value.typecode, value.tobytes())
    header = json.dumps({name: (kind, len(data)) for name, (kind, data) in parts.items()}).encode()
    body = len(header).to_bytes(4, "big") + header + b"".join(data for _, data in parts.values())
    return _MAGIC + hashlib.sha256(body).digest() + body


def _write(path: Path, columns: NameColumns) -> None:
    work = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, work = tempfile.mkstemp(prefix=".columns-", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(_pack(columns))
        Path(work).replace(path)
        _drop_old(path.parent)
    except OSError:
        with suppress(OSError):
            Path(work).unlink()


def _drop_old(folder: Path) -> None:
    files = sorted(folder.glob("*.columns"), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in files[_KEPT:]:
        with suppress(OSError):
            file.unlink()
