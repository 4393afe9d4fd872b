"""`projet`, once it is known: what is set aside of each payment, what is taken out, its dates, and what came of it.

One question for each matter; the word that opens the flow says which one (`AT`)."""

from __future__ import annotations

import re

from backend.domain import money
from backend.domain.earnings import savings
from backend.domain.earnings.commands import (
    PaidNoted,
    ReachedNoted,
    SayOpened,
    SayPaid,
    SetAside,
    SetDue,
    SetInstalments,
    TakenOut,
    TakeOut,
)
from backend.domain.earnings.savings import MOST_SHARE, Plan
from backend.domain.french import feasts
from backend.domain.french.datetimes import read_day
from backend.domain.french.spelling import fold
from backend.domain.messaging import intents
from backend.domain.messaging.message import Francs, FullDay, Message, Raw, tr
from backend.domain.money import Money
from backend.records import replace
from bot.flows.earnings import instalments, saving_questions, sums, sums_in_words
from bot.flows.earnings import saving_views as views
from bot.flows.earnings.everyday import is_everyday
from bot.flows.earnings.goal import LIKELY, PUT_ASIDE
from bot.flows.earnings.instalments import Series
from bot.flows.earnings.saving_questions import AT, At, Facts, State
from bot.flows.engine import agreement, answers, leaving
from bot.flows.engine.answers import PICK
from bot.flows.engine.confirm import CHANGED
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
    in_her_words,
    leave,
    misread,
    stay,
)
from bot.flows.engine.registry import Flow

MOST_YEARS = 30
"""The most years until she needs the money."""
MOST_WORDS = 300
LEAST_LETTERS = 3
_SHARE = re.compile(r"(\d{1,3}) ?(?:%|pour ?cents?)|(\d{1,2})")
"""A share; a bare number as small as that is no sum."""
_NO_SUM = re.compile(r"\d{1,2}")
"""The number of a button on another screen, rather than what something cost."""
_PARTS = {"moitie": 50, "tiers": 33, "quart": 25, "dixieme": 10, "tout": 100}
_PART = re.compile(rf"(?:la |le |un |une )?({'|'.join(_PARTS)})(?: de (?:ma|chaque) (?:paie|paye))?")
_NO_DAY = tr("Je ne lis pas de date. Écris par exemple : 15 septembre")
_MOVES = tr("Ce jour change chaque année. Écris la date, par exemple : 15 septembre")
_FAR = tr("C'est bien loin. Écris une date plus proche.")
_PAST = tr("Cette date est passée. Écris une date à venir.")
_LATER = tr("D'accord. Quand tu veux : écris « projet ».").with_choices(views.BACK)
_SAYS_SUM = tr("Écris une somme, par exemple : 5 000 F CFA")
_SAYS_PART = tr("Écris une part, comme 20 %, ou une somme, comme 5 000 F CFA.")


def step(state: State, event: Event, facts: Facts) -> Step[State]:
    """Take the answer to the question, and end."""
    match state.at, event:
        case _, Started(str(said)) if (matter := said.partition(" "))[0] in AT:
            return _begun(AT[matter[0]], matter[2], facts)
        case _, Started() | Resumed():
            return stay(state)
        case _, Picked(saving_questions.LATER.id):
            return leave(Say(_LATER))
        case "each_pay", Picked(saving_questions.EACH_PAY.id):
            return _planned(saving_questions.offered(state))
        case "aside" | "each_pay", _:
            return _aside(state, event, facts)
        case "out", _:
            return _out(state, event, facts)
        case "due", _:
            return _due(state, event, facts)
        case "instalments" | "first" | "check", _:
            return _instalments(state, event, facts)
        case "for_it", Picked(saving_questions.FOR_IT.id) if paid := saving_questions.offered(state).amount:
            return stay(state, Do(SayPaid(paid)))
        case "for_it", Picked(saving_questions.NOT_FOR_IT.id):
            return leave(Say(tr("D'accord, je ne note rien.").with_choices(views.BACK)))
        case "for_it" | "paid", Done(PaidNoted(number, amount)):
            return leave(Say(_well_done(amount, number, facts)))
        case "for_it", _:
            return misread(state, Say(PICK))
        case "paid", _:
            return _paid(state, event, facts)
        case _:
            return in_her_words(_opened(state, event, facts), event, "own")


def _begun(at: At, rest: str, facts: Facts) -> Step[State]:
    """Ask, or take what she has said at once: « j'ai payé 50 000 »."""
    if at == "out" and not money.francs(*facts.known.saved):
        return leave(Say(tr("Tu n'as rien de côté pour le moment.").with_choices(PUT_ASIDE, views.BACK, columns=2)))
    begun = step(State(at), Typed(rest), facts) if rest else stay(State(at))
    if at == "paid" and is_everyday(rest, facts.known.goal):
        said = next((each.command for each in begun.effects if isinstance(each, Do)), None)
        if isinstance(said, SayPaid):
            return stay(State("for_it", offered=f"{said.amount.units} {said.amount.currency}"))
    return begun


