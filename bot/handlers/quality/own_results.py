"""`resultats`: how often her answers became the result, and what that opens to her."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backend.domain.messaging.message import Choice, Message, Raw, Tr, tr, trn
from backend.domain.messaging.texts import lines
from backend.domain.quality.own_results import Grade, OwnResults, ProjectResults
from backend.domain.quality.review import BADGE
from backend.services.certificates import badges
from backend.services.quality import own_results as service
from bot.flows.earnings.promises import AGREEMENT
from bot.handlers.engine.turn import Turn

WORDS: Mapping[Grade, Tr] = {
    "too few": Tr("Pas encore assez de réponses décidées pour le dire : continue à ton rythme."),
    "often": Tr("Bravo, c'est du très beau travail ! 👏"),
    "mostly": Tr("C'est du bon travail. 👍"),
    "seldom": Tr("Tu peux faire mieux : relis la consigne (« aide » pendant une tâche) et prends ton temps."),
}
WORK, EARNED, REVIEWS = Choice("/travail", "💼 Travailler"), Choice("/gains", "Mes gains"), Choice("/revues", "Revues")


async def results(turn: Turn, _rest: str = "") -> None:
    """`resultats`: the quality of her own answers."""
    projects = await service.of(turn.uow, turn.person)
    reviews = any(badge.key == BADGE for badge in await badges.held(turn.uow, turn.person))
    course = None if reviews else await badges.giving(turn.uow, BADGE)
    await turn.say(message(OwnResults(projects, reviews, course.title if course else "")))


def message(found: OwnResults) -> Message:
    """Her results in one message."""
    if not found.projects:
        said = tr("Tu n'as pas encore de réponse : après tes premières tâches, tu vois ici comment elles comptent.")
        return said.with_choices(WORK, EARNED, columns=2)
    said = tr("*Tes résultats*")
    for project in found.projects:
        if not _is_new(project):
            said += Message((lines(Tr("*{title}*", {"title": Raw(project.title)}), *_of_project(project)),))
    if new := [Tr("*{title}*", {"title": Raw(project.title)}) for project in found.projects if _is_new(project)]:
        said += Message((lines(*new, WORDS["too few"]),))  # said once for all of them
    said += Message((lines(AGREEMENT, *_opens(found)),))
    return said.with_choices(WORK, EARNED, *((REVIEWS,) if found.reviews else ()), columns=2)


def _is_new(project: ProjectResults) -> bool:
    """Whether there is nothing to count yet."""
    return not project.decided and not project.known


def _of_project(project: ProjectResults) -> list[Tr | Raw]:
    said: list[Any] = []
    if project.decided:
        said.append(
            Tr("✅ Ta réponse est le résultat {agreed} fois sur {n}.", {"agreed": project.agreed, "n": project.decided})
        )
    if project.known:
        said += trn(
            "🎯 Réponses connues d'avance : {right} juste sur {known}.",
            "🎯 Réponses connues d'avance : {right} justes sur {known}.",
            project.right,
            right=project.right,
            known=project.known,
        ).parts
    said.append(WORDS[project.grade])
    return said


def _opens(found: OwnResults) -> list[Tr]:
    if found.reviews:
        return [Tr("🔓 Avec ton badge, tu relis aussi les réponses des autres : écris « revues ».")]
    hard = any(project.hard and project.grade in ("often", "mostly") for project in found.projects)
    said = [Tr("🔓 Tu reçois aussi les tâches sur lesquelles d'autres ne sont pas d'accord.")] if hard else []
    if found.course:
        course = Raw(found.course)
        said.append(Tr("🔓 Relire les réponses des autres s'ouvre avec la formation « {course} ».", {"course": course}))
    return said
