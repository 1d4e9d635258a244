"""Where the review workbook goes, so that nothing of the user's is ever overwritten."""

from __future__ import annotations

import zipfile
from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING

from defusedxml import ElementTree

from workbook.review.output import OutputExistsError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["explaining_what_exists", "free_target", "is_untouched_review"]

_OURS = "Entity Check"
_PROPERTIES = "docProps/core.xml"
_LARGEST = 100_000  # bytes; ours has under 1,000
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
_LAST_CHANGE = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}lastModifiedBy"


def free_target(vendors: Path) -> Path:
    """Return the first of `<vendors>-review.xlsx`, `<vendors>-review-2.xlsx`, ... that does not exist."""
    for number in count(1):
        target = vendors.with_name(f"{vendors.stem}-review{f'-{number}' if number > 1 else ''}.xlsx")
        if not target.exists() and not target.is_symlink():
            return target
    raise AssertionError  # count() does not end


def is_untouched_review(path: Path) -> bool:
    """Return whether `path` is a review workbook of ours that nobody has saved since.

    Excel and LibreOffice put their user's name, or none, where ours stood; such
    a workbook may hold decisions and is not ours to replace.
    """
    try:
        with zipfile.ZipFile(path) as package, package.open(_PROPERTIES) as part:
            properties = ElementTree.fromstring(part.read(_LARGEST))
    except (OSError, KeyError, ValueError, SyntaxError, RuntimeError, zipfile.BadZipFile):
        return False
    return bool(properties.findtext(_CREATOR) == properties.findtext(_LAST_CHANGE) == _OURS)


@contextmanager
def explaining_what_exists() -> Iterator[None]:
    """Say in the words of the command line why an existing file is not replaced."""
    try:
        yield
    except OutputExistsError as error:
        why = "it exists, and it is not a review that Entity Check wrote and nobody saved since"
        raise OutputExistsError(error.path, why, "Choose another name with --out, or move that file away.") from error
