"""The groups Lists and Help: the lists in force, the guide, the diagnosis, the log."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Final

from addin import log
from addin.doctor import examine, worded
from addin.errors import DeskError
from addin.machine import Machine
from screening import Settings
from screening.errors import SettingError
from workbook.review.prose import affiliates_rule

if TYPE_CHECKING:
    from pathlib import Path

    from addin.desk import Desk
    from addin.session import Session

__all__ = ["diagnose", "guide", "open_log"]

_AID: Final = (
    "Entity Check is an aid. The lists as their agencies publish them, the Federal Register above all, govern."
)
_GUIDE: Final = (
    ("Worksheet functions", ""),
    ("=ENTITY_CHECK(A2)", "LISTED or REVIEW with entry, list and points, or CLEAR; takes a range too"),
    ('=ENTITY_CHECK(A2,B2,"2025-09-30","EL,SDN")', "with the vendor's country, a day to judge by, and chosen lists"),
    ("=ENTITY_MATCHES(A2)", "the listed parties that a name resembles, each with its reason"),
    ("=ENTITY_SCORE(A2)", "points, 0 to 100, of the nearest listed name"),
    ('=ENTITY_INFO("EL-...","link")', "one field of a listed entry, by the key that ENTITY_MATCHES shows"),
    ('=ENTITY_LISTS("date")', "date, age, health, rows or hash of the lists in force"),
    ("", ""),
    ("Verdicts", ""),
    ("LISTED", "the vendor is, beyond reasonable doubt, a listed party or one of its aliases"),
    ("REVIEW", "a person must look: a resemblance, a name like an affiliate's, a short or common alias"),
    ("CLEAR", "the lists were in order, the name was usable, and nothing resembled it"),
    ("NOT SCREENED", "the name cannot be used; the cause follows. It is not CLEAR."),
    ("#VALUE!", "an argument cannot be used, for example a date that is none"),
    ("#N/A", "no answer: the lists or Python are not there. Click Diagnose."),
    ("", ""),
    ("Limits", ""),
    ("Aid", _AID),
    ("Evidence", "A hit is evidence about a name, not about a company. A person decides."),
)  # fmt: skip


def guide(desk: Desk, session: Session) -> None:
    """Show the guide in a new workbook."""
    try:
        settings = session.settings
    except SettingError:  # the guide helps to mend it
        settings = Settings()
    ownership = f"Names do not show who owns a vendor. {affiliates_rule(settings)}"
    desk.show_rows("Guide", (*_GUIDE, ("Ownership", ownership)))


def diagnose(desk: Desk, session: Session) -> None:
    """Show what works and what does not, and what to do about it."""
    findings = examine(Machine.this(), session)
    desk.tell(worded(findings), warning=any(not finding.ok for finding in findings))


def open_log(desk: Desk, _session: Session) -> None:
    """Open the log file."""
    path = log.log_path()
    if not path.exists():
        raise DeskError(f"Nothing went wrong yet, so there is no log. It would be {path}")
    try:
        _open(path)
    except (OSError, subprocess.CalledProcessError) as error:
        raise DeskError(f"The log cannot be opened ({error}). It is {path}") from error
    desk.progress("")


def _open(path: Path) -> None:
    if sys.platform == "win32":
        os.startfile(path)  # noqa: S606 - the user's own viewer
    else:
        subprocess.run(["open" if sys.platform == "darwin" else "xdg-open", str(path)], check=True)  # noqa: S603
