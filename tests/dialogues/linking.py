"""What the services of linking would do for the conversations, in memory."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backend.domain.identity.joining import Agreed, AgreeToJoin, JoinPending, NumberFirst, Pending
from backend.domain.identity.linking import (
    AskReferee,
    ChangeChat,
    ChatChanged,
    ChatGuarded,
    Disown,
    Disowned,
    JoinAccounts,
    LinkAsks,
    Linked,
    LinkMade,
    LinkRefused,
    ListedChat,
    MakeLink,
    PinTried,
    RefereeAsked,
    SetPin,
    TryPin,
    UseLink,
    pause_after,
    read_pin,
)
from backend.domain.people import codes
from backend.records import replace
from bot.flows.identity import join, joining, link, proof, secret_number

CODE = "K7QM-2XYZ-0ABC-9DEF"


class Linking:
    """`chats`: her chats, as `Chat`. `pin`: her secret number. `codes`: code → why it is refused, "joins",
    "joins, stopped", "waits" (24 hours pass), or the name of whom it leads to, who is asked. `number`: the other
    account is asked for its secret number; `waits`: 24 hours pass. `asks`: what another chat asks of her, as
    `Pending`. `guarded`: her chats cannot be parted now. `referee`: whether anybody can vouch. `huber`: her name."""

    def __init__(
        self,
        chats: tuple[Mapping[str, Any], ...] = (),
        pin: str = "",
        codes: Mapping[str, str] | None = None,
        referee: bool = True,
        huber: str = "",
        number: bool = False,
        waits: bool = False,
        asks: Mapping[str, Any] | None = None,
        guarded: bool = False,
    ) -> None:
        self._chats = [ListedChat(**chat) for chat in chats] or [ListedChat(1, "Telegram", here=True, reminds=True)]
        self._pin = pin
        self._codes = dict(codes or {})
        self._referee = referee
        self._huber = huber
        self._number, self._waits = number, waits
        self._asks = None if asks is None else Pending(**asks)
        self._guarded = guarded
        self._tries = 0

    @property
    def has_pin(self) -> bool:
        """Whether she has a secret number."""
        return bool(self._pin)

    def facts(self, flow: str, role: str) -> Any:
        match flow:
            case "link":
                return link.Facts(tuple(self._chats), () if self._asks is None else (self._asks,))
            case "joining":
                return joining.Facts(self._asks)
            case "link_join":
                return join.Facts(role == "hiteuse")
            case "link_pin":
                return secret_number.Facts(bool(self._pin))
            case _:
                return proof.Facts(bool(self._pin))

    def carry_out(self, command: Any) -> Any:
        match command:
            case MakeLink():
                links = (("WhatsApp", f"https://wa.me/22500?text=start%20{CODE}"),)
                return LinkMade(CODE, links, bool(self._pin), self._waits)
            case UseLink(words):
                return self._use(codes.written((codes.read(words) or "").translate(codes.CONFUSED)))
            case JoinAccounts(_, proved):
                if self._pin and not proved:
                    return NumberFirst()
                return self._pending("merge") or Linked("Awa", merged=True)
            case AgreeToJoin():
                if (asked := self._asks) is None:
                    return Agreed(over=True)
                self._asks = None
                return Agreed(asked.kind, asked.chat, self._waits)
            case ChangeChat(what, number, proved):
                return self._change(what, number, proved)
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

    def _pending(self, kind: Any) -> JoinPending | None:
        return JoinPending(7, kind, self._number, self._waits) if self._number or self._waits else None

    def _use(self, code: str) -> LinkRefused | LinkAsks | Linked | JoinPending:
        match found := self._codes.get(code, "unknown"):
            case "joins" | "joins, stopped":
                return self._pending("add") or Linked("Awa", stopped="stopped" in found)
            case "unknown" | "used" | "expired" | "own" | "guessing" | "many" | "roles" | "answers" | "changed":
                return LinkRefused(found, self._huber)
            case name:
                return LinkAsks("d1", name)

    def _change(self, what: Any, number: int, proved: bool) -> ChatChanged | ChatGuarded | NumberFirst | JoinPending:
        (chat,) = (chat for chat in self._chats if chat.id == number)
        if what in ("part", "lose") and self._guarded:
            return ChatGuarded(number, chat.label, self._referee)
        if what == "find" and self._pin and not proved:
            return NumberFirst()
        if what == "find" and (pending := self._pending("open")) is not None:
            return pending
        match what:
            case "part":
                self._chats.remove(chat)
            case "lose" | "find":
                self._chats[self._chats.index(chat)] = replace(chat, locked=what == "lose")
            case _:
                self._chats = [replace(each, reminds=each.id == number) for each in self._chats]
        return ChatChanged(what, chat.label, chat.id)

    def _try(self, text: str) -> PinTried:
        if read_pin(text) == self._pin:
            self._tries = 0
            return PinTried(True)
        self._tries += 1
        return PinTried(False, pause_after(self._tries))
