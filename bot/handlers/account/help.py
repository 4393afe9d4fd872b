"""What `aide` and `consignes` say: the words of each role, or the instructions of the open task or review."""

from __future__ import annotations

from backend.domain.messaging.message import Choice, Markdown, Message, Raw, Tr, tr
from backend.domain.messaging.texts import lines
from backend.domain.people.commands import Person
from backend.domain.people.permissions import may
from backend.domain.work.projects import ProjectConfig
from backend.records import replace
from backend.services.quality import review as review_service
from backend.services.work import instruction_voices, tasks
from bot.flows.account import small_talk
from bot.flows.payouts import pay_days
from bot.flows.work import views as work_views
from bot.handlers.engine import flow_engine
from bot.handlers.engine.turn import Turn
from bot.handlers.engine.words import Vocabulary


def instructions(config: ProjectConfig | None) -> Message:
    """The project's instructions; empty without a project."""
    if config is None or not config.instructions:
        return Message()
    return tr("*{title}*", title=Raw(config.title)) + Message((Markdown(config.instructions),))


IN_SHORT = 260
"""The most signs of instructions that stand above the open question."""
ALL_OF_IT = tr("Pour tout lire : écris « consignes ».")


def in_short(config: ProjectConfig | None) -> Message:
    """The beginning of the project's instructions, whole lines of it, and how to read the rest; empty without a
    project."""
    if config is None or len(config.instructions) <= IN_SHORT:
        return instructions(config)
    kept = ""
    for line in config.instructions.strip().splitlines(keepends=True):
        if kept and len(kept) + len(line) > IN_SHORT:
            break
        kept += line
    return Message((Markdown(kept.rstrip()),)) + ALL_OF_IT


async def rules_at_hand(turn: Turn) -> tuple[ProjectConfig | None, tuple[Choice, ...]]:
    """The project whose instructions apply now (open review, answer that is corrected, or task), the button back to it,
    and the one to listen to them if there is a voice note; None and no button if there is none."""
    stack = turn.conversation.stack
    if stack and stack[-1][0] == "review":
        return await review_service.open_config(turn.uow, turn.person, turn.now), (Choice("/revues", "🔍 Ma revue"),)
    if turn.person.role != "hiteuse":
        return None, ()
    flow = turn.dialogues.flows[stack[-1][0]] if stack else None
    corrects = flow is not None and flow.marks and flow.corrects(stack[-1][2])
    task = await tasks.previous(turn.uow, turn.person) if corrects else None
    task = task or await tasks.open_task(turn.uow, turn.person)
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
