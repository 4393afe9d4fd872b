"""Figures in words: spans of days, places, and a line for each measure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from backend.domain.admin.statistics import Period, Scope, SentMessages, Share, Work, cost, messages
from backend.domain.earnings.pace import LEAST_PEOPLE
from backend.domain.french.ranges import BEGINNING, Span
from backend.domain.messaging import channels
from backend.domain.messaging.message import Choice, Francs, Message, Raw, Tr, tr, trn
from backend.domain.messaging.prices import FREE
from backend.domain.messaging.texts import beside, lines
from backend.domain.money import UNITS_PER_WHOLE, Money, francs
from backend.domain.people import places
from bot.i18n import formats

ALL = Choice("/stats", "📊 Chiffres")
SIGNS = tr(
    "✅ tâches · 👩🏾 personnes · ⏱ heures · ⚡ F CFA de l'heure (médiane ; à moins de {n} personnes, d'après le temps "
    "prévu) · ✉️ messages",
    n=LEAST_PEOPLE,
)
"""What stands before the figures of `part`."""
CENT = UNITS_PER_WHOLE // 100
CATEGORIES = {
    "service": Tr("réponses"),
    "utility": Tr("utiles"),
    "marketing": Tr("promotion"),
    "authentication": Tr("codes"),
    "unknown": Tr("pas encore facturés"),
}


def only(message: Message) -> Tr:
    """The one text of a message, to stand within another."""
    (part,) = message.parts
    assert isinstance(part, Tr)
    return part


# --- when and where -----------------------------------------------------------------------------------


def span_name(span: Span, today: date) -> Tr | Raw:
    """ "Aujourd'hui", "Hier", "7 jours", "Octobre", "du lundi 3 novembre au …"; the year where it is another one."""
    if span == Span(today, today):
        return Tr("Aujourd'hui")
    if span.first == span.last:
        return Tr("Hier") if span.last == today - timedelta(days=1) else _day(span.last, today)
    if span.first == BEGINNING:
        return Tr("Depuis le début") if span.last >= today else Tr("Jusqu'au {last}", {"last": _day(span.last, today)})
    if _is_month(span):
        return Raw(formats.month(span.first, year=span.first.year != today.year).capitalize())
    if span.last == today and span.days in (7, 30):
        return Tr("{n} jours", {"n": span.days})
    return Tr("Du {first} au {last}", {"first": _day(span.first, today), "last": _day(span.last, today)})


def _is_month(span: Span) -> bool:
    """Whether it is a whole month of the calendar."""
    return (
        span.first.day == 1
        and span.first.month == span.last.month
        and (span.last + timedelta(days=1)).day == 1
        and span.days <= 31
    )


def _day(on: date, today: date) -> Tr:
    return Tr("{day}", {"day": on}) if on.year == today.year else Tr("{day} {year}", {"day": on, "year": str(on.year)})


def place_name(code: str) -> Tr | Raw:
    """A country's name, with its flag."""
    known = {country.code: country for country in places.COUNTRIES}
    if code not in known:
        return Raw(code) if code else Tr("Pays inconnu")
    return Raw(f"{known[code].flag} {known[code].name}")


def flag(code: str) -> str:
    """A country's flag; "" where there is none."""
    return next((country.flag for country in places.COUNTRIES if country.code == code), "")


def channel_name(channel: str) -> Tr | Raw:
    return Raw(channels.team_label(channel)) if channel else Tr("Aucune messagerie")


def plain_place(scope: Scope) -> str:
    """For the picture, whose font has no flags."""
    names = [places.country(scope.country).name] if scope.country else []
    return " · ".join([*names, *([channels.team_label(scope.channel)] if scope.channel else [])])


# --- measures -----------------------------------------------------------------------------------------


def people(n: int) -> Tr:
    return only(trn("👩🏾 {n} personne a travaillé", "👩🏾 {n} personnes ont travaillé", n))


def answers(n: int) -> Tr:
    return only(trn("✅ {n} tâche", "✅ {n} tâches", n))


