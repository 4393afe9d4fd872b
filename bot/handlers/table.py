"""Who answers each word of the chat, and what is done after one more question (`bot.handlers.engine.confirmations`)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from backend.domain.messaging.message import Choice, tr
from backend.domain.people.permissions import Action, may
from bot.handlers.account import commands as account_commands
from bot.handlers.account import small_talk_replies
from bot.handlers.admin import (
    audit,
    cohort,
    letter_confirmations,
    project_confirmations,
    projects,
    queue_jobs,
    queues,
    roles,
    support_lookup,
)
from bot.handlers.admin.metrics import commands as metrics_commands
from bot.handlers.announcements import commands as announcements_commands
from bot.handlers.announcements import responses as announcements_responses
from bot.handlers.certificates import commands as certificates_commands
from bot.handlers.engine import confirmations, screens, sheets
from bot.handlers.engine.turn import Turn
from bot.handlers.identity import commands as identity_commands
from bot.handlers.people import invitations, promotion
from bot.handlers.threads import commands as threads_commands
from bot.handlers.training import commands as training_commands
from bot.handlers.training import results
from bot.handlers.work import batches
from bot.handlers.work import commands as work_commands

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
    "start": account_commands.start,
    "menu": account_commands.menu,
    "aide": account_commands.help_,
    "profil": account_commands.profile,
    "economie": account_commands.data_saver,
    "stop": account_commands.stop,
    "revenir": account_commands.back,
    "sans rappels": account_commands.back_quietly,
    "travail": work_commands.work,
    "gains": work_commands.gains,
    "corriger": work_commands.correct,
    "projet": work_commands.goal,
    "rappels": work_commands.reminders,
    "pause": work_commands.pause,
    "pays": work_commands.country,
    "inviter": invitations.show,
    "lot": batches.show,
    "importer": batches.import_,
    "projets": projects.show,
    "stats": metrics_commands.show,
    "chiffres": metrics_commands.asked,
    "exporter": export,
    "file": queues.show,
    "personne": support_lookup.show,
    "lier": identity_commands.link,
    "secret": identity_commands.secret,
    "verifier": identity_commands.vouch,
    "formation": training_commands.formation,
    "progres": training_commands.progress,
    "certificat": certificates_commands.show,
    "revision": training_commands.revision,
    "statmodule": results.show,
    "continuer": training_commands.go_on,
    "demande": small_talk_replies.answer,
    "ma reponse": screens.answered,
    "pas ma reponse": screens.left,
    "lui repondre": threads_commands.reply,
    "annonce": announcements_commands.show,
    "annonce vote": announcements_responses.vote,
    "annonce lu": announcements_responses.read,
    "annonce oui": announcements_responses.interested,
    "annonce voir": announcements_responses.whole,
    "cohorte": cohort.show,
    "huber": threads_commands.write,
    "messages": threads_commands.messages,
    "promouvoir": promotion.show,
    "role": roles.show,
    "audit": audit.show,
}

for _module in (
    project_confirmations,
    roles,
    invitations,
    support_lookup,
    queue_jobs,
    letter_confirmations,
    announcements_commands,
    promotion,
):
    confirmations.TABLE.update(_module.DEEDS)
