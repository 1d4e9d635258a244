"""Files that hold the same parties: joined once, and two parties stay two."""

from dataclasses import replace
from datetime import date

import pytest

from screening.lists.imported import ImportedList, count_rows
from screening.lists.join import join
from screening.lists.keys import name_key
from screening.lists.rows import RejectedRow
from screening.model import Address, Alias, EntityType, Entry, NameKind, Strength


def party(name: str, **more: object) -> Entry:
    """Return an Entity List entry, in China unless told otherwise."""
    base = Entry(key=name_key("EL", name), list="EL", name=name, countries=("CN",))
    return replace(base, **more)  # type: ignore[arg-type]


def numbered(number: str, name: str, **more: object) -> Entry:
    """Return an SDN entry."""
    return replace(Entry(key=f"SDN-{number}", list="SDN", name=name), **more)  # type: ignore[arg-type]


def imported(*entries: Entry, rows: int = 0, rejected: tuple[RejectedRow, ...] = ()) -> ImportedList:
    """Return what a file with these entries brings; `rows` more rows than entries were merged."""
    codes = {entry.list for entry in entries}
    counts = {
        code: rows + sum(entry.list == code for entry in entries) + sum(row.list == code for row in rejected)
        for code in codes
    }
    return ImportedList(
        entries=entries,
        rejected=rejected,
        counts=count_rows(counts, entries, rejected),
        unread={},
        published=date(2026, 7, 31),
    )


def joined(other: Entry, authority: Entry) -> Entry | None:
    """Return the one entry that two become, None if they stay two; the counts add up."""
    both = join([imported(other), imported(authority)])
    (counts,) = both.counts
    assert counts.rows == 2 == counts.entries + counts.merged + counts.rejected
    return both.entries[0] if len(both.entries) == 1 else None


def test_one_file_stays_as_it_is() -> None:
    """There is nothing to join."""
    one = imported(party("Kvarn"))
    assert join([one]) is one


def test_authority_wins_field_by_field() -> None:
    """The authority's fields stand, what it leaves open comes from the other, names from both."""
    other = party(
        "KVARN WORKS",
        aliases=(Alias(name="Nord"), Alias(name="Lux.")),
        addresses=(Address(text="9 Road"),),
        citations=("84 FR 1",),
        effective_date=date(2019, 1, 2),
        programs=("X",),
        entity_type=EntityType.ENTITY,
    )
    authority = party(
        "Kvarn Works",
        aliases=(Alias(name="LUX"), Alias(name="Ost")),
        addresses=(Address(text="1 Road"),),
        citations=("84 FR 3",),
    )
    found = joined(other, authority)
    assert found == replace(
        authority,
        aliases=(Alias(name="Lux."), Alias(name="Ost"), Alias(name="Nord")),
        effective_date=date(2019, 1, 2),
        programs=("X",),
        entity_type=EntityType.ENTITY,
    )


def test_spellings_of_names_and_addresses_stay() -> None:
    """What both say, case and punctuation aside, keeps its first spelling, so that no decision on it reopens."""
    other = party(
        "Yun Xia Kvarn",
        aliases=(Alias(name="Yunxia Kvarn"), Alias(name="Kvarn LLC")),
        addresses=(Address(text="1 Road, Dubai, U.A.E", country="AE"),),
    )
    authority = party(
        "Yun Xia Kvarn",
        aliases=(Alias(name="Yunxia Kvarn"), Alias(name="Kvarn LLC."), Alias(name="Kvarn LLP")),
        addresses=(Address(text="1 Road, Dubai, U.A.E."), Address(text="1 Road, Dubai UAE"), Address(text="2 Road")),
    )
    found = joined(other, authority)
    assert found is not None
    assert [alias.name for alias in found.aliases] == ["Yunxia Kvarn", "Kvarn LLC", "Kvarn LLP"]
    assert [address.text for address in found.addresses] == ["1 Road, Dubai, U.A.E", "2 Road"]


