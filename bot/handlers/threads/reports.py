"""`signaler message`: report a message of a thread; the team looks, and the other side is muted until then."""

from __future__ import annotations

from collections.abc import Mapping

from backend.db.messaging import contact_routing, outgoing
from backend.db.threads.reports import Reported
from backend.domain.messaging.message import Choice, Message, Raw, Tr, Value, tr, trn
from backend.domain.messaging.texts import lines
from backend.domain.people.permissions import may
from backend.domain.threads.commands import TellOfHuber
from backend.records import replace
from backend.services.threads import reports as service
from backend.services.threads import service as threads
from backend.services.threads.service import may_write
from bot.channels.base import Text
from bot.flows.engine.confirm import Proposal
from bot.flows.engine.kit import Typed
from bot.flows.threads import ill_treatment
from bot.flows.threads.answer_views import LIST
from bot.flows.threads.telling import NOT_ALLOWED
from bot.flows.threads.write import WRITE, WRITE_TEAM, shown
from bot.handlers.engine import asking, asking_back, flow_engine
from bot.handlers.engine.confirmations import Arguments, Confirmation
from bot.handlers.engine.turn import Turn

REPORT, LIFT, MUTE = "report message", "lift report", "mute after report"
MENU = Choice("/menu", "Menu")
NONE = tr("Il n'y a pas de message à signaler ici.")
KNOWN = tr("🚩 L'équipe le sait déjà. Cette personne ne lit plus tes messages : écris ce que tu veux ajouter.")
WHICH = tr(
    "Pour signaler un message, ouvre la discussion avec « messages », puis touche « 🚩 Signaler »."
).with_choices(LIST)
SETTLED = tr("C'est déjà réglé.").with_choices(LIST)


async def show(turn: Turn, rest: str = "") -> None:
    """`signaler message`: ask whether to report the last message of the other side; with a number: in that thread.
    `signaler message voir` and a number: a report, for who decides."""
    word, _, number = rest.partition(" ")
    if word == "voir" and number.isascii() and number.isdigit():
        await _look(turn, int(number[:18]))
        return
    if await decide(turn, rest):
        return
    thread = int(rest[:18]) if rest.isascii() and rest.isdigit() else None
    if thread is None and not may_write(turn.person):
        await turn.say(WHICH)
        return
    found = await service.reportable(turn.uow, turn.person, thread)
    if found is None:
        own = thread is None and await service.known(turn.uow, turn.person)
        await turn.say(KNOWN.with_choices(_own_thread(turn), MENU, columns=2) if own else _none(turn, thread))
        return
    await asking.ask(turn, REPORT, thread=thread, message=found.message.id)


async def of_a_person(turn: Turn, _rest: str = "") -> None:
    """`signaler une personne`, and « ma huber m'insulte » in any words: the team reads it, and not her Huber."""
    if await service.known(turn.uow, turn.person):
        await turn.say((NOT_ALLOWED + KNOWN).with_choices(_own_thread(turn), MENU, columns=2))
    elif (await threads.standing(turn.uow, turn.person, turn.now)).hubers:
        await flow_engine.open_flow(turn, "telling", TellOfHuber(_told_now(turn)))
    else:
        said = NOT_ALLOWED + tr("Pour le raconter à l'équipe, écris « huber ».")
        await turn.say(said.with_choices(_own_thread(turn), MENU, columns=2))


def _told_now(turn: Turn) -> str:
    """Her words that tell of it: of this event, or kept while she was asked what she means."""
    heard = turn.channels[turn.waiting.channel].hear(turn.waiting.payload)
    kept = asking_back.said(turn)
    said = [heard.text if isinstance(heard, Text) else "", kept.text if isinstance(kept, Typed) else ""]
    # « signaler une personne » itself tells nothing
    told = (text for text in said if turn.dialogues.words.read(text) is None)
    return next((text.strip() for text in told if ill_treatment.told(text, loosely=True)), "")


def _own_thread(turn: Turn) -> Choice:
    return WRITE if may(turn.person, "write to the huber") else WRITE_TEAM


def _none(turn: Turn, thread: int | None) -> Message:
    """There is nothing to report; in a thread of their own the person may still tell somebody."""
    if thread is not None:
        return NONE.with_choices(MENU)
    return NONE.with_choices(replace(_own_thread(turn), label=Tr("✍️ Écrire")), MENU, columns=2)


# --- reporting ----------------------------------------------------------------------------------------


async def _propose(turn: Turn, arguments: Arguments) -> Proposal | None:
    found = await service.reportable(turn.uow, turn.person, arguments["thread"], arguments["message"])
    if found is None:
        return None
    name = Raw(found.name or "?")
    said = tr("🚩 Signaler ce message de *{name}* ?", name=name) + shown(found.message.words, found.message.kind)
    return Proposal(said + tr("L'équipe le lira. Jusque-là, {name} et toi ne pouvez pas vous écrire.", name=name))


