"""Who answers each word of the chat, and what is done after one more question (`bot.handlers.deeds`)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from backend.domain.message import Choice, tr
from backend.domain.permissions import Action, may
from bot.handlers import (
    announcement_answers,
    announcements,
    audit,
    batches,
    beside,
    certificates,
    chats,
    cohort,
    deeds,
    everyone,
    hiteuse,
    invitations,
    letter_deeds,
    listening,
    persons,
    project_deeds,
    projects,
    promotion,
    queue_jobs,
    queues,
    results,
    roles,
    screens,
    sheets,
    statistics,
    training,
)
from bot.handlers.turn import Turn

Handler = Callable[[Turn, str], Awaitable[None]]


async def export(turn: Turn, _rest: str = "") -> None:
    """`exporter`: the table of what was shown last, or which there are."""
    name, _, rest = (sheets.offered(turn) or "").removeprefix("/").partition(" ")
    if name in HANDLERS:
        await HANDLERS[name](turn, rest)
        return
    which = tr("Quel tableau veux-tu ?")
    tables: list[tuple[Action, Choice]] = [
        ("see figures", Choice("/stats exporter", "📊 Chiffres")),
        ("see projects", Choice("/projets exporter", "📦 Projets")),
        ("see results", Choice("/statmodule exporter", "🎓 Formation")),
    ]
    hers = [choice for action, choice in tables if may(turn.person, action)]
    await turn.say(which.with_choices(*hers, columns=2))


HANDLERS: Mapping[str, Handler] = {
    "start": everyone.start,
    "menu": everyone.menu,
    "aide": everyone.help_,
    "profil": everyone.profile,
    "economie": everyone.data_saver,
    "stop": everyone.stop,
    "revenir": everyone.back,
    "sans rappels": everyone.back_quietly,
    "travail": hiteuse.work,
    "gains": hiteuse.gains,
    "corriger": hiteuse.correct,
    "projet": hiteuse.goal,
    "rappels": hiteuse.reminders,
    "pause": hiteuse.pause,
    "pays": hiteuse.country,
    "inviter": invitations.show,
    "lot": batches.show,
    "importer": batches.import_,
    "projets": projects.show,
    "stats": statistics.show,
    "chiffres": statistics.asked,
    "exporter": export,
    "file": queues.show,
    "personne": persons.show,
    "lier": chats.link,
    "secret": chats.secret,
    "verifier": chats.vouch,
    "formation": training.formation,
    "progres": training.progress,
    "certificat": certificates.show,
    "revision": training.revision,
    "statmodule": results.show,
    "continuer": training.go_on,
    "demande": beside.answer,
    "ma reponse": screens.answered,
    "pas ma reponse": screens.left,
    "lui repondre": listening.reply,
    "annonce": announcements.show,
    "annonce vote": announcement_answers.vote,
    "annonce lu": announcement_answers.read,
    "annonce oui": announcement_answers.interested,
    "annonce voir": announcement_answers.whole,
    "cohorte": cohort.show,
    "huber": listening.write,
    "messages": listening.messages,
    "promouvoir": promotion.show,
    "role": roles.show,
    "audit": audit.show,
}

for _module in (project_deeds, roles, invitations, persons, queue_jobs, letter_deeds, announcements, promotion):
    deeds.TABLE.update(_module.DEEDS)
