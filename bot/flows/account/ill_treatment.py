"""How a woman says that her Huber, or somebody else here, treats her badly: « ma huber m'insulte ». Nobody is told to
write that to her Huber."""

from __future__ import annotations

import re

from backend.domain.french.spelling import fold

_WANTED = (
    r"(?:de l argent|d argent|des? (?:l )?argent|mon argent|ma paie|mon code|des photos?|une photo|\d+|une commission"
    r"|sa part|un cadeau|coucher)"
)
_ILL = (
    r"(?:insult\w*|menac\w*|dragu\w*|harcel\w*|agress\w*|humili\w*|bless\w*|parle (?:tres |trop )?mal|mal parle"
    r"|manqu\w* (?:de |le )?respect|trait\w* (?:mal|de)|cri\w* (?:dessus|sur moi)|chantage"
    rf"|(?:demand|veu|voulai|pren|mang|vol)\w*(?: moi)? {_WANTED})"
)
_HUBER = r"(?:ma|la|mon|notre|cette) (?:huber|hubert|houber)"
_SOMEBODY = (
    rf"(?:quelqu un|kelkun|une personne|une dame|un monsieur|un homme|{_HUBER}|une huber|l equipe|un abus"
    r"|un harcelement|une insulte)"
)
_BEYOND_DOUBT = re.compile(
    rf"(?:.{{0,30}} )?{_HUBER} (?:.{{0,20}} )?{_ILL}\b.{{0,60}}"
    r"|(?:(?:je|moi|bonjour|bonsoir) )*(?:veux |voudrais |dois |peux |comment |vais )?"
    rf"(?:signaler|denoncer|me plaindre d[eu]|porter plainte contre) {_SOMEBODY}(?: .{{0,40}})?"
    rf"|(?:.{{0,20}} )?messages? de (?:{_HUBER}|l equipe) (?:.{{0,20}} )?(?:{_ILL}|choqu\w*|mal|pleurer)\b.{{0,20}}"
)
_BY_ANYBODY = re.compile(
    rf"(?:(?:bonjour|bonsoir|mais) )*(?:elle|il|on|quelqu un|kelkun|un (?:homme|monsieur|gars)|une (?:femme|dame))"
    rf" (?:me |m |m a |ma |(?=veu))(?:toujours |encore |trop )?{_ILL}\b.{{0,60}}"
)


def told(text: str, *, loosely: bool) -> bool:
    """Whether a text tells of it. `loosely`: the text is no answer anyway, so that « elle m'a insultée » does too."""
    said = fold(text)
    return _BEYOND_DOUBT.fullmatch(said) is not None or (loosely and _BY_ANYBODY.fullmatch(said) is not None)
