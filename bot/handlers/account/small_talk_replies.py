"""Answer intents that are not about the open question, or ask whether the text is its answer."""

from __future__ import annotations

from typing import Literal, cast

from backend.domain.messaging import intents
from backend.domain.messaging.intents import Intent
from backend.domain.messaging.message import Choice, Message, Tr, tr
from backend.domain.payouts.destinations import DestinationKind
from backend.domain.people.permissions import may
from backend.records import replace
from backend.services.work import service as work_service
from backend.services.work import tasks
from bot.flows.account import doubts, small_talk
from bot.flows.earnings import promises
from bot.flows.engine.answers import ACCEPTING
from bot.flows.engine.kit import Picked, Typed
from bot.flows.payouts import pay_days
from bot.flows.threads import distress
from bot.flows.training import taking_again
from bot.flows.work import state as work_state
from bot.flows.work import views as work_views
from bot.flows.work.offers import views as offers
from bot.handlers.account import help as help_words
from bot.handlers.account import pay_replies, small_talk_reading
from bot.handlers.engine import asking_back, flow_engine, open_question, screens
from bot.handlers.engine.turn import Turn
from bot.handlers.engine.words import Word
from bot.handlers.payouts import arrival

OF_MONEY = frozenset({"money", "unpaid", "payday"})
OF_ARRIVAL = frozenset({"unpaid", "received"})
"""Intents that may be about the payment of which she has not said yet whether it arrived."""
_OF_PAY = frozenset({"fees", "cash", "ways", "currency", "advance", "undo"})
"""Intents about a payment to her."""
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
    "erase": "supprimer",
}
"""Intent → the word of the chat that serves it."""
ON_THE_TASK = frozenset({"flaw", "none"})


async def asked_about(turn: Turn) -> str | None:
    """The intent or word that the person was asked about and has not confirmed yet; None if there is none, or if they
    have seen something else since."""
    lead: str | None = turn.conversation.asked.get("lead")
    return lead if lead is not None and await screens.asks_back(turn) else None


async def ask(turn: Turn, text: str, lead: str) -> None:
    """Ask whether the text is an answer, or this intent or word (`lead`)."""
    if lead in small_talk_reading.INTENTS:
        doubt = doubts.DOUBTS[cast(Intent, lead)]
        asked, want = doubt.asked, doubt.want
    else:
        asked, want = tr("Tu veux « {word} », ou c'est ta réponse ?", word=lead), Tr("{word}", {"word": lead})
    if lead == "person" and distress.told(text):
        asked = distress.SAID.once() + asked
    # a text that would go to a person takes a clear yes: « on y va » may go on with the task
    says: Literal["", "sure"] = "sure" if lead == "person" and intents.read(text) is None else ""
    await asking_back.ask_back(turn, asked, Typed(text), Choice(f"/demande {lead}", want, says=says))
    turn.conversation.asked["lead"] = lead


def asked_of(turn: Turn, lead: str) -> str:
    """The text of which she was asked whether it is this intent or word, which may name what she wants; "" if she was
    not asked."""
    kept = asking_back.said(turn)
    return kept.text if isinstance(kept, Typed) and turn.conversation.asked.get("lead") == lead else ""


def wanted(turn: Turn, text: str) -> Choice | None:
    """The button for what a text means to us; None if it means nothing."""
    lead = small_talk_reading.heard(turn, text)
    if lead is None or lead not in small_talk_reading.INTENTS:
        return None
    return doubts.choice(lead, doubts.DOUBTS[cast(Intent, lead)])


def for_her_huber(turn: Turn) -> str:
    """What she wrote to the team before she was asked what she means; "" if it only says that she wants to write."""
    kept = asking_back.said(turn)
    return kept.text if isinstance(kept, Typed) and intents.read(kept.text) is None else ""


