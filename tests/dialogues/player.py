"""Plays a conversation on the pure flows: no clock, no database, no channel.

A conversation is a text file. It begins with its title (`# …`) and a head (YAML): `flow`, the name of the flow that
begins; `argument`, with what it is opened, if with anything; and attributes of `world.World` that differ from their
defaults. After `---` comes the talk:

    > her words           > [the button that she taps]      > (sticker)      > (document NAME BYTES)
    > (sent KIND)         a file of a kind that only some flows take: voice, audio, video, image
    > (before [a button])  … of the question that she answered last
    > (comes back)        what the word of a flow does when she was elsewhere
    ~ what happens elsewhere meanwhile (`world.HAPPENINGS`)
    < what she is told                the answer; lines below it with [buttons]
    <~ [buttons]                      only the buttons change, in place
    ! Command(…)                      what a service is asked to do

Only the lines of `>` and `~` are read; the others are what the flows make of them, and a test
compares them. The state goes through JSON before every event.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from dataclasses import fields
from datetime import date, datetime, time
from itertools import groupby
from typing import Any, TypeVar, cast

import yaml

from backend.domain.earnings.savings import Instalment
from backend.domain.messaging import intents
from backend.domain.messaging.intents import Intent
from backend.domain.messaging.message import Choice, Message, tr
from backend.domain.money import Money
from backend.domain.people.commands import Role
from backend.domain.training.learning import FinalLine, KeepPlace, LessonLine, to_go_on
from backend.records import Struct, defaults, field, replace
from bot.channels.layout import rows
from bot.dialogues import DIALOGUES
from bot.flows.account import doubts, small_talk
from bot.flows.earnings import saving_questions
from bot.flows.engine import agreement, leaving, odd
from bot.flows.engine.confirm import Ask
from bot.flows.engine.kit import (
    Do,
    Done,
    Event,
    Left,
    Odd,
    Open,
    Picked,
    Resumed,
    Say,
    SecondThought,
    Sent,
    Several,
    Started,
    Step,
    Typed,
)
from bot.flows.engine.meaning import Question
from bot.flows.engine.registry import Flow
from bot.flows.training.questions import UNKNOWN
from bot.flows.work import state as work_state
from bot.i18n.render import plain, runs
from tests.dialogues.world import World

WORDS = {
    "/travail": "work",
    "/projet": "goal",
    "/rappels": "reminders",
    "/pays": "place",
    "/pause": "pause",
    "/revision": "revision",
    "/lier": "link",
    "/secret": "link_pin",
    "/huber": "thread",
    "/equipe": "thread",
    "/consignes": "instruction_voice",
}
WORDS_BEFORE: dict[str, Any] = {
    "promotion": tr("🎉 Grande nouvelle ! Ta Huber t'ouvre le *travail payé*."),
    "a pause": Ask("pause project", {"project": 7}),
}
"""With what a handler opens a flow, by the name that a conversation gives it."""
LOCKED = frozenset({"link_proof", "chat_lock"})
"""What is asked where nothing of hers may be told: her words go nowhere else."""
MOST_STEPS = 20
T = TypeVar("T")
LEAVES = frozenset((str, int, bool, type(None)))
"""Kinds of what is most often copied, and never changes."""


class Player(Struct):
    """The flows that are open, the world around, and the open question. `told`: messages so far, `screens`: they
    themselves, each with whether it asks."""

    world: World
    lines: list[str] = field(default_factory=list)
    stack: list[Any] = field(default_factory=list)
    asked: Message = field(default_factory=Message)
    told: int = 0
    said: str = ""
    """Her words that may be her answer, while she is asked about them."""
    screens: list[tuple[Message, bool]] = field(default_factory=list)
    before: tuple[Any, Message, str | None] | None = None
    """The frame and message of the question that she answered last, and what she picked there."""

    def begin(self, flow: str, argument: Any = None) -> None:
        self.stack.append(DIALOGUES.flows[flow].dump(DIALOGUES.flows[flow].state()))
        self._run(Started(argument))

    def act(self, line: str) -> None:
        """One line of the file: hers (">") or the world's ("~")."""
        sign, _, what = line.partition(" ")
        self.lines.append(line)
        if sign == "~":
            self.world.happens(what)
            return
        if what.startswith("(before ["):
            self._think_over(what[len("(before [") : -2])
            return
        event, word = self._read(what)
        asking = (json.loads(json.dumps(self.stack[-1])), self.asked) if self.stack else None
        if asking is not None and word is None and isinstance(event, Picked | Several | Typed):
            self.before = (*asking, event.choice if isinstance(event, Picked) else None)
        if word is not None:
            self._word(word)
        elif isinstance(event, Typed) and self.stack:
            self._in_her_words(event)
        elif event is not None and self.stack:
            self._run(event, tapped=what.startswith("["))
        else:
            self.lines.append("! nothing is open")

    def _think_over(self, label: str) -> None:
        """Another choice of the question before."""
        assert self.before is not None
        (name, version, data), asked, picked = self.before
        flow = DIALOGUES.flows[name]
        assert flow.rethink is not None
        (choice,) = [c.id for c in asked.choices if _spaces(plain(c.part, "fr")) == label]
        was = flow.load(version, data)
        here = next((i for i, frame in enumerate(self.stack) if frame[0] == name), None)
        now = flow.load(*self.stack[here][1:3]) if here is not None else None
        step = flow.rethink(was, SecondThought(choice, picked, now), self.world.facts(name, was))
        if step is None:
            self.lines.append("! nothing changes")
            return
        self.stack.append(self.stack.pop(here) if here is not None else flow.dump(was))
        self._run(step)

    def _read(self, what: str) -> tuple[Event | None, str | None]:
        if what.startswith("[") and what.endswith("]"):
            label = what[1:-1]
            found = [c.id for c in self.asked.choices if _spaces(plain(c.part, "fr")) == label]
            assert len(found) == 1, f"{len(found)} buttons {label!r} in {self.asked.choices}"
            return (None, found[0]) if found[0].startswith("/") else (Picked(found[0]), None)
        if what == "(comes back)":
            return Resumed(), None
        if what.startswith("(document "):
            name, size = what[len("(document ") : -1].rsplit(" ", 1)
            return Sent("document", name, f"file-of-{name}", "", int(size)), None
        if what.startswith("(sent ") and what.endswith(")"):
            kind, _, size = what[len("(sent ") : -1].partition(" ")
            return Sent(kind, "fichier", "ref", "", int(size or 0)), None
        if what.startswith("(") and what.endswith(")"):
            kind = what[1:-1]
            return (Sent(kind, "photo.jpg", "ref", "", 1_000) if kind == "image" else Odd(kind)), None
        if self.question.how(what) != "label" and (way := leaving.read(what)) is not None:
            out = leaving.way_out(self.asked.choices, way)
            return (Picked(out) if out is not None else Left(way == "back")), None
        event = self.question.pick(what) or Typed(what.strip())
        if isinstance(event, Picked) and event.choice.startswith("/"):
            return None, event.choice
        return event, None

    @property
    def question(self) -> Question:
        choices = [(c, plain(c.part, "fr")) for c in self.asked.choices if not c.url]
        return Question(choices, free=self.asked.free, many=self.asked.many, asides=not self.world.ticks)

    def hear(self, event: Typed) -> tuple[small_talk.Heard, str]:
        """What her words are to the open question, and what they say beside the matter (`bot.handlers.written`)."""
        loose, strict = intents.read(event.text, loosely=True), intents.read(event.text)
        return self.weigh(self.preview(event)[0], event, loose, strict)

    def weigh(
        self, step: Step[Any], event: Typed, loose: Intent | None, strict: Intent | None
    ) -> tuple[small_talk.Heard, str]:
        """As `hear`. `step`: what the flow makes of it; `loose`, `strict`: what is said (`intents.read`)."""
        flow, _, state = self.stack[-1]
        if flow in LOCKED or (loose is not None and small_talk.belongs(loose, flow, state.get("at", ""))):
            return "answer", ""
        lead, sure = small_talk.for_the_team(step, event.text, self._concerning(loose), self._concerning(strict))
        heard = small_talk.weigh(step, lead, sure)
        if heard == "answer" and sure is None and (unlike := small_talk.unlike(step, event.text, lead)) is not None:
            return "unsure", unlike
        return heard, lead or ""

    def _concerning(self, intent: Intent | None) -> Intent | None:
        return intent if intent is not None and small_talk.concerns(intent, cast(Role, self.world.role)) else None

    def _in_her_words(self, event: Typed) -> None:
        self.said = ""
        if self._asks_to_be_told(event):
            self._run(Picked(UNKNOWN.id))
            return
        heard, lead = self.hear(event)
        if heard == "answer":
            self._run(event)
        elif heard == "beside" or agreement.only_asks(event.text):
            self._beside(lead)
        else:
            doubt = doubts.DOUBTS[cast(Intent, lead)]
            self.said = event.text
            self.asked = doubt.asked.with_choices(doubts.choice(lead, doubt), Choice("/ma-reponse", "C'est ma réponse"))
            self.lines += _message(self.asked)

    def _asks_to_be_told(self, event: Typed) -> bool:
        """Whether she wants to be told an answer that is told when she does not know it."""
        told = self.stack[-1][0] in ("lesson", "revision") and any(c.id == UNKNOWN.id for c in self.asked.choices)
        return told and intents.read(event.text) == "solution"

    def _beside(self, lead: str) -> None:
        """What a handler does about it, as far as it only says something."""
        said = small_talk.ANSWERS.get(cast(Intent, lead), Message())
        self.lines.append(f"! beside the matter: {lead}")
        self._tell(said, Step(None, brief=True), tapped=False)

    def _word(self, word: str) -> None:
        """A button that is a word of the chat: those that open a flow do, others are a handler's."""
        if word == "/corriger":
            if not any(frame[0] == "work" for frame in self.stack):
                self.stack.append(DIALOGUES.flows["work"].dump(work_state.State()))
            self._run(Picked(work_state.PREVIOUS.id))
            return
        if word == "/ma-reponse":
            self.said, said = "", self.said
            self._run(Typed(said))
            return
        if word.startswith("/demande "):
            self._beside(word.removeprefix("/demande "))
            return
        if word == work_state.OTHER.id:
            self._run(Picked(word))
            return
        if word.startswith("/formation"):
            self._training(word.partition(" ")[2])
            return
        matter = word.removeprefix("/projet ")
        if matter in saving_questions.AT:
            self.stack = [frame for frame in self.stack if frame[0] != "saving"]
            self.begin("saving", matter)
            return
        name = None if word.startswith("/lier ") else WORDS.get(word.split()[0])
        if name is None:
            self.lines.append(f"! the word {word}")
            return
        here = next((i for i, frame in enumerate(self.stack) if frame[0] == name), None)
        if name == "pause" and here is not None:  # one of its spans
            del self.stack[here]
            self.begin(name, word.partition(" ")[2])
        elif here is None:
            self.begin(name)
        else:
            self.stack.append(self.stack.pop(here))
            self._run(Resumed())

    def _training(self, what: str) -> None:
        """To the modules, to a lesson (its number), to the final test ("final …"), or straight on ("suite …")."""
        name: str
        argument: Any
        found = to_go_on((self.world.learning.module,)) if what.startswith("suite") else None
        if what.startswith("final") or (found is not None and isinstance(found[1], FinalLine)):
            name, argument = "final", {"module": "smartphone", "preview": self.world.learning.looks}
        elif found is not None and isinstance(found[1], LessonLine):
            name, argument = "lesson", {"lesson": found[1].id}
        else:
            name, argument = ("lesson", {"lesson": int(what)}) if what.isdigit() else ("training", "")
        self.stack = [frame for frame in self.stack if frame[0] != name]
        self.begin(name, argument)

    def _run(self, event: Event | Step[Any], *, tapped: bool = False) -> None:
        said = Message()
        last: Step[Any] = Step(None)
        flow = DIALOGUES.flows[self.stack[-1][0]]
        if isinstance(event, Odd) or (isinstance(event, Sent) and not flow.files):
            said = said + odd.reply(event.kind)
            last = replace(last, brief=True)
            events: deque[Event | Step[Any]] = deque()
        else:
            events = deque([event])
        for _ in range(MOST_STEPS):
            if not events or not self.stack:
                break
            more, last, opened = self._step(events.popleft(), events)
            said = said + more
            if opened is not None:
                self.stack = [frame for frame in self.stack if frame[0] != opened.flow]
                self.stack.append(DIALOGUES.flows[opened.flow].dump(DIALOGUES.flows[opened.flow].state()))
                events = deque([Started(opened.argument)])
        else:
            raise AssertionError(f"the flow {self.stack[-1][0]} does not come to rest")
        self._tell(said, last, tapped=tapped)

    def facts(self) -> Any:
        """What the flow on top knows."""
        name, version, data = json.loads(json.dumps(self.stack[-1]))
        return self.world.facts(name, DIALOGUES.flows[name].load(version, data))

    def ask_again(self) -> None:
        """The open question as it looks now, unsaid."""
        name, version, data = json.loads(json.dumps(self.stack[-1]))
        state = DIALOGUES.flows[name].load(version, data)
        self.asked = DIALOGUES.flows[name].prompt(state, self.world.facts(name, state))

    def preview(self, event: Event) -> tuple[Step[Any], Flow, Any]:
        """What the flow on top makes of an event, that flow, and the state that it is in."""
        flow, state, take = self.taking()
        return take(event), flow, state

    def taking(self) -> tuple[Flow, Any, Callable[[Event], Step[Any]]]:
        """The flow on top, the state that it is in, and what it makes of an event there."""
        name, version, data = json.loads(json.dumps(self.stack[-1]))
        flow = DIALOGUES.flows[name]
        state = flow.load(version, data)
        facts = self.world.facts(name, state)
        return flow, state, lambda event: flow.take(state, event, facts)

    def _step(
        self, event: Event | Step[Any], events: deque[Event | Step[Any]]
    ) -> tuple[Message, Step[Any], Open | None]:
        if isinstance(event, Step):
            step, flow = event, DIALOGUES.flows[self.stack[-1][0]]
        else:
            step, flow, _ = self.preview(event)
        said, opened = Message(), None
        for effect in step.effects:
            match effect:
                case Say(message):
                    said = said + message
                case Do(command):
                    if not isinstance(command, KeepPlace):  # at every step of a lesson
                        self.lines.append(f"! {shown(command)}")
                    if (outcome := self.world.carry_out(command)) is not None:
                        events.append(Done(outcome))
                case Open():
                    opened = effect
        if step.state is None:
            self.stack.pop()
            events.clear()
        else:
            self.stack[-1] = flow.dump(step.state)
        return said, step, opened

    def _tell(self, said: Message, last: Step[Any], *, tapped: bool) -> None:
        message = said
        if self.stack and not last.silent:
            self.ask_again()
            if last.in_place and not tapped:
                self.asked = replace(self.asked, attachment=None)
            message = self.asked.repeated(said) if last.brief else self.asked.after(said)
        if last.in_place and tapped:
            self.lines += [f"<~ {row}" for row in _buttons(message)]
        elif message.parts:
            self.told += 1
            self.screens.append((message, bool(self.stack) and not last.silent))
            self.lines += _message(message)
        self.asked = message


