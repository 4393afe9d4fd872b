"""Words that somebody takes back in the same breath, « jusqu'à mardi, non mercredi », « 12 non 13 », and what stands
behind words that say nothing, « euh 2 »."""

from __future__ import annotations

import re

from backend.domain.french.spelling import fold

_SLIP = re.compile(
    r"(?P<before>.+?)(?:\s*[,;.]+\s*|\s+)"
    r"(?:(?:euh+|heu+|non|nan|nn|pardon|oups|enfin|attends?|(?:ou )?plut[oôÔ]t|je (?:veux|voulais) dire)"
    r"(?:\s*[,;.]+\s*|\s+))+"
    r"(?P<after>\w.*)",
    re.IGNORECASE | re.DOTALL,
)


def mended(text: str) -> tuple[str, str] | None:
    """What stands before the last such slip, and what is said instead; None if the text has none."""
    found = _SLIP.fullmatch(text.strip())
    if found is None:
        return None
    later = mended(found["after"])
    return (found["before"], found["after"]) if later is None else (found["before"], later[1])


MOST_SIGNS = 600
"""Signs of a text that is read as a second thought: what she corrects with it may be a sentence, not a page."""
_MARK = (
    r"(?:(?:euh|ah|oh|mais|enfin|je) )?(?:non|nn|pardon|oups|oops|d[ée]sol[ée]e?|dsl|plut[oô]t|correction|erreur"
    r"|en fait|je voulai[st]? (?:dire|[ée]crire|mettre))"
)
_THIS_ONE = r"(?:c['’ ]?est|c[ée]?|ct|[cs]['’ ]?[ée]tai[st]?|plut[oô]t|mais)"
_AFTER_IT = rf"(?:(?:{_MARK}|{_THIS_ONE})[\s,.:;!…-]+)*"
_WITHIN = re.compile(rf"(?P<was>.*?)(?:(?<=\S)[\s,.:;!…(-]+|^){_MARK}[\s,.:;!…-]+{_AFTER_IT}(?P<last>\S.*)", re.DOTALL)


_EXCUSE = re.compile(r"(?<=\w)[\s,.:;!…-]+(?:pardon|oups|oops|d[ée]sol[ée]e?|dsl|excuse[zs]?(?:[ -]moi)?)[\s.!…]*$")
"""« … pardon » at the end of what is right."""
_LEADS = re.compile(rf"(?:{_MARK}[\s,.:;!…-]+)+(?P<link>(?:{_THIS_ONE}[\s,.:;!…-]+)*)")


def corrected(text: str) -> tuple[str, str] | None:
    """What a text says first, and what it says instead: « 12 non 13 », « BELLE non BEL FEMME ». The first is "" where
    it begins with a no: « non c 12 500 »; « non 12 500 » may deny the sum. Only marks in small letters count: « Bar Non
    Stop » is a name. None if the text corrects nothing, asks, or is too long."""
    if len(text) > MOST_SIGNS or "?" in text:
        return None
    was, last = "", _EXCUSE.sub("", text.strip())
    text = last
    while (found := _WITHIN.fullmatch(last)) is not None:
        was, last = found["was"] or was, found["last"]
    if was:
        return was, last
    led = _LEADS.fullmatch(text.strip().removesuffix(last))
    return ("", last) if led is not None and led["link"] else None


_OPENING = re.compile(
    r"(?:(?:pardon|d[ée]sol[ée]e?s?|dsl|excuse[zs]?(?:[ -]moi)?|oups|oops|mince|euh+|heu+|ben|bah|alors|donc|bon|hum+"
    r"|hmm+|ah|oh|voil[aà]|ok|okay|bonjour|bonsoir|bjr|bsr|salut|slt|coucou)\b[\s,.:;!…-]+)+(?P<rest>\w.*)",
    re.IGNORECASE | re.DOTALL,
)


def behind_an_opening(text: str) -> str | None:
    """What follows words that say nothing: « pardon, lundi 20 h », « euh 2 ». None if nothing does, or if they ask."""
    found = _OPENING.fullmatch(text.strip())
    return found["rest"] if found is not None and "?" not in text else None


_THINKING = re.compile(
    r"\b(?:euh+|heu+|ah+|oh+|pardon|oups|oops|d[ée]sol[ée]e?s?|dsl|finalement|en fait|enfin|attends?)(?!\w)"
    r"[\s,.:;!…-]*",
    re.IGNORECASE,
)


def without_excuse(text: str) -> str:
    """The text without words that only say that somebody thinks again: « euh non finalement » → « non »."""
    return _THINKING.sub("", text).strip()


_DENIED = re.compile(r"\s*(?:[Nn]on|NON|nn+|nan)[\s,.:;!…-]+(?P<rest>\S.*)", re.DOTALL)


def denied(text: str) -> str | None:
    """What follows a no, which may deny what was given before: « non Chez Aminata ». None if nothing does."""
    found = _DENIED.fullmatch(text)
    return found["rest"] if found is not None else None


_THERE_IS = re.compile(
    r"\s*(?:mais |ah |oups |non )*(?:si|oui)[\s,]+(?:si[\s,]+)?(?:(?:il )?y ?(?:en ?)?a|yen ?a|ya)(?: un[e]?)?"
    r"(?:[\s,:]+(?:c['’ ]?(?:est)?|le|la))*[\s,:]+(?P<rest>\S.*)",
    re.IGNORECASE | re.DOTALL,
)


def there_is_one(text: str) -> str | None:
    """What there is after all, where none was said to be: « si y a un c F-114 ». None if the text says nothing of
    the kind."""
    found = _THERE_IS.fullmatch(text)
    return found["rest"] if found is not None else None


_SIGN = r"(?:accents?|majuscules?|minuscules?|virgules?|points?|espaces?|tirets?|traits?|apostrophes?|lettres?|[a-z])"
_EDITS = re.compile(
    r"(?:(?:non|nn|oups|pardon|desolee?|dsl|ah|oh|mais|et|en fait|attends?|il faut|faut|je veux|tu peux|peux tu) )*"
    r"(?:r?ajoute(?:r|s)? .+|oublie pas .+|(?:j ?ai|g) oublie (?!mon\b|ma\b|mes\b|comment\b)\w+(?: \w+){0,3}"
    r"|re[mn]place[rs]? .+ par .+"
    r"|(?:mets?|mettre|ecri[st]|change[rs]?|note[rs]?) .+ (?:a la place|au lieu) (?:de|du|des|d) .+"
    r"|(?:change[rs]?|corrige[rs]?) .+ (?:en|par) .+|(?:je )?rectifi(?:e|er|cation) .+"
    rf"|(?:avec|sans|il manque|manque|j ai oublie|oublie) (?:(?:un|une|l|le|la|des|les|d) )?{_SIGN}"
    r"(?: (?:a|au|sur|dans|devant|apres|avant) .+)?"
    r"|(?:tout |c est )?(?:tout )?en (?:majuscules?|minuscules?)(?: .+)?)"
)
MOST_OF_AN_EDIT = 10
"""Words of a text that says what is to be changed."""


def edits(text: str) -> bool:
    """Whether a text says what is to be changed in words that were written before: « rajoute devis gratuit »,
    « remplace adjoua par adjoa », « avec un accent sur le e ». « Ajoutez du sel » may stand on a packet."""
    said = fold(text) if len(text) <= MOST_SIGNS and "?" not in text else ""
    small = text.strip()[:1].islower()
    return small and len(said.split()) <= MOST_OF_AN_EDIT and _EDITS.fullmatch(said) is not None
