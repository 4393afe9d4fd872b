"""What a woman writes where she says what is wrong with a task, though it tells of no fault: « je veux continuer »,
« c'est bon j'ai trouvé », « acceptable »."""

from __future__ import annotations

import re
from collections.abc import Iterable

from backend.domain.french.spelling import fold
from backend.domain.messaging import intents

OF_A_TASK = frozenset({"flaw", "none", "shocked"})
"""Intents that are about this task beyond doubt. Other text instead of a button may be an answer, or for somebody
else."""
_MAY_BE = frozenset({None, "lost", "remains", "person"})
"""« La question n'est pas claire », « trop long », « on parle de quelqu'un que je connais »."""
LEAST_LETTERS = 4
"""Letters of a word that tells a fault: « flou »."""
_OF_HERSELF = re.compile(r"\b(?:je|j|moi|mon|ma|mes|me|m|tu|t|toi|ton|ta|tes|vous|votre)\b")
_CANNOT = re.compile(
    r"\b(?:com?pren\w*|co?mpr\w*|voi[rts]?|vois\w*|lire|lis|li|arriv\w*|peu[xt]?|pu|conn?ai[st]?\w*|enten[dt]\w*|ouvr\w*"
    r"|choqu\w*|deja|reconnai\w*|supporte\w*|aime pas|sens)\b"
)
"""Verbs in « je ne comprends pas le mot », « je la connais », « je l'ai déjà fait »."""
_SETTLED = re.compile(
    r"^(?:(?:non|nan|oui|bon|ok|ah|en fait|finalement|mais) )*(?:rien|laisse|oublie|annule|c est (?:bon|ok|regle)|c bon"
    r"|cest bon|ca (?:va|marche|y est)|tout (?:va|est) bien|pas grave|tant pis|aucun(?:e)? (?:souci|probleme)|pas de"
    r" (?:souci|probleme))\b"
    r"|^(?:on verra|peut etre|demain|inchal\w*|ne fais|expli\w*|comme tu veux|je veux)\b"
    r"|^(?:pk|pq|pourquoi|comment|c (?:koi|quoi)|c est quoi|combien|qui)\b"
    r"|\b(?:maintenant|trouve|la reponse|ma reponse|je reponds|rien a signaler|par erreur|sans faire expres)\b"
)


def tells_none(text: str, labels: Iterable[str] = ()) -> bool:
    """Whether a text where the fault of this task is wanted tells none: it names an answer, speaks of herself, asks, or
    says that all is well. `labels`: of the task's choices."""
    if intents.read(text, loosely=True) in OF_A_TASK:
        return False
    said = fold(text)
    if "?" in text or intents.read(text) not in _MAY_BE or sum(map(str.isalpha, said)) < LEAST_LETTERS:
        return True
    if said in map(fold, labels):
        return True
    of_herself = _OF_HERSELF.search(said) is not None and _CANNOT.search(said) is None
    return of_herself or _SETTLED.search(said) is not None
