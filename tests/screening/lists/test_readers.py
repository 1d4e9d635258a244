"""Files are recognised by what they hold; whatever they hold, nothing but a SourceError comes out."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.errors import SourceError
from screening.lists.csl import import_csl
from screening.lists.denied import import_denied
from screening.lists.ecfr import FEWEST_ROWS, import_ecfr
from screening.lists.imported import ImportedList
from screening.lists.join import join
from screening.lists.ofac import import_ofac
from screening.lists.readers import Kind, kind_of, read_file, read_files

MakeEcfr = Callable[..., bytes]
TRAPS = (Path(__file__).parents[2] / "data" / "lists" / "csl-traps.csv").read_bytes()
SOME_TRAPS = b"".join(TRAPS.splitlines(keepends=True)[:12])
DENIED = (
    b"\xef\xbb\xbfName_and_Address,Effective_Date,Expiration_Date,Appropriate Federal Register Citations,"
    b"Type of Denial\r\n"
    b'"JAN KVARN, 1 ROAD, OSLO, , NO, ",9/10/1981,,46 F.R. 46154 9/17/81,Standard\r\n'
    b'"KVARN, INC, 1 ROAD, AUSTIN, TX, US, 73301",1/24/2002,1/24/2027,67 F.R. 7351 2/19/02,Standard\r\n'
)
OLD_DENIED = (
    b"Name\tStreet_Address\tCity\tState\tCountry\tPostal_Code\tEffective_Date\tExpiration_Date\tStandard_Order"
    b"\tLast_Update\tAction\tFR_Citation\n"
    b"JAN KVARN\t1 ROAD\tOSLO\t\tNO\t\t06/19/2003\t\tY\t2007-01-31\tADDED\t68 F.R. 1\n"
)


def ofac(*rows: tuple[str, ...], width: int) -> bytes:
    """Return rows in OFAC's layout, filled up with its sign for nothing."""
    lines = [",".join([row[0], *(f'"{cell}"' for cell in row[1:]), *["-0- "] * (width - len(row))]) for row in rows]
    return ("\r\n".join(lines) + "\r\n\x1a").encode()


SDN = ofac(("36", "KVARN LINES", "vessel", "CUBA"), ("37", "NORD", "individual", "SDGT"), width=12)
ALT = ofac(("36", "1", "aka", "LUX LINES"), ("37", "2", "fka", "OST"), width=5)
ADD = ofac(("36", "1", "1 Road", "Havana", "Cuba"), ("37", "2", "2 Road", "Gaza", "Region: Gaza"), width=6)
CONS = ofac(("90", "KVARN BANK", "", "UKRAINE-EO13662"), ("91", "LUX", "individual", "NS-PLC"), width=12)
CONS_ALT = ofac(("90", "1", "aka", "NORD BANK"), width=5)
CONS_ADD = ofac(("90", "1", "1 Road", "Moscow", "Russia"), width=6)
OFAC_FILES = {"a": SDN, "b": ALT, "c": ADD, "d": CONS, "e": CONS_ALT, "f": CONS_ADD}


@pytest.fixture(scope="module")
def ecfr(make_ecfr: MakeEcfr) -> bytes:
    """Return an Entity List of a plausible size, with each kind of cell."""
    return make_ecfr(
        ("NORWAY", "Kvarn, a.k.a., the following two aliases:<br/>—Nord; and<br/>—Lux.<br/>1 Road, Oslo", "", "", ""),
        ("", "Ost Group, and to include the following affiliated entities:<br/>Ost Ltd., 1 Road, Oslo", "", "", ""),
        fill=FEWEST_ROWS,
    )


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        pytest.param(TRAPS, Kind.CSL, id="csl"),
        pytest.param(b"\xef\xbb\xbf" + TRAPS, Kind.CSL, id="csl-with-mark"),
        pytest.param(b'{"results": []}', Kind.CSL, id="csl-json"),
        pytest.param(DENIED, Kind.DENIED, id="denied"),
        pytest.param(OLD_DENIED, Kind.DENIED, id="denied-older"),
        pytest.param(SDN, Kind.OFAC_NAMES, id="ofac-names"),
        pytest.param(CONS_ALT, Kind.OFAC_ALIASES, id="ofac-aliases"),
        pytest.param(ADD, Kind.OFAC_ADDRESSES, id="ofac-addresses"),
    ],
)
def test_kind_of(data: bytes, kind: Kind) -> None:
    """Each file is known by its content."""
    assert kind_of(data) is kind


