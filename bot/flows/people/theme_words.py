"""What she says of hard content in words: « pas de violence », « oui sauf la mort », « haine c koi »."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from backend.domain.french.spelling import fold
from backend.domain.messaging.intent_vocabulary import vocabulary
from backend.domain.messaging.message import Message, tr
from backend.domain.people.themes import THEMES, Theme
from bot.flows.engine import yes_no

_MEANINGS: Mapping[Theme, Message] = {
    "haine": tr("*Haine* : des mots qui font mal à un groupe de gens."),
    "violence": tr("*Violence* : des coups, des armes, du sang."),
    "sexe": tr("*Sexe* : des corps sans vêtements, des actes sexuels."),
    "mort": tr("*Mort* : des personnes mortes, des accidents graves."),
}
_NONE = re.compile(
    r"(?!.*\bplus$)(?:(?:non|nn|nan|moi|ah|mais|plutot|c est (?:trop )?dur|c dur) )*"
    r"(?:je |j )?(?:ne |n )?(?:(?:veu[xt]|peu[xt]?|prefere|aime) )?"
    r"(?:plus|pas|aucune?|rien|non|jamais)(?: (?:rien|plus|trop|jamais|du tout|tout(?!$)|de|d|du|ca|cela|a|voir|"
    r"regarder|aucune?|contenus?|durs?|themes?|pour|moi|chez (?:moi|nous)|merci|svp|stp))*"
    r"|(?:enleve|arrete|retire|stop)(?: (?:tout|ca|moi|les|cela))*"
)
"""Phrases that say that she wants none of it."""


_SIGNS: Mapping[Theme, re.Pattern[str]] = {
    "haine": re.compile(r"\b(?:haine\w*|haineu\w*|insultes?|raciste\w*|racisme)\b"),
    "violence": re.compile(r"\b(?:violen\w*|bagarres?|sang|armes?|coups)\b"),
    "sexe": re.compile(r"\b(?:sex\w*|porn\w*|nue?s?|nudite)\b"),
    "mort": re.compile(r"\b(?:morte?s?|cadavres?|accidents?|deces)\b"),
}
"""Words that name a theme, folded."""
_NOT = re.compile(
    r"\b(?:pas|plus|sans|sauf|non|aucune?|jamais|ni|hormis|excepte|refuse|peur"
    r"|(?:enleve|retire|arrete|supprime|decoche)[rz]?|stop)\b"
)
_ONLY = re.compile(r"\b(?:juste|seulement|uniquement)\b")
_NO_MATTER = re.compile(r"\bpas de? (?:soucis?|problemes?|peur)\b|\b(?:derange|gene|peur) pas\b|\bpas (?:peur|grave)\b")
_ALL_BUT = re.compile(r"^(?:(?:ok|bon) )?(?:oui|ouais|tout|d accord|j accepte|je veux bien)\b")
_SOMEWHAT = re.compile(r"\b(?:pas|non) (?:trop|tres|beaucoup)\b|\bun peu\b|\bmoins\b")
"""« Oui mais pas trop violent » is no clear yes to what it does not name."""
_AFRAID = re.compile(
    r"(?:(?:ah|oh|mais|euh|bah|ben|bon) )*(?:non|nan|nn|jamais)\b.*\b(?:peur|choque\w*|traumatis\w*|cauchemars?"
    r"|supporte\w*|sensible|dormir|horrible|horreur|pas de (?:ca|cela)|j?aime pas)\b.*"
    r"|(?:(?:ah|oh|mais|moi|merci) )*(?:(?:j ai|ca (?:me )?fai[st]?|ca me donne) (?:trop |tres )?peur(?: moi)?"
    r"|je (?:ne )?supporte pas)(?: (?:de )?(?:ca|cela|tout ca|voir ca|moi))*"
)
"""« Non merci ça me fait peur », « j'ai peur de ça »: fear of all of it."""
_BUT = re.compile(r"\b(?:oui|ouais|mais je veux|sauf|seulement|juste|d accord|quand meme|essayer)\b")


_WHY = re.compile(r"\b(?:mais|parce|car|pcq|psk)\b")
_YET = re.compile(
    rf"{_BUT.pattern}|\b(?:bien|accepte|peux|faire)\b|" + "|".join(each.pattern for each in _SIGNS.values())
)


_STUFF = (
    r"(?: (?:plus|pas|jamais|voir|faire|regarder|recevoir|lire|avoir|trier|les?|des?|du|d|la|l|ces?|ca|cela|trucs?"
    r"|choses?|contenus?|taches?|travail|travaux|images?|commentaires?|videos?|tout|qui|parlent?|sur|avec|a|themes?"
    r"|trop|svp|stp))*"
)
_HARD = "|".join((r"\b(?:contenus?|choses?|images?) (?:trop )?dure?s?\b", *(each.pattern for each in _SIGNS.values())))
_WITHDRAWS = re.compile(
    r"(?=.*\b(?:haine\w*|trucs?|contenus?|taches?|images?|commentaires?|videos?|themes?|voir|regarder|trier)\b)"
    r"(?!.*\b(?:mari|homme|copain|pere|mere|frere|oncle|patron|maison|chez moi)\b)"
    r"(?:(?:.*\b)?(?:je |j )(?:ne |n )?(?:veu[xt]|peu[xt]|supporte|accepte|aime) (?:plus|pas)"
    r"|(?:(?:bonjour|bonsoir|svp|stp|non|ok|tu|vous|peux|pouvez|il|faut|veux|je) )*"
    r"(?:plus (?:jamais )?de|(?:enleve|arrete|retire)[rz]?|stop))"
    rf"{_STUFF} (?:{_HARD}).*"
)
"""« Je veux plus faire les trucs de haine », « plus de contenus durs ». « Pas de haine » may be an answer to a task."""


