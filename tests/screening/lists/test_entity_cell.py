"""Cells of the Entity List, invented, in the forms that the regulation prints."""

import pytest

from screening.lists.entity_cell import ListedParty, read_cell
from screening.model import NameKind


def one(text: str) -> ListedParty:
    """Return the only party of a cell."""
    (party,) = read_cell(text)
    return party


def names(party: ListedParty, kind: NameKind | None = None) -> list[str]:
    """Return the aliases of one kind, or all."""
    return [alias.name for alias in party.aliases if kind is None or alias.kind is kind]


@pytest.mark.parametrize(
    ("text", "name", "aliases", "address"),
    [
        pytest.param("Kvarn, 1 Road, Oslo.", "Kvarn", [], "1 Road, Oslo.", id="plain"),
        pytest.param(
            "Kvarn Co., Ltd., a.k.a., the following three aliases:\n—Nord;\n—Lux Co., Ltd.; and\n—Ost.\n"
            "1 Road; and 2 Road.",
            "Kvarn Co., Ltd.",
            ["Nord", "Lux Co., Ltd.", "Ost."],
            "1 Road; and 2 Road.",
            id="lines",
        ),
        pytest.param(
            "Kvarn, a.k.a., the following two aliases: —Nord; and —Lux Co., Ltd. Room 5, 1 Road, Oslo; and 2 Road.",
            "Kvarn",
            ["Nord", "Lux Co., Ltd"],
            "Room 5, 1 Road, Oslo; and 2 Road.",
            id="one-line",
        ),
        pytest.param(
            "Kvarn, a.k.a., the following one alias: —Nord. 1 Road; and 2 Road; and 3 Road.",
            "Kvarn",
            ["Nord"],
            "1 Road; and 2 Road; and 3 Road.",
            id="semicolons-of-the-address",
        ),
        pytest.param(
            "Kvarn, a.k.a., the following two aliases: Nord; and Lux. 1 Road.",
            "Kvarn",
            ["Nord", "Lux"],
            "1 Road.",
            id="no-dashes",
        ),
        pytest.param("Kvarn, a.k.a., Nord Ltd., 1 Road, Oslo", "Kvarn", ["Nord Ltd."], "1 Road, Oslo", id="inline"),
        pytest.param(
            "Kvarn, a.k.a., the following two aliases:\n—Lux; and\n—Nord, a.k.a., Nord Institute.\nXicheng, Xian",
            "Kvarn",
            ["Lux", "Nord", "Nord Institute."],
            "Xicheng, Xian",
            id="an-alias-of-an-alias-and-a-line",
        ),
        pytest.param(
            "Kvarn, (a.k.a., Nord, Lux and Ost Kvarn), 1 Road",
            "Kvarn",
            ["Nord", "Lux", "Ost Kvarn"],
            "1 Road",
            id="bracket",
        ),
        pytest.param("Kvarn (a.k.a. Nord and Sons), 1 Road", "Kvarn", ["Nord and Sons"], "1 Road", id="and-in-a-name"),
        pytest.param("Kvarn (KVA), 1 Road", "Kvarn (KVA)", [], "1 Road", id="bracket-of-the-name"),
        pytest.param(
            "Kvarn, 1 Wazir—Akbar Road (See also addresses under Norway).",
            "Kvarn",
            [],
            "1 Wazir—Akbar Road .",
            id="see",
        ),
        pytest.param("Akabar Trading, 1 Road", "Akabar Trading", [], "1 Road", id="aka-inside-a-word"),
        pytest.param("Address 01\nUnit D, 16/F Nord Place", "Address 01", [], "", id="address-only"),
    ],
)
def test_read_cell(text: str, name: str, aliases: list[str], address: str) -> None:
    """Name, aliases and address come apart."""
    party = one(text)
    assert (party.name, names(party)) == (name, aliases)
    if address:
        assert party.address == address


def test_kinds() -> None:
    """Former names and trading names keep their kind."""
    party = one(
        "Kvarn, a.k.a., the following one alias:\n—Nord; and f.k.a., the following one alias:\n"
        "—Lux; and d.b.a., Ost, 1 Road"
    )
    assert names(party, NameKind.AKA) == ["Nord"]
    assert names(party, NameKind.FKA) == ["Lux"]
    assert names(party, NameKind.DBA) == ["Ost"]
    assert party.address == "1 Road"


def test_subordinates() -> None:
    """Institutions below a group become parties of their own, named as the CSL names them."""
    parties = read_cell(
        "Kvarn Institute (KI), a.k.a., the following one alias:\n—Nord, and to include the following three subordinate "
        "institutions:\n—Lux Works, a.k.a., the following two aliases:\n—LW; and\n—Luxor;\n—Ost Works; and\n"
        "—Vest Works.\n"
        "The following addresses apply to the entity and the three subordinate institutions: 1 Road, Oslo."
    )
    assert [party.name for party in parties] == [
        "Kvarn Institute (KI)",
        "Kvarn Institute (KI). Subordinate Institution - Lux Works",
        "Kvarn Institute (KI). Subordinate Institution - Ost Works",
        "Kvarn Institute (KI). Subordinate Institution - Vest Works.",
    ]
    assert [names(party) for party in parties] == [["Nord"], ["LW", "Luxor"], [], []]
    assert {party.address for party in parties} == {"1 Road, Oslo."}


def test_affiliates() -> None:
    """Affiliates have lines of their own with their addresses."""
    parties = read_cell(
        "Kvarn Co., Ltd. (Kvarn), a.k.a., the following one alias:\n—Nord, and to include the following addresses and "
        "affiliated entities:\nAddresses for Kvarn Co., Ltd.: 1 Road, Oslo; and 2 Road, Oslo\n"
        "Lux Co., Ltd., a.k.a., the following one alias:\n—Lux Works.\n3 Road, Oslo.\nOst Co., Ltd., 4 Road, Oslo."
    )
    assert [(party.name, party.address) for party in parties] == [
        ("Kvarn Co., Ltd. (Kvarn)", "1 Road, Oslo; and 2 Road, Oslo"),
        ("Kvarn Co., Ltd. (Kvarn). Affiliated Entity: Lux Co., Ltd.", "3 Road, Oslo."),
        ("Kvarn Co., Ltd. (Kvarn). Affiliated Entity: Ost Co., Ltd.", "4 Road, Oslo."),
    ]
    assert names(parties[0]) == ["Nord"]
