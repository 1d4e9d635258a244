"""Every published wording has codes; an unknown one is OTHER."""

import csv
from pathlib import Path

import pytest

from screening.errors import ArgumentError
from screening.lists.licenses import OTHER, license_code, license_codes, read_policy, read_requirement

WORDINGS = Path(__file__).parents[2] / "data" / "lists" / "license-wordings.csv"
with WORDINGS.open(encoding="utf-8", newline="") as file:
    CASES = [(row["field"], row["fragment"], tuple(row["codes"].split())) for row in csv.DictReader(file)]


def test_all_wordings_are_here() -> None:
    """89 requirements and 78 policies, those of the Military End-User List included."""
    assert len({(field, fragment) for field, fragment, _ in CASES}) == 167


@pytest.mark.parametrize(("field", "fragment", "codes"), CASES)
def test_wording(field: str, fragment: str, codes: tuple[str, ...]) -> None:
    """Each wording of the list gets its codes, none of them OTHER."""
    read = read_requirement if field == "license_requirement" else read_policy
    assert read(fragment) == codes
    assert OTHER not in codes


@pytest.mark.parametrize(
    ("wording", "codes"),
    [
        pytest.param("All items subject to the EAR (See §734.9(e)1)", ("ALL_ITEMS", "FDP_FOOTNOTE_1"), id="footnote-1"),
        pytest.param("All items subject to the EAR (§ 734.9(e)(2))", ("ALL_ITEMS", "FDP_FOOTNOTE_4"), id="footnote-4"),
        pytest.param("See § 744.2 of the EAR", ("NUCLEAR",), id="nuclear"),
        pytest.param("See § 744.21 of the EAR", ("MILITARY_END_USER",), id="near-miss-military"),
        pytest.param("", (), id="blank"),
        pytest.param("Ask a fortune teller", (OTHER,), id="unknown"),
    ],
)
def test_requirement(wording: str, codes: tuple[str, ...]) -> None:
    """Sections that begin alike are told apart."""
    assert read_requirement(wording) == codes


def test_a_requirement_in_the_policy_field() -> None:
    """A misplaced requirement keeps its meaning."""
    assert read_policy("For all items subject to the EAR") == ("ALL_ITEMS",)


@pytest.mark.parametrize("code", sorted(license_codes()))
def test_every_code_is_explained(code: str) -> None:
    """Each code has one sentence and a section."""
    meaning = license_code(code)
    assert meaning.code == code
    assert meaning.sentence.endswith(".")
    assert "CFR" in meaning.section


def test_unknown_code() -> None:
    """The error quotes the code."""
    with pytest.raises(ArgumentError, match="KVARN"):
        license_code("KVARN")
