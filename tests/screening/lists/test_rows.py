"""The three formats of the Consolidated Screening List, whole and broken."""

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.errors import SourceError
from screening.lists.rows import read_rows

MakeCsv = Callable[..., bytes]


def as_json(*results: dict[str, Any], **more: object) -> bytes:
    """Return a document in the official JSON layout."""
    return json.dumps({"results": list(results), "offset": 0, **more}).encode()


def test_csv(make_csv: MakeCsv) -> None:
    """Rows are counted as a spreadsheet shows them, cells are trimmed."""
    published = read_rows(make_csv({"name": "Kvarn "}, {"name": "Nord\nWorks"}))
    assert [(row.number, row.fields["name"]) for row in published.rows] == [(2, "Kvarn"), (3, "Nord\nWorks")]
    assert published.published is None


def test_without_id_and_with_mark(make_csv: MakeCsv) -> None:
    """The older layout of 28 columns and a byte order mark change nothing."""
    whole = make_csv({"name": "Kvarn"})
    older = b"\n".join(line.partition(b",")[2] for line in whole.splitlines())
    assert read_rows(b"\xef\xbb\xbf" + older).rows[0].fields == {
        name: text for name, text in read_rows(whole).rows[0].fields.items() if name != "_id"
    }


def test_tsv(make_csv: MakeCsv) -> None:
    """Tabs part columns as commas do."""
    data = make_csv({"name": "Kvarn, Ltd."}).replace(b'","', b'"\t"')
    header, _, rest = data.partition(b"\n")
    assert read_rows(header.replace(b",", b"\t") + b"\n" + rest).rows[0].fields["name"] == "Kvarn, Ltd."


def test_json_is_flattened() -> None:
    """Lists, structured addresses and nulls come back as the CSV writes them."""
    row = {
        "name": "Kvarn",
        "alt_names": ["Nord", "Lux"],
        "addresses": [{"address": "1 Road", "city": "Kabul", "state": None, "postal_code": "7", "country": "AF"}],
        "programs": None,
    }
    published = read_rows(as_json(row, search_performed_at="2026-07-31T06:00:00Z"))
    fields = published.rows[0].fields
    assert (fields["alt_names"], fields["addresses"], fields["programs"]) == ("Nord; Lux", "1 Road, Kabul, 7, AF", "")
    assert published.published == date(2026, 7, 31)
    assert published.rows[0].number == 1


def test_row_of_another_width_is_rejected(make_csv: MakeCsv) -> None:
    """A row in the middle that is cut short is reported, not guessed at."""
    lines = make_csv({"name": "Kvarn"}, {"name": "Nord"}).splitlines()
    published = read_rows(b"\n".join([lines[0], b'"short","row"', lines[2]]))
    assert [row.fields["name"] for row in published.rows] == ["Nord"]
    assert [(row.number, row.cause) for row in published.rejected] == [(2, "2 columns instead of 29")]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        pytest.param(b"", "is empty", id="empty"),
        pytest.param(b" \n", "is empty", id="blank"),
        pytest.param(b"a,b\n1,2\n", "lacks the column 'addresses'", id="other-header"),
        pytest.param(b"name\n\xff\n", "line 2", id="no-utf-8"),
        pytest.param(b"PK\x03\x04\xff", "no UTF-8", id="zip"),
        pytest.param(b"<html><body>504</body></html>", "lacks the column", id="error-page"),
        pytest.param(b'{"results": [', "no whole JSON", id="json-cut-short"),
        pytest.param(b'{"error": "gone"}', "without a list 'results'", id="json-error"),
        pytest.param(b"[]", "without a list 'results'", id="json-list"),
        pytest.param(b'{"results": []}', "holds no results", id="json-empty"),
        pytest.param(b'{"results": [{"name": "Kvarn"}], "total": 2}', "1 of 2 results", id="json-partial"),
    ],
)
def test_unusable_files(data: bytes, says: str) -> None:
    """Each way to be unusable has one line of its own."""
    with pytest.raises(SourceError) as caught:
        read_rows(data)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_header_without_rows(make_csv: MakeCsv) -> None:
    """A list that came back empty is no list."""
    with pytest.raises(SourceError, match="no rows"):
        read_rows(make_csv())


@pytest.mark.parametrize("cut", [4, 40, 150])
def test_truncated(make_csv: MakeCsv, cut: int) -> None:
    """A file that breaks off in its last row is refused."""
    with pytest.raises(SourceError, match="breaks off"):
        read_rows(make_csv({"name": "Kvarn"}, {"name": "Nord"})[:-cut])


def test_doubled_column(make_csv: MakeCsv) -> None:
    """Two columns of one name leave it open which one counts."""
    with pytest.raises(SourceError, match="'name' twice"):
        read_rows(make_csv({"name": "Kvarn"}).replace(b",title,", b",name,", 1))


@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    """Any bytes give rows or a SourceError, nothing else."""
    with suppress(SourceError):
        assert read_rows(data).rows


@given(st.text(max_size=200))
def test_any_text_in_a_json(text: str) -> None:
    """Any JSON gives rows or a SourceError, nothing else."""
    try:
        published = read_rows(json.dumps({"results": [text, {"name": text}, {"addresses": [text, None, 7]}]}).encode())
    except SourceError:
        return
    assert len(published.rows) + len(published.rejected) == 3
