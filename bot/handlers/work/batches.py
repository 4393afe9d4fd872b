"""`lot` outside its flow: the preview of the files, the confirmation, and the result of the import."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from backend.domain.earnings.figures import MONTHLY_GOAL
from backend.domain.errors import BadInput, NotFound
from backend.domain.files import file_names
from backend.domain.messaging.message import Choice, Message, Raw, Tr, tr, trn
from backend.domain.messaging.texts import bullets
from backend.domain.money import Money
from backend.domain.people.permissions import may
from backend.domain.work.batches import CheckBatch, Checked, FoundProject, NoSuchProject, purpose
from backend.domain.work.commands import Task
from backend.domain.work.formats.contents import MOST_READ, unfilled
from backend.records import replace
from backend.services import access
from backend.services.work.files import batches as service
from bot.channels.base import File
from bot.flows.engine.kit import Sent
from bot.flows.work import batch, task_input
from bot.flows.work.drafts import Draft
from bot.handlers.engine import flow_engine, flow_stack
from bot.handlers.engine.dialogue import Wake
from bot.handlers.engine.turn import Turn
from bot.handlers.messaging import fetching

SHOWN_FAULTS = 30
"""The most faults of a file that are shown."""
SHOWN_TEXT = 300
"""The most characters of a task in the preview."""
_WHICH = ("ça", "celui-là", "ce fichier", "ce projet", "le bon", "le bon fichier", "le bon projet")
_NOT = ("pas", "c'est pas", "ce n'est pas", "non pas", "non c'est pas")
NOT_THIS = ("mauvais fichier", "mauvais projet", *(f"{no} {what}" for no in _NOT for what in _WHICH))
"""Words for the import that is not wanted."""
AGAIN, MENU, PROJECTS = Choice("/lot", "📥 Importer un lot"), Choice("/menu", "Menu"), Choice("/projets", "📦 Projets")


async def show(turn: Turn, rest: str = "") -> None:
    """`lot`, with the name of a project, or with what its buttons add: `importer 12`, `annuler 12`."""
    word, _, number = rest.partition(" ")
    if word in ("importer", "annuler") and number.isascii() and number.isdigit():
        await _settle(turn, int(number[:18]), yes=word == "importer")
    else:
        await flow_engine.open_flow(turn, "batch", rest.strip())


async def import_(turn: Turn, _rest: str = "") -> None:
    """`importer`, typed: import the latest file that waits for it."""
    draft = await service.waiting(turn.uow, turn.person)
    if draft is None:
        await turn.say(tr("Il n'y a rien à importer. Envoie d'abord tes fichiers.").with_choices(AGAIN, MENU))
        return
    await _settle(turn, draft, yes=True)


def takes(turn: Turn, file: File) -> bool:
    """Whether this file is taken as a batch although no question asked for a file."""
    if file.kind != "document" or not purpose(file.name) or not may(turn.person, "import"):
        return False
    flow = flow_stack.top(turn)
    return not (flow is not None and flow.files) and turn.person.joined_at is not None


async def offer(turn: Turn, file: File) -> None:
    """Add the file to the batch that is being put together, or begin one. A file of training is never fetched."""
    if purpose(file.name) == "module":
        await turn.say(batch.module(file_names.shown(file.name)).with_choices(MENU))
        return
    if not await fetching.taken(turn, file):
        return
    sent = Sent(file.kind, file_names.shown(file.name), file.ref, file.mime, file.size)
    await flow_engine.give(turn, "batch", sent)


async def _settle(turn: Turn, draft: int, *, yes: bool) -> None:
    """Start or cancel an import. The result of the import comes in a message of
    its own; a tap only gets a notice here."""
    settled = await service.settle(turn.uow, turn.person, draft, turn.now, yes=yes)
    if not settled.agreed:
        said = tr("Ce fichier n'attend plus ta réponse : c'est déjà fait, annulé, ou trop ancien.")
        await turn.say(said.with_choices(AGAIN, MENU, columns=2))
    elif yes:
        await turn.jobs.defer(
            turn.uow, "import_draft", draft=draft, person_id=turn.person.id, channel=turn.channel, file=settled.file
        )
        if turn.tap is not None:
            await turn.notice(Tr("⏳ J'importe…"))
    else:
        said = tr("C'est annulé : *{file}* n'est pas importé, rien n'a changé.", file=Raw(settled.file))
        await turn.say(said.with_choices(AGAIN, MENU, columns=2))


# --- results of the jobs --------------------------------------------------------------------------


async def checked(turn: Turn, payload: Mapping[str, Any]) -> None:
    """Show what the checked files would import, with the first tasks."""
    try:
        found = await service.shown(turn.uow, turn.person, payload["draft"])
    except NotFound:
        return  # the draft was cancelled meanwhile
    await turn.say(preview(found, payload["draft"]))


def preview(found: Checked, draft: int) -> Message:
    """Counts, cost, and the first tasks as a hiteuse sees them. Only the first task's picture is shown."""
    head = Tr("🔎 *{file}* est prêt.", {"file": Raw(found.file)})
    named = {"title": Raw(found.config.title), "name": Raw(found.config.name)}
    project = Tr("Projet : *{title}* ({name})", named)
    lines = [
        Tr("Nouveau projet : *{title}* ({name})", named) if found.created else project,
        Tr("{n} nouvelle tâche", {"n": found.new}, "{n} nouvelles tâches", found.new),
    ]
    if found.client:
        lines.insert(1, Tr("Client : {client}", {"client": Raw(found.client)}))
    if found.known:
        lines.append(Tr("{n} déjà là, inchangée", {"n": found.known}, "{n} déjà là, inchangées", found.known))
    if found.controls:
        lines.append(
            Tr(
                "et {n} tâche de contrôle, dont la réponse est connue",
                {"n": found.controls},
                "et {n} tâches de contrôle, dont la réponse est connue",
                found.controls,
            )
        )
    if found.new or found.cost.units:
        values = {"pay": found.config.pay, "cost": found.cost}
        lines.append(Tr("{pay} par réponse acceptée, {cost} au plus en tout", values))
    message = Message((bullets(*lines, head=head),))
    if found.differ:
        message += trn(
            "⚠️ {n} ligne a changé depuis son import : sa tâche reste comme elle est. Pour une tâche neuve, donne un "
            "autre id à cette ligne.",
            "⚠️ {n} lignes ont changé depuis leur import : leurs tâches restent comme elles sont. Pour des tâches "
            "neuves, donne d'autres ids à ces lignes.",
            found.differ,
        )
    if found.longest > MOST_READ:
        message += tr(
            "⚠️ La tâche la plus longue montre {n} caractères : plusieurs messages à lire sur un petit écran.",
            n=found.longest,
        )
    if places := unfilled(found.config):
        message += tr(
            "⚠️ Seul « show » est rempli avec les données. Ceci sera montré tel quel : *{places}*.",
            places=Raw(_cut(", ".join(places))),
        )
    if found.ungiven:
        message += tr(
            "⚠️ Aucune formation ne donne encore ce que ce projet demande : *{badges}*.",
            badges=Raw(_cut(", ".join(found.ungiven))),
        )
    if found.a_month.units < MONTHLY_GOAL.units:
        message += tr(
            "⚠️ À 3 h par jour, 22 jours par mois, ce travail rapporte {month} : moins que {goal}.",
            month=found.a_month,
            goal=MONTHLY_GOAL,
        )
    for name, paid, most in found.short:
        message += tr(
            "⚠️ Le budget de *{project}* paie {paid} des {most} tâches qui peuvent lui être envoyées. "
            "Les autres attendront qu'il augmente.",
            project=Raw(name),
            paid=paid,
            most=most,
        )
    if found.preview:
        message += trn(
            "*La première tâche, comme une hiteuse la verra :*",
            "*Les {n} premières tâches, comme une hiteuse les verra :*",
            len(found.preview),
        )
    for number, content in enumerate(found.preview, 1):
        message += _task(found, number, content)
    choices = (
        Choice(f"/lot importer {draft}", "Importer", says="sure"),
        Choice(f"/lot annuler {draft}", "Annuler", says="no", also=NOT_THIS),
    )
    return message.with_choices(*choices, columns=2)


