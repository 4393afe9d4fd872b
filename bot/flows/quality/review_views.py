"""`revues`: what a reviewer is shown, and the choices there."""

from __future__ import annotations

from collections import Counter
from typing import Any, Literal

from backend.domain.messaging.message import Choice, Message, Raw, Tr, tr
from backend.domain.messaging.texts import bullets
from backend.domain.quality import review as rules
from backend.domain.quality.review import ReviewKind
from backend.domain.work.reviewing import ReviewItem
from backend.records import Record, field, replace
from bot.flows.work import setting_aside, task_input, views
from bot.flows.work.drafts import Draft
from bot.flows.work.offers import views as offers

_PAYS = ("paie la", "paye la", "payez la", "il faut la payer", "on la paie")
ACCEPT = Choice("accept", "✅ Accepter", says="sure", also=("accepter la sienne", *_PAYS))
CORRECT = Choice(
    "correct", "✏️ Payer, et corriger le résultat", also=("payer et corriger", "paye et corrige", "corriger le resultat")
)
REFUSE = Choice("refuse", "❌ Refuser", says="no")
MINE = Choice("correct", "✅ Ma réponse est la bonne", says="sure")
WON = Choice(
    "accept",
    "✅ Elle a raison : la payer",
    says="sure",
    also=("elle a raison", "accepter", "accepter la sienne", *_PAYS),
)
LOST = Choice(
    "refuse",
    "❌ Le refus reste",
    says="no",
    also=(
        *("elle a tort", "refuser", "refus", "refus maintenu", "maintenir le refus", "je maintiens le refus"),
        "garder le refus",
    ),
)
GOOD = Choice("accept", "👍 La tâche est bonne")
MEND = Choice("mend", "✏️ Corriger le texte")
BAD = Choice("refuse", "🗑 Écarter la tâche")
LEAVE = Choice(
    "leave",
    "⏭ À une autre personne",
    aside=True,
    also=("à quelqu'un d'autre", "laisse à quelqu'un d'autre", "je laisse à une autre", "laisse à une autre personne"),
)
SEND = Choice("send", "Envoyer", says="yes")
SHOW = Choice("send", "✅ C'est le texte", says="yes")
BACK = Choice("back", "Retour", aside=True)
RULES = Choice("/aide", "📖 La consigne", aside=True)
MENU = Choice("/menu", "Menu")
REASON = "reason:"
GONE = tr("Cette revue n'est plus à toi : elle est déjà décidée, ou une autre personne l'a prise.")
SAME = tr("Tu as donné la même réponse qu'elle : elle ne se refuse pas.")
LATE = tr("Trop tard pour refuser : cette réponse est déjà acceptée, et payée.")
HEADS = {
    ReviewKind.ANSWER: tr("🔍 *Revue.* D'abord, ta propre réponse :"),
    ReviewKind.TIE: tr("🔍 *Des réponses à égalité.* D'abord, la tienne :"),
    ReviewKind.APPEAL: tr("⚖️ *Un recours.* D'abord, ta propre réponse :"),
    ReviewKind.REPORT: tr("⚠️ *Une tâche signalée* :"),
}


class Facts(Record):
    """`item`: the review that she has taken; None if she has none. `ticks`: whether the channel has boxes to tick.
    `covers`: whether it can hide content until it is tapped. `paid`: whether she is paid for it."""

    country: str = ""
    item: ReviewItem | None = None
    ticks: bool = True
    covers: bool = True
    paid: bool = False


class State(Record):
    """`review`: the id of the review. `seen`: she asked to see its hard content, where the channel cannot hide it.
    `about`: the answer that she was shown to decide about, which its author may correct meanwhile.

    `unread`: she wrote words about the decision that were not understood: a yes after them may mean these.
    `words`: what she wrote, while she is asked about it: a sentence that may not be for the author, or the text that
    all are to see.

    `asked`: in which words the task is asked (`wording`); 0: not known.

    `at` "judge": she answers the task, or looks at a reported one. "verdict": she decides. "reason", "words": why she
    refuses. "text": the corrected text of a reported task."""

    at: Literal["judge", "verdict", "reason", "words", "text"] = "judge"
    review: int = 0
    draft: Draft = field(default_factory=Draft)
    reason: str = ""
    seen: bool = False
    about: Any = None
    unread: bool = False
    words: str = ""
    asked: int = 0


