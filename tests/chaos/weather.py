"""Trouble that comes by itself, by a seed: so large a share of a platform's calls meets each mishap."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence

import orjson

from backend.records import Record
from tests.fakes.faults import Fault, Faults
from tests.fakes.whatsapp import errors

RETRY_AFTER = 2
"""Seconds for which Telegram's 429 sends away."""

Make = Callable[[str, random.Random], Fault]


class Mishap(Record):
    """`share` of all calls meet it; `make` orders it for one call of a method."""

    name: str
    share: float
    make: Make


class Weather(Faults):
    """Calm until `on`. `met` counts what came by name; what a test orders itself goes first."""

    def __init__(self, idle: frozenset[str], mishaps: Sequence[Mishap], seed: int) -> None:
        super().__init__(idle)
        self.on = False
        self.met: Counter[str] = Counter()
        self._mishaps = mishaps
        self._random = random.Random(seed)

    def take(self, method: str) -> Fault | None:
        ordered = super().take(method)
        if ordered is not None or not self.on or method in self._idle:
            return ordered
        drawn = self._random.random()
        for mishap in self._mishaps:
            drawn -= mishap.share
            if drawn < 0:
                self.met[mishap.name] += 1
                return mishap.make(method, self._random)
        return None


def _lost(method: str, _random: random.Random) -> Fault:
    return Fault(method, drop="after")


def _never_came(method: str, _random: random.Random) -> Fault:
    return Fault(method, drop="before")


def _slow(method: str, chance: random.Random) -> Fault:
    return Fault(method, seconds=chance.uniform(0.05, 1.0))


def _bad_gateway_before(method: str, _random: random.Random) -> Fault:
    return Fault(method, status=502, body=b"<html>502 Bad Gateway</html>")


def _bad_gateway_after(method: str, _random: random.Random) -> Fault:
    return Fault(method, status=502, body=b"<html>502 Bad Gateway</html>", when="after")


def _too_many(method: str, _random: random.Random) -> Fault:
    """Telegram's refusal, which does not say whether the chat or the account is meant."""
    answer = {
        "ok": False,
        "error_code": 429,
        "description": f"Too Many Requests: retry after {RETRY_AFTER}",
        "parameters": {"retry_after": RETRY_AFTER},
    }
    return Fault(method, status=429, body=orjson.dumps(answer))


def _refused(code: int) -> Make:
    """Graph's error of this code, before the call has any effect."""

    def make(method: str, _random: random.Random) -> Fault:
        return Fault(method, status=errors.TITLES[code][0], body=errors.body(code, "the weather is bad"))

    return make


TELEGRAM = (
    Mishap("answers lost", 0.012, _lost),
    Mishap("calls lost", 0.008, _never_came),
    Mishap("502 before the effect", 0.006, _bad_gateway_before),
    Mishap("502 after the effect", 0.006, _bad_gateway_after),
    Mishap("429", 0.006, _too_many),
    Mishap("slow answers", 0.03, _slow),
)
WHATSAPP = (
    Mishap("answers lost", 0.012, _lost),
    Mishap("502 after the effect", 0.006, _bad_gateway_after),
    Mishap("131000 before the effect", 0.006, _refused(131000)),
    Mishap("131056", 0.004, _refused(131056)),
    Mishap("130429", 0.001, _refused(130429)),
    Mishap("slow answers", 0.03, _slow),
)
WHATSAPP_FOR_LONG = (
    *WHATSAPP,
    # whether they had their effect only a receipt could tell, and it has a minute for that
    Mishap("calls lost", 0.003, _never_came),
    Mishap("502 before the effect", 0.003, _bad_gateway_before),
    Mishap("131016 before the effect", 0.001, _refused(131016)),
)
