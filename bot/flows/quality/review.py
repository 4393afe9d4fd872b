"""`revues`: reviews, one after the other. The reviewer answers the task first, then sees the
answers of others and decides."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from backend.domain.french.spelling import fold
from backend.domain.messaging.message import Choice, Message, Raw, Tr, tr
from backend.domain.messaging.texts import bullets
from backend.domain.quality import review as rules
from backend.domain.quality.review import ReviewKind, Verdict
from backend.domain.work.reviewing import (
    DecideReview,
    JudgeReview,
    LeaveReview,
    ReviewDecided,
    ReviewItem,
    ReviewJudged,
    ReviewTaken,
    TakeReview,
)
from bot.flows.engine import agreement, yes_no
from bot.flows.engine.answers import PICK
from bot.flows.engine.kit import (
    Do,
    Done,
    Event,
    Left,
    Picked,
    Resumed,
    Say,
    Started,
    Step,
    Typed,
    again,
    change,
    end,
    in_her_words,
    misread,
    stay,
)
from bot.flows.engine.registry import Flow
from bot.flows.work import setting_aside, task_input, views
from bot.flows.work.drafts import Draft, Finished, More, Shown, Wrong

ACCEPT = Choice("accept", "✅ Accepter", says="yes")
CORRECT = Choice("correct", "✏️ Payer, et corriger le résultat")
REFUSE = Choice("refuse", "❌ Refuser", says="no")
MINE = Choice("correct", "✅ Ma réponse est la bonne", says="yes")
WON = Choice("accept", "✅ Elle a raison : la payer", says="yes", also=("elle a raison",))
LOST = Choice("refuse", "❌ Le refus reste", says="no", also=("elle a tort",))
GOOD = Choice("accept", "👍 La tâche est bonne")
MEND = Choice("mend", "✏️ Corriger le texte")
BAD = Choice("refuse", "🗑 Écarter la tâche")
LEAVE = Choice("leave", "⏭ À une autre personne", aside=True)
SEND = Choice("send", "Envoyer", says="yes")
BACK = Choice("back", "Retour", aside=True)
RULES = Choice("/aide", "📖 La consigne", aside=True)
MENU = Choice("/menu", "Menu")
_VERDICTS = {"accept": Verdict.ACCEPTED, "correct": Verdict.CORRECTED, "refuse": Verdict.REFUSED}
REASON = "reason:"
NONE = tr("✨ Il n'y a rien à revoir pour le moment.").with_choices(MENU)
DAY_DONE = tr("Tes 3 heures d'aujourd'hui sont faites. Les revues t'attendent demain.").with_choices(MENU)
GONE = tr("Cette revue n'est plus à toi : elle est déjà décidée, ou une autre personne l'a prise.")
LEAST_LETTERS = 12
"""Letters of a sentence that helps whom it is told: « c pas bon » does not."""
_ALL = re.compile(
    r"(?:tout|tous|toutes) (?:les )?(?:accept|refus|valid|rejet)\w+"
    r"|(?:accept|refus|valid|rejet)\w+ (?:tout|tous|toutes)\b.*"
)
"""Deciding about everything at once."""
ONE_BY_ONE = tr("Une réponse à la fois : chacune se regarde avant qu'on décide. Pour celle-ci, choisis ci-dessous.")
SAY_MORE = tr("Elle doit comprendre : écris ce qui ne va pas, et comment bien faire.")
SAME = tr("Tu as donné la même réponse qu'elle : elle ne se refuse pas.")
CHANGED = tr("↩️ Elle vient de corriger sa réponse. Voici la nouvelle :")
HEADS = {
    ReviewKind.ANSWER: tr("🔍 *Revue.* D'abord, ta propre réponse :"),
    ReviewKind.TIE: tr("🔍 *Des réponses à égalité.* D'abord, la tienne :"),
    ReviewKind.APPEAL: tr("⚖️ *Un recours.* D'abord, ta propre réponse :"),
    ReviewKind.REPORT: tr("⚠️ *Une tâche signalée* :"),
}


@dataclass(frozen=True, slots=True)
class Facts:
    """`item`: the review that she has taken; None if she has none. `ticks`: whether the channel has boxes to tick.
    `covers`: whether it can hide content until it is tapped."""

    country: str = ""
    item: ReviewItem | None = None
    ticks: bool = True
    covers: bool = True


@dataclass(frozen=True, slots=True)
class State:
    """`review`: the id of the review. `seen`: she asked to see its hard content, where the channel cannot hide it.
    `about`: the answer that she was shown to decide about, which its author may correct meanwhile.

    `words`: a sentence with a question mark, while she is asked whether it is for the author.

    `at` "judge": she answers the task, or looks at a reported one. "verdict": she decides. "reason", "words": why she
    refuses. "text": the corrected text of a reported task."""

    at: Literal["judge", "verdict", "reason", "words", "text"] = "judge"
    review: int = 0
    draft: Draft = field(default_factory=Draft)
    reason: str = ""
    seen: bool = False
    about: Any = None
    words: str = ""


def prompt(state: State, facts: Facts) -> Message:
    """Show the task to answer, then the answers to decide about, then ask for the reason of a refusal."""
    item = facts.item
    if item is None:
        return GONE.with_choices(Choice("/revues", "La suivante"), MENU, columns=2)
    match state.at:
        case "judge" if _is_hidden(state, item, facts):
            return (HEADS[item.kind] + views.may_be_hard(item.task)).with_choices(views.SEE, LEAVE)
        case "judge" if item.kind is ReviewKind.REPORT:
            return _report(item)
        case "judge":
            message = HEADS[item.kind] + task_input.prompt(item.task, state.draft, facts.ticks)
            return replace(message, choices=(*message.choices, *_rules(item), LEAVE))
        case "verdict":
            return _verdict(item)
        case "reason":
            choices = [Choice(f"{REASON}{n}", Raw(text)) for n, text in enumerate(item.task.config.reasons)]
            return tr("Pourquoi ? Elle lira cette raison.").with_choices(*choices, BACK)
        case "words" if state.words:
            asked = tr("« {words} » : elle lira cette phrase ?", words=Raw(state.words)).with_choices(SEND, BACK)
            return replace(asked, free=True)
        case "words":
            asked = tr(
                "Dis-lui en une phrase ce qui ne va pas, et comment bien faire. Elle la lira telle quelle.", BACK
            )
            return replace(asked, free=True)
        case _:
            return replace(tr("Écris le texte comme il doit être montré.", BACK), free=True)


def _is_hidden(state: State, item: ReviewItem, facts: Facts) -> bool:
    return bool(item.task.config.sensitive) and not facts.covers and not state.seen


def _rules(item: ReviewItem) -> tuple[Choice, ...]:
    """The button to the instructions by which the task is judged; none if the project has none."""
    return (RULES,) if item.task.config.instructions else ()


def _report(item: ReviewItem) -> Message:
    message = HEADS[item.kind] + task_input.content(item.task) + Message((Raw(item.task.config.question),))
    if item.reports:
        head = Tr(
            "{n} personne l'a signalée :", {"n": len(item.reports)}, "{n} personnes l'ont signalée :", len(item.reports)
        )
        message += Message((bullets(*(_reported_as(words) for words in item.reports), head=head),))
    if item.missed is not None:
        missed, given = item.missed
        message += tr(
            "🎯 Sa réponse est connue d'avance : *{answer}*. Réponses différentes : {missed} sur {given}.",
            answer=Raw(task_input.in_words(item.task, item.task.gold)),
            missed=missed,
            given=given,
        )
    mend = (MEND,) if item.task.content.get("text") else ()
    return message.with_choices(GOOD, *mend, BAD, *task_input.otherwise(item.task), *_rules(item), LEAVE)


def _reported_as(words: str) -> Tr | Raw:
    """A report in French: the label of its button, or the person's own words."""
    reason, _, said = words.partition(": ")
    labels = {choice.id: choice.label for choice in setting_aside.PROBLEMS}
    label = labels.get(reason, words)
    return Raw(said) if said else label if isinstance(label, Tr | Raw) else Raw(label)


