"""Certificates made for a test, by an authority that nobody trusts unless told to."""

from __future__ import annotations

import ssl
from pathlib import Path

import trustme


class Certificate:
    """A certificate of a host, and the authority that signed it.

    :param host: a name or an address; for one that is wrong, any but the one that the client asks.
    """

    def __init__(self, host: str = "127.0.0.1") -> None:
        self._authority = trustme.CA()
        self._certificate = self._authority.issue_cert(host)

    def context(self) -> ssl.SSLContext:
        """What a server needs to show it."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._certificate.configure_cert(context)
        return context

    def write_authority(self, path: Path) -> Path:
        """Write the certificate of the authority, for clients that are to trust it."""
        self._authority.cert_pem.write_to_path(str(path))
        return path
