"""Exit codes of `entity-check` that stand for no error class; the others are in `addin.error_codes`."""

from typing import Final

__all__ = ["DONE", "FAIL_ON", "FAULT", "INTERRUPTED", "TERMINATED", "USAGE"]

DONE: Final = 0
FAIL_ON: Final = 1
USAGE: Final = 2
FAULT: Final = 70  # EX_SOFTWARE of sysexits.h
INTERRUPTED: Final = 130  # 128 + SIGINT, as shells report it
TERMINATED: Final = 143  # 128 + SIGTERM
