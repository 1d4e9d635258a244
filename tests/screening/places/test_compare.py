"""Same room, same house, shared building, or nothing."""

from __future__ import annotations

import pytest

from screening.places.compare import Kind, compare
from screening.places.reading import read_place

LISTED = "Room 1605, 16/F, Kvarn Centre, 2-16 Ostervik Street, Aldhavn, Sweden"


def kind_of(vendor: str, listed: str, country: str = "SE") -> Kind | None:
    """Return how far two addresses agree."""
    agreement = compare(read_place(vendor, country), read_place(listed, country))
    return agreement.kind if agreement else None


@pytest.mark.parametrize(
    ("vendor", "kind"),
    [
        pytest.param("Rm 1605, Kvarn Ctr, 2-16 Ostervik St., Aldhavn", Kind.UNIT, id="abbreviated"),
        pytest.param("Flat 05, 16th Floor, 8 Ostervik Street, Aldhavn", Kind.UNIT, id="floor-and-flat"),
        pytest.param("Room 1203, Kvarn Centre, 2-16 Ostervik Street, Aldhavn", Kind.OTHER_UNIT, id="another-room"),
        pytest.param("Kvarn Centre, 2-16 Ostervik Street, Aldhavn", Kind.BUILDING, id="no-room"),
        pytest.param("Room 1605, 18 Ostervik Street, Aldhavn", None, id="another-house"),
        pytest.param("Room 1605, 9 Ostervik Street, Aldhavn", None, id="the-other-side-of-the-street"),
        pytest.param("Room 1605, 2-16 Ostervik Lane, Aldhavn", None, id="a-lane-of-that-name"),
        pytest.param("Room 1605, 2-16 Ostervik North Street, Aldhavn", None, id="the-northern-street"),
        pytest.param("Room 1605, 2-16 Ostervik Street, Borealis", None, id="another-town"),
        pytest.param("Ostervik Street, Aldhavn", None, id="a-street-alone"),
        pytest.param("Aldhavn", None, id="a-town-alone"),
        pytest.param(
            "Room 1605, 16/F, Kvarn Centre, 2-16 Ostervik Street, Aldhavn, Norway", None, id="another-country"
        ),
    ],
)
def test_beside_one_listed_address(vendor: str, kind: Kind | None) -> None:
    """House, street and town must agree; rooms say how closely."""
    assert kind_of(vendor, LISTED) is kind


@pytest.mark.parametrize(
    ("vendor", "listed", "kind"),
    [
        pytest.param("12 Ostervik Road", "12 Ostervik Road, Aldhavn", Kind.HOUSE, id="telling-street-without-town"),
        pytest.param("12 Main Road", "12 Main Road, Aldhavn", None, id="every-town-has-it"),
        pytest.param("Block A, 5 Kvarn Road, Aldhavn", "Block B, 5 Kvarn Road, Aldhavn", None, id="another-block"),
        pytest.param("15-A Kvarn Road, Aldhavn", "15-B Kvarn Road, Aldhavn", None, id="another-letter"),
        pytest.param("15 Kvarn Road, Aldhavn", "15-B Kvarn Road, Aldhavn", Kind.HOUSE, id="letter-left-out"),
        pytest.param("P.O. Box 4234, Aldhavn", "PO Box: 4234 Aldhavn", Kind.BOX, id="box"),
        pytest.param("P.O. Box 4234, Borealis", "PO Box 4234 Aldhavn", None, id="box-of-another-town"),
        pytest.param(
            "Free Zone, P.O. Box 4234, Aldhavn", "P.O. Box 4234, Aldhavn", None, id="box-that-a-free-zone-shares"
        ),
        pytest.param(
            "Plot 7, Kvarn Quarter, Aldhavn", "plot no. 7 Kvarn quarter Aldhavn", Kind.TEXT, id="word-by-word"
        ),
        pytest.param("Plot 8, Kvarn Quarter, Aldhavn", "plot no. 7 Kvarn quarter Aldhavn", None, id="another-plot"),
        pytest.param("75-81 Kvarn St, Ost Building, Aldhavn", "75-77 Kvarn St, Vik Building, Aldhavn", None, id="next"),
        pytest.param("Kvarn Lenina 5, Aldhavn", "Kvarn Lunina 6, Aldhavn", None, id="near-names-other-number"),
    ],
)
def test_pairs(vendor: str, listed: str, kind: Kind | None) -> None:
    """Each agreement stands beside a near miss."""
    assert kind_of(vendor, listed) is kind


def test_what_agrees_is_said() -> None:
    """The reviewer is told what both addresses name."""
    agreement = compare(read_place("12 Ostervik Road, Aldhavn", "SE"), read_place("Ostervik Rd 12, Aldhavn", "SE"))
    assert agreement is not None
    assert agreement.shared == ("house 12", "street ostervik", "town aldhavn")
