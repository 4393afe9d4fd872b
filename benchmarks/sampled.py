"""Runs `hiteuses` and samples where its processor time goes: `python -m benchmarks.sampled FILE ARGUMENTS…`.

SIGUSR1 begins sampling, the next SIGUSR1 ends it and writes FILE: a line per stack, outermost frame first, frames
(`path:function`) separated by `;`, then a space and the number of samples. A sample is taken for each millisecond of
processor time of the whole process (`ITIMER_PROF`), when the interpreter next looks for signals: time inside a C
function counts for the Python function that called it.
"""

from __future__ import annotations

import signal
import sys
from collections import Counter
from pathlib import Path
from types import CodeType, FrameType

from bot import cli

INTERVAL = 0.001
"""Seconds of processor time from sample to sample."""


class Sampler:
    """Counts the stacks of the main thread. `output`: the file that is written when sampling ends."""

    def __init__(self, output: Path) -> None:
        self._output = output
        self._running = False
        self._stacks: Counter[tuple[CodeType, ...]] = Counter()

    def toggle(self, _number: int, _frame: FrameType | None) -> None:
        """Begin sampling, or end it and write what was counted."""
        self._running = not self._running
        signal.setitimer(signal.ITIMER_PROF, *((INTERVAL, INTERVAL) if self._running else (0.0, 0.0)))
        if not self._running:
            lines = (f"{';'.join(map(_name, stack))} {count}" for stack, count in self._stacks.most_common())
            written = self._output.with_suffix(".part")
            written.write_text("".join(f"{line}\n" for line in lines), "utf-8")
            written.rename(self._output)
            self._stacks.clear()

    def sample(self, _number: int, frame: FrameType | None) -> None:
        stack = []
        while frame is not None:
            stack.append(frame.f_code)
            frame = frame.f_back
        self._stacks[tuple(reversed(stack))] += 1


def _name(code: CodeType) -> str:
    return f"{code.co_filename}:{code.co_qualname}"


def main(output: str, *arguments: str) -> None:
    sampler = Sampler(Path(output))
    signal.signal(signal.SIGPROF, sampler.sample)
    signal.signal(signal.SIGUSR1, sampler.toggle)
    sys.argv[:] = ["hiteuses", *arguments]
    cli.main()


if __name__ == "__main__":
    main(*sys.argv[1:])
