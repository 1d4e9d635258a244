"""Records of the ledger: what was decided or signed, chained by hashes; documented in docs/reference/ledger.md.

A record's hash covers all of it and the hash of the record before, so that none can be
changed, taken out or put in without changing every hash that follows.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from screening.errors import LedgerDamagedError
from screening.model import Verdict
from screening.review.decision import Choice, Decision, Reason, SignOff
from screening.review.fingerprints import EntryFacts, VendorFacts

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["DECISION", "SIGN_OFF", "Draft", "Head", "Record", "chain_hash", "draft", "genesis", "stored_key"]

DECISION: Final = "decision"
SIGN_OFF: Final = "sign-off"
# Raised whenever an older program could misread a newer record.
_SCHEMA: Final = 1
_CONTENT_DIGITS: Final = 32
_REASONS: Final = {reason.code: reason for reason in Reason}
_SEPARATOR: Final = "\x1f"  # in no field: `stored_key` and JSON escape it
# A cell may hold `_x0000_` or `_xD800_`; PostgreSQL takes no zero in a text, and no database a lone surrogate.
_NOT_STORED: Final = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Draft:
    """A record before it has its place in the chain.

    Attributes:
        kind: `decision` or `sign-off`.
        vendor_key: Stored key of the vendor, "" for a sign-off.
        entry_key: Stored key of the entry, "" for a sign-off.
        content: 32 hexadecimal digits over kind and body: the same for the same decision.
        body: The decision or sign-off as JSON in ASCII, keys sorted.
    """

    kind: str
    vendor_key: str
    entry_key: str
    content: str
    body: str


@dataclass(frozen=True, slots=True)
class Record:
    """One link of the chain.

    Attributes:
        position: From 1, without gaps.
        kind: See `Draft`, as the following.
        vendor_key: Key of the vendor.
        entry_key: Key of the entry.
        recorded: When it was recorded, ISO with UTC offset.
        content: Digest of what was recorded.
        body: What was recorded.
        previous: Hash of the record before; for the first one that of the ledger's id.
        hash: SHA-256 over all of the above, hexadecimal.
    """

    position: int
    kind: str
    vendor_key: str
    entry_key: str
    recorded: str
    content: str
    body: str
    previous: str
    hash: str

    @property
    def decision(self) -> Decision:
        """The decision.

        Raises:
            LedgerDamagedError: The record holds none that can be read.
        """
        try:
            return _decision(_loaded(self.body))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise self._damaged(error) from error

    @property
    def sign_off(self) -> SignOff:
        """The signature.

        Raises:
            LedgerDamagedError: The record holds none that can be read.
        """
        try:
            fields = _loaded(self.body)
            return SignOff(**{**fields, "signed": date.fromisoformat(fields["signed"])})
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise self._damaged(error) from error

    def _damaged(self, error: Exception) -> LedgerDamagedError:
        return LedgerDamagedError(
            f"Record {self.position} of the ledger cannot be read ({error!r}); it may be of a newer version of this "
            "program, so update it, or run `entity-check ledger verify`."
        )


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain: how many records there are, and the hash of the last one."""

    count: int
    hash: str


def draft(said: Decision | SignOff) -> Draft:
    """Return what is to be recorded of a decision or a signature."""
    if isinstance(said, Decision):
        kind, vendor_key, entry_key = DECISION, *map(stored_key, said.pair)
        fields = asdict(said) | {
            "choice": said.choice.name,
            "reason": said.reason.code,
            "verdict": said.verdict.value,
            "decided": said.decided.isoformat(),
            "expires": said.expires.isoformat() if said.expires else None,
        }
    else:
        kind, vendor_key, entry_key = SIGN_OFF, "", ""
        fields = asdict(said) | {"signed": said.signed.isoformat()}
    body = json.dumps(fields | {"schema": _SCHEMA}, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    content = hashlib.sha256(f"{kind}{_SEPARATOR}{body}".encode()).hexdigest()[:_CONTENT_DIGITS]
    return Draft(kind, vendor_key, entry_key, content, body)


def stored_key(key: str) -> str:
    r"""Return a key as it stands beside the body: control characters and lone surrogates as `\u0000`."""
    return _NOT_STORED.sub(lambda found: f"\\u{ord(found[0]):04x}", key)


def chain_hash(previous: str, position: int, fields: Sequence[str]) -> str:
    """Return the hash of a record.

    Args:
        previous: Hash of the record before.
        position: Its place, from 1.
        fields: Kind, vendor key, entry key, time, content and body.
    """
    text = _SEPARATOR.join((previous, str(position), *fields))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def genesis(ledger_id: str) -> str:
    """Return what stands for the hash before the first record."""
    return hashlib.sha256(f"entity-check ledger {ledger_id}".encode()).hexdigest()


def _loaded(body: str) -> dict[str, Any]:
    fields: dict[str, Any] = json.loads(body)
    schema = fields.pop("schema")
    if schema != _SCHEMA:
        raise ValueError(f"its schema is {schema}, this program reads {_SCHEMA}")
    return fields


def _decision(fields: dict[str, Any]) -> Decision:
    entry: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in fields["entry"].items()
    }
    return Decision(
        **{
            **fields,
            "vendor": VendorFacts(**fields["vendor"]),
            "entry": EntryFacts(**entry),
            "choice": Choice[fields["choice"]],
            "reason": _REASONS[fields["reason"]],
            "decided": date.fromisoformat(fields["decided"]),
            "expires": date.fromisoformat(fields["expires"]) if fields["expires"] else None,
            "verdict": Verdict(fields["verdict"]),
        }
    )
