"""Questions about figures in free text: "combien de tâches hier au Cameroun ?"

Only a question that was understood completely is answered (`bot.handlers.admin.metrics.answer`). Otherwise no number is
given: the reply says what was not understood, with buttons for the nearest questions that can be answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial

from backend.domain.admin.metric_query import parser as metric_query_parser
from backend.domain.admin.metric_query.question import MetricQuery, Why, told_apart
from backend.domain.admin.metric_query.suggestions import nearest
from backend.domain.french.spelling import fold
from backend.domain.messaging import intents
from backend.domain.messaging.message import Choice, Message, Raw, Tr, tr
from backend.domain.messaging.texts import lines
from backend.domain.people import permissions, places
from backend.records import replace
from backend.services import access
from backend.services.admin import metrics as admin_metrics
from backend.services.admin import named_people, statistics
from backend.services.work import projects as project_service
from bot.flows.account import small_talk
from bot.flows.threads.write import TEAM
from bot.handlers.admin import figure_views as view
from bot.handlers.admin.metrics import answer as metrics_answer
from bot.handlers.admin.metrics import elsewhere, following, labels, orders
from bot.handlers.admin.metrics import lines as metrics_lines
from bot.handlers.engine.turn import Turn
from bot.handlers.payouts import overview

MOST_NAMED = 6
"""The most projects or people that are offered when a name fits several."""
MENU = Choice("/menu", "Menu")
MESSAGES = Choice("/messages", "💬 Messages")
CAN = tr(
    "Demande-moi par exemple :\n"
    "• combien de tâches hier au Cameroun ?\n"
    "• gains par pays ce trimestre\n"
    "• top 5 hiteuses en octobre\n"
    "• heures cette semaine hors Sénégal\n"
    "• combien a gagné Awa ce mois-ci ?"
)
CAN_OF_HERS = tr(
    "Demande-moi par exemple :\n"
    "• combien de tâches hier ?\n"
    "• combien a gagné Awa en octobre ?\n"
    "• top 3 de mes hiteuses cette semaine\n"
    "• nouvelles inscrites ce mois-ci"
)
MEASURES = tr(
    "Je sais compter : tâches, personnes, heures, gains, gain par heure, inscriptions, premiers revenus, leçons, "
    "messages (envoyés, non livrés, coût), dépenses, reste à payer, avancement des projets."
)
MEASURES_OF_HERS = tr(
    "Je sais compter, dans tes pays : tâches, personnes, heures, gains, gain par heure, inscriptions, premiers "
    "revenus, leçons, reste à payer."
)
WHY: Mapping[Why, Message] = {
    "paid": tr(
        "Les paiements ne sont pas dans ces chiffres : l'équipe les voit avec « paiements ». Je connais ce qui est "
        "gagné et ce qui reste à payer."
    ),
    "agreement": tr("L'accord des réponses se lit dans la fiche de chaque projet : écris « projets » et son nom."),
    "lacking": tr(
        "Je compte ce qui est fait, pas ce qui manque. Qui attend sa première tâche payée, et qui ne travaille plus : "
        "c'est dans « cohorte »."
    ),
    "place": tr("Je compte par pays, pas par ville."),
    "mixed": tr("Ces choses-là, je ne sais pas les compter ensemble."),
    "several": tr("Une seule liste à la fois, s'il te plaît, et de 20 lignes au plus."),
    "now": tr("Cela, je ne le connais qu'à ce jour, pas pour une période passée."),
    "who": tr("Je ne fais pas de liste de noms sans classement. Qui travaille : c'est dans « cohorte »."),
    "long": tr("C'est trop long pour un message : choisis une période plus courte."),
}
_DEEDS = frozenset(
    word
    for verb in ("bloque", "garde", "propose", "prepare", "lance", "approuve", "valide", "arrete", "stoppe", "libere")
    for word in (verb, f"{verb}r", f"{verb}z")
) | {"retiens", "retenir", "suspends", "suspendre", "envoie", "envoyer", "verse", "verser", "met", "mets", "attend"}
"""What is done with payments, and not counted."""
INVITED = tr("Qui a invité qui ne se demande pas ici. Les codes que tu as donnés : « mes codes ».")
NO_NUMBER = tr("Alors pas de chiffre : il serait faux.")


def may_ask(turn: Turn) -> bool:
    """Whether text that no flow takes can be a question about figures."""
    return permissions.may(turn.person, "ask figures")


async def show(turn: Turn, rest: str = "") -> None:
    """`chiffres` with a question; alone, what can be asked."""
    if rest:
        await answer(turn, rest)
    else:
        await turn.say(_can(turn).with_choices(*_around(turn), columns=2))


async def taken(turn: Turn, text: str, *, free: bool = False) -> bool:
    """Answer a text that the open question does not take, if it is a complete question about
    figures. Return whether it was. `free`: although the open question takes free text."""
    if (turn.conversation.asked.get("f") and not free) or not may_ask(turn):
        return False
    question = await _read_on(turn, text)
    names = [word for word in question.unknown if word.istitle()]
    of_a_name = free and intents.asks(text) and 0 < len(names) == len(question.unknown)
    if not (question.whole or of_a_name) or not question.measures:  # « combien a gagné Mawusi ? », whom nobody knows
        return False
    await _told(turn, question, text)
    return True


async def of_a_woman(turn: Turn, text: str) -> bool:
    """Answer a text that names a woman: a complete question about figures of hers, « Awa a gagné combien », or one that
    looks her up. Return whether it was one."""
    if not may_ask(turn):
        return False
    question = await _read_on(turn, text)
    complete = question.whole and question.measures
    if not question.only.people or not (complete or orders.looked_up(question, text)):
        return False
    await _told(turn, question, text)
    return True


async def grouped(turn: Turn, text: str) -> bool:
    """Answer a complete question that asks for a list or a ranking, and not merely for how a project stands. Return
    whether it was one."""
    if not may_ask(turn):
        return False
    question = await _read_on(turn, text)
    if not (question.whole and question.measures and question.by) or "progress" in question.measures:
        return False
    await _told(turn, question, text)
    return True


async def measured(turn: Turn, text: str) -> bool:
    """Answer a text that names something to be counted, understood or not. Return whether it does."""
    question = await _read_on(turn, text)
    if not question.measures:
        return False
    await _told(turn, question, text)
    return True


async def understood(turn: Turn, text: str) -> bool:
    """Whether a text is a question about figures of which every word is understood."""
    question = await _read_on(turn, text)
    return question.whole and question.counts


async def asked(turn: Turn, text: str, *, counting: bool = False) -> bool:
    """Answer any text of an admin; a Huber's text, or (if `counting`) anybody's, only if some of it belongs to a
    question about figures. A Huber's order, « bloque Awa », is answered as well. Return whether it was answered."""
    question = await _read_on(turn, text)
    hers = permissions.may(turn.person, "see figures") or orders.given(text, question.unknown)
    hers = hers or bool(question.only.people and orders.looked_up(question, text))
    if not question.counts and (counting or not hers):
        return False
    await _told(turn, question, text)
    return True


