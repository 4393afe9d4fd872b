"""`annonce accord`: in which countries an announcement to many people needs a second person's
approval. Only owners set this."""

from __future__ import annotations

import re

from backend.domain.announcements.life import APPROVAL_ABOVE
from backend.domain.french.spelling import fold
from backend.domain.messaging.message import Choice, Raw, tr
from backend.domain.people import place_names, places
from backend.domain.people.permissions import may
from backend.services.announcements import approval_rules as service
from bot.handlers.engine.turn import Turn

_RULE = re.compile(r"accord (.{2,40}) (oui|non)")
FOR_OWNERS = tr("C'est une propriétaire qui règle ça, pour chaque pays.")
EXAMPLE = Choice("/annonce accord", "🔐 Tous les pays")


def is_meant(rest: str) -> bool:
    """Whether the text is an order about this rule."""
    said = fold(rest)
    return said == "accord" or _RULE.fullmatch(said) is not None


async def heard(turn: Turn, rest: str) -> bool:
    """Show or change the rule if the text after the word is about it; somebody who may not set it is told so. Return
    False for other text, which may be an announcement."""
    said = fold(rest)
    found = _RULE.fullmatch(said)
    country = place_names.find(found[1]) if found else None
    if said != "accord" and country is None:
        return False
    if not may(turn.person, "set rules"):
        await turn.say(FOR_OWNERS.with_choices(Choice("/annonce", "📣 Annoncer"), Choice("/menu", "Menu"), columns=2))
        return True
    if found is None or country is None:
        await _overview(turn)
        return True
    wanted = found[2] == "oui"
    changed = await service.ask_for_second(turn.uow, turn.person, country.code, wanted, turn.waiting.channel, turn.now)
    if not changed:
        answer = tr("C'est déjà ainsi, rien n'a changé.")
    elif wanted:
        answer = tr(
            "🔐 C'est noté. {within}, une annonce à plus de {many} personnes attend le oui d'une deuxième personne.",
            within=Raw(_first_large(country.within)),
            many=APPROVAL_ABOVE,
        )
    else:
        answer = tr(
            "🔓 C'est noté. {within}, une annonce part sans deuxième accord.", within=Raw(_first_large(country.within))
        )
    await turn.say(answer.with_choices(EXAMPLE))
    return True


async def _overview(turn: Turn) -> None:
    asking = await service.asks_for_second(turn.uow, [country.code for country in places.COUNTRIES])
    head = tr("*🔐 L'accord d'une deuxième personne*")
    if asking:
        names = ", ".join(country.name for country in places.COUNTRIES if country.code in asking)
        head += tr(
            "Il faut un deuxième oui pour plus de {many} personnes : {names}.", many=APPROVAL_ABOVE, names=Raw(names)
        )
    else:
        head += tr("Aucun pays ne le demande pour le moment.")
    head += tr("Pour changer, écris par exemple « annonce accord Cameroun oui » ou « annonce accord Cameroun non ».")
    await turn.say(head.with_choices(Choice("/annonce", "📣 Annoncer"), Choice("/menu", "Menu"), columns=2))


def _first_large(text: str) -> str:
    return text[:1].upper() + text[1:]
