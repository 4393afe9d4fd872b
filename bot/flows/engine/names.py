"""A person's name among the words that people write around it: « c'est au nom de Awa Koné », « Awa Koné, mon nom de
jeune fille »."""

from __future__ import annotations

import re

from backend.domain.french.spelling import unaccented
from backend.domain.messaging import intents
from backend.domain.messaging.addressed import addressed
from bot.flows.engine import answers, leaving

MOST_WORDS = 8
"""The most words of a name: « Ngo Bassa Marie Solange épouse Nyobe Mbock »."""
MOST_SIGNS = 300
"""Signs of a text that may be a name, or say one."""
_WALLET = r"(?:(?:orange|mtn|moov|airtel|mobile) ?(?:money)?|momo|wave|mobicash|m ?pesa)"
_ACCOUNT = rf"(?:(?:le |mon |ce )?(?:compte|numero|num|puce|sim)(?: (?:de )?{_WALLET})?|(?:mon |le )?{_WALLET})"
_IS = r"(?:(?:il |elle |ca |sa )?(?:(?:est|c['’ ]?est|c|cest|s['’]est|a ete|sera)(?![\w'’])|:|=))"
_OF = r"(?: ?(?:de |2 |d['’ ]|du |des |c['’ ]?est |c |est |:))?"
_OF_WHAT = (
    r"(?: (?:complet|entier|exact|(?:de|dans) (?:jeune fille|famille|mariage|naissance|la piece|la carte|ma carte"
    r"|ma piece|l['’ ]?epoux)|d['’ ]epouse|du titulaire|a moi|dessus"
    rf"|(?:sur|de|du) {_ACCOUNT}|sur (?:la|ma) (?:carte|piece|cni)|et (?:mon |le )?prenoms?|et (?:mon |le )?nom))*"
)
_THE_NAME = rf"(?:mon |mes |le |les )?(?:vrai |propre |bon )?(?:pre)?noms?{_OF_WHAT}"
FAMILY = (
    r"(?:(?:grand[- ]?|belle?[- ]?|petite?[- ]?)?(?:frere|soeur|mari|mere|maman|pere|papa|fille|fils|copain|tante"
    r"|tantie|tata|oncle|cousine?|amie?|voisine?|copine|enfant|patronne|epoux|homme))"
)
"""Whose account it may be."""
_RATHER = r"(?:plutot|juste|seulement|en fait|enfait|finalement|pardon|oups|desolee?|attends?|mais|ah|oh)"
_LEAD = re.compile(
    r"(?:(?:bonjour|bonsoir|salut|slt|bjr|bsr|oui|ouais|non|nn|ok|alors|voila|voici|euh"
    rf"|{_RATHER})[ ,:.]+)*(?:"
    rf"(?:{_ACCOUNT} )?(?:(?:moi )?{_IS} )?(?:bien |ouvert |enregistre |inscrit )*(?:au|a|à|o|sous|avec) (?:le )?"
    rf"(?:mon )?nom(?![\w]){_OF_WHAT}{_OF}"
    rf"|{_THE_NAME}(?:(?= )| ?{_IS})"
    rf"|(?:sur|dans) (?:{_ACCOUNT}|(?:la|ma) (?:carte|piece|cni)) ?{_IS}(?: (?:marque|ecrit|note|mis))?"
    r"|(?:moi )?(?:c['’]?est|c|cest|s['’]est)(?: bien| marque| ecrit| moi)*(?= )|moi(?= )"
    r"|(?:je m['’ ]?|j['’ ]?m['’ ]?|(?:elle|il) s['’ ]?)app?ell?e?|je m['’ ]?apel|on m['’ ]?app?ell?e?"
    r"|voici|voila|(?:mets?|mettez|ecri[st]|ecrivez|note[sz]?|marque[sz]?)(?: (?:moi|alors))?(?= \S+ \S)"
    rf"|(?:non )?{_RATHER}(?= )"
    r")[ :,=]*"
)
_BEHIND = r"(?:c['’ ]?est|c|cest)"
_TRAIL = re.compile(
    r"[ ,;:.()-]+(?:svp|stp|merci|plutot|pardon|finalement|s['’ ]?il (?:te|vous) plait|hein|voila|je (?:crois|pense)"
    rf"|(?:(?:qui |et |car )?(?:{_BEHIND}|est|comme|{_BEHIND} comme) )?(?:bien )?(?:sur )?{_THE_NAME}"
    rf"|(?:{_BEHIND} )?(?:bien )?moi(?: meme)?|{_BEHIND} (?:bon|ca|juste|tout)"
    rf"|(?:(?:qui |et |car )?(?:{_BEHIND}|est) )?(?:le nom de )?(?:ma|mon) {FAMILY}"
    rf"|(?:(?:{_BEHIND}|comme|{_BEHIND} comme ca) )?(?:sur )?{_ACCOUNT}|comme sur {_ACCOUNT})[ ).!]*$"
)
_EDGES = re.compile(r"^[\W_]+|(?:[^\w\u0300-\u036f]|_)+$")
_LONG = re.compile(r"[,;()\n]|\s-\s")
"""What stands between a name and what is said of it."""
_FORM = re.compile(
    r"(?:^|(?<= ))(?:et |de )?(?:mon |le )?(?P<which>(?:pre)?nom)s?(?: de famille)?(?: ?[:=]| c['’]?est| est)? (?=\S)"
)
"""« Nom Koné prénom Awa »: a form, filled in."""
_OF_A_NAME = re.compile(r"\b(?:noms?|compte|carte|piece|cni|jeune fille|mariage|papiers?)\b")
"""Words of a sentence about a name: it says no other name."""
_NO_NAME = re.compile(
    rf"\b(?:{_WALLET}|numero|compte|(?:pre)?noms?|jeune fille|quoi|comment|rien|attends?|est|ou|et)\b"
    rf"|^{_RATHER}$|\b(?:code|pin|mdp)\b|(?:\d ?){{6}}|\b(?:mien|mienne|n ?importe|mem)\b|\b(?:de|du|a|au|d)$"
    r"|^(?:certificat|badge|attestation|paiement|formation|lecon|module)s?\b"
    r"|^moi$|^(?:a |le |la |de )?(?:mon|ma|mes)\b|^(?:oui|ouais|ok)\b|\b(?:pas|ca|nn|non|faux|fausse|erreur)\b"
    r"|\b(?:je|tu|il|elle|on|nous|vous|que|qui|mais|comme|trop|avec|sans|pour|dans|sur|chez|parce|meme)\b"
    r"|\b(?:ki|ke|kil|kel|cest|ct|jai|ecrit)\b|\bc (?:ma|mon|mes)\b"
    r"|\b(?:celui|celle|suis|toi|vas|abord|en|peut|encore|demain|apres|app?el\w*)\b"
    r"|\b(?:par|les|des|francs?|fcfa|cfa|mille|cent|banque|western|money)\b"
    r"|^\w{2,}(?:er|oir|re) (?:le|la|l|du|un|une|mon|ma)\b|^(?:faut|une?|deux|trois)\b"
    r"|\b(?:votre|vos|test|jus[qk]\w*|jamais|toujours|tjr|depuis|recue?s?|arrivee?s?|reglee?|reponses?|questions?|textes?"
    r"|photos?|images?|annonces?|projets?|taches?|semaines?|mois|jours?|gains?|messages?|efface[rz]?|corrige[rz]?"
    r"|change[rz]?|etai[st]|etre|avoir|fait|attend\w*)\b"
)
"""A wallet, its code, a word of the chat (« certificat capitales »), « à mon nom », « oui réunir », « nn c pas ça »,
and the words that make a sentence."""

