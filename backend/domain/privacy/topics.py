"""What is kept about people, why and for how long, in their own words: the page `/confidentialite`, the word
`confidentialite` and `docs/operators/data.md` all say this.

A topic names the tables that it is about. A test holds the topics against all tables that hold something about people.
"""

from __future__ import annotations

from datetime import timedelta

from backend.domain.messaging.message import Tr
from backend.domain.privacy import retention
from backend.domain.privacy.retention import ACCOUNTING_YEARS, RULES, Name
from backend.records import Record


class Topic(Record):
    """`kept`: what; `why`: for what; `time`: for how long. `rules`: the rules of deletion that hold for it."""

    title: Tr
    kept: Tr
    why: Tr
    time: Tr
    tables: tuple[str, ...]
    rules: tuple[Name, ...] = ()


def days(span: timedelta) -> Tr:
    """A time in days or years, as the page says it."""
    if span >= timedelta(days=365):
        years = span.days // 365
        return Tr("{n} an", {"n": years}, "{n} ans", years)
    return Tr("{n} jour", {"n": span.days}, "{n} jours", span.days)


_ACCOUNT = Tr("Tant que tu as ton compte.")
_ACCOUNTING = Tr(
    "{years} ans : la loi française l'exige pour les comptes (code de commerce, article L123-22). Sous un numéro, sans "
    "ton nom si tu effaces ton compte.",
    {"years": ACCOUNTING_YEARS},
)

TOPICS: tuple[Topic, ...] = (
    Topic(
        Tr("Ce que tu m'écris"),
        Tr("Tes mots et tes boutons. Jamais ta position, ni les contacts que tu partages."),
        Tr("Je les lis pour te répondre."),
        Tr(
            "Effacé dès que je t'ai répondu. Il reste {time} la trace qu'un message est venu, sans ses mots. Si je "
            "n'ai pas réussi à te répondre, ils restent {time} au plus.",
            {"time": days(RULES["events"].after)},
        ),
        ("inbox", "conversation", "proof"),
        ("events",),
    ),
    Topic(
        Tr("Ce que je t'écris"),
        Tr("Une copie de mes messages, et s'ils sont arrivés."),
        Tr("Pour retrouver ce qui t'a été dit."),
        Tr(
            "{time}. Les accusés de réception : {receipts}.",
            {"time": days(RULES["sent"].after), "receipts": days(RULES["receipts"].after)},
        ),
        ("outbox", "receipt", "joining_word", "quiet_hours_queue"),
        ("sent", "receipts"),
    ),
    Topic(
        Tr("Tes fichiers"),
        Tr("Les photos, voix et documents que tu envoies, et ceux que je fais pour toi."),
        Tr("Pour les transmettre, et pour te les donner."),
        Tr("{time}, ou aussi longtemps que la conversation où ils sont.", {"time": days(RULES["files"].after)}),
        (
            *("media", "media_handle", "personal_media", "received_media", "file_quota", "draft"),
            "instruction_voice",
        ),
        ("files", "uploads", "file_counts"),
    ),
    Topic(
        Tr("Tes échanges avec ta Huber"),
        Tr("Vos messages et vos fichiers."),
        Tr("Pour que vous puissiez vous parler. Ta Huber et l'équipe les lisent."),
        Tr("{time} après la fin de l'échange.", {"time": days(RULES["threads"].after)}),
        ("thread", "thread_message"),
        ("threads",),
    ),
    Topic(
        Tr("Ton compte"),
        Tr("Prénom, pays, langue, tes messageries, tes heures, tes choix, ton projet, ton code secret (illisible)."),
        Tr("Pour te reconnaître, et t'écrire quand tu veux."),
        Tr(
            "Tant que tu as ton compte. Si tu m'écris sans invitation, j'efface ton adresse {time} après ton dernier "
            "message.",
            {"time": days(RULES["strangers"].after)},
        ),
        (
            *("person", "contact", "consent", "reminder", "wakeup", "goal", "pay_rhythm", "link", "joining", "merge"),
            *("recipient", "encouragement", "person_note", "outreach", "outcome", "erasure"),
        ),
        ("codes", "reminders", "strangers"),
    ),
    Topic(
        Tr("Ton invitation"),
        Tr("Qui t'a invitée, et le nom donné alors."),
        Tr("Pour savoir qui accueille qui."),
        Tr("{time} après ton arrivée.", {"time": days(RULES["invitations"].after)}),
        ("invite",),
        ("invitations",),
    ),
    Topic(
        Tr("Ta formation"),
        Tr("Tes leçons, tes réponses aux questions, tes badges et tes certificats."),
        Tr("Pour t'apprendre, et prouver ce que tu sais."),
        _ACCOUNT,
        (*("attempt", "card", "final_try", "lesson_progress", "enrolment", "assessment", "credential", "badge"),),
    ),
    Topic(
        Tr("Ton travail"),
        Tr("Tes réponses aux tâches, leur temps, leur contrôle, tes recours et tes avis."),
        Tr("Pour te payer et livrer le client : il reçoit tes réponses sans ton nom."),
        _ACCOUNTING,
        (
            *("answer", "progress", "day", "first_income", "handed_back", "report", "rating", "review", "skill"),
            *("concern", "decision_news"),
        ),
        ("decisions",),
    ),
    Topic(
        Tr("Ton argent"),
        Tr("Tes gains, ton épargne, tes paiements, et le numéro où tu es payée (chiffré)."),
        Tr("Pour te payer, et prouver chaque paiement."),
        _ACCOUNTING,
        (
            *("account", "transfer", "pay_event", "saving", "payout", "payout_part", "payout_claim", "payout_notice"),
            *("destination", "pay_hold"),
        ),
    ),
    Topic(
        Tr("Qui a touché à ton compte"),
        Tr("Qui de l'équipe a regardé ou changé quelque chose, et quand."),
        Tr("Pour te protéger d'un abus, et prouver chaque décision."),
        Tr("{years} ans, avec les comptes.", {"years": ACCOUNTING_YEARS}),
        ("audit",),
    ),
)
"""All that is kept about people."""

SHORT = Tr(
    "• Tes mots : effacés dès que je t'ai répondu\n"
    "• Mes messages : {sent} · fichiers : {files}\n"
    "• Échanges avec ta Huber : {threads} après la fin\n"
    "• Travail et argent : {years} ans, c'est la loi\n"
    "• Le reste : tant que tu as ton compte\n"
    "Je ne garde ni ta position, ni tes contacts, et rien n'est vendu.\n"
    "Tout voir : « mesdonnees ». Tout effacer : « supprimer ».",
    {
        "sent": days(retention.SENT),
        "files": days(retention.FILES),
        "threads": days(RULES["threads"].after),
        "years": ACCOUNTING_YEARS,
    },
)
"""The same for the chat."""
