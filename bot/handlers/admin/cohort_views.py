"""How a Huber sees the cohort: the overview, the lists, and the messages that are sent with one tap."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from backend.db.earnings.goals import Shower
from backend.domain import days
from backend.domain.admin.cohort import GOAL_DAYS, Member, Overview, Part
from backend.domain.earnings.savings import Project
from backend.domain.messaging.message import Choice, Message, Raw, Tr, Value, tr
from backend.domain.messaging.texts import lines
from backend.domain.threads.commands import Author
from backend.domain.training.progress import ENCOURAGE_INTERVAL
from bot.flows.earnings.goal import KINDS
from bot.flows.engine.paging import next_page
from bot.flows.threads.write import signed
from bot.flows.training.lesson_views import GO_ON
from bot.i18n.formats import full_day

MOST_WORDS = 60
"""The most characters of a project's description in a list."""
PAGE_SIZE = 7
"""People on one page: a list on WhatsApp has ten rows, and three lead elsewhere."""
SLUGS: Mapping[str, Part] = {
    "semaine": "week",
    "nouvelles": "new",
    "risque": "risk",
    "parties": "gone",
    "heures": "full",
    "reussites": "passed",
}
SLUG_OF: Mapping[Part, str] = {part: slug for slug, part in SLUGS.items()}
TITLES: Mapping[Part, Tr] = {
    "week": Tr("*💼 Elles ont travaillé ces 7 jours*"),
    "new": Tr("*🌱 Nouvelles, pas encore au travail*"),
    "risk": Tr("*🔔 Elles travaillaient, et plus rien depuis 7 jours*"),
    "gone": Tr("*💤 Elles travaillaient, et plus rien depuis 28 jours*"),
    "full": Tr("*⭐ 3 heures dans une journée, ces 7 jours*"),
    "passed": Tr("*🎓 Elles ont réussi un module*"),
}
NOBODY: Mapping[Part, Tr] = {
    "week": Tr("Personne n'a encore travaillé ces 7 jours."),
    "new": Tr("Toutes les nouvelles ont déjà travaillé. 👏"),
    "risk": Tr("Personne ne s'est arrêté. 👏"),
    "gone": Tr("Personne n'est parti. 👏"),
    "full": Tr("Personne n'a encore atteint 3 heures dans une journée, ces 7 jours."),
    "passed": Tr("Personne n'a encore réussi de module."),
}
BACK = Choice("/cohorte", "👭 Ma cohorte")
RESULTS = Choice("/statmodule", "📊 Résultats")
WORK = Choice("/travail", "💼 Travailler")
ANSWER = Choice("/huber", "💬 Répondre")
PROJECTS = Choice("/cohorte projets", "🎯 Leurs projets")
BY_PERIOD = tr(
    "Pour une période : « cohorte la semaine dernière », « cohorte juin ». Travail ouvert : « cohorte travail »."
)
NOT_SHOWN = tr("Une hiteuse ne montre son projet qu'à sa Huber.")
COLUMNS = ("n°", "prénom", "inscrite le", "jours travaillés (7 j)", "minutes (7 j)", "réponses (7 j)")
MORE_COLUMNS = ("jours à 3 h (7 j)", "dernier jour de travail", "modules réussis", "réponses d'essai (7 j)")


def overview(found: Overview) -> Message:
    """One line for each list, with the most useful figures."""
    people = Tr("{n} hiteuse inscrite", {"n": found.people}, "{n} hiteuses inscrites", found.people)
    week = Tr("{n} a travaillé ces 7 jours", {"n": found.week}, "{n} ont travaillé ces 7 jours", found.week)
    new = Tr("{n} nouvelle pas encore au travail", {"n": found.new}, "{n} nouvelles pas encore au travail", found.new)
    told = [Tr("👭 {first}", {"first": people})]
    if found.answers:
        answers = Tr("{n} réponse", {"n": found.answers}, "{n} réponses", found.answers)
        values: dict[str, Value] = {"week": week, "answers": answers, "time": found.active}
        told.append(Tr("💼 {week} : {answers}, {time}", values))
    else:
        told.append(Tr("💼 {first}", {"first": week}))
    if found.tried:
        told[-1] = Tr("{work} ({tried})", {"work": told[-1], "tried": _tried(found.tried)})
    if found.late:
        late = Tr("dont {n} depuis plus de {goal} jours", {"n": found.late, "goal": GOAL_DAYS})
        new = Tr("{new}, {late}", {"new": new, "late": late})
    if found.practised:
        tried = Tr(
            "{n} a fait la tâche d'essai", {"n": found.practised}, "{n} ont fait la tâche d'essai", found.practised
        )
        new = Tr("{new} ({tried})", {"new": new, "tried": tried})
    told += [
        Tr("🌱 {first}", {"first": new}),
        Tr("🔔 {n} à relancer : plus rien depuis 7 jours", {"n": found.risk}),
        Tr(
            "💤 {n} partie : plus rien depuis 28 jours",
            {"n": found.gone},
            "💤 {n} parties : plus rien depuis 28 jours",
            found.gone,
        ),
        Tr("⭐ {n} a atteint 3 heures par jour", {"n": found.full}, "⭐ {n} ont atteint 3 heures par jour", found.full),
        Tr("🎓 {n} a réussi un module", {"n": found.passed}, "🎓 {n} ont réussi un module", found.passed),
    ]
    return Message((Tr("*👭 Ta cohorte*"), lines(*told))) + BY_PERIOD


