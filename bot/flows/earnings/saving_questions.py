"""`projet`, once it is known: the one question of each matter, and its choices."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from backend.domain.earnings.savings import Instalment, Plan, Project
from backend.domain.messaging.message import Choice, FullDay, Message, Tr, Value, tr
from backend.domain.money import Money
from backend.domain.people.commands import Goal
from backend.records import Record, replace
from bot.flows.earnings import saving_views as views
from bot.flows.earnings.instalments import Series

At = Literal["aside", "each_pay", "out", "due", "instalments", "first", "check", "paid", "for_it", "opened"]
AT: Mapping[str, At] = {
    "garder": "aside",
    "reprendre": "out",
    "date": "due",
    "versements": "instalments",
    "paye": "paid",
    "ouvert": "opened",
}
"""What follows `projet` → the question."""
SHARES = (10, 20, 30, 50)
LATER = Choice("later", "Pas maintenant", aside=True)
NOTHING = Choice("nothing", "Rien, j'arrête")
ALL = Choice("all", "Tout reprendre")
NO_DATE = Choice("none", "Sans date")
NO_DATES = Choice("none", "Effacer les dates")
RIGHT = Choice("right", "✅ C'est juste", says="yes")
WRONG = Choice("wrong", "✏️ Corriger", says="no")
EACH_PAY = Choice("right", "✅ Oui, à chaque paie", says="yes")
FOR_IT = Choice("right", "✅ Oui, pour mon projet", says="yes")
NOT_FOR_IT = Choice("none", "Non, autre chose", says="no")


class Facts(Record):
    """`project` None: she has not said yet what she saves for. `today`: on her calendar. `currency`: of her country."""

    project: Project | None
    today: date
    currency: str

    @property
    def known(self) -> Project:
        """Her project; one without words if she has not said."""
        return self.project or Project(Goal("other"))


class State(Record):
    """`at`: what is asked. `read`: the instalments that she is shown once more, each as "UNITS CURRENCY DAY". `series`:
    instalments whose first day is asked for, as (times, units, currency, step, rest) of `Series`. `offered`: what may
    be kept of each payment, as "SHARE %" or "UNITS CURRENCY"; or what may be paid for her project ("for_it")."""

    at: At = "aside"
    read: tuple[str, ...] = ()
    series: tuple[Any, ...] = ()
    offered: str = ""


def prompt(state: State, facts: Facts) -> Message:
    """Ask the one question of this matter."""
    match state.at:
        case "aside":
            asked = tr("🌱 De chaque paie, combien veux-tu mettre de côté pour ton projet ?")
            asked += tr("Choisis, ou écris une somme. Ça reste à toi : tu le reprends quand tu veux.")
            shares = [Choice(f"share:{each}", Tr("{share} %", {"share": each})) for each in SHARES]
            stops = (NOTHING,) if facts.known.plan else ()
            return replace(asked.with_choices(*shares, *stops, LATER, columns=2), free=True)
        case "each_pay":
            asked = tr("Je mets de côté à chaque paie. Par semaine ou par mois, je ne sais pas le faire.")
            asked += tr("*{much}* de chaque paie, ça te va ? Sinon, écris une autre somme.", much=_much(offered(state)))
            return asked.with_choices(EACH_PAY, LATER, columns=2)
        case "out":
            asked = tr("↩️ Tu as *{sum}* de côté.", sum=views.francs(facts.known.saved))
            asked += tr("Combien veux-tu reprendre ? Tu peux écrire une somme.")
            return replace(asked.with_choices(ALL, LATER, columns=2), free=True)
        case "due":
            asked = tr("🗓 Pour quand te faut-il cet argent ?\n_Exemple : 15 septembre, ou dans 6 mois_")
            return replace(asked.with_choices(NO_DATE, LATER, columns=2), free=True)
        case "instalments":
            asked = tr(
                "📅 Écris chaque versement avec sa date, un par ligne, ou combien de fois la même somme.\n"
                "_Exemple :\n50 000 le 15 septembre\n30 000 le 10 janvier\n3 fois 50 000_"
            )
            stops = (NO_DATES,) if facts.known.instalments else ()
            return replace(asked.with_choices(*stops, LATER, columns=2), free=True)
        case "first":
            return replace(views.first_day(series(state)).with_choices(LATER), free=True)
        case "check":
            asked = tr("J'ai lu :") + views.instalments(unpacked(state.read))
            return asked.with_choices(RIGHT, WRONG, columns=2)
        case "paid":
            asked = tr("✅ Qu'as-tu payé pour ton projet ? Écris la somme.")
            return replace(asked.with_choices(*_to_pay(facts), LATER), free=True)
        case "for_it":
            asked = tr("*{sum}* : c'était pour ton projet ?", sum=_much(offered(state)))
            return asked.with_choices(FOR_IT, NOT_FOR_IT, columns=2)
        case "opened":
            asked = tr("🎉 Tu as ouvert ? Dis-moi quoi, en quelques mots.\n_Exemple : mon salon de coiffure, à Bouaké_")
            return replace(asked.with_choices(LATER), free=True)


def offered(state: State) -> Plan:
    """What she is offered to keep of each payment."""
    much, _, unit = state.offered.partition(" ")
    return Plan(share=int(much)) if unit == "%" else Plan(amount=Money(int(much), unit))


def _much(plan: Plan) -> Value:
    return Tr("{share} %", {"share": plan.share or 0}) if plan.amount is None else views.shown(plan.amount)


def series(state: State) -> Series:
    """The series of instalments whose first day is asked for."""
    times, units, currency, step, rest = state.series
    return Series(times, Money(units, currency), step, rest=rest)


def packed(found: tuple[Instalment, ...]) -> tuple[str, ...]:
    """Instalments as the state keeps them."""
    return tuple(f"{each.amount.units} {each.amount.currency} {each.due.isoformat()}" for each in found)


def unpacked(read: tuple[str, ...]) -> tuple[Instalment, ...]:
    """Instalments that the state keeps."""
    parts = [each.split() for each in read]
    return tuple(Instalment(Money(int(units), code), date.fromisoformat(due)) for units, code, due in parts)


def _to_pay(facts: Facts) -> list[Choice]:
    """A button for each of the next instalments."""
    left = [(n, each) for n, each in enumerate(facts.known.instalments) if each.paid is None][:3]
    return [
        Choice(
            f"part:{n} {each.amount.units}",
            Tr("{sum}, {date}", {"sum": views.shown(each.amount), "date": FullDay(each.due)}),
        )
        for n, each in left
    ]
