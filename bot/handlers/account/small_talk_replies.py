"""Answer intents that are not about the open question, or ask whether the text is its answer."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import cast, get_args

from backend.domain.french.spelling import fold
from backend.domain.messaging import intents
from backend.domain.messaging.addressed import addressed
from backend.domain.messaging.intent_vocabulary import vocabulary
from backend.domain.messaging.intents import Intent
from backend.domain.messaging.message import Choice, Message, Tr, tr
from backend.domain.messaging.subjects import subject
from backend.domain.payouts import eligibility
from backend.domain.payouts.terms import Rhythm
from backend.services.earnings import service as earning_service
from backend.services.payouts import leavers
from backend.services.payouts.timing import dates as pay_dates
from backend.services.payouts.timing import rhythms
from backend.services.work import service as work_service
from backend.services.work import tasks
from bot.flows.account import small_talk
from bot.flows.earnings import promises
from bot.flows.engine import leaving
from bot.flows.engine.answers import ACCEPTING
from bot.flows.engine.kit import Picked, Typed
from bot.flows.payouts import pay_days
from bot.flows.work import offers
from bot.flows.work import state as work_state
from bot.flows.work import views as work_views
from bot.handlers.account import commands as account_commands
from bot.handlers.earnings import commands as earnings_commands
from bot.handlers.engine import flow_engine, menu, open_question, screens
from bot.handlers.engine.turn import Turn
from bot.handlers.engine.words import Word
from bot.handlers.payouts import arrival

OF_MONEY = frozenset({"money", "unpaid", "payday"})
OF_ARRIVAL = frozenset({"unpaid", "received"})
"""Intents that may be about the payment of which she has not said yet whether it arrived."""
OF_EARNINGS = OF_MONEY | {"waiting", "work", "other", "saving"}
"""Intents about earnings; a trainee is told about learning instead."""
OF_WORDS = {
    "mistake": "corriger",
    "person": "huber",
    "learn": "formation",
    "work": "travail",
    "money": "gains",
    "refused": "recours",
    "number": "paiement",
    "quality": "resultats",
    "saving": "projet",
    "certificate": "certificat",
}
"""Intent → the word of the chat that serves it."""
_COUNTED = frozenset({"work", "lesson", "final", "revision"})
"""Flows that have several questions. Elsewhere « combien il reste » is about money."""
ON_THE_TASK = frozenset({"flaw", "none"})
INTENTS: frozenset[str] = frozenset(get_args(Intent))


def heard(turn: Turn, text: str, *, loosely: bool = False) -> str | None:
    """The intent of a text if it concerns the person's role, or the word of the chat that was misspelled; None if
    neither. `loosely`: see `intents.read` and `Vocabulary.misspelled`."""
    if _asks_how_far(turn, text):
        return "progres"
    if _asks_this_week(turn, text):
        return "gains"
    intent = intents.read(text, loosely=loosely)
    if intent == "number" and (
        turn.person.joined_at is None or not turn.dialogues.words.is_hers(turn.person, "paiement")
    ):
        intent = "person"  # she is not paid yet
    if intent == "remains" and _at(turn)[0] not in _COUNTED:
        intent = _what_remains(text)
    if intent in ("person", None) and _wants_reminder(turn, text):
        return "rappels"
    if loosely and intent in ("leave", None) and _would_less_often(turn, text):
        return "rappels"
    if intent is None and leaving.passes(text):
        return None  # « passe » is no `pause`
    if intent is None:
        word = turn.dialogues.words.misspelled(text, turn.person, loosely=loosely)
        return word.name if word is not None else None
    if intent in ("other", "refused", "saving", "certificate") and turn.person.joined_at is None:
        return None  # there is no work before she has joined
    return intent if small_talk.concerns(intent, turn.person.role) else None


def _asks_how_far(turn: Turn, text: str) -> bool:
    """Whether somebody who only learns asks how far she is; of a hiteuse the same words are about money. A final test
    says itself when its result comes."""
    words, stack = turn.dialogues.words, turn.conversation.stack
    if stack and stack[-1][0] == "final":
        return False
    hers = turn.person.joined_at is not None and words.is_hers(turn.person, "progres")
    return hers and not words.is_hers(turn.person, "gains") and small_talk.asks_how_far(text)


def _asks_this_week(turn: Turn, text: str) -> bool:
    """Whether a hiteuse asks what she has earned this week or month, which « gains » shows."""
    hers = turn.person.joined_at is not None and turn.dialogues.words.is_hers(turn.person, "gains")
    return hers and small_talk.asks_this_week(text)


def _what_remains(text: str) -> Intent:
    """What « combien il reste » means where nothing is counted: tasks if it names such, else money; « c'est long » asks
    for neither."""
    said = frozenset[str]().union(*vocabulary().meanings(vocabulary().words(text)))
    return "work" if "counted" in said else "money" if "how_much" in said else "lost"


def about(turn: Turn, text: str) -> Intent | None:
    """What a text is about that has no intent, if it is addressed to the team and concerns the person's role."""
    found = subject(text) if addressed(text) else None
    return found if found is not None and small_talk.concerns(found, turn.person.role) else None


