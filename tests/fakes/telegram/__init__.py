"""A fake Telegram: the Bot API on loopback, with people to act and trouble to order.

    async with FakeTelegram() as telegram:
        bot = telegram.Bot(token, base_url=f"{telegram.url}/bot", base_file_url=f"{telegram.url}/file/bot")
        awa = telegram.person("Awa")
        await awa.says("start ABC")
        (welcome,) = await awa.hears()
        await awa.taps("Oui")
        assert not telegram.violations

`python -m tests.fakes.telegram` runs it as a process of its own; see `control`.
"""

from .api import Call
from .faults import Held, RateLimits
from .people import Person
from .server import FakeTelegram
from .world import Button, ChatMessage, Toast

__all__ = ["Button", "Call", "ChatMessage", "FakeTelegram", "Held", "Person", "RateLimits", "Toast"]
