"""What the area of announcements brings to the chat."""

from __future__ import annotations

from backend.domain.messaging.message import Tr
from bot.flows.announcements import dialogue as announcements_flow
from bot.handlers.announcements import commands, confirmations, effects, responses
from bot.handlers.engine.dialogue import Dialogue
from bot.handlers.engine.words import Word


def _about(*verbs: str) -> tuple[str, ...]:
    """These verbs, said of an announcement."""
    return tuple(
        f"{verb} {which}" for verb in verbs for which in ("l annonce", "annonce", "mon annonce", "cette annonce")
    )


_NEW = tuple(
    f"{verb} {which}annonce"
    for verb in (
        *("fais", "faire", "fait", "ecris", "ecrire", "prepare", "preparer", "cree", "creer", "lance", "lancer"),
        *("envoie", "envoyer", "publie", "publier", "redige", "rediger", "passe", "passer", "je veux faire"),
        *("je voudrais faire", "je dois faire", "comment faire", "peux tu faire", "tu peux faire"),
    )
    for which in ("une ", "une autre ", "une nouvelle ", "nouvelle ")
)
_NO_MORE = (
    *(
        f"{verb} {which}"
        for verb in ("stop", "arrete", "arreter")
        for which in ("annonces", "les annonces", "vos annonces")
    ),
    *(f"{none} d annonce{s}" for none in ("plus", "pas", "je veux plus", "je ne veux plus") for s in ("", "s")),
    "stop aux annonces",
)
"""What is said against all of them."""
DIALOGUE = Dialogue(
    flows=((announcements_flow.FLOW, effects.facts),),
    commands=effects.COMMANDS,
    words=(
        (
            Word(
                "annonce",
                "announce",
                about=Tr("Écrire à toutes, et voir ce qu'il en sort"),
                takes=True,
                rank=80,
                alone=dict.fromkeys(
                    (
                        *("derniere annonce", "dernieres annonces", "liste des annonces", "annonces en cours"),
                        *("combien ont lu", "qui a lu", "reponses a l annonce", "reponses aux annonces"),
                    ),
                    "liste",
                ),
                aliases=("annoncer",),
                is_sentence=commands.is_text,
            ),
            commands.show,
        ),
        (
            Word(
                "annonces",
                "announce",
                takes=True,
                aliases=("les annonces", "mes annonces", "toutes les annonces", "voir les annonces"),
                is_sentence=commands.is_text,
            ),
            commands.listed,
        ),
        (
            Word(
                "nouvelle annonce",
                "announce",
                takes=True,
                aliases=("autre annonce", "une autre annonce", "une nouvelle annonce", *_NEW),
                is_sentence=commands.is_text,
            ),
            commands.show,
        ),
        (
            Word(
                "arreter annonce",
                ("announce", "write to the huber"),
                takes=True,
                aliases=(*_about("arreter", "arrete", "annuler", "annule", "stopper", "stoppe", "stop"), *_NO_MORE),
            ),
            commands.cancel,
        ),
        (
            Word("suspendre annonce", "announce", takes=True, aliases=_about("suspends", "suspendre", "pause")),
            commands.pause,
        ),
        (
            Word(
                "reprendre annonce",
                "announce",
                takes=True,
                aliases=_about("reprends", "reprendre", "relance", "relancer"),
            ),
            commands.resume,
        ),
        (
            Word("ou en est annonce", "announce", aliases=_about("ou en est")[:1] + _about("ou en est")[2:]),
            commands.where,
        ),
        (Word("annonce vote"), responses.vote),
        (Word("annonce lu"), responses.read),
        (Word("annonce oui"), responses.interested),
        (Word("annonce voir"), responses.whole),
    ),
    confirmations=confirmations.CONFIRMATIONS,
)
