"""Reading of vendor files as they are: which sheet, which header row, which columns, every row accounted for."""

from workbook.read.options import ReadOptions
from workbook.read.vendor_file import VendorFile, open_vendors
from workbook.read.vendors import VendorRow

__all__ = ["ReadOptions", "VendorFile", "VendorRow", "open_vendors"]
