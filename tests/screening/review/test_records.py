"""Records: what goes into a body comes out equal, and a hash covers every field."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening import Verdict
from screening.errors import LedgerDamagedError
from screening.review.decision import Choice, Decision, Reason, SignOff
from screening.review.fingerprints import EntryFacts, VendorFacts
from screening.review.records import Draft, Record, chain_hash, draft, genesis, stored_key
from tests.screening.review.conftest import decided

_TEXTS = st.text(st.characters(codec=None), max_size=12)  # lone surrogates too: a cell can hold `_xD800_`
_SEVERAL = st.lists(_TEXTS, max_size=3).map(tuple)
_DAYS = st.dates()
_SCORES = st.floats(0, 100)
_DECISIONS = st.builds(
    Decision,
    vendor=st.builds(VendorFacts, key=_TEXTS, name=_TEXTS, country=_TEXTS, address=_TEXTS, fingerprint=_TEXTS),
    entry=st.builds(
        EntryFacts,
        key=_TEXTS,
        list=_TEXTS,
        name=_TEXTS,
        aliases=_SEVERAL,
        countries=_SEVERAL,
        addresses=_SEVERAL,
        programs=_SEVERAL,
        on_lists=_SEVERAL,
        fingerprint=_TEXTS,
    ),
    choice=st.sampled_from(Choice),
    reason=st.sampled_from(Reason),
    comment=_TEXTS,
    decider=_TEXTS,
    second=_TEXTS,
    decided=_DAYS,
    expires=st.none() | _DAYS,
    verdict=st.sampled_from(Verdict),
    score=_SCORES,
    matched=_TEXTS,
    review=_TEXTS,
    table=_TEXTS,
    engine=_TEXTS,
)
_SIGN_OFFS = st.builds(SignOff, role=_TEXTS, name=_TEXTS, signed=_DAYS, review=_TEXTS, workbook=_TEXTS, remark=_TEXTS)
_TIME = "2026-08-14T10:30:00+00:00"


def _recorded(made: Draft, recorded: str = _TIME) -> Record:
    covered = (made.kind, made.vendor_key, made.entry_key, recorded, made.content, made.body)
    return Record(1, *covered, genesis("0011"), chain_hash(genesis("0011"), 1, covered))


def _hashed(record: Record) -> str:
    covered = (record.kind, record.vendor_key, record.entry_key, record.recorded, record.content, record.body)
    return chain_hash(record.previous, record.position, covered)


@given(decision=_DECISIONS)
def test_decision_round_trip(decision: Decision) -> None:
    """Every decision comes back equal, by way of a body that any database and any editor can hold."""
    record = _recorded(draft(decision))
    assert record.decision == decision
    assert record.body.isascii()
    assert record.body.isprintable()


@given(sign_off=_SIGN_OFFS)
def test_sign_off_round_trip(sign_off: SignOff) -> None:
    """Likewise every signature, which is of no vendor and no entry."""
    record = _recorded(draft(sign_off))
    assert record.sign_off == sign_off
    assert (record.kind, record.vendor_key, record.entry_key) == ("sign-off", "", "")


def test_body() -> None:
    """JSON in one form only, with the number of its schema."""
    body = draft(decided(1)).body
    said = json.loads(body)
    assert body == json.dumps(said, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    assert (said["schema"], said["reason"], said["choice"]) == (1, "FP-BUSINESS", "FALSE_POSITIVE")


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"comment": "Another one."}, id="comment"),
        pytest.param({"decided": date(2026, 8, 15)}, id="day"),
        pytest.param({"score": 88.6}, id="score"),
        pytest.param({"second": "B. Reviewer"}, id="second-reviewer"),
    ],
)
def test_content(change: dict[str, object]) -> None:
    """The same decision has the same content, whenever it is recorded; another one has another."""
    made = draft(decided(1))
    assert draft(decided(1)).content == made.content
    assert len(made.content) == 32
    assert draft(replace(decided(1), **change)).content != made.content  # type: ignore[arg-type]


def test_hash_covers_every_field() -> None:
    """Each field moves the hash, and so does a text that slips from one field into the next."""
    record = _recorded(draft(decided(1)))
    assert _hashed(record) == record.hash
    for field in fields(Record):
        if field.name == "hash":
            continue
        change: dict[str, Any] = {field.name: 2 if field.name == "position" else f"{getattr(record, field.name)}0"}
        assert _hashed(replace(record, **change)) != record.hash
    slipped = replace(record, kind=record.kind + record.vendor_key[:1], vendor_key=record.vendor_key[1:])
    assert _hashed(slipped) != record.hash


def test_genesis() -> None:
    """Two ledgers begin differently."""
    assert genesis("0011") != genesis("0012")
    assert len(genesis("0011")) == 64


@given(key=_TEXTS)
def test_stored_key(key: str) -> None:
    """Any key can be stored, holds no separator, and is not changed by being stored again."""
    stored = stored_key(key)
    assert stored.encode().find(b"\x1f") == -1
    assert "\x00" not in stored
    assert stored_key(stored) == stored


@pytest.mark.parametrize(
    ("key", "stored"),
    [
        pytest.param("id:\x0017", r"id:\u000017", id="zero"),
        pytest.param("name:\ud800", r"name:\ud800", id="lone-surrogate"),
        pytest.param("name:\u5c71 b\u00e4r", "name:\u5c71 b\u00e4r", id="ordinary"),
    ],
)
def test_stored_keys(key: str, stored: str) -> None:
    """What no database takes becomes visible; what every database takes stays."""
    assert stored_key(key) == stored


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("", id="empty"),
        pytest.param("[]", id="list"),
        pytest.param("{}", id="no-schema"),
        pytest.param(draft(decided(1)).body.replace('"schema":1', '"schema":2'), id="newer-schema"),
        pytest.param(draft(decided(1)).body.replace("FP-BUSINESS", "FP-NEWER"), id="unknown-reason"),
        pytest.param(draft(decided(1)).body.replace('"entry":{', '"entry":{"more":1,'), id="unknown-field"),
    ],
)
def test_body_that_cannot_be_read(body: str) -> None:
    """Names the record, in one line, instead of a guess at what it says."""
    record = replace(_recorded(draft(decided(1))), body=body, position=7)
    for read in (lambda: record.decision, lambda: record.sign_off):
        with pytest.raises(LedgerDamagedError, match=r"^Record 7 of the ledger cannot be read [^\n]*$"):
            read()


def test_screening_needs_no_database() -> None:
    """Whoever only screens does not wait for SQLAlchemy."""
    code = "import sys, screening, screening.review.standing, addin.cli; print('sqlalchemy' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"
