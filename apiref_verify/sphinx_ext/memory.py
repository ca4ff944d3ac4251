"""Keeping Python's garbage collector out of the way."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collector() -> Iterator[None]:
    """Let nothing be collected meanwhile.

    A build holds millions of objects, which the collector walks again and again while others are made; this takes
    longer than the making, and what is made here lives to the end of the build.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
