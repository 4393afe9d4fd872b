"""The providers that the settings turn on."""

from __future__ import annotations

from bot.providers.base import Provider
from bot.providers.pawapay import PawaPay
from bot.providers.wave import Wave
from bot.settings import Settings


def of(settings: Settings) -> list[Provider]:
    """A client of each provider that is set up. They are not open yet."""
    found: list[Provider] = []
    if settings.wave is not None:
        found.append(Wave(settings.wave))
    if settings.pawapay is not None:
        found.append(PawaPay(settings.pawapay))
    return found
