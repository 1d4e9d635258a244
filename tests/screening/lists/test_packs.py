"""The packs: every row of their sources is counted, every party stands once, and bad rows are named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from screening.errors import SourceError
from screening.lists.packs import Pack, bundled_pack, pack_codes, read_pack
from screening.model import Entry, NameKind
from screening.names import normalize

HEADER = "name,aliases,brand,country,from,to,citation,rows\n"
PACK = Pack(
    code="UFLPA",
    publisher="Office of Kvarns",
    document="Notice 7",
    address="https://example.com/kvarn",
    as_of=date(2026, 7, 1),
    compiled="by hand",
    unchecked="",
    source_rows=1,
)


def read(rows: str, source_rows: int = 1) -> list[Entry]:
    """Return the entries of a pack with these rows."""
    return [*read_pack(replace(PACK, source_rows=source_rows), (HEADER + rows).encode()).entries]


def test_a_row() -> None:
    """Every column becomes what it says."""
    (entry,) = read("Kvarn Ltd,Nord; formerly known as Lux,Kvarn,SE,2020-01-02,2021-03-04,1 FR 2; Act 3,1\n")
    assert (entry.list, entry.name, entry.countries) == ("UFLPA", "Kvarn Ltd", ("SE",))
    assert [(alias.name, alias.kind) for alias in entry.aliases] == [
        ("Kvarn", NameKind.BRAND),
        ("Nord", NameKind.AKA),
        ("Lux", NameKind.FKA),
    ]
    assert (entry.effective_date, entry.end_date) == (date(2020, 1, 2), date(2021, 3, 4))
    assert entry.citations == ("1 FR 2", "Act 3")
    assert entry.source_url == "https://example.com/kvarn"
    assert entry.reaches_affiliates


def test_without_a_brand_the_reach_ends_at_the_party() -> None:
    """An alias, however short, says nothing about affiliates."""
    (entry,) = read("Kvarn Ltd,KVN,,SE,2020-01-02,,1 FR 2,1\n")
    assert not entry.reaches_affiliates


def test_spellings_of_one_party_are_one_entry() -> None:
    """Case and punctuation do not part them; it begins with the first and ends when all have ended."""
    rows = (
        'Kvarn Co. Ltd,Nord,,SE,2022-01-02,2023-01-01,1 FR 2,2\n"KVARN CO., LTD",Lux,,SE,2020-01-02,,3 FR 4,1\n'
        "Kvarna Co. Ltd,,,SE,2020-01-02,,1 FR 2,1\n"
    )
    imported = read_pack(replace(PACK, source_rows=4), (HEADER + rows).encode())
    kvarn, kvarna = imported.entries
    assert [alias.name for alias in kvarn.aliases] == ["Nord", "Lux"]
    assert (kvarn.effective_date, kvarn.end_date) == (date(2020, 1, 2), None)
    assert kvarna.name == "Kvarna Co. Ltd"
    (counts,) = imported.counts
    assert (counts.rows, counts.entries, counts.merged, counts.rejected) == (4, 2, 2, 0)


@pytest.mark.parametrize(
    ("row", "text"),
    [
        pytest.param("Kvarn,,,Atlantis,2020-01-02,,x,1\n", "Row 2 .*'Atlantis' is no country", id="country"),
        pytest.param("Kvarn,,,SE,2020-13-02,,x,1\n", "Row 2 .*'2020-13-02' is no day", id="day"),
        pytest.param("Kvarn,,,SE,2020-01-02,soon,x,1\n", "Row 2 .*'soon' is no day", id="last-day"),
        pytest.param("--,,,SE,2020-01-02,,x,1\n", "Row 2 .*no letter or digit", id="name"),
        pytest.param("Kvarn,,,SE,2020-01-02,,x\n", "Row 2 .*8 columns", id="too-few-columns"),
        pytest.param("Kvarn,,,SE,2020-01-02,,x,0\n", "Row 2 .*'0' is no number of rows", id="no-rows"),
        pytest.param("Kvarn,,,SE,2020-01-02,,x,many\n", "Row 2 .*'many' is no number of rows", id="rows"),
        pytest.param(
            "Kvarn,,,SE,2020-01-02,,x,2\n", "joins 2 rows of its source, which has 1", id="rows-do-not-add-up"
        ),
    ],
)
def test_a_bad_row_is_named(row: str, text: str) -> None:
    """A pack is ours: nothing in it is passed over."""
    with pytest.raises(SourceError, match=text):
        read(row)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"name,aliases\n", id="other-columns"),
        pytest.param(HEADER.encode() + b"\xff\n", id="no-utf-8"),
        pytest.param(HEADER.encode() + b'"open', id="open-quote"),
    ],
)
def test_a_damaged_pack(data: bytes) -> None:
    """What is no pack is said to be none."""
    with pytest.raises(SourceError, match=r"UFLPA\.csv"):
        read_pack(PACK, data)


@pytest.mark.parametrize(
    ("code", "rows", "entries"),
    [
        pytest.param("FCC", 14, 14, id="FCC"),
        pytest.param("NDAA-1260H", 376, 194, id="NDAA-1260H"),
        pytest.param("NDAA-889", 5, 5, id="NDAA-889"),
        pytest.param("UFLPA", 148, 144, id="UFLPA"),
    ],
)
def test_rows_of_the_source_reconcile(code: str, rows: int, entries: int) -> None:
    """Every row of the source is in an entry; none is lost and none is doubled."""
    pack = bundled_pack(code)
    imported = read_pack(pack, pack.data())
    (counts,) = imported.counts
    assert (counts.rows, counts.entries) == (pack.source_rows, len(imported.entries)) == (rows, entries)
    assert counts.rows == counts.entries + counts.merged
    assert (counts.rejected, imported.rejected, imported.unread) == (0, (), {})


@pytest.mark.parametrize("code", pack_codes())
def test_every_party_stands_once(code: str) -> None:
    """No two of a country have one name by the rules of matching; AO Kaspersky Lab is not Kaspersky Lab, Inc."""
    pack = bundled_pack(code)
    entries = read_pack(pack, pack.data()).entries
    names = [(normalize(entry.name).tokens, entry.countries) for entry in entries]
    assert len(set(names)) == len(names)
    assert len({entry.key for entry in entries}) == len(entries)


@pytest.mark.parametrize("code", pack_codes())
def test_every_fact_is_sourced(code: str) -> None:
    """A pack says where it is from and what was not checked; each entry has a day and a citation."""
    pack = bundled_pack(code)
    assert pack.publisher
    assert pack.document
    assert pack.compiled
    assert pack.unchecked
    assert pack.address.startswith("https://")
    for entry in read_pack(pack, pack.data()).entries:
        assert entry.effective_date is not None
        assert entry.effective_date <= pack.as_of
        assert entry.end_date is None or entry.effective_date <= entry.end_date <= pack.as_of
        assert entry.citations
        assert entry.remark == ""


@pytest.mark.parametrize("code", pack_codes())
def test_what_is_left_out_is_in_no_row(code: str) -> None:
    """And each has its cause."""
    pack = bundled_pack(code)
    names = {name for entry in read_pack(pack, pack.data()).entries for name in (entry.name, *_aliases(entry))}
    assert names.isdisjoint(pack.left_out)
    assert all(pack.left_out.values())


def test_only_laws_that_name_affiliates_have_brands() -> None:
    """Section 889 and the Covered List; an affiliate of a company on the others is not on them."""
    reaching = {
        code
        for code in pack_codes()
        for entry in read_pack(bundled_pack(code), bundled_pack(code).data()).entries
        if entry.reaches_affiliates
    }
    assert reaching == {"NDAA-889", "FCC"}


def test_no_pack_of_another_list() -> None:
    """The Entity List is published as a file."""
    with pytest.raises(KeyError):
        bundled_pack("EL")


def _aliases(entry: Entry) -> tuple[str, ...]:
    return tuple(alias.name for alias in entry.aliases)