async def _report(turn: Turn, arguments: Arguments) -> Message:
    done = await service.report(
        turn.uow, turn.person, arguments["thread"], arguments["message"], turn.channel, turn.now
    )
    if done is None:
        return tr("L'équipe regarde déjà cette discussion. Tu n'as rien d'autre à faire.")
    somebody = await alarm(turn, done)
    await _tell(turn, done.muted_id, _to_muted(done, read=somebody))
    if not somebody:
        return tr(
            "🚩 Merci de l'avoir dit. Pour le moment, il n'y a personne d'autre dans l'équipe. Je le montre à la "
            "prochaine personne qui arrive. D'ici là, {name} ne peut pas t'écrire.",
            name=Raw(done.muted or "?"),
        ).with_choices(MENU)
    if done.hers:
        return tr(
            "🚩 Merci de l'avoir dit. L'équipe le lit, et te répond ici. D'ici là, ses messages vont à l'équipe."
        ).with_choices(LIST)
    return tr(
        "🚩 Merci de l'avoir dit. L'équipe le lit, et te répond ici. Tu peux toujours écrire : elle reçoit tes mots."
    ).with_choices(_write(done))


async def alarm(turn: Turn, done: Reported) -> bool:
    """Tell everybody of the team who may decide. Return whether there is anybody."""
    look = Choice(f"/signaler-message voir {done.thread_id}", "🚩 Regarder")
    if done.told:
        said = tr("🚩 *{who}* signale sa Huber, *{whom}*.", **_both(done)).with_choices(look)
    else:
        said = tr("🚩 *{who}* a signalé un message de *{whom}*.", **_both(done)).with_choices(look)
    everybody = await contact_routing.who_may(turn.uow, "answer hubers")
    others = [chat for chat in everybody if chat.person_id not in (done.reporter_id, done.muted_id)]
    for chat in others:
        await outgoing.say_plainly(turn.uow, chat.person_id, chat.id, chat.channel, said, turn.now)
        turn.channels_to_notify.add(chat.channel)
    return bool(others)


def _to_muted(done: Reported, *, read: bool) -> Message:
    """What is said to whose message was reported. `read`: there is somebody else who reads it and decides."""
    if not read:
        return tr(
            "Un de tes messages à *{name}* a été signalé : rien n'est décidé. Une autre personne de l'équipe doit le "
            "lire, et il n'y en a pas encore. Invite-la : « inviter ». D'ici là, tu ne peux pas lui écrire.",
            name=Raw(done.name or "?"),
        )
    if done.hers:
        return tr(
            "Un de tes messages a été signalé. L'équipe le lit et te répond vite : rien n'est décidé. D'ici là, tes "
            "messages vont à l'équipe. Ton travail et ta paie ne changent pas."
        )
    return tr(
        "Un de tes messages à *{name}* a été signalé. L'équipe le lit et te répond vite : rien n'est décidé. D'ici là, "
        "tu ne peux pas lui écrire.",
        name=Raw(done.name or "?"),
    )


# --- deciding -----------------------------------------------------------------------------------------


async def waiting(turn: Turn) -> Message:
    """Reports that wait for this person, for the top of `messages`; empty if there are none."""
    found = await service.waiting(turn.uow, turn.person)
    if not found:
        return Message()
    head = trn("*🚩 {n} message signalé à lire*", "*🚩 {n} messages signalés à lire*", len(found))
    told = Message((lines(*(Tr("• {who} a signalé {whom}", _both(each)) for each in found)),))
    choices = (
        Choice(f"/signaler-message voir {each.thread_id}", Tr("🚩 {who}", {"who": Raw(each.reporter or "?")}))
        for each in found
    )
    return (head + told).with_choices(*choices, columns=2)


async def _look(turn: Turn, thread: int) -> None:
    found = await service.look(turn.uow, turn.person, thread)
    if found is None:
        await turn.say(SETTLED)
        return
    if found.told:
        said = tr("🚩 *{who}* écrit à propos de sa Huber, *{whom}* :", **_both(found)) + shown(found.words, found.kind)
        said += tr(
            "*{whom}* ne le sait pas. Parle d'abord avec *{who}* : « 💬 La discussion ». Puis décide.", **_both(found)
        )
    else:
        said = tr("🚩 *{who}* a signalé ce message de *{whom}* :", **_both(found)) + shown(found.words, found.kind)
        said += tr("Lis la discussion, puis décide. Je le dis aux deux.")
    await turn.say(
        said.with_choices(
            Choice(f"/messages {thread}", "💬 La discussion"),
            Choice(f"/signaler-message lever {thread}", "✅ Rien de grave"),
            Choice(f"/signaler-message couper {thread}", "⛔ Les séparer"),
        )
    )


