"""Exit codes of `entity-check` that stand for no error class; the others are in `addin.error_codes`."""

from typing import Final

__all__ = [
    "DONE",
    "FAIL_ON",
    "FAULT",
    "HUNG_UP",
    "INTERRUPTED",
    "NOTHING_SCREENED",
    "STREAM",
    "TERMINATED",
    "USAGE",
]

DONE: Final = 0
FAIL_ON: Final = 1
USAGE: Final = 2
NOTHING_SCREENED: Final = 3
FAULT: Final = 70  # EX_SOFTWARE of sysexits.h
STREAM: Final = 74  # EX_IOERR of sysexits.h
HUNG_UP: Final = 129  # 128 + SIGHUP, as shells report it
INTERRUPTED: Final = 130  # 128 + SIGINT
TERMINATED: Final = 143  # 128 + SIGTERM
