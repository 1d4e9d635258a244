"""Rows of one party become one entry."""

from datetime import date

from screening.lists.merge import drop_listed_parents, merge
from screening.model import Address, Alias, EntityType, Entry, NameKind, Strength


def test_union() -> None:
    """What either row says is kept, first-seen first; the earliest day counts."""
    first = Entry(
        key="EL-1",
        list="EL",
        name="Kvarn",
        aliases=(Alias(name="Nord"),),
        countries=("CN",),
        addresses=(Address(text="1 Road"),),
        citations=("84 FR 1", "85 FR 9"),
        effective_date=date(2020, 1, 2),
        end_date=date(2021, 1, 1),
    )
    second = Entry(
        key="EL-1",
        list="EL",
        name="KVARN",
        aliases=(Alias(name="NORD"), Alias(name="Lux")),
        countries=("HK", "CN"),
        addresses=(Address(text="1 Road", country="CN"), Address(text="2 Road", country="HK")),
        citations=("86 FR 9",),
        effective_date=date(2019, 1, 2),
        end_date=date(2022, 1, 1),
        entity_type=EntityType.ENTITY,
        covers_successors=True,
    )
    merged = merge([first, second])
    assert merged == Entry(
        key="EL-1",
        list="EL",
        name="Kvarn",
        aliases=(Alias(name="Nord"), Alias(name="Lux")),
        countries=("CN", "HK"),
        addresses=(Address(text="1 Road", country="CN"), Address(text="2 Road", country="HK")),
        citations=("84 FR 1", "85 FR 9"),
        effective_date=date(2019, 1, 2),
        end_date=date(2022, 1, 1),
        entity_type=EntityType.ENTITY,
        covers_successors=True,
    )


def test_open_end_stays_open() -> None:
    """One row without an end keeps the entry in force."""
    ended = Entry(key="EL-1", list="EL", name="Kvarn", end_date=date(2021, 1, 1))
    assert merge([ended, Entry(key="EL-1", list="EL", name="Kvarn")]).end_date is None


def test_parents_listed_themselves_are_dropped() -> None:
    """A group with an entry of its own on the same list is no alias of its parts."""
    parent = Alias(name="Kvarn Ltd.", kind=NameKind.PARENT, strength=Strength.WEAK)
    party = Alias(name="Nord", kind=NameKind.EMBEDDED)
    part = Entry(key="EL-1", list="EL", name="Kvarn. Affiliated Entity: Nord", aliases=(party, parent))
    group = Entry(key="EL-2", list="EL", name="Kvarn (KVA)", aliases=(Alias(name="KVARN LTD."),))
    elsewhere = Entry(key="UVL-2", list="UVL", name="Kvarn Ltd.")
    assert drop_listed_parents([part, group])[0].aliases == (party,)
    assert drop_listed_parents([part, elsewhere])[0] is part
