"""`revues`: reviews, one after the other. The reviewer answers the task first, then sees the
answers of others and decides."""

from __future__ import annotations

import re
from typing import Any, Literal

from backend.domain.french.spelling import fold
from backend.domain.messaging import intents
from backend.domain.messaging.message import Message, Raw, tr
from backend.domain.quality import review as rules
from backend.domain.quality.review import ReviewKind, Verdict
from backend.domain.work.asides import own_words
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
from backend.records import replace
from bot.flows.engine import agreement, yes_no
from bot.flows.engine.answers import PICK, is_number
from bot.flows.engine.answers import match as match_choice
from bot.flows.engine.corrections import second_thoughts
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
    asked_anew,
    change,
    end,
    in_her_words,
    misread,
    stay,
)
from bot.flows.engine.registry import Flow
from bot.flows.quality import recourse_words, review_views, review_words
from bot.flows.quality.review_views import MENU, Facts, State
from bot.flows.work import setting_aside, task_input, views
from bot.flows.work.drafts import Draft, Finished, More, Shown, Wrong
from bot.flows.work.state import PREVIOUS, REWORDED, wording

_VERDICTS = {"accept": Verdict.ACCEPTED, "correct": Verdict.CORRECTED, "refuse": Verdict.REFUSED}
NONE = tr("✨ Il n'y a rien à revoir pour le moment.").with_choices(MENU)
DAY_DONE = tr("Tes 3 heures d'aujourd'hui sont faites. Les revues t'attendent demain.").with_choices(MENU)
LEAST_LETTERS = 12
"""Letters of a sentence that helps whom it is told: « c pas bon » does not."""
_ALL = re.compile(
    r"(?:je |on )?(?:les )?(?:(?:tout|tous|toutes) (?:les )?(?:accept|refus|valid|rejet)\w+"
    r"|(?:accept|refus|valid|rejet)\w+ (?:tout|tous|toutes)\b.*)"
)
"""Deciding about everything at once."""
ONE_BY_ONE = tr("Une réponse à la fois : chacune se regarde avant qu'on décide. Pour celle-ci, choisis ci-dessous.")
SAY_MORE = tr("Elle doit comprendre : écris ce qui ne va pas, et comment bien faire.")
ANSWERED = tr(
    "Ta propre réponse est donnée : elle ne change plus. Elle n'était pas juste ? « ⏭ À une autre personne »."
)
DECIDED = tr("Une décision prise ne change plus ici. Après un refus, elle peut demander un autre regard.")
NO_HASTE = tr("Prends ton temps : je garde ta place. Quand tu veux, on continue ici.")
"""To « attends », which takes nothing back."""
NO_MORE = tr("D'accord, plus de revue : une autre personne s'en occupe. Si tu en veux encore : « revues ».")
KNOWN = tr("Si tu sais qui a répondu, laisse-la à une autre personne : « ⏭ À une autre personne ».")
CHANGED = tr("↩️ Elle vient de corriger sa réponse. Voici la nouvelle :")
_BY_NUMBER = {"1": Picked(review_views.SEND.id), "2": Picked(review_views.BACK.id)}
"""The buttons below words that are asked about: a bare 1 or 2 is none."""
_IN_WORDS = ("text", "transcription", "entry")


def step(state: State, event: Event, facts: Facts) -> Step[State]:
    """Take the reviewer's own answer, then the decision, and go on with the next review."""
    found = _came(state, event, facts)
    if found is not None:
        return found
    if facts.item is None:
        return stay(State(), Say(review_views.GONE), Do(TakeReview()))
    if _is_outdated(state, facts.item):
        return stay(replace(state, at="verdict", reason="", words="", about=facts.item.answer), Say(CHANGED))
    return _asked(state, event, facts.item, facts)


def _is_outdated(state: State, item: ReviewItem) -> bool:
    """Whether the answer to decide about is no longer the one that the reviewer was shown."""
    return state.at != "judge" and item.kind is ReviewKind.ANSWER and state.about not in (None, item.answer)


def _came(state: State, event: Event, facts: Facts) -> Step[State] | None:
    """The step for outcomes of commands and for choices that are the same everywhere; None for other events."""
    match event:
        case Started() | Resumed() if not state.review:
            return stay(state, Do(TakeReview()))
        case Done(ReviewTaken(taken)):
            return _taken(taken, facts)
        case Done(ReviewJudged(judged)):
            return (
                stay(replace(state, at="verdict", draft=Draft(), about=judged.answer))
                if judged
                else stay(state, Say(review_views.GONE), Do(TakeReview()))
            )
        case Done(ReviewDecided(outcome)):
            return stay(State(), Say(_decided(outcome)), Do(TakeReview()))
        case Picked(review_views.LEAVE.id):
            return stay(State(), Do(LeaveReview(state.review, for_good=True)), Do(TakeReview()))
        case Picked(PREVIOUS.id):
            return _regretted(state)
        case Typed(text) if review_words.wants_no_more(text) and _is_said_to_us(state, facts):
            return end(Do(LeaveReview(state.review)), Say(NO_MORE.with_choices(MENU)))
        case Typed(text) if _ALL.fullmatch(fold(text)) and _is_said_to_us(state, facts):
            return again(replace(state, unread=True), Say(ONE_BY_ONE))
        case Left(back) if back and state.at not in ("judge", "verdict"):
            return stay(_back(state))
        case Left():
            return end(Do(LeaveReview(state.review)), Say(tr("D'accord, on laisse ça.").with_choices(MENU)))
        case _:
            return None