_REMINDS = re.compile(
    r"\brap+el\w*\b.*\b(?:\d{1,2} ?h(?:eures?)?|heures?|demain|soirs?|matins?|midi|jours?|\w+di|dimanche)\b"
)
_LESS_OFTEN = re.compile(
    r"(?:moins|trop) de (?:messages?|rappels?|notifications?)(?: svp| stp)?"
    r"|(?:une|deux|1|2|trois|3) (?:seule )?fois par (?:semaine|jour|mois)(?: svp| stp| seulement)?"
    r"|(?:seulement|juste|uniquement|que|plutot) (?:le |les |l )?(?:\w+di|dimanche|week end|weekend|soir|matin)s?"
    r"(?: seulement| svp| stp)?"
    r"|(?:le |les )?(?:\w+di|dimanche|week end|weekend|soir|matin)s? (?:seulement|uniquement)(?: svp| stp)?"
    r"|(?:tu|vous) (?:m )?(?:ecris|ecrivez|envoies?|envoyez) trop(?: souvent| de messages?)?"
    r"|(?:pas|plus|aucun|sans|stop|arrete[sz]?|enleve[sz]?)(?: de| les| mes)? (?:rap+el\w*|notif\w*)(?: svp| stp)?"
    r"|(?:je )?(?:ne )?veux (?:pas|plus)(?: de| les| des)? (?:rap+el\w*|notif\w*)(?: svp| stp)?"
    r"|(?:changer?|modifier) (?:mon |mes |l |le |les |d )?(?:rap+el\w*|heures?)(?: de rap+el\w*)?(?: svp| stp)?"
    r"|(?:tu|vous) me fatigue[sz]? (?:avec .{0,30})?(?:messages?|rappels?|notifications?)"
)
"""Phrases that say that she gets too many messages, or when she wants them."""


def _wants_reminder(turn: Turn, text: str) -> bool:
    """Whether a reminder is asked for: "Rappelle-moi demain à 20 h". This is neither a wish to be called
    nor a message to somebody."""
    return turn.dialogues.words.is_hers(turn.person, "rappels") and _REMINDS.search(fold(text)) is not None


def _would_less_often(turn: Turn, text: str) -> bool:
    return turn.dialogues.words.is_hers(turn.person, "rappels") and _LESS_OFTEN.fullmatch(fold(text)) is not None


def belongs_here(turn: Turn, lead: str) -> bool:
    """Whether the intent is what the open question asks about."""
    return small_talk.belongs(lead, *_at(turn))


def asked_about(turn: Turn) -> str | None:
    """The intent or word that the person was asked about and has not confirmed yet; None if there is none."""
    lead: str | None = turn.conversation.asked.get("lead")
    return lead


async def ask(turn: Turn, text: str, lead: str) -> None:
    """Ask whether the text is an answer, or this intent or word (`lead`)."""
    if lead in INTENTS:
        doubt = small_talk.DOUBTS[cast(Intent, lead)]
        asked, want = doubt.asked, doubt.want
    else:
        asked, want = tr("Tu veux « {word} », ou c'est ta réponse ?", word=lead), Tr("{word}", {"word": lead})
    await screens.ask_back(turn, asked, Typed(text), Choice(f"/demande {lead}", want))
    turn.conversation.asked["lead"] = lead


def for_her_huber(turn: Turn) -> str:
    """What she wrote to the team before she was asked what she means; "" if it only says that she wants to write."""
    kept = screens.said(turn)
    return kept.text if isinstance(kept, Typed) and intents.read(kept.text) is None else ""


def instead(turn: Turn, lead: str) -> Word | None:
    """The word of the chat that serves the intent; None if it is answered in place."""
    if lead not in INTENTS:
        return turn.dialogues.words.by_name.get(lead, turn.dialogues.words.by_name["menu"])
    if _in_learning(turn, lead) is not None:
        return None
    intent = _meant(turn, lead)
    if intent is None:
        return turn.dialogues.words.by_name["menu"]
    in_place = {"money": bool(turn.conversation.stack), "work": _at(turn)[0] == "work"}
    if intent not in OF_WORDS or in_place.get(intent) or _only_learns(turn, intent):
        return None
    return turn.dialogues.words.by_name[OF_WORDS[intent]]


