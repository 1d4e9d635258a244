"""OFAC's delimited files: invented rows in its layout, and a few published ones."""

import pytest

from screening.errors import SourceError
from screening.lists.imported import ImportedList
from screening.lists.ofac import import_ofac
from screening.model import Address, Alias, EntityType, NameKind, Strength


def row(*cells: str) -> str:
    """Return a row as OFAC writes it: text in quotes, `-0- ` for nothing."""
    return ",".join(cell if cell.isdigit() else f'"{cell}"' if cell else "-0- " for cell in cells)


def name(number: str, text: str, kind: str = "", programs: str = "CUBA", remarks: str = "") -> str:
    """Return a row of SDN.CSV."""
    return row(number, text, kind, programs, "", "", "", "", "", "", "", remarks)


def files(names: list[str], aliases: list[str] | None = None, addresses: list[str] | None = None) -> ImportedList:
    """Import the three files of these rows, OFAC's end mark behind each; the counts add up."""
    first = names[0].split(",", 1)[0]
    parts = (names, aliases or [row(first, "1", "", "", "")], addresses or [row(first, "1", "", "", "", "")])
    imported = import_ofac(*(("\r\n".join(part) + "\r\n\x1a").encode() for part in parts))
    for counts in imported.counts:
        assert counts.rows == counts.entries + counts.merged + counts.rejected
    return imported


def test_party() -> None:
    """Name, aliases, addresses, type and programmes come together by number."""
    imported = files(
        [name("36", "KVARN LINES", programs="CUBA] [SDGT"), name("37", "NORD, Jan", "individual")],
        [
            row("36", "12", "aka", "KVARN-LINES", ""),
            row("36", "13", "fka", "OST LINES", ""),
            row("37", "14", "nka", "LUX", ""),
        ],
        [
            row("36", "9", "1 Road", "Havana 10400", "Cuba", ""),
            row("36", "10", "", "", "Spain", ""),
            row("37", "11", "2 Road", "Gaza", "Region: Gaza", ""),
        ],
    )
    line, person = imported.entries
    assert (line.key, line.source_id, line.entity_type) == ("SDN-36", "36", EntityType.ENTITY)
    assert line.programs == ("CUBA", "SDGT")
    assert line.aliases == (Alias(name="KVARN-LINES"), Alias(name="OST LINES", kind=NameKind.FKA))
    assert line.addresses == (Address(text="1 Road, Havana 10400", country="CU"),)
    assert line.countries == ("CU", "ES")
    assert line.source_url == "https://sanctionslist.ofac.treas.gov/Home/SdnList"
    assert (person.entity_type, person.countries) == (EntityType.INDIVIDUAL, ("PS",))
    assert imported.rejected == ()
    assert imported.unread == {}


@pytest.mark.parametrize("end", ["", "\r\n", "\r\n\x1a", "\r\n\x1a\r\n", "\x1a"])
def test_ends_of_files(end: str) -> None:
    """OFAC's end mark may stand in a line of its own, or not at all; a file that breaks off is another matter."""
    parts = (name("36", "KVARN LINES"), row("36", "12", "aka", "OST", ""), row("36", "9", "1 Road", "", "Cuba", ""))
    imported = import_ofac(*((part + end).encode() for part in parts))
    assert ([entry.key for entry in imported.entries], imported.rejected) == (["SDN-36"], ())
    with pytest.raises(SourceError, match="breaks off in row 3"):
        import_ofac(*((f"{part}\r\n{part}\r\n37,12" + end).encode() for part in parts))


def test_vessels_and_aircraft() -> None:
    """A vessel's single name is weak; its type is kept."""
    vessel, aircraft = files([name("1", "KVARN", "vessel"), name("2", "EP-KVA", "aircraft")]).entries
    assert (vessel.entity_type, vessel.name_strength) == (EntityType.VESSEL, Strength.WEAK)
    assert aircraft.entity_type is EntityType.AIRCRAFT


def test_weak_aliases() -> None:
    """Aliases of the remarks, and those marked so, are weak; other remarks name nobody."""
    remarks = "DOB 1 Jan 1960; POB 'Nord'; a.k.a. 'KVARN GROUP'; a.k.a. 'ABU-'UMAR KVARN'; Linked To: LUX WORKS."
    (party,) = files(
        [name("1", "NORD LINES LTD.", remarks=remarks)], [row("1", "1", "aka", "OST LINES", "weak")]
    ).entries
    assert party.aliases == tuple(
        Alias(name=text, strength=Strength.WEAK) for text in ("OST LINES", "KVARN GROUP", "ABU-'UMAR KVARN")
    )