def _is_said_to_us(state: State, facts: Facts) -> bool:
    """Whether what is written now is no text of the reviewer's own: neither an answer to the task nor a sentence."""
    item = facts.item
    in_words = item is not None and item.kind is not ReviewKind.REPORT and item.task.config.kind in _IN_WORDS
    return bool(state.review) and (state.at in ("verdict", "reason") or (state.at == "judge" and not in_words))


def _regretted(state: State) -> Step[State]:
    """`corriger`, of what was answered or decided before."""
    match state.at:
        case "judge":
            return again(state, Say(DECIDED))
        case "verdict":
            return again(replace(state, unread=True), Say(ANSWERED))
        case _:
            return stay(_back(state))


def _asked(state: State, event: Event, item: ReviewItem, facts: Facts) -> Step[State]:
    if state.words and isinstance(event, Typed):
        event = _BY_NUMBER.get(event.text, event)
    match state.at, event:
        case _, Resumed():
            return stay(state, *_looked_at(state, item, facts))
        case _, Picked(views.SEE.id) if review_views.is_hidden(state, item, facts):
            seen = replace(state, seen=True)
            return stay(seen, *_looked_at(seen, item, facts))
        case "judge", _:
            return _judging(state, event, item, facts)
        case "verdict", _:
            return _decides(state, event, item, facts)
        case _, Picked(review_views.BACK.id):
            return stay(_back(state))
        case "reason", Picked(choice) if choice.startswith(review_views.REASON):
            return stay(replace(state, at="words", reason=choice.removeprefix(review_views.REASON)))
        case "reason" | "words", _ if item.late:  # accepted while the reviewer was asked why
            return stay(replace(state, at="verdict", reason="", words=""))
        case "reason" | "text", Typed(text) if review_words.taken_back(text):
            return stay(_back(state))
        case "reason", Typed(text) if review_words.will_not_refuse(text):
            return stay(_back(state))
        case "words", _:
            return _sentence(state, event, item)
        case "text", _:
            return _rewritten(state, event)
        case _:
            return misread(state, Say(PICK))


def _judging(state: State, event: Event, item: ReviewItem, facts: Facts) -> Step[State]:
    """Take the reviewer's own answer, or the decision about a reported task."""
    if review_views.is_hidden(state, item, facts):
        return misread(state, Say(PICK))
    if item.kind is ReviewKind.REPORT:
        what = task_input.shown_otherwise(item.task, event)
        return again(state, Say(what)) if what is not None else _reported(state, event)
    if isinstance(event, Typed) and item.task.config.kind not in _IN_WORDS:
        if review_words.taken_back(event.text):
            return again(state, Say(NO_HASTE if intents.read(event.text) == "rest" else DECIDED))
        if review_words.of_the_decision(event.text):
            return again(state, Say(PICK))
    return _judged(state, event, item, facts)


def _decides(state: State, event: Event, item: ReviewItem, facts: Facts) -> Step[State]:
    """Take the decision about an answer."""
    unread = replace(state, unread=True)
    match _named(state, event, item):
        case Picked(review_views.REFUSE.id) if not review_views.may_refuse(item):
            return misread(state, Say(PICK))
        case Picked(review_views.REFUSE.id):
            return stay(replace(state, at="words" if item.kind is ReviewKind.APPEAL else "reason"))
        case Picked(choice) if choice in _VERDICTS:
            return stay(state, Do(DecideReview(state.review, _VERDICTS[choice])))
        case Typed(text) if review_words.sees_again(text):
            return again(unread, *_looked_at(state, item, facts))
        case Typed(text) if review_words.knows_her(text):
            return again(unread, Say(KNOWN))
        case Typed(text) if review_words.taken_back(text):
            return again(unread, Say(NO_HASTE if intents.read(text) == "rest" else ANSWERED))
        case Typed(text) if review_words.she_erred(text) or review_words.of_the_decision(text):
            return again(unread, Say(PICK))
        case Typed(text) if second_thoughts.read(text) is not None:
            return misread(unread, Say(ANSWERED))
        case _:
            return misread(unread if isinstance(event, Typed) else state, Say(PICK))


def _named(state: State, event: Event, item: ReviewItem) -> Event:
    """The decision that is named in words, where a number is none: it may be another note than the first."""
    shown = review_views.verdict(item, state)
    if not isinstance(event, Typed) or not shown.free or is_number(event.text):
        return event
    found = match_choice(event.text, [(each, str(each.label)) for each in shown.choices], free=False)
    return Picked(found) if found is not None else event


