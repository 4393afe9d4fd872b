"""The project as it is shown: what is set aside, what is still missing, and about when it is reached."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from math import ceil

from backend.domain import money
from backend.domain.earnings import savings
from backend.domain.earnings.figures import Amounts
from backend.domain.earnings.savings import Instalment, Plan, Project
from backend.domain.messaging.message import Attachment, Choice, Francs, FullDay, Message, Tr, tr
from backend.domain.messaging.texts import beside, lines
from backend.domain.money import PEGGED, Money
from bot.flows.earnings import goal as goal_flow
from bot.flows.earnings.instalments import Series

KEEP_NOTHING = Choice("/projet garder rien", "🛑 Arrêter")
TAKE_OUT = Choice("/projet reprendre", "↩️ Reprendre")
INSTALMENTS = Choice("/projet versements", "📅 Versements")
DUE = Choice("/projet date", "🗓 Ma date")
PAID = Choice("/projet paye", "✅ J'ai payé")
OPENED = Choice("/projet ouvert", "🎉 J'ai ouvert")
SHOW = Choice("/projet montrer", "👀 Montrer à ma Huber")
HIDE = Choice("/projet cacher", "🙈 Ne plus montrer")
CHANGE = Choice("/projet changer", "✏️ Changer")
BACK = Choice("/projet", "🌱 Mon projet")
MORE = Choice("/projet", "➕ Autres choix")
BANK = Choice("/mon compte", "🏦 Un compte sûr")
DECLARE = Choice("/declarer", "🧾 Déclarer mon activité")
EARNED = Choice("/gains", "Mes gains")
PAY = Choice("/paiement", "💵 Ma paie")
BAR = 10
"""Signs of the bar."""
SHOWN_INSTALMENTS = 2


def not_paid(number: int) -> Choice:
    """Takes back what she has said to have paid."""
    return Choice(f"/projet pas paye {number}", "↩️ Annuler")


def not_reached(number: int) -> Choice:
    """Takes back what she has said to have opened, or to have: an account, a registered activity."""
    return Choice(f"/projet pas fait {number}", "↩️ Pas encore")


def francs(amounts: Iterable[Money]) -> Francs:
    """Amounts in whole F CFA, rounded down."""
    return Francs(money.francs(*amounts))


def shown(amount: Money) -> Money | Francs:
    """An amount as she wrote it, if it is in F CFA; else in F CFA."""
    return amount if amount.currency in PEGGED else francs([amount])


def screen(project: Project, earned: Amounts, payments: int, expected: date | None, today: date) -> Message:
    """Her project. `earned`, `payments`, `expected`: as `savings.forecast` takes and gives them."""
    said = tr("*Ton projet*") + goal_flow.describe(project.goal)
    facts = [*_progress(project), plan(project.plan)]
    facts += _forecast(project, earned, payments, expected, today)
    facts += [_instalment(each, today) for each in project.instalments if each.paid is None][:SHOWN_INSTALMENTS]
    if project.shown:
        facts.append(Tr("👀 Ta Huber voit ce projet."))
    choices = (
        goal_flow.PUT_ASIDE,
        *((TAKE_OUT,) if money.francs(*project.saved) else ()),
        PAID,
        OPENED,
        INSTALMENTS,
        DUE,
        HIDE if project.shown else SHOW,
        CHANGE,
        BANK,
        EARNED,
    )
    return (said + Message((lines(*facts),))).with_choices(*choices, columns=2)


def picture(project: Project) -> Attachment | None:
    """How far the project is, as a picture; None before the first franc, and if the last picture showed the same."""
    if project.towards in (0, project.pictured):
        return None
    goal = 0 if project.goal.amount is None else int(project.goal.amount.francs)
    values = {"towards": project.towards, "goal": goal, "project": project.goal.words}
    return Attachment("chart", "goal", values=values)


def bar(project: Project) -> Tr | None:
    """The share that is reached, as a bar; None if the cost is not known."""
    reached = project.reached
    if reached is None:
        return None
    full = min(BAR, int(reached * BAR))
    return Tr("{bar} *{percent} %*", {"bar": "🟩" * full + "⬜" * (BAR - full), "percent": int(reached * 100)})


def _progress(project: Project) -> list[Tr]:
    found = [each for each in (bar(project),) if each is not None]
    parts = [Tr("🌱 De côté : *{sum}*", {"sum": francs(project.saved)})]
    if money.francs(*project.spent):
        parts.append(Tr("✅ Déjà payé : {sum}", {"sum": francs(project.spent)}))
    missing = project.missing
    if missing:
        parts.append(Tr("il manque {sum}", {"sum": Francs(ceil(missing))}))
    elif missing is not None:
        parts.append(Tr("tout y est, bravo ! 🎉"))
    return [*found, beside(*parts)]


def plan(found: Plan) -> Tr:
    """What is set aside of each payment."""
    if found.share is not None:
        return Tr("💡 Je garde {share} % de chaque paie pour ton projet.", {"share": found.share})
    if found.amount is not None:
        return Tr("💡 Je garde {sum} de chaque paie pour ton projet.", {"sum": shown(found.amount)})
    return Tr("💡 Rien n'est mis de côté de tes paies pour le moment.")


def _forecast(project: Project, earned: Amounts, payments: int, expected: date | None, today: date) -> list[Tr]:
    found = []
    if expected is not None and expected > today:
        when = {"date": FullDay(expected)}
        if project.plan.share is not None:
            basis = Tr("{share} % des {sum} gagnés en 30 jours", {"share": project.plan.share, "sum": francs(earned)})
        else:
            basis = Tr("{n} paie en 30 jours", {"n": payments}, "{n} paies en 30 jours", payments)
        found.append(Tr("📈 À ton rythme ({basis}), tu y es vers le *{date}*.", {**when, "basis": basis}))
    if project.due is not None:
        found.append(_due(project.due, expected))
    return found


def _due(due: date, expected: date | None) -> Tr:
    if expected is None:
        return Tr("🗓 Tu le veux pour le {date}.", {"date": FullDay(due)})
    if expected <= due:
        return Tr("🗓 Tu le veux pour le {date} : tu es dans les temps. 👏", {"date": FullDay(due)})
    return Tr("🗓 Tu le veux pour le {date} : mets un peu plus de côté pour y être.", {"date": FullDay(due)})


def _instalment(found: Instalment, today: date) -> Tr:
    values = {"sum": shown(found.amount), "date": FullDay(found.due)}
    if found.due < today:
        return Tr("⚠️ {sum} étaient à payer le {date}", values)
    return Tr("📅 {sum} à payer le {date}", values)


def first_day(series: Series) -> Message:
    """The question when the first of several equal instalments is due."""
    shown_ = {"n": series.times, "sum": shown(series.amount)}
    if series.step == 0:
        return tr("📅 {n} versements de {sum}, un par semaine. Le premier, c'est quand ?", **shown_)
    if series.step == 1:
        return tr("📅 {n} versements de {sum}, un par mois. Le premier, c'est quand ?", **shown_)
    return tr("📅 {n} versements de {sum}, tous les {step} mois. Le premier, c'est quand ?", **shown_, step=series.step)


def instalments(found: Iterable[Instalment]) -> Message:
    """A list of instalments, and their sum."""
    listed = list(found)
    rows = [Tr("• {sum}, le {date}", {"sum": shown(each.amount), "date": FullDay(each.due)}) for each in listed]
    return Message((lines(*rows),)) + tr(
        "En tout : *{sum}*.", sum=Francs(int(savings.worth(each.amount for each in listed)))
    )
