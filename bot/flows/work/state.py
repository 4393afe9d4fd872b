"""The state of `travail`, its facts, and the buttons that several of its parts share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Literal
from zlib import crc32

from backend.domain.certificates.badges import Opening
from backend.domain.messaging.message import Choice, tr
from backend.domain.work.asides.usual_answers import Shape
from backend.domain.work.commands import Nothing, Offer, Task
from backend.records import Record, field
from bot.flows.engine.answers import ACCEPTING
from bot.flows.work.drafts import Draft

ACCEPT = ACCEPTING
EARNED = Choice("/gains", "Mes gains")
WORK = Choice("/travail", "Travailler")
MENU = Choice("/menu", "Menu")
OTHERS = Choice("others", "Voir les autres", also=("les autres", "autres", "d autres", "voir les autre", "la suite"))

WHY = Choice("why", "❓ Pourquoi ce travail ?")

OFFERING = frozenset({"first", "more", "offer", "offers", "why"})
"""Values of `State.at` in which she has no task."""
SKIP = Choice("skip", "⏭ Passer", aside=True)
PAUSE = Choice("pause", "⏸ Pause courte", aside=True)
"""A break in the task, not the word `pause`, which is about reminders."""
OTHER = Choice("/travail autre", "🔁 Autre travail", aside=True)
"""A word of the chat, so that it stays valid on older messages."""
PREVIOUS = Choice("previous", "↩️ Corriger la dernière", aside=True)
CORRECT = Choice("/corriger", "↩️ Corriger la dernière", aside=True)
"""The same button while no task is open: after the last task of a project or of the day."""
BACK = Choice("back", "Retour", aside=True)

NOT_NOW = tr("Il n'y a rien à corriger : seule ta dernière réponse peut changer, tant qu'elle n'est pas acceptée.")
GONE = tr("Ces tâches ne sont plus disponibles : elles viennent d'être prises, ou mises en pause.")

SHARE_DONE = tr(
    "🤝 Tu as fait ta part du travail d'aujourd'hui. Il y en a peu en ce moment : il est partagé à parts égales entre "
    "les femmes de ton pays. Ta prochaine part commence demain, ou dès qu'il y a plus de travail."
)
SHARE_KEPT = tr(
    "🤝 Il y a très peu de travail aujourd'hui. Il est gardé pour celles qui n'ont pas encore eu de tâche payée. "
    "Reviens demain, ou quand il y en a plus : écris « travail »."
)

REWORDED = tr("✋ La tâche a changé entre-temps : je n'ai rien noté. Lis-la bien.")

Hears = Literal["yes", "first", "asks", "no"]


class Facts(Record):
    """What the flow needs to know.

    - `task`: leased to her, or the one she is working on whose lease ran out; an answer still counts if there is room.
    - `previous`: her last answer, loaded while she corrects it.
    - `accepted`: her last answer, given a while ago, can change no more.
    - `offers`: loaded while offers are shown, together with `over`: why she gets no more work today.
    - `asking`: if there are no offers, offers of hard content that she was never asked about.
    - `openings`: if there are no offers or she asks why she sees one, work that a training module would open.
    - `declined`: if she asks why she sees an offer, work with hard content that she has refused.
    - `hears`: if there are no offers, whether she will be told of new work: "yes" (at her hour), "first" (as
      soon as there is some, because she has had no paid task yet), "asks" (if she chose an hour), "no".
    - `wait`: how long pay usually takes from acceptance until it is received; None: too few have said.
    - `ticks`: whether the channel has boxes to tick. `covers`: whether it can hide content until it is tapped."""

    country: str
    task: Task | None = None
    previous: Task | None = None
    accepted: bool = False
    offers: tuple[Offer, ...] = ()
    over: Nothing | None = None
    ticks: bool = True
    covers: bool = True
    openings: tuple[Opening, ...] = ()
    declined: tuple[Offer, ...] = ()
    hears: Hears = "asks"
    asking: tuple[Offer, ...] = ()
    wait: timedelta | None = None


class State(Record):
    """Where she is.

    - `at`: "first" shows one offer with others beside it, so that choosing takes no further message; "more"
      the next ones; "offer" one, "offers" all, page by page (`page`), "why" the reasons for one; "other" other
      projects while she has a task, from the one with the number `page` on.
    - `task`, `project`: what she works on. `new`: it is her first task there, so the instructions come first.
    - `returned`: she has come back to her task, and may want another one.
    - `second`: (task, choice, how, `asked`) of a second thought until her answer is loaded. `fixed`: the label of the
      new answer.
    - `seen`: where hard content cannot be hidden, the task whose content she asked to see. `warned`: tasks since the
      last warning about texts, 0: the next one gets a warning; `themes`: what that warning named.
    - `letters`: the project in which a text that sounds addressed to the team was her answer; there she is
      only asked again about a text that is about this work.
    - `usual`: what her last answers in words look like, in this project (`usual_answers.Shape`).
    - `told`: what she wrote instead of choosing what is wrong with a task, until she confirms that it is about that.
    - `asked`: which words her task was asked in (`wording`); 0: not known.
    - `fixes`: the task whose answer is shown to be corrected. `fixed_as`: as `asked`, of that task.
    - `listen`: the instructions are shown now, and can be listened to.
    - `among`: the projects that she has named together: only their offers are shown, until she wants others.
    - `rate`: what she is asked of a project, if there is no other work for her (`bot.flows.work.rating`)."""

    at: Literal[
        "first", "more", "offer", "offers", "why", "other", "task", "paused", "skipping", "problem", "words", "previous"
    ] = "offer"
    project: int = 0
    task: int = 0
    new: bool = False
    correctable: bool = False
    draft: Draft = field(default_factory=Draft)
    fixing: Draft = field(default_factory=Draft)
    returned: bool = False
    page: int = 0
    second: tuple[Any, ...] = ()
    fixed: str = ""
    seen: int = 0
    warned: int = 0
    themes: tuple[str, ...] = ()
    letters: int = 0
    usual: tuple[Shape, ...] = ()
    told: str = ""
    among: tuple[int, ...] = ()
    rate: tuple[Any, ...] = ()
    listen: bool = False
    fixes: int = 0
    fixed_as: int = 0
    asked: int = 0


def accepted(choice: str) -> int:
    """The project that « Accepter » is about."""
    return int(choice.removeprefix(ACCEPT).partition(" ")[0])


def shown_of(state: State, offers: Sequence[Offer]) -> tuple[Offer, ...]:
    """The offers that she has named together, as far as there are any; else all."""
    return tuple(offer for offer in offers if offer.project_id in state.among) or tuple(offers)


def working_on(task: Task, correctable: bool = False) -> State:
    """The state in which she answers this task."""
    return State("task", task.project_id, task.id, correctable=correctable, asked=wording(task))


def wording(task: Task) -> int:
    """By which it is known whether a task is still asked in the same words: its client may import the project anew, and
    a reviewer may correct its text."""
    config = task.config
    options = [(each.id, each.label) for each in config.choices]
    fields = [(each.id, each.label, [(o.id, o.label) for o in each.choices]) for each in config.fields]
    return crc32(repr((config.question, options, fields, config.scale, task.content.get("text"))).encode())
