"""A fake WhatsApp Cloud API on loopback, with people to act and trouble to order.

    async with FakeWhatsApp() as whatsapp:
        …a bot on `whatsapp.url` with `whatsapp.account`…
        await whatsapp.connect("http://127.0.0.1:8080/webhooks/whatsapp")
        awa = whatsapp.person("Awa")
        await awa.says("start ABC")
        (welcome,) = await awa.hears()
        await awa.taps("Oui")
        assert not whatsapp.violations

`python -m tests.fakes.whatsapp` runs it as a process of its own; see `control`.
"""

from tests.fakes.calls import Call
from tests.fakes.chat import Button, ChatMessage
from tests.fakes.faults import Held

from .account import Account
from .limits import RateLimits
from .people import Person
from .receipts import Timing
from .server import FakeWhatsApp
from .webhook import Delivery

__all__ = [
    "Account",
    "Button",
    "Call",
    "ChatMessage",
    "Delivery",
    "FakeWhatsApp",
    "Held",
    "Person",
    "RateLimits",
    "Timing",
]
