"""What speaks against a new table, and the near misses that must not stop it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from screening import EntityTable, Entry
from screening.errors import SettingError
from screening.lists.rows import RejectedRow
from screening.model import Alias
from screening.update.health import Check, Finding, GateRules, examine, overdue

if TYPE_CHECKING:
    from collections.abc import Sequence

DAY = date(2026, 7, 31)
TODAY = date(2026, 8, 14)


def entries(count: int, code: str = "UVL", *, name: str = "Kvarn Borealis", aliases: Sequence[str] = ()) -> list[Entry]:
    """Return parties of one list, the first ones with these aliases."""
    further = [(Alias(name=alias),) for alias in aliases] + [()] * count
    return [
        Entry(key=f"{code}-{number}", list=code, name=f"{name} {number}", aliases=further[number])
        for number in range(count)
    ]


def table(*parts: Sequence[Entry], published: date = DAY, **counts: Any) -> EntityTable:  # noqa: ANN401 - fields of counts
    """Return a table of these entries, with some counts of its first list changed."""
    made = EntityTable.from_entries([entry for part in parts for entry in part], published=published)
    first, *others = made.manifest.lists
    return replace(made, manifest=replace(made.manifest, lists=(replace(first, **counts), *others)))


def found(new: EntityTable, known: EntityTable | None, **options: Any) -> list[tuple[Check, str, bool]]:  # noqa: ANN401
    """Return what is found, without its words and without test vendors, which these tables lack."""
    findings = examine(new, known, today=TODAY, **options)
    return [(one.check, one.list, one.stops) for one in findings if one.check is not Check.CANARY]


@pytest.mark.parametrize(
    ("before", "after", "stops"),
    [
        pytest.param(200, 190, False, id="a-twentieth"),
        pytest.param(200, 189, True, id="more-than-a-twentieth"),
        pytest.param(20, 15, False, id="few-of-a-short-list"),
        pytest.param(20, 14, True, id="too-many-of-a-short-list"),
        pytest.param(20, 300, False, id="grown"),
    ],
)
def test_drop(before: int, after: int, *, stops: bool) -> None:
    """A list that lost more than it may."""
    assert found(table(entries(after)), table(entries(before))) == ([(Check.DROP, "UVL", True)] if stops else [])


def test_drop_by_other_rules() -> None:
    """The bound is a setting."""
    rules = GateRules(lost_percent=0, lost_entries=0)
    assert found(table(entries(19)), table(entries(20)), rules=rules) == [(Check.DROP, "UVL", True)]
    assert found(table(entries(1)), table(entries(20)), rules=GateRules(lost_percent=100)) == []


def test_missing_list() -> None:
    """A list that the table in force holds, and the new one does not."""
    both = table(entries(3), entries(3, "ISN"))
    assert found(table(entries(3)), both) == [(Check.MISSING, "ISN", True)]
    assert found(both, table(entries(3))) == []


def test_older() -> None:
    """Than the one in force; the same day is none."""
    assert found(table(entries(3), published=DAY - timedelta(days=1)), table(entries(3))) == [
        (Check.OLDER, "UVL", True)
    ]
    assert found(table(entries(3)), table(entries(3))) == []


def test_day_ahead() -> None:
    """Of today; a file of today is fresh."""
    assert found(table(entries(3), published=TODAY + timedelta(days=1)), None) == [(Check.AHEAD, "UVL", True)]
    assert found(table(entries(3), published=TODAY), None) == []


def test_rejected_rows() -> None:
    """Too many stop the table; each cause is told in any case."""
    few = tuple(RejectedRow(number, "UVL", "the name holds no letter or digit") for number in range(2))
    assert found(table(entries(100), rows=102, rejected=2), None, rejected=few) == [(Check.REJECTED, "UVL", False)]
    many = (*few, RejectedRow(9, "UVL", "the row has no name"))
    assert found(table(entries(97), rows=100, rejected=3), None, rejected=many) == [
        (Check.REJECTED, "UVL", True),
        (Check.REJECTED, "UVL", False),
        (Check.REJECTED, "UVL", False),
    ]


@pytest.mark.parametrize(
    ("alias", "check"),
    [
        pytest.param("Al{}", Check.SHORT_ALIASES, id="short"),
        pytest.param("Borealis {}", None, id="long"),
        pytest.param("BorÃ©alis {}", Check.GARBLED, id="garbled"),
        pytest.param("Boréalis {}", None, id="accent"),
    ],
)
def test_odd_names(alias: str, check: Check | None) -> None:
    """A flood of them that the last good table did not have; a few are as ever."""
    flood = table(entries(40, aliases=[alias.format(number) for number in range(11)]))
    few = table(entries(40, aliases=[alias.format(number) for number in range(10)]))
    known = table(entries(40))
    assert found(flood, known) == ([(check, "UVL", True)] if check else [])
    assert found(few, known) == []
    assert found(flood, None) == []


def test_known_party_gone() -> None:
    """Test vendors that were found must be found; those that never were say nothing."""
    canary = [Entry(key="EL-H", list="EL", name="Hikvision")]
    known = table(entries(50, "EL"), canary)
    new = table(entries(51, "EL"))
    gone = [one for one in examine(new, known, today=TODAY) if one.check is Check.CANARY]
    assert [(one.list, one.stops) for one in gone] == [("EL", True)]
    assert "Hikvision must be LISTED" in gone[0].text
    assert [one.check for one in examine(known, known, today=TODAY)] == []


def test_accepted() -> None:
    """A person has looked: it is said, and stops no more; other lists still stop."""
    new = table(entries(1), entries(1, "ISN"))
    known = table(entries(100), entries(100, "ISN"))
    findings = examine(new, known, today=TODAY, accepted=["UVL"])
    assert [(one.list, one.stops) for one in findings] == [("ISN", True), ("UVL", False)]
    assert findings[1].text.endswith("Accepted.")


def test_overdue() -> None:
    """Older than allowed; the last allowed day is none."""
    assert overdue(table(entries(1)), DAY + timedelta(days=30), 30) == ()
    (one,) = overdue(table(entries(1)), DAY + timedelta(days=31), 30)
    assert isinstance(one, Finding)
    assert "31 days old" in one.text


def test_bundled_table_is_healthy() -> None:
    """Against itself, with all test vendors."""
    bundled = EntityTable.bundled()
    assert examine(bundled, bundled, today=TODAY) == ()


@pytest.mark.parametrize("rule", [{"lost_percent": 101}, {"lost_entries": -1}, {"rejected_percent": True}], ids=str)
def test_rules_out_of_range(rule: dict[str, Any]) -> None:
    """Name the rule and what is allowed."""
    with pytest.raises(SettingError, match=next(iter(rule))):
        GateRules(**rule)
