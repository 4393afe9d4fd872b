"""`stats`: how the service does, today, over a week and over a month."""

from __future__ import annotations

from collections import defaultdict

from backend.domain.message import Choice, Francs, Message, Raw, Tr, tr, trn
from backend.domain.message_prices import FREE
from backend.domain.money import UNITS, Money, francs
from backend.domain.statistics import Period, Sent
from backend.services import statistics
from bot.handlers.turn import Turn

CHANNELS = {"telegram": "Telegram", "whatsapp": "WhatsApp", "demo": "Démo"}
CENT = UNITS // 100
CATEGORIES = {
    "service": Tr("réponses"),
    "utility": Tr("utiles"),
    "marketing": Tr("promotion"),
    "authentication": Tr("codes"),
    "unknown": Tr("pas encore facturés"),
}
APPROXIMATE = tr("Le prix des messages est estimé d'après un tarif daté ; la facture de la plateforme fait foi.")


async def show(turn: Turn, _rest: str = "") -> None:
    """Text only, and short: it is read on a phone."""
    periods = await statistics.periods(turn.uow, turn.person, turn.now)
    message = tr("*Chiffres*")
    for period in periods:
        message += _period(period)
    if any(sent.units for period in periods for sent in period.sent):
        message += APPROXIMATE
    await turn.say(message.with_choices(Choice("/projets", "📦 Projets"), Choice("/file", "File d'attente"), columns=2))


def _period(period: Period) -> Message:
    head = Tr("*Aujourd'hui*") if period.days == 1 else Tr("*{n} jours*", {"n": period.days})
    lines = [
        head,
        *trn("👩🏾 {n} personne a travaillé", "👩🏾 {n} personnes ont travaillé", period.people).parts,
        *trn("✅ {n} réponse", "✅ {n} réponses", period.answers).parts,
        *tr("💰 {euros} gagnés ({francs})", euros=_cents(period), francs=Francs(_francs(period))).parts,
        *_sent(period),
    ]
    if period.cost_per_answer is not None:
        lines += tr("➗ Messages par réponse : {cost}", cost=period.cost_per_answer).parts
    text = lines[0]
    for line in lines[1:]:
        assert isinstance(text, Tr) and isinstance(line, Tr)
        text = Tr("{first}\n{then}", {"first": text, "then": line})
    return Message((text,))


def _cents(period: Period) -> Money:
    return Money(int(period.earned * 100) * CENT)


def _francs(period: Period) -> int:
    return francs(period.euros, period.francs)


def _sent(period: Period) -> list[Tr]:
    """A line per channel, with its categories where they cost."""
    by_channel: dict[str, list[Sent]] = defaultdict(list)
    for sent in period.sent:
        by_channel[sent.channel].append(sent)
    lines = []
    for channel, all_sent in sorted(by_channel.items()):
        name = Raw(CHANNELS.get(channel, channel))
        count = sum(sent.messages for sent in all_sent)
        cost = Money(sum(sent.units for sent in all_sent))
        if all(sent.category == FREE for sent in all_sent):
            lines.append(Tr("✉️ {channel} : {n} messages", {"channel": name, "n": count}))
            continue
        parts = Tr("{first}", {"first": _category(all_sent[0])})
        for sent in all_sent[1:]:
            parts = Tr("{first}, {then}", {"first": parts, "then": _category(sent)})
        lines.append(
            Tr(
                "✉️ {channel} : {n} messages, environ {cost} ({parts})",
                {"channel": name, "n": count, "cost": cost, "parts": parts},
            )
        )
    return lines


def _category(sent: Sent) -> Tr:
    label = CATEGORIES.get(sent.category, Raw(sent.category))
    return Tr("{label} {n}", {"label": label, "n": sent.messages})
