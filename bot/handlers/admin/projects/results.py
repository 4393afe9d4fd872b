"""`projets 12 resultats`: a project's results, or every answer, as a file. A job makes it (`bot.jobs.result_files`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backend.domain.messaging.message import Attachment, Choice, Message, Raw, Tr, tr, trn
from backend.domain.people import permissions
from backend.domain.people.commands import Person
from backend.records import replace
from backend.services import access
from backend.services.work.files.result_files import MOST_BYTES, FileWhat
from bot.handlers.engine.dialogue import Wake
from bot.handlers.engine.turn import Turn

WORDS: Mapping[str, FileWhat] = {
    "resultats": "results",
    "résultats": "results",
    "reponses": "answers",
    "réponses": "answers",
}


def choices(person: Person, project_id: int) -> tuple[Choice, ...]:
    """The buttons for the two files; none if the person may not export results."""
    if not permissions.may(person, "export results"):
        return ()
    return (
        Choice(f"/projets {project_id} resultats", "📄 Résultats"),
        Choice(f"/projets {project_id} reponses", "📄 Chaque réponse"),
    )


async def ask(turn: Turn, project_id: int, what: FileWhat) -> None:
    """Start the job that makes the file, which is sent when it is ready. Raises `NotAllowed`."""
    access.require(turn.person, "export results")  # the job checks again
    await turn.jobs.defer(
        turn.uow,
        "make_result_file",
        request=turn.waiting.id,
        person_id=turn.person.id,
        channel=turn.channel,
        project=project_id,
        what=what,
    )
    if turn.tap is not None:  # without a tap, the file itself is the answer, in one message
        await turn.notice(Tr("⏳ Je prépare le fichier…"))


async def ready(turn: Turn, payload: Mapping[str, Any]) -> None:
    """Send the file, or the reason why there is none."""
    back = Choice(f"/projets {payload['project']}", "‹ Le projet")
    match payload.get("why"):
        case None:
            said = _said(payload)
        case "large":
            said = tr(
                "Ce fichier dépasse {limit} Mo, c'est trop pour une conversation. L'équipe technique peut l'extraire "
                "avec « hiteuses projects export ».",
                limit=MOST_BYTES // 1_000_000,
            )
        case "gone":
            said = tr("Je ne peux pas te donner ce fichier : le projet n'est plus là, ou ton rôle a changé.")
        case _:
            said = tr("Je n'ai pas pu préparer ce fichier : l'erreur vient de moi. Demande-le encore une fois.")
    may = choices(turn.person, payload["project"])
    others = [each for each in may if WORDS[each.id.split()[-1]] != payload["what"]]
    await turn.say(said.with_choices(*others, back, columns=2))


WAKEUPS: Mapping[str, Wake] = {"result file": ready}


def _said(payload: Mapping[str, Any]) -> Message:
    title, undecided = Raw(payload["title"]), payload.get("undecided", 0)
    if payload["what"] == "results":
        said = trn(
            "📄 *{title}* : {n} résultat.",
            "📄 *{title}* : {n} résultats.",
            payload["rows"] - undecided,
            title=title,
        )
        if undecided:
            said += trn(
                "{n} tâche a des réponses et pas encore de résultat : sa case « answer » est vide.",
                "{n} tâches ont des réponses et pas encore de résultat : leur case « answer » est vide.",
                undecided,
            )
    else:
        said = trn("📄 *{title}* : {n} réponse.", "📄 *{title}* : {n} réponses.", payload["rows"], title=title)
    return replace(said, attachment=Attachment("document", payload["file"], payload["name"]))
