"""The buttons about the lists: bring them up to date, show which are in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screening.lists.catalog import list_info

if TYPE_CHECKING:
    from addin.desk import Desk
    from addin.session import Session
    from workbook.cells import Cell

__all__ = ["list_details", "update_lists"]


def update_lists(desk: Desk, session: Session) -> None:
    """Fetch the lists from their publishers and put them in force; what is in force stays if anything fails."""
    # The network only where it is asked for.
    from addin.updates import fetch_lists, put_in_force, renewal_text  # noqa: PLC0415

    desk.progress("asking the publishers (Esc stops)")
    with desk.quiet():
        fetch = fetch_lists(progress=lambda done: desk.progress(f"fetching the lists, {done:.0%} (Esc stops)"))
        done = put_in_force((), fetch, progress=lambda done: desk.progress(f"making the table, {done:.0%} (Esc stops)"))
    notes = [finding.text for finding in done.findings]
    if session.has_own_table:
        notes.append("ENTITY_CHECK_TABLE names another table, which verdicts go on to rest on.")
    elif done.is_new:
        notes.append("Click Recheck to calculate every formula with it.")
    desk.tell("\n".join((renewal_text(done), *notes)))


def list_details(desk: Desk, session: Session) -> None:
    """Show the lists in force in a new workbook."""
    table = session.screener().table
    status = session.status()
    rows: list[tuple[Cell, ...]] = [
        ("Entity table", table.id),
        ("Published", status.published),
        ("Age in days", status.age_days),
        ("Health", status.health),
        *(row for source in table.manifest.sources for row in (("Source", source.name), ("SHA-256", source.sha256))),
        ("", ""),
        ("List", "Name", "Entries", "Names", "What a hit means for a buyer", "and for an exporter"),
    ]
    for counts in table.manifest.lists:
        known = list_info(counts.code)
        means = known.consequence, known.consequence_exporter
        rows.append((counts.code, known.name, counts.entries, counts.names, *means))
    desk.show_rows("Lists", rows)
