"""How people say that they did not ask for something about their account. That stops it, and stopping does no harm, so
a text that may mean it is taken for it."""

from __future__ import annotations

import re

from backend.domain.french.spelling import fold
from backend.domain.messaging import not_meant
from backend.domain.messaging.intent_vocabulary import vocabulary

_ANOTHER = (
    r"(?:quelqu un d autre|une autre personne|un autre|une autre"
    r"|(?:mon|ma) (?:mari|copain|ami|frere|pere|fils|cousin|oncle|ex|soeur|mere|fille|cousine|tante|copine|voisine?))"
)
_NOT_ME = re.compile(
    r"(?:(?:non|nan|nn|mais|hey|he|ah|oh|attention|svp|stp|en fait|enfin|finalement|attends?|pardon|oups|desolee?) )*"
    r"(?:(?:(?:ce|c|cest|se|ces|sa|ca)(?: n)?(?: est)? )?(?:pas|pa|jamais) (?:moi|mwa|mw)\b.{0,60}"
    rf"|(?:c est )?{_ANOTHER} (?:qui )?"
    r"(?:a (?:demande|fait ca|ouvert)|(?:veut|essaie|essaye d?e?) ?(?:ouvrir|prendre))\b.{0,60}"
    rf"|(?:c est )?(?:{_ANOTHER}|quelqu un|on) (?:qui )?(?:a |m a |me )?(?:pri[st]?|touche|utilise|fouille) "
    r"(?:(?:a|avec|dans|sur) )?(?:mon|le) (?:tel\w*|portable|compte|code)\b.{0,40}"
    r"|(?:moi )?(?:je|j) ?(?:n )?(?:ne )?(?:ai )?(?:rien|pas|jamais) (?:rien )?"
    r"(?:demande|fait|autorise|accepte)\w*.{0,40}"
    r"|je (?:ne )?(?:le |la |les )?(?:connais|reconnais|conais) (?:pas|pa)\b.{0,40}"
    r"|(?:on|quelqu un) (?:(?:me|m ?a|m|veut|veux|va|essaie|essaye|de|d) )*(?:vole|pirate|arnaque)\w*.{0,40})"
)
_ON_A_WARNING = re.compile(
    rf"(?:non ?|nan ?|nn ?|no ?)+|(?:(?:non|nan|nn|mais|ah) )*(?:c est )?{_ANOTHER}|"
    r"(?:(?:oui|ok|non|nan|mais|alors|vite|urgent|svp|stp|attends?|je|veux|il|faut|tu|peux|dois|merci de) )*"
    r"(?:refuse[rz]?|bloque[rz]?|arrete[rz]?|stoppe[rz]?|annule[rz]?|empeche[rz]?|interdi[st]?)(?: .{0,30})?"
    r"|(?:c est |cest )?qui (?:ca|qui|a|c est|est ce|lui|celui|elle|ce numero).{0,30}"
    r"|(?:c est )?qui(?: ca)?|qui est.{0,30}"
    r"|(?:(?:au|c est|un|une|le) )*voleu(?:r|se)s?.{0,30}|pirat\w+.{0,30}|arnaqu\w+.{0,30}|au secours|jamais.{0,30}"
)


_STOPS = r"(?:arrete[rz]?|stoppe[rz]?|bloque[rz]?|refuse[rz]?|annule[rz]?|empeche[rz]?)"
_STOPS_LINK = rf"{_STOPS} (?:(?:la|cette|sa|l) )?(?:demande|liaison|ouverture)"
_NOT_HER = re.compile(
    r"(?:(?:non|nan|nn|mais|attention|ah|oh|en fait|urgent) )*(?:elle (?:me |m )?(?:dit|a dit) (?:que )?)?"
    r"(?:(?:non|nan) )*"
    r"(?:(?:ce|c|cest|se|ces)(?: n)?(?: est)? (?:pas|pa|jamais) (?:elle|la sienne|son (?:numero|telephone|compte))"
    r"(?: qui (?:a |veut |essaie )?(?:demand|fait ca|ouvr).{0,40})?"
    r"|elle (?:(?:n|ne) )?(?:l )?a (?:rien|pas|jamais) (?:rien )?(?:demand|autoris|ouver)\w*"
    r"(?: (?:ca|cela|cette|la|a|d ouvrir).{0,40})?"
    r"|elle (?:(?:ne|n|le|la) )*(?:connait|reconnait) (?:pas|pa)(?: (?:ce|le|son) (?:numero|telephone)| ca)?"
    r"|elle (?:dit|a dit) non|elle refuse|elle (?:(?:ne|n|le) )*veut (?:pas|pa)(?: ca| l ouvrir| qu on (?:l )?ouvre)?"
    rf"|(?:c est )?{_ANOTHER} (?:qui )?(?:a (?:demande|fait ca)|(?:veut|essaie) (?:d )?(?:ouvrir|prendre)).{{0,60}}"
    r"|(?:on|quelqu un) (?:(?:lui|la|l|veut|va|essaie|de|d|a) )*(?:vol|pirat|arnaqu)\w*(?: (?:son|le) compte)?"
    r"|(?:(?:ne|n|l) )*ouvr\w+ (?:surtout )?pas(?: (?:son|le) compte)?"
    rf"|{_STOPS_LINK}(?: d elle| de elle)?|{_STOPS} (?:(?:ca|tout) )?pour elle)"
)


