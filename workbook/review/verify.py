"""Whether an audit workbook can be believed: what was changed in it, and whether its verdicts come out again.

Three proofs, each by itself: the hashes of its sheets, the checksum beside it, and the
screening of its vendors once more, with the archived table and the settings it names.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from importlib import metadata
from itertools import islice
from typing import TYPE_CHECKING

from screening import Screener
from screening.errors import TableError, UnknownListError
from workbook.errors import InputError, NotAnAuditError
from workbook.review.audit_sheets import CHANGES, CLEARANCES, DECISION_LOG, TESTS
from workbook.review.checksum import Checksum, check_sha256
from workbook.review.manifest import check_content
from workbook.review.previous import as_stated, screened_rows
from workbook.review.reading import read_settings
from workbook.review.reference_sheets import LEDGER_SETTING, NO_LEDGER
from workbook.review.review_file import opened, parts_of
from workbook.review.sheet_changes import Change
from workbook.review.sheets import SCREENED

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from pathlib import Path

    from screening import EntityTable
    from screening.model import Screening
    from workbook.review.manifest import ContentCheck
    from workbook.review.previous import EarlierVendor, PreviousReview

__all__ = ["Difference", "Replay", "ReplayState", "Verification", "verify_audit"]

_CHUNK = 10_000  # vendors screened together
_READING = 1 / 3  # of the time, for the hashes; the rest is for screening once more
_MOST_DIFFERENCES = 1_000  # that are named
_ENGINE = "entity-check version"
_AUDIT_SHEETS = tuple(design.title for design in (DECISION_LOG, CHANGES, CLEARANCES, TESTS))


class ReplayState(Enum):
    """What came of screening once more."""

    SAME = "every verdict came out again"
    DIFFERS = "verdicts differ"
    NO_TABLE = "the entity table is not in the archive, so the verdicts were not checked"
    NOT_RUN = "the verdicts were not checked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A vendor whose screening does not come out as the workbook says.

    Attributes:
        row: Its source row.
        vendor: Its name.
        stated: Verdict, points and entry in the workbook.
        found: The same, screened once more.
    """

    row: int
    vendor: str
    stated: str
    found: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """The screening of a workbook's vendors once more.

    Attributes:
        state: What came of it.
        vendors: Rows that were compared.
        count: How many differ.
        differences: The first 1,000 of them.
        why: What can explain them: another engine, or changed cells; "" if none differs.
    """

    state: ReplayState
    vendors: int = 0
    count: int = 0
    differences: tuple[Difference, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What can be said for and against an audit workbook.

    Attributes:
        content: What was changed on its sheets.
        checksum: How the file compares with the checksum beside it.
        replay: Whether its verdicts come out again.
    """

    content: ContentCheck
    checksum: Checksum
    replay: Replay

    @property
    def ok(self) -> bool:
        """Whether nothing speaks against it; a workbook that was merely saved again is as good as before."""
        sound = self.checksum is not Checksum.DIFFERS or not self.content.untouched
        return not self.content.changes and self.replay.state is ReplayState.SAME and sound


def verify_audit(
    path: Path,
    tables: Callable[[str, Collection[str]], EntityTable],
    *,
    progress: Callable[[float], None] | None = None,
) -> Verification:
    """Return what can be said for and against the audit workbook at `path`.

    Args:
        path: The workbook; it is only read.
        tables: Returns the chosen lists of the entity table with an id.
        progress: Called again and again with how much is done, 0 to 1.

    Raises:
        NotAnAuditError: Screening alone made it.
        InputError: It is no workbook of this program, or cannot be read.
    """
    tell = progress or (lambda _done: None)
    content = check_content(path, lambda done: tell(done * _READING))
    if any(change.kind is Change.NO_MANIFEST for change in content.changes):
        _refuse_what_never_had_a_manifest(path)
    if not content.signed:
        return Verification(content=content, checksum=check_sha256(path), replay=Replay(state=ReplayState.NOT_RUN))
    vendors = max(sum(content.rows[title] - 1 for title in parts_of(SCREENED.title, content.rows)), 1)
    try:
        with opened(path) as book:
            replay = _replay(
                as_stated(path.name, read_settings(book), {}),
                screened_rows(book),
                tables,
                lambda done: tell(_READING + (1 - _READING) * min(done / vendors, 1)),
            )
    except InputError as error:
        if not content.changes:
            raise
        replay = Replay(state=ReplayState.NOT_RUN, why=error.text)  # what was changed is why it cannot be read
    return Verification(content=content, checksum=check_sha256(path), replay=replay)


def _refuse_what_never_had_a_manifest(path: Path) -> None:
    """Refuse a screening workbook; an audit workbook that lost its Manifest keeps other marks, and passes as changed.

    Whoever takes those away too gets this refusal, which is no proof of anything either.
    """
    with opened(path) as book:
        if any(title.startswith(_AUDIT_SHEETS) for title in book.titles):
            return
        settings = read_settings(book)
    if settings.get(LEDGER_SETTING) == NO_LEDGER:
        raise NotAnAuditError(
            path.name,
            "it is a screening workbook: it has no sheet Manifest, so nothing in it can be verified or signed. Run "
            "'entity-check review run' on the vendor file to get an audit workbook. If it was handed to you as an "
            "audit workbook, do not rely on it.",
        )


def _replay(
    stated: PreviousReview,
    rows: Iterator[EarlierVendor],
    tables: Callable[[str, Collection[str]], EntityTable],
    progress: Callable[[int], None],
) -> Replay:
    try:
        screener = Screener(tables(stated.table, stated.lists), stated.screening_settings)
    except (TableError, UnknownListError) as error:
        return Replay(state=ReplayState.NO_TABLE, why=str(error))
    vendors = count = 0
    differences: list[Difference] = []
    while chunk := list(islice(rows, _CHUNK)):
        found = _differences(chunk, screener.screen_many([row.vendor for row in chunk], as_of=stated.as_of))
        vendors += len(chunk)
        count += len(found)
        differences += found[: _MOST_DIFFERENCES - len(differences)]
        progress(vendors)
    return Replay(
        state=ReplayState.DIFFERS if count else ReplayState.SAME,
        vendors=vendors,
        count=count,
        differences=tuple(differences),
        why=_why(stated) if count else "",
    )


def _differences(rows: Sequence[EarlierVendor], screenings: Sequence[Screening]) -> list[Difference]:
    found = []
    for row, screening in zip(rows, screenings, strict=True):
        stated, now = (row.verdict.value, round(row.score, 1), row.entry_key), _in_short(screening)
        if stated != now:
            name = row.facts.name
            found.append(Difference(row=row.row, vendor=name, stated=_worded(stated), found=_worded(now)))
    return found


def _in_short(screening: Screening) -> tuple[str, float, str]:
    best = screening.best
    return screening.verdict.value, round(best.score, 1) if best else 0.0, best.entry.key if best else ""


def _worded(said: tuple[str, float, str]) -> str:
    verdict, score, key = said
    return f"{verdict}, {score:.1f} points, {key}" if key else verdict


def _why(stated: PreviousReview) -> str:
    then = stated.settings.get(_ENGINE, "")
    try:
        now = metadata.version("entity-check")
    except metadata.PackageNotFoundError:
        now = "run from source"
    if then != now:
        return f"the workbook was made by version {then or 'unknown'}, and this is version {now}"
    return "table, settings and version are those of the workbook, so its cells were changed"
