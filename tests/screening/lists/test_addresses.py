"""Address fields of all lists."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.lists.addresses import Location, read_addresses
from screening.model import Address


def addresses(*lines: tuple[str, str]) -> tuple[Address, ...]:
    """Return addresses of text and country."""
    return tuple(Address(text=text, country=country) for text, country in lines)


@pytest.mark.parametrize(
    ("published", "location"),
    [
        pytest.param("CN", Location(countries=("CN",)), id="code"),
        pytest.param("RU; IN; CN", Location(countries=("RU", "IN", "CN")), id="codes"),
        pytest.param(
            "1 Kvarn Road, Kabul, Afghanistan; and 2 Nord Road, Kabul, Afghanistan. "
            "(See alternate addresses under Pakistan), AF; PK",
            Location(
                addresses=addresses(
                    ("1 Kvarn Road, Kabul, Afghanistan", "AF"), ("2 Nord Road, Kabul, Afghanistan", "AF")
                ),
                countries=("AF", "PK"),
            ),
            id="several-and-a-note",
        ),
        pytest.param(
            "Unit 1, Kvarn Road, Hong Kong, CN; HK",
            Location(addresses=addresses(("Unit 1, Kvarn Road, Hong Kong", "HK")), countries=("CN", "HK")),
            id="line-names-its-own-country",
        ),
        pytest.param(
            "Kvarn Road, Moscow, Russia, and 19 Nord Street, Moscow, Russia, RU",
            Location(
                addresses=addresses(("Kvarn Road, Moscow, Russia", "RU"), ("19 Nord Street, Moscow, Russia", "RU")),
                countries=("RU",),
            ),
            id="and-before-a-number",
        ),
        pytest.param(
            "No. 102 and 106, 1st Floor, Kvarn Building, Dubai, AE",
            Location(
                addresses=addresses(("No. 102 and 106, 1st Floor, Kvarn Building, Dubai", "AE")), countries=("AE",)
            ),
            id="near-miss-and",
        ),
        pytest.param(
            "Kvarn Road, Tehran, Iran",
            Location(addresses=addresses(("Kvarn Road, Tehran, Iran", "IR")), countries=("IR",)),
            id="no-tail",
        ),
        pytest.param("TURKIYE", Location(countries=("TR",)), id="name"),
        pytest.param("MAN, ISLE OF", Location(countries=("IM",)), id="name-with-comma"),
        pytest.param(
            "CRIMEA (OCCUPIED); UA", Location(addresses=addresses(("CRIMEA", "UA")), countries=("UA",)), id="crimea"
        ),
        pytest.param("REGION: IRAN", Location(countries=("IR",)), id="region-that-is-a-country"),
        pytest.param(
            "REGION: WEST BANK", Location(addresses=addresses(("WEST BANK", "PS")), countries=("PS",)), id="region"
        ),
        pytest.param(
            "REGION: KASHMIR; PK", Location(addresses=addresses(("KASHMIR", "")), countries=("PK",)), id="no-country"
        ),
        pytest.param("NM", Location(addresses=addresses(("NM", ""))), id="unknown-code-is-kept"),
        pytest.param("", Location(), id="empty"),
    ],
)
def test_read(published: str, location: Location) -> None:
    """Lines, their countries and the countries of the row are told apart."""
    assert read_addresses(published) == location


@given(st.text(max_size=80))
def test_no_text_breaks_it(text: str) -> None:
    """Any text gives a location whose codes have two letters."""
    location = read_addresses(text)
    assert all(len(code) == len("CC") for code in location.countries)
    assert all(address.text for address in location.addresses)
