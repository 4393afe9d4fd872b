"""Screens that are made outside of dialogues, at the worst that is real: none of hers is longer than a phone shows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest

from backend.db.payouts.dates import PaymentDates
from backend.db.payouts.shown import LastPayout
from backend.db.training.learning import SilentIn
from backend.domain.certificates.badges import Badge, Course, Granted, ModuleSet
from backend.domain.certificates.badges import Opening as WorkOpening
from backend.domain.earnings.figures import MONTHLY_GOAL, Earned, Figures, MonthEarned, left
from backend.domain.earnings.savings import Instalment, Plan, Project
from backend.domain.messaging.message import Message, Tr
from backend.domain.messaging.texts import hello, lines
from backend.domain.money import UNITS_PER_WHOLE, Money
from backend.domain.payouts import terms_file
from backend.domain.payouts.amounts import Payment
from backend.domain.payouts.destinations import Destination, DestinationKind
from backend.domain.payouts.states import HoldReason, PayoutState
from backend.domain.payouts.terms import Rhythm
from backend.domain.people.commands import Goal, Person
from backend.domain.people.reminder_preferences import Preference
from backend.domain.reminders.reminder_policy import Kind
from backend.domain.threads.commands import Author, HuberStanding
from backend.domain.training.final import FinalFinished
from backend.domain.training.learning import FinalLine, LessonFinished, LessonLine, ModuleLine, OpenedWork
from backend.domain.training.progress import Progress
from backend.domain.work.commands import AnswerCounted, Offer, Task
from backend.records import replace
from backend.services.payouts.destinations import SHOWN_PAYOUTS, Standing
from backend.services.payouts.timing.dates import PayDates
from backend.services.payouts.timing.rhythms import Outlook
from bot.channels.whatsapp import templates
from bot.dialogues import DIALOGUES
from bot.flows.account import small_talk
from bot.flows.earnings import saving_views
from bot.flows.payouts import pay_days
from bot.flows.reminders import dialogue as reminders_dialogue
from bot.flows.reminders import pause as pause_flow
from bot.flows.threads import canned_replies
from bot.flows.threads import write as threads_write
from bot.flows.training import dialogue as training_dialogue
from bot.flows.training import final_views, lesson_views
from bot.flows.work import outcomes
from bot.flows.work import state as work_state
from bot.flows.work import views as work_views
from bot.flows.work.offers import views as offers
from bot.handlers.account import help as help_words
from bot.handlers.account import menu
from bot.handlers.admin import cohort_views
from bot.handlers.earnings import commands as earnings_commands
from bot.handlers.payouts import screen
from bot.handlers.reminders import message as reminders_message
from bot.handlers.reminders import month, week
from bot.handlers.training import commands as training_words
from bot.i18n.render import plain
from tests.dialogues.projects import PRACTICE, PROJECTS
from tests.screens import MOST, length

TERMS = terms_file.read('date = 2026-11-28\n[schedule]\nweekly = "wednesday"\nmonthly = 28\n')
HELP = help_words.words_of_work(pay_days.promise_in_help(TERMS, "GN"))
"""With the longest promise of pay."""

NOW = datetime(2026, 9, 27, 18, 30, tzinfo=UTC)
"""A Sunday: the longest day, in the longest month."""
NAME = "Marie-Françoise"
TITLE = "Vérification de fiches d'entreprises du quartier"
GOAL = "Agrandir mon salon de coiffure et acheter deux séchoirs, 1 250 000 F CFA"
MODULES = (
    *("Bien utiliser son smartphone", "Écrire un courriel professionnel", "Chercher et vérifier sur Internet"),
    *("Reconnaître les arnaques et se protéger", "Argent, compte et mobile money", "Bureautique : texte et tableur"),
    *("Les micro-tâches, pas à pas", "Entreprendre, de l'idée à la première cliente"),
)


def offer(number: int, hours: int = 24) -> Offer:
    config = PROJECTS["comments"][0]
    config = replace(config, title=TITLE, pay=Money(1_200), accept_after=timedelta(hours=hours))
    return Offer(number, config, 500, Fraction(5, 2), started=False)


SAVING = Project(
    Goal("business", GOAL, Money.parse("12500000", "XOF")),
    due=date(2027, 6, 30),
    instalments=tuple(Instalment(Money.parse("3000000", "XOF"), date(2027, n, 15)) for n in range(1, 5)),
    plan=Plan(share=50),
    shown=True,
    saved=(Money(2_500 * 10_000),),
    spent=(Money.parse("3000000", "XOF"),),
)
OFFERS = (offer(1), offer(2), offer(3, 48), offer(4), *map(offer, range(5, 12)))
BIG = Money(2_500 * 10_000)
MONTH = Money(500 * 10_000)
"""Twice what a month should bring."""
EARNED = Earned(pending=(MONTH,), accepted=(MONTH,), savings=(MONTH,), transit=(MONTH,), paid=(BIG,))
DATES = PayDates(
    PaymentDates(named=True, way_since=NOW, way_tail="0304", way_sent=True, paid_since=NOW, paid_tail="0304"),
    1_000,
    NOW.date(),
    sure=True,
)
NOWHERE = PayDates(PaymentDates(), 1_000)
FIGURES = Figures(
    date(2026, 9, 27),
    today=Earned(pending=(Money(50 * 10_000),), accepted=(Money(50 * 10_000),)),
    week=Earned(pending=(MONTH,)),
    month=Earned(pending=(MONTH,)),
    ever=EARNED,
    time_today=timedelta(hours=2, minutes=59),
    answers_today=358,
    answers_week=1_204,
    recent_pay=(BIG,),
    recent_time=timedelta(hours=60),
    project=GOAL,
    goal=Money.parse("12500000", "XOF"),
    supplement=(MONTH,),
    checked_by=NOW,
)
MONTH_EARNED = MonthEarned(date(2026, 9, 1), ((MONTH,),) * 5, 7_204, (MONTH,))
LESSONS = tuple(
    LessonLine(n, n, f"Une leçon au titre assez long, la numéro {n}", finished=True, score=Decimal("0.83"))
    for n in range(1, 5)
)
OPENS = (OpenedWork(TITLE, Money(1_200)),)


def module(number: int, **more: Any) -> ModuleLine:
    title = MODULES[number]
    about = "Tu règles ton téléphone, tu économises tes données et ta batterie, et tu sais quoi faire s'il disparaît."
    return ModuleLine(f"m{number}", title, about, 45, 80, LESSONS, opens=OPENS, **more)


FINAL = FinalLine("m7", 16, tries=2, opens_at=NOW + timedelta(hours=20))


def _work() -> Iterator[tuple[str, Message, bool]]:
    config, content, gold, explanation = PRACTICE
    practised = outcomes.practised(
        AnswerCounted(
            config.pay, None, None, 1, 32, timedelta(), None, Task(1, 1, config, content, True, gold, explanation, "no")
        )
    )
    wait = timedelta(days=12)
    first = work_views.prompt(work_state.State("first"), work_state.Facts("CI", offers=OFFERS, wait=wait))
    yield "first offers", first.after(practised), True
    yield "offer", work_views.prompt(work_state.State("offer"), work_state.Facts("CI", offers=OFFERS, wait=wait)), True
    yield "more offers", work_views.prompt(work_state.State("more"), work_state.Facts("CI", offers=OFFERS)), True
    yield "offers", work_views.prompt(work_state.State("offers"), work_state.Facts("CI", offers=OFFERS)), True
    openings = tuple(WorkOpening(each, (Course("m", MODULES[3]), Course("n", MODULES[7]))) for each in OFFERS)
    why = work_state.Facts("CI", offers=OFFERS, openings=openings, declined=OFFERS)
    yield "why", work_views.prompt(work_state.State("why"), why), False
    for hears in offers.NO_WORK:
        facts = work_state.Facts("CI", openings=openings, hears=hears)
        yield f"no work ({hears})", work_views.prompt(work_state.State(), facts), False


def gains(figures: Figures, dates: PayDates) -> Message:
    return earnings_commands.gains_message(figures, Message((Tr("*Tes gains*"),)), dates, "Africa/Douala")


def weekly(figures: Figures, greeting: Tr, best: Offer | None, dates: PayDates = DATES) -> Message:
    step = week.next_step(figures, best)
    return Message((week.head(greeting), lines(*week.told(figures, dates), step)), attachment=week.picture(figures))


def monthly(earned: MonthEarned, figures: Figures, greeting: Tr, best: Offer | None) -> Message:
    told = [*month.told(earned, "fr"), *week.missing(figures, DATES), week.next_step(figures, best)]
    return Message((month.head(greeting), lines(*told)), attachment=month.picture(earned, figures))


def _money() -> Iterator[tuple[str, Message, bool]]:
    yield "gains", gains(FIGURES, DATES), False
    yield "projet", saving_views.screen(SAVING, (BIG,), 4, date(2027, 9, 27), date(2026, 9, 27)), False
    yield "gains without an amount", gains(replace(FIGURES, ever=EARNED, goal=None), DATES), False
    yield "gains without a destination", gains(FIGURES, NOWHERE), False
    greeting = hello(NOW, "Africa/Douala", NAME)
    yield "her week", weekly(FIGURES, greeting, OFFERS[0]), False
    yield "her month", monthly(MONTH_EARNED, FIGURES, greeting, OFFERS[0]), False
    yield "her week without work", weekly(replace(FIGURES, goal=None, project=""), greeting, None), False


def _started() -> Iterator[tuple[str, Message, bool]]:
    """What we write by ourselves, all of it at once."""
    turn: Any = SimpleNamespace(now=NOW, person=Person(1, "hiteuse", NAME, zone="Africa/Douala"))
    draft = reminders_message._Draft(figures=FIGURES)
    silence = SilentIn("m", MODULES[7], NOW, 0, None, LESSONS[0].title, begun=True, left=3, place=None)
    every = {
        Kind.EXPIRED: reminders_message.RAN_OUT,
        Kind.REVISION: reminders_message._to_revise(5),
        Kind.LESSON: reminders_message.nudge(silence),
        Kind.WORK: reminders_message.offered(OFFERS[0]),
        Kind.SUMMARY: Message((lines(*week.told(FIGURES, DATES)),)),
    }
    for kind, line in every.items():
        draft.add(kind, line, reminders_message.WORK)
    yield "all that we start, at once", reminders_message._folded(turn, draft, tuple(every)), False
    author = Author(NAME, team=False)
    for part in cohort_views.SLUGS.values():
        yield f"a word ({part})", cohort_views.encouragement(author, hello(NOW, "UTC", NAME), part), False
    yield "asked to write", cohort_views.asked_to_write(author, hello(NOW, "UTC", NAME)), False


def _learning() -> Iterator[tuple[str, Message, bool]]:
    modules = (
        *(module(n, passed=True, score=Decimal("0.9"), final=FINAL) for n in range(5)),
        module(5, final=FINAL),
        replace(module(6, missing=(MODULES[5],)), lessons=()),
        module(7, final=FinalLine("m7", 16)),
    )
    facts = training_dialogue.Facts(NOW, modules=modules, due=5)
    yield "modules", training_dialogue.prompt(training_dialogue.State(), facts), True
    for each in (modules[0], modules[7], module(7, final=FINAL)):
        inside = training_dialogue.Facts(NOW, modules=(each,))
        yield f"module {each.id}", training_dialogue.prompt(training_dialogue.State("module", each.id), inside), True
    progress = Progress(modules, due=5, known=180, days=42, streak=12, may_ask=True)
    yield "progress", training_words.progress_message(progress), False
    granted = Granted(
        badges=(Badge(1, "a", MODULES[7], "m7", NOW), Badge(2, "b", MODULES[6], "m7", NOW)),
        certificates=(ModuleSet("a", MODULES[7], "", ()), ModuleSet("b", MODULES[3], "", ())),
        opened=OFFERS[:1],
        paid=Money(4_000),
    )
    for right in (3, 6):
        found = LessonFinished(LESSONS[0], modules[7], right, 6, failures=2, days=12, may_ask=True)
        yield (
            f"lesson finished ({right})",
            lesson_views.finished(found, lesson_views.Facts(NOW, zone="Africa/Douala")),
            False,
        )
    at = final_views.Facts(NOW, "Africa/Douala", modules[7])
    failed = FinalFinished(modules[7], 9, 16, again=LESSONS, failures=2, days=12, may_ask=True)
    yield "final test failed", final_views.finished(failed, at), False
    sources = ("[CNIL](https://www.cnil.fr/fr/les-conseils-de-la-cnil-pour-un-bon-mot-de-passe-assez-long)",) * 4
    known = replace(modules[0], checked=date(2026, 11, 25), sources=sources)
    passed = FinalFinished(known, 15, 16, passed=True, granted=granted, days=12, may_ask=True)
    yield "final test passed", final_views.finished(passed, at), False
    yield "final test", final_views.prompt(final_views.State("intro", "m7"), at), True


def _words() -> Iterator[tuple[str, Message, bool]]:
    yield "aide (hiteuse)", HELP, False
    yield "aide (trainee)", help_words.WORDS_OF_LEARNING, False
    for role in ("hiteuse", "trainee"):
        person = Person(1, role, NAME, "CM", "Africa/Douala", stopped_at=NOW)
        yield f"menu after stop ({role})", menu.shown(DIALOGUES.words, person, None), False
        yield f"menu before an erasure ({role})", menu.shown(DIALOGUES.words, person, NOW.date()), False
    every = Preference(frozenset({0, 1, 2, 3, 5, 6}), time(18, 45))
    for learner in (False, True):
        for facts in (
            reminders_dialogue.Facts(every, learner=learner, reached=False),
            reminders_dialogue.Facts(every, learner=learner, paused_until=NOW),
            reminders_dialogue.Facts(every, learner=learner, stopped=True),
            reminders_dialogue.Facts(None, learner=learner, stopped=True),
        ):
            yield "reminders", reminders_dialogue.prompt(reminders_dialogue.State(), facts), True
            yield "reminders are set", reminders_dialogue.settled(every, facts), False
    for aside in small_talk.ANSWERS.values():
        yield "beside the matter", aside, False
    for ready in canned_replies.ANSWERS:
        yield f"a Huber's answer ({ready.key})", Message((ready.answer,)), False
    for to in ("hubers", "team"):
        standing = HuberStanding(to, NAME, timedelta(hours=3), NOW)
        yield f"huber ({to})", threads_write.prompt(threads_write.State(), threads_write.Facts(standing)), True
    yield (
        "huber, for the first time",
        threads_write.prompt(threads_write.State(), threads_write.Facts(HuberStanding("hubers"))),
        True,
    )
    yield "pause", pause_flow.prompt(pause_flow.State(), pause_flow.Facts(NOW, "UTC", True)), True


LONGER = {
    "final test passed": (900, "with the sources of what it teaches, as links"),
    "first offers": (740, "all that she is to know before she accepts one of four offers"),
}
"""How long at most, and why."""
SCREENS = [*_work(), *_money(), *_started(), *_learning(), *_words()]


@pytest.mark.parametrize(("name", "message", "asks"), SCREENS, ids=[name for name, _, _ in SCREENS])
def test_no_screen_of_hers_is_too_long(name: str, message: Message, asks: bool) -> None:
    most, _why = LONGER.get(name, (MOST, ""))
    assert length(message, asks=asks) <= most, name
    assert name not in LONGER or length(message, asks=asks) > MOST, "no exception any more"


# --- her week -----------------------------------------------------------------------------------------


def said(message: Message) -> str:
    return "\n\n".join(plain(part, "fr") for part in message.parts).replace("\u00a0", " ").replace("\u202f", " ")


QUIET = Figures(
    date(2026, 9, 27),
    week=Earned(pending=(Money.parse("4200", "XOF"),)),
    ever=Earned(accepted=(Money.parse("9000", "XOF"),), savings=(Money.parse("4200", "XOF"),)),
    answers_week=84,
    project="un salon de couture",
    goal=Money.parse("50000", "XOF"),
)


def test_her_week_says_what_it_brought_what_is_left_and_one_next_step() -> None:
    told = weekly(QUIET, hello(NOW, "UTC", "Awa"), OFFERS[0])
    assert said(told) == (
        "Bonsoir Awa ! Voici ta semaine.\n\n"
        "📅 Cette semaine : 84 tâches, 4 200 F CFA gagnés.\n"
        "🌱 Il reste 45 800 F CFA pour ton projet « un salon de couture ».\n"
        f"💼 Du travail t'attend : {TITLE}, 78 F CFA par tâche."
    )


def test_as_the_one_paragraph_of_a_template_her_week_is_read_without_a_second_greeting() -> None:
    told = templates.detail(weekly(QUIET, hello(NOW, "UTC", "Awa"), None), "fr", "UTC")
    assert told.replace("\u00a0", " ").replace("\u202f", " ") == (
        "📅 Cette semaine : 84 tâches, 4 200 F CFA gagnés. "
        "🌱 Il reste 45 800 F CFA pour ton projet « un salon de couture ». "
        "📚 En attendant du travail, une leçon ? Écris « formation »."
    )


@pytest.mark.parametrize("goal", [None, Money(0, "XOF")])
def test_what_is_nothing_is_not_said_of_her_week(goal: Money | None) -> None:
    tested = replace(QUIET, answers_week=0, goal=goal, project="")
    told = said(weekly(tested, hello(NOW, "UTC"), None))
    assert "📅 Cette semaine : 4 200 F CFA gagnés." in told
    assert " 0 " not in told and "%" not in told and "Il reste" not in told


@pytest.mark.parametrize(
    ("due", "line"),
    [
        (date(2026, 10, 5), "📅 À payer le 5 octobre 2026 pour ton projet : 30 000 F CFA."),
        (date(2026, 9, 20), "📅 30 000 F CFA étaient à payer le 20 septembre 2026 : c'est fait ? Écris « j'ai payé »."),
        (date(2026, 11, 5), None),
        (date(2026, 8, 5), None),
    ],
)
def test_her_week_names_an_instalment_whose_day_is_near(due: date, line: str | None) -> None:
    near = replace(QUIET, instalment=(Money.parse("30000", "XOF"), due))
    told = said(weekly(near, hello(NOW, "UTC"), None))
    assert (line in told) if line is not None else ("📅" not in told.split("gagnés.")[1])


def test_a_project_that_is_saved_for_is_a_reason_to_be_glad() -> None:
    assert left(replace(QUIET, goal=MONTHLY_GOAL)) == 159_790  # 163,989.25 less 4,200, rounded up
    earned = replace(QUIET, ever=Earned(accepted=(MONTHLY_GOAL,)), goal=MONTHLY_GOAL)
    assert left(earned) == 163_990  # what is merely earned does not count
    saved = replace(QUIET, ever=Earned(savings=(MONTHLY_GOAL,)), goal=MONTHLY_GOAL)
    assert left(saved) == 0
    assert "🎉 Ton projet est couvert par ce que tu as mis de côté : bravo !" in said(
        weekly(saved, hello(NOW, "UTC"), None)
    )


def test_without_a_project_her_week_says_what_is_missing_for_her_next_payment() -> None:
    ever = Earned(accepted=(Money.parse("600", "XOF"),))
    alone = replace(QUIET, goal=None, project="", ever=ever)
    greeting = hello(NOW, "UTC")
    assert "💵 Encore 400 F CFA acceptés avant ton prochain paiement." in said(weekly(alone, greeting, None))
    nothing = replace(DATES, least=None, day=None, sure=False)  # no rate of exchange today
    assert "💵" not in said(weekly(alone, greeting, None, nothing))
    enough = replace(alone, ever=Earned(accepted=(Money.parse("1000", "XOF"),)))
    assert "💵 1 000 F CFA à payer le dimanche 27 septembre." in said(weekly(enough, greeting, None))
    saving = replace(DATES, aside=200)
    assert "💵 800 F CFA à payer le dimanche 27 septembre." in said(weekly(enough, greeting, None, saving))
    told = said(weekly(enough, greeting, None, NOWHERE))
    assert "💵 1 000 F CFA t'attendent : dis où te payer avec « paiement »." in told


def test_her_month_says_what_it_brought_what_arrived_and_what_is_left() -> None:
    earned = MonthEarned(date(2026, 8, 1), ((Money.parse("4200", "XOF"),), (), (), (), ()), 84)
    told = said(monthly(earned, QUIET, hello(NOW, "UTC", "Awa"), None))
    assert told.startswith("Bonsoir Awa ! Voici ton mois.\n\n🗓 En août : 84 tâches, 4 200 F CFA gagnés.\n🌱 Il reste")
    assert "payés" not in told  # nothing arrived, and nothing is said of it
    arrived = replace(earned, paid=(Money.parse("327978", "XOF"),))
    paid = templates.detail(monthly(arrived, QUIET, hello(NOW, "UTC", "Awa"), None), "fr", "UTC")
    assert (
        "🗓 En août : 84 tâches, 4 200 F CFA gagnés. 💵 327 978 F CFA payés sur ton compte. 🌱 Il reste"
        in paid.replace("\u00a0", " ")
    )
    ariary = replace(earned, paid=(Money(19764 * UNITS_PER_WHOLE, "MGA"),))
    assert "💵 19 764 Ar payés sur ton compte." in said(monthly(ariary, QUIET, hello(NOW, "UTC", "Awa"), None))


# --- greetings ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hour", "word"),
    [(3, "Bonsoir"), (4, "Bonjour"), (12, "Bonjour"), (16, "Bonjour"), (17, "Bonsoir"), (23, "Bonsoir")],
)
def test_she_is_greeted_by_her_own_clock(hour: int, word: str) -> None:
    at = datetime(2026, 3, 4, hour, tzinfo=UTC) - timedelta(hours=3)  # it is so late in Madagascar
    assert said(Message((hello(at, "Indian/Antananarivo", "Lalao"),))) == f"{word} Lalao !"
    assert said(Message((hello(at, "Indian/Antananarivo"),))) == f"{word} !"


# --- pay ----------------------------------------------------------------------------------------------


def test_gains_say_francs_first_and_how_she_is_paid() -> None:
    told = said(gains(QUIET, NOWHERE))
    assert "🎯 Ce mois : 0 F CFA, 0 % de 163 989 F CFA (250,00 €)" in told
    assert "\n✅ Accepté : 9 000 F CFA\n" in told and "En attente :" not in told  # of what is zero nothing is said
    assert "écris « paiement »" in told
    nothing = said(gains(Figures(date(2026, 9, 27)), NOWHERE))
    assert "paiement" not in nothing  # before she has earned anything, it is no news


def test_in_gains_every_amount_has_its_date() -> None:
    one = Money.parse("1000", "XOF")
    ever = Earned(pending=(one,), accepted=(one,), transit=(one,), paid=(one,))
    late = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)  # the next day in Douala
    payments = replace(
        DATES.payments,
        way_since=datetime(2026, 11, 26, 9, tzinfo=UTC),
        paid_since=datetime(2026, 11, 12, 9, tzinfo=UTC),
    )
    dates = replace(DATES, payments=payments, day=date(2026, 12, 4))
    told = said(gains(replace(QUIET, ever=ever, checked_by=late), dates))
    assert "⏳ En attente : 1 000 F CFA, à vérifier d'ici le 1er décembre\n" in told
    assert "✅ Accepté : 1 000 F CFA, à payer le 4 décembre\n" in told
    saving = said(gains(replace(QUIET, ever=ever), replace(dates, aside=200)))
    assert "✅ Accepté : 1 000 F CFA, à payer le 4 décembre (200 F CFA de côté)\n" in saving
    assert "🚚 En route : 1 000 F CFA → …0304, depuis le 26 novembre\n" in told
    prepared = replace(dates, payments=replace(payments, way_sent=False))
    assert "🕓 En préparation : 1 000 F CFA → …0304, depuis le 26 novembre\n" in said(
        gains(replace(QUIET, ever=ever), prepared)
    )
    assert "💵 Payé : 1 000 F CFA → …0304, dernier envoi le 12 novembre\n" in told
    erased = replace(dates, payments=replace(payments, paid_tail="", way_tail=""))  # she has them again by her code
    again = said(gains(replace(QUIET, ever=ever), erased))
    assert "🚚 En route : 1 000 F CFA, depuis le 26 novembre\n" in again
    assert "💵 Payé : 1 000 F CFA, dernier envoi le 12 novembre\n" in again
    parted = replace(dates, payments=replace(payments, paid_joined={"XOF": 400 * 10_000}))
    of_both = said(gains(replace(QUIET, ever=ever), parted))
    assert "💵 Payé : 1 000 F CFA, dont 400 F CFA quand ton compte était réuni à un autre\n" in of_both
    assert "paiement" not in told  # she has said where she is paid
    told = said(gains(replace(QUIET, ever=ever), replace(dates, day=None)))
    assert "✅ Accepté : 1 000 F CFA, pour le prochain envoi\n" in told
    held = replace(dates, day=None, sure=False, checked=True)
    told = said(gains(replace(QUIET, ever=ever), held))
    assert "✅ Accepté : 1 000 F CFA, en attente d'une vérification\n" in told  # and no payment is promised
    little = replace(QUIET, ever=Earned(accepted=(Money.parse("999", "XOF"),)))
    assert "✅ Accepté : 999 F CFA, à payer à partir de 1 000 F CFA\n" in said(gains(little, DATES))


def test_every_word_of_hers_stands_in_the_help() -> None:
    """Words with a line in the command list (`Word.about`)."""
    for role, text in (("hiteuse", HELP), ("trainee", help_words.WORDS_OF_LEARNING)):
        told = said(text)
        for name, _ in DIALOGUES.words.listed(Person(1, role)):  # type: ignore[arg-type]
            missing = f"« {name} » is missing in the help of a {role}: bot/handlers/account/help.py"
            assert name in told or name in ("menu", "aide"), missing


@pytest.mark.parametrize("capped", [False, True])
@pytest.mark.parametrize("waits", [None, NOW + timedelta(days=1)])
def test_where_she_is_paid_with_three_open_claims(waits: datetime | None, capped: bool) -> None:
    sum_ = Money.parse("163989", "XOF")
    where = Destination(DestinationKind.PHONE, "+2250701020304", "Marie-Antoinette N'Guessan Kouassi")
    claim = LastPayout(
        *(1, sum_.units, "XOF", PayoutState.PAID, "", "0304", NOW, NOW, NOW, False),
        claim=12_345,
        promised=date(2026, 11, 29),
    )
    standing = Standing(where, waits, (claim,) * SHOWN_PAYOUTS)
    paid = Payment(sum_, Money.parse("2500", "XOF"), (sum_,), 0, hers=True, capped=capped)
    for payment in (None, paid, *HoldReason):
        found = Outlook(Rhythm.AMOUNT, False, sum_, date(2026, 11, 25), payment, open=True)
        assert length(screen.shown(standing, where, found, TERMS, NOW, "Africa/Abidjan")) <= MOST, payment
