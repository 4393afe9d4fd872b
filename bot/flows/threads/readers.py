"""Who reads what a person writes, while she writes it: a letter to Mariam is not sent to another who reads for her by
now."""

from __future__ import annotations

from backend.domain.messaging.message import tr
from backend.domain.threads.commands import HuberStanding

_ANY_HUBER = ("hubers", "")
"""Several Hubers read it: she knows that it may be any of them."""
CHANGED = tr("✋ Entre-temps, c'est une autre personne qui lit tes messages. Rien n'est parti.")
SEND_AGAIN = tr("C'est pour elle aussi ? Envoie-le encore une fois.")


def named(standing: HuberStanding) -> tuple[str, str]:
    """Who reads it, as the question says it."""
    return standing.to, standing.huber


def differ(shown: tuple[str, ...], standing: HuberStanding) -> bool:
    """Whether others read it than she was told. `shown`: what `named` was then; empty: she was told nothing."""
    now = named(standing)
    return bool(shown) and shown != now and not (shown == _ANY_HUBER and now[0] == "hubers")