async def ordered(turn: Turn, text: str, *, free: bool = False) -> bool:
    """Answer what staff want done, and not counted, where the open question does not take it. Return whether it was
    an order. `free`: although the open question takes free text; then a project or a person must be named."""
    if not may_ask(turn) or (turn.conversation.asked.get("f") and not free):
        return False
    question = await _read_on(turn, text)
    named = question.only.projects or question.only.people
    if not orders.given(text, question.unknown) or (free and not named):
        return False
    await _told(turn, question, text)
    return True


async def answer(turn: Turn, text: str) -> None:
    """Answer a question, or say what can be asked."""
    await _told(turn, await _read(turn, text), text)


async def of_a_period(turn: Turn, text: str) -> MetricQuery | None:
    """The question, if it names nothing but a period and places that this person may see. Otherwise it is answered as
    any other question, and the result is None."""
    question = await _read(turn, text)
    only, without = question.only, question.without
    others = question.measures or question.by or question.most or question.each or only.people or only.projects
    plain = question.whole and question.spans and not (others or only.channels or without)
    if plain and _not_hers(turn, question) is None:
        return question
    await _told(turn, question, text)
    return None


async def _read(turn: Turn, text: str) -> MetricQuery:
    """Read a question. Names of people are only looked up if something in it was not understood."""
    today = statistics.today(turn.person, turn.now)
    projects = await project_service.askable(turn.uow, turn.person)
    question = metric_query_parser.read(text, today, projects)
    if question.whole and not question.corrected:
        return question
    people = await named_people.meant(turn.uow, turn.person, text)
    return metric_query_parser.read(text, today, projects, people) if people else question


