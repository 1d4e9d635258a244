"""Whose word for a server's identity counts: the operating system's authorities, or a company's own."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

import truststore

from screening.errors import SettingError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["trust_of"]


def trust_of(ca_path: Path | None) -> ssl.SSLContext:
    """Return the TLS settings that trust the authorities of `ca_path` alone, or those of the system.

    Args:
        ca_path: A PEM file, or a folder as OpenSSL reads it; None for the operating system's store,
            in which a company keeps the certificate of a proxy that reads along.

    Raises:
        SettingError: `ca_path` cannot be read or holds no certificate.
    """
    if ca_path is None:
        return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        if ca_path.is_dir():
            next(ca_path.iterdir(), None)  # OpenSSL would not say that it cannot look into the folder
            context.load_verify_locations(capath=ca_path)
        else:
            context.load_verify_locations(cafile=ca_path)
    except (OSError, ValueError) as error:
        raise SettingError(
            "ca_file", str(ca_path), "a readable file of certificates in PEM form, or a folder of them"
        ) from error
    return context