def _verdict(item: ReviewItem) -> Message:
    lines = [Tr("Ta réponse : *{answer}*", {"answer": Raw(task_input.in_words(item.task, item.judged))})]
    if item.kind is not ReviewKind.TIE:
        lines.append(Tr("La sienne : *{answer}*", {"answer": Raw(task_input.in_words(item.task, item.answer))}))
    if item.others:
        counts = Counter(task_input.in_words(item.task, each) for each in item.others).most_common()
        said = ", ".join(f"{words} × {n}" for words, n in counts)
        lines.append(Tr("Les autres : {answers}", {"answers": Raw(said)}))
    if item.why:
        lines.append(Tr("Refusée parce que : {why}", {"why": Raw(item.why)}))
    if item.words:
        lines.append(Tr("Elle dit : « {words} »", {"words": Raw(item.words)}))
    message = Message((bullets(*lines),))
    match item.kind:
        case ReviewKind.TIE:
            return message.with_choices(MINE, LEAVE)
        case ReviewKind.APPEAL if _may_refuse(item):
            return message.with_choices(WON, LOST, LEAVE)
        case ReviewKind.APPEAL:
            return (message + SAME).with_choices(WON, LEAVE)
        case _ if not _may_refuse(item):
            return (message + SAME).with_choices(ACCEPT, CORRECT, LEAVE)
        case _:
            asked = message + tr("Seule une vraie faute se refuse : ne pas être d'accord ne suffit pas.").once()
            return asked.with_choices(ACCEPT, CORRECT, REFUSE, LEAVE)