def _task(found: Checked, number: int, content: Mapping[str, str]) -> Message:
    cut = {key: _cut(value) if key == "text" else value for key, value in content.items()}
    task = Task(0, 0, found.config, cut, minutes=Fraction(found.config.minutes))
    asked = task_input.prompt(task, Draft())
    shown = replace(asked, choices=(), columns=1, free=False, many=False)
    if number > 1 and (file := shown.attachment) is not None:  # one message carries one file
        kind = Tr("📷 photo") if file.kind == "image" else Tr("🔊 son")
        named = tr("{kind} : {address}", kind=kind, address=Raw(_cut(file.media)))
        shown = named + replace(shown, attachment=None)
    labels = [choice.part for choice in asked.choices if choice.id.startswith("=")]
    message = Message((Tr("_{n}._", {"n": str(number)}),)) + shown
    if labels:
        joined: Tr | Raw = labels[0]
        for label in labels[1:]:
            joined = Tr("{first} · {then}", {"first": joined, "then": label})
        message += Message((Tr("👉 {choices}", {"choices": joined}),))
    return message


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN_TEXT else text[: SHOWN_TEXT - 1].rstrip() + "…"


async def done(turn: Turn, payload: Mapping[str, Any]) -> None:
    """Report on an import: done, faulty, or given up because the files could not be fetched."""
    file = Raw(payload["file"])
    faults: list[str] = payload.get("faults", [])
    if "given_up" in payload:
        await turn.say(_given_up(file, payload["given_up"], payload["hours"]))
        return
    if faults:
        said = tr("❌ *{file}* n'est pas importé, rien n'a changé :", file=file)
        said += Message((Raw("\n".join(faults[:SHOWN_FAULTS])),))
        if (more := payload["fault_count"] - SHOWN_FAULTS) > 0:
            said += trn("… et encore {n} ligne.", "… et encore {n} lignes.", more)
        if await _asked_again(turn, payload.get("alone"), said):
            return
    else:
        said = tr("✅ *{file}* est importé dans le projet *{project}*.", file=file, project=Raw(payload["project"]))
        said += trn("{n} nouvelle tâche.", "{n} nouvelles tâches.", payload["new"])
        if payload["known"]:
            said += trn("{n} était déjà là.", "{n} étaient déjà là.", payload["known"])
        if payload.get("controls"):
            said += trn(
                "Et {n} tâche de contrôle, dont la réponse est connue.",
                "Et {n} tâches de contrôle, dont la réponse est connue.",
                payload["controls"],
            )
        if payload["new"] or payload["cost"][0]:
            said += tr(
                "Chaque réponse est payée {pay} ; ces tâches coûtent {cost} au plus.",
                pay=Money(*payload["pay"]),
                cost=Money(*payload["cost"]),
            )
    await turn.say(said.with_choices(*((AGAIN,) if faults else ()), PROJECTS, MENU, columns=2))


