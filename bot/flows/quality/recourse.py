"""`recours`: her refused answers with the reasons and the right answers. She redoes one, or asks
another person to look at it."""

from __future__ import annotations

from typing import Literal

from backend.domain.french.spelling import fold
from backend.domain.messaging.message import Choice, Message, Raw, Tr, tr, trn
from backend.domain.messaging.texts import bullets
from backend.domain.quality.review import MAX_SENTENCE_LENGTH
from backend.domain.work.reviewing import AnswerRedone, Appeal, Appealed, RedoAnswer, RefusedTask
from backend.records import Record, field, replace
from bot.flows.engine import agreement, yes_no
from bot.flows.engine.answers import PICK
from bot.flows.engine.kit import (
    Do,
    Done,
    Event,
    Picked,
    Resumed,
    Say,
    Started,
    Step,
    Typed,
    again,
    asked_anew,
    change,
    end,
    in_her_words,
    leave,
    misread,
    stay,
)
from bot.flows.engine.registry import Flow
from bot.flows.quality import recourse_words
from bot.flows.work import setting_aside, task_input, views
from bot.flows.work.drafts import Draft, Finished, More, Shown, Wrong
from bot.flows.work.state import REWORDED, wording

PAGE_SIZE = 8
"""The most refused answers in one list; those that nobody is looking at come first."""
REDO = Choice("redo", "🔁 Refaire la tâche", also=("refaire", "je refais", "je la refais", "je veux refaire"))
APPEAL = Choice(
    "appeal",
    "⚖️ Demander un autre regard",
    also=(
        *("je conteste", "contester", "je veux contester", "je la conteste", "un autre regard", "un autre avis"),
        "je ne suis pas d'accord",
        "pas d'accord",
        "j'ai raison",
        "ma réponse est juste",
        "ce n'est pas juste",
    ),
)
SEND = Choice("send", "Sans rien ajouter")
"""Not « Envoyer… », which is said of words as well."""
AS_IT_IS = Choice("send", "Envoyer", says="yes")
BACK = Choice("back", "Retour", aside=True)
_BY_NUMBER = {"1": Picked(SEND.id), "2": Picked(BACK.id)}
"""The buttons where any words are sent: a bare 1 or 2 gives no reason."""
_ALONE = frozenset({"sans rien ajouter", "rien a ajouter", "sans rien", "envoie sans rien ajouter", "envoie sans rien"})
"""`SEND` in other words."""
MORE = Choice("more", "Voir les autres")
WORK = Choice("/travail", "Travailler")
MENU = Choice("/menu", "Menu")
TASK = "task:"
NONE = (
    tr("Tu n'as aucune réponse refusée à refaire ou à contester. 👍")
    + tr("Si ça arrive, je te dis pourquoi. Tu peux alors la refaire, ou demander un autre avis.")
).with_choices(WORK, MENU, columns=2)
SPENT = tr("Tu as déjà essayé deux fois, et une autre personne a regardé : le refus reste.")
KEPT = tr("Une autre personne a regardé : le refus reste.")
TOO_LATE = tr("Ce n'est plus possible pour cette réponse.")


class Facts(Record):
    """`refused`: her refused answers, the oldest first. `ticks`: whether the channel has boxes to tick. `covers`:
    whether it can hide content until it is tapped. `works`: whether she still works; who has another role now can only
    appeal."""

    country: str = ""
    refused: tuple[RefusedTask, ...] = ()
    ticks: bool = True
    covers: bool = True
    works: bool = True


class State(Record):
    """`page`: which part of a long list is shown. `seen`: the task whose hard content she asked to see, where the
    channel cannot hide it. `words`: what she wrote at "appeal", while she is asked whether it is for the other
    person. `asked`: in which words the task that she redoes is asked (`wording`); 0: not known."""

    at: Literal["list", "one", "redo", "appeal"] = "list"
    task: int = 0
    draft: Draft = field(default_factory=Draft)
    seen: int = 0
    page: int = 0
    words: str = ""
    asked: int = 0


def prompt(state: State, facts: Facts) -> Message:
    """List her refused answers, show one, or ask for the new answer or the reason of the appeal."""
    hers = _of(state, facts)
    if not facts.refused:
        return _nothing(facts)
    if hers is None:
        asked = trn("*{n} réponse refusée.* Laquelle ?", "*{n} réponses refusées.* Laquelle ?", len(facts.refused))
        open_first = sorted(facts.refused, key=lambda each: each.appealed is not None)
        first = state.page % _pages(len(open_first)) * PAGE_SIZE
        choices = [Choice(f"{TASK}{each.task.id}", Raw(_short(each))) for each in open_first[first : first + PAGE_SIZE]]
        return asked.with_choices(*choices, *([MORE] if len(open_first) > PAGE_SIZE else []), MENU)
    if _is_hidden(state, hers, facts):
        return views.may_be_hard(hers.task).with_choices(views.SEE, MENU)
    match state.at:
        case "redo":
            return tr("🔁 *Encore une fois :*") + task_input.prompt(hers.task, state.draft, facts.ticks)
        case "appeal" if state.words:
            asked = tr(
                "« {words} » : je l'envoie comme ça ? Tu peux le demander une seule fois.", words=Raw(state.words)
            )
            return replace(asked.with_choices(AS_IT_IS, BACK), free=True)
        case "appeal":
            asked = tr("Dis en une phrase pourquoi ta réponse est juste. Une autre personne que la première regardera.")
            return replace(asked.with_choices(SEND, BACK), free=True)
        case _:
            return _one(hers, facts)