async def answer(turn: Turn, lead: str) -> None:
    """`demande LEAD`: answer an intent in one message, with the open question below."""
    turn.conversation.asked.pop("lead", None)
    intent = _meant(turn, lead) or "okay"
    flow, at = _at(turn)
    if (said := _in_learning(turn, lead)) is not None:
        await _say(turn, said)
    elif _only_learns(turn, intent) or (intent == "price" and _only_learns(turn, "money")):
        await _say(turn, LEARNS_FIRST)
    elif lead == "payday" and turn.person.joined_at is None:
        await _say(turn, Message((pay_days.promise(turn.terms, turn.person.country),)))
    elif intent == "privacy" and not turn.dialogues.words.is_hers(turn.person, "gains"):
        await _say(turn, promises.WHO_SEES_LEARNING)
    elif intent == "leave" and not turn.dialogues.words.is_hers(turn.person, "gains"):
        await _say(turn, small_talk.NO_MORE_LESSONS)
    elif intent == "other":
        await _other_work(turn)
    elif intent in OF_ARRIVAL and await arrival.ask(turn):
        pass
    elif intent in OF_MONEY:
        await _say(turn, await _earned(turn, intent))
    elif intent == "remains" and flow == "work" and turn.dialogues.words.is_hers(turn.person, "travail"):
        await _say(turn, await _left(turn))
    elif intent == "work" and (flow, at) == ("work", "paused"):
        await flow_engine.show_again(turn, Message())
    elif intent in ON_THE_TASK | {"rest"} and (flow, at) == ("work", "task") and not await _practises(turn):
        await flow_engine.handle(turn, Picked(work_state.PAUSE.id if intent == "rest" else work_views.PROBLEM.id))
    elif intent in ("unsure", "solution") and flow == "work":
        await _say(turn, work_views.HESITATES)
    elif intent in ON_THE_TASK | {"lost", "unsure", "solution"}:
        await _help(turn)
    else:
        await _say(turn, _here(turn) if intent == "work" else small_talk.ANSWERS[intent])


def _meant(turn: Turn, lead: str) -> Intent | None:
    """The intent as it applies to this person. None if it does not concern them: a button from
    an earlier role was tapped."""
    if lead not in INTENTS or not small_talk.concerns(cast(Intent, lead), turn.person.role):
        return None
    intent = cast(Intent, lead)
    if turn.person.joined_at is None and intent in OF_EARNINGS | {"quality"} and not _only_learns(turn, intent):
        return "price"  # she has earned nothing yet: the question is what can be earned
    if intent == "quality" and not turn.dialogues.words.is_hers(turn.person, "resultats"):
        return "learn"
    return "lost" if intent == "mistake" and not turn.dialogues.words.is_hers(turn.person, "corriger") else intent


def _in_learning(turn: Turn, lead: str) -> Message | None:
    """What is said to an intent that is about the questions of a lesson, a test or a revision; None if it is not."""
    flow = _at(turn)[0]
    if flow not in ("lesson", "final", "revision"):
        return None
    if lead == "mistake":
        return STAYS  # it was marked, or it counts in a test
    if flow == "final" and lead in ("solution", "quality"):
        return AT_THE_END
    return AFTER_EACH if lead == "quality" and _only_learns(turn, "money") else None


def _only_learns(turn: Turn, intent: Intent) -> bool:
    return intent in OF_EARNINGS and not turn.dialogues.words.is_hers(turn.person, "gains")


def _at(turn: Turn) -> tuple[str, str]:
    """(name of the open flow, the place in it); empty strings if no flow is open."""
    if not turn.conversation.stack:
        return "", ""
    name, _, state, *_ = turn.conversation.stack[-1]
    return name, state.get("at", "")


async def _practises(turn: Turn) -> bool:
    task = await tasks.open_task(turn.uow, turn.person)
    return task is not None and task.practice


async def _other_work(turn: Turn) -> None:
    """Show the other offers, if there are any. The open task stays hers until she takes an offer."""
    choices = [choice.id for choice, _ in open_question.asked_here(turn).choices]
    if _at(turn)[0] == "work" and work_state.OTHERS.id in choices:
        await flow_engine.handle(turn, Picked(work_state.OTHERS.id))
    elif _at(turn) == ("work", "other"):
        await flow_engine.beside(turn, Message())
    elif turn.conversation.task is not None and not turn.conversation.task.practice:
        await flow_engine.give(turn, "work", Picked(work_state.OTHER.id))
    elif _at(turn)[0] == "work":
        offered = [choice for choice in choices if choice.startswith((ACCEPTING, "offer:"))]
        no_other = NO_OTHER if offered or turn.conversation.task is not None else Message()
        await flow_engine.beside(turn, PICK_ONE if len(offered) > 1 else no_other)
    else:
        await flow_engine.open_flow(turn, "work")


