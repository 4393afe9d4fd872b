"""A fake Telegram: the Bot API on loopback, with people to act and trouble to order.

    async with FakeTelegram() as telegram:
        …a bot on f"{telegram.url}/bot" with `telegram.token`…
        awa = telegram.person("Awa")
        await awa.says("start ABC")
        (welcome,) = await awa.hears()
        await awa.taps("Oui")
        assert not telegram.violations

`python -m tests.fakes.telegram` runs it as a process of its own; see `control`.
"""

from tests.fakes.calls import Call
from tests.fakes.chat import Button, ChatMessage, Toast
from tests.fakes.crowd import Crowd, Says, Taps, first_button
from tests.fakes.faults import Held

from .faults import RateLimits
from .people import Person
from .server import FakeTelegram

__all__ = [
    "Button",
    "Call",
    "ChatMessage",
    "Crowd",
    "FakeTelegram",
    "Held",
    "Person",
    "RateLimits",
    "Says",
    "Taps",
    "Toast",
    "first_button",
]
