"""What a Huber hears of somebody who has failed several times: a lesson, or a final test."""

from __future__ import annotations

from backend.domain.messaging.message import Choice, Message, Raw, Tr, tr, trn

NAMELESS = Raw("?")


def of_lesson(name: str, person_id: int, lesson: str, module: str) -> Message:
    """Told to her Huber, once: somebody does not get through a lesson."""
    who = Raw(name) if name else NAMELESS
    return tr(
        "🆘 {name} a du mal avec la leçon « {lesson} » ({module}) : trois essais sous la note. "
        "Un mot de toi peut l'aider.",
        name=who,
        lesson=Raw(lesson),
        module=Raw(module),
    ).with_choices(Choice(f"/cohorte {person_id}", Tr("💛 Encourager {name}", {"name": who})))


def of_final(name: str, person_id: int, module: str, failures: int) -> Message:
    """Told to her Huber, once: somebody does not get through a final test."""
    who = Raw(name) if name else NAMELESS
    return trn(
        "🆘 {name} n'a pas encore réussi le test final de « {module} » : {n} essai. Un mot de toi peut l'aider.",
        "🆘 {name} n'a pas encore réussi le test final de « {module} » : {n} essais. Un mot de toi peut l'aider.",
        failures,
        name=who,
        module=Raw(module),
    ).with_choices(Choice(f"/cohorte {person_id}", Tr("💛 Encourager {name}", {"name": who})))
