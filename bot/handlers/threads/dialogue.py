"""What the area of threads brings to the chat."""

from __future__ import annotations

from backend.domain.messaging.message import Tr
from bot.flows.threads import answer, telling, write
from bot.handlers.engine.dialogue import Dialogue
from bot.handlers.engine.words import Word, many_words
from bot.handlers.threads import commands, effects, reports

DIALOGUE = Dialogue(
    flows=(
        (write.FLOW, effects.write_facts),
        (telling.FLOW, effects.telling_facts),
        (answer.FLOW, effects.answer_facts),
    ),
    commands=effects.COMMANDS,
    words=(
        (
            Word(
                "huber",
                "write to the huber",
                about=Tr("Écrire à ma Huber"),
                takes=True,
                rank=130,
                before_joining=True,
                like=("equipe", "messages"),
            ),
            commands.write,
        ),
        (
            Word(
                "messages",
                "answer threads",
                about=Tr("Les messages des hiteuses, et leur répondre"),
                rank=110,
                pages=True,
                alone=dict.fromkeys(("signalement", "signalements"), ""),
                aliases=("messages signales", "reponses toutes faites", "reponses pretes", "reponses types"),
                like=("huber",),
            ),
            commands.messages,
        ),
        (
            Word(
                "equipe",
                "write to the team",
                about=Tr("Écrire à l'équipe"),
                takes=True,
                rank=112,
                like=("huber", "messages"),
            ),
            commands.write,
        ),
        (
            Word(
                "signaler message",
                ("write to the huber", "write to the team", "answer threads"),
                takes=True,
                aliases=("signaler un message", "signaler le message", "signaler ce message"),
                is_sentence=many_words,
                own_hand=True,
                before_joining=True,
            ),
            reports.show,
        ),
        (
            Word(
                "signaler une personne",
                "write to the huber",
                aliases=("signaler quelqu un", "denoncer quelqu un", "signaler ma huber", "denoncer ma huber"),
                before_joining=True,
            ),
            reports.of_a_person,
        ),
        (
            Word("lui repondre", ("write to the huber", "write to the team", "answer threads"), before_joining=True),
            commands.reply,
        ),
    ),
    confirmations=reports.CONFIRMATIONS,
    wakeups=commands.WAKEUPS,
)
