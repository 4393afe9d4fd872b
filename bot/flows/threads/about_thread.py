"""What staff write in somebody's thread about her, or for us or the team: « elle a reçu son argent ? », « passe ça à
l'équipe ». It may still be meant for her, so it is asked about before it is sent."""

from __future__ import annotations

import re

from backend.domain.french.spelling import fold
from backend.domain.messaging import intents
from backend.domain.messaging.intent_vocabulary import vocabulary
from backend.domain.messaging.intents import Intent
from backend.domain.messaging.noise import is_noise, laughs
from bot.flows.threads import letter_words

MOST_ABOUT = 60
"""The most characters of a text that is about a thread."""
_TO_HER = re.compile(
    r"\b(?:tu|te|t|toi|ton|ta|tes|vous|votre|vos|cherie|chere|belle|soeur|grande|maman|tantie|merci|bonjour|bonsoir"
    r"|coucou|salut|courage|desolee?|pardon|bravo|felicitations)\b"
)
"""What is only said to somebody."""
_BEGINS = (
    r"(?:(?:combien|est ce (?:que|qu)|qu est ce (?:que|qu)|pourquoi|quand|ou|comment|mais|et|ah|bah|bon|ok|si"
    r"|je crois qu|je sais pas si) )*"
)
_ORDERS = (
    r"(?:transfere|confie|passe|met|retire|enleve|laisse|bloque|signale|ferme|supprime|ajoute|change|marque|promeu)\w*"
)
"""What is done with a person: « passe Solange à Sita », « mets-la en pause »."""
_OF_HER = (
    rf"{_BEGINS}elle .+|.*\b(?:avec|chez|c est) elle(?: .*)?|.*\bcelle (?:la|ci)\b.*"
    r"|.*\b(?:je|j|on|faut|quoi|comment) (?:(?:vais|ai|dois|peux|sais pas quoi|sais pas comment|y) )*lui \w+.*"
)
"""« Elle a reçu son argent ou pas ? », « c'est réglé avec elle », « je sais pas quoi lui répondre »."""
_OF_NAME = (
    r"(?:.*\b)?(?:qui(?: est)?|appele|vu|contacte|paye|aide|a|de|d|sur|avec|chez|fiche|compte) {name}(?: .*)?"
    r"|{orders} {name}(?: .*)?"
    r"|{_begins}{name} (?:est|n|s|va|veut|c est (?:qui|laquelle|quoi)|a (?!demain|bientot|plus|tout|tantot|ce|lundi)).*"
)
"""« C'est qui Solange ? », « j'ai déjà appelé Solange », « Solange a été payée ? »."""
_NTH = r"(?:\d{1,2}|premiere|deuxieme|seconde|troisieme|derniere)"
_FOR_US = (
    r"(?:di[st]|envoi(?:e[sz]?|[st])?|ecri[st]|repond[sz]?|(?:donne|montre|explique|bloque|paie|paye)[sz]?)"
    r" (?:lui|leurs?)\b.*"
    r"|(?:(?:peux tu|tu peux|tu pourrais|faut|il faut) )+lui \w+re?\b.*|(?:repond|ecri|di)\w* a ma place\b.*"
    r"|(?:peux tu |tu peux )?(?:transfere|transmet|passe|fais suivre|envoie|montre|demande)\w*(?: \w+){0,3}"
    r" a l ?equipe\b.*"
    r"|(?:dis|dire|dites|previens|prevenez|annonce|ecris|envoie|transmets?)\w*(?: (?:ca|cela|le|un message))?(?: a)?"
    r" (?:tout le monde|toutes|tous|(?:les|mes) (?:filles|autres|femmes|hiteuses))\b.*"
    r"|(?:(?:attends?|ok|non) )*je (?:lui )?(?:reponds?|repondrai|ecrirai|vais (?:lui )?(?:repondre|ecrire))"
    r" (?:plus tard|apres|demain|ce soir|tout a l heure|tantot)"
    r"|(?:quelqu un(?: d autre)?|qui(?: d autre)?) (?:peut|pourrait) (?:lui )?(?:repondre|prendre).*"
    r"|(?:passe )?(?:(?:a )?(?:la|le|au) )?(?:suivante?|prochaine?)(?: (?:svp|stp))?"
    r"|marque[rz]? (?:comme )?lue?s?|reponses? pretes?"
    r"|(?:(?:non|ok|bon|attends?|finalement|plutot) )*(?:envo[iy]e|met|prend|choisi|utilise|donne)[rsz]?(?: lui)?"
    rf" (?:(?:la|une) )?(?:reponse )?(?:prete )?(?:numero )?{_NTH}(?: reponse)?(?: prete)?(?: (?:svp|stp|plutot))?"
    rf"|(?:(?:non|plutot) )*(?:la (?:reponse )?|reponse )(?:numero )?{_NTH}"
    r"|hein|c(?: est)? (?:qui|quoi)(?: (?:ca|elle|deja|son .+))?"
)
"""« Dis-lui non », « passe ce message à l'équipe », « préviens tout le monde », « je réponds plus tard »,
« envoie la 2 » of the ready answers."""

