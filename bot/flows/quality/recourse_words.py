"""What she writes about a refusal: that she contests it, would rather redo the task, or no reason at all."""

from __future__ import annotations

import re

from backend.domain.french.spelling import fold
from backend.domain.messaging import intents
from bot.flows.engine import agreement, leaving

LEAST_LETTERS, LEAST_WORDS = 6, 4
"""Letters and words of a sentence that is sent without asking whether it is meant for the other person."""
_LOOKS = r"(?:re)?(?:regarde[rz]?|verifie[rz]?|voi[rst]|voyez|li[rst]e?|lisez|controle[rz]?|examine[rz]?)"
_ANOTHER_LOOK = re.compile(
    r"(?=.*\b(?:encore|nouveau|mieux|l?autre|quelqu|bien|2|deux|revoi\w*|revoyez|verifie\w*|reponse|regard|avis)\b)"
    r"(?:(?:non|svp|stp|mais|bonjour|je|j|on|veux|veu|voudrais|peux|pouvez|tu|vous|il faut|faut|qu|que|quon|kon"
    r"|quelqu un|une autre|un autre|autre|personne|demande[rz]?|a|de|d autres|gens) )*"
    rf"(?:{_LOOKS}(?: (?:la|le|les|ca|ma|mon|reponse|travail|tache|bien|mieux|encore|a nouveau|de nouveau|une|autre"
    r"|fois|2|deux|par|personne|quelqu un|d autre|svp|stp|merci))*|(?:un |l ?)?(?:autre|deuxieme|2e) (?:regard|avis))"
    r"(?: (?:svp|stp|merci))*"
)


_CONTESTS = re.compile(
    r"(?:(?:non|nn|mais|moi|ah|eh|bonjour|svp|stp|vraiment|je|j|ne|n) )*"
    r"(?:(?:(?:suis|serais|etais) )?pas (?:du tout )?d ?accord|contest\w*"
    r"|(?:(?:veux|voudrais|vais) )?fai(?:s|re) (?:appel|(?:un )?recours)|(?:ai|avais|g) (?:pourtant |bien )?raison"
    r"|(?:ma reponse|c|c est|s|se|ce) (?:n )?(?:est )?(?:pas (?:juste|normal|vrai)|injuste))"
    r"(?: (?:du tout|svp|stp|hein|ca|cela|avec|vous|toi|la|le|refus|ce|cette|decision|moi|deh|dah|de))*"
)


_NAMES_IT = re.compile(
    r"(?:(?:ok|oui|bon|bonjour|salut|alors|donc|svp|stp|je|j|on|c|ce|est|voila|voici|veux|veu|voudrais|vais|dois|peux"
    r"|fais|fai|fait|faire|demande|demander|deposer?|envoie|envoyer|lance|lancer|pour|un|une|le|la|l|mon|ma|mes|de|du|d"
    r"|en|cette) )*"
    r"(?:recours|contest(?:e[rs]?|ations?)|reclamations?|(?:autre|deuxieme|2e) (?:regard|avis))"
    r"(?: (?:svp|stp|merci|moi|ca|la|le|ce|cette|refus|reponse|decision|maintenant|ici|vite|s il (?:te|vous) plait))*"
)
"""The appeal, and no reason for it: « recours svp », « je fais un recours »."""


def contests(text: str) -> bool:
    """Whether she only says that she contests a refusal, or wants another look: « jsui pa daccor », « je veu
    quon regarde encore », « je fais un recours »."""
    said = (fold(text), agreement.said(text))
    return any(pattern.fullmatch(each) for each in said for pattern in (_ANOTHER_LOOK, _CONTESTS, _NAMES_IT))


_REDOES = re.compile(
    r"(?:(?:non|nn|mais|en fait|enfin|finalement|plutot|bon|ok|oui|alors|laisse[rz]?|attends?|je|j|ne|vais|veux|va"
    r"|prefere|peux|aimerais|voudrais|on|la|le|l|vaut|mieux|ca|tout) )*re ?fai(?:s|t|re|sons)"
    r"(?: (?:la|le|l|ca|tout|plutot|moi|meme|tache|reponse|encore|une|fois|svp|stp|vite|maintenant))*"
)


def would_redo(text: str) -> bool:
    """Whether she would rather redo the task: « finalement je refais »."""
    return "?" not in text and any(_REDOES.fullmatch(each) for each in (fold(text), agreement.said(text)))


_ADDS = re.compile(
    r"\s*(?:r?ajoute[rz]?(?:\s+(?:aussi|encore))?(?:\s+que\b|\s*:|\s+qu['’])?\s*"
    r"|(?=(?:et|mais|puis|aussi|ensuite|en plus|surtout|car|parce ?que|psk|pcq)\s+\S))(?P<words>\S.*)",
    re.IGNORECASE | re.DOTALL,
)


_INSTEAD = re.compile(
    r"(?:(?:non|nn|en fait|enfin|finalement|plutot) )+\S.*"
    r"|.*\b(?:plutot|a la place|je voulai[st]? dire|remplace\w*)\b.*"
)


def with_more(words: str, text: str) -> str | None:
    """What she has written, and a text after it: both, « et il a menti », « c'est vraiment pas juste », which she sees
    before they go. The text alone in the place of a question, or where it says so or words the same anew. None if it is
    for the bot, and nothing of hers changes."""
    if not words or not text.strip():
        return text
    added = _ADDS.fullmatch(text)
    if added is not None and "?" not in text:
        return f"{words}\n{added['words']}"
    if _asks_us(words) or _INSTEAD.fullmatch(fold(text)) or _words_anew(words, text):
        return text
    return None if _asks_us(text) else f"{words}\n{text}"


def _asks_us(text: str) -> bool:
    """Whether a text is for the bot: « combien de temps ça prend », « attends je réfléchis », « suivant »."""
    return "?" in text or intents.asks(text) or leaving.passes(text) or fold(text).startswith("attend")


def _words_anew(words: str, text: str) -> bool:
    """Whether most of what was written stands in the text again."""
    before, after = set(fold(words).split()), set(fold(text).split())
    return 2 * len(before & after) > len(before)


_TAKES_OFF = re.compile(
    r"(?:(?:non|nn|mais|attends?|svp|stp|tu peux|il faut|je veux) )*"
    r"(?:enleve|retire|efface|supprime|coupe|corrige|change|modifie)[rz]?\b(?: \S+){0,6}"
)


def takes_off(text: str) -> bool:
    """Whether a text says what is to be done with her words, and is no reason: « enlève la fin »."""
    return _TAKES_OFF.fullmatch(fold(text)) is not None


def may_be_for_the_bot(words: str) -> bool:
    """Whether the text may be no reason for the other person: a question, « suivant », « attend 2 min », or next to
    nothing."""
    return (
        intents.asks(words)
        or intents.read(words, loosely=True) is not None
        or leaving.passes(words)
        or len(words.split()) < LEAST_WORDS
        or sum(map(str.isalpha, words)) < LEAST_LETTERS
    )
