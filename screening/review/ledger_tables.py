"""The ledger's tables, and the guards that keep programs from changing what is in them.

Each guard is a trigger of the database itself, so that it holds for every program that
opens it. Ledgers that were made before a guard was known get it when they are next
written to; looking at a ledger changes nothing in it.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from screening.errors import LedgerDamagedError, LedgerMissingError
from screening.review.ledger_database import is_sqlite, writing
from screening.review.ledger_errors import MAKING, translated
from screening.review.records import genesis

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["ABOUT", "RECORDS", "add_guards", "prepare"]

SCHEMA: Final = "1"

_metadata = sa.MetaData()
ABOUT: Final = sa.Table(
    "entity_check_ledger",
    _metadata,
    sa.Column("name", sa.String(40), primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)
RECORDS: Final = sa.Table(
    "entity_check_records",
    _metadata,
    sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("vendor_key", sa.Text, nullable=False, index=True),
    sa.Column("entry_key", sa.Text, nullable=False),
    sa.Column("recorded", sa.Text, nullable=False),
    sa.Column("content", sa.Text, nullable=False, unique=True),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("previous", sa.Text, nullable=False),
    sa.Column("hash", sa.Text, nullable=False),
)
_REFUSAL: Final = "the ledger is only ever added to"
_SQLITE: Final = f"CREATE TRIGGER {{name}} BEFORE {{when}} BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
_POSTGRESQL: Final = "CREATE TRIGGER {name} BEFORE {when} EXECUTE FUNCTION entity_check_refuse()"
_REFUSE: Final = (
    "CREATE OR REPLACE FUNCTION entity_check_refuse() RETURNS trigger AS $$ "
    f"BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$ LANGUAGE plpgsql"
)
_SQLITE_GUARDS: Final = {
    "entity_check_no_UPDATE": "UPDATE ON entity_check_records",
    "entity_check_no_DELETE": "DELETE ON entity_check_records",
    # INSERT OR REPLACE deletes the row in its way without a delete that a trigger would see. A row stands in the way
    # by its position, by its content, or by SQLite's own number, which is -1 here where the statement gives none.
    "entity_check_no_REPLACE": (
        "INSERT ON entity_check_records WHEN EXISTS (SELECT 1 FROM entity_check_records "
        "WHERE position = NEW.position OR content = NEW.content OR rowid = NEW.rowid)"
    ),
    "entity_check_stated_no_DELETE": "DELETE ON entity_check_ledger",
}
_POSTGRESQL_GUARDS: Final = {
    "entity_check_no_update": "UPDATE ON entity_check_records FOR EACH ROW",
    "entity_check_no_delete": "DELETE ON entity_check_records FOR EACH ROW",
    "entity_check_no_truncate": "TRUNCATE ON entity_check_records FOR EACH STATEMENT",
    "entity_check_stated_no_delete": "DELETE ON entity_check_ledger FOR EACH ROW",
    "entity_check_stated_no_truncate": "TRUNCATE ON entity_check_ledger FOR EACH STATEMENT",
}
_OURS: Final = "('entity_check_records'::regclass, 'entity_check_ledger'::regclass)"
_PRESENT: Final = {
    True: "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    False: f"SELECT tgname FROM pg_trigger WHERE tgrelid IN {_OURS}",  # noqa: S608 - our own table names
}
# Only the owner of the tables can guard them; in PostgreSQL, to try and fail would end the transaction.
_MAY_GUARD: Final = (
    "SELECT bool_and(pg_has_role(relowner, 'USAGE')) AND "  # noqa: S608 - our own table names
    "coalesce(has_function_privilege(to_regprocedure('entity_check_refuse()'), 'EXECUTE'), false) "
    f"FROM pg_class WHERE oid IN {_OURS}"
)


def prepare(connection: sa.Connection, place: str, *, create: bool) -> bool:
    """Make the tables where there are none, and refuse what is no ledger of this version.

    Args:
        connection: To the database.
        place: Its name, without a password.
        create: Whether to make them.

    Returns:
        Whether they were made.

    Raises:
        LedgerMissingError: There are none, and none were to be made.
        LedgerDamagedError: They are those of another program, or of a newer version.
    """
    made = False
    if not sa.inspect(connection).has_table(ABOUT.name):
        if is_sqlite(connection) and sa.inspect(connection).get_table_names():
            raise LedgerDamagedError(f"The file {place} is a database of another program; name another file.")
        if not create:
            raise LedgerMissingError(f"There is no ledger in {place}; check the name, or make a review there first.")
        with writing(connection, place, MAKING), translated(place, MAKING):
            if not sa.inspect(connection).has_table(ABOUT.name):  # nobody else was faster
                _create(connection)
                made = True
    schema = connection.execute(sa.select(ABOUT.c.value).where(ABOUT.c.name == "schema")).scalar()
    if schema != SCHEMA:
        raise LedgerDamagedError(
            f"The ledger {place} is of format {schema}, this program reads format {SCHEMA}; update the program."
        )
    return made


def add_guards(connection: sa.Connection) -> None:
    """Add the guards that a ledger lacks, if this account may; call it while writing."""
    present = {name.casefold() for name in connection.exec_driver_sql(_PRESENT[is_sqlite(connection)]).scalars()}
    missing = {name: when for name, when in _guards(connection).items() if name.casefold() not in present}
    if missing and (is_sqlite(connection) or connection.exec_driver_sql(_MAY_GUARD).scalar()):
        _guard(connection, missing)


def _create(connection: sa.Connection) -> None:
    _metadata.create_all(connection)
    if not is_sqlite(connection):
        connection.exec_driver_sql(_REFUSE)
    _guard(connection, _guards(connection))
    ledger_id = secrets.token_hex(8)
    stated = {"schema": SCHEMA, "id": ledger_id, "count": "0", "head": genesis(ledger_id)}
    connection.execute(sa.insert(ABOUT), [{"name": name, "value": value} for name, value in stated.items()])


def _guards(connection: sa.Connection) -> Mapping[str, str]:
    return _SQLITE_GUARDS if is_sqlite(connection) else _POSTGRESQL_GUARDS


def _guard(connection: sa.Connection, guards: Mapping[str, str]) -> None:
    statement = _SQLITE if is_sqlite(connection) else _POSTGRESQL
    for name, when in guards.items():
        connection.exec_driver_sql(statement.format(name=name, when=when))
