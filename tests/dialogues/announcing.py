"""The world of announcements: whom they reach, what came with them, and what became of the yes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from backend.domain.announcements import content as announcements_content
from backend.domain.announcements.content import AnnouncementFile, SentFile
from backend.domain.announcements.life import Audience, DailyLimit, Estimate
from backend.domain.errors import BadInput
from backend.records import Struct, field, replace
from bot.channels import preview
from bot.flows.announcements.state import Facts, FileNoted, HandedOver, HandOver, NoteFile, SendTest, State
from bot.i18n import faults

COUNTRIES = ("CI", "CM", "TG")
PEOPLE = {"CI": 180, "CM": 112, "TG": 40}
FILES = {
    "photo": SentFile("here", AnnouncementFile("image", "0f" * 32, "image/jpeg", 90_000, "photo.jpg")),
    "programme": SentFile("here", AnnouncementFile("document", "1f" * 32, "application/pdf", 90_000, "programme.pdf")),
    "gif": SentFile("here", AnnouncementFile("image", "2f" * 32, "image/gif", 90_000, "photo.gif")),
    "coming": SentFile("coming"),
    "lost": SentFile("lost", why="of no type that is kept"),
}

FULL = DailyLimit("whatsapp", 250, 200, 0, 4)
"""Nothing is left of the first day."""


class Announcing(Struct):
    """`admin`: of all countries; else a Huber of Côte d'Ivoire. `file`: what becomes of what she sends, a name
    in `FILES`. `outcome` of the yes. `second`: the country has asked for a second person.
    `spread`: over how many days it goes out on WhatsApp, "days" or "full" (from the next day on)."""

    now: datetime
    admin: bool = False
    file: str = "photo"
    outcome: str = "new"
    second: bool = False
    nobody: bool = False
    unnamed: int = 0
    spread: str = ""
    sent: list[Any] = field(default_factory=list)

    def facts(self, state: State) -> Facts:
        found = Facts(
            now=self.now.replace(tzinfo=None),
            admin=self.admin,
            countries=COUNTRIES if self.admin else ("CI",),
            projects=(("7", "Modération de commentaires"), ("9", "Factures")),
            badges=(("moderation-1", "Modération, premier niveau"),),
            modules=(("moderation-1", "Modération, premier niveau"),),
            channels=("telegram", "whatsapp"),
            stored=FILES[self.file] if state.file else None,
            name="Mariam",
        )
        content = state.content(found.stored.file if found.stored is not None else None)
        if content.text:
            found = replace(found, fault=self._fault(content))
        if state.at in ("audience", "confirm") or (state.at == "preview" and content.named):
            found = replace(found, estimate=self._estimate(state.readers(found)))
        if state.at in ("preview", "confirm") and not found.fault:
            message = announcements_content.message(content, 0, "Mariam")
            shown = tuple((name, preview.look(name, message, "fr")) for name in found.channels)
            found = replace(found, looks=shown, messages=preview.messages("whatsapp", message, "fr"))
        return found

    def happens(self, what: str) -> None:
        """`the file is there`, and any other name of `FILES`."""
        self.file = what.removeprefix("the file is ")

    def _estimate(self, audience: Audience) -> Estimate:
        people = sum(PEOPLE[code] for code in audience.countries or COUNTRIES)
        people = people // 3 if audience.activity is not None else people
        if self.nobody:
            return Estimate(0)
        per = {"telegram": people - people // 4, "whatsapp": people // 4}
        if audience.channel is not None:
            per = {audience.channel: per[audience.channel]}
        people = sum(per.values())
        whatsapp = per.get("whatsapp", 0)
        spread = {"": None, "days": DailyLimit("whatsapp", 1_000, 800, 300, 3), "full": FULL}[self.spread]
        return Estimate(
            people,
            per,
            outside=whatsapp // 5,
            cost=whatsapp * 40,
            second=self.second,
            unnamed=self.unnamed,
            spread=spread,
        )

    @staticmethod
    def _fault(content: announcements_content.Announcement) -> str:
        try:
            announcements_content.check(content)
        except BadInput as error:
            return faults.fault(error.reason, "fr")
        return ""

    def carry_out(self, command: Any) -> Any:
        match command:
            case NoteFile():
                return FileNoted(31)
            case SendTest(content):
                self.sent.append(announcements_content.message(content, 0, "Mariam"))
                return None
            case HandOver(_, audience):
                people = self._estimate(audience).people
                author = "Fatou" if self.outcome == "known" else ""
                fault = "personne ne correspond" if self.outcome == "refused" else ""
                outcome: Any = self.outcome
                return HandedOver(outcome, 12, people, author, fault, 3 if self.spread and outcome == "new" else 1)
