"""Fixtures for all rooms."""

from __future__ import annotations

import importlib
import os
import stat
from typing import TYPE_CHECKING

import pytest

from addin.environment import LEDGER_ENVIRONMENT
from screening.cache import ENVIRONMENT
from screening.table.archive import ENVIRONMENT as DATA_ENVIRONMENT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_NOBODY = 65534
# Modules that are imported when first needed, which may be after rights were dropped.
_IMPORTED_LATE = ("addin.error_codes", "addin.summary", "screening.table.build", "workbook.read", "workbook.review")


@pytest.fixture(autouse=True, scope="session")
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the tests out of the user's folders, and away from a ledger of the user's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(ENVIRONMENT, str(tmp_path_factory.mktemp("cache")))
        patch.setenv(DATA_ENVIRONMENT, str(tmp_path_factory.mktemp("data")))
        patch.delenv(LEDGER_ENVIRONMENT, raising=False)
        yield


@pytest.fixture
def bound_folder(tmp_path: Path) -> Iterator[Path]:
    """A folder in which file permissions bind, even where the tests run as the superuser.

    Skips on Windows, whose permissions are of another kind.
    """
    if not hasattr(os, "geteuid"):
        pytest.skip("this system has no POSIX permissions")
    if os.geteuid():
        yield tmp_path
        return
    for module in _IMPORTED_LATE:
        importlib.import_module(module)  # the interpreter's own folder may be closed to others
    os.chown(tmp_path, _NOBODY, -1)
    closed = [folder for folder in tmp_path.parents if not folder.stat().st_mode & stat.S_IXGRP]
    modes = [folder.stat().st_mode for folder in closed]
    for folder, mode in zip(closed, modes, strict=True):
        folder.chmod(mode | stat.S_IXGRP)  # the group stays the superuser's
    os.seteuid(_NOBODY)
    try:
        yield tmp_path
    finally:
        os.seteuid(0)
        for folder, mode in zip(closed, modes, strict=True):
            folder.chmod(mode)
