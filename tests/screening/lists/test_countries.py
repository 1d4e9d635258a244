"""Country names and codes of list files and vendor masters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.lists.countries import country_code, demonym_code, trailing_country


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("cn", "CN", id="alpha-2"),
        pytest.param("DEU", "DE", id="alpha-3"),
        pytest.param("U.A.E.", "AE", id="dotted"),
        pytest.param("South Korea", "KR", id="south-korea"),
        pytest.param("Korea, Republic of", "KR", id="iso-order"),
        pytest.param("Republic of Korea", "KR", id="natural-order"),
        pytest.param("Korea, Democratic People's Republic of", "KP", id="the-other-korea"),
        pytest.param("Viet Nam", "VN", id="viet-nam"),
        pytest.param("Hong Kong SAR", "HK", id="hong-kong"),
        pytest.param("RUSSIAN FEDERATION", "RU", id="russia"),
        pytest.param("P.R. China", "CN", id="prc"),
        pytest.param("Great Britain", "GB", id="britain"),
        pytest.param("UK", "GB", id="uk"),
        pytest.param("Deutschland", "DE", id="german"),
        pytest.param("Türkiye", "TR", id="tuerkiye"),
        pytest.param("TÜRKİYE", "TR", id="dotted-capital"),
        pytest.param("XK", "XK", id="kosovo"),
        pytest.param("CRIMEA (OCCUPIED)", "UA", id="crimea"),
        pytest.param("MAN, ISLE OF", "IM", id="isle-of-man"),
        pytest.param("Côte d’Ivoire", "CI", id="curly-apostrophe"),
        pytest.param("The Netherlands", "NL", id="article"),
        pytest.param("Taiwan, Province of China", "TW", id="taiwan"),
        pytest.param("Congo, Democratic Republic of the", "CD", id="congo"),
        pytest.param("AN", "", id="code-no-longer-in-force"),
        pytest.param("NM", "", id="a-state-of-the-us"),
        pytest.param("Kashmir", "", id="region"),
        pytest.param("Shenzhen", "", id="town"),
        pytest.param("", "", id="empty"),
        pytest.param(None, "", id="none"),
    ],
)
def test_country_code(text: str | None, code: str) -> None:
    """Codes, names and variants are known; other texts are no country."""
    assert country_code(text) == code


def test_demonyms() -> None:
    """`Russian national` and `PRC entity` both name a country."""
    assert demonym_code("Russian") == "RU"
    assert demonym_code("PRC") == "CN"
    assert demonym_code("Borealian") == ""


@pytest.mark.parametrize(
    ("address", "code"),
    [
        pytest.param("1 Kvarn Road, Moscow, Russia 426034", "RU", id="post-code"),
        pytest.param("1 Kvarn Road, Beijing China", "CN", id="no-comma"),
        pytest.param("1 Kvarn Road, Dubai, U.A.E.", "AE", id="dotted"),
        pytest.param("1 Kvarn Road, Newark, DE", "", id="near-miss-state"),
        pytest.param("1 Kvarn Road, Guangdong", "", id="near-miss-province"),
        pytest.param("", "", id="empty"),
    ],
)
def test_trailing_country(address: str, code: str) -> None:
    """Only a written-out country at the end counts."""
    assert trailing_country(address) == code


@given(st.text())
def test_any_text_gives_a_code_or_nothing(text: str) -> None:
    """No text breaks the look-up."""
    assert len(country_code(text)) in {0, 2}


@pytest.mark.parametrize(
    ("text", "code"), [("中国", "CN"), ("Россия", "RU"), ("日本", "JP"), ("대한민국", "KR"), ("中", "")]
)
def test_native_names_of_countries(text: str, code: str) -> None:
    """Vendor files of the country itself write it in its own script."""
    assert country_code(text) == code