def test_order_tells_the_authority() -> None:
    """The later file is the authority, whichever it is."""
    first, second = party("Kvarn Works"), party("KVARN WORKS")
    assert joined(first, second) == second
    assert joined(second, first) == first


def test_an_end_is_the_authoritys() -> None:
    """An order that its publisher leaves open is not ended by the file that repeats it."""
    other = party("Kvarn Works", end_date=date(2020, 1, 2))
    found = joined(other, party("Kvarn Works"))
    assert found is not None
    assert found.end_date is None
    again = joined(party("Kvarn Works"), other)
    assert again is not None
    assert again.end_date == date(2020, 1, 2)


def test_what_the_authority_no_longer_names_stays() -> None:
    """No listed party is lost because one file lacks it."""
    both = join([imported(party("Kvarn Works"), party("Nord Works")), imported(party("Nord Works"))])
    assert [entry.name for entry in both.entries] == ["Kvarn Works", "Nord Works"]


def test_counts_of_several_lists() -> None:
    """Rows, merged rows and rejected rows add up per list, also where only one file holds a list."""
    rejected = (RejectedRow(9, "EL", "no name"),)
    both = join(
        [
            imported(party("Kvarn Works"), party("Nord Works"), numbered("1", "LUX"), rows=3, rejected=rejected),
            imported(party("Kvarn Works"), party("Ost Works"), rejected=rejected),
        ]
    )
    assert [(c.code, c.rows, c.entries, c.merged, c.rejected) for c in both.counts] == [
        ("EL", 6 + 3, 3, 4, 2),
        ("SDN", 4, 1, 3, 0),
    ]
    assert both.rejected == rejected * 2


SAME_DAY = {"effective_date": date(2020, 5, 4), "citations": ("85 FR 1",)}
OTHER_DAY = {"effective_date": date(2021, 5, 4), "citations": ("86 FR 9",)}


@pytest.mark.parametrize(
    ("other", "authority"),
    [
        pytest.param(
            party("Kvarn Works", aliases=(Alias(name="Nord Trading"),)),
            party("Nord Trading", aliases=(Alias(name="KVARN WORKS"),)),
            id="names-changed-places",
        ),
        pytest.param(
            party("Kvarn Works", aliases=(Alias(name="Nord Trading"),), **SAME_DAY),
            party("Nord Trading", **SAME_DAY),
            id="alias-listed-by-one-order",
        ),
        pytest.param(
            party("Kvarn Works", addresses=(Address(text="5 Lux Road, Riga"),)),
            party(
                "Nord Trading",
                aliases=(Alias(name="Kvarn Works", kind=NameKind.FKA),),
                addresses=(Address(text="5 Lux Road Riga"),),
            ),
            id="former-name-at-one-address",
        ),
    ],
)
def test_alias_turned_listed_name(other: Entry, authority: Entry) -> None:
    """A party that was renamed is one entry, under the authority's name and key."""
    found = joined(other, authority)
    assert found is not None
    assert (found.key, found.name) == (authority.key, authority.name)
    assert other.name.casefold() in {name.name.casefold() for name in found.aliases}


@pytest.mark.parametrize(
    ("other", "authority"),
    [
        pytest.param(
            party("Kvarn Works", aliases=(Alias(name="Nord Trading"),), **SAME_DAY),
            party("Nord Trading", **OTHER_DAY),
            id="another-order",
        ),
        pytest.param(
            party("Kvarn Works", aliases=(Alias(name="Nord Trading"),), **SAME_DAY),
            party("Nord Trading", countries=("RU",), **SAME_DAY),
            id="another-country",
        ),
        pytest.param(
            party("Kvarn Works", aliases=(Alias(name="Nord"),), **SAME_DAY),
            party("Lux Works", aliases=(Alias(name="Nord"),), **SAME_DAY),
            id="only-an-alias-in-common",
        ),
        pytest.param(
            party("Kvarn Works", aliases=(Alias(name="KVW"),), **SAME_DAY), party("KVW", **SAME_DAY), id="short-alias"
        ),
        pytest.param(
            party(
                "Kvarn. Affiliated Entity: Lux",
                aliases=(Alias(name="Kvarn Group", kind=NameKind.PARENT, strength=Strength.WEAK),),
                **SAME_DAY,
            ),
            party("Kvarn Group", **SAME_DAY),
            id="group-and-affiliate",
        ),
        pytest.param(
            numbered("1", "KVARN WORKS", aliases=(Alias(name="NORD WORKS"),)),
            numbered("2", "NORD WORKS", aliases=(Alias(name="KVARN WORKS"),)),
            id="two-numbers",
        ),
    ],
)
def test_two_parties_stay_two(other: Entry, authority: Entry) -> None:
    """What is not beyond doubt is not joined."""
    assert joined(other, authority) is None


