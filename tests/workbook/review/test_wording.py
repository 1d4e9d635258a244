"""Codes become words, and long addresses stay readable."""

from __future__ import annotations

import pytest

from screening.lists.licenses import license_codes
from screening.model import Address, Entry, NameKind, NotScreened
from workbook.review.wording import addresses_of, kind_words, licence_words, what_to_do


def _entry(*addresses: Address) -> Entry:
    return Entry(key="EL-1", list="EL", name="Kvarn", addresses=addresses)


def test_addresses_in_the_vendors_country_come_first() -> None:
    """They are what a reviewer compares."""
    entry = _entry(
        Address(text="Harbour Road 7", country="CN"), Address(text="Dock 3", country="CZ"), Address(country="CZ")
    )
    assert addresses_of(entry, "Czechia") == "Dock 3, CZ\nCZ\nHarbour Road 7, CN"
    assert addresses_of(entry, None) == "Harbour Road 7, CN\nDock 3, CZ\nCZ"


def test_surplus_addresses_are_counted() -> None:
    """None is left out in silence."""
    entry = _entry(*(Address(text=f"{number:03} {'x' * 96}") for number in range(30)))
    assert addresses_of(entry, "").splitlines()[-1] == "and 28 more: see the source"


def test_one_endless_address_is_cut_with_a_mark() -> None:
    """BIS lists some parties with pages of addresses in one field."""
    text = addresses_of(_entry(Address(text="x" * 5000), Address(text="Dock 3")), "")
    assert text.endswith("[cut: see the source]\nand 1 more: see the source")


@pytest.mark.parametrize("code", license_codes())
def test_licence_words(code: str) -> None:
    """The code, what it means, where the law says it."""
    text = licence_words((code,))
    assert text.startswith(f"{code}: ")
    assert text.endswith(").")


@pytest.mark.parametrize("kind", NameKind)
def test_every_kind_has_words(kind: NameKind) -> None:
    """A new kind needs new words."""
    assert kind_words(kind)


@pytest.mark.parametrize("cause", NotScreened)
def test_every_cause_has_a_remedy(cause: NotScreened) -> None:
    """A new cause needs a new remedy."""
    assert what_to_do(cause).endswith(".")
