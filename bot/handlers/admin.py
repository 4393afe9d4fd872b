"""Words of admins and Hubers: invitations, batches, projects."""

from __future__ import annotations

from backend.domain.message import Choice, Message, Raw, tr, trn
from backend.domain.money import Money
from backend.services import projects as project_service
from bot.handlers import conversing
from bot.handlers.turn import Turn

SHOWN = 15


async def invite(turn: Turn, rest: str) -> None:
    await conversing.open_flow(turn, "invite", rest or None)


async def projects(turn: Turn, _rest: str = "") -> None:
    """Progress of each project."""
    found = await project_service.listing(turn.uow, turn.person)
    if not found:
        await turn.say(tr("Aucun projet pour le moment.").with_choices(Choice("/lot", "📥 Importer un lot")))
        return
    message = trn("*{n} projet*", "*{n} projets*", len(found))
    for row in found[:SHOWN]:
        message += tr(
            "*{title}* ({name})\n{done} sur {tasks} tâches finies · {answers} réponses · budget {budget}",
            title=Raw(row["title"]),
            name=Raw(row["name"]),
            done=row["done"],
            tasks=row["tasks"],
            answers=row["answers"],
            budget=Money(row["funded"], row["currency"]),
        )
    await turn.say(Message(message.parts, (Choice("/lot", "📥 Importer un lot"), Choice("/menu", "Menu")), columns=2))