async def _read_on(turn: Turn, text: str) -> MetricQuery:
    """Read a text that may go on from the question before: « et hier ? »."""
    return await following.read(turn, text, statistics.today(turn.person, turn.now), partial(_read, turn))


async def _told(turn: Turn, question: MetricQuery, text: str) -> None:
    today = statistics.today(turn.person, turn.now)
    if whom := orders.looked_up(question, text):
        if permissions.may(turn.person, "see people"):
            await turn.dialogues.answer(turn, "personne", whom)
            return
        if question.only.people:  # what a Huber may see of her
            question = replace(question, measures=(), unknown=(), why="")
    if question.whole or (question.asked_back and not question.unknown):
        following.keep(turn, question, today)
    else:
        following.refused(turn, question, text)
    if question.unknown and (ordered := orders.done_by(turn, question, text)) is not None:
        await turn.dialogues.answer(turn, *ordered)
    elif question.unknown or not question.understood:
        await turn.say(_not_understood(turn, question, today, text))
    elif question.asked_back:
        await turn.say(_which(turn, question, today))
    elif (refused := _not_hers(turn, question)) is not None:
        await turn.say(refused.with_choices(*_theirs(turn, question), *_around(turn), columns=2))
    elif question.why:
        await turn.say(_with_nearest(turn, WHY[question.why], question, today))
    else:
        await metrics_answer.tell(turn, question)


# --- without a number -----------------------------------------------------------------------------------


def _not_understood(turn: Turn, question: MetricQuery, today: date, text: str) -> Message:
    if question.unknown:
        words = Raw(", ".join(f"« {word} »" for word in question.unknown[:6]))
        message = tr("Je n'ai pas compris {words}.", words=words)
    else:
        message = tr("Je n'ai pas compris ta question.")
    if question.only.people and any(fold(word).startswith("invit") for word in question.unknown):
        return INVITED.with_choices(*_of_named(turn, question), *_around(turn)[:1], columns=2)
    if question.why:
        message += WHY[question.why]
    if not _is_deed(turn, question) and orders.given(text, question.unknown):
        return orders.not_done(turn, _of_named(turn, question))
    if {*question.measures} <= {"owed"} and (found := elsewhere.of(turn, question.unknown)) is not None:
        return found[0].with_choices(*found[1], *_around(turn), columns=2)
    if not (
        question.counts or _is_deed(turn, question)
    ):  # « bloque Awa », « exporte Photos »: what can be done is where they are shown
        named = [*_theirs(turn, question), *_of_named(turn, question)]
        return (message if named else message + _can(turn)).with_choices(*named, *_around(turn), columns=2)
    message += NO_NUMBER
    if permissions.may(turn.person, "write to the team") and not intents.asks(text):
        said = _with_nearest(turn, message + small_talk.TO_THE_TEAM, question, today)
        return said.with_choices(*said.choices, TEAM)  # « une femme est en danger » counts nothing
    return _with_nearest(turn, message, question, today)


def _with_nearest(turn: Turn, message: Message, question: MetricQuery, today: date) -> Message:
    """Add the nearest questions that this person may ask."""
    instead = [each for each in nearest(question, today) if _not_hers(turn, each) is None]
    choices = [choice for each in instead if (choice := labels.choice(each, today)) is not None]
    if _is_deed(turn, question):
        message += tr("Préparer, approuver, retenir ou arrêter une paie : c'est dans « paiements ».")
        choices = [overview.PAYMENTS]
    elif choices:
        message += tr("Tu peux me demander :")
    elif question.why != "lacking":
        message += _can(turn)
    more = [*_theirs(turn, question), *([metrics_answer.COHORT] if question.why in ("lacking", "who") else [])]
    if question.why == "paid" and permissions.may(turn.person, "see payouts"):
        more.append(overview.PAYMENTS)
    more += _of_named(turn, question)[:1]
    different = {choice.id: choice for choice in (*choices, *more, *_around(turn)[:1])}
    return message.with_choices(*different.values())


