"""The Denied Persons List of BIS: invented rows in both layouts."""

import csv
import io
from datetime import date

import pytest

from screening.errors import SourceError
from screening.lists.denied import import_denied
from screening.lists.imported import ImportedList
from screening.lists.keys import name_key

NEW = "Name_and_Address,Effective_Date,Expiration_Date,Appropriate Federal Register Citations,Type of Denial"
OLD = (
    "Name\tStreet_Address\tCity\tState\tCountry\tPostal_Code\tEffective_Date\tExpiration_Date\tStandard_Order"
    "\tLast_Update\tAction\tFR_Citation"
)


def new(*rows: tuple[str, ...]) -> bytes:
    """Return a file in the layout of 2026, with its byte order mark."""
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return b"\xef\xbb\xbf" + f"{NEW}\r\n{out.getvalue()}".encode()


def read(data: bytes) -> ImportedList:
    """Return the import; its counts add up."""
    imported = import_denied(data)
    for counts in imported.counts:
        assert counts.rows == counts.entries + counts.merged + counts.rejected
    return imported


def order(party: str, effective: str = "9/10/1981", expires: str = "", citation: str = "") -> tuple[str, ...]:
    """Return a row of the layout of 2026."""
    return (party, effective, expires, citation, "Standard")


@pytest.mark.parametrize(
    ("party", "name", "address", "country"),
    [
        pytest.param("JAN KVARN, 1 ROAD, OSLO, , NO, 0150", "JAN KVARN", "1 ROAD, OSLO, 0150", "NO", id="plain"),
        pytest.param("JAN KVARN, , , , LU, ", "JAN KVARN", "", "LU", id="country-only"),
        pytest.param(
            "KVARN, INC, 1 ROAD, AUSTIN, TX, US, 73301", "KVARN, INC", "1 ROAD, AUSTIN, TX, 73301", "US", id="form"
        ),
        pytest.param("KVARN, S.L., 1 ROAD, VIGO, , ES, ", "KVARN, S.L", "1 ROAD, VIGO", "ES", id="dotted-form"),
        pytest.param(
            "KVARN, ZHONG, 1 ROAD, OSLO, , NO, ", "KVARN, ZHONG", "1 ROAD, OSLO", "NO", id="family-name-first"
        ),
        pytest.param(
            "KVARN, NORD ESTATE, 1 ROAD, OSLO, , NO, ", "KVARN", "NORD ESTATE, 1 ROAD, OSLO", "NO", id="an-estate"
        ),
        pytest.param("JAN KVARN, JR., 1 ROAD, OSLO, , NO, ", "JAN KVARN, JR.", "1 ROAD, OSLO", "NO", id="junior"),
        pytest.param(
            "JAN KVARN, 1 ROAD, UNIT 5, OSLO, , NO, ", "JAN KVARN", "1 ROAD, UNIT 5, OSLO", "NO", id="comma-in-street"
        ),
        pytest.param("JAN KVARN, 1 ROAD", "JAN KVARN", "1 ROAD", "", id="parts-missing"),
        pytest.param(
            "KVARN (NORD, INC), 1 ROAD, OSLO, , NO, ", "KVARN (NORD, INC)", "1 ROAD, OSLO", "NO", id="bracket"
        ),
    ],
)
def test_name_and_address(party: str, name: str, address: str, country: str) -> None:
    """The one field comes apart; a comma inside a name parts nothing."""
    (found,) = read(new(order(party))).entries
    assert found.name.rstrip(".") == name.rstrip(".")
    assert [one.text for one in found.addresses] == ([address] if address else [])
    assert found.countries == ((country,) if country else ())


def test_order() -> None:
    """Days, citations and key of an order."""
    (found,) = read(
        new(
            order(
                "JAN KVARN, 1 ROAD, OSLO, , NO, ",
                "1/24/2002",
                "1/24/2027",
                "67 F.R. 7351 2/19/02 66 F.R. 48998 9/25/01",
            )
        )
    ).entries
    assert (found.effective_date, found.end_date) == (date(2002, 1, 24), date(2027, 1, 24))
    assert found.citations == ("67 FR 7351", "66 FR 48998")
    assert found.key == name_key("DPL", "Jan Kvarn")
    assert found.source_url.startswith("https://www.bis.gov/")


def test_rows_of_one_person() -> None:
    """Orders of one person are one entry, which ends with the last order, and never if one has no end."""
    ending = order("JAN KVARN, 1 ROAD, OSLO, , NO, ", "1/2/2020", "1/2/2030")
    later = order("JAN KVARN, 2 ROAD, RIGA, , LV, ", "1/2/2021", "1/2/2031")
    open_end = order("JAN KVARN, 3 ROAD, RIGA, , LV, ", "1/2/2021")
    (found,) = read(new(ending, later)).entries
    assert (found.end_date, found.countries, len(found.addresses)) == (date(2031, 1, 2), ("NO", "LV"), 2)
    assert read(new(ending, open_end)).entries[0].end_date is None


def test_day_that_cannot_be_read_ends_nothing() -> None:
    """A garbled end is reported, and the order goes on."""
    imported = read(new(order("JAN KVARN, , , , NO, ", "soon", "2/30/2020", "52 F.R. 565 1/7/87")))
    assert imported.entries[0].end_date is None
    assert imported.entries[0].effective_date == date(1987, 1, 7)
    assert imported.unread == {"effective_date: soon": 1, "expiration_date: 2/30/2020": 1}


def test_older_layout() -> None:
    """The tab-separated file says the same."""
    row = (
        "JAN KVARN, JR.\t1 ROAD\tOSLO\t\tNO\t0150\t06/19/2003\t06/29/2056\tY\t2007-01-31\tF.R. ADDED"
        "\t68 F.R. 38290 6/27/03"
    )
    (old,) = read(f"{OLD}\n{row}\n".encode()).entries
    (today,) = read(
        new(order("JAN KVARN, JR., 1 ROAD, OSLO, , NO, 0150", "6/19/2003", "6/29/2056", "68 F.R. 38290 6/27/03"))
    ).entries
    assert old == today


def test_rejected_rows() -> None:
    """A row without a name, or of another width, is counted and explained."""
    imported = read(new(order(", 1 ROAD, OSLO, , NO, "), ("short",), order("JAN KVARN, , , , NO, ")))
    assert [(row.number, row.list, row.cause) for row in imported.rejected] == [
        (2, "DPL", "the name holds no letter or digit"),
        (3, "DPL", "1 columns instead of 5"),
    ]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        pytest.param(b"", "is empty", id="empty"),
        pytest.param(new(), "no rows", id="header-only"),
        pytest.param(new(order("JAN KVARN, , , , NO, "))[:-20], "breaks off", id="cut"),
        pytest.param(
            NEW.replace("Effective", "Other").encode() + b"\na,b,c,d,e\n",
            "does not name the columns",
            id="other-header",
        ),
        pytest.param(NEW.encode() + b'\n"JAN', "cannot be read at row 2", id="open-quote"),
    ],
)
def test_unusable_files(data: bytes, says: str) -> None:
    """Each way to be unusable has one line of its own."""
    with pytest.raises(SourceError, match=says):
        import_denied(data)
