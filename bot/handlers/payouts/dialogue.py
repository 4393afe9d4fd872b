"""What the area of payouts brings to the chat: `paiement` and `paiements`, and what is told when a payment ends."""

from __future__ import annotations

from backend.domain.french.spelling import fold
from backend.domain.messaging.message import Tr
from backend.domain.payouts.destinations import NameDestination
from backend.domain.payouts.guides import ReachGuide
from backend.domain.payouts.rhythms import ChooseReach
from backend.services.payouts import claims as claim_service
from backend.services.payouts.settling import SETTLED
from bot.flows.payouts import destination, guide, reach
from bot.handlers.engine.dialogue import Dialogue
from bot.handlers.engine.words import Word
from bot.handlers.payouts import claims as staff_claims
from bot.handlers.payouts import commands, guides, holds, rhythm, run_actions, run_words, stops
from bot.handlers.payouts import runs as admin_runs

DIALOGUE = Dialogue(
    flows=((destination.FLOW, commands.facts), (guide.FLOW, guides.facts), (reach.FLOW, rhythm.reach_facts)),
    commands={NameDestination: commands.name, ReachGuide: guides.reach, ChooseReach: rhythm.choose_reach},
    confirmations={**run_actions.CONFIRMATIONS, **staff_claims.CONFIRMATIONS, **holds.CONFIRMATIONS},
    words=(
        (
            Word(
                "paiement",
                ("work", "see payouts"),
                about=Tr("Où je reçois ma paie"),
                listed="work",
                rank=25,
                takes=True,
                aliases=(*("paie", "paye", "paie moi", "paye moi", "payez moi"),),
                before_joining=True,
                of_pay=True,
                own_hand=True,
                is_sentence=commands.is_sentence,
            ),
            commands.own_or_all,
        ),
        (
            Word(
                "changer mon momo",
                "work",
                takes=True,
                aliases=tuple(
                    f"{change_} {what}"
                    for change_ in commands.CHANGES
                    for what in (
                        *("mon mobile money", "mon numero mobile money", "mon numero de paie", "mon wave", "mon momo"),
                        *("mon orange money", "mon numero momo", "ou je suis payee"),
                    )
                    if (change_, what) != ("changer", "mon momo")
                ),
                before_joining=True,
                of_pay=True,
                own_hand=True,
                is_sentence=lambda rest, _context: commands.NUMBER.fullmatch(fold(rest)) is None,
            ),
            commands.change,
        ),
        (Word("mon compte", "work", aliases=("compte identifie",)), guides.bank),
        (Word("declarer", "work"), guides.business),
        (
            Word(
                "paiements",
                ("work", "see payouts"),
                about=Tr("Payer les femmes : préparer, approuver, suivre"),
                listed="see payouts",
                rank=187,
                takes=True,
                alone=run_words.ALONE,
                aliases=("virements", "virement"),
                of_pay=True,
                own_hand=True,
                is_sentence=run_words.is_sentence,
            ),
            commands.payments,
        ),
        (
            Word(
                "arreter paiements",
                "approve payouts",
                aliases=stops.about(
                    "arreter",
                    "arrete",
                    "arretez",
                    "stoppe",
                    "stopper",
                    "stop",
                    "suspends",
                    "suspendre",
                    "bloque",
                    "bloquer",
                )[1:],
                own_hand=True,
            ),
            stops.stop,
        ),
        (
            Word(
                "reprendre paiements",
                "approve payouts",
                aliases=stops.about("reprendre", "reprends", "relance", "relancer", "debloque", "debloquer")[1:],
                own_hand=True,
            ),
            stops.go_on,
        ),
    ),
    wakeups={
        SETTLED: commands.told,
        commands.OTHER_NAME: commands.told_of_the_name,
        claim_service.ANSWERED: commands.claim_answered,
        admin_runs.PROPOSED: admin_runs.proposed,
        admin_runs.WAITS: admin_runs.still_waits,
    },
)
