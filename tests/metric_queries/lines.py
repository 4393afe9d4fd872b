"""Figures as they are written in chat, worked out only for the truth of `tests.metric_queries.truth`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from tests.metric_queries.notation import Meant
from tests.metric_queries.world import TODAY

MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


def size(measure: str, value: dict[str, Any], asked: Meant) -> Fraction | None:
    if measure == "pace":
        few = asked.by != "person" and "person" not in asked.only and steady(value.get("women", ())) < MEASURED
        found = None if asked.most and few else pace(value, asked)
        return None if found is None else Fraction(found)
    if asked.each:
        women = len(value.get("women", ()))
        column = {"time": "active", "earned": "euros"}.get(measure, measure)
        return Fraction(value[column]) / women if women else None
    if measure == "people":
        return Fraction(len(value.get("women", ())))
    part = {"answers": "answers", "time": "active", "earned": "euros", "messages": "messages", "cost": "cost"}
    if measure == "spent":
        return Fraction(value.get("euros") or 0) + Fraction(value.get("cost") or 0)
    return Fraction(value.get(part.get(measure, "count")) or 0)


MEASURED, BOUND, ANSWERS = 5, 3, 20
"""With fewer women of so many answers a pace is the clients' estimate; it is never more than so many times that."""


def steady(women: Sequence[Mapping[str, Any]]) -> int:
    return sum(woman["answers"] >= ANSWERS for woman in women)


def pace(value: dict[str, Any], asked: Meant) -> int | None:
    """The median over the hours worked, of few women the estimate; of one woman or project the mean."""
    women = value.get("women", ())
    if not women:
        return None
    if "person" in asked.only or asked.by == "person":
        counted = sum(woman["counted"] for woman in women)
        time = max(Fraction(counted), Fraction(sum(woman["estimated"] for woman in women), BOUND))
        return None if counted < 600 else int(sum(Fraction(woman["for_answers"]) for woman in women) * 3600 / time)
    if "project" in asked.only:
        time = max(Fraction(value["counted"]), Fraction(value["estimated"], BOUND))
        time = time if steady(women) >= MEASURED else Fraction(value["estimated"])
        return int(Fraction(value["francs"]) * 3600 / time)
    if steady(women) < MEASURED:
        return int(
            sum(Fraction(woman["for_answers"]) for woman in women) * 3600 / sum(woman["estimated"] for woman in women)
        )
    times = [(max(Fraction(woman["counted"]), Fraction(woman["estimated"], BOUND)), woman) for woman in women]
    times = [pair for pair in times if pair[1]["answers"] >= ANSWERS]
    times.sort(key=lambda pair: (Fraction(pair[1]["for_answers"]) / pair[0], pair[1]["person"]))
    total, seen = sum(time for time, _ in times), Fraction()
    for time, woman in times:
        seen += time
        if seen * 2 >= total:
            return int(Fraction(woman["for_answers"]) * 3600 / time)
    return None


COUNTED = {
    "failed": ("❌ {} message non livré", "❌ {} messages non livrés"),
    "delivered": ("📬 {} message livré sur WhatsApp", "📬 {} messages livrés sur WhatsApp"),
    "read": ("👀 {} message lu sur WhatsApp", "👀 {} messages lus sur WhatsApp"),
    "joined": ("🌱 {} nouvelle inscrite", "🌱 {} nouvelles inscrites"),
    "lessons": ("📖 {} leçon réussie", "📖 {} leçons réussies"),
}


