"""Further addresses and owners: which columns hold them, and what becomes of their cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from workbook.read.headers import Role, meaning
from workbook.read.vendor_file import ReadOptions, open_vendors

if TYPE_CHECKING:
    from pathlib import Path

    from screening.model import Vendor


def read(folder: Path, text: str, options: ReadOptions | None = None) -> tuple[list[Vendor], tuple[str, ...]]:
    """Return the vendors in a text file and what is said of them."""
    path = folder / "vendors.csv"
    path.write_text(text, encoding="utf-8")
    with open_vendors(path, options) as file:
        return [row.vendor for row in file.rows()], file.layout.notes


@pytest.mark.parametrize(
    ("header", "role", "group"),
    [
        pytest.param("Street", Role.ADDRESS, "", id="first"),
        pytest.param("Remit-to address", Role.ADDRESS, "remit", id="remit"),
        pytest.param("Bank address", Role.ADDRESS, "bank", id="bank"),
        pytest.param("Bank city", Role.ADDRESS, "bank", id="bank-city"),
        pytest.param("Alternate Address", Role.ADDRESS, "alternate", id="alternate"),
        pytest.param("Bank country", Role.OTHER, "", id="bank-country"),
        pytest.param("Bank name", Role.OTHER, "", id="bank-name"),
        pytest.param("Owner", Role.OWNER, "", id="owner"),
        pytest.param("Beneficial owner 2", Role.OWNER, "2", id="owner-2"),
        pytest.param("Shareholder", Role.OWNER, "", id="shareholder"),
        pytest.param("Owner 2 %", Role.SHARE, "2", id="owner-2-percent"),
        pytest.param("Ownership %", Role.SHARE, "", id="ownership"),
        pytest.param("Share 1", Role.SHARE, "1", id="share-1"),
        pytest.param("Account owner", Role.OTHER, "", id="who-looks-after-it"),
    ],
)
def test_headers(header: str, role: Role, group: str) -> None:
    """Headers tell the vendor's address from those of its money, and owners from account owners."""
    said = meaning(header)
    assert said is not None
    assert (said.role, said.group) == (role, group)


def test_addresses_are_kept_apart(tmp_path: Path) -> None:
    """Street and town are one address, remit-to and bank are others."""
    text = (
        "Vendor name,Street,City,Country,Remit address,Bank address\n"
        "Kvarn AB,1 Ost Road,Aldhavn,SE,2 Vik Road,\n"
        "Borealis AB,,,SE,3 Nord Road,4 Syd Road\n"
    )
    vendors, _ = read(tmp_path, text)
    assert [vendor.addresses for vendor in vendors] == [
        ("1 Ost Road, Aldhavn", "2 Vik Road"),
        ("3 Nord Road", "4 Syd Road"),
    ]


def test_addresses_may_be_chosen(tmp_path: Path) -> None:
    """Each column that is named is an address of its own."""
    text = "Vendor name,Where,Pay there\nKvarn AB,1 Ost Road,2 Vik Road\n"
    vendors, _ = read(tmp_path, text, ReadOptions(address="Where", other_addresses=("Pay there",)))
    assert vendors[0].addresses == ("1 Ost Road", "2 Vik Road")


@pytest.mark.parametrize(
    ("text", "owners"),
    [
        pytest.param("Vendor name,Owner,Owner %\nA AB,Kvarn AB,30\n", "Kvarn AB 30%", id="percent"),
        pytest.param("Vendor name,Owner,Owner %\nA AB,Kvarn AB,0.3\n", "Kvarn AB 30%", id="fraction"),
        pytest.param('Vendor name,Owner,Owner %\nA AB,Kvarn AB,"30,5"\n', "Kvarn AB 30.5%", id="comma"),
        pytest.param(
            "Vendor name,Owner 1,Share 1,Owner 2,Share 2\nA AB,Kvarn AB,30%,Vik AB,25%\n",
            "Kvarn AB 30%; Vik AB 25%",
            id="two-owners",
        ),
        pytest.param(
            "Vendor name,Ownership\nA AB,Kvarn AB 30%; rest unknown\n", "Kvarn AB 30%; rest unknown", id="one"
        ),
        pytest.param("Vendor name,Owner,Owner %\nA AB,Kvarn AB,>50\n", "Kvarn AB 50%", id="at-least"),
        pytest.param("Vendor name,Owner,Owner %\nA AB,Kvarn AB,majority\n", "Kvarn AB majority", id="word"),
        pytest.param("Vendor name,Owner,Owner %\nA AB,Kvarn AB,unknown\n", "Kvarn AB", id="unknown"),
        pytest.param("Vendor name,Owner,Owner %\nA AB,Kvarn AB,25-75 %\n", "Kvarn AB", id="range"),
        pytest.param("Vendor name,Owner\nA AB,Bo Berg\n", None, id="an-owner-without-shares-may-be-a-buyer"),
    ],
)
def test_owners(tmp_path: Path, text: str, owners: str | None) -> None:
    """Owners and shares become one text."""
    vendors, _ = read(tmp_path, text)
    assert vendors[0].owners == owners


def test_an_owner_column_may_be_chosen(tmp_path: Path) -> None:
    """A column that is named holds owners, with shares or without."""
    vendors, _ = read(tmp_path, "Vendor name,Owner\nA AB,Bo Berg\n", ReadOptions(owner="Owner"))
    assert vendors[0].owners == "Bo Berg"


def test_shares_that_cannot_be_added_up_are_said(tmp_path: Path) -> None:
    """They are a note with the row, never nothing."""
    _, notes = read(tmp_path, "Vendor name,Owners\nA AB,Kvarn 60%\nB AB,Kvarn 80%; Vik 40%\n")
    assert any("cannot be added up in 1 row (first in row 3)" in note for note in notes)


@pytest.mark.parametrize("share", ["-5", "25-75", "see contract", "<50"])
def test_a_share_that_is_none_is_no_part_of_the_name(tmp_path: Path, share: str) -> None:
    """The owner is screened by its own name, and the row is said; an unknown share is no fault of the row's."""
    lines = f"Vendor name,Owner,Owner %\nA AB,Kvarn AB,unknown\nB AB,Kvarn AB,{share}\n"
    vendors, notes = read(tmp_path, lines)
    assert [vendor.owners for vendor in vendors] == ["Kvarn AB", "Kvarn AB"]
    assert any("cannot be added up in 1 row (first in row 3)" in note for note in notes)
