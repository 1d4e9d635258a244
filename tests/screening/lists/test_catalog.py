"""The catalog of lists."""

import pytest

from screening.errors import SourceError, UnknownListError
from screening.lists.catalog import (
    is_review_only,
    legal_words,
    list_codes,
    list_info,
    list_of_source,
    means_for_buyer,
    means_for_exporter,
)
from screening.lists.own import own_codes
from screening.lists.packs import pack_codes
from screening.model import Entry


def test_lists() -> None:
    """The twelve lists of the Consolidated Screening List, the packs, and the company's own."""
    of_csl = [code for code in list_codes() if list_info(code).source]
    assert " ".join(of_csl) == "CAP CMIC DPL DTC EL ISN MEU NS-MBS PLC SDN SSI UVL"
    assert {*list_codes()} - {*of_csl} == {*pack_codes(), *own_codes()}
    assert own_codes() == ("DENY", "WATCH")


@pytest.mark.parametrize("code", list_codes())
def test_every_list_is_explained(code: str) -> None:
    """Each list has a publisher, a link, a dated legal source, and one sentence for a buyer and for an exporter."""
    info = list_info(code)
    assert info.code == code
    assert info.link.startswith("https://") or info.own
    assert info.own or legal_words(code) == f"{info.legal_source} (as of {info.legal_as_of})"
    assert info.publisher
    assert info.legal_source
    assert info.name
    for sentence in (info.consequence, info.consequence_exporter):
        assert sentence.endswith(".")
        assert ". " not in sentence.replace("U.S. ", "").replace("No. ", "")
    assert not info.source or list_of_source(info.source) is info


def test_no_list_of_the_csl_lacks_its_label() -> None:
    """A blank label names no list, though several lists have none."""
    with pytest.raises(SourceError, match="''"):
        list_of_source("")


def test_entity_list_is_not_called_a_ban() -> None:
    """BIS asks for licences; buying from a listed party is not forbidden."""
    info = list_info("EL")
    assert "red flag" in info.consequence
    for sentence in (info.consequence.casefold(), info.consequence_exporter.casefold()):
        assert "licence" in sentence
        assert not {"blocked", "banned", "prohibited"} & set(sentence.replace(",", " ").split())


def test_section_889_names_its_reach() -> None:
    """Both sentences say whom the law reaches besides the five companies."""
    info = list_info("NDAA-889")
    assert "any subsidiary or affiliate" in info.consequence
    assert "any subsidiary or affiliate" in info.consequence_exporter


def test_the_company_s_reason_stands_behind_the_consequence() -> None:
    """What the company wrote is shown with the hit; an official entry has nothing to add."""
    own = Entry(key="DENY-1", list="DENY", name="Kvarn", remark="Unpaid claims")
    assert means_for_buyer(own) == f"{list_info('DENY').consequence} The company's reason: Unpaid claims"
    assert means_for_exporter(own).endswith("The company's reason: Unpaid claims")
    assert means_for_buyer(Entry(key="EL-1", list="EL", name="Kvarn")) == list_info("EL").consequence


def test_only_the_watch_list_is_for_review_at_most() -> None:
    """A list that nobody knows is not."""
    assert [code for code in list_codes() if is_review_only(code)] == ["WATCH"]
    assert not is_review_only("XX")


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