def _looked_at(state: State, item: ReviewItem, facts: Facts) -> tuple[Say, ...]:
    """What is decided about, for who comes back to a review or would see it again; while they answer it, the question
    shows it."""
    if state.at == "judge" or review_views.is_hidden(state, item, facts):
        return ()
    return (Say(task_input.content(item.task) + Message((Raw(item.task.config.question),))),)


def _sentence(state: State, event: Event, item: ReviewItem) -> Step[State]:
    """Take the sentence of a refusal, which decides pay: it is shown before it goes."""
    match event:
        case Picked(review_views.SEND.id) if state.words:
            return _refused(state, item, state.words)
        case Typed(words) if state.words and agreement.goes(words):
            return _refused(state, item, state.words)
        case Typed(words) if state.words and yes_no.read(words) == "no":
            return stay(replace(state, words=""))
        case Typed(words) if sum(map(str.isalpha, words)) < LEAST_LETTERS:
            return misread(state, Say(SAY_MORE))
        case Typed(words) if words != state.words:
            whole = recourse_words.with_more(state.words, words)
            if whole is None:
                return misread(state, Say(PICK))
            return in_her_words(stay(replace(state, words=whole[: rules.MAX_SENTENCE_LENGTH])), event)
        case Typed(words):
            return in_her_words(_refused(state, item, words), event)
        case _:
            return misread(state, Say(PICK))


def _rewritten(state: State, event: Event) -> Step[State]:
    """Take the text of a reported task. It replaces the client's, so it is shown before."""
    decided = DecideReview(state.review, Verdict.CORRECTED, text=state.words)
    match event:
        case Picked(review_views.SHOW.id) if state.words:
            return stay(state, Do(decided))
        case Typed(words) if state.words and agreement.goes(words):
            return stay(state, Do(decided))
        case Typed(words) if state.words and yes_no.read(words) == "no":
            return stay(replace(state, words=""))
        case Typed(words):
            return in_her_words(stay(replace(state, words=words)), event)
        case _:
            return misread(state, Say(PICK))


def _refused(state: State, item: ReviewItem, words: str) -> Step[State]:
    return stay(state, Do(DecideReview(state.review, Verdict.REFUSED, _reason(state, item), words)))


def _reason(state: State, item: ReviewItem) -> str:
    """The reason that was picked, as it was shown: the project may have others by now. The version before stored its
    number."""
    reasons = item.task.config.reasons
    known = state.reason.isdecimal() and int(state.reason) < len(reasons)
    return reasons[int(state.reason)] if known else state.reason


def _taken(taken: Any, facts: Facts) -> Step[State]:
    match taken:
        case ReviewItem():
            at: Literal["verdict", "judge"] = "verdict" if taken.judged is not None else "judge"
            state = State(at, taken.id, about=taken.answer, asked=wording(taken.task))
            return stay(state, *_looked_at(state, taken, facts))
        case "day_done":
            return end(Say(DAY_DONE))
        case _:
            return end(Say(NONE))


def _judged(state: State, event: Event, item: ReviewItem, facts: Facts) -> Step[State]:
    if state.asked not in (0, wording(item.task)):
        return asked_anew(replace(state, asked=wording(item.task)), Say(REWORDED))
    match setting_aside.unreported(item.task, state.draft, event, facts.country, facts.ticks):
        case Finished(value, words):
            judged = replace(stay(state, Do(JudgeReview(state.review, value))), words=words)
            beside = words == "data" and isinstance(event, Typed) and _is_beside(event.text, item)
            return replace(judged, unlike=beside)
        case More(draft, in_place, words):
            after = replace(state, draft=draft)
            return change(after) if in_place else replace(stay(after), words=words)
        case Shown(what):
            return again(state, Say(what))
        case Wrong(why):
            return misread(state, Say(why))


def _is_beside(text: str, item: ReviewItem) -> bool:
    """Whether words look like no answer of the reviewer's own."""
    decides = review_words.taken_back(text) or review_words.she_erred(text) or review_words.of_the_decision(text)
    leaves = review_words.wants_no_more(text) or review_words.knows_her(text)
    return decides or leaves or review_words.of_the_others(text) or own_words.only_ours(text, item.task.config)


def _reported(state: State, event: Event) -> Step[State]:
    match event:
        case Picked(review_views.MEND.id):
            return stay(replace(state, at="text"))
        case Picked(choice) if choice in _VERDICTS:
            return stay(state, Do(DecideReview(state.review, _VERDICTS[choice])))
        case _:
            return misread(state, Say(PICK))


def _back(state: State) -> State:
    match state.at:
        case "words" | "text" if state.words:
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
            return review_views.LATE
        case _:
            return review_views.GONE


FLOW = Flow("review", 1, State, review_views.prompt, step, leaves=True)