def prompt(state: State, facts: Facts) -> Message:
    """Show the task to answer, then the answers to decide about, then ask for the reason of a refusal."""
    item = facts.item
    if item is None:
        return GONE.with_choices(Choice("/revues", "La suivante"), MENU, columns=2)
    match state.at:
        case "judge" if is_hidden(state, item, facts):
            return (_head(item, facts) + views.may_be_hard(item.task)).with_choices(views.SEE, LEAVE)
        case "judge" if item.kind is ReviewKind.REPORT:
            return _report(item, facts)
        case "judge":
            message = _head(item, facts) + task_input.prompt(item.task, state.draft, facts.ticks)
            return replace(message, choices=(*message.choices, *_rules(item), LEAVE))
        case "verdict" if is_hidden(state, item, facts):
            shown = verdict(item, state)
            return (views.may_be_hard(item.task) + shown).with_choices(views.SEE, *shown.choices)
        case "verdict":
            return verdict(item, state)
        case "reason":
            choices = [Choice(f"{REASON}{text}", Raw(text)) for text in item.task.config.reasons]
            return tr("Pourquoi ? Elle lira cette raison.").with_choices(*choices, BACK)
        case "words" if state.words:
            asked = tr("« {words} » : elle lira cette phrase ?", words=Raw(state.words)).with_choices(SEND, BACK)
            return replace(asked, free=True)
        case "words":
            asked = tr(
                "Dis-lui en une phrase ce qui ne va pas, et comment bien faire. Elle la lira telle quelle.", BACK
            )
            return replace(asked, free=True)
        case _ if state.words:
            shown = tr("Chacune verra désormais :") + Message((Raw(state.words),))
            return replace(shown.with_choices(SHOW, BACK), free=True)
        case _:
            return replace(tr("Écris le texte comme il doit être montré.", BACK), free=True)


def is_hidden(state: State, item: ReviewItem, facts: Facts) -> bool:
    """Whether the task shows hard content that she has not asked to see yet, where the channel cannot cover it."""
    return bool(item.task.config.sensitive) and not facts.covers and not state.seen


def _rules(item: ReviewItem) -> tuple[Choice, ...]:
    """The button to the instructions by which the task is judged; none if the project has none."""
    return (RULES,) if item.task.config.instructions else ()


def _head(item: ReviewItem, facts: Facts) -> Message:
    """What is to be looked at, and what it pays."""
    if not facts.paid:
        return HEADS[item.kind]
    return tr("💰 *{pay}* pour cette revue", pay=offers.in_francs(item.task.config.pay)) + HEADS[item.kind]


def _report(item: ReviewItem, facts: Facts) -> Message:
    message = _head(item, facts) + task_input.content(item.task) + Message((Raw(item.task.config.question),))
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


def verdict(item: ReviewItem, state: State) -> Message:
    """The answers to decide about, and the decisions. After a note a number is another note, and no decision."""
    return replace(_clearly(_verdict(item), state), free=item.task.config.kind == "rating")


def _verdict(item: ReviewItem) -> Message:
    lines = [Tr("Ta réponse : *{answer}*", {"answer": Raw(task_input.in_words(item.task, item.judged))})]
    if item.kind is not ReviewKind.TIE:
        lines.append(Tr("La sienne : *{answer}*", {"answer": Raw(task_input.in_words(item.task, item.answer))}))
    lines += others(item)
    if item.why:
        lines.append(Tr("Refusée parce que : {why}", {"why": Raw(item.why)}))
    if item.words:
        lines.append(Tr("Elle dit : « {words} »", {"words": Raw(item.words)}))
    message = Message((bullets(*lines),))
    match item.kind:
        case ReviewKind.TIE:
            return message.with_choices(MINE, LEAVE)
        case ReviewKind.APPEAL if may_refuse(item):
            return message.with_choices(WON, LOST, LEAVE)
        case ReviewKind.APPEAL:
            return (message + SAME).with_choices(WON, LEAVE)
        case _ if item.late:
            return (message + LATE).with_choices(ACCEPT, CORRECT, LEAVE)
        case _ if not may_refuse(item):
            return (message + SAME).with_choices(ACCEPT, CORRECT, LEAVE)
        case _:
            asked = message + tr("Seule une vraie faute se refuse : ne pas être d'accord ne suffit pas.").once()
            return asked.with_choices(ACCEPT, CORRECT, REFUSE, LEAVE)


def _clearly(message: Message, state: State) -> Message:
    """The message; where words were not understood, its yes takes the button's name, its number or a tap."""
    if not state.unread:
        return message
    choices = (replace(choice, says="") if choice.says == "sure" else choice for choice in message.choices)
    return replace(message, choices=tuple(choices))


def others(item: ReviewItem) -> list[Tr]:
    """What others answered, as a line; none if nobody has."""
    if not item.others:
        return []
    counts = Counter(task_input.in_words(item.task, each) for each in item.others).most_common()
    return [Tr("Les autres : {answers}", {"answers": Raw(", ".join(f"{words} × {n}" for words, n in counts))})]


def may_refuse(item: ReviewItem) -> bool:
    """Whether the reviewer may refuse the answer that she decides about."""
    return not item.late and rules.may_refuse(item.judged, item.answer)