def test_two_candidates_are_none() -> None:
    """Where two could be the same, neither is taken."""
    other = party("Kvarn Works", aliases=(Alias(name="Nord Trading"), Alias(name="Lux Trading")), **SAME_DAY)
    both = join([imported(other), imported(party("Nord Trading", **SAME_DAY), party("Lux Trading", **SAME_DAY))])
    assert len(both.entries) == 3


def test_a_party_with_a_partner_by_key_is_no_candidate() -> None:
    """An alias that is listed on its own in both files joins nothing."""
    kvarn = party("Kvarn Works", aliases=(Alias(name="Nord Trading"),), **SAME_DAY)
    nord = party("Nord Trading", **SAME_DAY)
    both = join([imported(kvarn, nord), imported(nord)])
    assert [entry.name for entry in both.entries] == ["Kvarn Works", "Nord Trading"]


@pytest.mark.parametrize(
    ("other", "authority"),
    [
        pytest.param(
            party("Jin, Zhongda", addresses=(Address(text="5 Lux Road, Riga"),)),
            party("Jin", addresses=(Address(text="Zhongda, 5 Lux Road, Riga"),)),
            id="name-goes-on-in-the-address",
        ),
        pytest.param(
            party("Kvarn", addresses=(Address(text="Nord Institute, 5 Lux Road"),)),
            party("Kvarn, Nord Institute", addresses=(Address(text="5 Lux Road"),)),
            id="address-begins-in-the-name",
        ),
        pytest.param(
            party("Kvarn, Headquarters", **SAME_DAY),
            party("Kvarn", addresses=(Address(text="Headquarters, 5 Lux Road"),), **SAME_DAY),
            id="no-address-but-one-order",
        ),
    ],
)
def test_name_cut_at_another_place(other: Entry, authority: Entry) -> None:
    """The same text cut elsewhere is one party, under the name of the file that keeps names apart."""
    found = joined(other, authority)
    assert found is not None
    assert (found.key, found.name) == (other.key, other.name)


@pytest.mark.parametrize(
    ("other", "authority"),
    [
        pytest.param(
            party("Nordan Works", **SAME_DAY),
            party("Nordan", addresses=(Address(text="Works Road 5, Riga"),), **SAME_DAY),
            id="street-that-begins-alike",
        ),
        pytest.param(
            party("Kvarn, Nord Institute", addresses=(Address(text="9 Ost Road"),)),
            party("Kvarn", addresses=(Address(text="Nord Institute, 5 Lux Road"),)),
            id="another-street",
        ),
        pytest.param(
            party("Kvarn, Headquarters", **SAME_DAY),
            party("Kvarn", addresses=(Address(text="Headquarters, 5 Lux Road"),), **OTHER_DAY),
            id="another-order",
        ),
    ],
)
def test_names_that_only_begin_alike(other: Entry, authority: Entry) -> None:
    """A name that begins like another's name and address is a party of its own."""
    assert joined(other, authority) is None


def test_parents_listed_by_the_other_file() -> None:
    """A group that one file lists is no weak alias of its parts in the other."""
    parent = Alias(name="Kvarn Group", kind=NameKind.PARENT, strength=Strength.WEAK)
    part = party("Kvarn Group. Affiliated Entity: Lux", aliases=(parent,))
    both = join([imported(part), imported(party("Kvarn Group"))])
    assert both.entries[0].aliases == ()
