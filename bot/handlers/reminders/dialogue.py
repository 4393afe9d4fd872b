"""What the area of reminders brings to the chat: days and hour, pauses, and the reminder itself."""

from __future__ import annotations

from backend.domain.messaging.message import Tr
from backend.domain.people import commands as people_commands
from bot.flows.reminders import dialogue as reminders_flow
from bot.flows.reminders import pause as pause_flow
from bot.handlers.engine.dialogue import Dialogue
from bot.handlers.engine.words import Word, any_rest
from bot.handlers.reminders import commands, message, pauses

DIALOGUE = Dialogue(
    flows=((reminders_flow.FLOW, commands.reminder_facts), (pause_flow.FLOW, commands.pause_facts)),
    commands={people_commands.SetReminder: commands.set_reminder, people_commands.Pause: commands.set_pause},
    words=(
        (
            Word(
                "rappels",
                "learn",
                about=Tr("Mes jours et mon heure de rappel"),
                takes=True,
                rank=140,
                aliases=("rappel",),
                is_sentence=any_rest,
            ),
            commands.reminders,
        ),
        (
            Word(
                "pause",
                "learn",
                about=Tr("Pas de rappels quelque temps, par exemple : pause 3 jours"),
                takes=True,
                rank=260,
                is_sentence=pauses.no_pause,
                like=("projets",),
            ),
            commands.pause,
        ),
    ),
    wakeups={message.WAKE: message.woken},
)
