"""The error tree of the reading room."""

from __future__ import annotations

import pickle
from zipfile import BadZipFile

import pytest

from screening.errors import EntityCheckError
from workbook import errors
from workbook.errors import (
    AmbiguousColumnError,
    DamagedFileError,
    FileLockedError,
    InputError,
    NoColumnError,
    SheetMissingError,
    as_input_errors,
    listed,
    one_line,
)

ERRORS = [
    *(
        getattr(errors, name)("list.xlsx", "it is bad. Do this.")
        for name in errors.__all__
        if name.endswith("Error") and name not in {"AmbiguousColumnError", "NoColumnError", "SheetMissingError"}
    ),
    SheetMissingError("list.xlsx", "Vendor\ns", ("Vendors", "Notes")),
    NoColumnError("list.xlsx", "no names.", ("ID", "Name\nof")),
    NoColumnError("list.xlsx", "no names.", ()),
    AmbiguousColumnError("list.xlsx", "name", ("'A' (column A)", "'B' (column B)"), "--name B"),
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_one_line_and_picklable(error: InputError) -> None:
    """Every error is one line that names the file, and survives a process border."""
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert type(copy) is type(error)
    assert str(copy) == str(error)
    assert str(error).startswith("list.xlsx: ")
    assert "\n" not in str(error)
    assert isinstance(error, EntityCheckError)


def test_all_names_every_error() -> None:
    """`__all__` holds every error class of the module."""
    classes = {
        name for name, value in vars(errors).items() if isinstance(value, type) and issubclass(value, InputError)
    }
    assert classes <= set(errors.__all__)


@pytest.mark.parametrize(
    ("raised", "expected"),
    [
        pytest.param(BadZipFile("Bad\nCRC"), DamagedFileError, id="broken-bytes"),
        pytest.param(PermissionError(), FileLockedError, id="locked"),
        pytest.param(OSError(5, "Input/output error"), DamagedFileError, id="bad-disk"),
        pytest.param(NoColumnError("f", "t", ()), NoColumnError, id="our-own-passes"),
        pytest.param(TypeError("bug"), TypeError, id="a-bug-stays-a-bug"),
    ],
)
def test_edge(raised: Exception, expected: type[Exception]) -> None:
    """What readers raise on bad bytes becomes ours; a mistake in our code does not."""
    with pytest.raises(expected) as caught, as_input_errors("list.xlsx"):
        raise raised
    assert "\n" not in str(caught.value)


def test_texts_are_flattened() -> None:
    """Foreign text cannot break the line or flood it."""
    assert one_line("a\nb\x1b[31m\u202ec") == "a b [31m c"
    assert len(one_line("x" * 1000)) == 60
    assert listed(("a", "b", "c"), most=2) == "'a', 'b' and 1 more"
