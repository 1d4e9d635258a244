"""`EntityTable`: the listed entries at one version, opened and verified."""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_right
from dataclasses import dataclass, field, replace
from functools import cached_property
from importlib import resources
from itertools import accumulate, groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from screening.errors import TableDamagedError, UnknownListError
from screening.model import Address, Entry, NameKind, Strength
from screening.table.lines import entry_line, read_entry
from screening.table.manifest import SCHEMA, ListCounts, SourceFile, TableManifest, table_id
from screening.table.opened import choose_lists, read_lines, read_manifest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from datetime import date
    from importlib.resources.abc import Traversable

__all__ = ["EntityTable"]

# Where an entry is shown and cited; the publisher says the same of a party that is cited anew.
_ORIGIN = frozenset({"url", "citations"})


@dataclass(frozen=True, eq=False)
class EntityTable:
    """Entries of one or more official lists, sorted by list and key.

    Opening reads and verifies the chosen lists; an entry is decoded when it is
    first asked for, so a table of 26,000 entries opens in a fraction of a second.

    Attributes:
        manifest: Where the table comes from and what it holds, all lists.
    """

    manifest: TableManifest
    _chosen: tuple[ListCounts, ...]
    _fields: list[dict[str, Any]] = field(repr=False)
    _decoded: dict[int, Entry] = field(default_factory=dict, repr=False)
    _folder: Path | Traversable | None = field(default=None, repr=False)
    _files: Mapping[str, bytes] | None = field(default=None, repr=False)

    @classmethod
    def open(cls, path: str | Path, *, lists: Collection[str] | None = None) -> EntityTable:
        """Return the verified table in the folder `path`.

        Args:
            path: Folder that holds `manifest.json`.
            lists: Codes of the lists to read; None for all.

        Raises:
            TableMissingError: There is no table in `path`.
            TableDamagedError: A file disagrees with the manifest.
            UnknownListError: A code is not in the table.
        """
        return cls._open(Path(path), lists)

    @classmethod
    def bundled(cls, lists: Collection[str] | None = None) -> EntityTable:
        """Return the table that comes with the package; see `open`."""
        return cls._open(resources.files("screening.table").joinpath("data"), lists)

    @classmethod
    def from_entries(cls, entries: Iterable[Entry], *, published: date, source: str = "entries") -> EntityTable:
        """Return a table of `entries` that is on no disk, for tests and small lists.

        Args:
            entries: At least one entry; keys must differ.
            published: Day of the lists.
            source: What to call their origin.

        Raises:
            TableDamagedError: There is no entry, or two share a key.
        """
        ordered = sorted(entries, key=lambda entry: (entry.list, entry.key))
        if len({entry.key for entry in ordered}) != len(ordered) or not ordered:
            raise TableDamagedError(
                "The entries are none or share a key, so they make no table; give each its own key."
            )
        files = {code: list(group) for code, group in groupby(ordered, key=lambda entry: entry.list)}
        lines = {code: [entry_line(entry, "") for entry in group] for code, group in files.items()}
        counts = tuple(_counts(code, files[code], lines[code], published) for code in files)
        origin = SourceFile(name=source, url="", bytes=0, sha256="", published=published, lists=tuple(files))
        blank = TableManifest(schema=SCHEMA, sources=(origin,), lists=counts, id="")
        manifest = TableManifest(**{name: getattr(blank, name) for name in blank.__slots__} | {"id": table_id(blank)})
        return cls(manifest, counts, [json.loads(line) for code in files for line in lines[code]])

    @classmethod
    def from_files(cls, files: Mapping[str, bytes], manifest: TableManifest) -> EntityTable:
        """Return a table that was just built and is on no disk yet.

        Args:
            files: Its list files by name, as the manifest describes them.
            manifest: Its manifest.
        """
        lines = (line for counts in manifest.lists for line in files[counts.file].splitlines())
        return cls(manifest, manifest.lists, [json.loads(line) for line in lines], _files=files)

    @classmethod
    def _open(cls, folder: Path | Traversable, lists: Collection[str] | None) -> EntityTable:
        manifest = read_manifest(folder)
        chosen = choose_lists(manifest, lists)
        lines = [fields for counts in chosen for fields in read_lines(folder, counts)]
        return cls(manifest, chosen, lines, _folder=folder)

    def narrowed(self, lists: Collection[str]) -> EntityTable:
        """Return the same table with some of the lists that were read.

        Raises:
            UnknownListError: A code is none of those, or none is chosen.
        """
        codes = {counts.code for counts in choose_lists(self.manifest, lists)}
        for code in sorted(codes - {*self.lists}):
            raise UnknownListError(code, self.lists)
        kept = [
            (counts, self._fields[start : start + counts.entries])
            for start, counts in zip(self._starts, self._chosen, strict=True)
            if counts.code in codes
        ]
        fields = [one for _, part in kept for one in part]
        return replace(self, _chosen=tuple(counts for counts, _ in kept), _fields=fields, _decoded={})

    @staticmethod
    def bundled_id() -> str:
        """Return the id of the table that comes with the package.

        Raises:
            TableError: It is missing or damaged.
        """
        return read_manifest(resources.files("screening.table").joinpath("data")).id

    def files(self) -> dict[str, bytes]:
        """Return the list files of the whole table, also of lists that were not read, verified.

        Raises:
            TableDamagedError: A file cannot be read any more, or was changed since.
        """
        if self._files is not None:
            return dict(self._files)
        if self._folder is None:
            return {counts.file: self._written(counts) for counts in self.manifest.lists}
        try:
            files = {counts.file: self._folder.joinpath(counts.file).read_bytes() for counts in self.manifest.lists}
        except OSError as error:
            raise TableDamagedError(
                f"A file of the entity table {self.id} cannot be read any more ({error.strerror}); install it again."
            ) from error
        for counts in self.manifest.lists:
            if hashlib.sha256(files[counts.file]).hexdigest() != counts.sha256:
                raise TableDamagedError(
                    f"List {counts.code} of the entity table {self.id} was changed after building; install it again."
                )
        return files

    def _written(self, counts: ListCounts) -> bytes:
        """Return the file of a list of a table that was made of entries."""
        lines = (entry_line(entry, counts.url) for entry in self.entries if entry.list == counts.code)
        return "".join(f"{line}\n" for line in lines).encode()

    @property
    def id(self) -> str:
        """First 16 hexadecimal digits of the SHA-256 over the manifest's content."""
        return self.manifest.id

    @property
    def published(self) -> date:
        """The day up to which its lists are known; see `TableManifest.published`."""
        return self.manifest.published

    @property
    def latest(self) -> date:
        """The day by which entries are judged where no other is named; see `TableManifest.latest`."""
        return self.manifest.latest

    @property
    def lists(self) -> tuple[str, ...]:
        """Codes of the lists that were read, sorted."""
        return tuple(counts.code for counts in self._chosen)

    @property
    def missing_lists(self) -> tuple[str, ...]:
        """Codes of the lists that are known but not in the table, chosen or not; nothing is found on them."""
        return self.manifest.missing_lists

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """All entries, decoded; `self[index]` decodes one only."""
        return tuple(self[index] for index in range(len(self)))

    def entry(self, key: str) -> Entry | None:
        """Return the entry with `key`, None if the table holds none (any more)."""
        index = self._positions.get(key)
        return None if index is None else self[index]

    def differing(self, other: EntityTable, *, skip: Collection[str] = ()) -> Iterator[int]:
        """Yield the indexes of the entries that `other` lacks, or of which it says something else.

        Args:
            other: Table to compare with, without decoding what is equal.
            skip: Codes of lists to leave out.
        """
        for start, counts in zip(self._starts, self._chosen, strict=True):
            for index in range(start, start + counts.entries) if counts.code not in skip else ():
                fields = self._fields[index]
                theirs = other._positions.get(fields["key"])
                if theirs is None or not _say_the_same(fields, other._fields[theirs]):
                    yield index

    def names(self) -> Iterator[tuple[int, str, NameKind, Strength]]:
        """Yield entry index, name, kind and strength; each entry's listed name first."""
        kinds, strengths = {str(kind): kind for kind in NameKind}, {str(value): value for value in Strength}
        listed, aka, strong = NameKind.LISTED, NameKind.AKA, Strength.STRONG
        for index, fields in enumerate(self._fields):
            yield index, fields["name"], listed, strengths[fields["strength"]] if "strength" in fields else strong
            for alias in fields.get("aliases", ()):
                if isinstance(alias, str):
                    yield index, alias, aka, strong
                else:
                    yield index, alias[0], kinds[alias[1]], strengths[alias[2]] if len(alias) > len("nk") else strong

    def addresses(self) -> Iterator[tuple[int, Address]]:
        """Yield entry index and address of every listed address that has more than a country."""
        for index, fields in enumerate(self._fields):
            for address in fields.get("addresses", ()):
                if address[0]:
                    yield index, Address(text=address[0], country=address[1])

    def listed_names(self) -> Iterator[tuple[str, str]]:
        """Yield list code and listed name of each entry."""
        fields = iter(self._fields)
        for counts in self._chosen:
            for _ in range(counts.entries):
                yield counts.code, next(fields)["name"]

    def all_names(self) -> Iterator[tuple[str, str, NameKind]]:
        """Yield list code, name and kind of every name of each entry."""
        named = self.names()
        for code, entries in groupby(named, key=lambda found: self._code_at(found[0])):
            for _, name, kind, _ in entries:
                yield code, name, kind

    def effective_count(self, *, after: date, until: date) -> int:
        """Return how many entries have their first day after `after` and not after `until`."""
        first, last = after.isoformat(), until.isoformat()
        return sum(first < fields.get("from", "") <= last for fields in self._fields)

    def age_days(self, today: date) -> int:
        """Return the days from the table's publication to `today`; negative if it lies ahead."""
        return (today - self.published).days

    def __len__(self) -> int:
        return len(self._fields)

    def __getitem__(self, index: int) -> Entry:
        found = self._decoded.get(index)
        if found is None:
            found = self._decoded[index] = self._decode(index)
        return found

    def _decode(self, index: int) -> Entry:
        fields = self._fields[index]
        counts = self._counts_at(index % len(self))
        try:
            return read_entry(fields, counts.code, counts.url)
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            raise TableDamagedError(
                f"List {counts.code} of the entity table holds an entry that cannot be read ({error!r}); "
                "install the entity table again."
            ) from error

    def _counts_at(self, index: int) -> ListCounts:
        return self._chosen[bisect_right(self._starts, index) - 1]

    def _code_at(self, index: int) -> str:
        return self._counts_at(index).code

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *accumulate(counts.entries for counts in self._chosen)][:-1]

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {fields["key"]: index for index, fields in enumerate(self._fields)}


def _say_the_same(fields: dict[str, Any], others: dict[str, Any]) -> bool:
    return fields == others or all(
        fields.get(name) == others.get(name) for name in (fields.keys() | others.keys()) - _ORIGIN
    )


def _counts(code: str, entries: list[Entry], lines: list[str], published: date) -> ListCounts:
    return ListCounts(
        code=code,
        file=f"{code}.jsonl",
        rows=len(entries),
        entries=len(entries),
        merged=0,
        rejected=0,
        names=sum(1 + len(entry.aliases) for entry in entries),
        published=published,
        url="",
        sha256=hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest(),
    )
