"""Words that everybody may use: start, menu, aide, profil, stop and the ways back."""

from __future__ import annotations

from dataclasses import replace

from backend.db.people import erasures
from backend.db.people import queries as people_rows
from backend.domain import days
from backend.domain.messaging.message import Choice, Markdown, Message, Raw, Tr, tr
from backend.domain.messaging.texts import lines
from backend.domain.money import francs
from backend.domain.people import codes, places
from backend.domain.people.commands import Invite, Person
from backend.domain.people.permissions import may
from backend.domain.work.projects import ProjectConfig
from backend.services.earnings import savings as savings_service
from backend.services.identity import joining_seen, linking
from backend.services.people import service as people_service
from backend.services.quality import review as review_service
from backend.services.work import instruction_voices, tasks
from bot.flows.account import small_talk
from bot.flows.earnings import goal as goal_flow
from bot.flows.identity import joining_views
from bot.flows.payouts import pay_days
from bot.flows.people import hard_content
from bot.flows.privacy import leaving as leaving_flow
from bot.flows.reminders import dialogue as reminder_flow
from bot.flows.work import views as work_views
from bot.handlers.engine import flow_engine, stranger_rate_limit
from bot.handlers.engine import menu as menus
from bot.handlers.engine.turn import Turn
from bot.handlers.engine.words import Vocabulary
from bot.handlers.identity import joining
from bot.handlers.privacy import leaving
from bot.handlers.reminders import commands as reminder_commands


async def start(turn: Turn, code: str) -> None:
    """`start CODE`, the deep link, or the bare code: redeem an invitation or a link to another chat."""
    person = turn.person
    if person.role is None:
        await _redeem(turn, code)
        return
    typed = codes.read(code)
    if typed is not None and person.joined_at is not None and await leaving.claim(turn, typed):
        return
    if typed is not None and await linking.is_link(turn.uow, typed):
        await flow_engine.open_flow(turn, "link_join", code)  # the deep link that `lier` gives
    elif person.joined_at is None:
        await flow_engine.open_flow(turn, "onboarding")
    elif code:
        await turn.say(tr("Tu es déjà inscrite, ce code n'est pas nécessaire.") + await menus.message(turn))
    else:
        await menu(turn)


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
            typed = Raw(codes.written(code))
            said = tr("Je ne connais pas le code *{code}*. Vérifie-le et écris-le encore une fois.", code=typed)
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
    await turn.say(
        tr(
            "👋 Ici, on entre sur invitation. Demande un code à la personne qui t'a parlé de nous, "
            "puis écris-le ici : *start CODE*"
        )
    )


async def menu(turn: Turn, _rest: str = "") -> None:
    """`menu`: show the menu of the person's role."""
    await turn.say(await menus.message(turn))


def instructions(config: ProjectConfig | None) -> Message:
    """The project's instructions; empty without a project."""
    if config is None or not config.instructions:
        return Message()
    return tr("*{title}*", title=Raw(config.title)) + Message((Markdown(config.instructions),))


async def rules_at_hand(turn: Turn) -> tuple[ProjectConfig | None, tuple[Choice, ...]]:
    """The project whose instructions apply now (open review or task), the button back to it, and the one to listen to
    them if there is a voice note; None and no button if there is none."""
    stack = turn.conversation.stack
    if stack and stack[-1][0] == "review":
        return await review_service.open_config(turn.uow, turn.person, turn.now), (Choice("/revues", "🔍 Ma revue"),)
    task = await tasks.open_task(turn.uow, turn.person) if turn.person.role == "hiteuse" else None
    if task is None:
        return None, ()
    note = await instruction_voices.offered(turn.uow, turn.person, task.project_id)
    listen = (replace(work_views.listen(task.project_id), aside=False),) if note is not None else ()
    return task.config, (Choice("/travail", "▶️ Ma tâche"), *listen)


async def help_(turn: Turn, _rest: str = "") -> None:
    """`aide`: what can be done here, or the instructions of the open task or review. Before the person has joined, most
    words are not open to them; the open question is shown instead."""
    if turn.person.joined_at is None and turn.conversation.stack:
        await flow_engine.beside(turn, small_talk.ANSWERS["lost"])
        return
    config, back = await rules_at_hand(turn)
    message = instructions(config)
    match turn.person.role:
        case "hiteuse" if message.parts:
            message += tr("Pour tout le reste, écris *menu*, ou *huber* pour parler à une personne.")
        case "hiteuse":
            message = words_of_work(pay_days.promise_in_help(turn.terms, turn.person.country))
        case "huber" | "admin":
            message = message if message.parts else _staff_help(turn.dialogues.words, turn.person)
        case _:
            message = WORDS_OF_LEARNING
    await turn.say(message.with_choices(*back, Choice("/menu", "Menu"), columns=2))


async def rules(turn: Turn, _rest: str = "") -> None:
    """`consignes`: for a hiteuse those of the open task, as with `aide`; for a Huber and the team their voice notes."""
    if may(turn.person, "record instructions"):
        await flow_engine.open_flow(turn, "instruction_voice")
    else:
        await help_(turn)


