"""Words that everybody may use: start, menu, stop and the ways back."""

from __future__ import annotations

from backend.db.people import queries as people_rows
from backend.domain.french.spelling import fold
from backend.domain.messaging.message import Message, Raw, tr
from backend.domain.money import francs
from backend.domain.people import codes, places
from backend.domain.people.commands import Invite, Person
from backend.domain.people.permissions import may
from backend.services.earnings import savings as savings_service
from backend.services.identity import joining_seen, linking
from backend.services.people import service as people_service
from bot.flows.earnings import saving_views
from bot.flows.identity import joining_views
from bot.flows.reminders import dialogue as reminder_flow
from bot.handlers.account import menu as menus
from bot.handlers.account import small_talk_reading
from bot.handlers.engine import flow_engine, flow_stack, open_question, stranger_rate_limit
from bot.handlers.engine.turn import Turn
from bot.handlers.identity import joining
from bot.handlers.privacy import leaving
from bot.handlers.reminders import commands as reminder_commands

INVITED = tr(
    "👋 Ici, on entre sur invitation. Demande un code à la personne qui t'a parlé de nous, "
    "puis écris-le ici : *start CODE*"
)
JOINED_ALREADY = tr("Tu es déjà inscrite, ce code n'est pas nécessaire.")


async def start(turn: Turn, code: str) -> None:
    """`start CODE`, the deep link, or the bare code: redeem an invitation or a link to another chat."""
    person = turn.person
    if person.role is None:
        await _redeem(turn, code)
        return
    typed = codes.read(code)
    if typed is not None and await _is_known(turn, typed):
        return
    if await _invites_another(turn, code):
        return
    if person.joined_at is None:
        await flow_engine.open_flow(turn, "onboarding")
    elif code:
        await turn.say(JOINED_ALREADY + await menus.message(turn))
    else:
        await menu(turn)


async def bare_code(turn: Turn, text: str) -> bool:
    """Handle a code of ours that somebody with an account writes without a word before it: it hands over pay, joins
    chats, or invites somebody else. Return False if the text has none, so that whatever looks like one may be an
    answer."""
    code = codes.ours(text)
    if code is None:
        return False
    if await _is_known(turn, code) or await _invites_another(turn, text):
        return True
    return await _is_used(turn, code) or await _is_no_answer(turn, text, code)


async def joins(turn: Turn, text: str) -> bool:
    """Whether a text holds a code that joins chats."""
    code = codes.ours(text)
    return code is not None and await linking.is_link(turn.uow, code)


async def _is_known(turn: Turn, code: str) -> bool:
    """Carry out what a code does for somebody with an account. Return False if it does nothing."""
    if await leaving.claim(turn, code):
        return True
    if not await linking.is_link(turn.uow, code):
        return False
    await flow_engine.open_flow(turn, "link_join", code)  # from the deep link or the line that `lier` gives
    return True


async def _invites_another(turn: Turn, text: str) -> bool:
    """Say where an invitation that nobody has used yet belongs: a sister writes it on this phone. Return False if the
    text has none."""
    code = codes.ours(text)
    if code is None or not await people_service.is_open(turn.uow, codes.digest(code)):
        return False
    said = tr("✋ Ce code est pour une femme qui n'est pas encore inscrite : elle l'écrit depuis son propre téléphone.")
    if turn.person.first_name:
        said += tr("Ici, c'est le compte de *{name}*.", name=turn.person.first_name)
    if not await flow_engine.show_again(turn, said):
        await turn.say(said + await menus.message(turn))
    return True


async def _is_used(turn: Turn, code: str) -> bool:
    """Say of an invitation that somebody has used, maybe she herself, that it is not needed. Return False if it is
    none."""
    if turn.person.joined_at is None or not await people_service.is_used(turn.uow, codes.digest(code)):
        return False
    if not await flow_engine.show_again(turn, JOINED_ALREADY):
        await turn.say(JOINED_ALREADY + await menus.message(turn))
    return True


async def _is_no_answer(turn: Turn, text: str, code: str) -> bool:
    """Say of a code that does nothing, and stands alone, that it is not known, where no question is open, or where it
    would be kept as her words and is no answer to a task: a number for her pay with a slip was her project. Return
    False elsewhere."""
    if fold(text).replace(" ", "").upper() != code:
        return False
    if not turn.conversation.stack:
        await turn.say(_unknown(code) + await menus.message(turn))
        return True
    if not turn.shown_here or open_question.marks(turn):
        return False
    step = await flow_engine.preview(turn, open_question.typed(text))
    if step.misread or not step.words:
        return False
    await flow_engine.beside(turn, _unknown(code))
    return True


def _unknown(code: str) -> Message:
    typed = Raw(codes.written(code))
    return tr("Je ne connais pas le code *{code}*. Vérifie-le et écris-le encore une fois.", code=typed)


async def _redeem(turn: Turn, text: str) -> None:
    code = codes.read(text)
    if code is None:
        await stranger(turn)
        return
    if stranger_rate_limit.guesses_too_much(turn):
        return  # they were told to wait
    if await linking.is_link(turn.uow, code):
        await flow_engine.open_flow(turn, "link_join", code)
        return
    if await leaving.claim(turn, code):
        return
    found = await people_service.redeem(turn.uow, turn.person, code, turn.platform_name, turn.now)
    if not isinstance(found, Invite):
        if found == "unknown":
            said = INVITED if text.isalpha() and not text.isupper() else _unknown(code)  # « pourquoi » is a word
        else:
            said = tr("Ce code a déjà servi. Demande un nouveau code à la personne qui t'a invitée.")
        await turn.say(said + stranger_rate_limit.wrong_code(turn))
        return
    stranger_rate_limit.forget(turn)
    person = await people_rows.person(turn.uow, turn.person.id)
    assert person is not None
    turn.person = person
    if person.role in ("hiteuse", "trainee"):
        await flow_engine.open_flow(turn, "onboarding")
        return
    await people_service.join(turn.uow, person, turn.now)
    await turn.jobs.defer(turn.uow, "show_menu", person_id=person.id)
    hello = tr("Bienvenue, {name} ! 👋", name=person.first_name) if person.first_name else tr("Bienvenue ! 👋")
    await turn.say(hello + _welcome(person) + await menus.message(turn))


