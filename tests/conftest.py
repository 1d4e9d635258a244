"""Fixtures for all rooms."""

from __future__ import annotations

import importlib
import os
import stat
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest
import trustme

from addin.environment import LEDGER_ENVIRONMENT
from screening.cache import ENVIRONMENT
from screening.table.archive import ENVIRONMENT as DATA_ENVIRONMENT
from tests.screening.update.loopback import Server, server_context

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.screening.update.conftest import Serve
    from tests.screening.update.loopback import Visit

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


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    """The authority of the test."""
    return trustme.CA()


@pytest.fixture
def ca_file(authority: trustme.CA, tmp_path: Path) -> Path:
    """Its certificate as a file."""
    path = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(path))
    return path


@pytest.fixture
def serve(authority: trustme.CA) -> Iterator[Serve]:
    """Start servers that end with the test."""
    with ExitStack() as servers:

        def start(
            script: Callable[[Visit], None], *, tls: bool = False, context: ssl.SSLContext | None = None
        ) -> Server:
            if tls:
                context = server_context(authority)
            return servers.enter_context(Server(script, context).running())

        yield start
