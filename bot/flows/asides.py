"""What people say beside the matter: "bonjour", "ok merci", "je comprends pas", "c'est combien ?". No question
asks for it, so it is no answer; a kind word comes back, and the open question stands as before."""

from __future__ import annotations

import re
from typing import Literal

from backend.domain.message import Message, tr
from backend.domain.words import fold

Aside = Literal["greeting", "evening", "thanks", "okay", "lost", "price", "payday", "leave"]

_GREETINGS = frozenset(("bonjour", "salut", "coucou", "hello", "hi", "bjr", "slt", "cc", "salam"))
_EVENING = frozenset(("bonsoir", "bsr"))
_THANKS = frozenset(("merci", "mrc", "mci", "mercii", "thanks"))
_OKAY = frozenset(
    ("ok", "okay", "okk", "oki", "d", "accord", "dacc", "dac", "super", "cool", "bien", "parfait", "top", "entendu")
)
_BESIDE = frozenset(
    (
        *("a", "tous", "toi", "vous", "madame", "monsieur", "mme", "mr"),
        *("beaucoup", "bcp", "c", "est", "tres", "oui", "ca", "va"),
    )
)
"""Words that only go along: "merci beaucoup", "bonjour à tous", "ok c'est bien"."""

_NOT = r"(?:ne |n )?"
_UNDERSTAND = rf"(?:moi )?(?:je |j )?{_NOT}(?:(?:ai |y )?(?:rien |pas )?compren\w*|(?:ai |y )?(?:rien |pas )?compri\w*)"
_LOST = re.compile(
    rf"(?:s il (?:te|vous) plait |svp |stp )?(?:{_UNDERSTAND} ?(?:rien|pas)?(?: bien| du tout)?"
    r"|aide[rz]?(?: moi| nous)|(?:j ai )?besoin d aide|tu peux m aider|au secours|help(?: me)?"
    r"|(?:je suis |suis )?(?:perdue?|bloquee?)|(?:c est )?pas clair"
    r"|comment (?:ca (?:marche|se passe)|faire|je fais|on fait)|on fait comment|je fais comment"
    r"|(?:je (?:fais|dois faire|fait) quoi|que (?:dois je )?faire|qu est ce que je (?:dois faire|fais))(?: maintenant)?"
    r"|c est quoi(?: ca)?|quoi|comment)"
    r"(?: svp| stp| s il (?:te|vous) plait)?"
)
_NEGATED = re.compile(r"\b(?:pas|rien)\b")
_PRICE = re.compile(
    r"(?:c est |ca (?:fait|coute) )?combien(?: ca coute| ca fait| c est| il faut payer| (?:je|on) dois? payer)?"
    r"|(?:est ce que )?(?:c est|ce n est pas|c est pas) (?:payant|gratuit)"
    r"|(?:est ce qu )?(?:(?:il )?faut|(?:je|on) doit?s?) payer(?: combien| quelque chose)?"
)
_PAYDAY = re.compile(
    r"(?:c est )?quand (?:est ce qu?e? |c est )?(?:(?:je|on|nous|me|suis|est|serai|sera|vais|va|etre|le|la|mon|qu) )*"
    r"(?:payee?s?|payer|paie|paye|paiement|argent)"
)
_LEAVE = re.compile(
    r"(?:s il (?:te|vous) plait |svp |stp )?(?:arretez? de (?:m |nous )(?:ecrire|envoyer (?:des|vos|tes|ces) messages)"
    r"|(?:ne )?m (?:ecri[sv](?:ez)?|envoie|envoyez) plus(?: (?:rien|de messages?))?"
    r"|je (?:ne )?veux plus (?:de |recevoir (?:de |vos |tes |ces )?)messages?"
    r"|(?:je veux |je voudrais )?(?:me |se )?(?:desabonner|desinscrire)|desabonne(?:ment|z moi| moi)|desinscription"
    r"|stop (?:pub|messages?|sms)|unsubscribe|(?:je veux|je voudrais) arreter|j arrete)"
    r"(?: svp| stp| s il (?:te|vous) plait| merci)?"
)
"""She wants no more messages, in other words than `stop`. She is asked for it: "je veux arrêter" may be of work."""
_YES = frozenset(
    ("oui", "oui merci", "d accord", "oui d accord", "je suis d accord", "oui je suis d accord", "oui j accepte")
)
_GO = _YES | frozenset(("ok", "okay", "dacc", "dac", "c est bon", "on y va", "allons y", "c est parti", "go"))


def read(text: str) -> Aside | None:
    """What it is that she says beside the matter; None: it may be an answer."""
    said = fold(text)
    if not said:
        return "lost" if text.strip().startswith("?") else None
    if _LOST.fullmatch(said) and ("compr" not in said or _NEGATED.search(said)):
        return "lost"
    if _PRICE.fullmatch(said):
        return "price"
    if _PAYDAY.fullmatch(said):
        return "payday"
    if _LEAVE.fullmatch(said):
        return "leave"
    words = set(said.split())
    kinds: tuple[tuple[Aside, frozenset[str]], ...] = (
        ("thanks", _THANKS),
        ("evening", _EVENING),
        ("greeting", _GREETINGS),
        ("okay", _OKAY),
    )
    if words <= _THANKS | _EVENING | _GREETINGS | _OKAY | _BESIDE:
        return next((kind for kind, named in kinds if words & named), None)
    return None


def agrees(text: str) -> bool:
    """Whether it says yes beyond doubt: enough to accept terms by. "ok" alone is no more than that she has read."""
    return fold(text) in _YES


def goes(text: str) -> bool:
    """Whether it says to go on, where that binds her to nothing."""
    return fold(text) in _GO


ANSWERS: dict[Aside, Message] = {
    "greeting": tr("Bonjour ! 👋"),
    "evening": tr("Bonsoir ! 👋"),
    "thanks": tr("Avec plaisir ! 💛"),
    "okay": tr("Très bien ! 👍"),
    "lost": tr(
        "Pas de souci, on y va doucement. Touche un bouton, ou écris ta réponse. "
        "Pour parler à une personne, écris « huber »."
    ),
    "price": tr(
        "C'est gratuit : on ne te demande jamais d'argent. Avant chaque travail, tu vois ce qu'il te rapporte."
    ),
    "payday": tr(
        "Tout ce que tu gagnes est noté et reste à toi : écris « gains ». "
        "Pour la date, demande à ta Huber : écris « huber »."
    ),
    "leave": tr(
        "Tu ne veux plus que je t'écrive ? Écris « stop », et je ne t'écris plus de moi-même. Ce que tu as gagné reste "
        "à toi."
    ),
}


def answer(text: str) -> Message | None:
    """The kind word for it; None: it may be an answer, as "ok" is to some questions."""
    aside = read(text)
    return None if aside is None or aside == "okay" else ANSWERS[aside]
