"""What the buttons of the ribbon do, one function each; `COMMANDS` names them as the ribbon does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from addin.commands.check import check_selection, check_sheet, freeze, insert_formulas, take_back
from addin.commands.export import export_pdf, export_review, export_summary
from addin.commands.lists import list_details, update_lists
from addin.commands.look import next_flagged, open_source, show_why
from addin.commands.review import next_open, record, run_review, sign_off, verify
from addin.commands.support import diagnose, guide, open_log

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from addin.desk import Desk
    from addin.session import Session

__all__ = ["COMMANDS"]

COMMANDS: Final[Mapping[str, Callable[[Desk, Session], None]]] = {
    "check_selection": check_selection,
    "check_sheet": check_sheet,
    "insert_formulas": insert_formulas,
    "freeze": freeze,
    "undo": take_back,
    "run_review": run_review,
    "next_open": next_open,
    "record": record,
    "verify": verify,
    "sign_off": sign_off,
    "next_flagged": next_flagged,
    "show_why": show_why,
    "open_source": open_source,
    "update_lists": update_lists,
    "list_details": list_details,
    "export_summary": export_summary,
    "export_review": export_review,
    "export_pdf": export_pdf,
    "guide": guide,
    "diagnose": diagnose,
    "open_log": open_log,
}