def copied(thing: T) -> T:
    """A player or what it holds: what playing on changes is new. What the product makes is frozen, and shared: most
    of a world is that."""
    if type(thing) in LEAVES:
        return thing
    made: Any = thing
    if isinstance(thing, dict):
        made = {key: copied(each) for key, each in thing.items()}
    elif isinstance(thing, list):
        made = [copied(each) for each in thing]
    elif isinstance(thing, set):
        made = set(thing)
    elif type(thing).__module__.startswith("tests."):
        made = copy(thing) if isinstance(thing, Struct) else object.__new__(type(thing))
        slots = thing.__struct_fields__ if isinstance(thing, Struct) else getattr(thing, "__slots__", None)
        for name in vars(thing) if slots is None else slots:
            setattr(made, name, copied(getattr(thing, name)))
    return cast(T, made)


def _message(message: Message) -> Iterator[str]:
    marks = {"covered": "||", "bold": "*", "italic": "_"}
    styled = groupby(
        runs(message.parts, "fr", "UTC"),
        lambda run: "".join(mark for style, mark in marks.items() if getattr(run, style)),
    )
    text = "".join(mark + "".join(run.text for run in group) + mark for mark, group in styled)
    if message.attachment is not None:
        hidden = ", hidden until it is tapped" if message.attachment.covered else ""
        yield f"< ({message.attachment.kind} {message.attachment.media}{hidden})"
    for line in _spaces(text).split("\n"):
        yield f"< {line}".rstrip()
    for row in _buttons(message):
        yield f"    {row}"


