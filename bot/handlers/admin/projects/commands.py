"""`projets`: the progress of clients' projects, one by one, and changes to them.

Changes are confirmed first (`confirmations`)."""

from __future__ import annotations

from backend.domain.admin.metric_query.question import told_apart
from backend.domain.admin.statistics import Scope
from backend.domain.earnings.figures import MONTHLY_GOAL
from backend.domain.errors import NotFound
from backend.domain.french.range_patterns import folded
from backend.domain.french.ranges import Span
from backend.domain.french.spelling import nearest
from backend.domain.messaging.message import Attachment, Choice, Message, Raw, Tr, tr, trn
from backend.domain.messaging.texts import beside, lines
from backend.domain.people import permissions
from backend.domain.work.projects import ProjectStatus
from backend.domain.work.steering import ListedProject, OpenWork
from backend.records import replace
from backend.services.admin import statistics
from backend.services.work import projects as service
from bot.handlers.admin import figure_scopes
from bot.handlers.admin import figure_views as view
from bot.handlers.admin.projects import results as project_results
from bot.handlers.admin.projects.views import PRIORITIES, SIGNS, STATUSES, facts, head
from bot.handlers.engine import asking, sheets
from bot.handlers.engine.turn import Turn

PAGE_SIZE = 6
SHORTEST_WORD = 3
"""Letters of the words that a search looks at."""
"""Projects on one page: with the other buttons, as many as a list on WhatsApp holds."""
MAX_BIGINT = 2**63 - 1
"""The largest id of the database."""
TABLE_DAYS = 30
"""Days in the table of one project."""

IMPORT = Choice("/lot", "📥 Importer un lot")
LIST = Choice("/projets", "📦 Projets")
GONE = tr("Je ne trouve pas ce projet.").with_choices(LIST)

NAMED = {"haute": 1, "normale": 0, "basse": -1}


async def show(turn: Turn, rest: str = "") -> None:
    """`projets`, with what its buttons add: `page 2`, `exporter`, `12`, `12 pause`, `12 resultats`, `12 priorite
    haute`. Other text is searched in names and titles."""
    first, _, what = rest.partition(" ")
    if not first or first == "page":
        await _list(turn, int(what) if what.isascii() and what.isdigit() and len(what) < 6 else 1)
    elif first == "exporter":
        await _export(turn)
    elif first.isascii() and first.isdigit() and int(first) <= MAX_BIGINT:
        try:
            await _one(turn, int(first), folded(what))
        except NotFound:
            await turn.say(GONE)
    else:
        await _search(turn, rest)


# --- the list -----------------------------------------------------------------------------------------


