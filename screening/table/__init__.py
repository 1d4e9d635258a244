"""The entity table: its files, how they are opened and verified, how they are built."""

from screening.table.manifest import ListCounts, TableManifest
from screening.table.table import EntityTable

__all__ = ["EntityTable", "ListCounts", "TableManifest"]