def said(measure: str, value: dict[str, Any], asked: Meant) -> str:
    n = value.get("count", 0)
    match measure:
        case "answers" | "time" | "earned" if asked.each:
            return each(measure, value)
        case "answers":
            return counted(value.get("answers") or 0, "✅ {} tâche", "✅ {} tâches")
        case "people":
            women = len(value.get("women", ()))
            return counted(women, "👩🏾 {} personne a travaillé", "👩🏾 {} personnes ont travaillé")
        case "time":
            return f"⏱ {hours(value.get('active') or 0)} de travail"
        case "earned":
            return f"💰 {euros(value.get('euros') or 0)} gagnés ({francs(value.get('francs') or 0)})"
        case "pace":
            per_hour = pace(value, asked)
            if per_hour is None:
                return "⚡ Gain par heure : pas encore connu"
            of_one = "person" in asked.only or asked.by == "person"
            how = "en moyenne" if of_one or "project" in asked.only else "(médiane)"
            if not of_one and steady(value["women"]) < MEASURED:
                how = "(d'après le temps prévu)"
            return f"⚡ {francs(per_hour)} de l'heure {how}"
        case "messages" | "cost":
            messages = counted(value.get("messages") or 0, "✉️ {} message", "✉️ {} messages")
            cost = value.get("cost") or 0
            if cost:
                return f"{messages}, environ {euros(cost)}"
            return f"{messages}, sans frais" if measure == "cost" else messages
        case "spent":
            return spent(value)
        case "first" if not n:
            return "🥇 Premier revenu : personne pour le moment"
        case "first":
            first = counted(n, "🥇 {} premier revenu", "🥇 {} premiers revenus")
            return f"{first}, {coarse(int(value['seconds']))} après l'inscription"
        case _:
            return counted(n, *COUNTED[measure])


def spent(value: dict[str, Any]) -> str:
    work, cost = Fraction(value.get("euros") or 0), Fraction(value.get("cost") or 0)
    if not cost:
        return f"💸 {euros(work)} dépensés, tout pour le travail"
    return f"💸 Environ {euros(work + cost)} dépensés : {euros(work)} de travail, environ {euros(cost)} de messages"


def each(measure: str, value: dict[str, Any]) -> str:
    women = len(value.get("women", ()))
    if not women:
        return "Personne n'a travaillé"
    if measure == "answers":
        mean = Fraction(nearest(Fraction(value["answers"] * 10, women)), 10)
        shown = number(int(mean)) + (f",{int(mean * 10) % 10}" if mean.denominator > 1 else "")
        return f"✅ {shown} {'tâche' if mean < 2 else 'tâches'} par personne en moyenne"
    if measure == "time":
        seconds = Fraction(value["active"], women)
        unit = 60 if seconds < 36_000 else 3_600
        return f"⏱ {coarse(nearest(seconds / unit) * unit if seconds >= 60 else int(seconds))} par personne en moyenne"
    mean = Fraction(nearest(Fraction(value["euros"]) * 100 / women), 100)
    whole = nearest(Fraction(int(Fraction(value["francs"])), women))
    return f"💰 {euros(mean)} par personne en moyenne ({francs(whole)})"


def nearest(value: Fraction) -> int:
    """A half counts up."""
    return int(value + Fraction(1, 2))


def number(n: int) -> str:
    return f"{n:,}".replace(",", " ")


def counted(n: int, one: str, many: str) -> str:
    return (one if n < 2 else many).format(number(n))


def euros(amount: Any) -> str:
    cents = int(Fraction(amount) * 100)
    return f"{number(cents // 100)},{cents % 100:02} €"


def francs(amount: Any) -> str:
    return f"{number(int(Fraction(amount)))} F CFA"


def hours(seconds: int) -> str:
    return f"{number(seconds // 3600)} h" if seconds >= 86_400 else duration(seconds)


def duration(seconds: int) -> str:
    if seconds < 60:
        return f"{seconds} s"
    if seconds < 3600:
        minutes, rest = divmod(seconds, 60)
        return f"{minutes} min" + (f" {rest} s" if rest and minutes < 10 else "")
    if seconds < 86_400:
        whole, minutes = divmod(seconds // 60, 60)
        return f"{whole} h" + (f" {minutes:02}" if minutes else "")
    days, rest = divmod(seconds // 3600, 24)
    return f"{days} jour{'s' if days > 1 else ''}" + (f" {rest} h" if rest else "")


def coarse(seconds: int) -> str:
    unit = 60 if seconds < 36_000 else 3600
    return duration(seconds // unit * unit if seconds >= unit else seconds)


def plain_day(on: date) -> str:
    first = "er" if on.day == 1 else ""
    year = f" {on.year}" if on.year != TODAY.year else ""
    return f"{WEEKDAYS[on.weekday()]} {on.day}{first} {MONTHS[on.month - 1]}{year}"


def day_name(on: date) -> str:
    if on == TODAY:
        return "Aujourd'hui"
    return "Hier" if on == TODAY - timedelta(days=1) else plain_day(on)
