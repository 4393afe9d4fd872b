"""Results of training in chat: lines for modules, lessons, women and questions."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from backend.domain.messaging.message import Choice, Message, Raw, Tr, Value, tr, trn
from backend.domain.messaging.texts import lines
from backend.domain.people import places
from backend.domain.training.progress import LEAST_TRIED, QuestionLine
from backend.domain.training.results import (
    HerLesson,
    LearnerResult,
    LessonResult,
    ModuleResult,
    ModuleResults,
    WomanResult,
)
from bot.flows.engine.paging import next_page

PAGE_SIZE = 7
"""Women on one page: a list on WhatsApp has ten rows, and three lead elsewhere."""
EXCERPT_LENGTH = 90
"""The most characters of a question in a line."""
WORST_QUESTIONS = 5
"""The most questions that are listed as troublesome."""
MISSED_QUESTIONS = 2
"""The most questions that are listed as missed by one woman; the table has all."""
COLUMNS = (
    *("module", "n°", "prénom", "pays", "commencé le", "réussi le", "essais du test final", "note du test final"),
    *("leçon", "titre de la leçon", "leçon finie le", "note de la leçon", "essais de la leçon"),
    *("question", "texte", "réponses", "note à la première", "note à la dernière", "répondu le"),
)
"""The columns of the table that is sent in chat, in the order of `backend.services.training.results.COLUMNS`."""
MODULES = Choice("/statmodule", "📊 Tous les modules")


def modules(found: Sequence[ModuleResult]) -> Message:
    """All modules with their counts, each with a button."""
    message = tr("*📊 Résultats de la formation*")
    if not found:
        return message + tr("Il n'y a pas encore de module.")
    message += tr("_Module : commencé · réussi · note du test final_")
    message += Message((lines(*(_module(each) for each in found)),))
    return message.with_choices(*(Choice(f"/statmodule {each.id}", Raw(each.title)) for each in found))


def _module(found: ModuleResult) -> Tr:
    values: dict[str, Value] = {"title": Raw(found.title), "begun": found.begun, "passed": found.passed}
    return Tr("• *{title}* : {begun} · {passed} · {score}", {**values, "score": percent(found.score)})


def module(found: ModuleResults) -> Message:
    """The lessons of a module, and its troublesome questions."""
    of = found.module
    message = _head(of)
    if not of.begun:
        return message + tr("Personne ne l'a encore commencé.")
    begun = Tr("{n} femme l'a commencé", {"n": of.begun}, "{n} femmes l'ont commencé", of.begun)
    passed = Tr("{n} l'a réussi", {"n": of.passed}, "{n} l'ont réussi", of.passed)
    message += Message((Tr("👩 {begun}, {passed}.", {"begun": begun, "passed": passed}),))
    if of.tried:
        message += trn(
            "🎓 Test final : {n} l'a passé, {score} en moyenne.",
            "🎓 Test final : {n} l'ont passé, {score} en moyenne.",
            of.tried,
            score=percent(of.score),
        )
    message += tr("_Leçon : finie · note_")
    message += Message((lines(*(_lesson(each) for each in found.lessons)),))
    return message + _worst(found.questions)


def _head(of: ModuleResult) -> Message:
    return tr("*📊 {module}*", module=Raw(of.title))


def _lesson(found: LessonResult) -> Tr:
    values: dict[str, Value] = {"n": found.number, "title": Raw(found.title)}
    line = Tr(
        "{n}. {title} : {finished} · {score}", {**values, "finished": found.finished, "score": percent(found.score)}
    )
    if not found.stuck:
        return line
    return Tr("{line} · 🆘 {n} en difficulté", {"line": line, "n": found.stuck})


def _worst(questions: Sequence[QuestionLine]) -> Message:
    worst = [line for line in questions if line.trouble][:WORST_QUESTIONS]
    if not worst:
        return Message()
    message = trn("*À revoir : {n} question*", "*À revoir : {n} questions*", len(worst))
    for line in worst:
        message += tr(
            "• {key} : « {text} » {why}", key=Raw(line.key), text=Raw(excerpt(line.text)), why=TROUBLES[line.trouble]
        )
    return message


def questions(found: ModuleResults) -> Message:
    """A line for each question, by lesson."""
    message = _head(found.module)
    if not any(line.tried for line in found.questions):
        return message + tr("Personne n'a encore répondu à ces questions.")
    message += tr("_Question : essais · juste du premier coup · lien avec le reste (de -1 à 1)_")
    titles = {lesson.number: lesson.title for lesson in found.lessons}
    for number in dict.fromkeys(line.lesson for line in found.questions):
        told = [_question(line) for line in found.questions if line.lesson == number]
        title = titles.get(number)
        head = Tr("*{n}. {title}*", {"n": number, "title": Raw(title)}) if title else Tr("*Test final*")
        message += Message((lines(head, *told),))
    if any(line.trouble for line in found.questions):
        return message + _worst(found.questions)
    if all(line.tried < LEAST_TRIED for line in found.questions):
        return message + tr("Il faut {n} réponses à une question pour dire si elle pose problème.", n=LEAST_TRIED)
    return message + NO_TROUBLE


NO_TROUBLE = tr("Aucune ne pose problème.")


def _question(line: QuestionLine) -> Raw:
    linked = line.discrimination if line.tried >= LEAST_TRIED else None
    return Raw(f"{line.key} : {line.tried} · {_share(line.right)} · {_decimal(linked)}")


def women(of: ModuleResult, found: Sequence[WomanResult], page: int, *, more: bool, flags: bool) -> Message:
    """A page of the women who began a module, each with a button. `flags`: they live in several countries."""
    message = _head(of)
    if not found:
        return message + tr("Personne ne l'a encore commencé.")
    message += tr("_Prénom : leçons finies · note des leçons · test final_")
    message += Message((lines(*(_woman(each, flags=flags) for each in found)),))
    names = [each.name for each in found]
    choices = [
        Choice(f"/statmodule {of.id} femme {each.person}", _name(each, alone=names.count(each.name) == 1))
        for each in found
    ]
    if more:
        choices.append(next_page(f"/statmodule {of.id} femmes {page + 1}", page + 1))
    return message.with_choices(*choices, columns=2)


def _woman(found: WomanResult, *, flags: bool) -> Tr:
    flag = {country.code: country.flag for country in places.COUNTRIES}.get(found.country) if flags else None
    who = Tr("{flag} {name}", {"flag": Raw(flag), "name": _called(found)}) if flag else _called(found)
    values: dict[str, Value] = {
        "who": who,
        "done": found.finished,
        "total": found.lessons,
        "score": percent(found.score),
        "final": _final(found),
    }
    return Tr("• {who} : {done} sur {total} · {score} · {final}", values)


def _final(found: WomanResult) -> Tr | Raw:
    if found.passed:
        return Tr("réussi ({score})", {"score": percent(found.final)})
    return Raw(percent(found.final)) if found.tries else Raw("–")


def _called(found: WomanResult) -> Raw:
    return Raw(found.name or "?")


def _name(found: WomanResult, *, alone: bool) -> Tr | Raw:
    if alone and found.name:
        return Raw(found.name)
    return Tr("{name} (n° {number})", {"name": _called(found), "number": str(found.person)})


def woman(found: LearnerResult) -> Message:
    """The results of one woman, by lesson, and the questions that she last got wrong."""
    hers = found.woman
    message = tr("*👩 {name} · {module}*", name=_called(hers), module=Raw(found.module.title))
    message += Message((lines(*(_her_lesson(each) for each in found.lessons)),))
    if hers.passed:
        message += tr("🎓 Module réussi, {score} au test final.", score=percent(hers.final))
    elif hers.tries:
        message += trn(
            "🎓 Test final : {n} essai, {score} au mieux.",
            "🎓 Test final : {n} essais, {score} au mieux.",
            hers.tries,
            score=percent(hers.final),
        )
    if not found.missed:
        return message
    message += trn("*À revoir avec elle : {n} question*", "*À revoir avec elle : {n} questions*", len(found.missed))
    for each in found.missed[:MISSED_QUESTIONS]:
        message += tr("• « {text} »", text=Raw(excerpt(each.text)))
    left = len(found.missed) - MISSED_QUESTIONS
    return message + trn("… et {n} autre.", "… et {n} autres.", left) if left > 0 else message


def _her_lesson(found: HerLesson) -> Tr:
    values: dict[str, Value] = {"n": found.number, "title": Raw(found.title)}
    if not found.finished:
        return Tr("▫️ {n}. {title}", values)
    values["score"] = percent(found.score)
    if found.tries < 2:
        return Tr("✅ {n}. {title} : {score}", values)
    return Tr("✅ {n}. {title} : {score} en {tries} fois", {**values, "tries": found.tries})


TROUBLES = {
    "hard": Tr("Presque personne ne trouve : l'écran l'explique-t-il ?"),
    "misleading": Tr("Celles qui savent le reste se trompent ici : la question est-elle claire ?"),
    "easy": Tr("Tout le monde trouve : elle n'apprend rien."),
}


def excerpt(text: str) -> str:
    """A text on one line, cut after `EXCERPT_LENGTH` characters."""
    text = " ".join(text.split())
    return text if len(text) <= EXCERPT_LENGTH else text[: EXCERPT_LENGTH - 1].rstrip() + "…"


def percent(score: Decimal | None) -> str:
    """A share as a percentage, rounded down, so that only a score that reaches a mark shows it; a dash for None."""
    return "–" if score is None else f"{int(score * 100)} %"


def _share(share: float | None) -> str:
    return percent(None if share is None else Decimal(repr(share)))


def _decimal(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}".replace(".", ",")
