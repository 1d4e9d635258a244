"""The table of exit codes is complete, distinct and documented."""

from __future__ import annotations

import importlib
import pkgutil
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import addin
import screening
import workbook
from addin import exit_codes
from addin.error_codes import CODES, code_of
from screening.errors import EntityCheckError, SettingError, UnknownListError

if TYPE_CHECKING:
    from collections.abc import Iterator

OTHERS = [getattr(exit_codes, name) for name in exit_codes.__all__]
DOCUMENT = Path(__file__).parents[2] / "docs" / "reference" / "exit-codes.md"


def _every_module() -> Iterator[str]:
    for package in (screening, workbook, addin):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            yield module.name


def _tree(kind: type[EntityCheckError]) -> Iterator[type[EntityCheckError]]:
    yield kind
    for child in kind.__subclasses__():
        yield from _tree(child)


def _every_error() -> list[type[EntityCheckError]]:
    for name in _every_module():
        importlib.import_module(name)
    ours = ("screening", "workbook", "addin")
    return [kind for kind in _tree(EntityCheckError) if kind.__module__.partition(".")[0] in ours]


def test_every_error_class_has_its_own_code() -> None:
    """Walks the error trees of all three floors, wherever a class is defined."""
    missing = [kind.__qualname__ for kind in _every_error() if kind not in CODES]
    assert not missing, "give each a code in addin/error_codes.py and a line in docs/reference/exit-codes.md"


def test_no_code_is_used_twice() -> None:
    """A pipeline can tell every kind apart, also from done, met, usage and signals."""
    codes = [*CODES.values(), *OTHERS]
    assert len(set(codes)) == len(codes)
    assert all(0 <= code <= 255 for code in codes)


def test_document_lists_exactly_these_codes() -> None:
    """The document has one line for each code, with the class that stands for it."""
    lines = re.findall(r"^\| (\d+) \|(?: `(\w+)`)? \|", DOCUMENT.read_text("utf-8"), re.MULTILINE)
    documented = {int(code): name for code, name in lines}
    named = {code: kind.__name__ for kind, code in CODES.items()}
    others = dict.fromkeys(OTHERS, "")
    assert documented == {**others, **named}


class _NewError(SettingError):
    """A class that the table does not know yet."""


@pytest.mark.parametrize(
    ("error", "code"),
    [
        pytest.param(UnknownListError("XX", ("EL",)), 52, id="own-code"),
        pytest.param(_NewError("a", 1, "b"), 50, id="nearest-ancestor"),
        pytest.param(EntityCheckError("x"), 69, id="root"),
    ],
)
def test_code_of(error: EntityCheckError, code: int) -> None:
    """A class without a code takes that of its nearest ancestor."""
    assert code_of(error) == code