def _tried(n: int) -> Tr:
    """Answers to the practice task: no work, but other figures count them as tasks."""
    return Tr("et {n} réponse d'essai", {"n": n}, "et {n} réponses d'essai", n)


def lists() -> tuple[Choice, ...]:
    """The buttons to the lists."""
    return (
        Choice("/cohorte semaine", "💼 Cette semaine"),
        Choice("/cohorte nouvelles", "🌱 Nouvelles"),
        Choice("/cohorte risque", "🔔 À relancer"),
        Choice("/cohorte parties", "💤 Parties"),
        Choice("/cohorte heures", "⭐ 3 heures par jour"),
        Choice("/cohorte reussites", "🎓 Réussites"),
        Choice("/cohorte formation", "📖 Formation"),
    )


def page(
    part: Part,
    found: Sequence[Member],
    now: datetime,
    zone: str,
    number: int,
    *,
    more: bool,
    talk: bool,
    encourages: bool = True,
) -> Message:
    """A page of one list. A tap on a name sends her a message, or, with `talk`, asks her to write to her Huber.
    `encourages`: whether the reader may do so."""
    slug = SLUG_OF[part]
    message = Message((TITLES[part],))
    if not found:
        return (message + Message((NOBODY[part],))).with_choices(BACK)
    message += Message((lines(*[_line(part, each, now, zone) for each in found]),))
    onward = next_page(f"/cohorte {slug} {number + 1}" + (" parler" if talk else ""), number + 1)
    if not encourages:
        return message.with_choices(*([onward] if more else []), BACK, columns=2)
    sign = (
        Tr("💬 Touche un prénom : je lui demande de t'écrire.")
        if talk
        else Tr("💛 Touche un prénom : elle reçoit un mot de toi.")
    )
    message += Message((sign,))
    names = [each.name for each in found]
    choices = [_button(slug, each, talk, alone=names.count(each.name) == 1) for each in found if not _told(each, now)]
    if more:
        choices.append(onward)
    other = (
        Choice(f"/cohorte {slug} {number}", "💛 Encourager")
        if talk
        else Choice(f"/cohorte {slug} {number} parler", "💬 Leur parler")
    )
    return message.with_choices(*choices, other, columns=2)


def projects(found: Sequence[tuple[Shower, Project]], number: int, *, more: bool) -> Message:
    """A page of the projects that women let their Huber see. A tap on a name asks her to write to her Huber."""
    message = tr("*🎯 Leurs projets*")
    if not found:
        return (message + tr("Aucune ne te montre son projet pour le moment.")).with_choices(BACK)
    message += Message((lines(*(_project(who, project) for who, project in found)),))
    message += tr("Elles ont choisi de te le montrer. 💬 Touche un prénom : je lui demande de t'écrire.")
    choices = [
        Choice(f"/cohorte {who.person_id} parler", Tr("💬 {name}", {"name": name(who.name)})) for who, _ in found
    ]
    if more:
        choices.append(next_page(f"/cohorte projets {number + 1}", number + 1))
    return message.with_choices(*choices, BACK, columns=2)


def _project(who: Shower, project: Project) -> Tr:
    values: dict[str, Value] = {
        "name": name(who.name),
        "project": Raw(" ".join(project.goal.words.split())[:MOST_WORDS]) if project.goal.words else _kind(project),
    }
    if project.reached is None:
        return Tr("• {name} : {project}", values)
    return Tr("• {name} : {project}, *{percent} %*", {**values, "percent": int(project.reached * 100)})


def _kind(project: Project) -> Value:
    part = next(choice.part for choice in KINDS if choice.id == project.goal.kind)
    assert isinstance(part, Tr | Raw)
    return part


def _button(slug: str, each: Member, talk: bool, *, alone: bool) -> Choice:
    """People with the same name are told apart by their numbers."""
    word = f"/cohorte {each.person} " + ("parler" if talk else slug)
    values: dict[str, Value] = {"name": name(each.name), "number": str(each.person)}
    if talk:
        return Choice(word, Tr("💬 {name}", values) if alone else Tr("💬 {name} (n° {number})", values))
    return Choice(word, Tr("💛 {name}", values) if alone else Tr("💛 {name} (n° {number})", values))


