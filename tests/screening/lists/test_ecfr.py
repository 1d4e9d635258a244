"""The Entity List of the eCFR: invented rows in its structure, whole and broken."""

from collections.abc import Callable
from datetime import date

import pytest

from screening.errors import SourceError
from screening.lists.csl import import_csl
from screening.lists.ecfr import FEWEST_ROWS, import_ecfr
from screening.lists.imported import ImportedList
from screening.model import Alias, Entry, NameKind

MakeEcfr = Callable[..., bytes]
MakeCsv = Callable[..., bytes]
DENIAL = "Presumption of denial."
ALL_ITEMS = "For all items subject to the EAR. (See §\u202f744.11 of the EAR)."
CHINA = "CHINA, PEOPLE'S REPUBLIC OF"
KVARN_ROW = (CHINA, "Kvarn, 1 Road", "", "", "")


def read(data: bytes) -> ImportedList:
    """Return the import of a small list; its counts add up."""
    imported = import_ecfr(data, fewest_rows=1)
    for counts in imported.counts:
        assert counts.rows == counts.entries + counts.merged + counts.rejected
    return imported


def entry(imported: ImportedList, name: str) -> Entry:
    """Return the one entry of that name."""
    (found,) = [entry for entry in imported.entries if entry.name == name]
    return found


def test_row(make_ecfr: MakeEcfr) -> None:
    """All that a row says ends in its entry."""
    cell = (
        "Kvarn\u00a0Works Co., Ltd., a.k.a., the following two aliases:<br/>—Kvarn “Nord”; "
        "<E T='03'>and</E><br/>—KVW.<br/>"
        "1 Nord Road, Shenzhen, China; <E T='03'>and</E> 2 Lux Road, Kowloon, Hong Kong. "
        "(See also addresses under Norway)."
    )
    citation = "83 FR 37423, 8/1/18. 84 FR 40241, 8/14/19."
    found = entry(read(make_ecfr((CHINA, cell, ALL_ITEMS, DENIAL, citation))), "Kvarn Works Co., Ltd.")
    assert found.aliases[:1] == (Alias(name='Kvarn "Nord"'),)
    assert [alias.name for alias in found.aliases] == ['Kvarn "Nord"', "KVW"]
    assert [(one.text, one.country) for one in found.addresses] == [
        ("1 Nord Road, Shenzhen, China", "CN"),
        ("2 Lux Road, Kowloon, Hong Kong", "HK"),
    ]
    assert found.countries == ("CN", "HK")
    assert found.license_requirement == ("ALL_ITEMS",)
    assert found.license_policy == ("PRESUMPTION_OF_DENIAL",)
    assert found.citations == ("83 FR 37423", "84 FR 40241")
    assert found.effective_date == date(2018, 8, 1)
    assert found.source_url == "https://www.bis.gov/regulations/ear/744#supplement-4-744"


def test_same_key_as_the_screening_list(make_ecfr: MakeEcfr, make_csv: MakeCsv) -> None:
    """One party has one key in both files; another name has another."""
    ours = read(make_ecfr((CHINA, "Kvarn’s Works (Nord) Ltd., 1 Road, Shenzhen", ALL_ITEMS, DENIAL, ""))).entries[0]
    same, other = import_csl(make_csv({"name": "KVARN'S WORKS (NORD) LTD.,"}, {"name": "Kvarn's Works"})).entries
    assert ours.key == same.key != other.key


def test_country_is_inherited(make_ecfr: MakeEcfr) -> None:
    """A blank country is that of the row above; `continued` and a cell over several rows say the same."""
    imported = read(
        make_ecfr(
            ("NORWAY", "Kvarn, 1 Road", "", "", ""),
            ("", "Nord, 1 Road", "", "", ""),
            (CHINA, "Lux, 1 Road", "", "", ""),
            (f"{CHINA} (continued)", "Ost, 1 Road", "", "", ""),
        )
    )
    assert [found.countries for found in imported.entries] == [("NO",), ("NO",), ("CN",), ("CN",)]


def test_cells_over_several_rows(make_ecfr: MakeEcfr) -> None:
    """A country that spans rows stands for each of them, and for no more."""
    whole = make_ecfr(
        ("NORWAY", "Kvarn, 1 Road", "", "", ""), ("Nord, 1 Road", "", "", ""), ("LATVIA", "Lux, 1 Road", "", "", "")
    )
    spanning = whole.replace(b'class="gpotbl_cell">NORWAY', b'class="gpotbl_cell" rowspan="2">NORWAY')
    assert [found.countries for found in read(spanning).entries] == [("NO",), ("NO",), ("LV",)]
    assert [row.cause for row in read(whole).rejected] == ["4 columns instead of 5"]


def test_several_countries_are_several_rows(make_ecfr: MakeEcfr) -> None:
    """A party in two countries is one entry."""
    imported = read(
        make_ecfr(
            ("LATVIA", "Kvarn, 1 Road, Riga, Latvia", ALL_ITEMS, DENIAL, "83 FR 9, 8/1/18."),
            ("NORWAY", "Kvarn, 2 Road, Oslo, Norway", ALL_ITEMS, DENIAL, "84 FR 9, 8/1/19."),
        )
    )
    (found,) = imported.entries
    assert (found.countries, len(found.addresses), found.effective_date) == (("LV", "NO"), 2, date(2018, 8, 1))
    assert imported.counts[0].merged == 1