def begins_letter(turn: Turn, text: str) -> str:
    """What she has said that belongs to a letter to her Huber: « mon mari prend mon argent »; "" if it only asks for a
    person. `text`: what she wrote, if nothing was asked about it."""
    kept = asking_back.said(turn)
    said = text or (kept.text if isinstance(kept, Typed) else "")
    return said if small_talk.tells_a_person(said) else ""


def instead(turn: Turn, lead: str) -> Word | None:
    """The word of the chat that serves the intent; None if it is answered in place."""
    if lead not in small_talk_reading.INTENTS:
        return turn.dialogues.words.by_name.get(lead, turn.dialogues.words.by_name["menu"])
    if _in_learning(turn, lead) is not None:
        return None
    intent = _meant(turn, lead)
    if intent is None:
        return turn.dialogues.words.by_name["menu"]
    in_place = {"money": bool(turn.conversation.stack), "work": small_talk_reading.place(turn)[0] == "work"}
    if intent not in OF_WORDS or in_place.get(intent) or _only_learns(turn, intent):
        return None
    return turn.dialogues.words.by_name[OF_WORDS[intent]]


async def answer(turn: Turn, lead: str) -> None:
    """`demande LEAD`: answer an intent in one message, with the open question below."""
    sure = turn.conversation.asked.pop("lead", None) == lead  # she was asked, and says it again or by the button
    intent = _meant(turn, lead) or "okay"
    flow, at = small_talk_reading.place(turn)
    if (said := _in_learning(turn, lead)) is not None:
        await _say(turn, said)
    elif _only_learns(turn, intent) or (intent == "price" and _only_learns(turn, "money")):
        await _say(turn, LEARNS_FIRST)
    elif lead == "payday" and turn.person.joined_at is None:
        await _say(turn, Message((pay_days.promise(turn.terms, turn.person.country),)))
    elif intent == "price" and lead in OF_MONEY | {"waiting"}:
        await _say(turn, small_talk.TO_EARN)
    elif intent == "other":
        await _other_work(turn)
    elif intent in OF_ARRIVAL and await arrival.ask(turn, received=intent == "received"):
        pass
    elif intent in OF_MONEY or (intent == "received" and await arrival.under_way(turn)):
        await _say(turn, await pay_replies.earned(turn, intent))
    elif intent == "remains" and flow == "work" and turn.dialogues.words.is_hers(turn.person, "travail"):
        await _say(turn, await _left(turn))
    elif intent == "skip":
        await _skip(turn, sure=sure)
    elif flow == "work" and await _at_work(turn, intent, at):
        pass
    elif intent in ON_THE_TASK | {"lost", "unsure", "solution"}:
        await _help(turn)
    else:
        await _say(turn, _here(turn) if intent == "work" else _told(turn, intent))


async def _at_work(turn: Turn, intent: Intent, at: str) -> bool:
    """Answer what is said of the open task. Return False if it is not about that."""
    of_it = at == "task" and intent in ON_THE_TASK | {"rest", "shocked"} and not await _practises(turn)
    if intent == "work" and at == "paused":
        await flow_engine.show_again(turn, Message())
    elif intent == "shocked" and of_it:
        await turn.say(small_talk.ANSWERS[intent].with_choices(*work_views.HARD_TO_SEE))  # and not the task again
        turn.conversation.asked["lead"] = "skip"
    elif of_it:
        await flow_engine.handle(turn, Picked(work_state.PAUSE.id if intent == "rest" else work_views.PROBLEM.id))
    elif intent in ("unsure", "solution"):
        await _say(turn, work_views.HESITATES)
    else:
        return False
    return True


