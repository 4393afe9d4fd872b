"""What she says of a sound instead of what the voice says: « c'est muet », « elle parle trop vite », « répète »."""

from __future__ import annotations

import re

from backend.domain.french.spelling import fold
from backend.domain.messaging.intent_vocabulary import vocabulary

_MOST_WORDS = 14
_OPENING = r"(?:(?:mais|ah|oh|euh|non|pardon|desolee?|dsl|svp|stp|bonjour|moi|ici|la|en fait|franchement|vraiment) )*"
_WHO = r"(?:il|elle|on|ils|elles|ca|(?:la|une) (?:dame|femme|fille|personne|voix)|(?:le|un) (?:monsieur|gars)|l homme)"
_SOUND = r"(?:(?:le|ce|mon|l|la|les|un) )?(?:son|sons|audio|vocal|vocaux|enregistrement|voix|volume|haut parleur)"
_NOISE = r"(?:son|audio|voix|bruits?|musique|vent|paroles?|chanson|interferences?|gresillements?)"
_LANGUAGES = (
    r"(?:wolof|anglais|bambara|dioula|lingala|arabe|ewe|fon|moore|baoule|pidgin|patois|peul|swahili|malgache|bete|agni"
    r"|senoufo|mossi|soussou|haoussa|yoruba|ewondo|bassa|duala|kikongo|tshiluba|nouchi|creole|espagnol|portugais"
    r"|(?<=pas )francais|(?<=pas en )francais|(?<=pas du )francais"
    r"|(?:autre |ma |sa |cette )?langue)"
)
_BROKEN = (
    r"(?:mauvais\w*|nul\w*|bas|basse|faible|vide|muet\w*|coup\w+|gresill\w*|brouill\w*|pass\w+|march\w+|ouvr\w+|vien\w*"
    r"|charg\w+|veut|jou\w+|lit|sort|rapide|vite|saut\w+|bug\w*|sature\w*|etouff\w+|loin|pas|clair\w*|bon|bonne|propre"
    r"|gat\w+|mort\w*|fort)"
)
_END = (
    r"(?: (?:(?:a|vers) la fin|au (?:debut|milieu)|des fois|ici|la|chez moi|dedans|dessus|derriere|autour|du tout"
    r"|seulement|complet|completement|trop|tres|bien|svp|stp|hein|aussi|meme"
    r"|dans (?:le |l |ce )?(?:son|audio|vocal|enregistrement)|je (?:ne )?(?:peux|comprends) pas(?: \w+)?))*"
)
_OF_IT = (
    r"(?: (?:pas|pa|po|rien|r1|ri1|bien|b1|du|tout|trop|vraiment|clairement|grand|chose|que|la|le|les|sa|cette|ce|qu|il"
    r"|elle|on|un|une|mot|mots|seul|moitie|fin|debut|langue|voix|son|audio|dit|dis|dire|raconte|parle|musique|bruit|a|est"
    r"|de|quoi|ni|ici|svp|stp|moi|mm|meme|encore|seulement|juste|bruits|peine|mal|c|i))*"
)
_HEARS_NOT = re.compile(
    rf"{_OPENING}(?:je |on |j ?|n |ne |l |ai |avons |pas |bien )*"
    r"(?:entend\w*|compren\w*|compri\w*|capt\w*|distingu\w*|percoi\w*)"
    rf"{_OF_IT}|(?:rien|pas|jamais) (?:bien )?(?:entendu|compris|capte)(?: \w+){{0,3}}"
)
_NOT = re.compile(r"\b(?:pas|pa|po|rien|r1|ri1|aucun|que (?:de )?(?:la|le|du|les)|mal|a peine|seulement)\b")
_MANY = r"(?:\d+|deux|trois|quatre|plusieurs|beaucoup de|des|trop de)"
_OF_THE_SOUND = re.compile(
    rf"{_OPENING}(?:"
    rf"(?:bruits?|bips?|bip bip|musique|sonnerie){_END}"
    rf"|{_WHO} (?:ne fait que )?(?:rit|rire|rigol\w*|pleur\w*|cri(?:e|ent|er)|chant\w*|touss\w*|respir\w*|hesit\w*"
    rf"|bafouill\w*|begai\w*){_END}"
    rf"|(?:(?:il )?y ?a |ya |on entend |c est ){_MANY} (?:personnes?|voix|gens|femmes?|hommes?|enfants?)"
    rf"(?: (?:qui|parle\w*|caus\w*|cri\w*|en meme temps|ensemble))*{_END}"
    rf"|on entend (?:un|une|du|de la|de l|des) \w+ (?:qui )?\w+{_END}"
    rf"|{_WHO} (?:a |ont )?di\w+ (?:\w+ ){{1,6}}(?:et )?(?:apres |puis |le reste |la suite )?"
    r"(?:je (?:ne )?(?:sais|comprends?|entends?)|j ai) pas(?: \w+){0,2}"
    rf"|{_WHO} (?:a |ont )?di\w+ (?:un|une|des|son|le) (?:numeros?|chiffres?|noms?|mots?|gros mots?)"
    r"(?: (?:je|j|l|le|les|faut|ecri\w*|mets?|note\w*|ou|pas|il))+"
    r"|en (?:lettres?|chiffres?) ou en (?:lettres?|chiffres?)|"
    rf"{_SOUND} (?:\w+ ){{0,4}}?{_BROKEN}{_END}"
    rf"|(?:(?:il )?(?:n )?y ?a |ya |on entend |c est )?(?:pas|pa|plus|aucune?|que|juste|seulement|trop|beaucoup|zero|du"
    rf"|de la|des|une?|trop de|pas de|plus de|que du|que la|que de la)(?: de| d| du)? {_NOISE}{_END}"
    r"|(?:c est |tout est |ca (?:fait )?)?(?:muet\w*|silence|vide|inaudible|non audible|incomprehensible|inecoutable"
    rf"|brouille\w*|gresille\w*|coupe\w*|joue pas|passe pas|marche pas|s ouvre pas|charge pas|saute|bugge?){_END}"
    rf"|(?:{_WHO}|c est|ce n est)(?: (?:parle(?:nt)?|cause|dit|est))?"
    rf"(?: (?:pas|en|dans|une|le|du|tout|que|seulement))* {_LANGUAGES}{_END}"
    rf"|{_WHO} (?:parle\w*|articule\w*|va|vont)(?: (?:trop|tres|vraiment|pas|assez|si|tellement))+"
    rf" (?:vite|bas|mal|fort|doucement|loin|clairement|clair|bien){_END}"
    rf"|(?:c est |ca va )?trop (?:vite|rapide|bas){_END}"
    rf"|on dirait (?:(?:du|de la|de l|un|une) )?{_LANGUAGES}"
    r"|on (?:n )?entend (?:que|juste|seulement) (?:(?:la|le|les|l|du|de la|des|un|une) )?\w+"
    r"|(?:c est |encore )*(?:(?:le|la) )?meme (?:son|audio|vocal|enregistrement|voix)(?: que \w+(?: \w+){0,3})?"
    r"|(?:je|on|j) ?l ai? deja (?:fait|ecoute) ce(?:lui|lle)(?: la| ci)?"
    rf"|(?:il (?:n )?y a |y a |ya )?personne (?:qui |ne )?(?:parle|dit rien){_END}"
    r"|(?:je suis dans le bus )?(?:je |j |on )(?:ne |n )?(?:peux|ai) pas (?:ecouter|d ecouteurs|de casque)"
    r"(?: \w+){0,3})"
)
_AGAIN = re.compile(
    rf"{_OPENING}(?:attends? )?(?:je (?:(?:veux|voudrais|peux|dois) )?|faut |on peut |tu peux )?"
    r"(?:reecoute[rz]?|rejouer|repeter|repetez?|relancer|relance[rz]?|remettre|(?:remets|repasse)(?: l[ea])?|renvoie"
    r"|renvoyez|recommence le son"
    r"|(?:mets|mettez|monte|montez|augmente) (?:le son|plus fort)|plus fort|encore une fois|encore|ecouter encore)"
    r"(?: (?:le son|la voix|le vocal|l audio|plus fort|moins vite|doucement|svp|stp|s il (?:te|vous) plait))*"
    rf"|{_OPENING}{_WHO}(?: a| ont)? (?:dit|dis|dise|parle)(?: de)? (?:quoi|koi|kwa)(?: \w+){{0,4}}"
    rf"|{_OPENING}(?:c (?:est )?|cest )?(?:quoi|koi) (?:le|la|son|ce) (?:mot|phrase|nom|fin|debut|suite)(?: \w+){{0,4}}"
    r"|joue[rz]?(?: l[ea])?|play|lecture|lis l[ea]"
    rf"|{_OPENING}(?:c est )?qui (?:qui )?parle(?: \w+){{0,2}}"
    r"|(?:j ai )?(?:rate|pas eu le temps)(?: \w+){0,3}"
)


def _is(pattern: re.Pattern[str], text: str) -> bool:
    if any(sign in text for sign in '«“"') or len(text.split()) > _MOST_WORDS:
        return False
    return any(pattern.fullmatch(each) for each in (fold(text), fold(" ".join(vocabulary().words(text)))))


def of_the_sound(text: str) -> bool:
    """Whether a text says that the sound cannot be heard or understood. What stands in quotation marks is what
    the voice says."""
    return (_is(_HEARS_NOT, text) and _NOT.search(fold(text)) is not None) or _is(_OF_THE_SOUND, text)


def wants_it_again(text: str) -> bool:
    """Whether she wants to hear the sound once more, or asks what it says."""
    return _is(_AGAIN, text)
