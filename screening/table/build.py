"""Published files -> a table in a folder.

    file -> its reader -> parties; parties of all files -> joined -> one file a list + manifest

Equal files give equal bytes; no clock and no machine data go in.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from screening.errors import SourceError
from screening.lists.join import join
from screening.lists.packs import bundled_pack, pack_codes, read_pack
from screening.lists.readers import read_files
from screening.table.install import install, replaceable, target_folder
from screening.table.lines import entry_line
from screening.table.manifest import SCHEMA, ListCounts, SourceFile, TableManifest, table_id
from screening.table.plausible import bundled_manifest, check_published, shrunk_lists

if TYPE_CHECKING:
    from collections.abc import Sequence

    from screening.lists.imported import ImportedList, ListCount
    from screening.lists.rows import RejectedRow
    from screening.model import Entry

__all__ = [
    "BuildReport",
    "Built",
    "Handed",
    "ReadSource",
    "assemble",
    "build_table",
    "day_of",
    "pack_sources",
    "read_handed",
    "read_sources",
]

# consolidated-2026-07-31.csv
_DATE_IN_NAME = re.compile(r"(?<!\d)(\d{4}-\d{2}-\d{2})(?!\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSource:
    """A published file that was read.

    Attributes:
        file: Which file it was; its `lists` are set when a table is made of it.
        imported: What it holds.
        others: Files that count only together with it.
    """

    file: SourceFile
    imported: ImportedList
    others: tuple[SourceFile, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """A published file that is to be read.

    Attributes:
        name: Its name, without a folder.
        data: The whole file.
        url: Where it was fetched from, "" if somebody handed it over.
        published: Its day; None to take it from a name such as `consolidated-2026-07-31.csv`, else from the file.
    """

    name: str
    data: bytes
    url: str = ""
    published: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A table that is on no disk yet.

    Attributes:
        files: Content of its list files by name.
        manifest: What they hold.
        rejected: Rows that became no entry, with their causes.
        unread: Published texts that no rule could read, as `field: text`, with how often.
    """

    files: dict[str, bytes]
    manifest: TableManifest
    rejected: tuple[RejectedRow, ...]
    unread: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildReport:
    """What a build did.

    Attributes:
        manifest: The manifest that was written.
        rejected: Rows that became no entry, with their causes.
        unread: Published texts that no rule could read, as `field: text`, with how often.
        missing: Codes of the lists that are known but have no entry in the file; nothing
            is found on them.
        shrunk: A sentence for each list that lost over 20 percent of its entries against
            the table that was replaced, else against the one that comes with the
            package; none if the file is older than that table.
    """

    manifest: TableManifest
    rejected: tuple[RejectedRow, ...]
    unread: dict[str, int]
    missing: tuple[str, ...]
    shrunk: tuple[str, ...]


def build_table(
    source: Path | Sequence[Path],
    out: Path,
    *,
    published: date | None = None,
    today: date | None = None,
    more: Sequence[ReadSource] | None = None,
) -> BuildReport:
    """Build the table of published list files, and of the packs, in the folder `out`.

    The table is written beside `out`, opened and verified there, and only then put
    in its place: `out` never holds half a table, and a failed build leaves the old
    one.

    Args:
        source: The file as published, or several; each is recognised by its content.
        out: Folder to write, or a link to it. A table in it is replaced, if nothing else
            is there.
        published: Day of the files; None to take it from a name such as
            `consolidated-2026-07-31.csv` or from the JSON itself.
        today: A file of a later day is refused; None to take any day. It goes into no
            table.
        more: What else goes into the table; None for the packs that come with the package.

    Raises:
        SourceError: The file cannot be read or imported, its day is not known or cannot
            be right, or `out` is a file or holds something else than a table.
    """
    folder = target_folder(out)
    replaced = replaceable(folder)
    paths = [source] if isinstance(source, Path) else source
    read = read_sources([read_handed(path, published) for path in paths], today=today)
    built = assemble([*read, *(pack_sources() if more is None else more)])
    install(built.files, built.manifest, folder)
    return BuildReport(
        manifest=built.manifest,
        rejected=built.rejected,
        unread=built.unread,
        missing=built.manifest.missing_lists,
        shrunk=shrunk_lists(built.manifest, replaced or bundled_manifest()),
    )


def read_handed(path: Path, published: date | None = None) -> Handed:
    """Return a file from the disk.

    Raises:
        SourceError: It cannot be read.
    """
    return Handed(name=path.name, data=_read(path), published=published)


