"""The command line's `entity-check ledger`: verify, show, export and import the ledger of decisions."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, TextIO

import click

from addin.cli_options import PATH, ledger_option
from addin.exit_codes import DONE, FAIL_ON
from addin.terminal import printable, progress_bar, say

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["ledger_group"]

_SHOWN = 20


@click.group("ledger")
def ledger_group() -> None:
    """Verify, show, export and import the ledger of decisions."""


@ledger_group.command("verify")
@ledger_option
def ledger_verify(*, ledger: str | None) -> int:
    """Check that every record is as it was written, that none is missing and none was put in.

    Exits with code 1 and names the records if that is not so.
    """
    from screening.review.ledger import Ledger

    with Ledger.open(ledger, create=False) as opened, progress_bar("Verifying") as show:
        total = max(opened.head.count, 1)
        found = opened.verify(lambda count: show(count / total))
        lines = [f"Ledger {opened.id}, {found.count:,} records, last hash {found.head}"]
    lines += [f"  {problem.text}" for problem in found.problems[:_SHOWN]]
    if len(found.problems) > _SHOWN:
        lines.append("  and more")
    lines.append("The chain holds." if found.ok else "THE CHAIN DOES NOT HOLD: restore the ledger from an export.")
    say("\n".join(lines))
    return DONE if found.ok else FAIL_ON


@ledger_group.command("show")
@ledger_option
def ledger_show(*, ledger: str | None) -> None:
    """Show which ledger is in use, how long it is, and its last records."""
    from screening.review.ledger import Ledger
    from screening.review.records import DECISION

    with Ledger.open(ledger, create=False) as opened:
        head = opened.head
        lines = [f"Ledger {opened.id} in {opened.where}", f"{head.count:,} records, last hash {head.hash}"]
        for record in opened.records(max(0, head.count - _SHOWN)):
            if record.kind == DECISION:
                decision = record.decision
                said = f"{decision.choice.value}: {decision.vendor.name} / {decision.entry.name} [{decision.entry.key}]"
                who = f"{decision.decider}, {decision.decided}"
            else:
                said = f"signed by the {record.sign_off.role}: review {record.sign_off.review}"
                who = f"{record.sign_off.name}, {record.sign_off.signed}"
            lines.append(f"{record.position:>8,}  {printable(said)} ({printable(who)})")
    say("\n".join(lines))


@ledger_group.command("export")
@click.argument("file", type=PATH)
@ledger_option
def ledger_export(*, file: Path, ledger: str | None) -> None:
    """Write the whole ledger to FILE, one line of JSON a record; FILE must not exist."""
    from screening.review.ledger import Ledger
    from screening.review.ledger_file import export_lines
    from workbook.review.output import written_lines

    with Ledger.open(ledger, create=False) as opened:
        count = written_lines(file, export_lines(opened)) - 1
    say(f"{count:,} records are in {file}.", done=f"The export {file} is complete.")


@ledger_group.command("import")
@click.argument("file", type=PATH)
@ledger_option
def ledger_import(*, file: Path, ledger: str | None) -> None:
    """Read the export FILE into an empty ledger, or add what the same ledger lacks.

    Every hash is computed anew first; an export that was changed or cut is refused.
    """
    from screening.review.ledger import Ledger
    from screening.review.ledger_file import check_export, read_export
    from workbook.errors import FileMissingError

    if not file.exists():
        raise FileMissingError(str(file), "there is no such file. Check the path.")
    with _rewindable(file) as lines:
        check_export(_read(file, lines))  # before a ledger is made for it, and while nobody waits for us
        lines.seek(0)
        exported = read_export(_read(file, lines))
        with Ledger.open(ledger) as opened:
            added = opened.take_over(exported)
            where = opened.where
    say(f"{added:,} records were added to {where}; {exported.count - added:,} were there.")


@contextmanager
def _rewindable(file: Path) -> Iterator[TextIO]:
    """Yield the text of a file, to be read twice; what comes out of a pipe is kept meanwhile."""
    from workbook.errors import as_input_errors

    # An editor may have put a mark before it; bytes that are no text are left to the line that holds them.
    with ExitStack() as stack:
        with as_input_errors(str(file)):
            lines: TextIO = stack.enter_context(file.open(encoding="utf-8-sig", errors="surrogateescape"))
        if not lines.seekable():
            kept = stack.enter_context(TemporaryFile("w+", encoding="utf-8", errors="surrogateescape"))
            kept.writelines(_read(file, lines))
            kept.seek(0)
            lines = kept
        yield lines


def _read(file: Path, lines: TextIO) -> Iterator[str]:
    from screening.review.ledger_file import LINE_LIMIT
    from workbook.errors import as_input_errors

    with as_input_errors(str(file)):
        while line := lines.readline(LINE_LIMIT + 1):  # a file without an end of line must not fill the memory
            yield line
