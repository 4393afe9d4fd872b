"""How people say that they did not ask for something about their account. That stops it, and stopping does no harm, so
a text that may mean it is taken for it."""

from __future__ import annotations

import re

from backend.domain.french.spelling import fold

_NOT_ME = re.compile(
    r"(?:(?:non|nan|mais|hey|he|ah|attention|svp|stp) )*"
    r"(?:(?:ce|c|cest|se|ces|sa|ca)(?: n)?(?: est)? )?(?:pas|pa|jamais) (?:moi|mwa|mw)\b.{0,60}"
    r"|(?:non )?(?:moi )?(?:je|j) ?(?:n )?(?:ne )?(?:ai )?(?:rien|pas|jamais) (?:rien )?"
    r"(?:demande|fait|autorise|accepte)\w*.{0,40}"
    r"|(?:non )?je (?:ne )?(?:le |la |les )?(?:connais|reconnais|conais) (?:pas|pa)\b.{0,40}"
    r"|(?:on (?:me |m ?a |m )?|quelqu un (?:me |m ?a )?)(?:vole|pirate|arnaque)\w*.{0,40}"
)
_ON_A_WARNING = re.compile(
    r"(?:non ?|nan ?|nn ?|no ?)+|(?:je )?(?:refuse[rz]?|bloque[rz]?|arrete[rz]?|annule[rz]?|interdi[st]?)(?: .{0,30})?"
    r"|(?:c est |cest )?qui (?:ca|c est|est ce|lui|celui|elle|ce numero).{0,30}|(?:c est )?qui(?: ca)?|qui est.{0,30}"
    r"|(?:au )?voleu(?:r|se)s?.{0,30}|pirat\w+.{0,30}|arnaqu\w+.{0,30}|au secours|jamais.{0,30}"
)


def surely(text: str) -> bool:
    """Whether the text says "it was not me", whatever it answers: « c'est pas moi », « j'ai rien demandé »."""
    return _NOT_ME.fullmatch(fold(text)) is not None


def on_a_warning(text: str) -> bool:
    """Whether the text refuses what a warning about the account announces; also « c'est qui ça » and « refuser »."""
    return surely(text) or _ON_A_WARNING.fullmatch(fold(text)) is not None
