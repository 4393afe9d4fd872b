"""`profil`: what the product knows of the person; and the switches of what they see, `economie` and `discret`."""

from __future__ import annotations

from backend.db.people import erasures
from backend.db.people import queries as people_rows
from backend.domain import days
from backend.domain.messaging.message import Choice, Message, Raw, Tr, tr
from backend.domain.people import places, roles
from backend.domain.people.commands import Person
from bot.flows.earnings import goal as goal_flow
from bot.flows.people import hard_content, role_labels
from bot.flows.privacy import leaving as leaving_flow
from bot.flows.reminders import dialogue as reminder_flow
from bot.handlers.account import menu as menus
from bot.handlers.engine.turn import Turn
from bot.handlers.reminders import commands as reminder_commands


async def profile(turn: Turn, _rest: str = "") -> None:
    """`profil`: what the product knows of the person."""
    person = turn.person
    # an admin works for all countries; the country of their invitation says nothing about them
    place = "" if person.role == "admin" else places.country(person.country).name
    leaves = await erasures.waiting(turn.uow, person.id) if person.stopped_at is not None else None
    message = tr("*Ton profil*") + Message((Raw(" · ".join(filter(None, (person.first_name, place)))),))
    if person.role in ("hiteuse", "trainee"):
        learner = person.role == "trainee"
        goal = await people_rows.goal(turn.uow, person.id)
        if goal is not None:
            message = message + tr("*Ton projet*") + goal_flow.describe(goal)
        if leaves is None:  # else the day of the erasure says it all
            message += await _reminders(turn, learner)
        saver = (
            tr("Économie de données : *oui*, sans mes images.")
            if person.data_saver
            else tr("Économie de données : *non*.")
        )
        choices = (
            Choice("/economie", "Images : oui" if person.data_saver else "Économie de données"),
            Choice("/rappels", "⏰ Mes rappels"),
            *(() if learner else (Choice("/projet", "🌱 Mon projet"), menus.COUNTRY)),
            *(() if learner else (menus.INCOME,)),
            *(() if learner else (hard_content.WORD,)),
            menus.CONDITIONS,
            menus.HER_DATA,
            *menus.CHATS,
        )
        message = (message + saver + _discretion(person)).with_choices(*choices, columns=2)
    else:
        choices = (menus.HER_DATA, *menus.CHATS)
        if person.role is not None:
            message += Message((Tr("🎭 {role}", {"role": role_labels.in_words(roles.of(person))}),))
        message = (message + _discretion(person)).with_choices(*choices, columns=2)
    if leaves is not None:  # first of all the day on which the account is erased
        waits = leaving_flow.waits(days.local_day(leaves.due, person.zone))
        choices = (*waits.choices, menus.HER_DATA, Choice("/menu", "Menu"))
        message = (waits + message).with_choices(*choices, columns=2)
    await turn.say(message)


async def _reminders(turn: Turn, learner: bool) -> Message:
    """When the person is written to; a pause, or a chat that takes no reminders, is said too."""
    standing = await reminder_commands.reminder_facts(turn, reminder_flow.State())
    if standing.stopped:
        return reminder_flow.STILL_STOPPED
    said = reminder_flow.describe(standing.preference, learner=learner)
    return said + reminder_flow.against(standing, standing.preference)


def _discretion(person: Person) -> Message:
    if person.discreet:
        return tr("🤫 Mode discret : *oui*. Pour l'arrêter, écris « discret ».")
    return tr("Mode discret : *non*. Pour cacher sommes et noms quand ton téléphone est fermé, écris « discret ».")


def _undo(switch: str) -> Choice:
    """The button that switches back what was just switched."""
    return Choice(f"/{switch}", "↩️ Annuler")


async def data_saver(turn: Turn, _rest: str = "") -> None:
    """`economie`: switch the product's pictures off or on."""
    on = not turn.person.data_saver
    await people_rows.set_profile(turn.uow, turn.person.id, data_saver=on)
    if on:
        await turn.say(
            tr("C'est fait : je n'envoie plus mes images. Le texte dit la même chose.").with_choices(
                _undo("economie"), menus.PROFILE
            )
        )
    else:
        await turn.say(
            tr("C'est fait : tu reçois de nouveau mes images.").with_choices(_undo("economie"), menus.PROFILE)
        )


async def discreet(turn: Turn, _rest: str = "") -> None:
    """`discret`: switch discretion on or off for the messages that the product starts."""
    on = not turn.person.discreet
    await people_rows.set_profile(turn.uow, turn.person.id, discreet=on)
    if on:
        await turn.say(
            tr(
                "🤫 Mode discret : quand je t'écris de moi-même, la première ligne ne dit rien. Ni somme ni nom "
                "quand ton téléphone est fermé. Pour l'arrêter, écris encore « discret »."
            ).with_choices(_undo("discret"), menus.PROFILE)
        )
    else:
        await turn.say(
            tr("Mode discret arrêté : mes messages disent tout dès la première ligne.").with_choices(
                _undo("discret"), menus.PROFILE
            )
        )