def _may_refuse(item: ReviewItem) -> bool:
    return rules.may_refuse(item.judged, item.answer)


def step(state: State, event: Event, facts: Facts) -> Step[State]:
    """Take the reviewer's own answer, then the decision, and go on with the next review."""
    found = _came(state, event)
    if found is not None:
        return found
    if facts.item is None:
        return stay(State(), Say(GONE), Do(TakeReview()))
    if _is_outdated(state, facts.item):
        return stay(replace(state, at="verdict", reason="", words="", about=facts.item.answer), Say(CHANGED))
    return _asked(state, event, facts.item, facts)


def _is_outdated(state: State, item: ReviewItem) -> bool:
    """Whether the answer to decide about is no longer the one that the reviewer was shown."""
    return state.at != "judge" and item.kind is ReviewKind.ANSWER and state.about not in (None, item.answer)


def _came(state: State, event: Event) -> Step[State] | None:
    """The step for outcomes of commands and for choices that are the same everywhere; None for other events."""
    match event:
        case Started() | Resumed() if not state.review:
            return stay(state, Do(TakeReview()))
        case Done(ReviewTaken(taken)):
            return _taken(taken)
        case Done(ReviewJudged(judged)):
            return (
                stay(replace(state, at="verdict", draft=Draft(), about=judged.answer))
                if judged
                else stay(state, Say(GONE), Do(TakeReview()))
            )
        case Done(ReviewDecided(outcome)):
            return stay(State(), Say(_decided(outcome)), Do(TakeReview()))
        case Picked(LEAVE.id):
            return stay(State(), Do(LeaveReview(state.review, for_good=True)), Do(TakeReview()))
        case Left(back) if back and state.at not in ("judge", "verdict"):
            return stay(_back(state))
        case Left():
            return end(Do(LeaveReview(state.review)), Say(tr("D'accord, on laisse ça.").with_choices(MENU)))
        case _:
            return None


def _asked(state: State, event: Event, item: ReviewItem, facts: Facts) -> Step[State]:
    match state.at, event:
        case _, Resumed():
            return stay(state)
        case "judge", Picked(views.SEE.id) if _is_hidden(state, item, facts):
            return stay(replace(state, seen=True))
        case "judge", _ if _is_hidden(state, item, facts):
            return misread(state, Say(PICK))
        case "judge", _ if item.kind is ReviewKind.REPORT:
            what = task_input.shown_otherwise(item.task, event)
            return again(state, Say(what)) if what is not None else _reported(state, event)
        case "judge", _:
            return _judged(state, event, item, facts)
        case "verdict", Picked(choice) if choice == REFUSE.id and not _may_refuse(item):
            return misread(state, Say(PICK))
        case "verdict", Picked(choice) if choice == REFUSE.id:
            return stay(replace(state, at="words" if item.kind is ReviewKind.APPEAL else "reason"))
        case "verdict", Picked(choice) if choice in _VERDICTS:
            return stay(state, Do(DecideReview(state.review, _VERDICTS[choice])))
        case _, Picked(BACK.id):
            return stay(_back(state))
        case "reason", Picked(choice) if choice.startswith(REASON):
            return stay(replace(state, at="words", reason=choice.removeprefix(REASON)))
        case "words", _:
            return _sentence(state, event, item)
        case "text", Typed(text):
            return in_her_words(stay(state, Do(DecideReview(state.review, Verdict.CORRECTED, text=text))), event)
        case _:
            return misread(state, Say(_wanted(event)))


