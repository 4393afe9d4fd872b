"""How many an announcement reaches, on which channels, over how many days, and what it costs."""

from __future__ import annotations

from backend.domain.announcements.life import Estimate
from backend.domain.messaging import channels
from backend.domain.messaging.message import Message, Raw, tr, trn
from backend.domain.money import UNITS_PER_WHOLE, Money

_CENT = UNITS_PER_WHOLE // 100


def estimated(estimate: Estimate, *, planned: bool = False) -> Message:
    """How many people, on which channels, and what it costs. `planned`: it is sent later, so some may write before
    then, which makes it cheaper."""
    if not estimate.people:
        return tr("*0 personne* pour l'instant. Choisis plus large.")
    said = trn("*{n} personne*", "*{n} personnes*", estimate.people)
    per = ", ".join(f"{channels.label(name)} {count}" for name, count in estimate.channels.items() if count)
    if len(estimate.channels) > 1:
        said = trn("*{n} personne* : {channels}", "*{n} personnes* : {channels}", estimate.people, channels=Raw(per))
    cost, priced = _in_cents(estimate.cost), Raw(channels.labels(channels.priced()))
    windowed = Raw(channels.labels(channels.windowed(), " ou "))
    if estimate.cost and planned and estimate.outside:
        said += tr(
            "Coût sur {channel} à ce moment-là : environ {cost}, moins pour qui écrit avant.", channel=priced, cost=cost
        )
    elif estimate.cost and planned:
        said += tr("Coût sur {channel} à ce moment-là : environ {cost}.", channel=priced, cost=cost)
    elif estimate.cost:
        said += tr("Coût sur {channel} : environ {cost}.", channel=priced, cost=cost)
    if estimate.outside and planned:
        said += trn(
            "{n} reçoit une version courte, ou l'annonce à son prochain mot, si elle n'écrit pas sur {channel} dans "
            "les 24 h d'avant.",
            "{n} reçoivent une version courte, ou l'annonce à leur prochain mot, si elles n'écrivent pas sur "
            "{channel} dans les 24 h d'avant.",
            estimate.outside,
            channel=windowed,
        )
    elif estimate.outside:
        said += trn(
            "{n} n'a pas écrit sur {channel} depuis 24 h : elle reçoit une version courte, ou l'annonce à son "
            "prochain mot.",
            "{n} n'ont pas écrit sur {channel} depuis 24 h : elles reçoivent une version courte, ou l'annonce à leur "
            "prochain mot.",
            estimate.outside,
            channel=windowed,
        )
    return said + spread(estimate)


def spread(estimate: Estimate) -> Message:
    """Over how many days it goes out, and why; empty if it goes out on one day."""
    found = estimate.spread
    if found is None:
        return Message()
    said = trn(
        "📆 *{channel} nous laisse écrire à {n} personne par jour* hors de ses 24 h.",
        "📆 *{channel} nous laisse écrire à {n} personnes par jour* hors de leurs 24 h.",
        found.limit,
        channel=Raw(channels.label(found.channel)),
    )
    said += trn(
        "{n} reste libre pour les paiements et les réponses.",
        "{n} restent libres pour les paiements et les réponses.",
        found.limit - found.announced,
    )
    if found.first:
        return said + tr(
            "Là-bas, ton annonce part donc sur *{days} jours* : {first} personnes le premier jour, puis jusqu'à "
            "{later} par jour, à la même heure.",
            days=found.days,
            first=found.first,
            later=found.announced,
        )
    return said + tr(
        "Aujourd'hui il n'en reste plus : là-bas, ton annonce part sur *{days} jours* à partir de demain, jusqu'à "
        "{later} personnes par jour.",
        days=found.days - 1,
        later=found.announced,
    )


def _in_cents(units: int) -> Money:
    """The cost rounded up to whole cents, because it is an estimate."""
    return Money(-(-units // _CENT) * _CENT, "EUR")
