"""Tells her that the wallet where she wants to be paid is in another name than she wrote."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backend.db.payouts import destinations as rows
from backend.domain.messaging.message import Choice, Raw, tr
from backend.domain.payouts.providers import LABELS, ProviderName
from bot.handlers.engine.turn import Turn

OTHER_NAME = "wallet in another name"
CHANGE = Choice("/paiement changer", "✏️ Changer")
HUBER = Choice("/huber", "✍️ Écrire à ma Huber")


async def told(turn: Turn, payload: Mapping[str, Any]) -> None:
    """Tell her, unless she has named another place since. `payload`: `destination`, `tail` and `provider`."""
    kept = await rows.current(turn.uow, turn.person.id)
    if kept is None or kept.id != payload["destination"]:
        return
    said = tr(
        "⚠️ Chez {provider}, le compte qui finit par {tail} n'est pas au nom que tu as écrit.",
        provider=Raw(LABELS[ProviderName(payload["provider"])]),
        tail=Raw(payload["tail"]),
    )
    said += tr("Relis le numéro et le nom. S'ils sont faux, touche « Changer » : sinon ta paie peut revenir.")
    await turn.say(said.with_choices(CHANGE, HUBER, columns=2), purpose="payment")