_FIRST = r"(?:(?:et|mais|euh|alors|stp|svp|ah|oh|non|ok|je (?:veux|voudrais|dois)|il faut|peux) )*"
_TELLS = re.compile(r"(?:dis|dire|dites|demande|explique)[rz]? a (?!l )\w+ ")
"""« Dis à Zoé que sa paie est bloquée »: whom that is for is asked by her name."""
_ABOUT_HER = re.compile(
    r"(?<!\ba )(?<!\bpour )(?<!\bavec )(?<!\bchez )(?<!\bd )\belles?\b"
    r"|\b(?:celle (?:la|ci)|cette (?:fille|femme|dame|personne|hiteuse))\b"
    r"|\b(?:sa|son) (?:fiche|numero|compte|profil|historique|nom|prenom|pays|projet|paiement|paie|travail|messages?"
    r"|photo|vocal|audio|dossier|argent|telephone|huber|mari|pere|mere|fils|fille|frere)\b|\bses \w+"
    r"|\b(?:ma|cette|une|notre) hiteuse\b|\bje l ai (?:deja )?(?:appel|contact|rappel)\w*"
    r"|\b(?:lui|leur) (?:envo|ecri|parl|repon|di[rst]|demand|dois)\w*"
    r"|\bje (?:ne )?(?:vais )?(?:la|l) (?:connai|reconnai|bloqu|signal|rappel|appel|voi)\w*"
    rf"|\b{_ORDERS} la(?: (?:a|au|du|d|en|dans|chez|vers) .*)?$"
    r"|\b(?:a|pour) (?:l ?equipe|l ?admin|un admin|le responsable|la responsable)\b|\bau responsable\b"
)
_OF_US = re.compile(
    rf"{_FIRST}(?:combien (?:de (?!fois|temps|jours?|mois|minutes|heures)|elles? |sont |ont |a |y a |j ai ).*"
    r"|j ai combien .*|qui (?:a|est|sont|n|ne|travaille\w*|attend\w*|d ?autres?|me|va|reste)\b.*|(?:la )?liste .*"
    r"|(?:cherche|trouve|affiche|invite|exporte)[rz]? .*|montre[rz]? (?:moi|la liste|les|[a-z]+$).*"
    r"|(?:donne|envoie)[rz]? (?:moi )?(?:la liste|les chiffres|le rapport|du travail).*"
    r"|(?:fais|faire|lance[rz]?|programme[rz]?) (?:une|l|la) ?annonce.*"
    r"|(?:annonce|mon code|mes codes|un code)[rz]?(?: .*)?"
    r"|(?:previen[st]?|averti[st]?) (?:les|toutes|tout|tous)\b.*|(?:bloque|signale)[rz]? (?:la|le|les|l)\b.*"
    r"|voir (?:la|le|les|mes) .*|il y a combien .*|on passe a .*|inviter .*"
    r"|comment (?:je |on |ca marche|faire|fermer|repondre).*|.*\bon ferme"
    r"|(?:(?:ok|bon|c est bon) )*je (?:la |le )?prend[sz]?(?: (?:celle (?:la|ci)|elle))?"
    r"|ferme[rz]? (?:ca|sa|(?:la |cette )?(?:discu|conv|fil)\w*)|(?:propose|suggere)[rz]? .*(?:reponse|idee).*"
    r"|(?:corrige[rz]?|reli[st]?|reformule[rz]?|tradui[st]?)(?: (?:moi|mes|mon|ca|sa|en)\b.*)?"
    r"|(?:di[st]?|repond[sz]?) (?:que|oui|non)\b.*|ou est (?:le |la )?(?:menu|liste)|quelles? autres? .*)"
)
_NOTE = re.compile(
    r"\W*(?:(?:ajoute|[ée]cris|mets) )?(?:une )?note\b(?: (?:priv|perso|interne)|[^:\n]{0,40}:)", re.IGNORECASE
)
"""« Note : mari violent, ne pas l'appeler le soir »; however long, it is about her."""
_SCREEN = re.compile(
    r"(?:(?:le|la|les|l|mes|mon|ma|voir|ouvre|ouvrir|passe|passer|va|aller|retour|a|au|aux) )*"
    r"(?:paiements?|gains?|pause|rappels?|travail|travailler|taches?|lecons?|code|codes|invitations?|projets?|chiffres"
    r"|cohorte|annonces?|messages?|profil|secret|aide|suivante?s?|precedente?s?|autres?|liste|fiche|fermer?|fermez|sors"
    r"|je sors|sortir|termine|accueil|menu|options?|revues?|journal)(?: (?:svp|stp|maintenant))?"
)
_OF_ONESELF: frozenset[Intent] = frozenset(
    {"trust", "lost", "person", "work", "other", "quality", "remains", "learn", "certificate"}
)


