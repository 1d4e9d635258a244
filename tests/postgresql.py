"""A PostgreSQL server of the tests' own: in a temporary folder, on loopback, gone when they end."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["programs", "server"]

_FOLDERS = "/usr/lib/postgresql"  # where Debian keeps them, by version


def programs() -> Path | None:
    """Return the folder of `initdb` and `pg_ctl`, None if there is none."""
    if found := shutil.which("initdb"):
        return Path(found).parent
    return next(iter(sorted(Path(_FOLDERS).glob("*/bin"), reverse=True)), None)


@contextmanager
def server(binaries: Path) -> Iterator[str]:
    """Yield the URL of a new server; it is stopped afterwards, and its folder is gone."""
    user = "postgres" if os.name == "posix" and os.geteuid() == 0 else None  # it refuses to run as the superuser
    # Not in pytest's folder, which the superuser closes to everybody else.
    with tempfile.TemporaryDirectory(prefix="entity-check-postgresql-", ignore_cleanup_errors=True) as name:
        data = Path(name)
        if user:
            shutil.chown(data, user)
        port = _free_port()

        def run(program: str, *arguments: str) -> None:
            subprocess.run([str(binaries / program), *arguments], check=True, capture_output=True, user=user, cwd=data)

        run("initdb", "-D", str(data / "db"), "-U", "reviewer", "--auth=trust", "-E", "UTF8", "--locale=C", "--no-sync")
        options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={data} -c fsync=off"
        run("pg_ctl", "-D", str(data / "db"), "-l", str(data / "log"), "-o", options, "-w", "start")
        try:
            yield f"postgresql://reviewer@127.0.0.1:{port}/"
        finally:
            run("pg_ctl", "-D", str(data / "db"), "-m", "immediate", "-t", "20", "-w", "stop")


def _free_port() -> int:
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        return int(opened.getsockname()[1])
