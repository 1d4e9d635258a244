"""Environment variables that this floor reads; documented in docs/reference/cli.md."""

from typing import Final

__all__ = ["LEDGER_ENVIRONMENT", "TABLE_ENVIRONMENT"]

TABLE_ENVIRONMENT: Final = "ENTITY_CHECK_TABLE"  # folder of the entity table, for command line and Excel alike
LEDGER_ENVIRONMENT: Final = "ENTITY_CHECK_LEDGER"  # file or URL of the ledger of decisions
