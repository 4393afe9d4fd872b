"""What the services of linking would do for the conversations, in memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from backend.domain import codes
from backend.domain.linking import (
    AskReferee,
    ChangeChat,
    Chat,
    ChatChanged,
    Disown,
    Disowned,
    JoinAccounts,
    LinkAsks,
    Linked,
    LinkMade,
    LinkRefused,
    MakeLink,
    PinTried,
    RefereeAsked,
    SetPin,
    TryPin,
    UseLink,
    pause_after,
    read_pin,
)
from bot.flows import link, link_join, link_pin, link_proof

CODE = "K7QM-2XYZ-0ABC-9DEF"


class Linking:
    """`chats`: her chats, as `Chat`. `pin`: her secret number. `codes`: code → why it is refused, "joins",
    "joins, stopped", or the name of whom it leads to, who is asked. `referee`: whether anybody can vouch.
    `huber`: her name."""

    def __init__(
        self,
        chats: tuple[Mapping[str, Any], ...] = (),
        pin: str = "",
        codes: Mapping[str, str] | None = None,
        referee: bool = True,
        huber: str = "",
    ) -> None:
        self._chats = [Chat(**chat) for chat in chats] or [Chat(1, "Telegram", here=True, reminds=True)]
        self._pin = pin
        self._codes = dict(codes or {})
        self._referee = referee
        self._huber = huber
        self._tries = 0

    def facts(self, flow: str, role: str) -> Any:
        match flow:
            case "link":
                return link.Facts(tuple(self._chats))
            case "link_join":
                return link_join.Facts(role == "hiteuse")
            case "link_pin":
                return link_pin.Facts(bool(self._pin))
            case _:
                return link_proof.Facts(bool(self._pin))

    def carry_out(self, command: Any) -> Any:
        match command:
            case MakeLink():
                return LinkMade(CODE, (("WhatsApp", f"https://wa.me/22500?text=start%20{CODE}"),))
            case UseLink(words):
                return self._use(codes.written((codes.read(words) or "").translate(codes.CONFUSED)))
            case JoinAccounts():
                return Linked("Awa", merged=True)
            case ChangeChat(what, number):
                return self._change(what, number)
            case SetPin(pin):
                self._pin = (read_pin(pin) or "") if pin else ""
                return None
            case TryPin(text):
                return self._try(text)
            case AskReferee():
                return RefereeAsked(self._referee)
            case Disown():
                return Disowned(True)
            case _:
                raise AssertionError(f"nobody carries out {command}")

    def _use(self, code: str) -> LinkRefused | LinkAsks | Linked:
        match found := self._codes.get(code, "unknown"):
            case "joins" | "joins, stopped":
                return Linked("Awa", stopped="stopped" in found)
            case "unknown" | "used" | "expired" | "own" | "guessing" | "many" | "roles" | "answers":
                return LinkRefused(found, self._huber)
            case name:
                return LinkAsks("d1", name)

    def _change(self, what: Any, number: int) -> ChatChanged:
        (chat,) = (chat for chat in self._chats if chat.id == number)
        match what:
            case "part":
                self._chats.remove(chat)
            case "lose" | "find":
                self._chats[self._chats.index(chat)] = replace(chat, locked=what == "lose")
            case _:
                self._chats = [replace(each, reminds=each.id == number) for each in self._chats]
        return ChatChanged(what, chat.label)

    def _try(self, text: str) -> PinTried:
        if read_pin(text) == self._pin:
            self._tries = 0
            return PinTried(True)
        self._tries += 1
        return PinTried(False, pause_after(self._tries))
