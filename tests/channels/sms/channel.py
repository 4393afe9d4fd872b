"""SMS without a provider: texts alone, choices as lines with numbers, phones in the memory of the test."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from backend.domain.messaging.accounts import AccountCondition
from bot.channels.base import Heard, Menu, Oddity, Outgoing, Pace, Said, Text
from bot.i18n.render import plain, runs


class Sms:
    """Every address is a phone. `told`: the texts of each, in order."""

    name = "sms"
    edits = False
    tells_later: timedelta | None = None
    keeps_events = False
    pace = Pace(overall=1_000, per_chat=1_000, burst=1_000)

    def __init__(self) -> None:
        self.told: defaultdict[str, list[str]] = defaultdict(list)

    def hear(self, payload: Any) -> Heard:
        match payload:
            case {"text": str(text)}:
                return Text(text)
            case _:
                return Oddity("unknown")

    async def send(self, outgoing: Outgoing) -> Said | None:
        if outgoing.message is None:
            return None
        text = "".join(run.text for run in runs(outgoing.message.parts, outgoing.language, outgoing.zone))
        labels = [plain(choice.part, outgoing.language, outgoing.zone) for choice in outgoing.message.choices]
        # a number may itself be the answer to an open question: there the words are to be typed
        free = outgoing.message.free
        numbered = [f"- {label}" if free else f"{number}. {label}" for number, label in enumerate(labels, 1)]
        self.told[outgoing.address].append("\n".join([text, *numbered]).replace("\u00a0", " ").replace("\u202f", " "))
        return Said(str(outgoing.id))

    def pieces(self, outgoing: Outgoing) -> int:
        return 1

    def reaches(self, purpose: str, language: str, at: datetime, heard_at: datetime | None) -> bool:
        return True

    async def fetch(self, ref: str, most: int) -> bytes:
        raise AssertionError("no file comes by SMS")

    async def condition(self) -> AccountCondition | None:
        return None

    async def show_menu(self, menu: Menu) -> None:
        """A phone has no list of commands."""

    async def open(self) -> None:
        pass

    async def close(self) -> None:
        pass
