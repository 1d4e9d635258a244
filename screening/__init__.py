"""Entity Check: screen vendor names against official restricted-party lists.

from screening import Screener
Screener.bundled().screen("Hikvision").verdict
"""

from screening.errors import EntityCheckError
from screening.model import Entry, Hit, NotScreened, Screening, Vendor, Verdict
from screening.screener import Screener
from screening.settings import Settings
from screening.table import EntityTable

__all__ = [
    "EntityCheckError",
    "EntityTable",
    "Entry",
    "Hit",
    "NotScreened",
    "Screener",
    "Screening",
    "Settings",
    "Vendor",
    "Verdict",
]