def _pages(count: int) -> int:
    """How many lists so many refused answers take."""
    return -(-count // PAGE_SIZE)


def _is_hidden(state: State, hers: RefusedTask, facts: Facts) -> bool:
    return bool(hers.task.config.sensitive) and not facts.covers and state.seen != hers.task.id


def _short(refused: RefusedTask) -> str:
    shown = "" if refused.task.config.sensitive else refused.task.content.get("text")
    text = shown or refused.task.config.title
    return text if len(text) <= 60 else f"{text[:59]}…"


def _onwards(facts: Facts) -> tuple[Choice, ...]:
    """What else there is: work, for who works."""
    return (WORK, MENU) if facts.works else (MENU,)


def _nothing(facts: Facts) -> Message:
    return replace(NONE, choices=_onwards(facts))


def left_after(hers: RefusedTask) -> Message:
    """What is said of an answer about which nothing can be done any more."""
    return SPENT if hers.tried else KEPT


def _one(refused: RefusedTask, facts: Facts) -> Message:
    """The task, her answer, why it was refused, and the right answer if it is known."""
    lines = [
        Tr("Ta réponse : *{answer}*", {"answer": Raw(task_input.in_words(refused.task, refused.task.value))}),
        Tr("Refusée parce que : *{reason}*", {"reason": Raw(refused.reason)}),
    ]
    if refused.words:
        lines.append(Tr("« {words} »", {"words": Raw(refused.words)}))
    if right := task_input.in_words(refused.task, refused.right):
        lines.append(Tr("Ce qui était attendu : *{answer}*", {"answer": Raw(right)}))
    message = task_input.content(refused.task) + Message((Raw(refused.task.config.question), bullets(*lines)))
    if refused.appealed is not None:
        message += tr("⚖️ Une autre personne regarde. Réponse au plus tard : {at}.", at=refused.appealed)
        return message.with_choices(*_onwards(facts), columns=2)
    choices = [*([REDO] if refused.redo else []), *([] if refused.decided else [APPEAL])]
    if choices and refused.decided:
        message += KEPT
    message += tr("Tu as jusqu'à {until}.", until=refused.until) if choices else left_after(refused)
    return message.with_choices(*choices, MENU)


def _of(state: State, facts: Facts) -> RefusedTask | None:
    if len(facts.refused) == 1 and not state.task:
        return facts.refused[0]
    return next((each for each in facts.refused if each.task.id == state.task), None)


def step(state: State, event: Event, facts: Facts) -> Step[State]:
    """Take a refused answer, then a new answer to its task, or an appeal with or without a reason."""
    match event:
        case Started((int(task), str(written))):
            return step(State("one", task), Typed(written), facts)
        case Started(argument):
            return _list(State("one", argument) if isinstance(argument, int) else State(), facts)
        case Resumed() if state.at == "one":  # she may ask for another one than that which she read last
            return _list(State(page=state.page), facts)
        case Resumed():
            return _list(state, facts)
        case Done(AnswerRedone(counted)):
            said = tr("✅ C'est refait : ta réponse compte de nouveau.") if counted else TOO_LATE
            return end(Say(said.with_choices(*_onwards(facts), columns=2)))
        case Done(Appealed(due)):
            if due is None:
                return end(Say(TOO_LATE.with_choices(*_onwards(facts), columns=2)))
            said = tr(
                "⚖️ C'est envoyé. Une autre personne que la première regarde. Sa réponse arrive au plus tard : *{at}*. "
                "Sans réponse d'ici là, tu es payée.",
                at=due,
            )
            return end(Say(said.with_choices(*_onwards(facts), columns=2)))
        case Picked(choice) if choice.startswith(TASK):
            return stay(State("one", int(choice.removeprefix(TASK)), seen=state.seen))
    hers = _of(state, facts)
    if hers is None and event == Picked(MORE.id) and len(facts.refused) > PAGE_SIZE:
        return stay(State(page=(state.page + 1) % _pages(len(facts.refused))))
    if hers is None and state.task and facts.refused:
        return stay(State(page=state.page), Say(TOO_LATE))
    if hers is None:
        return leave(Say(_nothing(facts))) if not facts.refused else misread(State(page=state.page), Say(PICK))
    return _asked(replace(state, task=hers.task.id), event, hers, facts)


def _by_number(state: State, event: Event) -> Event:
    """The button that a bare 1 or 2 names where any other words are sent."""
    return _BY_NUMBER.get(event.text, event) if state.at == "appeal" and isinstance(event, Typed) else event


def _asked(state: State, event: Event, hers: RefusedTask, facts: Facts) -> Step[State]:
    if _is_hidden(state, hers, facts):
        return stay(replace(state, seen=hers.task.id)) if event == Picked(views.SEE.id) else misread(state, Say(PICK))
    match state.at, _by_number(state, event):
        case "redo", _:
            return _redo(state, event, hers, facts)
        case "appeal", Picked(SEND.id):
            return stay(state, Do(Appeal(state.task, state.words)))
        case "appeal", Typed() as said:
            return _worded(state, said, hers)
        case _, Picked(BACK.id):
            return stay(replace(state, at="one", words=""))
        case _, Picked(REDO.id) if hers.redo:
            return stay(_again(state, hers))
        case _, Picked(APPEAL.id) if _may_contest(hers):
            return stay(replace(state, at="appeal"))
        case _, Typed(text):
            return _told(state, event, text, hers)
        case _:
            return misread(state, Say(PICK))


def _worded(state: State, said: Typed, hers: RefusedTask) -> Step[State]:
    """Take her reason, show it, or send what is shown: she can ask only once."""
    words = said.text
    if fold(words) in _ALONE:
        return stay(state, Do(Appeal(state.task, "")))
    if (agreement.goes(words) or agreement.sends(words)) and "?" not in words:
        # « ok » to who asks her for a sentence says that she will write it
        return stay(state, Do(Appeal(state.task, state.words))) if state.words else misread(state, Say(PICK))
    if recourse_words.contests(words):
        return stay(state)  # « recours », « c'est pas juste » say that she asks for it, and not why
    if yes_no.read(words) == "no":
        return stay(replace(state, at="one", words=""))
    if recourse_words.would_redo(words):
        return stay(_again(state, hers) if hers.redo else replace(state, at="one", words=""))
    if state.words and recourse_words.takes_off(words):
        return misread(state, Say(PICK))
    if words == state.words:
        return in_her_words(stay(state, Do(Appeal(state.task, words))), said)
    whole = recourse_words.with_more(state.words, words)
    if whole is None:
        return misread(state, Say(PICK))
    return in_her_words(stay(replace(state, words=whole[:MAX_SENTENCE_LENGTH])), said)


def _told(state: State, event: Event, text: str, hers: RefusedTask) -> Step[State]:
    """What she writes of her refused answer: that she contests it or would redo it, or a reason, « c'est la consigne
    qui est mal faite », which she is asked about."""
    contested = _may_contest(hers)
    if contested and recourse_words.contests(text):
        return stay(replace(state, at="appeal"))
    if state.at == "one" and hers.redo and recourse_words.would_redo(text):
        return stay(_again(state, hers))
    if state.at == "one" and contested and not recourse_words.may_be_for_the_bot(text):
        return in_her_words(stay(replace(state, at="appeal", words=text[:MAX_SENTENCE_LENGTH])), event)
    return misread(state, Say(PICK))


def _may_contest(hers: RefusedTask) -> bool:
    """Whether nobody else has looked at her answer yet, nor was asked to."""
    return not hers.decided and hers.appealed is None


def _list(state: State, facts: Facts) -> Step[State]:
    """Show her refused answers; the only one is kept, for it may be another one when she answers."""
    if len(facts.refused) == 1 and not state.task:
        state = replace(state, at="one", task=facts.refused[0].task.id)
    return stay(state) if facts.refused else leave(Say(_nothing(facts)))


def _again(state: State, hers: RefusedTask) -> State:
    """She redoes the task, as it is asked now."""
    return replace(state, at="redo", words="", asked=wording(hers.task))


def _redo(state: State, event: Event, hers: RefusedTask, facts: Facts) -> Step[State]:
    if state.asked not in (0, wording(hers.task)):
        return asked_anew(_again(state, hers), Say(REWORDED))
    match setting_aside.unreported(hers.task, state.draft, event, facts.country, facts.ticks):
        case Finished(value, words):
            return replace(stay(state, Do(RedoAnswer(state.task, value))), words=words)
        case More(draft, in_place, words):
            after = replace(state, draft=draft)
            return change(after) if in_place else replace(stay(after), words=words)
        case Shown(what):
            return again(state, Say(what))
        case Wrong(why):
            return misread(state, Say(why))


FLOW = Flow(
    "recourse",
    1,
    State,
    prompt,
    step,
    rethink=lambda *_: None,
    correction="corriger",
    corrects=lambda stored: stored.get("at") == "redo",
    serves="everybody",
)
"""What is redone is corrected like another answer."""