async def decide(turn: Turn, rest: str) -> bool:
    """`signaler message lever` and `signaler message couper` with a number. False for anything else."""
    word, _, number = rest.partition(" ")
    if word not in ("lever", "couper") or not (number.isascii() and number.isdigit()):
        return False
    await asking.ask(turn, LIFT if word == "lever" else MUTE, thread=int(number[:18]))
    return True


async def _proposes(turn: Turn, arguments: Arguments, what: str) -> Proposal | Message:
    found = await service.look(turn.uow, turn.person, arguments["thread"])
    if found is None:
        return SETTLED
    if what == LIFT:
        return Proposal(tr("✅ *{who}* et *{whom}* peuvent s'écrire de nouveau.", **_both(found)))
    return Proposal(tr("⛔ *{who}* et *{whom}* ne peuvent plus s'écrire. L'équipe prend le relais.", **_both(found)))


async def _lift_proposal(turn: Turn, arguments: Arguments) -> Proposal | Message:
    return await _proposes(turn, arguments, LIFT)


async def _mute_proposal(turn: Turn, arguments: Arguments) -> Proposal | Message:
    return await _proposes(turn, arguments, MUTE)


async def _lift(turn: Turn, arguments: Arguments) -> Message:
    done = await service.decide(
        turn.uow, turn.person, arguments["thread"], mute=False, channel=turn.channel, now=turn.now
    )
    if done is None:
        return SETTLED
    if done.told:  # the Huber has not heard of it
        back = tr(
            "L'équipe a lu ce que tu as dit. *{name}* et toi pouvez vous écrire de nouveau.", name=Raw(done.muted)
        )
        await _tell(turn, done.reporter_id, back)
        return tr("✅ C'est fait. *{who}* le sait.", **_both(done)).with_choices(LIST)
    again = tr("L'équipe a lu le message signalé : vous pouvez vous écrire de nouveau. Un souci ? Signale encore.")
    await _tell(turn, done.reporter_id, again)
    await _tell(
        turn,
        done.muted_id,
        tr("L'équipe a lu ton message : vous pouvez vous écrire de nouveau. Merci d'avoir attendu."),
    )
    return tr("✅ C'est fait, les deux le savent.").with_choices(LIST)


async def _mute(turn: Turn, arguments: Arguments) -> Message:
    done = await service.decide(
        turn.uow, turn.person, arguments["thread"], mute=True, channel=turn.channel, now=turn.now
    )
    if done is None:
        return SETTLED
    await _tell(turn, done.reporter_id, _upheld_to_reporter(done))
    await _tell(turn, done.muted_id, _upheld_to_muted(done))
    return tr("⛔ C'est fait, les deux le savent.").with_choices(LIST)


def _upheld_to_reporter(done: Reported) -> Message:
    name = Raw(done.muted or "?")
    if done.hers:
        return tr("Merci de l'avoir dit. *{name}* ne t'écrit plus ici : l'équipe lui répond.", name=name)
    said = tr("Tu as bien fait de le dire. *{name}* ne t'écrit plus : l'équipe te répond.", name=name)
    return said.with_choices(_write(done))


def _upheld_to_muted(done: Reported) -> Message:
    if done.told:
        return tr(
            "L'équipe a décidé que tu n'écris plus à *{name}*. Une personne va t'en parler.", name=Raw(done.name or "?")
        )
    if done.hers:
        return tr(
            "L'équipe a lu ton message : ces mots ne vont pas. C'est elle qui te répond maintenant. Ton travail et ta "
            "paie ne changent pas."
        )
    return tr(
        "L'équipe a lu ton message : ces mots ne vont pas. Tu n'écris plus à *{name}*. Une personne va t'en parler.",
        name=Raw(done.name or "?"),
    )


def _both(done: Reported) -> dict[str, Value]:
    return {"who": Raw(done.reporter or "?"), "whom": Raw(done.muted or "?")}


def _write(done: Reported) -> Choice:
    return WRITE_TEAM if done.of_huber else WRITE


async def _tell(turn: Turn, person_id: int, said: Message) -> None:
    chat = await contact_routing.of(turn.uow, person_id)
    if chat is not None:
        await outgoing.say_plainly(turn.uow, person_id, chat.id, chat.channel, said, turn.now)
        turn.channels_to_notify.add(chat.channel)


CONFIRMATIONS: Mapping[str, Confirmation] = {
    REPORT: Confirmation(_propose, _report),
    LIFT: Confirmation(_lift_proposal, _lift),
    MUTE: Confirmation(_mute_proposal, _mute),
}
