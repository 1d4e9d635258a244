"""Bytes of legacy encodings, and words that come near each other in them."""

from __future__ import annotations

import pytest

from workbook.read.legacy import guess


@pytest.mark.parametrize("shown", [str.upper, str.lower, str.title], ids=["capitals", "small", "titles"])
@pytest.mark.parametrize("codec", ["cp1251", "koi8-r"])
def test_cyrillic(codec: str, shown: object) -> None:
    """The two have capitals where the other has small letters; the letters decide."""
    assert callable(shown)
    assert guess(shown("торговый дом северсталь, завод прогресс").encode(codec)).codec == codec


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        pytest.param("北京 上海贸易有限公司 深圳科技", "gb18030", id="chinese"),
        pytest.param("주식회사 한국전자 대우상사 현대중공업", "cp949", id="korean"),
        pytest.param("日立建機 三菱重工業株式会社", "euc_jp", id="japanese-without-kana"),
        pytest.param("臺北貿易股份有限公司 國際電子實業企業", "cp950", id="traditional"),
        pytest.param("Škoda Plzeň, Železárny Třinec", "cp1250", id="czech"),
        pytest.param("Société Générale, Crédit à côté", "cp1252", id="french"),
    ],
)
def test_neighbours(text: str, codec: str) -> None:
    """Each is told from those that share its bytes."""
    assert guess(text.encode(codec)).codec == codec
