"""Vendor addresses against listed addresses: read, compared, looked up."""
