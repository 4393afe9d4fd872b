"""Whether a text calls somebody by a first name: « Fatou tu viens ? », « bonne journée Fatou »."""

from __future__ import annotations

import re

from backend.domain.french.spelling import fold

_CLAUSES = re.compile(r"[.,;:!?…\n]+")
_STRETCHED = re.compile(r"(\w)\1{2,}")
"""« Fatouuu »."""
_GREETING = (
    r"bonjour|bonsoir|bjr|bsr|salut|slt|coucou|cc|hello|allo|merci|bravo|courage|pardon|desolee?|ok|okay|dac|oui|non"
    r"|felicitations|dsl|madame|mme|mlle|chere|ma"
)
_YOU = r"tu|toi|ton|ta|tes|vous|votre|vos"
_GREETS = re.compile(_GREETING)
_AFTER = re.compile(
    rf"(?:{_GREETING}|{_YOU}|j|je|c|ce|ca|on|il|nous|mon|ma|mes|as|es|peux|veux|dois|svp|stp|quand|comment|pourquoi|quel"
    r"|quelle|combien|bien|bonne|bon|pas|ne|n|viens|venez|reviens|attends|regarde|reponds|ecris|envoie|dis|lis|fais|vas"
    r"|prends|mets|donne|garde|essaie|verifie|appelle|rappelle|passe|sois|continue|t [ae]s|est ce)\b"
)
"""What follows a name when it speaks to her. « Fatou a raison », « Fatou t'attend » speak of her."""
_BEFORE = re.compile(
    rf"{_GREETING}|beaucoup|cherie|belle|journee|soiree|nuit|matinee|semaine|chance|continuation|raison|demain"
    r"|bientot|soir|matin|midi|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|accord|bien|bon|va|note|regle|recu"
)
"""Last words before a name that speak to her: « bonne journée Fatou », « à demain Fatou »."""
_OF_HER = re.compile(
    r"a|d|de|du|des|la|le|les|l|avec|chez|pour|et|ou|ni|par|sans|comme|que|qu|si|sur|entre|vers|est|etait|pas|mais|sauf"
    r"|ta|ma|sa|notre|votre|une|cette|madame|mme|huber|nomme[er]?|connai[st]|vu|voi[st]|cherche[sz]?|attends"
    r"|s?appelles?|(?:ami|copin|collegue|soeur|cousin|voisin|fille|mere|maman|tante|tata|dame)(?:e?s?|ne?s?)"
    r"|\w{2,}(?:er|ir|re|oir)"
)
"""Last words before a name that speak of her: « tu travailles avec Fatou »."""
_SPEAKS_TO = re.compile(rf"\b(?:{_YOU}|te?)\b")


def calls(text: str, name: str) -> bool:
    """Whether some clause of the text calls somebody of this folded name: at its beginning or at its end, or alone."""
    called = name.split()
    said = _STRETCHED.sub(r"\1", text)
    return bool(called) and any(_clause_calls(fold(clause).split(), called) for clause in _CLAUSES.split(said))


def _clause_calls(words: list[str], called: list[str]) -> bool:
    while words and words != called and _GREETS.fullmatch(words[0]):
        words = words[1:]
    count = len(called)
    if words[:count] == called:
        return len(words) == count or _AFTER.match(" ".join(words[count:])) is not None
    if re.search(rf"\btoi {' '.join(called)}\b", " ".join(words)):
        return True
    if words[-1:] and words[-1] in ("svp", "stp", "aussi"):
        words = words[:-1]
    before = words[:-count]
    if words[-count:] != called or not before:
        return False
    to_you = _SPEAKS_TO.search(" ".join(before)) is not None
    return _BEFORE.fullmatch(before[-1]) is not None or (to_you and _OF_HER.fullmatch(before[-1]) is None)
