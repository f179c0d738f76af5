"""Python's search for cycles, put off while an engine reasons."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def uncollected() -> Iterator[None]:
    """Puts Python's search for cycles off until the end.

    Reasoning makes thousands of tuples and no cycle; searching them again and again while more
    are made took a fifth of the time of an ordinary case, and half of that of a large one.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
