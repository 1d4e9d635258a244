"""Entries go to lines and come back whole."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.model import Address, Alias, EntityType, Entry, NameKind, Strength
from screening.table.lines import entry_line, read_entry

TEXT = st.text(max_size=20)
ENTRIES = st.builds(
    Entry,
    key=TEXT,
    list=st.just("EL"),
    name=TEXT,
    name_strength=st.sampled_from(Strength),
    aliases=st.lists(
        st.builds(Alias, name=TEXT, kind=st.sampled_from(NameKind), strength=st.sampled_from(Strength)), max_size=3
    ).map(tuple),
    countries=st.lists(TEXT, max_size=3).map(tuple),
    addresses=st.lists(st.builds(Address, text=TEXT, country=TEXT), max_size=3).map(tuple),
    entity_type=st.sampled_from(EntityType),
    effective_date=st.none() | st.dates(),
    end_date=st.none() | st.dates(),
    citations=st.lists(TEXT, max_size=3).map(tuple),
    programs=st.lists(TEXT, max_size=3).map(tuple),
    license_requirement=st.lists(TEXT, max_size=3).map(tuple),
    license_policy=st.lists(TEXT, max_size=3).map(tuple),
    listed_as=TEXT,
    covers_successors=st.booleans(),
    source_id=TEXT,
    source_url=st.sampled_from(["https://example.org", "https://example.com", ""]),
)


@given(ENTRIES)
def test_round_trip(entry: Entry) -> None:
    """Whatever an entry holds stands in its line, and the line is one line."""
    line = entry_line(entry, "https://example.org")
    assert "\n" not in line
    assert read_entry(json.loads(line), "EL", "https://example.org") == entry


def test_defaults_are_left_out() -> None:
    """A bare entry is a short line."""
    assert entry_line(Entry(key="EL-1", list="EL", name="Kvarn"), "") == '{"key":"EL-1","name":"Kvarn"}'


def test_order_and_spelling_are_fixed() -> None:
    """Plain aliases are texts, others say their kind; letters are not escaped."""
    entry = Entry(
        key="EL-1",
        list="EL",
        name="Kvärn",
        aliases=(Alias(name="Nord"), Alias(name="Lux", kind=NameKind.FKA), Alias(name="K", strength=Strength.WEAK)),
        effective_date=date(2019, 10, 9),
        source_url="u",
    )
    assert entry_line(entry, "u") == (
        '{"key":"EL-1","name":"Kvärn","aliases":["Nord",["Lux","fka"],["K","aka","weak"]],"from":"2019-10-09"}'
    )


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"name": "Kvarn"}, id="no-key"),
        pytest.param({"key": "EL-1", "name": "Kvarn", "type": "robot"}, id="unknown-type"),
        pytest.param({"key": "EL-1", "name": "Kvarn", "from": "soon"}, id="no-day"),
        pytest.param({"key": "EL-1", "name": "Kvarn", "aliases": [["Nord"]]}, id="alias-without-kind"),
    ],
)
def test_broken_fields(fields: dict[str, object]) -> None:
    """A field that holds no such thing is refused."""
    with pytest.raises((KeyError, ValueError)):
        read_entry(fields, "EL", "")
