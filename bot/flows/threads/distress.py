"""How a woman says that somebody beats or threatens her, or that she wants to die. That comes before any task: her
words are kept for a person, and she is told whom to turn to now."""

from __future__ import annotations

import re

from backend.domain.french.spelling import fold
from backend.domain.messaging.intent_vocabulary import vocabulary
from backend.domain.messaging.message import tr

MOST_WORDS = 25
"""Words. A longer text tells of something else as well, and is read as it is."""
_HARMS = (
    r"(?:bat|batt?u\w*|bats|batt(?!erie?s?\b|ements?\b|eurs?\b)\w+|frap+\w*|cogn\w*|gifl\w*|viol(?:e|ee|er|ent)?"
    r"|etrangl\w*|brutalis\w*|chicot\w*|fouett\w*|sequestr\w*|enferm\w*|mena[cs]+\w*|abus\w*|tape dessus"
    r"|tabas+\w*|poignard\w*|kid?nap+\w*|excis\w*"
    r"|veut me tuer|agress\w*|touch\w* (?:la nuit|partout|le (?:corps|sexe)|les seins))"
)
_HOW_OFTEN = r"(?:(?:encore|toujours|souvent|deja|trop|bien|tout le temps|chaque \w+) )*"
_KIN = (
    r"(?:mari|pere|papa|mere|maman|copain|fiance|gars?|ex|patron|frere|oncle|tonton|tante|tantie|cousin|voisin|tuteur"
    r"|parents|famille|maitre|prof|professeur)"
)
_WHO = rf"(?:ils?|elles?|on|quelqu un|un (?:homme|gars|monsieur)|{_KIN})"
_HURT = (
    r"(?:(?:donne\w*|mis) (?:des coups?(?! de (?:main|fil))|une gifle|une baffe)|brulee?|blessee?"
    r"|(?:fait|faisait) du mal"
    r"|casse\w* (?:le|la|les|une?) (?:bras|nez|jambe|dents?|cotes?|main|doigt)"
    r"|(?:jetee?|mise?|foutue?) (?:dehors|a la porte)|chassee?(?! de (?:la|ma) tete)|suit (?:partout|dans la rue)"
    r"|pris (?:mon|ma|mes) (?:enfants?|bebe|fils|filles?)|(?:sort\w*|montre) (?:un|le) couteau"
    r"|(?:forcee?r?|oblig\w*) (?:a |de )?(?:coucher|faire l amour|me marier|avorter|me prostituer|hier|cette nuit))"
)
"""What is only said of a person who does it: « ça me brûle » and « mon dos me fait mal » are not."""
_MINE = r"(?:ma|mes|mon|nos) (?:(?:petite?|grande?) )?(?:enfants?|bebe|filles?|fils|soeur|petite)"
_OWN_DEATH = (
    r"(?:de )?(?:(?:me|m) (?:tuer|suicider|pendre|donner la mort|foutre en l air|jeter (?:dans|sous|du|d un))"
    r"|mour+ir(?! de rire)|en finir(?! avec (?!(?:la|ma|cette) vie\b))"
    r"|disparaitre(?: pour toujours| de (?:ce monde|cette (?:vie|terre)|la terre))?$)"
)
_POISON = r"(?:poison|javel|eau de javel|raticide|mort aux rats|(?:pest|insect|herb)icides?)"
_TOLD = re.compile(
    rf"\b(?:vais|veux|voudrais|prefere|envie? d|envie? de|pense a|vouloir|(?:je|on) veut) {_OWN_DEATH}\b"
    r"|\b(?:me suicider|plus envie de vivre|veux plus vivre|ne veux plus vivre|en finir avec (?:la|ma) vie)\b"
    r"|\b(?:veux|supporte) plus (?:de )?(?:cette|ma) vie\b"
    r"|\b(?:fatiguee?|marre|assez) de (?:vivre|la vie(?! chere)|cette vie|ma vie)\b"
    r"|\b(?:peux plus|arrive plus a) vivre\b|\bvie (?:n )?(?:a|est) (?:plus|pas) de sens\b|\bpersonne (?:ne )?m aime\b"
    rf"|\b(?:je|j)(?: (?:vais|veux|ai))? (?:bu|boire|avale\w*|pris|prendre) (?:(?:du|le|de|la|l|un|des) )*{_POISON}\b"
    r"|\bj ai avale (?:des|plein de|trop de|beaucoup de|tou[st]e?s? les) (?:comprimes|medicaments|cachets)\b"
    rf"|\b(?:me|m|m a|m ont|m as|ma) {_HOW_OFTEN}{_HARMS}\b"
    rf"|\b{_WHO} (?:va|veut|vont|risque de|finira par) me (?:tuer|taper)\b(?! (?:un|une|le|la|les|des)\b)"
    rf"|\b{_WHO} (?:me|m|m a|ma) {_HOW_OFTEN}tap(?:e|ee|ent|er|ait)\b(?! (?:sur|dans|un|une|des|le|la|les)\b)"
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
    r"|\bje saigne (?:beaucoup|trop|encore|depuis)\b"
)
SAID = tr(
    "🫶 Ce que tu vis passe avant tout. Je suis un robot : je ne peux pas t'aider moi-même. En danger maintenant ? Va "
    "chez quelqu'un de confiance, ou appelle les secours de ton pays."
)


def told(text: str) -> bool:
    """Whether a text tells that somebody hurts her, or that she wants to die."""
    words = vocabulary().words(text)
    return 0 < len(words) <= MOST_WORDS and _TOLD.search(" ".join(map(fold, words))) is not None
