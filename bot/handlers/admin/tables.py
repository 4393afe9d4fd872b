"""`exporter`: the table of what was shown last."""

from __future__ import annotations

from backend.domain.messaging.message import Choice, tr
from backend.domain.people.permissions import Action, may
from bot.handlers.engine import sheets
from bot.handlers.engine.turn import Turn

WISHES = (
    *("exporte", "exporte ca", "exporte le", "exporte la", "exporte moi ca", "exporter ca", "exporte tout"),
    *("exporte le tableau", "exporter le tableau", "exporte ce tableau", "je veux exporter", "je veux le tableau"),
    *("csv", "excel", "en csv", "en excel", "en tableau", "fichier excel", "fichier csv"),
    *("envoie le tableau", "envoie moi le tableau", "envoie le fichier", "envoie moi le fichier"),
    *("envoie moi ca en excel", "envoie ca en excel", "telecharge", "telecharger", "telecharger le tableau"),
)
"""What is written for `exporter`, folded and without a polite word."""


async def export(turn: Turn, _rest: str = "") -> None:
    """`exporter`: send the table of what was shown last, or ask which."""
    name, _, rest = (sheets.offered(turn) or "").removeprefix("/").partition(" ")
    if name in turn.dialogues.words.by_name:
        await turn.dialogues.answer(turn, name, rest)
        return
    which = tr("Quel tableau veux-tu ?")
    tables: list[tuple[Action, Choice]] = [
        ("see figures", Choice("/stats exporter", "📊 Chiffres")),
        ("see projects", Choice("/projets exporter", "📦 Projets")),
        ("see results", Choice("/statmodule exporter", "🎓 Formation")),
    ]
    hers = [choice for action, choice in tables if may(turn.person, action)]
    await turn.say(which.with_choices(*hers, columns=2))
