"""Offers that she names or compares in words: « le plus cher », « je ve saisir les recu »."""

from __future__ import annotations

import re
from collections.abc import Sequence

from backend.domain.french.spelling import fold
from backend.domain.messaging.message import Francs, Message, Raw, tr
from backend.domain.work import titles
from backend.domain.work.commands import Offer
from bot.flows.engine import agreement
from bot.flows.work.offers import views

_BEST = re.compile(
    r"(?:(?:je|moi|c est) )*(?:(?:veux|veu|prends|choisis|donne[sz]?|montre[sz]?|moi) )*"
    r"(?:(?:le|la|celui|celle|un|une|travail|boulot|tache|qui|est) )*"
    r"(?:(?:plus|mieux) (?:chere?|payee?s?|paye|payante?)|(?:paie|paye|rapporte|gagne) (?:le )?(?:plus|mieux))"
    r"(?: (?:svp|stp|merci))*"
)
"""« Le plus cher », « celui qui paie le mieux »: the offer that pays most for a task."""
_ASKS_BEST = re.compile(
    r"(?:(?:et|mais|alors|bonjour|stp|svp|dis moi|c est|c|parmi|de|les|eux|ceux la|tous|travaux|travail|boulot) )*"
    r"(?:lequel|lekel|laquelle|lakel|lesquels|lesquelles|quel(?:le)?s?|kel|keske|qu est ce qui|le quel|ki|qui)"
    r"(?: (?:travail|travaux|boulot|tache|taches|offre|job|est|est ce|qui|ki|c est|c|des|deux|trois|me|m))*"
    r" (?:(?:le |la )?(?:(?:plus|plu|mieux|mieu|bien) )?(?:paie|paye|payes|paies|rapporte|gagne|donne)"
    r"(?: (?:le|plus|plu|mieux|mieu|bien|d argent|l argent|beaucoup|cher))*"
    r"|(?:le |la )?(?:plus|mieux) (?:chere?|payee?s?|payante?))"
    r"(?: (?:svp|stp|merci|la dedans|ici))*"
)


def asks_best(text: str) -> bool:
    """Whether a text asks which work pays most: « lequel paye plus », « lekel paye bien »."""
    return any(_ASKS_BEST.fullmatch(each) for each in (fold(text), agreement.said(text)))


def best(offers: Sequence[Offer]) -> tuple[Message, tuple[int, ...]]:
    """Which of the offers pays most, for a task and by the hour, by the figures that each shows: in words, and their
    projects."""
    by_task = max(offers, key=lambda offer: offer.config.pay.francs)
    by_hour = max(offers, key=lambda offer: offer.hourly)
    said = tr(
        "💰 Par tâche : *{title}*, {pay}.",
        title=Raw(views.shortened(by_task.config.title, views.OPENING_TITLE)),
        pay=views.pay_shown(by_task),
    )
    said += tr(
        "⏱ À l'heure : *{title}*, environ {hourly}.",
        title=Raw(views.shortened(by_hour.config.title, views.OPENING_TITLE)),
        hourly=Francs(by_hour.hourly),
    )
    return said, tuple(dict.fromkeys((by_task.project_id, by_hour.project_id)))


def named(text: str, offers: Sequence[Offer]) -> Offer | None:
    """The only offer that a text names: by its title, by words that only its title has, or as the best paid one. It can
    be on any page. None if there is none, or several."""
    said = fold(text)
    if offers and _BEST.fullmatch(said):
        return max(offers, key=lambda offer: offer.config.pay.francs)
    found = titles.named(text, {offer.project_id: offer.config.title for offer in offers})
    return next(offer for offer in offers if offer.project_id == found[0]) if len(found) == 1 else None


def named_together(text: str, offers: Sequence[Offer]) -> tuple[int, ...]:
    """The projects whose offers a text names, where it names several; empty if it names one or none."""
    found = titles.named(text, {offer.project_id: offer.config.title for offer in offers})
    return tuple(found) if len(found) > 1 else ()