async def _list(turn: Turn, number: int) -> None:
    page = await service.page(turn.uow, turn.person, number, PAGE_SIZE)
    may_import = permissions.may(turn.person, "import")
    if not page.projects:
        none = tr("Aucun projet pour le moment.")
        await turn.say(none.with_choices(IMPORT) if may_import else none)
        return
    title = view.only(trn("*{n} projet*", "*{n} projets*", page.total))
    pages = -(-page.total // PAGE_SIZE)
    if pages > 1:
        title = beside(title, Tr("page {n} sur {all}", {"n": page.number, "all": pages}))
    message = Message((title, *(_line(project) for project in page.projects)))
    if page.number == 1:
        message += _open(await service.open_work(turn.uow))
    choices = [Choice(f"/projets {each.id}", Raw(f"{SIGNS[each.status]} {each.title}")) for each in page.projects]
    if page.number > 1:
        choices.append(Choice(f"/projets page {page.number - 1}", "‹ Précédents"))
    if page.number < pages:
        choices.append(Choice(f"/projets page {page.number + 1}", "Suivants ›"))
    choices.append(sheets.offer(turn, "/projets exporter"))
    if may_import:
        choices.append(IMPORT)
    await turn.say(message.with_choices(*choices, columns=2))


def _open(work: OpenWork) -> Message:
    """The open work, and how many women it can pay."""
    return tr(
        "💼 Travail ouvert : {days}, de quoi payer {women} à {goal} pendant un mois.",
        days=view.only(trn("{n} jour de 3 h", "{n} jours de 3 h", work.days)),
        women=view.only(trn("{n} femme", "{n} femmes", work.women)),
        goal=MONTHLY_GOAL,
    )


def _line(project: ListedProject) -> Tr:
    return lines(
        Tr(
            "{sign} *{title}* ({name})",
            {"sign": SIGNS[project.status], "title": Raw(project.title), "name": Raw(project.name)},
        ),
        beside(_done(project), *_status(project), Tr("budget {budget}", {"budget": project.funded})),
    )


def _done(project: ListedProject) -> Tr:
    values = {"done": project.done, "tasks": project.tasks, "percent": int(project.share * 100)}
    return Tr("{done} sur {tasks} tâches finies ({percent} %)", values)


def _status(project: ListedProject) -> list[Tr]:
    """Status and priority, unless they are the ordinary ones."""
    found = [STATUSES[project.status]] if project.status is not ProjectStatus.OPEN else []
    if project.priority:
        found.append(Tr("priorité {priority}", {"priority": PRIORITIES[project.priority]}))
    return found


async def _search(turn: Turn, words: str, what: str = "") -> None:
    """Find a project by its name or title, or by a part of one. If several fit, or none, offer a choice or the list.
    `what`: what is asked of it."""
    wanted = folded(words)
    known = await service.askable(turn.uow, turn.person)
    exact = [project.id for project in known if wanted in (folded(project.name), folded(project.title))]
    called = {project.id: f"{folded(project.name)} {folded(project.title)}" for project in known}
    found = exact or [number for number, names in called.items() if wanted and wanted in names]
    name, _, last = words.rpartition(" ")
    if not found and name and last.casefold() in project_results.WORDS:
        await _search(turn, name, last.casefold())
        return
    if not found:
        every = [part for part in wanted.split() if len(part) >= SHORTEST_WORD]
        found = [
            number
            for number, names in called.items()
            if every and all(part in names or nearest(part, names.split()) for part in every)
        ]
    if len(found) == 1:
        await _one(turn, found[0], what)
    elif not found:
        await turn.say(tr("Je ne trouve aucun projet « {words} ».", words=Raw(words[:60])).with_choices(LIST))
    else:
        ask = f" {what}" if what else ""
        fitting = [each for each in known if each.id in found][:PAGE_SIZE]
        titles = told_apart(fitting)
        choices = [Choice(f"/projets {each.id}{ask}", Raw(titles[each.id])) for each in fitting]
        await turn.say(tr("Lequel ?").with_choices(*choices, LIST))


async def _export(turn: Turn) -> None:
    rows = await service.table(turn.uow, turn.person, turn.now)
    if not rows:
        await turn.say(sheets.NOTHING.with_choices(LIST))
        return
    today = statistics.today(turn.person, turn.now)
    said = tr("📄 Les projets : avancement, réponses et budget.")
    said += Message((view.only(trn("{n} projet", "{n} projets", len(rows))),))
    attached = await sheets.attach(turn, f"projets-{today}.csv", service.COLUMNS, rows)
    await turn.say(replace(said, attachment=attached).with_choices(LIST, view.ALL, columns=2))


# --- one project --------------------------------------------------------------------------------------


async def _one(turn: Turn, project_id: int, what: str) -> None:
    action, _, more = what.partition(" ")
    match action:
        case "pause" | "fermer":
            await asking.ask(turn, "pause project" if action == "pause" else "close project", project=project_id)
        case "ouvrir":
            await asking.ask(turn, "open project", project=project_id)
        case "complement":
            await asking.ask(turn, "top up pay", project=project_id)
        case "priorite" if more in NAMED:
            await asking.ask(turn, "prioritise project", project=project_id, priority=NAMED[more])
        case "plus":
            await _more(turn, project_id)
        case "fichiers":
            await _files(turn, project_id)
        case action if action in project_results.WORDS:
            await service.standing(turn.uow, turn.person, project_id)
            await project_results.ask(turn, project_id, project_results.WORDS[action])
        case _:
            await figures(turn, project_id)


async def figures(turn: Turn, project_id: int) -> None:
    """The figures of one project. Raises `NotFound`."""
    found = await service.one(turn.uow, turn.person, project_id, turn.now)
    listed = found.listed
    message = Message((head(listed), lines(_done(listed), *facts(turn, found))))
    values = {"title": listed.title, "done": listed.done, "tasks": listed.tasks, "days": list(found.by_day)}
    span = Span.up_to(statistics.today(turn.person, turn.now), TABLE_DAYS)
    table = sheets.offer(turn, f"/stats exporter {figure_scopes.pack(span, Scope(project_id=project_id))}")
    choices = [table, LIST]
    if permissions.may(turn.person, "steer projects"):
        turn_ = (
            Choice(
                f"/projets {project_id} pause",
                "⏸ Mettre en pause",
                also=("pause", "stop", "suspendre", "arrete", "arreter"),
            )
            if listed.status is ProjectStatus.OPEN
            else Choice(f"/projets {project_id} ouvrir", "▶️ Ouvrir")
        )
        choices = [turn_, Choice(f"/projets {project_id} plus", "⚙️ Régler"), table]
    attached = Attachment("chart", "project", values=values)
    await turn.say(replace(message, attachment=attached).with_choices(*choices, columns=2))


async def _files(turn: Turn, project_id: int) -> None:
    """What of a project can be had as a file."""
    listed = await service.standing(turn.uow, turn.person, project_id)
    said = Message((head(listed),)) + tr("Quel fichier veux-tu ?")
    back = Choice(f"/projets {project_id}", Tr("📦 {title}", {"title": Raw(listed.title)}))
    await turn.say(said.with_choices(*project_results.choices(turn.person, project_id), back, columns=2))


async def _more(turn: Turn, project_id: int) -> None:
    """The further actions on a project: priority, closing, raising pay to the minimum wage."""
    listed = await service.standing(turn.uow, turn.person, project_id)
    said = Message((head(listed),))
    said += tr("La priorité range les offres : un projet prioritaire est proposé avant les autres.")
    others = [
        Choice(f"/projets {project_id} priorite {name}", Tr("Priorité {priority}", {"priority": PRIORITIES[value]}))
        for name, value in NAMED.items()
        if value != listed.priority
    ]
    closing = (
        [Choice(f"/projets {project_id} fermer", "🚫 Fermer le projet", also=("fermer", "ferme", "clore", "stop"))]
        if listed.status is not ProjectStatus.CLOSED
        else []
    )
    if await service.below(turn.uow, listed):
        closing.append(Choice(f"/projets {project_id} complement", "➕ Compléter la paie"))
    back = Choice(f"/projets {project_id}", "‹ Retour")
    files = project_results.choices(turn.person, project_id)
    await turn.say(said.with_choices(*files, *others, *closing, back, columns=2))
