"""Tests of whether addresses agree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.addresses import addresses_agree
from screening.model import Address

LISTED = Address(text="No. 555 Kvarnmo Road, Norrhamn District, Borealis 310052, China", country="CN")


@pytest.mark.parametrize(
    "vendor",
    [
        pytest.param(LISTED.text, id="the-same"),
        pytest.param("555 KVARNMO RD, BOREALIS", id="short-and-upper-case"),
        pytest.param("555 Kvarnmo Road", id="no-town"),
        pytest.param("555 Kvarnmo Rd Borealis China 310052", id="no-commas"),
        pytest.param("555, Kvarnmo Road, Norrhamn Dist., Borealis", id="number-between-commas"),
        pytest.param("Kvarnmo Road 555\nBorealis\nChina", id="in-lines"),
        pytest.param("555 Kvanrmo Road, Borealis", id="letters-swapped"),
        pytest.param("555 Kvarn Mo Road, Borealis", id="street-in-two-words"),
        pytest.param("Room 12, Building 3, 555 Kvarnmo Road, Borealis", id="room-in-front"),
    ],
)
def test_same_house_agrees(vendor: str) -> None:
    """The number and the street count, however the rest is written."""
    assert addresses_agree(vendor, [LISTED]) is True
    assert addresses_agree(vendor, [Address(text="1 Sunrise Street, Zeta"), LISTED]) is True


@pytest.mark.parametrize(
    "vendor",
    [
        pytest.param("55 Kvarnmo Road, Borealis", id="another-number"),
        pytest.param("555 Sunrise Road, Borealis", id="another-street"),
        pytest.param("555 Kvarnmo Road, Zetastad", id="another-town"),
        pytest.param("555 Borealis Road, Zetastad", id="street-called-like-the-town"),
        pytest.param("Room 555, Sunrise House 7, Borealis", id="number-of-a-room"),
    ],
)
def test_another_house_differs(vendor: str) -> None:
    """The same town, number or street alone is another house."""
    assert addresses_agree(vendor, [LISTED]) is False


@pytest.mark.parametrize(
    ("vendor", "listed"),
    [
        pytest.param(None, [LISTED], id="none"),
        pytest.param("  ", [LISTED], id="blank"),
        pytest.param("Borealis, China", [LISTED], id="town-only"),
        pytest.param("Borealis 310052", [LISTED], id="post-code"),
        pytest.param("P.O. Box 12", [LISTED], id="box-only"),
        pytest.param("555 Kvarnmo Road", [], id="none-listed"),
        pytest.param("555 Kvarnmo Road", [Address(country="CN")], id="country-listed"),
        pytest.param("1 Sunrise Road", [LISTED, Address(text="Zetastad, China")], id="one-listed-without-house"),
        pytest.param("555 \u0421\u043e\u043b\u043d\u0435\u0447\u043d\u0430\u044f", [LISTED], id="another-script"),
        pytest.param("Room 3, Floor 5, Building 2", [LISTED], id="no-street"),
    ],
)
def test_too_little_to_tell(vendor: str | None, listed: list[Address]) -> None:
    """Without a house on both sides nothing is said."""
    assert addresses_agree(vendor, listed) is None


@given(st.text(max_size=400))
def test_any_text_is_read(text: str) -> None:
    """No address raises, and one never differs from itself."""
    assert addresses_agree(text, [LISTED]) in (True, False, None)
    assert addresses_agree(text, [Address(text=text)]) is not False
