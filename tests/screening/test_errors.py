"""Tests of the error tree."""

import pickle

import pytest

from screening import errors
from screening.errors import EntityCheckError, SettingError, TableDamagedError, UnknownListError


@pytest.mark.parametrize(
    "error",
    [
        SettingError("max_hits", 0, "a number from 1 to 1000"),
        UnknownListError("XX", ("EL", "SDN")),
        TableDamagedError("The table is damaged; install the package again."),
    ],
)
def test_errors_survive_pickling_with_their_text(error: EntityCheckError) -> None:
    """A worker process hands its error over whole."""
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own object
    assert type(again) is type(error)
    assert str(again) == str(error)


def test_every_error_is_public_and_in_the_tree() -> None:
    """The tree in the docstring, `__all__` and the classes agree."""
    classes = {name for name, value in vars(errors).items() if isinstance(value, type)}
    assert classes == set(errors.__all__)
    for name in errors.__all__:
        assert issubclass(getattr(errors, name), EntityCheckError)
        assert name in (errors.__doc__ or "")