def withdraws(text: str) -> bool:
    """Whether a text says, at any point, that she wants no more of some hard content."""
    return "?" not in text and _WITHDRAWS.fullmatch(fold(" ".join(vocabulary().words(text)))) is not None


_OF_MEANING = (
    r"(?:mais|et|ah|euh|bonjour|pardon|svp|stp|non|moi|je|j|ne|c|est|ce|ca|cela|veut|dire|signifie|quoi|que|qu|comprends?"
    r"|compris|sais|connais|ai|pas|rien|a|comme|par|exemple|explique[rz]?|le|la|l|les|un|une|du|de|d|mot|theme|contenus?"
    r"|dure?s?|haine|violence|sexe|mort|exactement)"
)
_ASKS_MEANING = re.compile(rf"{_OF_MEANING}(?: {_OF_MEANING})*")
_CONTENT = re.compile(r"\b(?:contenus?|themes?)\b")
_ASKS = re.compile(r"\b(?:quoi|comprends?|compris|expliqu\w+|signifie|exemple)\b")


def explained(text: str, themes: Sequence[Theme]) -> Message | None:
    """What these themes are, to who asks: « haine c koi », « c'est quoi les contenus durs ». None if a text asks
    nothing of the kind."""
    said = fold(" ".join(vocabulary().words(text)))
    named = themes_in(text)
    if not (named or _CONTENT.search(said)) or _ASKS.search(said) is None or _ASKS_MEANING.fullmatch(said) is None:
        return None
    told = [_MEANINGS[theme] for theme in named or themes]
    return Message(tuple(part for each in told for part in each.parts))


def themes_in(text: str) -> tuple[Theme, ...]:
    """The themes that a text names: « stop haine »."""
    said = fold(text)
    return tuple(theme for theme in THEMES if _SIGNS[theme].search(said))


def in_words(text: str, themes: Sequence[Theme]) -> dict[Theme, bool]:
    """What she says of some of these themes in words: « pas de violence », « oui sauf la mort », « juste la haine ».
    Of a theme that she does not speak of she has decided nothing, so a no to one is no yes to another."""
    said = yes_no.shortened(fold(" ".join(vocabulary().words(text))))
    if "?" in text or _NO_MATTER.search(said) or explained(text, themes) is not None:
        return {}
    if _NONE.fullmatch(said) or _refuses_first(said):
        return dict.fromkeys(themes, False)
    named = {theme for theme in THEMES if _SIGNS[theme].search(said)}
    if not named and _AFRAID.fullmatch(said) and not _BUT.search(said):
        return dict.fromkeys(themes, False)
    if not named:
        return {}
    refused = _NOT.search(said)
    if refused is not None and all(found.start() > refused.start() for found in _found(named, said)):
        others = True if _ALL_BUT.match(said) and not _SOMEWHAT.search(said) else None
        decided = {theme: False if theme in named else others for theme in themes}
        return {theme: wanted for theme, wanted in decided.items() if wanted is not None}
    if refused is None and _ONLY.search(said):
        return {theme: theme in named for theme in themes}
    return _one_by_one(named, said, themes)


_YES_OR_NO = re.compile(r"\s*(?:(?P<yes>oui|ouais|ok|d accord)|(?:non|nn|nan|jamais|pas)\b(?! (?:de|d|trop|grave)))\b")


def _one_by_one(named: Iterable[Theme], said: str, themes: Sequence[Theme]) -> dict[Theme, bool]:
    """Yes or no behind each theme that is named: « haine oui sexe non ». Empty if one has neither."""
    if _SOMEWHAT.search(said):
        return {}
    found = {theme: _YES_OR_NO.match(said, each.end()) for theme in named for each in [*_found([theme], said)][-1:]}
    if not all(found.values()):
        return {}
    return {theme: each["yes"] is not None for theme, each in found.items() if each is not None and theme in themes}


def _refuses_first(said: str) -> bool:
    """Whether she wants none of it, and says why or what she wants instead: « je veux pas voir ça mais j'ai besoin
    d'argent »."""
    first, *more = _WHY.split(said, maxsplit=1)
    return bool(more) and _NONE.fullmatch(first.strip()) is not None and not _YET.search(more[0])


def _found(named: Iterable[Theme], said: str) -> Iterator[re.Match[str]]:
    for theme in named:
        yield from _SIGNS[theme].finditer(said)