def is_about(text: str, name: str) -> bool:
    """Whether a text in the thread of somebody of this name is rather about her than to her, orders something of us, or
    says nothing."""
    said, whose = fold(text), re.escape(fold(name))
    written = " ".join(map(fold, vocabulary().words(text)))
    if says_nothing(text) or _NOTE.match(text):
        return True
    if len(text) > MOST_ABOUT:
        return False
    if re.fullmatch(_FOR_US, said) is not None or letter_words.for_the_team(text) is not None:
        return True
    of_her = _OF_HER + ("|" + _OF_NAME.format(name=whose, orders=_ORDERS, _begins=_BEGINS) if whose else "")
    if _TO_HER.search(said) or _TO_HER.search(written):
        return False
    return _names_her_or_us(text, said, written) or re.fullmatch(of_her, said) is not None


_NOTED = re.compile(
    r"(?:(?:ne|n) pas |a |(?:il )?(?:faut|faudrait|faudra) (?=(?:la|le|l|lui) ))?(?:(?:la|le|l|lui) )?"
    r"(?!(?:hier|cher|fier|premier|dernier|janvier|fevrier|papier|plaisir|avenir|soir)\b)"
    r"(?:[a-z]{2,}(?:er|oir|ir)|mettre|rendre|prendre|dire|faire|ecrire|repondre|suivre|attendre|permettre)\b"
    r"(?: \w+){0,5}"
)
"""« À rappeler », « ne pas appeler le soir », « payer Awa », « faut la virer »."""
_WARM = frozenset(
    (
        *("super", "parfait", "genial", "top", "bien", "vu", "note", "patience", "yako", "amen", "voila", "voici"),
        *("cool", "exact", "exactement", "entendu", "compris", "promis", "volontiers", "absolument", "evidemment"),
    )
)
"""What answers whatever she tells."""


