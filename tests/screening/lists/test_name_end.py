"""Where a name ends, with the near miss beside each rule."""

import pytest

from screening.lists.name_end import begins_with_address, name_end, sentence_end


@pytest.mark.parametrize(
    ("text", "name", "address"),
    [
        pytest.param("Kvarn, 1 Road, Oslo", "Kvarn", "1 Road, Oslo", id="plain"),
        pytest.param("Kvarn", "Kvarn", "", id="no-address"),
        pytest.param("Kvarn Co., Ltd., 1 Road, Oslo", "Kvarn Co., Ltd.", "1 Road, Oslo", id="legal-form"),
        pytest.param("Kvarn Co., Ltd Road 5, Oslo", "Kvarn Co.", "Ltd Road 5, Oslo", id="legal-form-of-a-street"),
        pytest.param("Kvarn, S.A. DE C.V., Oslo", "Kvarn, S.A. DE C.V.", "Oslo", id="dotted-form"),
        pytest.param("Jan Kvarn, JR., 1 Road", "Jan Kvarn, JR.", "1 Road", id="junior"),
        pytest.param("Kvarn (Nord, Lux), Oslo", "Kvarn (Nord, Lux)", "Oslo", id="bracket"),
        pytest.param("Kvarn Ltd., (KVA), Oslo", "Kvarn Ltd., (KVA)", "Oslo", id="bracket-of-its-own"),
        pytest.param("Kvarn, (HK) Ltd., Oslo", "Kvarn, (HK) Ltd.", "Oslo", id="bracket-and-form"),
        pytest.param(
            "Kvarn Group, Limited (KVA) 12th Research Institute, 5 Road",
            "Kvarn Group, Limited (KVA) 12th Research Institute",
            "5 Road",
            id="numbered-behind-form",
        ),
        pytest.param("Kvarn, 7th Research Institute, 5 Road", "Kvarn, 7th Research Institute", "5 Road", id="numbered"),
        pytest.param("Kvarn, 7th Floor, 5 Road", "Kvarn", "7th Floor, 5 Road", id="a-number-is-no-institute"),
        pytest.param(
            "Institute Kvarn, Nordic Academy of Sciences, Oslo",
            "Institute Kvarn, Nordic Academy of Sciences",
            "Oslo",
            id="part-of-an-academy",
        ),
        pytest.param(
            "Kvarn, Nord Trade Center, Oslo", "Kvarn", "Nord Trade Center, Oslo", id="a-trade-center-is-a-house"
        ),
        pytest.param("Address 01, Unit D, 16/F Nord Place", "Address 01", "Unit D, 16/F Nord Place", id="address-only"),
    ],
)
def test_name_end(text: str, name: str, address: str) -> None:
    """Legal forms and parts of organisations belong to the name, streets do not."""
    assert name_end(text) == (name, address)


@pytest.mark.parametrize(
    ("text", "name", "address"),
    [
        pytest.param("Nord. 5 Road, Oslo", "Nord", "5 Road, Oslo", id="plain"),
        pytest.param("Nord Co. Ltd. 5 Road", "Nord Co. Ltd", "5 Road", id="last-legal-form"),
        pytest.param("V.A. Nord Plant. 5 Road", "V.A. Nord Plant", "5 Road", id="initials"),
        pytest.param("St. Kvarn Works. 5 Road", "St. Kvarn Works", "5 Road", id="abbreviation"),
        pytest.param("Nord, 5 Road, Oslo", "Nord", "5 Road, Oslo", id="comma"),
        pytest.param("Nord Ltd.", "Nord Ltd.", "", id="nothing-behind"),
    ],
)
def test_sentence_end(text: str, name: str, address: str) -> None:
    """A dot ends a name unless it belongs to a word."""
    assert sentence_end(text) == (name, address)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5 Nord Road, Oslo", True),
        ("China.", True),
        ("Nord Works", False),
        ("54th Research Institute, Oslo", False),
    ],
)
def test_begins_with_address(text: str, *, expected: bool) -> None:
    """A line of an address is told from the next name."""
    assert begins_with_address(text) is expected
