"""The only room that uses the network: fetches the published list files, and nothing else.

Nothing else in `screening` imports it, so that screening cannot reach the network; a
contract in pyproject.toml holds this.
"""
