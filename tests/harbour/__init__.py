"""Harbour: a compute service that does not exist but runs, as ``api-ref/contract`` promises it."""

from __future__ import annotations

from tests.harbour.app import Harbour

__all__ = ["Harbour"]
