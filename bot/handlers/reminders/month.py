"""The summary of her month, sent on the first: what it brought and what arrived, with a picture.

What is still missing and the next step are those of `week`."""

from __future__ import annotations

from typing import Any

from backend.domain import money
from backend.domain.earnings.figures import Figures, MonthEarned, month_chart
from backend.domain.messaging.message import Attachment, Francs, Raw, Tr, Value
from backend.domain.messaging.texts import by_currency
from bot.i18n import formats


def head(hello: Tr) -> Tr:
    """The first line."""
    return Tr("{hello} Voici ton mois.", {"hello": hello})


def told(month: MonthEarned, language: str) -> list[Tr]:
    """The lines on what the month brought and what was paid in it."""
    shown: dict[str, Value] = {
        "month": Raw(formats.month(month.first, language, year=False)),
        "sum": Francs(money.francs(*month.all)),
        "n": month.answers,
    }
    brought = Tr(
        "🗓 En {month} : {n} tâche, *{sum}* gagnés.",
        shown,
        "🗓 En {month} : {n} tâches, *{sum}* gagnés.",
        month.answers,
    )
    found = [brought if month.answers else Tr("🗓 En {month} : *{sum}* gagnés.", shown)]
    if month.paid:
        found.append(Tr("💵 *{sum}* payés sur ton compte.", {"sum": by_currency(month.paid)}))
    return found


def picture(month: MonthEarned, figures: Figures) -> Attachment:
    """The same figures as a picture."""
    values: dict[str, Any] = month_chart(month, figures)
    return Attachment("chart", "month", values=values)