def _welcome(person: Person) -> Message:
    """What a new Huber or admin can do here."""
    if person.role != "huber":
        return tr("Ton accès est ouvert.")
    where = Raw(", ".join(places.country(code).name for code in person.looks_after))
    return tr(
        "Tu es maintenant Huber : {where}. Ici, tu suis tes hiteuses, tu réponds à leurs messages, tu leur envoies des "
        "annonces et tu en invites d'autres. Quand l'une d'elles t'écrit, son message arrive ici.",
        where=where,
    )


async def stranger(turn: Turn) -> None:
    """Say how to get an invitation, within the rate limit of strangers."""
    if not stranger_rate_limit.word(turn, stranger_rate_limit.REFUSALS_SAID):
        if turn.tap is not None:
            await turn.notice(None)
        return
    for pending in await joining_seen.pending(turn.uow, turn.person):
        await turn.say(joining_views.still(pending))
        return
    await turn.say(INVITED)


async def menu(turn: Turn, _rest: str = "") -> None:
    """`menu`: show the menu of the person's role. A question that asks only while it is looked at is left; a thread
    stays, and asks before anything goes out, and so does what is confirmed by their own hand."""
    flow = flow_stack.top(turn)
    if flow is None or flow.writes_to is not None or flow.own_hand:
        pass
    elif flow.lapses(turn.conversation.stack[-1][2]):
        flow_stack.drop(turn, flow.name)
    await turn.say(await menus.message(turn))


async def stop(turn: Turn, _rest: str = "") -> None:
    """`stop`: send nothing that the person did not ask for. Earnings stay theirs."""
    await people_service.stop(turn.uow, turn.person, turn.now)
    if may(turn.person, "work"):
        said = tr(
            "C'est noté : je ne t'écris plus de moi-même. Tu peux toujours m'écrire, et ce que tu as gagné reste à toi."
        )
    elif may(turn.person, "learn"):
        said = tr(
            "C'est noté : je ne t'écris plus de moi-même. Tu peux toujours m'écrire, et ce que tu as appris compte "
            "toujours."
        )
    elif may(turn.person, "answer threads") and not may(turn.person, "see figures"):
        said = tr(
            "C'est noté : je ne t'écris plus de moi-même. Les messages de tes hiteuses vont à une autre Huber, ou à "
            "l'équipe. Pour les recevoir de nouveau : « revenir »."
        )
    else:
        said = tr("C'est noté : je ne t'écris plus de moi-même. Tu peux toujours m'écrire.")
    saves = await savings_service.plan(turn.uow, turn.person)
    if francs(*await savings_service.suspend(turn.uow, turn.person, turn.now)):
        said += tr("🌱 Ce que tu avais mis de côté est de nouveau dans tes gains. Plus rien n'est retenu sur ta paie.")
    elif saves:
        said += tr("🌱 Plus rien n'est mis de côté de ta paie.")
    if await joining.stop_all(turn):  # "stop" may be about the link that was asked for
        said += tr("🚫 J'arrête aussi la liaison demandée pour ton compte.")
    await turn.say(said.with_choices(*menus.ways_back(turn.person), columns=2))


async def back(turn: Turn, _rest: str = "") -> None:
    """`revenir`: write to the person again as before `stop`."""
    await _come_back(turn)


async def back_quietly(turn: Turn, _rest: str = "") -> None:
    """`sans rappels`: come back after `stop` without reminders."""
    await _come_back(turn, quietly=True)


async def written_to_again(turn: Turn, said: Message, *, quietly: bool = False) -> Message:
    """End `stop` or `pause`; what was set aside of each payment is so again. Returns `said`, with that."""
    turn.person = await people_service.back(turn.uow, turn.person, turn.now, quietly=quietly)
    plan = await savings_service.resume(turn.uow, turn.person)
    return said + Message((saving_views.plan(plan),)) if plan else said


async def _come_back(turn: Turn, *, quietly: bool = False) -> None:
    """End `stop`, say which messages the person can expect, and show what was open. An erasure that was asked for is
    off."""
    if turn.person.stopped_at is not None and await leaving.called_off(turn):
        return
    said = await written_to_again(turn, tr("Contente de te retrouver ! 💛"), quietly=quietly)
    stack = turn.conversation.stack
    told = bool(stack) and stack[-1][0] == "reminders"  # the flow of reminders says it itself
    if may(turn.person, "learn") and turn.person.joined_at is not None and not told:
        standing = await reminder_commands.reminder_facts(turn, reminder_flow.State())
        said += reminder_flow.describe(standing.preference, learner=standing.learner)
        said += reminder_flow.against(standing, standing.preference)
    if stack and stack[-1][0] in small_talk_reading.LEARNING:
        await flow_engine.beside(turn, said)  # a whole screen of a lesson below it would be longer than a phone shows
    elif not await flow_engine.show_again(turn, said):
        await turn.say(said + await menus.message(turn))