def _wanted(event: Event) -> Message:
    """What is said to whoever has chosen nothing."""
    return ONE_BY_ONE if isinstance(event, Typed) and _ALL.fullmatch(fold(event.text)) else PICK


def _sentence(state: State, event: Event, item: ReviewItem) -> Step[State]:
    """Take the sentence of a refusal; one that may be a question to the bot only when the reviewer says so."""
    match event:
        case Picked(SEND.id) if state.words:
            return _refused(state, item, state.words)
        case Typed(words) if state.words and agreement.goes(words):
            return _refused(state, item, state.words)
        case Typed(words) if state.words and yes_no.read(words) == "no":
            return stay(replace(state, words=""))
        case Typed(words) if sum(map(str.isalpha, words)) < LEAST_LETTERS:
            return misread(state, Say(SAY_MORE))
        case Typed(words) if "?" in words and words != state.words:
            return in_her_words(stay(replace(state, words=words[: rules.MAX_SENTENCE_LENGTH])), event)
        case Typed(words):
            return in_her_words(_refused(state, item, words), event)
        case _:
            return misread(state, Say(PICK))


def _refused(state: State, item: ReviewItem, words: str) -> Step[State]:
    reason = item.task.config.reasons[int(state.reason)] if state.reason else ""
    return stay(state, Do(DecideReview(state.review, Verdict.REFUSED, reason, words)))


def _taken(taken: Any) -> Step[State]:
    match taken:
        case ReviewItem():
            at: Literal["verdict", "judge"] = "verdict" if taken.judged is not None else "judge"
            return stay(State(at, taken.id, about=taken.answer))
        case "day_done":
            return end(Say(DAY_DONE))
        case _:
            return end(Say(NONE))


def _judged(state: State, event: Event, item: ReviewItem, facts: Facts) -> Step[State]:
    match task_input.step(item.task, state.draft, event, facts.country, facts.ticks):
        case Finished(value, words):
            return replace(stay(state, Do(JudgeReview(state.review, value))), words=words)
        case More(draft, in_place, words):
            after = replace(state, draft=draft)
            return change(after) if in_place else replace(stay(after), words=words)
        case Shown(what):
            return again(state, Say(what))
        case Wrong(why):
            return misread(state, Say(why))


def _reported(state: State, event: Event) -> Step[State]:
    match event:
        case Picked(MEND.id):
            return stay(replace(state, at="text"))
        case Picked(choice) if choice in _VERDICTS:
            return stay(state, Do(DecideReview(state.review, _VERDICTS[choice])))
        case _:
            return misread(state, Say(_wanted(event)))


def _back(state: State) -> State:
    match state.at:
        case "words" if state.words:
            return replace(state, words="")
        case "words" if state.reason:
            return replace(state, at="reason", reason="")
        case "text":
            return replace(state, at="judge")
        case _:
            return replace(state, at="verdict", reason="")


def _decided(outcome: str) -> Message:
    match outcome:
        case "done":
            return tr("✅ C'est noté.")
        case "waits":
            return tr(
                "✅ C'est noté. Beaucoup de refus sur ce projet : celui-ci attend qu'une personne de l'équipe regarde."
            )
        case "accepted already":
            return tr("Trop tard pour refuser : cette réponse est déjà acceptée, et payée.")
        case _:
            return GONE


FLOW = Flow("review", 1, State, prompt, step, leaves=True)
