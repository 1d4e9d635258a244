"""The workbook floor: reads vendor files, writes review workbooks; knows no running Excel."""
