"""The files of the last update that was put in force, so that a publisher need not send what has not changed.

    index.json          what each publisher said of its file
    <SHA-256>           the files themselves

They are kept only once the table that they make is in force: a file that the health
gate stopped is asked for again. What cannot be read, or is not as it was, is as good
as nothing: it is fetched anew.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from screening.update.rules import Known
from screening.whole_file import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from screening.update.download import Downloaded

__all__ = ["KeptFile", "KeptFiles"]

_INDEX: Final = "index.json"
_SCHEMA: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """A file that was fetched before.

    Attributes:
        name: Its source.
        url: The address that it came from.
        published: Day that it is of.
        etag: The publisher's mark of it, "" without one.
        last_modified: Likewise.
        sha256: Of its bytes, in hexadecimal.
    """

    name: str
    url: str
    published: date
    etag: str
    last_modified: str
    sha256: str

    @property
    def known(self) -> Known:
        """What a conditional request says of it."""
        return Known(etag=self.etag, last_modified=self.last_modified, published=self.published.isoformat())


class KeptFiles:
    """The files in one folder, which need not exist."""

    def __init__(self, folder: Path) -> None:
        """Look into `folder`."""
        self._folder = folder

    def files(self) -> dict[str, KeptFile]:
        """Return what is kept, by source; nothing if the index cannot be read."""
        try:
            document = json.loads((self._folder / _INDEX).read_bytes())
            if document["schema"] != _SCHEMA:
                return {}
            read = [KeptFile(**{**one, "published": date.fromisoformat(one["published"])}) for one in document["files"]]
        except (OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError):
            return {}
        return {one.name: one for one in read}

    def data(self, file: KeptFile) -> bytes | None:
        """Return the bytes of a file; None if they are not there or not as they were."""
        if len(file.sha256) != len(hashlib.sha256().hexdigest()) or not file.sha256.isalnum():
            return None
        try:
            found = (self._folder / file.sha256).read_bytes()
        except OSError:
            return None
        return found if hashlib.sha256(found).hexdigest() == file.sha256 else None

    def keep(self, fetched: Iterable[tuple[Downloaded, date]]) -> None:
        """Keep files that were fetched, each with the day it counts as of, beside those of other sources.

        Raises:
            OSError: The disk refuses; what was kept before still is.
        """
        files = self.files()
        self._folder.mkdir(parents=True, exist_ok=True)
        for one, published in fetched:
            digest = hashlib.sha256(one.data).hexdigest()
            write_whole(self._folder / digest, one.data)
            files[one.name] = KeptFile(
                name=one.name,
                url=one.url,
                published=published,
                etag=one.etag,
                last_modified=one.last_modified,
                sha256=digest,
            )
        rows = [
            {name: str(getattr(file, name)) for name in KeptFile.__dataclass_fields__}
            for _, file in sorted(files.items())
        ]
        write_whole(self._folder / _INDEX, json.dumps({"schema": _SCHEMA, "files": rows}, indent=1).encode())
        self._tidy({file.sha256 for file in files.values()})

    def _tidy(self, wanted: set[str]) -> None:
        for path in self._folder.iterdir():
            if path.name not in wanted and path.name != _INDEX:
                with suppress(OSError):
                    path.unlink()