def read_sources(handed: Sequence[Handed], *, today: date | None = None) -> list[ReadSource]:
    """Return what published files bring, in the order in which `assemble` takes them.

    Args:
        handed: The files, in any order.
        today: A file of a later day is refused; None to take any day.

    Raises:
        SourceError: A file cannot be read, two bear one name, or a day is not known or cannot be right.
    """
    files = {one.name: one for one in handed}
    if len(files) != len(handed):
        raise SourceError("Two of the list files bear the same name; give each a name of its own.")
    sources = []
    for found in read_files({name: one.data for name, one in files.items()}):
        origins = [_origin(files[name], found.imported) for name in found.names]
        for origin in origins:
            check_published(origin.published, found.imported.entries, today)
        sources.append(ReadSource(file=origins[0], imported=found.imported, others=tuple(origins[1:])))
    return sources


def pack_sources() -> tuple[ReadSource, ...]:
    """Return the packs that come with the package, read, sorted by code.

    Raises:
        SourceError: A pack is damaged.
    """
    return tuple(_read_pack(code) for code in pack_codes())


def assemble(sources: Sequence[ReadSource]) -> Built:
    """Return the table that published files make together.

    Args:
        sources: The files; where two hold one list, the later one is the authority.

    Raises:
        SourceError: All rows of a list were rejected.
    """
    joined = join([source.imported for source in sources])
    files: dict[str, bytes] = {}
    lists: list[ListCounts] = []
    for counts in joined.counts:
        entries = sorted((entry for entry in joined.entries if entry.list == counts.code), key=lambda entry: entry.key)
        if not entries:
            raise SourceError(f"All {counts.rows} rows of list {counts.code} were rejected; check the file.")
        url = _usual_url(entries)
        content = "".join(f"{entry_line(entry, url)}\n" for entry in entries).encode()
        files[f"{counts.code}.jsonl"] = content
        lists.append(_list_counts(counts, _newest(sources, counts.code), url, content))
    origins = (
        replace(file, lists=tuple(count.code for count in one.imported.counts))
        for one in sources
        for file in (one.file, *one.others)
    )
    blank = TableManifest(
        schema=SCHEMA,
        sources=tuple(sorted(origins, key=lambda origin: (origin.name, origin.sha256))),
        lists=tuple(lists),
        id="",
    )
    return Built(
        files=files,
        manifest=replace(blank, id=table_id(blank)),
        rejected=joined.rejected,
        unread=joined.unread,
    )


def day_of(name: str, imported: ImportedList, stated: date | None) -> date:
    """Return the day of a published file: as stated, as in its name, or as the file says itself.

    Raises:
        SourceError: None of them says.
    """
    found = stated or _date_in_name(name) or imported.published
    if found is None:
        raise SourceError(f"Neither the name {name} nor its content says when the list was published; give the day.")
    return found


def _origin(one: Handed, imported: ImportedList) -> SourceFile:
    return SourceFile(
        name=one.name,
        url=one.url,
        bytes=len(one.data),
        sha256=hashlib.sha256(one.data).hexdigest(),
        published=day_of(one.name, imported, one.published),
        lists=(),
    )


def _read_pack(code: str) -> ReadSource:
    pack = bundled_pack(code)
    data = pack.data()
    file = SourceFile(
        name=pack.file,
        url=pack.address,
        bytes=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        published=pack.as_of,
        lists=(),
    )
    return ReadSource(file=file, imported=read_pack(pack, data))


def _read(source: Path) -> bytes:
    try:
        return source.read_bytes()
    except OSError as error:
        raise SourceError(f"The list file {source.name} cannot be read ({error.strerror}); check its path.") from error


def _date_in_name(name: str) -> date | None:
    match = _DATE_IN_NAME.search(name)
    try:
        return date.fromisoformat(match[1]) if match else None
    except ValueError:
        return None


def _newest(sources: Sequence[ReadSource], code: str) -> date:
    return max(one.file.published for one in sources if any(count.code == code for count in one.imported.counts))


def _usual_url(entries: list[Entry]) -> str:
    return Counter(sorted(entry.source_url for entry in entries)).most_common(1)[0][0]


def _list_counts(counts: ListCount, published: date, url: str, content: bytes) -> ListCounts:
    return ListCounts(
        code=counts.code,
        file=f"{counts.code}.jsonl",
        rows=counts.rows,
        entries=counts.entries,
        merged=counts.merged,
        rejected=counts.rejected,
        names=counts.names,
        published=published,
        url=url,
        sha256=hashlib.sha256(content).hexdigest(),
    )
