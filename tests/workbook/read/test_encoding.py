"""Bytes of text files and the encoding that is chosen for them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.read.encoding import Encoding, Sampler

GERMAN = "1;Müller & Söhne GmbH\n2;Société Générale créée\n"
POLISH = "1;Spółka Łódź Sp. z o.o.\n2;Zażółć gęślą jaźń\n"
TURKISH = "1;Şahin İnşaat A.Ş.\n2;Güneş Dış Ticaret\n"
CHINESE = "1;杭州某某数字技术股份有限公司\n2;深圳市电子科技有限公司\n"
JAPANESE = "1;株式会社 山田製作所\n2;トウキョウ商事 有限会社\n"
RUSSIAN = "1;ООО Ромашка\n2;АО Завод Прогресс\n"
KOREAN = "1;주식회사 한국전자\n2;(주)대우상사\n3;삼성테크 주식회사\n"
TRADITIONAL = "1;台灣積體電路製造股份有限公司\n2;鴻海精密工業股份有限公司\n"
CZECH = "1;Škoda Plzeň\n2;Železárny Třinec\n3;Český průmysl\n"
ARABIC = "1;شركة النور\n2;مصنع الأمل\n"


def chosen(data: bytes, block: int = 1 << 16) -> Encoding:
    """Feed `data` in blocks."""
    sampler = Sampler()
    for start in range(0, len(data), block):
        sampler.feed(data[start : start + block])
    return sampler.encoding()


@pytest.mark.parametrize(
    ("written", "text", "codec"),
    [
        pytest.param("ascii", "1;Kvarn\n", "utf-8", id="ascii"),
        pytest.param("utf-8", GERMAN, "utf-8", id="utf-8"),
        pytest.param("utf-8-sig", GERMAN, "utf-8-sig", id="utf-8-mark"),
        pytest.param("utf-16", GERMAN, "utf-16", id="utf-16-mark"),
        pytest.param("utf-16-le", GERMAN, "utf-16-le", id="utf-16-le-without-mark"),
        pytest.param("utf-16-be", GERMAN, "utf-16-be", id="utf-16-be-without-mark"),
        pytest.param("cp1252", GERMAN, "cp1252", id="western"),
        pytest.param("cp1252", "1;Kvarn’s – “Best”\n", "cp1252", id="curly-quotes-are-no-japanese"),
        pytest.param("cp1250", POLISH, "cp1250", id="polish"),
        pytest.param("cp1254", TURKISH, "cp1254", id="turkish"),
        pytest.param("cp1251", RUSSIAN, "cp1251", id="russian"),
        pytest.param("gb18030", CHINESE, "gb18030", id="chinese"),
        pytest.param("cp1251", RUSSIAN.upper(), "cp1251", id="russian-capitals"),
        pytest.param("koi8-r", RUSSIAN, "koi8-r", id="koi8"),
        pytest.param("koi8-r", RUSSIAN.upper(), "koi8-r", id="koi8-capitals"),
        pytest.param("cp1250", CZECH, "cp1250", id="czech"),
        pytest.param("cp1252", "1;Société Générale\n2;Crédit à côté\n", "cp1252", id="french-is-not-czech"),
        pytest.param("cp932", JAPANESE, "cp932", id="japanese"),
        pytest.param("euc_jp", JAPANESE, "euc_jp", id="japanese-euc"),
        pytest.param("cp949", KOREAN, "cp949", id="korean"),
        pytest.param("cp950", TRADITIONAL, "cp950", id="traditional-chinese"),
        *(
            pytest.param(codec, text, codec, id=f"{codec}-{name}")
            for codec in ("utf-16", "utf-16-le", "utf-16-be")
            for name, text in (("chinese", CHINESE), ("korean", KOREAN), ("russian", RUSSIAN), ("arabic", ARABIC))
        ),
    ],
)
def test_encoding(written: str, text: str, codec: str) -> None:
    """Marks and valid UTF-8 are proofs; legacy bytes are judged by their pattern."""
    data = text.encode(written)
    found = chosen(data)
    assert found.codec == codec
    assert data.decode(found.codec) == text


def test_blocks_may_cut_characters() -> None:
    """Proof of UTF-8 does not depend on where a block ends."""
    assert chosen(GERMAN.encode(), block=1).why == "every byte is valid UTF-8"


def test_a_file_cut_inside_a_character_stays_utf8() -> None:
    """The last character is lost, not all the others."""
    found = chosen((GERMAN + "ü").encode()[:-1])
    assert found.codec == "utf-8"
    assert "cut short" in found.why


def test_one_bad_byte_does_not_garble_the_rest() -> None:
    """Mostly valid UTF-8 is UTF-8 with a bad spot; one stray byte in ASCII is Western."""
    assert chosen(20 * GERMAN.encode() + b"\xfc\n").codec == "utf-8"
    assert chosen(b"1;Kvarn\n2;M\xfcller\n").codec == "cp1252"


@given(st.binary(max_size=400))
def test_every_file_has_an_encoding(data: bytes) -> None:
    """Whatever the bytes, an encoding is chosen, and a proven one decodes them."""
    found = chosen(data)
    text = data.decode(found.codec, "replace")
    if found.why.startswith("every byte is"):
        assert text.encode() == data


def test_padding_is_not_utf16() -> None:
    """Zero bytes in text of one byte per character do not make it wide."""
    assert chosen(b"ID  Name\0\0\0\0\n12  Kvarn Ltd\0\0\0\n" * 9).codec == "utf-8"


def test_only_a_guess_is_called_one() -> None:
    """Proof by a mark or by valid UTF-8 is no guess, the pattern of legacy bytes is."""
    assert chosen(RUSSIAN.encode("cp1251")).guessed
    assert not chosen(RUSSIAN.encode()).guessed
    assert not chosen(RUSSIAN.encode("utf-16")).guessed
