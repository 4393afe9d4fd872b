"""Loading the modules that a command needs."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Import inside this context. Modules are never freed, so garbage collection finds nothing, and would take a fifth
    of the start time. What was loaded is left out of later collections as well: the first one would go through all of
    it, in a tenth of the start time."""
    was, loaded = gc.isenabled(), len(sys.modules)
    gc.disable()
    try:
        yield
    finally:
        if was:
            if len(sys.modules) > loaded:
                gc.freeze()
            gc.enable()
