"""Where she is in `travail`, what is known there, and the buttons that several of its parts share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from backend.domain.certificates.badges import Opening
from backend.domain.messaging.message import Choice, tr
from backend.domain.work.commands import Offer, Task
from bot.flows.engine.answers import ACCEPTING
from bot.flows.work.drafts import Draft

ACCEPT = ACCEPTING
EARNED = Choice("/gains", "Mes gains")
WORK = Choice("/travail", "Travailler")
MENU = Choice("/menu", "Menu")
OTHERS = Choice("others", "Voir les autres")

WHY = Choice("why", "❓ Pourquoi ce travail ?")

OFFERING = frozenset({"first", "more", "offer", "offers", "why"})
"""States of `State.at` in which no task is hers yet."""
SKIP = Choice("skip", "⏭ Passer", aside=True)
PAUSE = Choice("pause", "⏸ Pause courte", aside=True)
"""Not the word `pause`, which is one of our messages."""
OTHER = Choice("/travail autre", "🔁 Autre travail", aside=True)
"""A word, so that it stays good on an older message."""
PREVIOUS = Choice("previous", "↩️ Corriger la dernière", aside=True)
CORRECT = Choice("/corriger", "↩️ Corriger la dernière", aside=True)
"""The same where no task is open: after the last one of a project, or of her day."""
BACK = Choice("back", "Retour", aside=True)

ACCEPTED = tr("Il n'y a rien à corriger : une réponse acceptée ne change plus.")
GONE = tr("Ces tâches ne sont plus disponibles : elles viennent d'être prises, ou mises en pause.")

Hears = Literal["yes", "asks", "no"]


@dataclass(frozen=True, slots=True)
class Facts:
    """`task`: leased to her now, or the one that she is working on and whose lease ran out: her answer
    still counts where there is room. `previous`: her last answer, loaded while she corrects it.
    `asking`: with no offers, work of hard content that would be hers if she said yes to it, which she was never asked.
    `offers`: loaded while offers are shown, and with them `day_done`: her 3 hours are reached; where there
    are none, `openings`: work that a training module would open, and `hears`: whether she hears of work by
    itself ("yes"), would if she chose an hour ("asks"), or does not. `ticks`: whether boxes can be ticked where she
    reads this; `covers`: whether hard content can be hidden there until she taps it."""

    country: str
    task: Task | None = None
    previous: Task | None = None
    offers: tuple[Offer, ...] = ()
    day_done: bool = False
    ticks: bool = True
    covers: bool = True
    openings: tuple[Opening, ...] = ()
    hears: Hears = "asks"
    asking: tuple[Offer, ...] = ()


@dataclass(frozen=True, slots=True)
class State:
    """`at` "first" shows one offer with others beside it to choose from, so that her choice takes no
    message more, and "more" the next ones; "offer" shows one, "offers" all, "why" the reasons for one.
    `task` and `project`: what she is working on; `new`: she begins this project now, and reads its
    instructions with the first task. "other": she
    looks for another project while a task is hers, from a `page` on. `returned`: she has come back to her task, and
    may want another one. `kept`: what she had begun where she left a task for another project
    (`bot.flows.work.other_work`). `second`: task and choice of a second thought, until her answer is recalled; `fixed`:
    what it is then. Where hard content cannot be hidden: `seen`, the task whose content she asked to see; `warned`,
    tasks since she was warned of texts (0: she is warned of the next one). `told`: what she wrote instead of choosing
    what is wrong with a task, until she has said that it is that."""

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
    kept: Mapping[str, Any] = field(default_factory=dict)
    second: tuple[Any, ...] = ()
    fixed: str = ""
    seen: int = 0
    warned: int = 0
    told: str = ""


def working_on(task: Task, correctable: bool = False) -> State:
    """The state in which she answers this task."""
    return State("task", task.project_id, task.id, correctable=correctable)
