"""The review workbook: screening a vendor file and writing what came of it."""

from workbook.review.pipeline import ReviewOptions, write_review
from workbook.review.tally import ReviewSummary

__all__ = ["ReviewOptions", "ReviewSummary", "write_review"]
