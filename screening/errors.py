"""Every error that the screening floor raises, in one tree.

The text of each error is one line that says what happened, why, and what to do
next, because in Excel and on a terminal that line is the whole user interface.

    EntityCheckError
    |-- SettingError          a setting is outside its allowed range
    |   `-- SettingsFileError  a file of the user's own settings cannot be used
    |-- ArgumentError         a call's argument cannot be used
    |   `-- UnknownListError  a list code that the table does not hold
    |-- TableError            no verdict can be given: the entity table is unusable
    |   |-- TableMissingError
    |   |-- TableDamagedError
    |   `-- TableDoubtedError     a new table is not put in force
    |-- SourceError           a published list file cannot be imported
    |-- FetchError            a list file cannot be fetched
    |   |-- AddressNotAllowedError  the address is none that may be asked
    |   |-- UnreachableError        there is no connection to the server, or it broke
    |   |-- UntrustedServerError    the server's certificate is not trusted
    |   |-- TooSlowError            the answer takes longer than it may
    |   |-- AnswerTooLargeError     the answer is larger than it may be
    |   |-- RequestRefusedError     the server answers with a refusal or a failure
    |   `-- BadAnswerError          the answer is not whole, or not the file
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
    "AddressNotAllowedError",
    "AnswerTooLargeError",
    "ArgumentError",
    "BadAnswerError",
    "EntityCheckError",
    "FetchError",
    "LedgerBusyError",
    "LedgerDamagedError",
    "LedgerError",
    "LedgerFullError",
    "LedgerMissingError",
    "LedgerReadOnlyError",
    "LedgerUnreachableError",
    "RequestRefusedError",
    "SettingError",
    "SettingsFileError",
    "SourceError",
    "TableDamagedError",
    "TableDoubtedError",
    "TableError",
    "TableMissingError",
    "TooSlowError",
    "UnknownListError",
    "UnreachableError",
    "UntrustedServerError",
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


class SettingsFileError(SettingError):
    """A file in which a user keeps settings of their own, `settings.toml` or `sources.toml`, cannot be used."""

    def __init__(self, path: str, why: str) -> None:
        """Name the file, and say what is wrong in it and what would be right."""
        EntityCheckError.__init__(self, path, why)
        self.path = path
        self.why = why

    def __str__(self) -> str:
        return f"The settings file {self.path} cannot be used: {self.why}."


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


class TableDoubtedError(TableError):
    """A new table is not put in force, because too much speaks against it."""

    def __init__(self, reasons: tuple[str, ...], lists: tuple[str, ...]) -> None:
        """Give what speaks against it, a sentence each, and the codes of the lists."""
        super().__init__(reasons, lists)
        self.reasons = reasons
        self.lists = lists

    def __str__(self) -> str:
        return (
            f"The new table was not put in force, and the one in force stays: {' '.join(self.reasons)} Fetch the lists "
            f"again later; if the publisher confirms it, give --accept {' --accept '.join(self.lists)}."
        )


class SourceError(EntityCheckError):
    """A published list file that cannot be imported."""


class FetchError(EntityCheckError):
    """A list file cannot be fetched; nothing that is installed was touched."""


class AddressNotAllowedError(FetchError):
    """The address, or one that it leads on to, is none that may be asked."""


class UnreachableError(FetchError):
    """There is no connection to the server or to the proxy, or it broke."""


class UntrustedServerError(FetchError):
    """The server cannot show that it is the one that was asked."""


class TooSlowError(FetchError):
    """The answer takes longer than it may."""


class AnswerTooLargeError(FetchError):
    """The answer, or what it unpacks to, is larger than it may be."""


class RequestRefusedError(FetchError):
    """The server answers with a refusal or a failure of its own."""


class BadAnswerError(FetchError):
    """The answer is cut, empty, garbled or another kind of file."""


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
