"""`lot`: a project's configuration and its data, sent as files, become a batch of tasks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from backend.domain.batches import ImportBatch
from backend.domain.message import Choice, Message, Raw, tr
from bot.flows.kit import Do, Event, Picked, Resumed, Say, Sent, Started, Step, Typed, end, stay
from bot.flows.registry import Flow

CANCEL = Choice("cancel", "Annuler")
MOST_BYTES = 20 * 1024 * 1024
"""What a bot may fetch from Telegram; larger files go through the command line."""


@dataclass(frozen=True, slots=True)
class Facts:
    pass


@dataclass(frozen=True, slots=True)
class State:
    """`config`: the platform's name of the configuration file, or `project`: an existing project."""

    at: Literal["config", "data"] = "config"
    config: str = ""
    config_name: str = ""
    project: str = ""


def prompt(state: State, facts: Facts) -> Message:
    if state.at == "data":
        asked = tr("Envoie maintenant les *données* : un fichier CSV, JSON Lines ou JSON de Label Studio.", CANCEL)
    else:
        asked = tr(
            "Envoie la *configuration* du projet (fichier YAML, ou XML de Label Studio), "
            "ou écris le nom d'un projet qui existe déjà.",
            CANCEL,
        )
    return replace(asked, free=True)


def step(state: State, event: Event, facts: Facts) -> Step[State]:
    match state.at, event:
        case _, Started() | Resumed():
            return stay(state)
        case _, Picked(CANCEL.id):
            return end(Say(tr("C'est annulé.").with_choices(Choice("/menu", "Menu"))))
        case _, Sent() as file if file.kind != "document":
            return stay(state, Say(tr("Envoie-le comme fichier, pas comme photo.")))
        case _, Sent() as file if file.size > MOST_BYTES:
            return stay(state, Say(tr("Ce fichier dépasse 20 Mo : importe-le par la ligne de commande.")))
        case "config", Sent() as file:
            return stay(State("data", config=file.ref, config_name=file.name))
        case "config", Typed(text):
            return stay(State("data", project=text.strip()[:64]))
        case "data", Sent() as file:
            command = ImportBatch(state.config, state.config_name, state.project, file.ref, file.name)
            return end(
                Do(command), Say(tr("⏳ Je vérifie *{file}*. Je t'écris dès que c'est fini.", file=Raw(file.name)))
            )
        case _:
            return stay(state, Say(tr("J'attends un fichier.")))


FLOW = Flow("batch", 1, State, prompt, step, files=True)
