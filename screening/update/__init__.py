"""Fresh lists: fetched, read, held against the last good table, put in force.

The only room that uses the network. Nothing else in `screening` imports it, so that
screening cannot reach the network; a contract in pyproject.toml holds this.
"""
