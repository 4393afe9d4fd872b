"""What is asked when a text may be something that she wants of us, or the answer to the open question."""

from __future__ import annotations

from collections.abc import Mapping

from backend.domain.messaging.intents import Intent
from backend.domain.messaging.message import Choice, Message, Tr, tr
from backend.records import Record


class Doubt(Record):
    """The question whether a text is the answer, and the label of the button for the intent."""

    asked: Message
    want: Tr


DOUBTS: Mapping[Intent, Doubt] = {
    "money": Doubt(tr("Tu veux savoir ce que tu as gagné, ou c'est ta réponse ?"), Tr("💰 Mes gains")),
    "unpaid": Doubt(tr("Tu parles de ton argent, ou c'est ta réponse ?"), Tr("💰 Mon argent")),
    "received": Doubt(tr("Tu parles de ton argent, ou c'est ta réponse ?"), Tr("💰 Mon argent")),
    "fees": Doubt(tr("Tu demandes s'il y a des frais, ou c'est ta réponse ?"), Tr("💸 Les frais")),
    "cash": Doubt(tr("Tu parles de ta paie en espèces, ou c'est ta réponse ?"), Tr("💵 En espèces")),
    "ways": Doubt(tr("Tu demandes comment tu es payée, ou c'est ta réponse ?"), Tr("💵 Par quel moyen")),
    "currency": Doubt(tr("Tu demandes en quelle monnaie, ou c'est ta réponse ?"), Tr("💱 Quelle monnaie")),
    "advance": Doubt(tr("Tu veux une avance, ou c'est ta réponse ?"), Tr("💵 Une avance")),
    "undo": Doubt(tr("Tu parles de ta paie, ou c'est ta réponse ?"), Tr("💰 Ma paie")),
    "waiting": Doubt(tr("Tu veux savoir quand ça compte, ou c'est ta réponse ?"), Tr("⏳ Quand ça compte")),
    "quality": Doubt(tr("Tu veux savoir si tu travailles bien, ou c'est ta réponse ?"), Tr("✅ Mes résultats")),
    "payday": Doubt(tr("Tu veux savoir quand tu es payée, ou c'est ta réponse ?"), Tr("💰 Mon argent")),
    "number": Doubt(tr("Tu veux changer de numéro, ou c'est ta réponse ?"), Tr("📱 Mon numéro")),
    "price": Doubt(tr("Tu demandes le prix, ou c'est ta réponse ?"), Tr("Le prix")),
    "lost": Doubt(tr("Tu veux de l'aide, ou c'est ta réponse ?"), Tr("❓ De l'aide")),
    "person": Doubt(tr("Tu veux parler à quelqu'un, ou c'est ta réponse ?"), Tr("💬 Écrire à ma Huber")),
    "leave": Doubt(tr("Tu ne veux plus que je t'écrive, ou c'est ta réponse ?"), Tr("Plus de messages")),
    "data": Doubt(tr("Tu veux dépenser moins de données, ou c'est ta réponse ?"), Tr("📶 Moins de données")),
    "mail": Doubt(tr("Tu veux le recevoir par e-mail, ou c'est ta réponse ?"), Tr("📧 Par e-mail")),
    "valued": Doubt(tr("Tu demandes si c'est reconnu, ou c'est ta réponse ?"), Tr("🎓 C'est reconnu ?")),
    "age": Doubt(tr("Tu parles de ton âge, ou c'est ta réponse ?"), Tr("🎂 Mon âge")),
    "privacy": Doubt(tr("Tu veux savoir qui voit ça, ou c'est ta réponse ?"), Tr("🔒 Qui voit ça")),
    "saving": Doubt(tr("Tu parles de ton projet, ou c'est ta réponse ?"), Tr("🌱 Mon projet")),
    "certificate": Doubt(tr("Tu parles de ton certificat, ou c'est ta réponse ?"), Tr("📜 Mon certificat")),
    "erase": Doubt(tr("Tu veux faire effacer tes données, ou c'est ta réponse ?"), Tr("Effacer mes données")),
    "kept": Doubt(tr("Tu veux savoir ce que je garde sur toi, ou c'est ta réponse ?"), Tr("🔒 Ce que tu gardes")),
    "mistake": Doubt(tr("Tu veux corriger ta dernière réponse, ou c'est ta réponse ?"), Tr("↩️ Corriger")),
    "needs": Doubt(tr("Tu demandes ce qu'il faut pour travailler ici, ou c'est ta réponse ?"), Tr("📱 Ce qu'il faut")),
    "own": Doubt(tr("Tu demandes qui peut utiliser ton compte, ou c'est ta réponse ?"), Tr("👤 Mon compte")),
    "contract": Doubt(tr("Tu demandes s'il y a un contrat, ou c'est ta réponse ?"), Tr("📄 Un contrat")),
    "language": Doubt(tr("Tu demandes une autre langue, ou c'est ta réponse ?"), Tr("🗣 Une autre langue")),
    "errs": Doubt(tr("Tu demandes ce qui se passe si tu te trompes, ou c'est ta réponse ?"), Tr("Si je me trompe")),
    "flaw": Doubt(tr("Cette tâche a un souci, ou c'est ta réponse ?"), Tr("⚠️ Elle a un souci")),
    "refused": Doubt(tr("Tu parles d'une réponse refusée, ou c'est ta réponse ?"), Tr("⚖️ Réponse refusée")),
    "shocked": Doubt(tr("C'est dur à voir pour toi, ou c'est ta réponse ?"), Tr("🫶 C'est dur à voir")),
    "unsure": Doubt(tr("Tu ne sais pas, ou c'est ta réponse ?"), Tr("Je ne sais pas")),
    "solution": Doubt(tr("Tu me demandes la réponse, ou c'est ta réponse ?"), Tr("Je la demande")),
    "skip": Doubt(tr("Tu veux passer celle-ci, ou c'est ta réponse ?"), Tr("⏭ Passer")),
    "name": Doubt(tr("Tu parles de ton nom, ou c'est ta réponse ?"), Tr("👤 Mon nom")),
    "none": Doubt(tr("Il n'y a rien à répondre, ou c'est ta réponse ?"), Tr("Rien à répondre")),
    "rest": Doubt(tr("Tu veux faire une pause, ou c'est ta réponse ?"), Tr("⏸ Une pause")),
    "work": Doubt(tr("Tu cherches du travail, ou c'est ta réponse ?"), Tr("💼 Du travail")),
    "other": Doubt(tr("Tu veux un autre travail, ou c'est ta réponse ?"), Tr("🔁 Autre travail")),
    "learn": Doubt(tr("Tu veux te former, ou c'est ta réponse ?"), Tr("📚 Me former")),
    "remains": Doubt(tr("Tu veux savoir combien il en reste, ou c'est ta réponse ?"), Tr("Combien il en reste")),
    "trust": Doubt(tr("Tu veux savoir qui je suis, ou c'est ta réponse ?"), Tr("Qui es-tu ?")),
    "greeting": Doubt(tr("👋 Tu me salues, ou c'est ta réponse ?"), Tr("Je te salue")),
    "evening": Doubt(tr("👋 Tu me salues, ou c'est ta réponse ?"), Tr("Je te salue")),
    "thanks": Doubt(tr("Tu me remercies, ou c'est ta réponse ?"), Tr("Je te remercie")),
    "okay": Doubt(tr("Tu me dis que c'est bon, ou c'est ta réponse ?"), Tr("C'est bon")),
    "denied": Doubt(tr("Tu me dis de ne rien changer, ou c'est ta réponse ?"), Tr("Ne change rien")),
    "mark": Doubt(tr("C'est ta réponse, ou juste un signe pour moi ?"), Tr("Juste un signe")),
}


def choice(lead: str, doubt: Doubt) -> Choice:
    """The button for the intent: a word of the chat that belongs to this message."""
    return Choice(f"/demande {lead}", doubt.want)