@pytest.mark.parametrize(
    ("data", "says"),
    [
        pytest.param(b"", "list.csv is empty", id="empty"),
        pytest.param(b" \r\n ", "is empty", id="blank"),
        pytest.param(b"<!DOCTYPE html><html><body>504</body></html>", "web page", id="error-page"),
        pytest.param(b'<?xml version="1.0"?>\n<html xmlns="x"/>', "web page", id="xhtml-page"),
        pytest.param(b"PK\x03\x04 more", "ZIP archive", id="zip"),
        pytest.param(b"\x1f\x8b\x08 more", "packed with gzip", id="gzip"),
        pytest.param(b"%PDF-1.7 more", "a PDF", id="pdf"),
        pytest.param(b"\xd0\xcf\x11\xe0 more", "old Excel workbook", id="xls"),
        pytest.param(b"name,country\nKvarn,NO\n", "its columns are others", id="vendor-list"),
        pytest.param("source,name".encode("utf-16"), "no UTF-8", id="utf-16"),
        pytest.param(b"1,2,3\n4,5,6\n", "its columns are others", id="other-width"),
        pytest.param(b'"open\nquote,1', "list.csv: ", id="open-quote"),
    ],
)
def test_what_is_no_list(data: bytes, says: str) -> None:
    """Anything else gets one plain line with the file's name."""
    with pytest.raises(SourceError, match=says) as caught:
        read_file("list.csv", data)
    assert str(caught.value).startswith("list.csv")
    assert "\n" not in str(caught.value)


def test_read_file(ecfr: bytes) -> None:
    """Files that stand for themselves are read."""
    assert {entry.list for entry in read_file("x", ecfr).entries} == {"EL"}
    assert {entry.list for entry in read_file("x", DENIED).entries} == {"DPL"}
    assert read_file("x", TRAPS) == import_csl(TRAPS)


def test_an_error_names_the_file() -> None:
    """The reader's own message follows the file's name."""
    with pytest.raises(SourceError, match=r"^744\.xml: The file holds no Supplement No\. 4"):
        read_file("744.xml", b"<DIV5/>")


@pytest.mark.parametrize("data", [SDN, ALT, ADD])
def test_one_of_three_is_not_read_alone(data: bytes) -> None:
    """Names without aliases would lose names."""
    with pytest.raises(SourceError, match=r"hand over SDN\.CSV, ALT\.CSV and ADD\.CSV"):
        read_file("x", data)


def test_read_files(ecfr: bytes) -> None:
    """OFAC's files find together by their numbers, and the screening list comes before those it repeats."""
    groups = read_files({"z": TRAPS, "y": ecfr, "x": DENIED, **OFAC_FILES})
    assert [(one.kind, one.names) for one in groups] == [
        (Kind.CSL, ("z",)),
        (Kind.ECFR, ("y",)),
        (Kind.OFAC_NAMES, ("a", "b", "c")),
        (Kind.OFAC_NAMES, ("d", "e", "f")),
        (Kind.DENIED, ("x",)),
    ]
    joined = join([one.imported for one in groups])
    assert {"EL", "SDN", "SSI", "PLC", "DPL"} <= {count.code for count in joined.counts}
    for counts in joined.counts:
        assert counts.rows == counts.entries + counts.merged + counts.rejected


@pytest.mark.parametrize(
    ("missing", "says"),
    [
        ("b", "a is OFAC's file of names, but OFAC's file of aliases that belongs to it is missing"),
        ("c", "OFAC's file of addresses that belongs to it is missing"),
    ],
)
def test_incomplete_three(missing: str, says: str) -> None:
    """All three are needed."""
    with pytest.raises(SourceError, match=says):
        read_files({name: data for name, data in OFAC_FILES.items() if name != missing and name in "abc"})


def test_aliases_without_names() -> None:
    """Aliases alone belong to nothing, and two files of aliases to one of names are one too many."""
    with pytest.raises(SourceError, match="the file of names is missing"):
        read_files({"b": ALT, "c": ADD})
    with pytest.raises(SourceError, match="both belong to a"):
        read_files({"a": SDN, "b": ALT, "b2": ALT, "c": ADD})


def readings(data: bytes, ecfr_rows: int = 1) -> Iterator[Callable[[], ImportedList]]:
    """Return every reader, bound to these bytes."""
    yield lambda: import_csl(data)
    yield lambda: import_ecfr(data, fewest_rows=ecfr_rows)
    yield lambda: import_denied(data)
    yield lambda: import_ofac(data, data, data)
    yield lambda: import_ofac(data, ALT, ADD)
    yield lambda: import_ofac(SDN, data, ADD)
    yield lambda: import_ofac(SDN, ALT, data)
    yield lambda: read_file("x", data)
    yield lambda: join([one.imported for one in read_files({**OFAC_FILES, "x": data})])


