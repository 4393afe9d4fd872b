"""Figures as text: spans of days, places, and a line for each measure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from backend.domain.admin.statistics import Period, Scope, SentMessages, Share, Work, cost, messages
from backend.domain.earnings.pace import LEAST_ANSWERS, LEAST_PEOPLE
from backend.domain.earnings.savings import OutcomeKind
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
    "✅ tâches · 👩🏾 personnes · ⏱ heures · ⚡ F CFA de l'heure (médiane de {n} personnes ou plus, à {m} tâches "
    "chacune, sinon d'après le temps prévu) · ✉️ messages",
    n=LEAST_PEOPLE,
    m=LEAST_ANSWERS,
)
"""The legend of the signs in `part`."""
CENT = UNITS_PER_WHOLE // 100
"""One cent, in the units of `Money`."""
CATEGORIES = {
    "service": Tr("réponses"),
    "utility": Tr("utiles"),
    "marketing": Tr("promotion"),
    "authentication": Tr("codes"),
    "unknown": Tr("pas encore facturés"),
}


def only(message: Message) -> Tr:
    """The only text of a message, to be used inside another text."""
    (part,) = message.parts
    assert isinstance(part, Tr)
    return part


# --- when and where -----------------------------------------------------------------------------------


def span_name(span: Span, today: date) -> Tr | Raw:
    """The name of a span: "Aujourd'hui", "Hier", "7 jours", "Octobre", "Du 3 novembre au …"; with the year if
    it is not the present one."""
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
    """Whether the span is a whole calendar month."""
    return (
        span.first.day == 1
        and span.first.month == span.last.month
        and (span.last + timedelta(days=1)).day == 1
        and span.days <= 31
    )


def _day(on: date, today: date) -> Tr:
    return Tr("{day}", {"day": on}) if on.year == today.year else Tr("{day} {year}", {"day": on, "year": str(on.year)})


def place_name(code: str) -> Tr | Raw:
    """The name of a country with its flag."""
    known = {country.code: country for country in places.COUNTRIES}
    if code not in known:
        return Raw(code) if code else Tr("Pays inconnu")
    return Raw(f"{known[code].flag} {known[code].name}")


def flag(code: str) -> str:
    """The flag of a country; "" if it has none."""
    return next((country.flag for country in places.COUNTRIES if country.code == code), "")


def channel_name(channel: str) -> Tr | Raw:
    """The name of a channel as staff read it."""
    return Raw(channels.team_label(channel)) if channel else Tr("Aucune messagerie")


def plain_place(scope: Scope) -> str:
    """The scope's name without flags, for pictures: their font has none."""
    names = [places.country(scope.country).name] if scope.country else []
    return " · ".join([*names, *([channels.team_label(scope.channel)] if scope.channel else [])])


# --- measures -----------------------------------------------------------------------------------------


def people(n: int) -> Tr:
    """How many people worked."""
    return only(trn("👩🏾 {n} personne a travaillé", "👩🏾 {n} personnes ont travaillé", n))


def answers(n: int) -> Tr:
    """How many tasks were done."""
    return only(trn("✅ {n} tâche", "✅ {n} tâches", n))


