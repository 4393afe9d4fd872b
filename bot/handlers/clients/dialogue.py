"""`clients`: the client companies with the totals of their projects, adding a client, and the statement of a month."""

from __future__ import annotations

import re

from backend.domain.errors import BadInput
from backend.domain.french.spelling import fold
from backend.domain.messaging.message import Choice, Message, Raw, Tr, tr, trn
from backend.domain.messaging.texts import beside, lines
from backend.domain.people import permissions
from backend.services.clients import service
from backend.services.clients.service import Client
from bot.handlers.clients import statement
from bot.handlers.engine.dialogue import Dialogue
from bot.handlers.engine.turn import Turn
from bot.handlers.engine.words import Context, Word, many_words
from bot.i18n import faults

PAGE_SIZE = 20
"""Clients in one message."""
STATEMENT = ("releve", "releves")
ADD = ("ajouter", "ajoute", "nouveau", "nouvelle")
HOW = tr("Écris par exemple : clients ajouter Banque du Sahel")
PROJECTS = Choice("/projets", "📦 Projets")
UNKNOWN = tr("Je ne connais pas ce client. Ici, je montre les clients et j'en ajoute : clients ajouter NOM")


async def show(turn: Turn, rest: str = "") -> None:
    """`clients`: list the clients. `clients ajouter Banque du Sahel`: add one. `clients relevé Banque octobre`: its
    statement of a month."""
    first, _, name = rest.partition(" ")
    if fold(first.rstrip(":")) in STATEMENT:
        await statement.send(turn, name)
        return
    if first.lower().rstrip(":") in ADD:
        await _add(turn, name)
        return
    listed = await service.listing(turn.uow, turn.person, turn.now)
    if rest:
        named = [each for each in listed if fold(each.name) == fold(rest)]
        if not named:
            await turn.say(UNKNOWN.with_choices(Choice("/clients", "🏢 Clients"), PROJECTS, columns=2))
            return
        listed = named
    count = len({each.id for each in listed})
    (title,) = trn("🏢 *{n} client*", "🏢 *{n} clients*", count).parts
    said = Message((title, *(_line(each) for each in listed[:PAGE_SIZE])))
    if len(listed) > PAGE_SIZE:
        said += trn("… et {n} autre.", "… et {n} autres.", len(listed) - PAGE_SIZE)
    if permissions.may(turn.person, "import"):
        said += tr("Pour en ajouter un : clients ajouter NOM")
    if count == 1:
        paper = Choice(f"/clients releve {listed[0].name}", "📄 Relevé du mois")
        await turn.say(said.with_choices(paper, PROJECTS, Choice("/menu", "Menu"), columns=2))
        return
    await turn.say(said.with_choices(PROJECTS, Choice("/menu", "Menu"), columns=2))


def _line(client: Client) -> Tr:
    if not client.projects:
        return lines(Tr("*{name}*", {"name": Raw(client.name)}), Tr("aucun projet"))
    (projects,) = trn("{n} projet", "{n} projets", client.projects).parts
    assert isinstance(projects, Tr)
    work = Tr("{done} sur {tasks} tâches finies", {"done": client.done, "tasks": client.tasks})
    sums = {"funded": client.funded, "reserved": client.reserved, "spent": client.spent}
    return lines(
        Tr("*{name}*", {"name": Raw(client.name)}),
        beside(projects, work),
        Tr("Budget {funded} : {spent} dépensés, {reserved} réservés", sums),
    )


async def _add(turn: Turn, name: str) -> None:
    if not name.strip():
        await turn.say(HOW)
        return
    name = re.sub(r"^\s*(?:un |le )?client\s+", "", name, flags=re.IGNORECASE)  # "ajouter un client Moov"
    try:
        kept = await service.add(turn.uow, turn.person, name, turn.now, turn.channel)
    except BadInput as error:
        (why,) = faults.lines(error, "", turn.person.language)
        await turn.say(Message((Raw(f"{why[:1].upper()}{why[1:]}."),)).with_choices(Choice("/clients", "🏢 Clients")))
        return
    said = tr("✅ *{name}* est ajouté. Un projet est à lui quand sa configuration dit : client: {name}", name=Raw(kept))
    await turn.say(said.with_choices(Choice("/lot", "📥 Importer un lot"), Choice("/clients", "🏢 Clients"), columns=2))


def _is_sentence(rest: str, context: Context) -> bool:
    first = rest.partition(" ")[0]
    return first.lower() not in ADD and fold(first) not in STATEMENT and many_words(rest, context)


DIALOGUE = Dialogue(
    words=(
        (
            Word(
                "clients",
                "see projects",
                about=Tr("Les entreprises clientes et leur budget"),
                takes=True,
                rank=185,
                alone={"releve": "releve", "releves": "releve", **dict.fromkeys(("budget", "budgets"), "")},
                aliases=(
                    *("client", "les clients", "nos clients", "mes clients", "liste des clients", "quels clients"),
                    *("combien de clients", "combien de client", "nombre de clients"),
                ),
                is_sentence=_is_sentence,
            ),
            show,
        ),
    )
)
"""What the area of clients brings to the chat."""