_NONE = frozenset({"rien", "plus rien", "rien du tout", "zero", "0", "0 %", "0%", "aucun", "aucune"})
"""Nothing, where it is asked how much to set aside."""


def _aside(state: State, event: Event, facts: Facts) -> Step[State]:
    match event:
        case Picked(saving_questions.NOTHING.id):
            said = tr("C'est noté : je ne mets plus rien de côté.")
            if held := money.francs(*facts.known.saved):
                said += tr("Tu as encore {sum} de côté, à reprendre quand tu veux.", sum=Francs(held))
                said = said.with_choices(views.TAKE_OUT, views.BACK, columns=2)
            else:
                said = said.with_choices(views.BACK)
            return leave(Do(SetAside(Plan())), Say(said))
        case Picked(choice) if choice.startswith("share:"):
            return _planned(Plan(share=int(choice.removeprefix("share:"))))
        case Typed(text) if fold(text) in _NONE and facts.known.plan:
            return step(state, Picked(saving_questions.NOTHING.id), facts)
        case Typed(text) if fold(text) in _NONE:  # a plan that `stop` has suspended does not come back
            return leave(Do(SetAside(Plan())), Say(_LATER))
        case Typed(text) if (much := _of_each_pay(text, facts)) is not None:
            return stay(State("each_pay", offered=much))
        case Typed(text):
            if (percent := _share(text)) is not None:
                if not 1 <= percent <= MOST_SHARE:
                    most = str(MOST_SHARE)
                    return misread(state, Say(tr("Je peux garder de 1 à {most} % de chaque paie.", most=most)))
                return _planned(Plan(share=percent))
            amount = _likely(sums_in_words.alone(text, facts.currency))
            if amount is None:
                return misread(state, Say(sums.asked_in_francs(_SAYS_PART, text, facts.currency)))
            if sums_in_words.tells_more(text):  # « il me faut 300 000 » may be what it costs
                return stay(State("each_pay", offered=f"{amount.units} {amount.currency}"))
            return _planned(Plan(amount=amount))
        case _:
            return misread(state, Say(PICK))


def _of_each_pay(text: str, facts: Facts) -> str | None:
    """The sum or share that she wants to be kept each week or month: of each payment it may be kept. None if she names
    no such time."""
    much = sums_in_words.without_each_time(text)
    if much is None:
        return None
    if "%" in much:
        percent = _share(much)
        return f"{percent} %" if percent is not None and 1 <= percent <= MOST_SHARE else None
    found = _likely(sums_in_words.alone(much, facts.currency))
    return f"{found.units} {found.currency}" if found is not None else None


def _likely(found: Money | None) -> Money | None:
    """A sum that a project may cost; one with zeros too many is none."""
    return found if found is not None and money.francs(found) < LIKELY.stop else None


def _share(text: str) -> int | None:
    """The share in a text, in percent; None if it names none."""
    if word := _PART.fullmatch(fold(text)):
        return _PARTS[word[1]]
    share = _SHARE.fullmatch(text.strip().rstrip(".!").lower())
    return int(share[1] or share[2]) if share else None


def _planned(plan: Plan) -> Step[State]:
    said = tr("C'est noté.") + Message((views.plan(plan),))
    said += tr("Cela commence à ta prochaine paie. Si le reste est trop petit pour être envoyé, j'en garde moins.")
    return leave(Do(SetAside(plan)), Say(said.with_choices(views.KEEP_NOTHING, views.BACK, columns=2)))


def _out(state: State, event: Event, facts: Facts) -> Step[State]:
    match event:
        case Picked(saving_questions.ALL.id):
            return stay(state, Do(TakeOut()))
        case Typed(text):
            amount = sums_in_words.alone(text, facts.currency)
            if amount is None:
                return misread(state, Say(sums.asked_in_francs(_SAYS_SUM, text, facts.currency)))
            if amount.francs > savings.worth(facts.known.saved):
                return misread(state, Say(tr("C'est plus que ce que tu as de côté.")))
            return stay(state, Do(TakeOut(amount)))
        case Done(TakenOut(taken)):
            said = tr("C'est fait : *{sum}* sont de nouveau dans tes gains.", sum=views.francs(taken))
            said += tr("Ils partent avec ta prochaine paie.")
            return leave(Say(said.with_choices(views.BACK, views.EARNED, columns=2)))
        case _:
            return misread(state, Say(PICK))


