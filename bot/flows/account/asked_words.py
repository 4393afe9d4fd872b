"""Sentences that want a word of the chat without naming it: « j'ai deux téléphones » wants `lier`.

The whole text must be such a sentence, so that what only tells of something stays what it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from backend.domain.french.schedules import AWAY
from backend.domain.french.spelling import fold
from backend.domain.messaging import channels
from backend.domain.people import place_names

_APP = "|".join(word for channel in channels.TABLE.values() for word in channel.words)
_OTHER_PHONE = (
    r"(?:(?:mon|ma|un|une|l|le|la) )?(?:autre|ancien(?:ne)?|nouveau|nouvelle|deuxieme|2e|2eme|vieux|vieille) ?"
    r"(?:numero|num|telephone|tel|phone|portable|sim|puce|messagerie|appli\w*)?"
)
_GREETS = r"(?:(?:bonjour|bonsoir|svp|stp|et|moi|mais|desolee) )*"
_I_WANT = rf"{_GREETS}(?:est ce que )?(?:(?:je|j|on) )?(?:(?:veux|voudrais|peux|prefere|aimerais) )?"
_AFTER = r"(?: (?:svp|stp|merci|ici|aussi|maintenant|chez vous|je crois|oh|hein|madame))*"
_GIVE_ME = (
    r"(?:(?:je veux|je voudrais|il me faut|il faut|donnez? moi|envoye[zr]? moi|envoie moi|j ai besoin d[eu]?"
    r"|je peux avoir|comment avoir|comment obtenir|avoir) )*(?:(?:un|une|l|la|mon|ma|mes|le|des) )?"
)
_KEEP = r"(?:avez|as|gardez|gardes|savez|sais|conservez|conserves|stockez)"
_PLACES = "|".join(sorted(place_names.named(), key=len, reverse=True))
_A_TIME = (
    r"(?:(?:cette|la) semaine(?: prochaine)?|ce (?:mois|week ?end)|ces jours(?: ci)?|\d+ (?:jours?|semaines?)"
    r"|(?:pendant|jusqu|avant) .{1,20})"
)
ASKED: Mapping[str, re.Pattern[str]] = {
    "lier": re.compile(
        rf"{_GREETS}(?:j ai|jai|g|j avais) (?:deja |aussi )*(?:un |mon |1 )?compte"
        rf"(?: (?:ici|chez vous|hiteuses?))?(?: (?:sur|avec|dans) (?:{_APP}|{_OTHER_PHONE}))?{_AFTER}"
        rf"|{_GREETS}(?:j ai|jai|g|j utilise) (?:aussi )?(?:deux|2) "
        rf"(?:telephones?|tels?|numeros?|portables?|phones?|puces?|sims?|comptes?){_AFTER}"
        rf"|{_I_WANT}(?:continuer|passer|utiliser|travailler|ecrire|venir|te parler|vous parler)"
        rf"(?: (?:aussi|plutot|ici|maintenant))* (?:sur|avec|par|depuis) (?:{_APP}|{_OTHER_PHONE}){_AFTER}"
    ),
    "mesdonnees": re.compile(
        rf"{_GREETS}(?:quelles?|quels?|c est quoi les) (?:sont les )?"
        rf"(?:donnees?|infos?|informations?|renseignements?)(?: personnelles?)?(?: est ce)?(?: que?)? ?(?:vous |tu )?"
        rf"{_KEEP}(?: vous| tu)?(?: (?:sur|de) moi)?{_AFTER}"
        rf"|(?:qu est ce que|que|qu|kes ke|keske) (?:(?:vous|tu) )?{_KEEP}(?: (?:vous|tu))? (?:de|sur) moi{_AFTER}"
        r"|(?:je (?:veux|voudrais|peux)|donnez? moi|envoye[zr]? moi|envoie moi|montre[zr]? moi)"
        rf" (?:(?:voir|avoir|recevoir|telecharger|une copie de) )*(?:toutes )?mes donnees(?: personnelles)?{_AFTER}"
    ),
    "pays": re.compile(
        rf"{_GREETS}(?:comment )?(?:(?:je|j) )?(?:(?:ai|vais|viens de|dois|veux|voudrais) )?"
        rf"(?:changer?|demenager?|quitter?)(?: de| mon| le)? pays{_AFTER}"
        rf"|{_GREETS}(?:(?:je|j) )?(?:ne |n )?(?:suis|vis|habite|sui) (?:plus ici|plus la bas"
        rf"|(?:plus|pas) (?:dans (?:ce|le meme|mon) pays|au (?:meme )?pays|(?:au|en|a|dans) (?:{_PLACES}))){_AFTER}"
        rf"|{_GREETS}(?:(?:je|j) )?(?:viens de |ai )?demenager? (?:(?:au|en|a|aux) (?:{_PLACES})){_AFTER}"
        rf"|{_GREETS}(?:(?:je|j) )?(?:vis|habite|suis) (?:au|en|a) (?:{_PLACES}) (?:maintenant|desormais){_AFTER}"
    ),
    "attestation": re.compile(
        rf"{_GIVE_ME}(?:attestation|fiche|bulletin|preuve|justificatif)s? (?:de |d )"
        rf"(?:travail|salaire|paie|paye|revenus?|emploi|gains)(?: pour (?:\w+ ?){{1,5}})?{_AFTER}"
    ),
    "pause": re.compile(rf"{_GREETS}{AWAY} (?:{_A_TIME}|\w+di|demain){_AFTER}"),
}
"""The word → what is said for it, folded."""
COSTS_DATA = re.compile(
    r"(?:(?:c est|ca|cela|tes|vos|les|l|ton|votre|ces|trop|de|d) )*"
    r"(?:(?:photos?|images?|messages?|appli\w*|vocaux|travail|taches?) )?"
    r"(?:me |m )?(?:bouffe|mange|consomme|finit|gaspille|depense|vide)(?:nt|r)? "
    r"(?:(?:tout|tous|toutes|trop|beaucoup|vite|de|mon|mes|ma|le|les|la) )*"
    rf"(?:forfait|megas?|mo|datas?|credit|connexion|internet|pass|gigas?|unites?){_AFTER}"
    r"|(?:(?:les|tes|vos|ces) )?(?:photos?|images?) (?:c est |sont |est |elles sont )?"
    r"(?:trop |tres |vraiment )*(?:lourde?s?|cheres?)"
    r"(?: a (?:charger|telecharger|ouvrir))?(?: pour (?:mon|ma|mes) \w+)?"
)
"""What says that the product costs too much of her data."""


HAS_ACCOUNT = re.compile(
    rf"{_GREETS}(?:(?:je suis|c est(?: moi)?|moi c est) (?:\w+ ){{1,2}})?(?:(?:je|j) )?(?:ai |viens de )?"
    rf"(?:changer?|perdu|casse) (?:(?:de|mon|ma) )?(?:telephone|tel|phone|portable|numero|puce|sim){_AFTER}"
    rf"|{_GREETS}(?:(?:je suis|j etais) (?:deja )?(?:inscrite|enregistree|hiteuse|une hiteuse|membre))(?: .{{0,20}})?"
)
"""What somebody writes from a new phone, besides `ASKED["lier"]`."""
MOST_SIGNS = 120
"""A longer text tells something."""


def asked_word(text: str) -> str | None:
    """The word of the chat that a sentence wants; None if it wants none of these."""
    said = _short(text)
    return next((word for word, pattern in ASKED.items() if pattern.fullmatch(said)), None)


def has_account(text: str) -> bool:
    """Whether a stranger says that they have an account: « je suis Awa, j'ai changé de téléphone »."""
    return asked_word(text) == "lier" or HAS_ACCOUNT.fullmatch(_short(text)) is not None


def costs_data(text: str) -> bool:
    """Whether a text says that pictures or messages use up her data: « ça bouffe mon forfait »."""
    return COSTS_DATA.fullmatch(_short(text)) is not None


def _short(text: str) -> str:
    return fold(text) if len(text) <= MOST_SIGNS else ""