async def _asked_again(turn: Turn, alone: Mapping[str, str] | None, said: Message) -> bool:
    """Ask for the configuration once more if its data are asked for now. `alone`: the project that was refused, if it
    was checked without data. Return False if nothing was said."""
    stack, place = turn.conversation.stack, flow_stack.place_of(turn, "batch")
    if alone is None or place is None:
        return False
    _, version, data, *_ = stack[place]
    state = batch.FLOW.load(version, data)
    if state.at != "data" or {"config": state.config, "project": state.project} != alone:
        return False
    if place < len(stack) - 1:
        flow_stack.drop(turn, "batch")
        return False
    stack[place] = batch.FLOW.dump(batch.State())
    return await flow_engine.show_again(turn, said)


async def facts(turn: Turn, _state: batch.State) -> batch.Facts:
    """Load the projects that can be imported into, and whether the person may invite."""
    return batch.Facts(await service.projects(turn.uow, turn.person), may(turn.person, "invite"))


async def check(turn: Turn, command: CheckBatch) -> FoundProject | NoSuchProject | None:
    """Start the job that checks the files; which project is meant, or that none is, is told at once."""
    found = None
    access.require(turn.person, "import")  # the job checks again, but only after it has fetched the files
    if command.project:
        try:
            config = await service.config_of(turn.uow, command.project)
        except BadInput:
            return NoSuchProject(command.project)
        command, found = replace(command, project=config.name), FoundProject(config.name, config.title)
    await turn.jobs.defer(
        turn.uow,
        "check_batch",
        request=turn.waiting.id,
        person_id=turn.person.id,
        channel=turn.channel,
        config=command.config,
        config_name=command.config_name,
        project=command.project,
        data=command.data,
        data_name=command.data_name,
    )
    return found


WAKEUPS: Mapping[str, Wake] = {"batch checked": checked, "batch": done}
"""The wake-ups of the import jobs (`bot.jobs.batches`)."""


def _given_up(file: Raw, why: str, hours: int) -> Message:
    """An import was given up after many tries: the files have to be sent again."""
    if why == "away":
        said = tr(
            "❌ *{file}* n'est pas importé, rien n'a changé : j'ai essayé pendant {hours} heures "
            "de récupérer tes fichiers, sans succès.",
            file=file,
            hours=hours,
        )
        said += tr("Envoie-les encore une fois : écris « lot ».")
    else:
        said = tr("❌ *{file}* n'est pas importé, rien n'a changé : l'erreur vient de moi.", file=file)
        said += tr("Envoie tes fichiers encore une fois : écris « lot ». Si cela se répète, préviens l'équipe.")
    return said.with_choices(AGAIN, MENU, columns=2)
