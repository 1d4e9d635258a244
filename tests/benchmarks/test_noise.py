"""Each kind of noise changes a name as it says, and names the entry that is right."""

from __future__ import annotations

import random
from datetime import date

import pytest

from benchmarks.labels import Query, spelling
from benchmarks.listed import ListedNames
from benchmarks.noise import KINDS, distinctive, noisy_names
from benchmarks.product import judge
from screening import EntityTable
from screening.model import Alias, Entry, Verdict

NAME = "Kvarn Borealis & Hellström Precision Instruments Trading Co., Ltd."


def _entry(key: str, name: str, country: str = "SE", *aliases: str) -> Entry:
    return Entry(
        key=key, list="EL", name=name, countries=(country,), aliases=tuple(Alias(name=alias) for alias in aliases)
    )


@pytest.fixture
def table() -> EntityTable:
    """Two entries that share a name, a third beside them, and a person."""
    entries = [
        _entry("EL-1", "Kvarn Borealis Works Ltd", "SE", "Hellvik Nordex Foundry"),
        _entry("EL-2", "KVARN BOREALIS WORKS, LTD."),
        _entry("EL-3", "Huashan Baotong Precision Ltd", "CN"),
        _entry("EL-4", "Astrid Hellvik"),
    ]
    return EntityTable.from_entries(entries, published=date(2026, 1, 1))


@pytest.mark.parametrize(
    ("kind", "noisy"),
    [
        pytest.param("all spaces removed", "KvarnBorealis&HellströmPrecisionInstrumentsTradingCo.,Ltd.", id="joined"),
        pytest.param("ampersand and `and` swapped", NAME.replace("&", "and"), id="and"),
        pytest.param("ampersand escaped", NAME.replace("&", "&amp;"), id="escaped"),
        pytest.param("cut at 35", "Kvarn Borealis & Hellström Precisio", id="cut"),
        pytest.param("first word an initial", NAME.replace("Kvarn", "K."), id="initial"),
        pytest.param("first word dropped", NAME.removeprefix("Kvarn "), id="dropped"),
        pytest.param("letters of a word spaced", NAME.replace("Kvarn", "K v a r n"), id="spaced"),
        pytest.param("syllables split", None, id="no-chinese-name"),
    ],
)
def test_noise(kind: str, noisy: str | None) -> None:
    """Noise without a draw is known to the letter."""
    assert KINDS[kind](_entry("EL-1", NAME), random.Random(1)) == noisy  # noqa: S311 - no secret is made


def test_pinyin_is_split_into_syllables() -> None:
    """Only words that are nothing but syllables are taken apart."""
    entry = _entry("EL-1", "Huashan Baotong Precision Ltd", "CN")
    assert KINDS["syllables split"](entry, random.Random(1)) == "Hua shan Bao tong Precision Ltd"  # noqa: S311


def test_every_kind_is_seeded(table: EntityTable) -> None:
    """Two runs measure the same names, each another than the listed one."""
    first = noisy_names(table, 2)
    assert first == noisy_names(table, 2)
    listed = {entry.name for entry in table.entries}
    assert all(query.text not in listed for query in first)
    assert not any("Astrid" in query.text for query in first)


def test_distinctive_words() -> None:
    """Trades, legal forms and numbers do not count."""
    assert distinctive("Kvarn Borealis Trading Co., Ltd.") == 2
    assert distinctive("General Trading Company 13") == 0


def test_entries_that_share_a_spelling_count_as_one(table: EntityTable) -> None:
    """Either entry is right, and so is every name of theirs."""
    listed = ListedNames(table)
    query = Query("Kvarn", "cut", frozenset({spelling("Kvarn Borealis Works Ltd")}))
    assert {table[entry].key for entry in listed.right_entries(query)} == {"EL-1", "EL-2"}
    names = {listed.names[position] for position in listed.right_names(query)}
    assert names == {"Kvarn Borealis Works Ltd", "KVARN BOREALIS WORKS, LTD.", "Hellvik Nordex Foundry"}
    assert not listed.right_entries(Query("Kvarn", "cut", frozenset({"kvarn"})))


def test_product_is_judged_by_its_own_verdict(table: EntityTable) -> None:
    """The right entry must be among the hits; another entry's hit is no find."""
    right = frozenset({spelling("Kvarn Borealis Works Ltd")})
    found, wrong = judge(
        ListedNames(table),
        [Query("Kvarn Borealis Works", "cut", right), Query("Huashan Baotong Precision", "cut", right)],
    )
    assert (found.verdict, found.right, found.first) == (Verdict.LISTED, Verdict.LISTED, True)
    assert (wrong.flagged, wrong.right, wrong.first) == (True, None, False)
