"""Federal Register citations in all their published forms -> `84 FR 54002`.

Text that holds no citation is kept as it stands; no date is ever invented.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from screening.lists.text import clean_text

__all__ = ["Citation", "drop_drag_fill", "read_citations"]


@dataclass(frozen=True, slots=True)
class Citation:
    """One citation.

    Attributes:
        text: `84 FR 54002`, `76 FR No. 229 (2011-11-29)`, or text that could not be read.
        published: Day of publication if the citation states one.
    """

    text: str
    published: date | None = None


_DATE = r"(?P<date>\d{1,2}/+\d{1,3}/+\d{1,4})"
_CITATION = re.compile(
    # Vol. 59, No. 44, 03/07/1994
    r"Vol\.?\s*(?P<volume_isn>\d{1,3}),?\s*No\.?\s*(?P<issue_isn>\d+)"
    # 76 FR No. 197 (10/12/2011); 76 FR no. 242 pg. 78146
    r"|(?P<volume_issue>\d{2,3})\s*F\.?R\.?\s*no\.?\s*(?P<issue>\d+)(?:\s*pg\.?\s*(?P<page_issue>\d+))?"
    # 59 F.R. 47303; 81.F.R. 22576; 80FR 69852; 86 FR. 66277; 89 F.R. NOTICD 87329
    r"|(?P<volume>\d{2,3})\s*\.?\s*F\.?\s*R\.?\s*(?:NOTIC\w*\s*)?(?P<page>\d{1,6})(?![/\d])"
    r"(?:,\s*(?P<next_page>\d{4,6})(?=\s+\d{1,2}/))?"
    # 89 87329 11/1/2024
    r"|(?P<volume_bare>\d{2,3})\s+(?P<page_bare>\d{4,6})(?=\s+\d{1,2}/)",
    re.IGNORECASE,
)
# What may follow: an issue `(no. 182)`, `No. 195`, a date `, (8/15/2011)`, `DATED 06/11/09`.
_ISSUE_AFTER = re.compile(r"\s*\(?no\.\s*\d+\)?", re.IGNORECASE)
_DATE_AFTER = re.compile(rf"[\s,;(]*(?:DATED\s+)?{_DATE}\)?", re.IGNORECASE)
_PART_OF_DATE = re.compile(r"[\s,(]*\d{1,2}/\d{4}\)?")  # `88 F.R. 88570 12/2023` names no day
_JOINTS = re.compile(r"^(?:[\s,;.()]|\band\b|\bcorrected by\b)+|(?:[\s,;.(]|\band\b|\bcorrected by\b)+$", re.IGNORECASE)
_NORMALIZED = re.compile(r"(\d+) FR (\d+)")
# Volume 1 is of 1936.
_YEAR_BEFORE_VOLUME_1 = 1935


def read_citations(published: str) -> list[Citation]:
    """Return the citations of a published field in published order, without repeats."""
    text = clean_text(published)
    found: dict[str, Citation] = {}
    position = 0
    for match in _CITATION.finditer(text):
        if match.start() < position:
            continue
        _keep(found, _residue(text[position : match.start()]))
        citation, position = _read(text, match)
        _keep(found, citation)
    _keep(found, _residue(text[position:]))
    return list(found.values())


def drop_drag_fill(citations: list[str]) -> list[str]:
    """Return `citations` without those that a spreadsheet counted up by itself.

    A party cited at 83 FR 37423, 84 FR 37423, 85 FR 37423 ... was published once,
    at the first; no two volumes in a row cite one party on one page.
    """
    volumes: dict[str, set[int]] = {}
    for text in citations:
        match = _NORMALIZED.fullmatch(text)
        if match:
            volumes.setdefault(match[2], set()).add(int(match[1]))
    return [text for text in citations if not _is_counted_up(text, volumes)]


def _is_counted_up(text: str, volumes: dict[str, set[int]]) -> bool:
    match = _NORMALIZED.fullmatch(text)
    return match is not None and int(match[1]) - 1 in volumes[match[2]]


def _read(text: str, match: re.Match[str]) -> tuple[Citation, int]:
    volume = match["volume"] or match["volume_isn"] or match["volume_issue"] or match["volume_bare"]
    page = match["page"] or match["page_issue"] or match["page_bare"]
    issue = match["issue"] or match["issue_isn"]
    end = match.end()
    after = _ISSUE_AFTER.match(text, end)
    end = after.end() if after else end
    day = _DATE_AFTER.match(text, end)
    end = day.end() if day else end
    partial = None if day else _PART_OF_DATE.match(text, end)
    end = partial.end() if partial else end
    published = _day(day["date"], int(volume)) if day else None
    if page:
        return Citation(f"{int(volume)} FR {int(page)}", published), end
    dated = f" ({published.isoformat()})" if published else ""
    return Citation(f"{int(volume)} FR No. {issue}{dated}", published), end


def _day(text: str, volume: int) -> date | None:
    month, day, year = re.split(r"/+", text)
    if len(year) not in {2, 4}:  # `9/13/0`, `10/1/200`
        return None
    century = 0 if len(year) == len("1994") else 1900 if int(year) > _YEAR_BEFORE_VOLUME_1 - 1900 else 2000
    # A day far from its volume's year is a slip of the pen, and which of the two
    # slipped is unknown.
    if abs(century + int(year) - _YEAR_BEFORE_VOLUME_1 - volume) > 1:
        return None
    try:
        return date(century + int(year), int(month), int(day))
    except ValueError:  # `11/222/2021`
        return None


def _residue(text: str) -> Citation | None:
    bare = None
    while bare != text:
        bare, text = text, _JOINTS.sub("", text)
    return Citation(text) if any(character.isalnum() for character in text) else None


def _keep(found: dict[str, Citation], citation: Citation | None) -> None:
    if citation is None:
        return
    known = found.get(citation.text)
    if known is None or known.published is None:
        found[citation.text] = citation
