"""`role`: an owner changes a person's role, and the person is told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backend.db.threads import schedule as threads_schedule
from backend.domain.errors import BadInput, LastOwner, NotFound
from backend.domain.messaging.message import Choice, Message, Raw, dump, load, tr, trn
from backend.domain.people import permissions, place_names, roles
from backend.domain.people.commands import DUTIES, Person
from backend.domain.people.roles import LEARNERS, RoleAssignment
from backend.services.admin import roles as service
from backend.services.threads import answers as threads_answers
from bot.flows.engine.confirm import Proposal
from bot.flows.people import role_words
from bot.flows.people.role_labels import in_words
from bot.handlers.admin.support.finding import found_by, one_called
from bot.handlers.engine import asking, flow_stack
from bot.handlers.engine.confirmations import Arguments, Confirmation
from bot.handlers.engine.dialogue import Wake
from bot.handlers.engine.turn import Turn
from bot.handlers.messaging import morning
from bot.handlers.people import promotion, unfinished

LAST_OWNER = tr("Il faut toujours une propriétaire. Nomme d'abord une autre personne propriétaire.")
UNKNOWN = tr("Je ne trouve pas cette personne. Écris son numéro, par exemple : role 12")
WHOSE = tr("De qui veux-tu changer le rôle ? Cherche-la, ou écris son numéro, par exemple : role 12 huber CM SN")
FIND = Choice("/personne", "🔎 Chercher")
HELP = Choice("/aide", "❓ Aide")


async def show(turn: Turn, rest: str = "") -> None:
    """`role 12`: the roles that person 12 can get. `role 12 huber CM SN`, `role 12 huber Cameroun` or `role 12 admin
    finance`: ask for confirmation. `role Awa huber` does it if only one person has the name; `role Awa` finds
    them."""
    number, *wanted = rest.replace(",", " ").split()[:20] or [""]
    if not number:
        await turn.say(WHOSE.with_choices(FIND, HELP, columns=2))
        return
    if not _is_number(number):  # a name: her file has the button that changes her role
        name, wanted = role_words.parted(number, wanted)
        one = await one_called(turn, name[:100]) if wanted else None
        if one is None:
            await turn.say(await found_by(turn, name[:100]))
            return
        number = str(one)
    try:
        person = await service.look(turn.uow, turn.person, int(number[:18]))
    except NotFound:
        await turn.say(UNKNOWN.with_choices(HELP))
        return
    if not wanted:
        await turn.say(_offers(person))
        return
    role, *more = (word.lower() for word in role_words.wanted(wanted))
    duty = next((word for word in more if word in DUTIES), "")
    countries, unread = place_names.named_in([word for word in more if word not in (duty, "et")])
    try:
        if unread:
            raise BadInput(f"no country: {' '.join(unread)}")
        wanted_now = roles.read(role, duty, countries, lives=person.country)
    except BadInput:
        await turn.say(tr("Je ne connais pas ce rôle ou ce pays.") + _offers(person))
        return
    if wanted_now == roles.of(person):
        await turn.say(tr("Rien à changer.") + _offers(person))
        return
    await asking.ask(turn, "role", person=person.id, role=role, duty=duty, countries=list(countries))


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdigit()


def _offers(person: Person) -> Message:
    now = roles.of(person)
    country = (person.country,) if person.country else ()
    wanted = [
        RoleAssignment("hiteuse"),
        RoleAssignment("trainee"),
        *([RoleAssignment("huber", countries=country)] if country else []),
        *(RoleAssignment("admin", duty) for duty in ("reader", "finance", "operations", "owner")),
    ]
    choices = [
        Choice(f"/role {person.id} {' '.join(filter(None, (each.role, each.duty, *each.countries)))}", in_words(each))
        for each in wanted
        if each != now
    ]
    said = tr("*{name}* (n° {number}) : {role}", name=_called(person), number=str(person.id), role=in_words(now))
    said += tr(
        "Que devient-elle ? Pour plusieurs pays, écris par exemple : role {number} huber CM SN", number=str(person.id)
    )
    return said.with_choices(*choices, columns=2)


def _called(person: Person) -> Raw:
    return Raw(person.first_name or "?")


# --- confirmations ---------------------------------------------------------------------------------------


async def _propose(turn: Turn, arguments: Arguments) -> Proposal | Message | None:
    try:
        person = await service.look(turn.uow, turn.person, arguments["person"])
        wanted = _wanted(arguments, person)
    except (NotFound, BadInput):
        return None
    before = roles.of(person)
    if wanted == before:
        held = tr("*{name}* : {role}. C'est déjà fait.", name=_called(person), role=in_words(before))
        return held.with_choices(Choice(f"/role {person.id}", "Changer encore"), Choice("/menu", "Menu"), columns=2)
    said = tr("Nouveau rôle pour *{name}* (n° {number}) :", name=_called(person), number=str(person.id))
    return Proposal(said, in_words(before), in_words(wanted))


async def _change(turn: Turn, arguments: Arguments) -> Message:
    person = await service.look(turn.uow, turn.person, arguments["person"])
    try:
        changed = await service.change(
            turn.uow, turn.person, person.id, _wanted(arguments, person), turn.channel, turn.now
        )
    except LastOwner:
        return LAST_OWNER.with_choices(Choice("/menu", "Menu"))
    if changed is None:
        return tr("Rien à changer.").with_choices(Choice("/menu", "Menu"))
    said = tr("✅ C'est fait. *{name}* : {role}.", name=_called(person), role=in_words(changed.after))
    for announcement in changed.stopped:
        await turn.jobs.defer(turn.uow, "announcement", announcement=announcement)
    if changed.stopped:
        said += trn(
            "🛑 {n} annonce d'elle n'était pas finie : elle ne part plus.",
            "🛑 {n} annonces d'elle n'étaient pas finies : elles ne partent plus.",
            len(changed.stopped),
        )
    if changed.of_huber and (waiting := await _letters_waiting(turn)):
        said += trn(
            "💬 {n} personne attend une réponse de l'équipe : « messages ».",
            "💬 {n} personnes attendent une réponse de l'équipe : « messages ».",
            waiting,
        )
    if changed.person.stopped_at is None and await morning.told_at(turn, changed.person) > turn.now:
        said += tr("🌙 C'est la nuit chez elle : je le lui dis à 7 heures du matin.")
    return said.with_choices(Choice(f"/role {person.id}", "Changer encore"), Choice("/menu", "Menu"), columns=2)


async def _letters_waiting(turn: Turn) -> int:
    """How many wait for the team: those of a country without a Huber are told to nobody before a day is over."""
    if not permissions.may(turn.person, "answer threads"):
        return 0
    return (await threads_answers.listing(turn.uow, turn.person, 1, waiting=True)).waiting


def _wanted(arguments: Arguments, person: Person) -> RoleAssignment:
    countries = tuple(arguments.get("countries", ()))
    return roles.read(arguments["role"], arguments.get("duty", ""), countries, lives=person.country)


async def _propose_unlock(turn: Turn, arguments: Arguments) -> Proposal | None:
    try:
        person = await service.lockable(turn.uow, turn.person, arguments["person"])
    except NotFound:
        return None
    locked = await service.locked(turn.uow, turn.person, person.id)
    said = tr(
        "*{name}* (n° {number}) : rouvrir ses messageries bloquées ({count}), et oublier ses essais de code secret. "
        "Parle-lui d'abord de vive voix.",
        name=_called(person),
        number=str(person.id),
        count=len(locked),
    )
    return Proposal(said, which=locked)  # one that she has lost, and locked, since it was shown stays locked


async def _unlock(turn: Turn, arguments: Arguments) -> Message:
    count = await service.unlock(turn.uow, turn.person, arguments["person"], turn.channel, turn.now)
    turn.people_to_wake.add(arguments["person"])
    return tr("🔓 C'est fait. Messageries rouvertes : {count}.", count=count).with_choices(Choice("/menu", "Menu"))


CONFIRMATIONS: Mapping[str, Confirmation] = {
    "role": Confirmation(_propose, _change),
    "unlock": Confirmation(_propose_unlock, _unlock),
}
"""Arguments: for `role`, `person`, `role`, and, where they apply, `duty` and `countries`; for `unlock`, `person`."""


# --- the person is told -----------------------------------------------------------------------------------


async def changed(turn: Turn, payload: Mapping[str, Any]) -> None:
    """Tell a person about the new role in all their chats: flows that it does not serve are dropped, the menu changes,
    and a learner who has not joined as such is asked the questions of onboarding. At night they are told in the
    morning."""
    person = turn.person
    if person.role is None:
        return
    was_learner = payload["before"].get("role") in LEARNERS
    kept = {"everybody", "learners"} if was_learner and person.role in LEARNERS else {"everybody"}
    lost = load(payload["lost"]) if "lost" in payload else Message()
    for frame in [*turn.conversation.stack]:
        if turn.dialogues.flows[frame[0]].serves not in kept:
            lost += unfinished.said(frame, turn.conversation.asked)
            flow_stack.drop(turn, frame[0])
    await turn.jobs.defer(turn.uow, "show_menu", person_id=person.id)
    if person.stopped_at is not None:
        return
    if (at := await morning.told_at(turn, person)) > turn.now and "lost" not in payload:
        await threads_schedule.set_morning(turn.uow, person.id, at, {**payload, "lost": dump(lost)})
        return
    if "lost" in payload and _known_by_now(turn, payload):
        return
    said = tr("🔔 Ton rôle a changé : tu es maintenant *{role}*.", role=in_words(roles.of(person)))
    if stopped := payload.get("stopped", 0):
        said += trn(
            "🛑 Ton annonce n'était pas finie : elle ne part plus. L'équipe peut l'écrire à ta place.",
            "🛑 {n} annonces de toi n'étaient pas finies : elles ne partent plus. L'équipe peut les écrire à ta place.",
            stopped,
        )
    if payload.get("unanswered"):
        said += tr(
            "✋ L'équipe n'a pas répondu à ton dernier message : cette discussion est fermée. Redis-le si besoin."
        )
    said += lost
    if person.role in LEARNERS and person.joined_at is None:
        await promotion.begin(turn, said)
    else:
        await turn.say(said + await turn.dialogues.menu(turn), purpose="notice")
        await turn.tell_elsewhere(said.with_choices(Choice("/menu", "Menu")))


def _known_by_now(turn: Turn, payload: Mapping[str, Any]) -> bool:
    """Whether the person need not be told in the morning: the role has changed once more, or they have written at night
    and are asked the questions of the new one."""
    if payload["after"] != roles.of(turn.person).to_json():
        return True
    return any(name == "onboarding" for name, *_ in turn.conversation.stack)


WAKEUPS: Mapping[str, Wake] = {roles.CHANGED: changed}
