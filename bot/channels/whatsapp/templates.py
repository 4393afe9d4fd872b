"""Templates: the texts that WhatsApp takes outside the 24-hour window. Meta approves them beforehand; they have
placeholders for what differs.

A text that was submitted is never changed: another text gets another name (the number at its end), so that a deployment
can wait for the new one's approval. Rules for texts: a placeholder is neither at the beginning nor at the end, enough
words are around each, no emoji or formatting on a button
(https://developers.facebook.com/documentation/business-messaging/whatsapp/templates, read in 2026). None greets by the
hour, because it can arrive at any. The template of the purpose that nothing is sent for yet (work_available) promises
no more than is true (`bot.flows.earnings.promises`)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from backend.domain.announcements.content import WHOLE
from backend.domain.messaging.message import Message, Tr
from backend.records import Record
from bot.channels.base import Outgoing
from bot.channels.cutting import shorten, units
from bot.channels.whatsapp.text import plain
from bot.i18n.render import plain as words
from bot.i18n.render import runs

MAX_BODY = 1_024  # characters, with the values of its placeholders
MOST_NAME = 60
"""The most UTF-16 units of a first name in a template."""
SOURCE = "fr"
TO_YOU = Tr("toi")  # for people without a first name
TAP_TO_READ = Tr("Ouvre le chat et touche le bouton pour lire.")  # to people who want discretion
DETAIL_LEFT = Tr("Tout est dans ton chat.")  # if the message has no text of its own


class Template(Record):
    """`purpose`: of the messages that it carries. `body` has {{1}}, the first name, and {{2}}, the text on one line.
    `buttons`: (label, the word of the chat that a tap sends); {row} in it is the outbox row's id. `category`: how Meta
    bills it: "UTILITY" for what the person asked for or is due, else "MARKETING". `opens`: whether a tap on its
    button shows the whole message. `to_follow`: what it cannot carry is sent once the person writes or taps, because
    the button shows no more than the newest message."""

    purpose: str
    name: str
    language: str
    category: Literal["UTILITY", "MARKETING"]
    body: str
    example: tuple[str, str]
    buttons: tuple[tuple[str, str], ...]
    opens: bool = False
    to_follow: bool = False


TEMPLATES: tuple[Template, ...] = (
    Template(
        "reminder",
        "hiteuses_rappel_2",
        "fr",
        "UTILITY",
        "Un rappel de travail pour {{1}}.\n\n{{2}}\n\nTu peux changer tes rappels quand tu veux.",
        ("Awa", "Il y a du travail : Modération de commentaires, 32 F CFA par tâche."),
        (("Travailler", "/travail"), ("Mes rappels", "/rappels")),
    ),
    Template(
        "work_available",
        "hiteuses_travail_2",
        "fr",
        "UTILITY",
        "Du travail pour {{1}}, comme tu as demandé à le savoir.\n\n{{2}}\n\nTouche « Travailler » pour commencer.",
        ("Awa", "Modération de commentaires, 32 F CFA par tâche, 120 tâches t'attendent."),
        (("Travailler", "/travail"), ("Mes rappels", "/rappels")),
    ),
    Template(
        "learning",
        "hiteuses_formation_2",
        "fr",
        "UTILITY",
        "Des nouvelles de la formation pour {{1}}.\n\n{{2}}\n\n"
        "Tu avances à ton rythme, et tu peux changer tes rappels quand tu veux.",
        ("Awa", "5 questions t'attendent pour réviser : deux minutes."),
        (("Mes modules", "/formation"), ("Mes rappels", "/rappels")),
    ),
    Template(
        "encouragement",
        "hiteuses_encouragement_2",
        "fr",
        "UTILITY",
        "Un mot d'encouragement pour {{1}}.\n\n{{2}}\n\nTouche « Répondre » pour écrire à ta Huber.",
        ("Awa", "C'est Mariam, ta Huber. Apprends à ton rythme, une leçon à la fois : je suis avec toi."),
        (("Répondre", "/huber"), ("Menu", "/menu")),
    ),
    Template(
        "huber_answer",
        "hiteuses_reponse_2",
        "fr",
        "UTILITY",
        "Une réponse à ton message, pour {{1}}.\n\n{{2}}\n\nTouche « Lire et répondre » pour la voir en entier.",
        ("Awa", "Mariam, ta Huber : Oui, tu peux relire la leçon quand tu veux."),
        (("Lire et répondre", "/huber"),),
        opens=True,
        to_follow=True,
    ),
    Template(
        "huber_question",
        "hiteuses_message_3",
        "fr",
        "UTILITY",
        "Un message pour {{1}} : une femme attend ta réponse.\n\n{{2}}\n\n"
        "Touche « Voir les messages » pour lui répondre.",
        ("Mariam", "Awa (Côte d'Ivoire) : Bonjour, je suis bloquée sur la leçon 3."),
        (("Voir les messages", "/messages"),),
        opens=True,
    ),
    Template(
        "team_answer",
        "hiteuses_equipe_reponse_1",
        "fr",
        "UTILITY",
        "Une réponse de l'équipe hiteuses, pour {{1}}.\n\n{{2}}\n\nTouche « Lire et répondre » pour la voir en entier.",
        ("Mariam", "Paul, de l'équipe : Oui, tu peux inviter cinq femmes de plus."),
        (("Lire et répondre", "/equipe"),),
        opens=True,
        to_follow=True,
    ),
    Template(
        "team_question",
        "hiteuses_equipe_message_1",
        "fr",
        "UTILITY",
        "Un message pour {{1}} : une Huber attend ta réponse.\n\n{{2}}\n\n"
        "Touche « Voir les messages » pour lui répondre.",
        ("Paul", "Mariam (Huber, Côte d'Ivoire) : Bonjour, trois femmes n'ont pas reçu leur paie."),
        (("Voir les messages", "/messages"),),
        opens=True,
    ),
    Template(
        "security",
        "hiteuses_securite_1",
        "fr",
        "UTILITY",
        "Un message important pour {{1}} : la sécurité d'un compte hiteuses.\n\n{{2}}\n\n"
        "Touche « Arrêter » si cela ne te semble pas normal.",
        ("Awa", "On a demandé à ouvrir ton compte sur Telegram. C'est toi ? Ne fais rien : c'est fait dans 24 h."),
        (("Arrêter", "/lier stop m{row}"),),
    ),
    Template(
        "payment",
        "hiteuses_paiement_3",
        "fr",
        "UTILITY",
        "Des nouvelles de ta paie, pour {{1}}.\n\n{{2}}\n\nTouche « Ma paie » pour voir où elle en est.",
        ("Awa", "Ta paie de 2 644 F CFA est arrivée sur ton compte qui finit par 42. Tu l'as bien reçue ?"),
        (("Ma paie", "/paiement"), ("Mes gains", "/gains")),
    ),
    Template(
        "review_result",
        "hiteuses_verification_3",
        "fr",
        "UTILITY",
        "Des nouvelles de tes réponses, pour {{1}}.\n\n{{2}}\n\nTouche « Mes gains » pour voir ce qui est accepté.",
        ("Awa", "Ta réponse à « Modération de commentaires » compte comme acceptée."),
        (("Mes gains", "/gains"), ("Réponses refusées", "/recours"), ("Menu", "/menu")),
    ),
    Template(
        "notice",
        "hiteuses_compte_1",
        "fr",
        "UTILITY",
        "Un message sur ton compte hiteuses, pour {{1}}.\n\n{{2}}\n\nTouche « Menu » pour voir ce que tu peux faire.",
        ("Awa", "Ton rôle a changé : tu es maintenant hiteuse."),
        (("Menu", "/menu"),),
    ),
    Template(
        "summary",
        "hiteuses_semaine_2",
        "fr",
        "UTILITY",
        "Le résumé de la semaine pour {{1}}.\n\n{{2}}\n\nTouche « Mes gains » pour voir le détail.",
        ("Awa", "84 tâches, 4 200 F CFA gagnés. Il reste 45 800 F CFA pour ton projet. Du travail t'attend."),
        (("Mes gains", "/gains"), ("Travailler", "/travail")),
    ),
    Template(
        "month",
        "hiteuses_mois_1",
        "fr",
        "UTILITY",
        "Le résumé du mois pour {{1}}.\n\n{{2}}\n\nTouche « Mes gains » pour voir le détail.",
        ("Awa", "En novembre : 612 tâches, 68 420 F CFA gagnés. Il reste 45 800 F CFA pour ton projet."),
        (("Mes gains", "/gains"), ("Travailler", "/travail")),
    ),
    Template(
        "staff_week",
        "hiteuses_lundi_1",
        "fr",
        "UTILITY",
        "La feuille du lundi pour {{1}}.\n\n{{2}}\n\nTouche « La semaine » pour voir le détail.",
        ("Mariam", "La semaine du 16 au 22 novembre : 12 personnes ont travaillé, 340 tâches, 51 h de travail."),
        (("La semaine", "/cohorte la semaine derniere"), ("Les messages", "/messages")),
        opens=True,
    ),
    Template(
        "milestone",
        "hiteuses_etape_1",
        "fr",
        "UTILITY",
        "Des nouvelles du projet de {{1}}.\n\n{{2}}\n\nTouche « Mon projet » pour voir où il en est.",
        ("Awa", "Tu as mis de côté 50 % de ce qu'il faut pour ton projet : 75 000 F CFA sur 150 000 F CFA."),
        (("Mon projet", "/projet"), ("Travailler", "/travail")),
    ),
    Template(
        "announcement",
        "hiteuses_annonce_3",
        "fr",
        "MARKETING",
        "Une annonce de l'équipe hiteuses pour {{1}}.\n\n{{2}}\n\n"
        "Touche « Voir l'annonce » pour la lire en entier et y répondre.",
        ("Awa", "La formation de samedi commence à 10 heures."),
        (("Voir l'annonce", f"{WHOLE} {{row}}"),),
        opens=True,
    ),
)

PLACE = re.compile(r"\{\{([12])\}\}")


CARRIED: Mapping[str, str] = {"alert": "notice"}
"""Purposes without a template of their own → the purpose whose template carries them."""


def wanted(purpose: str, language: str) -> list[Template]:
    """The templates that can carry a message: those in the person's language, then the French ones."""
    carried = CARRIED.get(purpose, purpose)
    return [
        t for lang in dict.fromkeys((language, SOURCE)) for t in TEMPLATES if (t.purpose, t.language) == (carried, lang)
    ]


