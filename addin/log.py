"""The log of the add-in: what went wrong, without the names of vendors."""

from __future__ import annotations

import logging
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from typing import TYPE_CHECKING, Final

import platformdirs

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["LOGGER", "begin", "log_path"]

LOGGER: Final = "entity_check"
_MOST_BYTES: Final = 1_000_000


def log_path() -> Path:
    """Return where the log is, or will be."""
    return platformdirs.user_log_path("entity-check", appauthor=False) / "entity-check.log"


def begin() -> None:
    """Write what the add-in logs to the log file from now on; a folder that takes nothing costs only the log."""
    logger = logging.getLogger(LOGGER)
    if any(isinstance(handler, RotatingFileHandler) for handler in logger.handlers):
        return
    with suppress(OSError):
        path = log_path()
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(path, maxBytes=_MOST_BYTES, backupCount=1, encoding="utf-8", delay=True)
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
        logger.propagate = False