def _told(turn: Turn, intent: Intent) -> Message:
    """What is said to an intent to which nothing more can be done."""
    if intent == "privacy" and not turn.dialogues.words.is_hers(turn.person, "gains"):
        return promises.WHO_SEES_LEARNING
    if intent == "fees" and any(turn.terms.fee(turn.person.country, kind).hers for kind in DestinationKind):
        return small_talk.FEES_ARE_HERS
    if intent == "currency":
        return pay_replies.currency(turn) or small_talk.ANSWERS["currency"]
    if intent == "data" and turn.person.data_saver:
        return small_talk.DATA_SAVED
    if intent == "leave" and not turn.dialogues.words.is_hers(turn.person, "gains"):
        return small_talk.NO_MORE_LESSONS if may(turn.person, "learn") else small_talk.NO_MORE_OF_STAFF
    if intent == "errs" and not turn.dialogues.words.is_hers(turn.person, "gains"):
        return small_talk.ERRS_LEARNING
    if intent == "trust" and not turn.dialogues.words.is_hers(turn.person, "gains"):
        return small_talk.TRUST_OF_OTHERS
    if intent == "name" and turn.dialogues.words.is_hers(turn.person, "paiement"):
        return small_talk.ANSWERS["name"] + PAID_NAME
    return small_talk.ANSWERS[intent]


def _meant(turn: Turn, lead: str) -> Intent | None:
    """The intent as it applies to this person. None if it does not concern them: a button from
    an earlier role was tapped."""
    if lead not in small_talk_reading.INTENTS or not small_talk.concerns(cast(Intent, lead), turn.person.role):
        return None
    intent = cast(Intent, lead)
    if (
        turn.person.joined_at is None
        and intent in OF_EARNINGS - {"work"} | {"quality"}
        and not _only_learns(turn, intent)
    ):
        return "price"  # she has earned nothing yet: the question is what can be earned
    if intent == "quality" and not turn.dialogues.words.is_hers(turn.person, "resultats"):
        return "learn"
    return "lost" if intent == "mistake" and not turn.dialogues.words.is_hers(turn.person, "corriger") else intent


def _in_learning(turn: Turn, lead: str) -> Message | None:
    """What is said to an intent that is about the questions of a lesson, a test or a revision; None if it is not."""
    flow = small_talk_reading.place(turn)[0]
    if lead == "solution" and small_talk_reading.after_a_test(turn):
        return taking_again.NO_FAULTS
    if flow not in ("lesson", "final", "revision"):
        return None
    if lead == "mistake":
        return STAYS  # it was marked, or it counts in a test
    if flow == "final" and lead in ("solution", "quality"):
        return AT_THE_END
    return AFTER_EACH if lead == "quality" and _only_learns(turn, "money") else None


def _only_learns(turn: Turn, intent: Intent) -> bool:
    return intent in OF_EARNINGS | _OF_PAY and not turn.dialogues.words.is_hers(turn.person, "gains")


async def _practises(turn: Turn) -> bool:
    task = await tasks.open_task(turn.uow, turn.person)
    return task is not None and task.practice


async def _other_work(turn: Turn) -> None:
    """Show the other offers, if there are any. The open task stays hers until she takes an offer."""
    choices = [choice.id for choice, _ in open_question.asked_here(turn).choices]
    if await _practises(turn):
        await _say(turn, ONE_TRY)
    elif small_talk_reading.place(turn)[0] == "work" and work_state.OTHERS.id in choices:
        await flow_engine.handle(turn, Picked(work_state.OTHERS.id))
    elif small_talk_reading.place(turn) == ("work", "other"):
        await flow_engine.beside(turn, Message())
    elif small_talk_reading.place(turn)[0] == "work" and work_state.OTHER.id in choices:
        await flow_engine.handle(turn, Picked(work_state.OTHER.id))  # also in a pause in which the task went to others
    elif turn.conversation.task is not None and not turn.conversation.task.practice:
        await flow_engine.give(turn, "work", Picked(work_state.OTHER.id))
    elif small_talk_reading.place(turn)[0] == "work":
        offered = [choice for choice in choices if choice.startswith((ACCEPTING, "offer:"))]
        no_other = NO_OTHER if offered or turn.conversation.task is not None else Message()
        await flow_engine.beside(turn, PICK_ONE if len(offered) > 1 else no_other)
    else:
        await flow_engine.open_flow(turn, "work")


