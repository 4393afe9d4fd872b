"""Messages to a Huber about somebody who has failed a lesson or a final test several times."""

from __future__ import annotations

from backend.domain.messaging.message import Choice, Message, Raw, Tr, tr, trn

NAMELESS = Raw("?")


def of_lesson(name: str, person_id: int, lesson: str, module: str) -> Message:
    """Somebody has failed a lesson several times. Sent to her Hubers once."""
    who = Raw(name) if name else NAMELESS
    return tr(
        "🆘 {name} a du mal avec la leçon « {lesson} » ({module}) : trois essais sous la note. "
        "Un mot de toi peut l'aider.",
        name=who,
        lesson=Raw(lesson),
        module=Raw(module),
    ).with_choices(Choice(f"/cohorte {person_id}", Tr("💛 Encourager {name}", {"name": who})))


def of_final(name: str, person_id: int, module: str, failures: int) -> Message:
    """Somebody has failed a final test several times. Sent to her Hubers once."""
    who = Raw(name) if name else NAMELESS
    return trn(
        "🆘 {name} n'a pas encore réussi le test final de « {module} » : {n} essai. Un mot de toi peut l'aider.",
        "🆘 {name} n'a pas encore réussi le test final de « {module} » : {n} essais. Un mot de toi peut l'aider.",
        failures,
        name=who,
        module=Raw(module),
    ).with_choices(Choice(f"/cohorte {person_id}", Tr("💛 Encourager {name}", {"name": who})))
