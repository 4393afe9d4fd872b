"""Ready answers to the ten most frequent questions of hiteuses, in a Huber's voice, and to those of Hubers, in the
team's. Like `promises`, they only say what the product does today: whoever changes that checks these texts too."""

from __future__ import annotations

from collections.abc import Mapping

from backend.domain.messaging.message import Tr
from backend.records import Record


class Ready(Record):
    """`question`: the label of its button, at most 24 characters in every language."""

    key: str
    question: Tr
    answer: Tr


ANSWERS: tuple[Ready, ...] = (
    Ready(
        "pay",
        Tr("Quand suis-je payée ?"),
        Tr(
            "Tout ce que tu gagnes est noté, tâche par tâche. Écris « gains » pour voir ce qui est en attente et ce "
            "qui est accepté. Écris « paiement » : tu dis sur quel numéro le recevoir, et tu y lis quand part ta paie. "
            "Ce que tu as gagné reste à toi."
        ),
    ),
    Ready(
        "work",
        Tr("Pas de travail"),
        Tr(
            "Les tâches arrivent par vagues, et parfois il n'y en a pas. Quand il y en a peu, chacune en a une part "
            "par jour. Celles qui n'en ont jamais eu passent d'abord. Écris « rappels » et choisis ton heure : tu "
            "reçois un mot quand il y en a pour toi. En attendant, écris « formation » : chaque module réussi peut "
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
            "Pas de souci, les essais sont libres : tu refais une leçon autant de fois que tu veux. Écris « formation "
            "», relis les écrans à ton rythme, puis reprends les questions. Et dis-moi laquelle te bloque, je "
            "t'explique."
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
            "Quand tu as réussi un module, écris « certificat ». Tu y vois tes badges, et tu choisis le nom qui "
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
            "Sous la tâche, touche « ⚠️ Signaler un souci » et dis ce qui ne va pas. Cela ne te coûte rien, et tu "
            "passes à la suivante. Si c'est ta réponse que tu veux changer, écris « corriger »."
        ),
    ),
    Ready(
        "hours",
        Tr("Combien d'heures ?"),
        Tr(
            "Trois heures par jour au plus. C'est un revenu en plus, à côté de tes études, de ton commerce ou de ta "
            "famille. Tu travailles quand tu veux, même dix minutes, et ça reprend le lendemain."
        ),
    ),
)
TO_HUBERS: tuple[Ready, ...] = (
    Ready(
        "unpaid",
        Tr("Paie pas arrivée"),
        Tr(
            "Qu'elle écrive « paiement » : elle y lit où en est sa paie. Si le paiement est parti et n'est pas arrivé, "
            "elle touche « ❌ Pas reçu ». Sa demande a un numéro et un jour de réponse. L'équipe cherche l'argent avec "
            "le service de paiement."
        ),
    ),
    Ready(
        "little_work",
        Tr("Pas assez de travail"),
        Tr(
            "Quand il y a peu de travail, chacune en a une part par jour. Celles qui n'en ont jamais eu passent "
            "d'abord. Un module réussi peut ouvrir d'autres projets : propose-leur « formation ». Et « rappels », pour "
            "avoir un mot quand il y a du travail."
        ),
    ),
    Ready(
        "invite_more",
        Tr("Inviter des femmes"),
        Tr(
            "Écris « inviter » : tu choisis le pays et le nombre de codes, ou tu donnes une liste de noms. Chaque code "
            "sert une seule fois. Si le travail ouvert ne suffit pas pour elles, c'est écrit avec les codes."
        ),
    ),
    Ready(
        "open_work",
        Tr("Ouvrir le travail payé"),
        Tr(
            "Écris « promouvoir ». Tu vois les apprenantes qui ont réussi un module, et tu ouvres le travail payé à "
            "celle que tu choisis. Je l'accueille dans son chat."
        ),
    ),
    Ready(
        "lost_phone",
        Tr("Téléphone perdu ou volé"),
        Tr(
            "Appelle-la ou vois-la, pour être sûre que c'est elle. Puis écris-nous son prénom et son pays. L'équipe te "
            "fait parvenir ici un code. Elle l'écrit sur son nouveau téléphone, et son compte et ses gains la suivent."
        ),
    ),
    Ready(
        "bad_project",
        Tr("Un projet pas clair"),
        Tr(
            "Merci de le dire. Qu'elles touchent « ⚠️ Signaler un souci » sous la tâche : cela ne leur coûte rien, et "
            "une personne regarde. Écris-nous le nom du projet et ce qui n'est pas clair : nous le voyons avec le "
            "client."
        ),
    ),
    Ready(
        "too_hard",
        Tr("Une réponse refusée"),
        Tr(
            "Chaque refus a une raison. Qu'elle écrive « recours » : elle lit la raison, refait la réponse une "
            "fois, ou demande qu'une autre personne regarde. Elle a jusqu'à la fin du délai montré."
        ),
    ),
)
BY_KEY: Mapping[str, Ready] = {ready.key: ready for ready in (*ANSWERS, *TO_HUBERS)}
BY_WORDS: Mapping[str, Tr] = {ready.answer.msgid: ready.answer for ready in BY_KEY.values()}
"""The answers by the words that are stored of them; whoever reads one reads it in their own language."""


def ready_for(*, of_huber: bool) -> tuple[Ready, ...]:
    """The ready answers for a thread. `of_huber`: it is a Huber's own."""
    return TO_HUBERS if of_huber else ANSWERS