def test_reserved_and_unreadable_rows(make_ecfr: MakeEcfr) -> None:
    """What is no party is rejected with its cause."""
    imported = read(
        make_ecfr(
            ("ICELAND", "[Reserved]", "", "", ""),
            ("NORWAY", "Kvarn, 1 Road", "", "", ""),
            ("", " — ", "For all", "", ""),
            ("", "Nord", "x"),
            ("", "K" * 3000, "", "", ""),
        )
    )
    assert [(row.number, row.cause) for row in imported.rejected] == [
        (1, "the publisher keeps this place free: [Reserved]"),
        (3, "the name holds no letter or digit"),
        (4, "3 columns instead of 5"),
        (5, "the name has more than 2,000 characters"),
    ]
    assert imported.counts[0].rows == 5


def test_addresses_without_a_name(make_ecfr: MakeEcfr) -> None:
    """`Address 01` under two countries is two entries."""
    imported = read(
        make_ecfr(
            (CHINA, "Address 01, Unit D, 16/F Nord Place, Hong Kong", "", "", ""),
            ("TÜRKIYE", "Address 01, Unit 5, Lux Street, Istanbul", "", "", ""),
        )
    )
    assert [found.name for found in imported.entries] == ["Address 01", "Address 01"]
    assert len({found.key for found in imported.entries}) == 2
    assert all(found.is_address_only for found in imported.entries)


def test_headings_in_plain_cells(make_ecfr: MakeEcfr) -> None:
    """Headings that are no TH, maybe again on a later page, name nobody; a party may be called `Entity One`."""
    headings = ("Country", "Entity", "License requirement", "License review policy", "Federal Register citation")
    imported = read(
        make_ecfr(headings, KVARN_ROW, headings, ("", "Nord, 1 Road", "", "", ""), ("", "Entity One", "", "", ""))
    )
    assert [(one.name, one.countries) for one in imported.entries] == [
        (name, ("CN",)) for name in ("Kvarn", "Nord", "Entity One")
    ]
    assert [row.cause for row in imported.rejected] == ["a row of headings"] * 2


def test_footnote_marks(make_ecfr: MakeEcfr) -> None:
    """A raised digit belongs to a requirement but to no name."""
    requirement = "For all items subject to the EAR (See §§ 734.9(e)(2),<SU>4</SU> and 744.11 of the EAR)<SU>4</SU>"
    found = read(make_ecfr((CHINA, "Kvarn<SU>4</SU><sup>5</sup>, 1 Road", requirement, "", ""))).entries[0]
    assert found.name == "Kvarn"
    assert "FDP_FOOTNOTE_4" in found.license_requirement


def test_alias_kinds(make_ecfr: MakeEcfr) -> None:
    """Former names stay former names."""
    cell = "Kvarn, f.k.a., the following one alias:<br/>—Nordic Kvarn Works.<br/>1 Road"
    assert read(make_ecfr((CHINA, cell, "", "", ""))).entries[0].aliases == (
        Alias(name="Nordic Kvarn Works", kind=NameKind.FKA),
    )


def test_unknown_wordings_are_reported(make_ecfr: MakeEcfr) -> None:
    """A country and a requirement that no rule knows are named."""
    assert read(make_ecfr(("ATLANTIS", "Kvarn, 1 Road", "Ask.", "", ""))).unread == {
        "country: ATLANTIS": 1,
        "license_requirement: Ask.": 1,
    }


def test_day_of_the_last_amendment(make_ecfr: MakeEcfr) -> None:
    """AMDDATE is the file's day; without it, or with a strange one, there is none."""
    row = KVARN_ROW
    assert read(make_ecfr(row, amended="Sept. 29, 2025(fm)")).published == date(2025, 9, 29)
    assert read(make_ecfr(row, amended="Sept. 31, 2025")).published is None
    assert read(make_ecfr(row)).published is None


def test_other_supplements_are_left_alone(make_ecfr: MakeEcfr) -> None:
    """Only Supplement No. 4 is read."""
    assert [found.name for found in read(make_ecfr(KVARN_ROW)).entries] == ["Kvarn"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        pytest.param(lambda data: data[:-40], "no whole XML", id="cut"),
        pytest.param(
            lambda data: data.replace(b"Supplement No. 4 to", b"Supplement No. 5 to"), "no Supplement", id="gone"
        ),
        pytest.param(
            lambda data: data.replace(b"?>\n", b'?>\n<!DOCTYPE x [<!ENTITY a "b">]>', 1), "document type", id="entities"
        ),
        pytest.param(lambda data: data.replace(b"Kvarn", b"&nord;"), "no whole XML", id="unknown-entity"),
        pytest.param(lambda data: data.replace(b"Kvarn", b"\xff"), "no whole XML", id="no-utf-8"),
        pytest.param(lambda data: data.replace(b"Kvarn", b"K" * 60_000), "longer than any", id="endless-cell"),
    ],
)
def test_broken_files(make_ecfr: MakeEcfr, change: Callable[[bytes], bytes], says: str) -> None:
    """Each damage has one line of its own; the same file without it is read."""
    data = make_ecfr(KVARN_ROW)
    assert read(data).entries
    with pytest.raises(SourceError, match=says) as caught:
        import_ecfr(change(data), fewest_rows=1)
    assert "\n" not in str(caught.value)


def test_too_few_rows(make_ecfr: MakeEcfr) -> None:
    """A list that lost most of its rows is no list; one more row and it is."""
    with pytest.raises(SourceError, match=f"{FEWEST_ROWS - 1} rows"):
        import_ecfr(make_ecfr(fill=FEWEST_ROWS - 1))
    assert len(import_ecfr(make_ecfr(fill=FEWEST_ROWS)).entries) == FEWEST_ROWS
