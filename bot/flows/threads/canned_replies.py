"""Ready answers to the ten most frequent questions, in a Huber's voice. Like `promises`, they only say what the product
does today: whoever changes that checks these texts too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from backend.domain.messaging.message import Tr


@dataclass(frozen=True, slots=True)
class Ready:
    """`question`: the label of its button, at most 24 characters in every language."""

    key: str
    question: Tr
    answer: Tr


ANSWERS: tuple[Ready, ...] = (
    Ready(
        "pay",
        Tr("Quand suis-je payée ?"),
        Tr(
            "Tout ce que tu gagnes est noté, tâche par tâche : écris « gains » pour voir ce qui est en attente et ce "
            "qui est accepté. Écris « paiement » : tu dis sur quel numéro le recevoir, et tu y lis quand part ta paie. "
            "Ce que tu as gagné reste à toi."
        ),
    ),
    Ready(
        "work",
        Tr("Pas de travail"),
        Tr(
            "Les tâches arrivent par vagues, et parfois il n'y en a pas. Quand il y en a peu, chacune en a une part "
            "par jour, et celles qui n'en ont jamais eu passent d'abord. Écris « rappels » et choisis ton heure : "
            "tu reçois un mot quand il y en a pour toi. En attendant, écris « formation » : chaque module réussi peut "
            "t'ouvrir d'autres projets."
        ),
    ),
    Ready(
        "refused",
        Tr("Réponse refusée"),
        Tr(
            "Une réponse peut être refusée par une personne, avec une raison, jusqu'à la fin du délai montré avant le "
            "travail. Écris « recours » : tu lis pourquoi, tu peux la refaire une fois, ou demander qu'une autre "
            "personne regarde. Sans réponse à temps, tu es payée. Un doute ? Dis-moi laquelle, je demande à l'équipe."
        ),
    ),
    Ready(
        "phone",
        Tr("Changer de téléphone"),
        Tr(
            "Si tu as encore l'ancien, écris dessus « lier » : tu reçois une ligne à écrire sur le nouveau. Ton compte "
            "et tes gains suivent. Si tu l'as perdu ou si on te l'a pris, dis-le-moi : on s'en occupe ensemble."
        ),
    ),
    Ready(
        "lesson",
        Tr("Bloquée sur une leçon"),
        Tr(
            "Pas d'inquiétude, les essais sont libres : tu refais une leçon autant de fois que tu veux. Écris "
            "« formation », relis les écrans tranquillement, puis reprends les questions. Et dis-moi laquelle te "
            "bloque, je t'explique."
        ),
    ),
    Ready(
        "code",
        Tr("Mon code ne marche pas"),
        Tr(
            "Un code d'invitation marche une seule fois, pour une seule personne. On l'écrit après le mot « start ». "
            "S'il a déjà servi, dis-le-moi et je t'en fais un autre. Pour ta deuxième messagerie, pas besoin de code : "
            "écris « lier »."
        ),
    ),
    Ready(
        "certificate",
        Tr("Avoir mon certificat"),
        Tr(
            "Quand tu as réussi un module, écris « certificat » : tu y vois tes badges, et tu choisis le nom qui "
            "s'écrit sur ton certificat. Tu peux le redemander quand tu veux."
        ),
    ),
    Ready(
        "pause",
        Tr("Faire une pause"),
        Tr(
            "Bien sûr ! Écris « pause 3 jours », ou le temps que tu veux : plus de rappels pendant ce temps. Tu ne "
            "perds rien, et tu reprends avec « travail » ou « formation »."
        ),
    ),
    Ready(
        "error",
        Tr("Erreur dans une tâche"),
        Tr(
            "Sous la tâche, touche « ⚠️ Signaler un souci » et dis ce qui ne va pas : cela ne te coûte rien, et tu "
            "passes à la suivante. Si c'est ta réponse que tu veux changer, écris « corriger »."
        ),
    ),
    Ready(
        "hours",
        Tr("Combien d'heures ?"),
        Tr(
            "Trois heures par jour au plus : c'est un revenu en plus, à côté de tes études, de ton commerce ou de ta "
            "famille. Tu travailles quand tu veux, même dix minutes, et ça reprend le lendemain."
        ),
    ),
)
BY_KEY: Mapping[str, Ready] = {ready.key: ready for ready in ANSWERS}