def _due(state: State, event: Event, facts: Facts) -> Step[State]:
    match event:
        case Picked(saving_questions.NO_DATE.id):
            return leave(Do(SetDue(None)), Say(tr("C'est noté : sans date.").with_choices(views.BACK)))
        case Typed(text):
            due = read_day(text, facts.today)
            if feasts.moves(fold(text)):
                return misread(state, Say(_MOVES))
            if due is None or intents.read(text) is not None:  # « à demain » is a goodbye
                return misread(state, Say(_NO_DAY))
            if due < facts.today:
                return misread(state, Say(_PAST))
            if due.year - facts.today.year > MOST_YEARS:
                return misread(state, Say(_FAR))
            said = tr("C'est noté : pour le *{date}*.", date=FullDay(due))
            return leave(Do(SetDue(due)), Say(said.with_choices(views.BACK)))
        case _:
            return misread(state, Say(PICK))


def _instalments(state: State, event: Event, facts: Facts) -> Step[State]:
    match state.at, event:
        case "instalments", Picked(saving_questions.NO_DATES.id):
            return leave(Do(SetInstalments(())), Say(tr("C'est noté : sans dates.").with_choices(views.BACK)))
        case "instalments", Typed(text):
            if (series := instalments.read_series(text, facts.currency, facts.today)) is not None:
                return _in_series(state, series, facts)
            found = instalments.read_instalments(text, facts.currency, facts.today)
            if isinstance(found, Message):
                return misread(state, Say(found))
            return stay(State("check", saving_questions.packed(found)))
        case "first", Typed(text):
            day = read_day(text, facts.today)
            if feasts.moves(fold(text)):
                return misread(state, Say(_MOVES))
            if day is None or intents.read(text) is not None:
                return misread(state, Say(_NO_DAY))
            return _in_series(state, replace(saving_questions.series(state), first=day), facts)
        case "check", Picked(saving_questions.RIGHT.id):
            said = tr("C'est noté. Je te montre le prochain versement dans « projet ».")
            return leave(Do(SetInstalments(saving_questions.unpacked(state.read))), Say(said.with_choices(views.BACK)))
        case "check", Picked(saving_questions.WRONG.id):
            return stay(State("instalments"))
        case _:
            return misread(state, Say(PICK))


def _in_series(state: State, series: Series, facts: Facts) -> Step[State]:
    """Show the instalments of a series, or ask for the day of the first one."""
    if series.first is None:
        amount = series.amount
        return stay(State("first", (), (series.times, amount.units, amount.currency, series.step, series.rest)))
    if series.first < facts.today:
        return misread(state, Say(_PAST))
    try:
        return stay(State("check", saving_questions.packed(series.instalments(series.first))))
    except (OverflowError, ValueError):
        return misread(state, Say(_NO_DAY))


def _paid(state: State, event: Event, facts: Facts) -> Step[State]:
    match event:
        case Picked(choice) if choice.startswith("part:"):
            number, _, units = choice.removeprefix("part:").partition(" ")
            named = dict(enumerate(facts.known.instalments)).get(int(number))
            if named is None or named.paid is not None or units not in ("", str(named.amount.units)):
                return stay(state, Say(CHANGED))
            return stay(state, Do(SayPaid(named.amount, int(number))))
        case Typed(text):
            paid = None if _NO_SUM.fullmatch(text.strip()) else _likely(sums_in_words.named(text, facts.currency))
            if paid is None:
                return misread(state, Say(sums.asked_in_francs(_SAYS_SUM, text, facts.currency)))
            return stay(state, Do(SayPaid(paid)))
        case _:
            return misread(state, Say(PICK))


def _well_done(amount: Money, number: int, facts: Facts) -> Message:
    said = tr("👏 Bravo ! C'est noté : *{sum}* payés pour ton projet.", sum=views.shown(amount))
    if held := money.francs(*facts.known.saved):
        said += tr("Tu as {sum} de côté : reprends-les si tu en as besoin.", sum=Francs(held))
        return said.with_choices(views.TAKE_OUT, views.not_paid(number), views.BACK, columns=2)
    return said.with_choices(views.not_paid(number), views.BACK, columns=2)


def _opened(state: State, event: Event, facts: Facts) -> Step[State]:
    match event:
        case Done(ReachedNoted(number, words)):
            said = tr("🎉 Félicitations ! C'est noté : « {words} ».", words=Raw(words))
            said += tr("C'est ton travail qui l'a rendu possible.")
            return leave(Say(said.with_choices(views.DECLARE, views.not_reached(number), views.BACK)))
        case Typed(text) if not (answers.is_bare(text) or leaving.passes(text) or agreement.goes(text)):
            words = " ".join(text.split())[:MOST_WORDS]
            if sum(sign.isalpha() for sign in fold(words)) < LEAST_LETTERS:
                return misread(state, Say(tr("Dis-le en quelques mots.")))
            return stay(state, Do(SayOpened(words)))
        case Typed():
            return misread(state, Say(tr("Dis-le en quelques mots.")))
        case _:
            return misread(state, Say(PICK))


FLOW = Flow("saving", 1, State, saving_questions.prompt, step, refused_by_no=True, anew="mettre de cote")