async def _skip(turn: Turn, *, sure: bool) -> None:
    """Skip the open task, or leave the correction of the one before. Unless she is `sure`, say only how: « suivant »
    may mean that she has ticked all, and that is not thrown away."""
    flow, at = small_talk_reading.place(turn)
    if (flow, at) == ("work", "previous"):
        await flow_engine.handle(turn, Picked(work_state.BACK.id))
    elif await _practises(turn):
        await _say(turn, ONE_TRY)
    elif (flow, at) != ("work", "task"):
        await _say(turn, _here(turn))
    elif sure:
        await flow_engine.handle(turn, Picked(work_state.SKIP.id))
    else:
        await _say(turn, work_views.NEXT_BY_SKIP)


async def _left(turn: Turn) -> Message:
    """How long the open task is hers, and how many are left of what she works at besides it; without one, of all that
    is offered."""
    task = turn.conversation.task
    if task is not None and task.practice:
        return ONE_TRY
    hers = Message() if task is None else tr("⏳ Cette tâche est à toi jusqu'à {until}.", until=task.expires_at)
    found = await work_service.offers(turn.uow, turn.person, turn.now)
    total = sum(offer.left for offer in found if task is None or offer.project_id == task.project_id)
    return hers + (offers.left(replace(found[0], left=total)) if total else Message()) + AS_YOU_LIKE


def _here(turn: Turn) -> Message:
    """What is said before the open question of her work; empty where that question says it itself."""
    offered = any(choice.id.startswith(ACCEPTING) for choice, _ in open_question.asked_here(turn).choices)
    return HERE if offered or turn.conversation.task is not None else Message()


async def _say(turn: Turn, said: Message) -> None:
    """Say something with the open question below, or the menu if there is none."""
    if turn.conversation.stack:
        await flow_engine.beside(turn, said)
    else:
        await turn.say(said + await turn.dialogues.menu(turn))


async def _help(turn: Turn) -> None:
    """The instructions of the open task, as far as one screen has room, or the whole help if no flow is open."""
    flow, _ = small_talk_reading.place(turn)
    if not flow:
        await help_words.help_(turn)
        return
    has_huber = turn.dialogues.words.is_hers(turn.person, "huber")
    said = small_talk.ANSWERS["lost"] if has_huber else small_talk.LOST_OF_STAFF
    if flow in ("work", "review"):
        config, _ = await help_words.rules_at_hand(turn)
        rules = help_words.in_short(config)
        said = LOST_AT_WORK + rules if rules.parts else said
    await flow_engine.beside(turn, said)


STAYS = tr("Une réponse déjà donnée reste comme elle est. On continue ici :")
AT_THE_END = tr(
    "Pendant le test, je ne donne pas de réponse : tu as ton résultat à la fin. Tu ne sais pas ? Écris « je ne sais "
    "pas »."
)
AFTER_EACH = tr("Après chaque réponse, je te dis si c'est juste. À la fin, tu vois ton résultat.")
PAID_NAME = tr("Pour le nom de ta paie, écris « paiement ».")
ONE_TRY = tr("C'est un essai : une seule tâche. Après, tu choisis ton travail.")
LOST_AT_WORK = tr("Pas de souci, on y va doucement. Pour parler à une personne, écris « huber ».")
PICK_ONE = tr("Choisis celui que tu veux :")
AS_YOU_LIKE = tr("Tu t'arrêtes quand tu veux : ce qui est noté compte déjà.")
NO_OTHER = tr("Il n'y a pas d'autre travail pour toi en ce moment.")
HERE = tr("Ton travail t'attend ici :")
COUNTRY_LATER = tr(
    "Pour l'instant, tu apprends : ton pays reste celui de ton inscription. Tu le choisis quand le travail payé "
    "s'ouvre. S'il a changé, écris « huber »."
)
LEARNS_FIRST = tr(
    "Pour l'instant, tu apprends ici, et c'est gratuit. Le travail payé s'ouvre quand ta Huber te le propose. "
    "Pour lui en parler, écris « huber »."
)