def definition(template: Template) -> dict[str, Any]:
    """The template as it is submitted."""
    return {
        "name": template.name,
        "language": template.language,
        "category": template.category,
        "components": [
            {"type": "BODY", "text": template.body, "example": {"body_text": [list(template.example)]}},
            {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": label} for label, _ in template.buttons]},
        ],
    }


def is_unread(template: Template, outgoing: Outgoing) -> bool:
    """Whether the message itself is still to be sent, when the person writes: the template only calls them, or does not
    carry all of it."""
    if outgoing.discreet:
        return template.to_follow or not template.opens
    if not template.to_follow or outgoing.message is None:
        return False
    told = detail(outgoing.message, outgoing.language, outgoing.zone)
    return outgoing.message.attachment is not None or units(told) > _room(template, _name(outgoing))


def _name(outgoing: Outgoing) -> str:
    if outgoing.first_name.strip() and not outgoing.discreet:
        return shorten(" ".join(outgoing.first_name.split()), MOST_NAME)
    return " ".join(plain(runs((TO_YOU,), outgoing.language, outgoing.zone)).split())


def _room(template: Template, name: str) -> int:
    return MAX_BODY - units(PLACE.sub("", template.body)) - units(name)


def filled(template: Template, outgoing: Outgoing) -> dict[str, Any]:
    """The template object of a message, with its values."""
    assert outgoing.message is not None
    name = _name(outgoing)
    told = detail(outgoing.message, outgoing.language, outgoing.zone)
    said = shorten(words(TAP_TO_READ, outgoing.language) if outgoing.discreet else told, _room(template, name))
    body = [{"type": "text", "text": text} for text in (name, said)]
    taps = [
        {
            "type": "button",
            "sub_type": "quick_reply",
            "index": str(index),
            "parameters": [{"type": "payload", "payload": word.format(row=outgoing.id)}],
        }
        for index, (_, word) in enumerate(template.buttons)
    ]
    return {
        "name": template.name,
        "language": {"code": template.language},
        "components": [{"type": "body", "parameters": body}, *taps],
    }


def detail(message: Message, language: str, zone: str) -> str:
    """The message's text on one line, without the greeting, which the template has itself. Never empty, because the
    platform does not accept an empty value."""
    first, *others = message.parts or (None,)
    greets = isinstance(first, Tr) and "hello" in first.values and bool(others)
    shown = tuple(others) if greets else message.parts
    lines = (" ".join(line.split()) for line in plain(runs(shown, language, zone)).split("\n"))
    return _on_one_line([line for line in lines if line]) or words(DETAIL_LEFT, language)


def _on_one_line(lines: Sequence[str]) -> str:
    """The lines one after the other, with a dot between two if the first ends in a word and the next does not go on."""
    said = ""
    for line in lines:
        apart = bool(said) and (said[-1].isalnum() or said[-1] in "»)") and not (line[0].islower() or line[0] == "•")
        said += (" · " if apart else " " if said else "") + line
    return said
