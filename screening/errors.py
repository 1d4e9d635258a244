"""Every error that the screening floor raises, in one tree.

The text of each error is one line that says what happened, why, and what to do
next, because in Excel and on a terminal that line is the whole user interface.

    EntityCheckError
    |-- SettingError          a setting is outside its allowed range
    |-- ArgumentError         a call's argument cannot be used
    |   `-- UnknownListError  a list code that the table does not hold
    |-- TableError            no verdict can be given: the entity table is unusable
    |   |-- TableMissingError
    |   `-- TableDamagedError
    |-- SourceError           a published list file cannot be imported
    `-- LedgerError           the ledger of decisions cannot be used
        |-- LedgerMissingError    there is none
        |-- LedgerDamagedError    it is no ledger, or not whole
        |-- LedgerReadOnlyError   it may only be read
        |-- LedgerBusyError       somebody else writes it for too long
        |-- LedgerFullError       the disk is full
        `-- LedgerUnreachableError  its database does not answer

Constructor arguments go to `super().__init__`, so every error survives pickling
between processes.
"""

__all__ = [
    "ArgumentError",
    "EntityCheckError",
    "LedgerBusyError",
    "LedgerDamagedError",
    "LedgerError",
    "LedgerFullError",
    "LedgerMissingError",
    "LedgerReadOnlyError",
    "LedgerUnreachableError",
    "SettingError",
    "SourceError",
    "TableDamagedError",
    "TableError",
    "TableMissingError",
    "UnknownListError",
]


class EntityCheckError(Exception):
    """Root of everything that this project raises on purpose."""


class SettingError(EntityCheckError):
    """A setting whose value is outside the allowed range."""

    def __init__(self, name: str, value: object, allowed: str) -> None:
        """Name the setting, the value that was given and what is allowed."""
        super().__init__(name, value, allowed)
        self.name = name
        self.value = value
        self.allowed = allowed

    def __str__(self) -> str:
        return f"Setting {self.name} is {self.value!r}; it must be {self.allowed}."


class ArgumentError(EntityCheckError):
    """An argument that cannot be used, such as a date that is no date."""


class UnknownListError(ArgumentError):
    """A list code that the entity table does not hold."""

    def __init__(self, code: str, known: tuple[str, ...]) -> None:
        """Name the code that was asked for and the codes that exist."""
        super().__init__(code, known)
        self.code = code
        self.known = known

    def __str__(self) -> str:
        return f"There is no list {self.code!r} in the entity table; choose from {', '.join(self.known)}."


class TableError(EntityCheckError):
    """The entity table cannot be used, so no verdict is given."""


class TableMissingError(TableError):
    """There is no entity table at the place named."""


class TableDamagedError(TableError):
    """The entity table does not agree with its manifest, or cannot be read."""


class SourceError(EntityCheckError):
    """A published list file that cannot be imported."""


class LedgerError(EntityCheckError):
    """The ledger of decisions cannot be used; what was to be recorded was not, unless the text says otherwise."""


class LedgerMissingError(LedgerError):
    """There is no ledger at the place named."""


class LedgerDamagedError(LedgerError):
    """What is there is no ledger, or not a whole one of this version."""


class LedgerReadOnlyError(LedgerError):
    """The ledger may only be read."""


class LedgerBusyError(LedgerError):
    """Somebody else has been writing the ledger for too long."""


class LedgerFullError(LedgerError):
    """The disk that holds the ledger is full."""


class LedgerUnreachableError(LedgerError):
    """The ledger's database does not answer, or is not known."""
