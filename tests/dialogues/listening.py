"""What the services of threads would do for the conversations, in memory: one thread, with Awa and her Huber."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Literal

from backend.domain.messaging.message import Attachment
from backend.domain.threads.commands import (
    Answered,
    AnswerThread,
    Author,
    Closed,
    CloseThread,
    HuberStanding,
    LookAtThread,
    ShowFiles,
    TellOfHuber,
    Thread,
    ThreadLine,
    ThreadLooked,
    ToldOfHuber,
    WriteToHuber,
    WrittenToHuber,
)
from bot.flows.threads import answer_views, telling
from bot.flows.threads import write as threads_write


class Listening:
    """`of_huber`: Awa is a Huber, and her thread is with the team. `huber`: her first name; "": several, `team`: none.
    `usual`: hours that answers take; `waits`: hours that she has waited. `said`: what was said so far, each `[who,
    words, kind]` (who "": hers; "Paul+": of the team), an hour apart. `other`: who has answered meanwhile; `outcome`:
    what comes of an answer; `left`: who waits beside."""

    def __init__(
        self,
        now: datetime,
        huber: str = "Mariam",
        team: bool = False,
        usual: float = 0,
        waits: float = 0,
        night: bool = False,
        said: tuple[tuple[str, str, str], ...] = (),
        other: str = "",
        outcome: str = "sent",
        left: int = 0,
        escalated: bool = False,
        of_huber: bool = False,
    ) -> None:
        self._now = now
        self._team, self._huber = team, huber
        self._usual = timedelta(hours=usual) if usual else None
        self._waiting = now - timedelta(hours=waits) if waits else None
        self._night = night
        count = len(said)
        self._lines = [
            ThreadLine(_author(who), words, kind or None, now - timedelta(hours=count - n), _file(kind))
            for n, (who, words, kind) in enumerate(said)
        ]
        self._other, self._outcome, self._left, self._escalated = other, outcome, left, escalated
        self._open, self._of_huber = True, of_huber

    def facts(self, flow: str) -> Any:
        if flow == "telling":
            return telling.Facts(((2, self._huber),), any(line.author is not None for line in self._lines))
        if flow == "thread":
            answers = [line for line in self._lines if line.author is not None]
            last = answers[-1] if answers else None
            to: Literal["hubers", "team"] = "team" if self._team or self._of_huber else "hubers"
            huber = "" if to == "team" else self._huber
            hubers = () if to == "team" else ((2, self._huber),)
            stood = HuberStanding(to, huber, self._usual, self._waiting, last, of_huber=self._of_huber, hubers=hubers)
            return threads_write.Facts(stood)
        return answer_views.Facts(self._now, self._thread() if self._open else None)

    def _thread(self) -> Thread:
        answers = [line for line in self._lines if line.author is not None]
        last = answers[-1] if answers else None
        return Thread(
            12,
            "Awa",
            "CI",
            self._waiting,
            self._escalated,
            last.author if last else None,
            last.at if last else None,
            len(self._lines),
            tuple(self._lines),
            sum(line.kind is not None and line.author is None for line in self._lines),
            of_huber=self._of_huber,
        )

    def carry_out(self, command: Any) -> Any:
        match command:
            case WriteToHuber(words, file):
                stood = self.facts("thread").standing
                self._lines.append(ThreadLine(None, words, file.kind if file else None, self._now))
                self._waiting = self._waiting or self._now
                return WrittenToHuber(stood, self._night)
            case TellOfHuber():
                return ToldOfHuber(read=not self._night)
            case LookAtThread():
                return ThreadLooked(len(self._lines) if self._open else None)
            case AnswerThread(words=words, file=file, anyway=anyway):
                if self._other and not anyway:
                    found = Answered("twice", "Awa", _author(self._other), "Je regarde.", self._now)
                    self._other = ""
                    return found
                self._lines.append(ThreadLine(Author("Mariam"), words, file.kind if file else None, self._now))
                self._waiting = None
                return Answered(self._outcome, "Awa", waiting=self._left, of_huber=self._of_huber)  # type: ignore[arg-type]
            case CloseThread():
                self._open = False
                return Closed("Awa", self._left)
            case ShowFiles():
                return None
            case _:
                raise AssertionError(f"nobody carries out {command}")


def _file(kind: str) -> Attachment | None:
    return Attachment("voice", "hash of a voice") if kind == "voice" else None


def _author(who: str) -> Author | None:
    return Author(who.rstrip("+"), who.endswith("+")) if who else None