@pytest.mark.parametrize(
    ("programs", "remarks", "lists"),
    [
        pytest.param("UKRAINE-EO13662", "", ["SSI"], id="ssi"),
        pytest.param("CMIC-EO13959", "", ["CMIC"], id="cmic"),
        pytest.param("561-Related", "", ["CAP"], id="cap"),
        pytest.param("SDGT] [NS-PLC", "", ["PLC"], id="plc-and-a-blocking-programme"),
        pytest.param("HKAA", "", ["NS-MBS"], id="menu-based"),
        pytest.param("RUSSIA-EO14024", "", ["NS-MBS"], id="russia-alone"),
        pytest.param("UKRAINE-EO13662] [RUSSIA-EO14024", "Subject to Directive 1", ["SSI"], id="russia-beside-ssi"),
        pytest.param(
            "UKRAINE-EO13662] [RUSSIA-EO14024",
            "Executive Order 14024 Directive Information - see the link; Executive Order 14024 Directive Information "
            "Subject to Directive 3 - New debt",
            ["NS-MBS", "SSI"],
            id="two-lists",
        ),
        pytest.param(
            "RUSSIA-EO14024",
            "Executive Order 14024 Directive Information Subject to Directive 2 - accounts",
            ["CAP"],
            id="correspondent-accounts",
        ),
    ],
)
def test_consolidated_lists(programs: str, remarks: str, lists: list[str]) -> None:
    """The programme, and for Russia the remarks, tell the list."""
    imported = files([name("9", "OTHER", "individual", "NS-PLC"), name("10", "KVARN", "", programs, remarks)])
    assert sorted(one.list for one in imported.entries if one.source_id == "10") == lists
    assert imported.rejected == ()


def test_unknown_programme() -> None:
    """An entry of a list that is not known here is rejected with its programmes, not dropped."""
    imported = files([name("9", "OTHER", "individual", "NS-PLC"), name("10", "KVARN", "", "FSE-IR] [FSE-SY")])
    assert [(one.number, one.cause) for one in imported.rejected] == [
        (2, "no list is known that its programmes belong to: FSE-IR] [FSE-SY")
    ]


def test_sdn_list_is_told_from_the_others() -> None:
    """A blocked party under a sectoral programme makes no consolidated file."""
    imported = files([name("9", "OTHER", "individual", "SDGT] [NS-PLC"), name("10", "KVARN", "", "UKRAINE-EO13662")])
    assert {one.list for one in imported.entries} == {"SDN"}


def test_rows_without_their_party() -> None:
    """An alias of an unknown number is named; if most are, the files are of two lists."""
    aliases = [row("1", "1", "aka", "NORD", ""), row("1", "3", "aka", "OST", ""), row("7", "2", "aka", "LUX", "")]
    imported = files([name("1", "KVARN")], aliases)
    assert [one.cause for one in imported.rejected] == ["file of the aliases: number 7 has no name"]
    with pytest.raises(SourceError, match="do not belong together"):
        files([name("1", "KVARN")], [row("7", "2", "aka", "LUX", "")])


def test_broken_rows() -> None:
    """A row of another width is named; a file that ends in one is cut."""
    imported = files([name("1", "KVARN"), "2,short", "x" + name("3", "NORD"), name("4", "LUX"), name("5", "OST")])
    assert [(one.number, one.cause) for one in imported.rejected] == [
        (2, "2 columns instead of 12"),
        (3, "'x3' is no number of OFAC's"),
    ]
    with pytest.raises(SourceError, match="breaks off in row 3"):
        files([name("1", "KVARN"), name("4", "LUX"), "5,short"])
    with pytest.raises(SourceError, match="another file"):
        import_ofac(b"a,b\n", b"a\n", b"a\n")


def test_old_encoding() -> None:
    """Single letters of Windows' code page are read; a file of other bytes is refused."""
    names, aliases, addresses = name("1", "KVÄRN"), row("1", "1", "aka", "N", ""), row("1", "1", "", "", "", "")
    imported = import_ofac(names.encode("cp1252"), aliases.encode(), addresses.encode())
    assert imported.entries[0].name == "KVÄRN"
    with pytest.raises(SourceError, match="no UTF-8"):
        import_ofac(names.encode("utf-16"), aliases.encode(), addresses.encode())