def hours(time: timedelta) -> Tr:
    """Hours of work, in hours also beyond a day: "51 h"."""
    if time < timedelta(days=1):
        return Tr("⏱ {time} de travail", {"time": time})
    return Tr("⏱ {n} h de travail", {"n": time // timedelta(hours=1)})


def earned(work: Work) -> Tr:
    """Earnings in euros and in F CFA. A refusal counts on its own day, which may have fewer gains than refusals."""
    if work.earned < 0:
        euros = Money(int(-work.earned * 100) * CENT)
        less = Francs(francs(work.euros * -1, work.francs * -1))
        return Tr("↩️ {euros} ({francs}) refusés de plus que gagnés", {"euros": euros, "francs": less})
    euros = Money(int(work.earned * 100) * CENT)
    return Tr("💰 {euros} gagnés ({francs})", {"euros": euros, "francs": Francs(francs(work.euros, work.francs))})


def pace(found: int | None, *, mean: bool = False, measured: bool = True) -> Tr:
    """Pay per hour; an estimate is named as one."""
    if found is None:
        return Tr("⚡ Gain par heure : pas encore connu")
    if not measured:
        return Tr("⚡ {pace} de l'heure (d'après le temps prévu)", {"pace": Francs(found)})
    if mean:
        return Tr("⚡ {pace} de l'heure en moyenne", {"pace": Francs(found)})
    return Tr("⚡ {pace} de l'heure (médiane)", {"pace": Francs(found)})


def registered(n: int) -> Tr:
    """How many women have joined in all."""
    return only(trn("👭 {n} femme inscrite depuis le début", "👭 {n} femmes inscrites depuis le début", n))


def joined(n: int) -> Tr:
    """How many women have joined in a span."""
    return only(trn("🌱 {n} nouvelle inscrite", "🌱 {n} nouvelles inscrites", n))


def first_income(n: int, time: timedelta | None) -> Tr:
    """How many began to earn, and the median time from joining to that."""
    if time is None:
        return Tr("🥇 Premier revenu : personne pour le moment")
    return Tr(
        "🥇 {who}, {time} après l'inscription",
        {"who": only(trn("{n} premier revenu", "{n} premiers revenus", n)), "time": coarse(time)},
    )


def coarse(time: timedelta) -> timedelta:
    """Rounded down to whole minutes, from ten hours on to whole hours."""
    unit = _unit(time)
    return time // unit * unit if time >= unit else time


def nearest(time: timedelta) -> timedelta:
    """As `coarse`, rounded to the nearest: for a mean."""
    unit = _unit(time)
    return (time + unit / 2) // unit * unit if time >= unit else time


def _unit(time: timedelta) -> timedelta:
    return timedelta(minutes=1) if time < timedelta(hours=10) else timedelta(hours=1)


def lessons(n: int) -> Tr:
    """How many lessons were passed."""
    return only(trn("📖 {n} leçon réussie", "📖 {n} leçons réussies", n))


def told(sent: Sequence[SentMessages], *, costs: bool = False) -> Tr:
    """How many messages, and their cost if there is one. `costs`: the cost was asked for, so it is
    also said that there is none."""
    count = messages(sent)
    said = only(trn("✉️ {n} message", "✉️ {n} messages", count))
    spent = cost(sent)
    if spent.units:
        return Tr("{said}, environ {cost}", {"said": said, "cost": cents(spent)})
    return Tr("{said}, sans frais", {"said": said}) if costs else said


def cents(spent: Money) -> Money:
    """A sum rounded down to cents, if it is at least one: it is an estimate."""
    return Money(spent.units // CENT * CENT) if spent.units >= CENT else spent


def told_by_channel(sent: Sequence[SentMessages]) -> list[Tr]:
    """A line for each channel, with the categories of its messages if they cost anything."""
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
    """The figures of one span on a few lines; three spans fit below one picture.
    `mean`: the pace is that of a project."""
    who = people(found.people)
    text = [
        Tr("*{span}*", {"span": span_name(found.span, today)}),
        beside(who, joined(found.joined)) if found.joined else who,
        beside(answers(found.work.answers), hours(found.work.time)),
        earned(found.work),
        *([pace(found.pace, mean=mean, measured=found.measured)] if found.pace is not None else []),
        *_first_incomes(found),
        *_outcomes(found),
        told(found.sent),
    ]
    return Message((lines(*text),))


def _first_incomes(found: Period) -> list[Tr]:
    said = [first_income(found.first_incomes, found.first_income)] if found.first_income is not None else []
    if found.in_a_day is not None:
        said.append(Tr("🚀 {percent} % des inscrites ont gagné en 24 h", {"percent": int(found.in_a_day * 100)}))
    return [beside(*said)] if said else []


def _outcomes(found: Period) -> list[Tr]:
    """What women said that they had done with their money, without what nobody did."""
    parts = [_outcome(kind, found.outcomes[kind]) for kind in OutcomeKind if found.outcomes.get(kind)]
    return [beside(*parts)] if parts else []


def _outcome(kind: OutcomeKind, n: int) -> Tr:
    match kind:
        case OutcomeKind.IDENTIFIED:
            return Tr("📱 {n} compte identifié", {"n": n}, "📱 {n} comptes identifiés", n)
        case OutcomeKind.BANKED:
            return Tr("🏦 {n} en banque", {"n": n})
        case OutcomeKind.REGISTERED:
            return Tr("🧾 {n} activité déclarée", {"n": n}, "🧾 {n} activités déclarées", n)
        case OutcomeKind.OPENED:
            return Tr("🎉 {n} a ouvert", {"n": n}, "🎉 {n} ont ouvert", n)
        case OutcomeKind.PAID:
            return Tr("🌱 {n} a payé de son projet", {"n": n}, "🌱 {n} ont payé de leur projet", n)


def part(found: Share, key: str) -> Tr:
    """The figures of one country or channel on one line."""
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