async def _left(turn: Turn) -> Message:
    """How many tasks are left of what she works at, besides the open one; without one, of all that is offered."""
    task = turn.conversation.task
    if task is not None and task.practice:
        return ONE_TRY
    found = await work_service.offers(turn.uow, turn.person, turn.now)
    total = sum(offer.left for offer in found if task is None or offer.project_id == task.project_id)
    return (offers.left(replace(found[0], left=total)) if total else Message()) + AS_YOU_LIKE


def _here(turn: Turn) -> Message:
    """What is said before the open question of her work; empty where that question says it itself."""
    offered = any(choice.id.startswith(ACCEPTING) for choice, _ in open_question.asked_here(turn).choices)
    return HERE if offered or turn.conversation.task is not None else Message()


async def _say(turn: Turn, said: Message) -> None:
    """Say something with the open question below, or the menu if there is none."""
    if turn.conversation.stack:
        await flow_engine.beside(turn, said)
    else:
        await turn.say(said + await menu.message(turn))


async def _earned(turn: Turn, intent: Intent) -> Message:
    """Her earnings in two lines, without the picture."""
    figures = await earning_service.figures(turn.uow, turn.person, turn.now)
    dates = await pay_dates.of(turn.uow, turn.person, turn.terms, turn.now)
    said = earnings_commands.sums(figures, dates, turn.person.zone)
    if intent == "money":
        return said
    return said + small_talk.EARNED + await _paid(turn, intent)


async def _paid(turn: Turn, intent: Intent) -> Message:
    """When she is paid, and what she can do about it."""
    said = await _when_paid(turn)
    if intent == "unpaid":
        said += tr("Pour la suivre, ou dire qu'elle n'est pas arrivée : écris « paiement ».")
        return said + tr("Une somme te semble fausse ? Écris « huber ».")
    if turn.terms.schedule is None:  # the promise says where she names her number
        return said
    return said + tr("Pour voir ou changer où elle va : écris « paiement ».")


async def _when_paid(turn: Turn) -> Message:
    """When she is paid: as she has chosen, with what comes next; else as her country is."""
    currency = eligibility.currency_of(turn.person.country)
    if turn.terms.schedule is None or currency is None or not await leavers.may_be_paid(turn.uow, turn.person):
        return Message((pay_days.promise(turn.terms, turn.person.country),))
    found = await rhythms.outlook(turn.uow, turn.person, turn.terms, turn.now)
    said = Message((pay_days.rhythm(turn.terms, found.rhythm, found.least),))
    on_demand = found.rhythm is Rhythm.DEMAND
    return said + pay_days.outlook(
        found.payment, found.day, found.least, asked=found.asked, on_demand=on_demand, aside=found.aside
    )


async def _help(turn: Turn) -> None:
    """The instructions of the open task, or the whole help if no flow is open."""
    flow, _ = _at(turn)
    if not flow:
        await account_commands.help_(turn)
        return
    said = small_talk.ANSWERS["lost"]
    if flow in ("work", "review"):
        config, _ = await account_commands.rules_at_hand(turn)
        rules = account_commands.instructions(config)
        said = LOST_AT_WORK + rules if rules.parts else said
    await flow_engine.beside(turn, said)


STAYS = tr("Une réponse déjà donnée reste comme elle est. On continue ici :")
AT_THE_END = tr(
    "Pendant le test, je ne donne pas de réponse : tu as ton résultat à la fin. Tu ne sais pas ? Écris « je ne sais "
    "pas »."
)
AFTER_EACH = tr("Après chaque réponse, je te dis si c'est juste. À la fin, tu vois ton résultat.")
ONE_TRY = tr("C'est un essai : une seule tâche. Après, tu choisis ton travail.")
LOST_AT_WORK = tr("Pas de souci, on y va doucement. Pour parler à une personne, écris « huber ».")
PICK_ONE = tr("Choisis celui que tu veux :")
AS_YOU_LIKE = tr("Tu t'arrêtes quand tu veux : ce qui est noté compte déjà.")
NO_OTHER = tr("Il n'y a pas d'autre travail pour toi en ce moment.")
HERE = tr("Ton travail t'attend ici :")
LEARNS_FIRST = tr(
    "Pour l'instant, tu apprends ici, et c'est gratuit. Le travail payé s'ouvre quand ta Huber te le propose. "
    "Pour lui en parler, écris « huber »."
)
