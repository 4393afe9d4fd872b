"""`lot`: the configuration and the data of a project, sent as files in any order, become a batch of tasks.

The flow only collects the files. A job checks them; the confirmation is a word of the chat
(`bot.handlers.work.batches`), because it may come much later."""

from __future__ import annotations

from typing import Literal

from backend.domain.messaging.message import Choice, Message, Raw, Tr, tr
from backend.domain.work.batches import CheckBatch, FoundProject, NoSuchProject, is_neither, purpose
from backend.records import Record, replace
from bot.flows.engine.kit import (
    Do,
    Done,
    Event,
    Open,
    Picked,
    Resumed,
    Say,
    Sent,
    Started,
    Step,
    Typed,
    end,
    in_her_words,
    misread,
    stay,
)
from bot.flows.engine.registry import Flow

CANCEL = Choice("cancel", "Annuler")
NAMES = Choice("names", "👭 Ce sont des noms à inviter")
PROJECT = "project:"
SAVE_AS_CSV = Tr("Enregistre-le au format « CSV UTF-8 » (Fichier, Enregistrer sous) et envoie-moi celui-là.")
MOST_NAME = 64
"""The most characters of a project's name or title that are read."""
MOST_BYTES = 20 * 1024 * 1024
"""The most bytes of a file that a bot can fetch from Telegram; larger files are imported on the command line."""


class Facts(Record):
    """`projects`: (name, title) of some open projects, the newest first. `invites`: whether the person may invite."""

    projects: tuple[tuple[str, str], ...] = ()
    invites: bool = False


class State(Record):
    """`config`: the platform's reference of the configuration file; or `project`, an existing one, with its `title`. At
    "project" the data were sent first, and one of these is asked for."""

    at: Literal["config", "data", "project"] = "config"
    config: str = ""
    config_name: str = ""
    project: str = ""
    title: str = ""
    data: str = ""
    data_name: str = ""


def prompt(state: State, facts: Facts) -> Message:
    """Ask for the configuration, the data, or the project."""
    match state.at:
        case "data":
            asked = tr("Envoie maintenant les *données* : un fichier CSV, JSON Lines ou JSON de Label Studio.")
            if state.title:
                asked = tr("📦 *{title}*", title=Raw(state.title)) + asked
            choices: tuple[Choice, ...] = ()
        case "project":
            asked = tr(
                "📎 *{file}* : pour quel projet ? Écris son nom s'il existe déjà, ou envoie sa *configuration* "
                "(fichier YAML, ou XML de Label Studio).",
                file=Raw(state.data_name),
            )
            names = facts.invites and state.data_name.lower().endswith((".csv", ".tsv"))
            choices = (*_projects(facts), *((NAMES,) if names else ()))
        case _:
            asked = tr(
                "Envoie la *configuration* du projet (fichier YAML, ou XML de Label Studio), "
                "ou écris le nom d'un projet qui existe déjà."
            )
            choices = _projects(facts)
    return replace(asked.with_choices(*choices, CANCEL), free=True)


def _projects(facts: Facts) -> tuple[Choice, ...]:
    return tuple(Choice(PROJECT + name, Raw(title)) for name, title in facts.projects)


def step(state: State, event: Event, facts: Facts) -> Step[State]:
    """Take files and the name of a project, until both parts are there."""
    match event:
        case Started(Sent() as file):
            return _sent(State(), file)
        case Started(str(name)) if name:
            return _named(State(), name[:MOST_NAME])
        case Started() | Resumed():
            return stay(state)
        case Picked(CANCEL.id):
            return end(Say(tr("C'est annulé.").with_choices(Choice("/menu", "Menu"))))
        case Picked(NAMES.id) if state.data:
            return end(Open("invite", {"file": state.data, "name": state.data_name}))
        case Picked(choice) if choice.startswith(PROJECT):
            return _named(state, choice.removeprefix(PROJECT))
        case Sent() as file:
            return _sent(state, file)
        case Done(FoundProject()) if state.data:
            return end(_checked(state))
        case Done(NoSuchProject(name)) if state.data:
            return misread(replace(state, project=""), Say(_no_project(name)))
        case Done(FoundProject(name, title)) if state.at == "data":
            return stay(replace(state, project=name, title=title))
        case Done(NoSuchProject(name)):
            return misread(State(), Say(_no_project(name)))
        case Typed(text) if state.at != "data":
            return in_her_words(_named(state, text.strip()[:MOST_NAME]), event)
        case _:
            return misread(state, Say(tr("J'attends un fichier.")))


def _named(state: State, project: str) -> Step[State]:
    if state.at == "project":
        named = replace(state, project=project)
        return stay(named, Do(_command(named)))
    return _half(State("data", project=project))


def _sent(state: State, file: Sent) -> Step[State]:
    """Take a file. A second file of the kind that is there already replaces it; of data that is said."""
    if file.kind != "document":
        return misread(state, Say(tr("Envoie-le comme fichier, pas comme photo.")))
    if file.size > MOST_BYTES:
        return misread(state, Say(tr("Ce fichier dépasse 20 Mo : importe-le par la ligne de commande.")))
    if is_neither(file.name):
        return misread(state, Say(tr("*{file}* n'est ni une configuration ni des données.", file=Raw(file.name))))
    what = purpose(file.name) or ("data" if state.at == "data" else "config")
    match state.at, what:
        case _, "sheet":
            return misread(state, Say(tr("*{file}* est un classeur. {how}", file=Raw(file.name), how=SAVE_AS_CSV)))
        case _, "module":
            return misread(state, Say(module(file.name)))
        case "config" | "project", "data":
            new = State("project", data=file.ref, data_name=file.name)
            replaced = state.data and state.data_name != file.name  # of the same name it is the corrected one
            return stay(new, Say(_put_aside(state.data_name))) if replaced else stay(new)
        case "config" | "data", "config":
            return _half(State("data", config=file.ref, config_name=file.name))
        case "project", _:
            return _check(replace(state, config=file.ref, config_name=file.name))
        case _:
            return _check(replace(state, data=file.ref, data_name=file.name))


def _put_aside(name: str) -> Message:
    return tr(
        "✋ *{file}* n'est pas importé : un fichier à la fois. Renvoie-le ensuite si tu le veux aussi.", file=Raw(name)
    )


def module(name: str) -> Message:
    """The reply to a file of training."""
    return tr(
        "*{file}* sert à la formation, pas à un projet. Un module s'importe sur le serveur, par "
        "`hiteuses training import` ; avec `--draft`, tu le lis d'abord ici (« formation »).",
        file=Raw(name),
    )


def _half(state: State) -> Step[State]:
    """Ask for the data. What is wrong with the project is told meanwhile, and not after the data are sent too."""
    return stay(state, Do(_command(state)))


def _command(state: State) -> CheckBatch:
    return CheckBatch(state.config, state.config_name, state.project, state.data, state.data_name)


def _check(state: State) -> Step[State]:
    return end(Do(_command(state)), _checked(state))


def _checked(state: State) -> Say:
    return Say(tr("⏳ Je vérifie *{file}*. Je t'écris dès que c'est fini.", file=Raw(state.data_name)))


def _no_project(name: str) -> Message:
    return tr("Aucun projet ne s'appelle « {name} ».", name=Raw(name))


# version 1 had no fields for what has a default here
FLOW = Flow(
    "batch",
    2,
    State,
    prompt,
    step,
    {1: dict},
    files=True,
    waits=True,
    draft=True,
    refused_by_no=True,
    lapses=lambda stored: not any(stored.get(part) for part in ("config", "project", "data")),
)
