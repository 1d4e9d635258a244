"""The catalog of lists."""

import pytest

from screening.errors import SourceError, UnknownListError
from screening.lists.catalog import list_codes, list_info, list_of_source


def test_twelve_lists() -> None:
    """All lists of the Consolidated Screening List are there."""
    assert " ".join(list_codes()) == "CAP CMIC DPL DTC EL ISN MEU NS-MBS PLC SDN SSI UVL"


@pytest.mark.parametrize("code", list_codes())
def test_every_list_is_explained(code: str) -> None:
    """Each list has a publisher, a link, a legal source and one sentence for a buyer."""
    info = list_info(code)
    assert info.code == code
    assert info.link.startswith("https://")
    assert info.publisher
    assert info.legal_source
    assert info.name
    assert info.consequence.endswith(".")
    assert ". " not in info.consequence.replace("U.S. ", "").replace("No. ", "")
    assert list_of_source(info.source) is info


def test_entity_list_is_not_called_a_ban() -> None:
    """BIS asks for licences; buying from a listed party is not forbidden."""
    sentence = list_info("EL").consequence.casefold()
    assert "licence" in sentence
    assert "red flag" in sentence
    assert not {"blocked", "banned", "prohibited"} & set(sentence.replace(",", " ").split())


def test_unknown_code() -> None:
    """The error names the lists that exist."""
    with pytest.raises(UnknownListError, match=r"'XX'.*CAP"):
        list_info("XX")


def test_unknown_source() -> None:
    """The error quotes the label."""
    with pytest.raises(SourceError, match="Kvarn List"):
        list_of_source("Kvarn List (KL) - Ministry of Nord")


def test_source_label_by_case_and_space() -> None:
    """A label with other spaces is the same list."""
    assert list_of_source(" entity  list (EL) - Bureau of Industry and Security ").code == "EL"