def _says(pattern: re.Pattern[str], text: str) -> bool:
    """Whether a pattern matches the text, or what is spelled in it as it sounds: « kelkun dautre »."""
    by_ear = " ".join(map(fold, vocabulary().words(text)))
    return any(pattern.fullmatch(said) for said in (fold(text), by_ear))


def surely(text: str) -> bool:
    """Whether the text says "it was not me", whatever it answers: « c'est pas moi », « j'ai rien demandé »."""
    return _says(_NOT_ME, text)


def on_a_warning(text: str) -> bool:
    """Whether the text refuses what a warning about an account announces; also « c'est qui ça » and « refuser », and,
    of somebody who looks after its owner, « c'est pas elle »."""
    return surely(text) or _says(_ON_A_WARNING, text) or of_her(text)


def of_her(text: str, name: str = "") -> bool:
    """Whether the text says of somebody else that it was not her, or that what was asked for her is to be stopped:
    « ce n'est pas Ines » (`name`), « elle n'a rien demandé »."""
    said = f" {fold(text)} "
    for word in fold(name).split():
        said = said.replace(f" {word} ", " elle ")
    return _says(_NOT_HER, re.sub(r"(?<= elle)(?: elle)+(?= )", "", said).strip())


_LINK = re.compile(
    rf"(?:(?:non|nan|nn|svp|stp) )*(?:{_STOPS_LINK}|(?:(?:ne|n|l) )*ouvr\w+ (?:surtout )?pas(?: mon compte)?)"
)


def of_a_link(text: str) -> bool:
    """Whether the text says that a link of accounts is not to be made: « refuse la demande », « n'ouvre pas »."""
    return _says(_LINK, text)


_BARELY = re.compile(rf"(?:(?:non|nan|nn) ?)+|(?:non )?{_STOPS}(?: (?:ca|cela|la|le))?|(?:c est un |au )?voleu(?:r|se)")


def barely(text: str) -> bool:
    """Whether the text only refuses, and says nothing of what: « non », « arrête », « bloque ça »."""
    return _says(_BARELY, text)


def of_an_event(text: str) -> bool:
    """Whether the text says that something did not happen to its author: « je n'ai pas changé de pays »."""
    return "?" not in text and not_meant.of_an_event(" ".join(map(fold, vocabulary().words(text))))


def of_an_act(text: str) -> bool:
    """Whether the text says what is not to be done, or was not asked for: « ne change rien », « j'ai pas dit stop »."""
    return "?" not in text and not_meant.of_an_act(" ".join(map(fold, vocabulary().words(text))))


_SENDING = re.compile(
    r"(?:(?:non|nn|mais|ah|oh|attends?|attendez|stop|pardon|euh|surtout|finalement|en fait) )*"
    r"(?:(?:il )?(?:ne )?faut (?:pas|rien|plus) (?:l )?envoyer"
    r"|(?:ne |n )?(?:(?:le|la|les|l) )?(?:envo[iy]\w*|transm\w+) (?:surtout |encore )?(?:pas|rien|plus)"
    r"|je (?:ne )?veux (?:pas|plus) (?:l |les |que (?:tu|vous) (?:l |les )?|qu on (?:l |les )?)?envo[iy]\w*)"
    r"(?: (?:ca|cela|tout|ce|mon|le|message|lettre|la|maintenant|encore|finalement|svp|stp|merci|de|suite|a|ma|huber"
    r"|elle|l|equipe|attends?))*"
)


def of_sending(text: str) -> bool:
    """Whether the text says that something is not to be sent, and nothing else: « ne l'envoie pas ». « N'envoie pas
    d'argent à mon mari » is a message."""
    said = " ".join(map(fold, vocabulary().words(text)))
    return "?" not in text and _SENDING.fullmatch(said) is not None