def check(data: bytes) -> None:
    """Let every reader read these bytes: entries that add up or a SourceError of one line, nothing else."""
    for read in readings(data):
        try:
            imported = read()
        except SourceError as error:
            said = str(error)
        else:
            said = ""
            for counts in imported.counts:
                assert counts.rows == counts.entries + counts.merged + counts.rejected
                assert min(counts.entries, counts.merged, counts.rejected) >= 0
            assert len({entry.key for entry in imported.entries}) == len(imported.entries)
        assert "\n" not in said


@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    """Any bytes."""
    check(data)


@given(
    st.text(
        st.sampled_from("Kvarn Nord,;.:()[]—–-\n\t\"'&<>a.k.a.the following two aliases Ltd 0123456789/§"), max_size=200
    )
)
def test_any_text_in_a_cell(text: str) -> None:
    """Any text where the entity, an address, a day or a citation should stand."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br/>")
    supplement = f'<DIV9 N="Supplement No. 4 to Part 744"><TR><TD>{escaped}</TD><TD>{escaped}</TD>'
    check(f"{supplement}<TD>{escaped}</TD><TD/><TD>{escaped}</TD></TR></DIV9>".encode())
    quoted = text.replace('"', '""')
    check(DENIED + f'"{quoted}","{quoted}","{quoted}","{quoted}",Standard\r\n'.encode())
    check(f'36,"{quoted}","{quoted}","{quoted}"{",-0- " * 7},"{quoted}"\r\n'.encode())
    check(
        json.dumps(
            {"results": [{"source": "Entity List (EL) - Bureau of Industry and Security", "name": text}]}
        ).encode()
    )


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """Return a good file with lines cut, doubled or swapped, bytes changed or its end gone."""
    good = draw(st.sampled_from([SOME_TRAPS, DENIED, OLD_DENIED, SDN, ALT, ADD, CONS, *GOOD_XML]))
    mark = draw(st.sampled_from([b"\n", b",", b'"', b"><", b"\t"]))
    pieces = good.split(mark)
    for _ in range(draw(st.integers(1, 4))):
        first, second = (draw(st.integers(0, len(pieces) - 1)) for _ in range(2))
        match draw(st.sampled_from(["drop", "double", "swap", "change"])):
            case "drop" if len(pieces) > 1:
                del pieces[first]
            case "double":
                pieces.insert(second, pieces[first])
            case "swap":
                pieces[first], pieces[second] = pieces[second], pieces[first]
            case _:
                pieces[first] = draw(st.binary(max_size=8))
    data = mark.join(pieces)
    return data[: draw(st.integers(0, len(data)))] if draw(st.booleans()) else data


GOOD_XML = (
    (
        '<DIV5><DIV9 N="Supplement No. 4 to Part 744" TYPE="APPENDIX">\n<TABLE>\n<TR><TH>Country</TH></TR>\n'
        '<TR><TD rowspan="2">NORWAY</TD><TD>Kvarn, a.k.a., the following two aliases:<br/>—Nord; and<br/>—Lux.<br/>'
        "1 Road</TD><TD>For all</TD><TD>Denial</TD><TD>84 FR 1, 1/2/19.</TD></TR>\n"
        '<TR><TD colspan="2">Ost Group. Subordinate institutions:<br/>—Ost One; —Ost Two.</TD><TD/><TD/></TR>\n'
        "</TABLE></DIV9></DIV5>"
    ).encode(),
)


@settings(max_examples=300)
@given(mutated())
def test_mutated_files(data: bytes) -> None:
    """Good files that were damaged on the way."""
    check(data)


@given(st.integers(1, 400))
def test_truncated_entity_list(cut: int) -> None:
    """An XML file that lacks its end is never taken for a shorter list."""
    whole = GOOD_XML[0]
    with pytest.raises(SourceError):
        import_ecfr(whole[: len(whole) - min(cut, len(whole))], fewest_rows=1)


def test_the_good_files_are_good() -> None:
    """What is mutated above is read when it is whole; else the fuzzing would test nothing."""
    assert import_ecfr(GOOD_XML[0], fewest_rows=1).entries
    assert import_csl(SOME_TRAPS).entries
    assert import_denied(OLD_DENIED).entries
    assert import_ofac(SDN, ALT, ADD).entries
    assert import_ofac(CONS, CONS_ALT, CONS_ADD).entries