def hours(time: timedelta) -> Tr:
    """In hours also beyond a day: "51 h"."""
    if time < timedelta(days=1):
        return Tr("⏱ {time} de travail", {"time": time})
    return Tr("⏱ {n} h de travail", {"n": time // timedelta(hours=1)})


def earned(work: Work) -> Tr:
    euros = Money(int(work.earned * 100) * CENT)
    return Tr("💰 {euros} gagnés ({francs})", {"euros": euros, "francs": Francs(francs(work.euros, work.francs))})


def pace(found: int | None, *, mean: bool = False, measured: bool = True) -> Tr:
    """Pay per hour in words; an estimate is named as one."""
    if found is None:
        return Tr("⚡ Gain par heure : pas encore connu")
    if not measured:
        return Tr("⚡ {pace} de l'heure (d'après le temps prévu)", {"pace": Francs(found)})
    if mean:
        return Tr("⚡ {pace} de l'heure en moyenne", {"pace": Francs(found)})
    return Tr("⚡ {pace} de l'heure (médiane)", {"pace": Francs(found)})


def registered(n: int) -> Tr:
    return only(trn("👭 {n} femme inscrite depuis le début", "👭 {n} femmes inscrites depuis le début", n))


def joined(n: int) -> Tr:
    return only(trn("🌱 {n} nouvelle inscrite", "🌱 {n} nouvelles inscrites", n))


def first_income(n: int, time: timedelta | None) -> Tr:
    """How many began to earn, and the median time from joining to it."""
    if time is None:
        return Tr("🥇 Premier revenu : personne pour le moment")
    return Tr(
        "🥇 {who}, {time} après l'inscription",
        {"who": only(trn("{n} premier revenu", "{n} premiers revenus", n)), "time": coarse(time)},
    )


def coarse(time: timedelta) -> timedelta:
    """Whole minutes; from ten hours on whole hours."""
    unit = timedelta(minutes=1) if time < timedelta(hours=10) else timedelta(hours=1)
    return time // unit * unit if time >= unit else time


def lessons(n: int) -> Tr:
    return only(trn("📖 {n} leçon réussie", "📖 {n} leçons réussies", n))


def told(sent: Sequence[SentMessages], *, costs: bool = False) -> Tr:
    """How many messages, and what they cost where they do. `costs`: that is asked, so that nothing is said too."""
    count = messages(sent)
    said = only(trn("✉️ {n} message", "✉️ {n} messages", count))
    spent = cost(sent)
    if spent.units:
        return Tr("{said}, environ {cost}", {"said": said, "cost": cents(spent)})
    return Tr("{said}, sans frais", {"said": said}) if costs else said


def cents(spent: Money) -> Money:
    """Rounded down to cents where there are any: it is an estimate."""
    return Money(spent.units // CENT * CENT) if spent.units >= CENT else spent


def told_by_channel(sent: Sequence[SentMessages]) -> list[Tr]:
    """A line per channel, with its categories where they cost."""
    found = []
    for channel in sorted({each.channel for each in sent}):
        own = [each for each in sent if each.channel == channel]
        count = only(trn("{n} message", "{n} messages", messages(own)))
        values = {"channel": channel_name(channel), "count": count, "cost": cost(own)}
        if all(each.category == FREE for each in own):
            found.append(Tr("✉️ {channel} : {count}", values))
            continue
        parts = Tr("{first}", {"first": _category(own[0])})
        for each in own[1:]:
            parts = Tr("{first}, {then}", {"first": parts, "then": _category(each)})
        found.append(Tr("✉️ {channel} : {count}, environ {cost} ({parts})", {**values, "parts": parts}))
    return found


def _category(sent: SentMessages) -> Tr:
    label = CATEGORIES.get(sent.category, Raw(sent.category))
    return Tr("{label} {n}", {"label": label, "n": sent.messages})


def period(found: Period, today: date, *, mean: bool = False) -> Message:
    """One span on a few lines, so that three of them stand below one picture. `mean`: its pace is that of a
    project."""
    who = people(found.people)
    income = found.first_income
    text = [
        Tr("*{span}*", {"span": span_name(found.span, today)}),
        beside(who, joined(found.joined)) if found.joined else who,
        beside(answers(found.work.answers), hours(found.work.time)),
        earned(found.work),
        *([pace(found.pace, mean=mean, measured=found.measured)] if found.pace is not None else []),
        *([first_income(found.first_incomes, income)] if income is not None else []),
        told(found.sent),
    ]
    return Message((lines(*text),))


def part(found: Share, key: str) -> Tr:
    """One country or messenger on one line."""
    name = place_name(found.key) if key == "country" else channel_name(found.key)
    whole = found.work.time // timedelta(hours=1)
    parts = [
        Tr("*{name}* : ✅ {n}", {"name": name, "n": found.work.answers}),
        Tr("👩🏾 {n}", {"n": found.people}),
        Tr("⏱ {n} h", {"n": whole}) if whole else Tr("⏱ {time}", {"time": found.work.time}),
    ]
    if found.pace is not None:
        parts.append(Tr("⚡ {n}", {"n": found.pace}))
    told = Tr("✉️ {n}", {"n": found.messages})
    parts.append(Tr("{told} ({cost})", {"told": told, "cost": cents(found.cost)}) if found.cost.units else told)
    return beside(*parts)