_THING = re.compile(r"(?:le|la|un|ton|ta|tes|ce|cet|cette|ces) [a-zà-ÿ]|l['’][a-zà-ÿ]")
"""« La dame », « l'annonce »: the name of a person has a capital behind such a word, « Le Goff »."""


def typed(text: str) -> str | None:
    """The name alone. None if the text is none: a yes, a wallet, a sentence to the team, the wish to change it."""
    if (
        len(text) > MOST_SIGNS
        or answers.is_bare(text)
        or leaving.passes(text)
        or intents.read(text) in ("name", "skip")
        or intents.asks(text)
    ):
        return None
    name = _without_what_is_said_of_it(text.strip())
    plain = " ".join(re.sub(r"[’'.-]", " ", unaccented(name)).split())
    if not plain or _NO_NAME.search(plain) or _THING.match(name) or len(plain.split()) > MOST_WORDS or addressed(name):
        return None
    return name


def _without_what_is_said_of_it(text: str) -> str:
    """The text without the words around the name, and without the parts of a sentence that are about names."""
    if {found["which"] for found in _FORM.finditer(_flat(text))} == {"nom", "prenom"}:
        text = _cut(text, _FORM)
    parts = [part for part in _LONG.split(_stripped(text)) if part.strip()]
    named = [part for part in map(_stripped, parts) if not _OF_A_NAME.search(unaccented(part))]
    return " ".join(part for part in named if part)


def _stripped(text: str) -> str:
    """The text without what leads to a name and what follows one."""
    name = " ".join(text.split()).rstrip(".! ")
    while (found := _LEAD.match(_flat(name))) is not None and found.end():
        name = name[found.end() :]
    while (found := _TRAIL.search(_flat(name))) is not None:
        name = name[: found.start()]
    return _EDGES.sub("", name) or name


def _cut(text: str, at: re.Pattern[str]) -> str:
    """The text with a comma in place of each match."""
    for found in reversed([*at.finditer(_flat(text))]):
        text = f"{text[: found.start()]}, {text[found.end() :]}"
    return text


def _flat(text: str) -> str:
    """The text in small letters without accents, sign by sign, so that places in it are those of the text."""
    return "".join(plain if len(plain := unaccented(sign)) == 1 else sign for sign in text)
