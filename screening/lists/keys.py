"""Stable keys of entries: ours, because no publisher's row id survives its next edition.

The Consolidated Screening List hashes name and citation for Entity List rows and
draws a new id for each military end user at every import. OFAC numbers are stable.

The folding below is frozen: it is part of every key in every review ledger.
Matching folds names by rules of its own, which may change at any time.
"""

from __future__ import annotations

import hashlib
import unicodedata

__all__ = ["address_key", "fold_for_key", "name_key", "number_key"]

# Crockford's base32, https://www.crockford.com/base32.html: no I, L, O, U.
_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
# 50 bits: among 30,000 entries two keys collide with a chance of 4 in 10 million;
# the import stops if they do.
_LENGTH = 10
_BITS_PER_DIGIT = 5


def name_key(list_code: str, name: str) -> str:
    """Return the key of a party known by its name, such as `EL-7KQ2M9XA3F`.

    Args:
        list_code: Code of the list, for example `EL`.
        name: The cleaned name; case, accents, spaces and punctuation do not count.
    """
    return f"{list_code}-{_digest(list_code, 'name', fold_for_key(name))}"


def address_key(list_code: str, address: str) -> str:
    """Return the key of an address that is listed without a name (15 CFR 744.16)."""
    return f"{list_code}-{_digest(list_code, 'address', fold_for_key(address))}"


def number_key(list_code: str, number: str) -> str:
    """Return the key of a party that its publisher numbers, such as `SDN-36`."""
    return f"{list_code}-{number}"


def fold_for_key(text: str) -> str:
    """Return the lower-case letters and digits of `text` without accents, nothing else."""
    decomposed = unicodedata.normalize("NFKD", text.casefold()).casefold()
    return "".join(character for character in decomposed if character.isalnum())


def _digest(*parts: str) -> str:
    number = int.from_bytes(hashlib.sha256("\x1f".join(parts).encode()).digest(), "big")
    number >>= 256 - _LENGTH * _BITS_PER_DIGIT
    digits = [_DIGITS[(number >> (_BITS_PER_DIGIT * place)) & 31] for place in range(_LENGTH)]
    return "".join(reversed(digits))
