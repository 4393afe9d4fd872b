"""What the area of people brings to the chat: invitations, onboarding, place of residence, promotion to paid work."""

from __future__ import annotations

from backend.domain.messaging.message import Tr
from bot.flows.people import invite, onboarding, place
from bot.handlers.engine.dialogue import Dialogue
from bot.handlers.engine.words import Word, many_words
from bot.handlers.people import effects, first_name, invitations, places, privacy, promotion, terms

DIALOGUE = Dialogue(
    flows=(
        (onboarding.FLOW, effects.onboarding_facts),
        (invite.FLOW, effects.facts),
        (place.FLOW, effects.place_facts),
    ),
    commands=effects.COMMANDS,
    words=(
        (
            Word(
                "inviter",
                "invite",
                about=Tr("Créer des codes d'invitation"),
                takes=True,
                alone=dict.fromkeys(("code", "codes", "codes d invitation", "invitations"), "codes"),
                rank=160,
                is_sentence=many_words,
            ),
            invitations.show,
        ),
        (
            Word(
                "promouvoir",
                "promote",
                about=Tr("Ouvrir le travail payé à une apprenante"),
                takes=True,
                rank=120,
                is_sentence=many_words,
            ),
            promotion.show,
        ),
        (Word("pays", "work", takes=True, is_sentence=places.is_sentence), places.country),
        (Word("prenom", "learn", takes=True, is_sentence=many_words), first_name.show),
        (Word("conditions", "learn", takes=True, is_sentence=many_words), terms.show),
        (Word("confidentialite", aliases=("vie privee",), before_joining=True, of_strangers=True), privacy.show),
    ),
    confirmations={**first_name.CONFIRMATIONS, **invitations.CONFIRMATIONS, **promotion.CONFIRMATIONS},
    wakeups={**invitations.WAKEUPS, **promotion.WAKEUPS},
)