def _line(part: Part, each: Member, now: datetime, zone: str) -> Tr:
    values: dict[str, Value] = {"name": name(each.name), "told": Tr(" · encouragée") if _told(each, now) else Raw("")}
    match part:
        case "week":
            values |= {"time": each.active, "n": each.answers}
            values |= {"tried": Tr(" ({tried})", {"tried": _tried(each.tried)}) if each.tried else Raw("")}
            return Tr(
                "• {name} : {n} réponse, {time}{tried}{told}",
                values,
                "• {name} : {n} réponses, {time}{tried}{told}",
                each.answers,
            )
        case "new":
            since = (days.local_day(now, zone) - days.local_day(each.joined_at, zone)).days
            values |= {"tried": Tr(", tâche d'essai faite") if each.practised else Raw("")}
            if since < 1:
                return Tr("• {name} : inscrite aujourd'hui{tried}{told}", values)
            values |= {"n": since, "late": Raw(" ⚠️") if since > GOAL_DAYS else Raw("")}
            return Tr(
                "• {name} : inscrite depuis {n} jour{late}{tried}{told}",
                values,
                "• {name} : inscrite depuis {n} jours{late}{tried}{told}",
                since,
            )
        case "risk" | "gone":
            assert each.last is not None
            silent = (days.local_day(now, zone) - each.last).days
            values |= {"n": silent}
            return Tr("• {name} : rien depuis {n} jour{told}", values, "• {name} : rien depuis {n} jours{told}", silent)
        case "full":
            values |= {"n": each.full}
            return Tr("• {name} : {n} jour{told}", values, "• {name} : {n} jours{told}", each.full)
        case "passed":
            return Tr("• {name} : {titles}{told}", {**values, "titles": Raw(", ".join(each.passed))})


def _told(each: Member, now: datetime) -> bool:
    return each.told_at is not None and now - each.told_at < ENCOURAGE_INTERVAL


def name(first_name: str) -> Raw:
    """A first name, or "?"."""
    return Raw(first_name or "?")


def row(each: Member) -> tuple[str | int | None, ...]:
    """A row of the table (`COLUMNS`, `MORE_COLUMNS`)."""
    return (
        each.person,
        each.name,
        full_day(each.joined_at.date()),
        each.days,
        each.active // timedelta(minutes=1),
        each.answers,
        each.full,
        full_day(each.last) if each.last is not None else None,
        ", ".join(each.passed),
        each.tried,
    )


# --- messages to her --------------------------------------------------------------------------------


_WORDS: Mapping[Part, Tr] = {
    "week": Tr("Je vois ton travail de ces jours-ci : bravo, continue comme ça !"),
    "new": Tr("Ton premier travail t'attend : deux minutes suffisent pour commencer."),
    "risk": Tr("On ne t'a pas vue depuis quelques jours. Tout va bien ? Ta place est toujours là."),
    "gone": Tr("Ça fait un moment qu'on ne t'a pas vue. Si tu veux revenir, ta place est toujours là."),
    "full": Tr("3 heures dans une journée : bravo ! Repose-toi bien aussi."),
    "passed": Tr("Bravo pour ton module réussi ! Tu avances bien."),
}


def encouragement(by: Author, hello: Tr, part: Part | None = None) -> Message:
    """An encouragement in the name of her Huber or of the team; about her work if `part` is given, else about learning.
    `hello`: the greeting for the hour when she reads it."""
    greeted = tr("{hello} 💛", hello=hello)
    learning = Tr("Apprends à ton rythme, une leçon à la fois : tu peux y arriver, et je suis avec toi.")
    words = _WORDS[part] if part is not None else learning
    if by.name:
        said = tr("C'est {who}. {words}", who=signed(by), words=words)
    else:
        said = tr("{who} te fait signe. {words}", who=signed(by), words=words)
    way = GO_ON if part in (None, "passed") else WORK
    return (greeted + said).with_choices(way, ANSWER, columns=2)


def asked_to_write(by: Author, hello: Tr) -> Message:
    """Ask her to write to her Huber. Neither sees the other's number."""
    greeted = tr("{hello} 💬", hello=hello)
    if by.team:
        said = tr("C'est {who}. Ta Huber est là pour toi : touche « Répondre » et écris-lui ici.", who=signed(by))
    elif by.name:
        said = tr("{who}, voudrait te parler. Touche « Répondre » et écris-lui ici.", who=signed(by))
    else:
        said = tr("{who} voudrait te parler. Touche « Répondre » et écris-lui ici.", who=signed(by))
    return (greeted + said).with_choices(ANSWER)