def _buttons(message: Message) -> Iterator[str]:
    for row in rows(message, 1, "fr"):
        yield _spaces(" ".join(f"[{button.label}]" for button in row))


def _spaces(text: str) -> str:
    """Spaces that do not break, as plain ones: a file that is read shall not hide a difference."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def shown(value: Any) -> str:
    """A command as a line to read: what has its default value is left out."""
    if isinstance(value, Money):
        return str(value)
    if isinstance(value, Struct):
        kept = ((name, getattr(value, name), default) for name, default in defaults(type(value)))
        given = [f"{name}={shown(found)}" for name, found, default in kept if found != default]
        return f"{type(value).__name__}({', '.join(given)})"
    if isinstance(value, frozenset):
        return "{" + ", ".join(shown(item) for item in sorted(value)) + "}"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple) and any(isinstance(item, Instalment) for item in value):
        return f"({', '.join(shown(item) for item in value)})"
    return repr(value)


def begun(text: str) -> tuple[Player, str]:
    """A player with the conversation's first message, and the talk that is to come."""
    head, _, talk = text.partition("\n---\n")
    setting = dict(yaml.load(head, yaml.CSafeLoader) or {})
    known = {"flow", "argument", *(each.name for each in fields(World) if each.init)}
    assert "flow" in setting, "the head of a conversation names the flow that begins, such as `flow: work`"
    assert set(setting) <= known, f"unknown in the head: {sorted(set(setting) - known)}; `World` has its attributes"
    flow, argument = setting.pop("flow"), setting.pop("argument", None)
    argument = WORDS_BEFORE.get(argument, argument) if isinstance(argument, str) else argument
    setting["projects"] = tuple(setting.get("projects", ()))
    player = Player(World(**setting))
    player.begin(flow, argument)
    return player, talk


def play(text: str) -> tuple[str, Player]:
    """The conversation as the flows talk today, in the same form, and the player at its end."""
    head, _, _ = text.partition("\n---\n")
    player, talk = begun(text)
    for line in hers(talk):
        player.lines.append("")
        player.act(line)
    return f"{head}\n---\n" + "\n".join(player.lines) + "\n", player


def hers(talk: str) -> Sequence[str]:
    return [line for line in talk.splitlines() if line.startswith(("> ", "~ "))]
