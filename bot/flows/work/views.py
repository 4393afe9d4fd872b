"""The messages of a task."""

from __future__ import annotations

from backend.domain.messaging.message import Choice, Message, Raw, tr, trn
from backend.domain.work.commands import Task
from backend.records import replace
from bot.flows.people import hard_content
from bot.flows.work import other_work, pair_sides, setting_aside, task_input
from bot.flows.work.offers import views as offers
from bot.flows.work.state import BACK, EARNED, MENU, OTHER, PAUSE, PREVIOUS, SKIP, Facts, State

SEE = Choice("see", "👁 Voir")
HUBER = Choice("/huber", "💬 Ma Huber", aside=True)
WARNED_FOR = 10
"""How many tasks of hard text one warning covers."""
GO = Choice("/travail", "Continuer")
SKIP_WHOLE = Choice("skip", "⏭ Passer cette fiche", aside=True, also=("passer",))
"""The same button for a form: it skips the whole form, not only the field that is asked for."""
PROBLEM = Choice("problem", "⚠️ Signaler un souci", aside=True, also=("signaler", "je signale", "un souci"))
HARD_TO_SEE = (
    Choice("/demande skip", SKIP.label, says="yes"),
    Choice("/demande flaw", PROBLEM.label),
    replace(GO, says="no"),
)
"""Below « tu n'es pas obligée de regarder ça »."""
UNSURE = tr("Choisis une des réponses ci-dessous. Tu hésites ? Touche « Passer » : tu ne perds rien.")
WAS_PAUSED = tr("Tu étais en pause : rien n'est noté. On reprend ici :")
NEXT_BY_SKIP = tr("Pour laisser celle-ci et voir la suivante, touche « Passer ». Sinon, réponds ici :")
HESITATES = tr("Tu hésites ? Touche « Passer » : tu ne perds rien.")


def prompt(state: State, facts: Facts) -> Message:
    """Show the task, an offer, the pause, or the last answer to correct."""
    match state.at:
        case "first" | "more" | "offer" | "offers" | "why":
            return offers.prompt(state, facts)
        case "other":
            return other_work.prompt(state, facts)
        case "skipping" | "problem" | "words":
            return setting_aside.prompt(state)
        case "paused":
            said = tr(
                "⏸ Pause. Ta tâche t'attend. Si tu reviens tard, une autre l'aura peut-être faite : tu ne perds rien "
                "de tes gains."
            )
            hard = (hard_content.WORD,) if facts.task is not None and facts.task.config.sensitive else ()
            others = () if facts.task is not None and facts.task.practice else (replace(OTHER, aside=False),)
            return said.with_choices(GO, *others, EARNED, *hard, columns=2)
        case "previous" if facts.previous is not None and previous_is_hidden(facts.previous, state, facts):
            return may_be_hard(facts.previous).with_choices(SEE, BACK)
        case "previous" if facts.previous is not None:
            message = task_input.prompt(facts.previous, state.fixing, facts.ticks)
            if facts.previous.config.kind == "entry" and state.fixing == task_input.draft_of(facts.previous):
                message = task_input.content(facts.previous) + message  # shown again to compare
            return _with_asides(tr("↩️ *Ta dernière réponse*") + _given(facts.previous) + message, BACK)
        case _:
            return _task(state, facts)


def _task(state: State, facts: Facts) -> Message:
    if facts.task is None:
        return tr("Cette tâche n'est plus à toi. On continue ?").with_choices(GO, MENU, columns=2)
    if is_hidden(state, facts):
        return hidden(facts.task)
    message = task_input.prompt(facts.task, state.draft, facts.ticks)
    if state.returned and facts.task.config.kind == "entry" and (state.draft.values or state.draft.asking):
        message = task_input.content(facts.task) + message  # its picture is far up, or on the other phone
    if facts.task.practice:
        return message
    more = (
        *((PREVIOUS,) if state.correctable and not facts.accepted and not state.draft.values else ()),
        *((OTHER,) if state.returned else ()),
    )
    if facts.task.config.sensitive:
        more = (HUBER, *more)
    if state.listen:
        more = (listen(facts.task.project_id), *more)
    skip = SKIP_WHOLE if facts.task.config.kind == "entry" else SKIP
    return _with_asides(message, skip, PAUSE, PROBLEM, *more)


def listen(project: int) -> Choice:
    """The button that says a project's instructions aloud."""
    return Choice(f"/ecouter {project}", "🔊 Écouter", aside=True)


def is_hidden(state: State, facts: Facts) -> bool:
    """Whether the content of her task is hidden behind « Voir »."""
    return facts.task is not None and _covers_up(facts.task, state, facts)


def previous_is_hidden(previous: Task, state: State, facts: Facts) -> bool:
    """The same of her last answer's task. A warning covers it only while she works on more like it: she may have taken
    back her yes."""
    goes_on = facts.task is not None and facts.task.project_id == previous.project_id
    return _covers_up(previous, state if goes_on else replace(state, warned=0), facts)


def _covers_up(task: Task, state: State, facts: Facts) -> bool:
    """Whether a task's content is hidden behind « Voir »: hard content on channels that cannot cover it; each file, and
    of texts one in `WARNED_FOR`, or the first with a theme that the last warning did not name."""
    if not task.config.sensitive or facts.covers or state.seen == task.id:
        return False
    return _has_file(task) or not state.warned or not set(task.config.sensitive) <= set(state.themes)


def opened(state: State, task: Task) -> State:
    """The state after « Voir »: a warning about texts covers the next ones, one about a file covers that file alone."""
    if _has_file(task):
        return replace(state, seen=task.id)
    return replace(state, seen=task.id, warned=1, themes=tuple(task.config.sensitive))


def may_be_hard(task: Task) -> Message:
    """The warning before one task of hard content, where the channel cannot hide it."""
    themes = hard_content.names(task.config.sensitive)
    return tr("🛡 Ce que tu vas voir peut être dur : {themes}. Tu l'ouvres quand tu veux.", themes=themes)


def _has_file(task: Task) -> bool:
    return any(task.content.get(shown) for shown in ("image", "audio", "table"))


def hidden(task: Task) -> Message:
    """The message instead of a task of hard content until she opens it."""
    themes = hard_content.names(task.config.sensitive)
    if _has_file(task):
        said = tr("🛡 La tâche suivante peut être dure : {themes}. Tu l'ouvres quand tu veux.", themes=themes)
    else:
        said = trn(
            "🛡 Le prochain texte peut être dur : {themes}. Tu le lis quand tu veux.",
            "🛡 Les {n} prochains textes peuvent être durs : {themes}. Tu les lis quand tu veux.",
            WARNED_FOR,
            themes=themes,
        )
    return _with_asides(said.with_choices(SEE), SKIP, PAUSE, HUBER, replace(hard_content.WORD, aside=True))


def _with_asides(message: Message, *asides: Choice) -> Message:
    return replace(message, choices=(*message.choices, *asides))


def _given(task: Task) -> Message:
    if task.config.kind == "pair":
        return pair_sides.given(task)
    said = task_input.in_words(task, task.value)
    return tr("Tu avais répondu : *{answer}*", answer=Raw(said)) if said and task.config.kind != "entry" else Message()
