"""One exit code for each kind of error, so that a pipeline can tell them apart.

Documented in docs/reference/exit-codes.md; a test holds the table, the error
trees and the document in step.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from addin import errors as of_addin
from screening import errors as of_screening
from workbook import errors as of_reading
from workbook import office as of_printing
from workbook.review import output as of_writing
from workbook.review import summary_pdf as of_summary
from workbook.review import tally as of_counting

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["CODES", "code_of"]

CODES: Final[Mapping[type[of_screening.EntityCheckError], int]] = MappingProxyType(
    {
        of_reading.InputError: 10,
        of_reading.FileMissingError: 11,
        of_reading.FileLockedError: 12,
        of_reading.UnsupportedFileError: 13,
        of_reading.PasswordProtectedError: 14,
        of_reading.DamagedFileError: 15,
        of_reading.HostileFileError: 16,
        of_reading.EmptyFileError: 17,
        of_reading.SheetMissingError: 18,
        of_reading.HeaderRowError: 19,
        of_reading.NoColumnError: 20,
        of_reading.AmbiguousColumnError: 21,
        of_reading.NotAReviewError: 22,
        of_reading.AnotherFormatError: 23,
        of_reading.AnotherLedgerError: 24,
        of_reading.NotSignableError: 25,
        of_reading.NotAnAuditError: 26,
        of_writing.OutputUnwritableError: 30,
        of_writing.OutputSameAsInputError: 31,
        of_writing.OutputExistsError: 32,
        of_printing.PdfError: 33,
        of_printing.OfficeMissingError: 34,
        of_summary.SummaryPdfError: 35,
        of_screening.TableError: 40,
        of_screening.TableMissingError: 41,
        of_screening.TableDamagedError: 42,
        of_screening.LedgerError: 43,
        of_screening.LedgerMissingError: 44,
        of_screening.LedgerDamagedError: 45,
        of_screening.LedgerReadOnlyError: 46,
        of_screening.LedgerBusyError: 47,
        of_screening.LedgerFullError: 48,
        of_screening.LedgerUnreachableError: 49,
        of_screening.SettingError: 50,
        of_screening.ArgumentError: 51,
        of_screening.UnknownListError: 52,
        of_screening.SourceError: 60,
        of_addin.AddinError: 61,
        of_addin.InstallError: 62,
        of_addin.DeskError: 63,
        of_addin.NoSelectionError: 64,
        of_addin.NoListError: 59,
        of_addin.RefusedError: 65,
        of_addin.BusyError: 66,
        of_addin.CancelledError: 67,
        of_counting.ReviewInconsistentError: 68,
        of_screening.EntityCheckError: 69,
        of_screening.FetchError: 80,
        of_screening.AddressNotAllowedError: 81,
        of_screening.UnreachableError: 82,
        of_screening.UntrustedServerError: 83,
        of_screening.TooSlowError: 84,
        of_screening.AnswerTooLargeError: 85,
        of_screening.RequestRefusedError: 86,
        of_screening.BadAnswerError: 87,
        of_screening.SettingsFileError: 88,
        of_screening.TableDoubtedError: 89,
    }
)


def code_of(error: of_screening.EntityCheckError) -> int:
    """Return the exit code of `error`: its own class's, or that of the nearest ancestor in `CODES`."""
    return next(CODES[kind] for kind in type(error).__mro__ if kind in CODES)