def words_of_work(when: Tr) -> Message:
    """The help of hiteuses: all words that they may use. `when`: they are paid (`pay_days.promise_in_help`)."""
    return tr(
        "Écris un mot, ou touche un bouton :\n"
        "• *travail* : une tâche\n"
        "• *corriger* : ta dernière réponse, *recours* : une refusée\n"
        "• *gains*, *attestation* : ce que tu as gagné\n"
        "• *paiement* : ta paie, {when}\n"
        "• *resultats* : tes bonnes réponses\n"
        "• *projet* : ton projet, ton épargne\n"
        "• *formation*, *progres*, *revision*, *certificat* : apprendre\n"
        "• *revues* : relire les autres (badge)\n"
        "• *huber* : écrire à ta Huber\n"
        "• *rappels*, *pause 3 jours*, *stop* : quand je t'écris\n"
        "• *profil*, *lier*, *economie* : toi\n"
        "• *confidentialite*, *mesdonnees*, *supprimer* : tes données",
        when=when,
    )


WORDS_OF_LEARNING = tr(
    "Écris un mot, ou touche un bouton :\n"
    "• *formation* : tes modules et tes leçons\n"
    "• *progres* : où tu en es\n"
    "• *revision* : revoir cinq questions\n"
    "• *certificat* : tes badges et tes certificats\n"
    "• *huber* : parler à ta Huber, la personne qui t'accompagne\n"
    "• *rappels*, *pause 3 jours*, *stop* : quand je t'écris\n"
    "• *profil*, *lier*, *economie* : tes informations, tes téléphones, tes données mobiles\n"
    "• *confidentialite*, *mesdonnees*, *supprimer* : ce que je garde sur toi"
)
"""The help of trainees: all words that they may use. A test compares the two lists with the vocabulary."""


def _staff_help(words: Vocabulary, person: Person) -> Message:
    """The words that are not for everybody, each with its description."""
    hers = [
        Tr("• *{word}* : {about}", {"word": name, "about": about})
        for name, about in words.listed(person)
        if words.by_name[name].actions
    ]
    said = Message((lines(*hers),))
    if may(person, "see figures"):
        said += tr("Tu peux aussi me demander un chiffre : « combien de tâches hier au Cameroun ? »")
    elif may(person, "ask figures"):
        said += tr("Tu peux aussi me demander un chiffre de tes pays : « combien a gagné Awa en octobre ? »")
    return said


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
            *(() if learner else (Choice("/projet", "🌱 Mon projet"), Choice("/pays", "🌍 Mon pays"))),
            *(() if learner else (Choice("/attestation", "Attestation de revenus"),)),
            *(() if learner else (hard_content.WORD,)),
            Choice("/conditions", "📜 Conditions"),
            Choice("/mesdonnees", "📦 Mes données"),
            *menus.CHATS,
        )
        message = (message + saver + _discretion(person)).with_choices(*choices, columns=2)
    else:
        choices = (Choice("/mesdonnees", "📦 Mes données"), *menus.CHATS)
        message = (message + _discretion(person)).with_choices(*choices, columns=2)
    if leaves is not None:  # first of all the day on which the account is erased
        waits = leaving_flow.waits(days.local_day(leaves.due, person.zone))
        choices = (*waits.choices, Choice("/mesdonnees", "📦 Mes données"), Choice("/menu", "Menu"))
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
            "C'est noté : je ne t'écris plus de moi-même. Les messages de tes hiteuses vont à l'équipe, jusqu'à "
            "ce que tu écrives « revenir »."
        )
    else:
        said = tr("C'est noté : je ne t'écris plus de moi-même. Tu peux toujours m'écrire.")
    if francs(*await savings_service.stop(turn.uow, turn.person, turn.now)):
        said += tr("🌱 Ce que tu avais mis de côté est de nouveau dans tes gains. Plus rien n'est retenu sur ta paie.")
    if await joining.stop_all(turn):  # "stop" may be about the link that was asked for
        said += tr("🚫 J'arrête aussi la liaison demandée pour ton compte.")
    await turn.say(said.with_choices(*menus.ways_back(turn.person), columns=2))


async def back(turn: Turn, _rest: str = "") -> None:
    """`revenir`: write to the person again as before `stop`."""
    await _come_back(turn)


async def back_quietly(turn: Turn, _rest: str = "") -> None:
    """`sans rappels`: come back after `stop` without reminders."""
    await _come_back(turn, quietly=True)


async def _come_back(turn: Turn, *, quietly: bool = False) -> None:
    """End `stop`, say which messages the person can expect, and show what was open. An erasure that was asked for is
    off."""
    if turn.person.stopped_at is not None and await leaving.called_off(turn):
        return
    turn.person = await people_service.back(turn.uow, turn.person, turn.now, quietly=quietly)
    said = tr("Contente de te retrouver ! 💛")
    stack = turn.conversation.stack
    told = bool(stack) and stack[-1][0] == "reminders"  # the flow of reminders says it itself
    if may(turn.person, "learn") and turn.person.joined_at is not None and not told:
        standing = await reminder_commands.reminder_facts(turn, reminder_flow.State())
        said += reminder_flow.describe(standing.preference, learner=standing.learner)
        said += reminder_flow.against(standing, standing.preference)
    if not await flow_engine.show_again(turn, said):
        await turn.say(said + await menus.message(turn))
