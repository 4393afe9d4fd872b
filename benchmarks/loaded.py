"""What loading the program's modules costs, by package: `python -m benchmarks.loaded` prints it as JSON.

`{package: [memory in kB, seconds, modules]}`. A module's share is what its own body takes, without what it imports.
Memory is the process's anonymous memory; libraries in shared files are not in it. Garbage is not collected meanwhile,
as when the program starts.
"""

from __future__ import annotations

import gc
import importlib._bootstrap as bootstrap
import json
import mmap
import os
import sys
import time
from collections.abc import Callable
from typing import Any

Share = list[float]
"""[kB, seconds, modules]."""


def measure() -> dict[str, Share]:
    """Load what `hiteuses run` loads, in this process, and return what each package took."""
    gc.disable()
    statm = os.open("/proc/self/statm", os.O_RDONLY)

    def now() -> tuple[float, float]:
        resident, shared = map(int, os.pread(statm, 100, 0).split()[1:3])
        return (resident - shared) * mmap.PAGESIZE / 1000, time.perf_counter()

    found: dict[str, Share] = {}
    inner: list[list[float]] = []  # what the imports of each module that is being loaded took
    load: Callable[[Any], Any] = bootstrap._load_unlocked  # type: ignore[attr-defined]

    def measured(spec: Any) -> Any:
        before = now()
        inner.append([0.0, 0.0])
        try:
            return load(spec)
        finally:
            taken = [after - earlier for after, earlier in zip(now(), before, strict=True)]
            inside = inner.pop()
            share = found.setdefault(spec.name.partition(".")[0], [0.0, 0.0, 0.0])
            for place in (0, 1):
                share[place] += taken[place] - inside[place]
                if inner:
                    inner[-1][place] += taken[place]
            share[2] += 1

    bootstrap._load_unlocked = measured  # type: ignore[attr-defined]
    try:
        import bot.app
        import bot.cli
        import bot.commands.running  # noqa: F401
    finally:
        bootstrap._load_unlocked = load  # type: ignore[attr-defined]
        os.close(statm)
    return found


if __name__ == "__main__":
    json.dump(measure(), sys.stdout)
