"""How a woman says that somebody beats or threatens her, or that she wants to die. That comes before any task: her
words are kept for a person, and she is told whom to turn to now."""

from __future__ import annotations

import re

from backend.domain.french.spelling import fold
from backend.domain.messaging.intent_vocabulary import vocabulary
from backend.domain.messaging.message import Message, tr

MOST_WORDS = 25
"""Words. A longer text may be an answer that tells of somebody else."""
MOST_AT_LENGTH = 250
"""Words of a text that is no answer."""
_HARMS = (
    r"(?:bat|batt?u\w*|bats|batt(?!erie?s?\b|ements?\b|eurs?\b)\w+|frap+\w*|cogn\w*|gifl\w*|viol(?:e|ee|er|ent)?"
    r"|maltrait\w*|empoisonn\w*|attaqu\w*|prostitu\w*|mord(?:u|ue|re)?|etrangl\w*|brutalis\w*"
    r"|chicot\w*|fouett\w*|sequestr\w*|enferm\w*|mena[cs]+\w*|abus\w*|tape dessus"
    r"|tabas+\w*|poignard\w*|kid?nap+\w*|excis\w*"
    r"|veut me tuer|agress\w*|touch\w* (?:la nuit|partout|le (?:corps|sexe)|les seins))"
)
_HOW_OFTEN = r"(?:(?:encore|toujours|souvent|deja|trop|bien|tout le temps|chaque \w+) )*"
_KIN = (
    r"(?:marie?|pere|papa|mere|maman|copain|fiance|gars?|ex|patron(?:ne)?|frere|oncle|tonton|tante|tantie|cousin|voisin"
    r"|tuteur|parents|famille|maitre|prof|professeur|co ?epouse|rivale|chef|collegue|mari de ma \w+)"
)
_WHO = rf"(?:ils?|elles?|on|quelqu un|un (?:homme|gars|monsieur)|{_KIN})"
_HURT = (
    r"(?:(?:donne\w*|mis) (?:des coups?(?! de (?:main|fil))|une gifle|une baffe)|brulee?|blessee?"
    r"|(?:fait|faisait) du mal|force$|poursui[tv]\w*$|crach\w* dessus|pouss\w* (?:dans|contre|par terre)"
    r"|jet\w* (?:(?:de|une?|des|l|la|un) )*(?:assiette|pierres?|cailloux|chaise|eau (?:chaude|bouillante)|huile|acide)"
    r"|vend\w* a (?:un|des) (?:homme|vieux|monsieur|gars|blanc)s?|film\w* nue"
    r"|casse\w* (?:le|la|les|une?) (?:bras|nez|jambe|dents?|cotes?|main|doigt)"
    r"|(?:jetee?|mise?|foutue?) (?:dehors|a la porte)|chassee?(?! de (?:la|ma) tete)|suit (?:partout|dans la rue)"
    r"|pris (?:mon|ma|mes) (?:enfants?|bebe|fils|filles?)|(?:sort\w*|montre) (?:un|le) couteau"
    r"|(?:forcee?r?|oblig\w*) (?:a |de )?(?:coucher|faire l amour|(?:me )?mari\w*|epouser|avorter"
    r"|me prostituer|hier|cette nuit))"
)
"""What is only said of a person who does it: « ça me brûle » and « mon dos me fait mal » are not."""
_BEATEN = (
    r"(?:viole[er]?s?|battue?s?|batue?s?|frap+e\w*|agresse\w*|tabasse\w*|maltraite\w*|abusee?s?|kid?nap+e\w*|enlevee?s?"
    r"|sequestre\w*|excise\w*|empoisonne\w*|poignarde\w*)"
)
_SEEN = r"(?:image|photo|beaute|texte|phrase|question|message|video|titre|prix|nouvelle|histoire|commentaire|couleur)s?"
"""What strikes somebody without a hand."""
_MINE = r"(?:ma|mes|mon|nos) (?:(?:petite?|grande?) )?(?:enfants?|bebe|filles?|fils|soeur|petite)"
_OWN_DEATH = (
    r"(?:de )?(?:(?:me|m) (?:tuer?|suicid\w+|pendre|donner la mort|foutre en l air|jeter (?:dans|sous|du|d un))"
    r"|sauter (?:du|de la|d un|par la) (?:pont|fenetre|immeuble|toit|balcon)"
    r"|mour+ir(?! de rire)|en finir(?! avec (?!(?:la|ma|cette) vie\b))"
    r"|disparaitre(?: pour toujours| de (?:ce monde|cette (?:vie|terre)|la terre))?$)"
)
_POISON = r"(?:poison|javel|l ?eau de javel|eau de javel|raticide|mort aux rats|(?:pest|insect|herb)icides?)"
_TOLD = re.compile(
    rf"\b(?:v|ve|vai|vais|veux|voudrais|prefere|envie? d|envie? de|pense a|vouloir|voulu|(?:je|on) veut"
    rf"|essaye?r? d|tente d|essaye?r? de|tente de) {_OWN_DEATH}\b"
    r"|\b(?:me suicid(?:e|er|ais?)|(?:pense|penser|songe) au suicide|idees (?:noires|suicidaires)"
    r"|plus (?:(?:l|la|le|de|d) )?(?:envie?|force|gout?|courage|raison) (?:de vivre|a la vie|de la vie)"
    r"|veux plus vivre|ne veux plus vivre|en finir avec (?:la|ma) vie)\b"
    r"|\b(?:veux|supporte) plus (?:de )?(?:cette|ma) vie\b"
    r"|\b(?:fatiguee?|marre|assez) de (?:vivre|la vie(?! chere)|cette vie|ma vie)\b"
    r"|\b(?:peux plus|arrive plus a) vivre\b|\bvie (?:n )?(?:a|est) (?:plus|pas) de sens\b|\bpersonne (?:ne )?m aime\b"
    r"|\b(?:serais?|serai) mieux? morte?\b|\bmieux? que je (?:meure?s?|disparaisse)\b|\ba quoi bon vivre\b"
    r"|\b(?:sert|sers) a rien (?:que je vive|de vivre)\b"
    r"|\bpersonne (?:ne )?(?:va |vont )?(?:me )?pleure\w* si je meur\w"
    r"|\bsi je meurs?t? personne\b"
    r"|\bje me (?:suis )?(?:coupee?s? les (?:bras|veines|poignets)|mutilee?|scarifiee?|fais(?:ais)? du mal)\b"
    rf"|\b(?:je|j)(?: (?:vais|veux|ai))? (?:bu|boire|avale\w*|pris|prendre) (?:(?:du|le|de|la|l|un|des) )*{_POISON}\b"
    r"|\bj ai (?:avale des|(?:avale|pris|bu) (?:plein de|trop de|beaucoup de|tou[st]e?s? les))"
    r" (?:comprime|medicament|cachet)s?\b"
    rf"|\b(?:j ai|j avais) ete {_HOW_OFTEN}(?:{_BEATEN}|forcee? a (?:coucher|me marier)|mariee? de force)\b"
    rf"(?! par (?:\w+ )?{_SEEN}\b)"
    r"|\b(?:me|s) (?:suis|est|etait) (?:encore |deja |trop )?faite? (?:viole|agress|frap+|tabass|kid?nap|enlev)\w*"
    rf"|\b{_MINE} (?:a|ont) ete {_BEATEN}\b"
    rf"|\b(?:me|m|m a|m ont|m as|ma) {_HOW_OFTEN}{_HARMS}\b"
    rf"|\b{_WHO} (?:va|veut|vont|risque de|finira par) me (?:tuer?|taper)\b(?! (?:un|une|le|la|les|des)\b)"
    rf"|\b{_WHO} (?:a )?(?:menac\w*|jur\w*|promet|essa[iy]\w*|voulai[st]|voulu|tent\w*|dit)"
    r" (?:de |d |qu (?:il|elle) va )?"
    r"me (?:tuer?|frap+\w*|taper?(?! (?:une?|le|la|les|des)\b)|battre|violer|bruler|poignarder|egorger)\b"
    rf"|\b{_WHO} (?:va|veut|vont) (?:encore )?me (?:frap+er|battre|violer|bruler|egorger)\b"
    rf"|\b(?:mon|ma) (?:beau |grand )?{_KIN} (?:me|m a|ma) touche[er]?$|\bmari de ma \w+ (?:me|m a|ma) touche[er]?\b"
    rf"|\b(?:(?:mon|ma|mes) (?:beaux? |grand |petit )?{_KIN}|ils?|elles?|on) (?:me|m|m a|m ont) (?:forc|oblig)\w*"
    r" (?:a |de )?(?:travailler pour (?:lui|elle|eux)|mendier|vendre mon corps"
    r"|(?:(?:lui|leur|tout) )*donner (?:(?:lui|leur|tout|toute) )*(?:mon|ma|mes|l) ?"
    r"(?:argent|salaire|pa[iy]e?|gains?|sous))\b"
    rf"|\b(?:mon|ma|mes) (?:beaux? |grand |petit )?{_KIN} (?:me|m|m a|m ont) (?:forc|oblig)\w*"
    r" (?:a |de )?travailler\b"
    rf"|\b(?:mon|ma) {_KIN} (?:a )?(?:tap|frap+|batt?)\w* (?:les|nos|mes) enfants\b"
    rf"|\b(?:mon|ma) {_KIN} me fait (?:trop |tres |vraiment )?peur(?:$| (?:quand|la nuit|le soir|il|je)\b)"
    rf"|\b(?:mon|ma) {_KIN} a (?:pris|sorti|un|le)(?: un| le| son)? (?:couteau|machette|fusil|pistolet)\b"
    rf"|\b{_WHO} (?:me|m a|ma) {_HOW_OFTEN}tap(?:e|ee|ent|er|ait)\b(?! (?:sur|dans|un|une|des|le|la|les)\b)"
    rf"|\b{_WHO} (?:(?:va|veut|veux|vont|veulent) )?(?:me|m a|m ont|ma|m) ?{_HOW_OFTEN}{_HURT}\b"
    rf"|\b{_KIN} me fait (?:tres |trop )?mal\b|\bun couteau sur moi\b"
    rf"|\b{_WHO} (?:veut|veux|voulait|a voulu|essaie? de|demande de) coucher avec moi\b"
    r"|\b(?:me|m|m a|m ont|suis) mari\w* (?:\w+ )?de force\b|\bmariage force\b"
    r"|\b(?:pere|papa|mere|maman|oncle|tonton|tante|tantie|parents|famille|on) (?:veut|veux|veulent|va|vont)"
    r" me (?:marier|donner en mariage)\b"
    rf"|(?<!je )\b(?:bat|battu|batt(?:ent|ait)|frap+\w*|viol(?:e|ee|er)|tabas+\w*|agress\w*|excis\w*) {_MINE}\b"
    rf"|\b{_WHO} (?:a )?(?:touch|tap)e?r? (?:a )?{_MINE}\b"
    rf"|\bpeur de (?:mon|ma|mes) {_KIN}$|\bpeur qu ?(?:e|il|elle|ils)? ?(?:mon \w+ )?me (?:tue|frap+e|tape|batte?)\b"
    rf"|\b(?:mon|ma) {_KIN} (?:est |devient )?(?:tres |trop )?violente?\b"
    r"|\bje suis (?:une femme )?(?:battue|violee|sequestree|en danger|victime de (?:viol\w*|harcelement|agression))\b"
    r"|\bje suis enferme\w*\b|\b(?:ma|notre) vie est en danger\b|\bpeur pour ma vie\b|\bme sens en danger\b"
    r"|\bm ?exciser?\b|\bm ?a (?:mari\w*|vendue?) (?:avec|a) un (?:vieux|homme|monsieur)\b|\bma mari\w* avec un vieux\b"
    r"|\bcomme (?:une? )?esclave\b"
    r"|\b(?:je|on) (?:dors?|dort|passe la nuit) (?:dehors|dans la rue)\b(?!.* (?:chez|chaud))"
    r"|\b(?:publi|post|mont|partag|diffus|envo)\w* mes (?:photos?|videos?) (?:nues?|intimes?)\b"
    r"|\b(?:chant\w+|chantage) (?:avec|sur) (?:mes|ma) (?:photos?|videos?)\b"
    r"|\bje saigne (?:beaucoup|trop|encore|depuis)\b|\benceinte (?:et|mais) je saigne\b"
    r"|\bje per(?:d|ds) (?:(?:beaucoup|trop|plein|bcp) )?(?:de|du) sang\b"
    rf"|\b(?:{_MINE}|(?:mon|ma) {_KIN}) (?:ne |n )?(?:arrive (?:pas|plus) a respirer|respire (?:plus|pas|mal))\b"
    r"|^(?:(?:svp|stp|pitie|aidez? moi|vite) )*"
    r"(?:au secours|appel\w+ (?:la police|les pompiers|une ambulance|les secours))"
    r"(?: (?:svp|stp|pitie|aidez? moi|vite|madame|au secours))*$"
)
_OTHER = (
    r"(?:une de (?:mes|nos) (?:filles|femmes|hiteuses|amies|copines|soeurs|voisines)"
    r"|(?:ma|mon|notre) (?:(?:petite|grande|belle|meilleure) )?"
    r"(?:soeur|amie?|copine|voisine|fille|niece|cousine|collegue|tante|mere|maman|bonne|hiteuse))"
)
"""Who is spoken of when a hiteuse tells of another."""
_ANYBODY = r"\b(?!je\b|tu\b|j\b|ne\b|combien\b|qui\b)[a-z]{2,}"
"""When staff do."""
_WANTS_TO_DIE = (
    r"(?:(?:m a |me |nous )?(?:dit|dis|ecrit|jure) qu ?(?:e|elle) )?(?:elle )?(?:(?:ne|n) )?(?:"
    r"(?:veut|veux|voudrait|parle d|pense a|a voulu|a essaye d|a tente d|menace d|va|a envie d|essaie d)e? ?"
    r"(?:de |d )?(?:se (?:suicid\w+|tuer?|pendre|donner la mort|jeter (?:dans|sous|du))"
    r"|mour+ir(?! de (?:rire|faim|chaud))|en finir avec (?:la|sa) vie)"
    r"|(?:veut|veux) plus vivre|(?:pense|songe) au suicide"
    r"|a (?:plus|pas) envie? de vivre)\b"
)
_IS_HURT = (
    rf"(?:(?:est|etait|a ete|se fait|s est faite?) (?:\w+ )?{_BEATEN}|se fait battre|s est fait battre"
    r"|est (?:\w+ )?en danger)\b"
)
_OF_HER_MAN = rf"\b(?:son|le) {_KIN} (?:la|l|l a|lui a|l ont) {_HOW_OFTEN}{_HARMS}\b"
_OF_ONE_OF_HERS = re.compile(
    rf"\b{_OTHER} {_WANTS_TO_DIE}|\b{_OTHER} {_IS_HURT}|\b{_OTHER} (?:.{{0,20}} )?{_OF_HER_MAN}"
)
_OF_ANYBODY = re.compile(
    rf"{_ANYBODY} {_WANTS_TO_DIE}|{_ANYBODY} {_IS_HURT}|{_OF_HER_MAN}|\bon l ?a (?:\w+ )?{_BEATEN}\b"
)
SAID_OF_ANOTHER = tr(
    "🫶 Merci de le dire : sa vie passe avant tout. Je suis un robot : je ne peux pas l'aider moi-même. En danger "
    "maintenant ? Qu'elle aille chez quelqu'un de confiance, ou appelle les secours de son pays."
)
SAID = tr(
    "🫶 Ce que tu vis passe avant tout. Je suis un robot : je ne peux pas t'aider moi-même. En danger maintenant ? Va "
    "chez quelqu'un de confiance, ou appelle les secours de ton pays."
)


def told(text: str, *, at_length: bool = False) -> bool:
    """Whether a text tells that somebody hurts her, or that she wants to die. `at_length`: the text is no answer, and
    may be long."""
    words = vocabulary().words(text)
    most = MOST_AT_LENGTH if at_length else MOST_WORDS
    return 0 < len(words) <= most and _TOLD.search(" ".join(map(fold, words))) is not None


def of_another(text: str, *, of_anybody: bool) -> bool:
    """Whether a text that is no answer tells that somebody else is hurt, or wants to die. `of_anybody`: staff write it,
    who speak of the people whom they look after."""
    words = " ".join(map(fold, vocabulary().words(text)[:MOST_AT_LENGTH]))
    return (_OF_ANYBODY if of_anybody else _OF_ONE_OF_HERS).search(words) is not None


def said(text: str) -> Message:
    """What is said above words that tell of it."""
    return SAID if told(text, at_length=True) else SAID_OF_ANOTHER
