"""Names that hold two parties."""

import pytest

from screening.lists.embedded import Embedded, find_embedded


@pytest.mark.parametrize(
    ("name", "found"),
    [
        pytest.param(
            "Kvarn Ltd. (KVA). Affiliated Entity: Nord Ltd.",
            Embedded(party="Nord Ltd.", parent="Kvarn Ltd. (KVA)"),
            id="affiliated",
        ),
        pytest.param(
            "Kvarn 13. Subordinate Institution - Nord",
            Embedded(party="Nord", parent="Kvarn 13"),
            id="subordinate-institution",
        ),
        pytest.param(
            "Kvarn (KVA), and subordinate entity Nord",
            Embedded(party="Nord", parent="Kvarn (KVA)"),
            id="subordinate-entity",
        ),
        pytest.param("Nord (a subsidiary of Kvarn)", Embedded(party="Nord", parent="Kvarn"), id="subsidiary"),
        pytest.param(
            "Nord (a subordinate institute of Kvarn-7)",
            Embedded(party="Nord", parent="Kvarn-7"),
            id="subordinate-institute",
        ),
        pytest.param(
            "Nord (Parent Organization: Kvarn Group (KVA))",
            Embedded(party="Nord", parent="Kvarn Group (KVA)"),
            id="parent",
        ),
        pytest.param("Kvarn facilities: Ponds", Embedded(party="Ponds", parent="Kvarn"), id="facilities"),
        pytest.param(
            "Ministry of Nord, including the Armed Forces of Nord and all operating units wherever located.",
            Embedded(party="Ministry of Nord", also=("Armed Forces of Nord",)),
            id="ministry",
        ),
        pytest.param("Affiliated Supply and Services", None, id="near-miss-affiliated"),
        pytest.param("Subsidiary Kvarn Plant of Nord", None, id="near-miss-subsidiary"),
        pytest.param("Kvarn Branch of Nord", None, id="near-miss-branch"),
        pytest.param("Nord (Subsidiary) Ltd.", None, id="near-miss-bracket"),
        pytest.param("Nord Facilities LLC", None, id="near-miss-facilities"),
    ],
)
def test_find(name: str, found: Embedded | None) -> None:
    """Only wordings that place one party in another are taken apart."""
    assert find_embedded(name) == found