def _of_named(turn: Turn, question: MetricQuery) -> list[Choice]:
    """What shows the person and the project that are named, as far as the asker may see them."""
    people = question.only.people[:1] if permissions.may(turn.person, "see people") else ()
    projects = question.only.projects[:1] if permissions.may(turn.person, "see projects") else ()
    shown = [Choice(f"/personne {each.id}", "🔎 Sa fiche") for each in people]
    return shown + [Choice(f"/projets {each.id}", Tr("📦 {title}", {"title": Raw(each.title)})) for each in projects]


def _theirs(turn: Turn, question: MetricQuery) -> list[Choice]:
    """What shows the asker's own messages, if they are meant: « mes messages non lus »."""
    own = any("message" in fold(word) for word in question.unknown) or {"messages", "read"} & {*question.measures}
    return [MESSAGES] if own and permissions.may(turn.person, "answer threads") else []


def _is_deed(turn: Turn, question: MetricQuery) -> bool:
    """Whether something is to be done with payments, by somebody who may see them, and nothing to be counted."""
    unknown = {*map(fold, question.unknown)}
    pay = question.why == "paid" or {"earned", "owed"} & set(question.measures) or {"envoi", "envois"} & unknown
    return bool(pay and _DEEDS & unknown) and permissions.may(turn.person, "see payouts")


def _not_hers(turn: Turn, question: MetricQuery) -> Message | None:
    """Why a Huber may not see these figures; None if they may."""
    hers = access.countries(turn.person)
    if not hers:
        return None
    if any(admin_metrics.of_the_team(measure) for measure in question.measures):
        return tr("Les messages, les coûts et l'avancement des projets : c'est l'équipe qui les suit.")
    if question.everywhere or set(question.only.countries) - set(hers) or set(hers) <= set(question.without.countries):
        return tr(
            "Je compte pour tes pays : {where}.", where=Raw(", ".join(places.country(code).name for code in hers))
        )
    return None


def _can(turn: Turn) -> Message:
    return CAN + MEASURES if permissions.may(turn.person, "see figures") else CAN_OF_HERS + MEASURES_OF_HERS


def _around(turn: Turn) -> tuple[Choice, ...]:
    return (view.ALL if permissions.may(turn.person, "see figures") else metrics_answer.COHORT, MENU)


# --- asking back ------------------------------------------------------------------------------------------


def _which(turn: Turn, question: MetricQuery, today: date) -> Message:
    """Ask which person, project or country is meant, with a button for each."""
    if question.which_country:
        names = [places.country(code).name for code in question.which_country]
        said = tr("De quel pays parles-tu : {first} ou {second} ?", first=Raw(names[0]), second=Raw(names[1]))
        one = _asking(
            question, today, ((("countries", (code,)), view.place_name(code)) for code in question.which_country)
        )
    elif question.which_project:
        all_ = question.which_project[:MOST_NAMED]
        titles = told_apart(all_)
        named_ = lines(*(Tr("• {title}", {"title": Raw(titles[each.id])}) for each in all_))
        said = tr("Plusieurs projets s'appellent ainsi :") + Message((named_,))
        one = _asking(question, today, ((("projects", (each,)), Raw(titles[each.id])) for each in all_))
    else:
        several = question.which_person[:MOST_NAMED]
        said = tr("{n} femmes s'appellent ainsi. Laquelle ?", n=len(question.which_person))
        if len(question.which_person) > len(several):
            said += tr("Écris aussi son pays, ou son numéro : « n° 12 ».")
        one = _asking(
            question,
            today,
            ((("people", (each,)), metrics_lines.person(each.id, each.name, each.country)) for each in several),
        )
    if len(one) < min(len(question.which_country or question.which_project or question.which_person), MOST_NAMED):
        said += tr("Pose-moi encore ta question avec son nom entier.")
    return said.with_choices(*one, *_around(turn)[:1])


def _asking(
    question: MetricQuery, today: date, each: Iterable[tuple[tuple[str, tuple[object, ...]], Tr | Raw]]
) -> list[Choice]:
    """A button for each; none if the name is among what the question leaves out."""
    found = []
    plain = replace(question, which_country=(), which_project=(), which_person=())
    for (kind, meant), label in each if not question.which_left_out else ():
        only = replace(plain.only, **{kind: (*getattr(plain.only, kind), *meant)})
        choice = labels.choice(replace(plain, only=only), today, label)
        if choice is not None:
            found.append(choice)
    return found
