"""Errors of the floor that a person touches.

EntityCheckError (screening.errors)
`-- AddinError           the add-in cannot be built, installed or used
    |-- DeskError            a command of the ribbon cannot be carried out
    |   |-- NoSelectionError     the selected cells are none that it could work on
    |   |-- NoListError          the sheet holds no vendor list
    |   |-- RefusedError         Excel did not let the sheet be written
    |   |-- BusyError            Excel waits for its user
    |   `-- CancelledError       the user stopped it
    `-- InstallError         the add-in cannot be put in its place, or taken away
"""

from __future__ import annotations

from screening.errors import EntityCheckError

__all__ = [
    "AddinError",
    "BusyError",
    "CancelledError",
    "DeskError",
    "InstallError",
    "NoListError",
    "NoSelectionError",
    "RefusedError",
]


class AddinError(EntityCheckError):
    """The Excel add-in cannot be built, installed or used; says why and what to do."""


class DeskError(AddinError):
    """A command of the ribbon cannot be carried out; the sheet is as it was."""


class NoSelectionError(DeskError):
    """The selected cells are none that the command could work on."""


class NoListError(DeskError):
    """The active sheet holds no vendor list that can be told."""


class RefusedError(DeskError):
    """Excel did not let the sheet be written; it is as it was."""


class BusyError(DeskError):
    """Excel waits for its user: a cell is being edited or a dialog is open."""


class CancelledError(DeskError):
    """The user stopped a long run; nothing was changed."""


class InstallError(AddinError):
    """The add-in cannot be put in its place, or taken away."""
