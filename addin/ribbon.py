"""Where the ribbon arrives in Python: `run('check_selection')`, called through xlwings' `RunPython`.

Whatever happens, the user is told in one message and Excel is left as it was found.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import xlwings as xw

from addin import log
from addin.commands import COMMANDS
from addin.desk import Desk, is_busy
from addin.session import session
from screening.errors import EntityCheckError

if TYPE_CHECKING:
    from addin.session import Session

__all__ = ["carry_out", "run"]


def run(command: str) -> None:
    """Carry out a button of the ribbon for the workbook that is active in Excel."""
    log.begin()
    carry_out(command, Desk(xw.Book.caller()), session())


def carry_out(command: str, desk: Desk, session: Session) -> None:
    """Carry out a command; tell the user of every failure, and raise none."""
    try:
        COMMANDS[command](desk, session)
    except EntityCheckError as error:
        desk.tell(str(error), warning=True)
    except Exception as error:
        logging.getLogger(log.LOGGER).exception("The command %s failed", command)
        desk.tell(_unexpected(error), warning=True)


def _unexpected(error: Exception) -> str:
    if is_busy(error):
        return (
            "Excel is waiting for you: finish editing the cell (Enter or Esc) or close the open dialog, then try again."
        )
    return (
        f"Something went wrong that should not have ({type(error).__name__}: {error}). What was written so far was put "
        f"back or can be taken back with Undo last run. The details are in {log.log_path()}; please report them."
    )