_IS_A = re.compile(r"c(?: est)? une? (?:\w+ ?){1,2}")
"""« C'est une fausse »."""
_SMALL = (
    r"(?!(?:[acdjlmnsty]|les?|la|une?|des?|du|aux?|en|dans|pour|par|sans|sur|avec|chez|ces?|cet|ca|je|on|ils?|nous|ne|pas"
    r"|est|sont|ont|si|qui|que|quand)\b)"
)
_THING = re.compile(
    r"(?!(?:hier|demain|matin|midi|soir|(?:lun|mar|mercre|jeu|vendre|same)di|bon|ok|oui|non|va|tout|trop|tantot|avant)\b)"
    rf"{_SMALL}[a-z]+[^\Wesz](?: {_SMALL}\w+){{1,3}}"
)
"""« Rappel demain », « rdv mardi 15h »: what is ordered of her ends in -e, -s or -z, and a sentence has small words."""


_CALLS = re.compile(r"\w+\s*[,:]")
"""« Fatou, viens demain »."""


def may_be_a_note(text: str, name: str = "") -> bool:
    """Whether a text in the thread of somebody of this name is one word, begins with what is to be done, names a thing
    and no more, or says what somebody is, and speaks neither to her nor of who writes: « menteuse », « à rappeler ».
    Where she has asked nothing, it may be a note as well as an answer."""
    said = fold(text)
    words = re.findall(r"\w+", said)
    if not words or words[0] in _WARM or _TO_HER.search(said) is not None:
        return False
    if len(words) > 1 and (words[0] == fold(name) or _CALLS.match(text)):
        return False
    return len(words) == 1 or any(shape.fullmatch(said) for shape in (_NOTED, _IS_A, _THING))


def _names_her_or_us(text: str, said: str, written: str) -> bool:
    """Whether a text names her, a screen or something that is asked of us. `said`: it folded, `written`: its words
    written out."""
    if _TELLS.match(said):
        return False
    if _SCREEN.fullmatch(written) or _ABOUT_HER.search(said) or _OF_US.fullmatch(written):
        return True
    return (is_noise(text) and not laughs(text)) or (" " in said and intents.read(text) in _OF_ONESELF)


def says_nothing(text: str) -> bool:
    """Whether a text is nothing but punctuation: « ?? », « - »."""
    return re.fullmatch(r"[\s?!.…,;:-]+", text) is not None


_WHO_WAITS = re.compile(
    r"(?:(?:et|il|y|a|ya|encore|est ce (?:qu|que)) )*(?:qui|quelles? (?:filles?|femmes?|personnes?)|a qui) "
    r"(?:est ce qui |(?:est ce )?qu |que )?(?:(?:ne |n )?(?:m ?a|ma) (?:encore )?ecri\w*"
    r"|(?:m )?atten\w*(?: (?:une?|ma|mes|encore|toujours|de|la))*(?: reponses?)?"
    r"|(?:je |j )(?:dois?|doi|vais|ai) (?:pas )?(?:encore )?repond\w*"
    r"|(?:n |na |ne )?(?:a |ont )?(?:pas|rien) (?:encore )?(?:eu |recu )?(?:de |ma |ta |la )?reponses?)"
    r"|(?:(?:les|mes|des|il y a|y a t il|ya|j ai) )*(?:nouveaux?|nouvo|derniers?) messages?"
    r"|j ai combien de messages?|combien de messages? j ai"
    r"|(?:(?:les|mes|des|combien|de|d) )*messages? (?:pas|non) (?:lus?|repondus?|traites?)"
)


def asks_who_waits(text: str) -> bool:
    """Whether who answers letters asks which of them wait: « qui m'a écrit », « ki na pas eu de réponse »."""
    return _WHO_WAITS.fullmatch(fold(" ".join(vocabulary().words(text)))) is not None
