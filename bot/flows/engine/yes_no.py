"""Read a yes or a no, and find the choices that they pick.

A question has a yes if exactly one of its choices affirms, and a no if exactly one denies. The product's own choices
are marked (`Choice.says`, or a label that begins with "Oui"); for a client's question it is found in its wording. What
cannot be taken back, or is about money, takes a yes beyond doubt (`surely`)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from backend.domain.french.spelling import fold
from backend.domain.messaging import intents
from backend.domain.messaging.intent_vocabulary import vocabulary
from backend.domain.messaging.message import Choice

Said = Literal["yes", "no"]
_BOTH: tuple[Said, Said] = ("yes", "no")

_YES = frozenset(
    (
        *("oui", "oui merci", "oui svp", "oui stp", "ouais", "ouai", "yes", "d accord", "je suis d accord"),
        *("j accepte", "j accepte volontiers", "je confirme", "je valide", "je veux bien", "je veut bien"),
        *("exact", "exactement", "c est exact", "c exact", "correct", "c est correct", "vrai", "c est vrai", "c vrai"),
        *("juste", "c est juste", "c juste", "c est ca", "c est bien ca", "c ca", "voila", "c est bon", "c bon"),
        *("elle est juste", "il est juste"),
        *("volontiers", "avec plaisir", "tout a fait", "bien sur", "evidemment", "affirmatif", "certainement"),
        *("absolument", "oui absolument", "bien sur que oui", "yep", "ouep", "ouaip"),
    )
)
_FINDS_ALL_RIGHT = re.compile(r"(?:(?:oui|ouais?) )?tout est (?:juste|bon|correct)")
"""A yes to who asks whether what is shown is right, and to nobody else: not to « Y a-t-il une erreur ? »."""
RIGHT = "right"
"""The id of the choice that confirms what was filled in."""
ALL_IS_RIGHT = tuple(
    f"{yes}{said}"
    for yes in ("", "oui ", "ouais ")
    for said in ("tout est juste", "tout est bon", "tout est correct", "c'est juste", "c'est correct", "tout va bien")
)
"""Phrases that say yes, and that nothing is wrong."""
_AFFIRMED = re.compile(r"(?:oui|ouais?|yes) ")
_BEHIND_YES = frozenset(
    (
        *("c est moi", "c est bien moi", "c moi", "c bien moi", "vas y", "allez", "allez y", "on y va", "je prends"),
        *("celui la", "celui ci", "celle la", "celle ci", "ce travail", "ce travail la", "ca me va", "ca m interesse"),
    )
)
"""What adds to a yes and is none alone: « oui c moi », « oui celui-là »."""
_WRONG = frozenset(
    (
        *("faux", "c est faux", "non c est faux", "incorrect", "c est incorrect", "inexact", "c est inexact"),
        *("pas juste", "c est pas juste", "ce n est pas juste", "pas correct", "c est pas correct", "pas bon"),
        *("ce n est pas correct", "c est pas bon", "ce n est pas bon", "pas vrai", "c est pas vrai", "pas exact"),
        *("c pas ca", "c pas bon", "c pas juste", "c pas vrai", "c faux", "c est pas ca", "ce n est pas ca"),
    )
)
"""What denies what was said, and wants nothing else: « c'est faux »."""
_NO = _WRONG | {
    *("non", "non non", "nan", "nn", "no", "non merci", "pas du tout", "non pas du tout", "jamais", "negatif"),
    *("pas d accord", "je ne suis pas d accord", "je refuse"),
    *("surtout pas", "absolument pas", "certainement pas", "bien sur que non", "nope"),
}
_DENIED = re.compile(r"(?:non|nn|nan) ")
_BEFORE = re.compile(
    r"(?:(?:eh|he|hein|ben|bah|bin|mais|euh|heu|bon|alors|donc) )+(?=(?:oui|ouais?|yes)\b)"
    r"|(?:(?:ah|oh|eh|he|hein|ben|bah|bin|mais|euh|heu|bon|alors|donc) )+(?=(?:non|nan|nn)\b)"
)
"""What stands before a yes or a no and adds nothing: « ben oui », « mais non ». « Ah oui » may be surprise."""
_SURE = r"(?:oui|ouais?|yes|d accord|(?:je suis|on est) d accord|j accepte|je veux bien|je confirme|je valide)"
_BESIDE = (
    r"(?:ok|okay|je prends?|bien sur|volontiers|avec plaisir|tout a fait|c(?: est)? bon|ca marche|vas y|allez|allez y"
    r"|on y va"
    r"|svp|stp|merci(?: beaucoup| bien)?|(?:il )?(?:n )?(?:y )?(?:a )?(?:pas|aucun|sans)(?: de)? (?:souci|probleme)s?"
    r"|ma (?:chere|soeur|belle|cherie|grande)|cherie|maman|tantie|madame|bonjour|bonsoir)"
)
_YES_AND_MORE = re.compile(rf"(?:{_BESIDE} )*{_SURE}(?: (?:{_SURE}|{_BESIDE}))*")
"""« Oui pas de souci », « ok d'accord »: kind words around a yes beyond doubt."""
_NO_AND_MORE = re.compile(
    r"(?:(?:bonjour|bonsoir) )?(?:non|nan|nn) (?:(?:non|nan|nn|merci|svp|stp|rien|rien du tout|aucun|pas besoin"
    r"|pas de ca|pas ca|ca ira|ca va aller|c(?: est)? bon|(?:je |j )?(?:ne )?(?:en )?veux pas|(?:je )?veux rien|jamais"
    r"|surtout pas|pas question|ma (?:chere|soeur|belle|cherie)|maman|tantie|madame)(?: |$))+"
)
_LEADS = (
    r"(?:(?:oui|ouais|we|ok|okay|bonjour|bonsoir|salut|bon|bien|alors|moi|d accord|dacc?|bien sur"
    r"|c est bon|c bon|c est ok"
    r"|(?:il )?(?:n )?(?:y )?(?:a )?(?:pas|aucun) (?:de )?(?:soucis?|problemes?)|tout est bon|et|donc"
    r"|(?:je |j )(?:ai )?(?:bien )?(?:tout )?(?:lu|compris|vu)(?: et (?:bien )?compris)?"
    r"(?: (?:tout|les conditions))?) )*"
)
_MORE = (
    r"(?: (?:tout|toutes|tous|ca|cela|bien|avec|plaisir|les|tes|vos|ces|la|le|conditions?|regles?|contrat|pour|lu"
    r"|compris|et|oui|c est bon|c bon|on peut y aller|on y va"
    r"|(?:pour |de |d )(?:apprendre|travailler|commencer|la formation|le travail)"
    r"|merci|svp|stp|madame|maman|tata|la team|l equipe))*"
)
_ACCEPT = r"(?:j ?a[ck]?[cs]?s?epte?|je valide|je confirme)"
_ACCEPTS = re.compile(
    rf"{_LEADS}(?:je suis (?:tout a fait |totalement )?d accord|{_ACCEPT}|j approuve|oui je veux|d accord pour tout)"
    rf"{_MORE}"
)
"""« Oui j'accepte tout », « j'accepte les conditions »: nothing else is said with it, no « si » and no « mais »."""
_HAS_READ = re.compile(
    r"(?:ok |bonjour |bonsoir )*(?:oui|ouais)(?: (?:oui|ok|merci|c est bon|c bon|d accord|pas de souci|tout est bon))*"
    r" (?:je |j )(?:ai )?(?:bien )?(?:tout )?(?:lu|compris)"
    r"(?: (?:et|bien|tout|compris|lu|les|conditions|merci|c est bon))*"
)
"""« Oui c'est bon j'ai tout lu »: a yes first; who only says that she has read says no more than that."""
_TO_ACCEPT = "j accepte"
"""The label of the choice that agrees to conditions."""
OF_CLIENT = "="
"""With this begins the id of a choice that becomes a client's data."""
_TO_SOMEBODY = re.compile(
    r"\b(?:merci|svp|stp|ma (?:chere|soeur|belle|cherie|grande)|cherie|maman|tantie|madame|bonjour|bonsoir|volontiers"
    r"|plaisir|j accepte|je ve(?:ux|ut) bien|souci|probleme|ca marche|on y va|vas y|allez)\b"
)
_ON = frozenset(
    (
        *("ok", "okay", "oki", "okk", "dacc", "dac", "d ac", "on y va", "allons y", "c est parti", "go", "je prends"),
        *("vas y", "ok vas y", "ok go", "oui go", "ok je prends", "dac je prends", "ca marche", "ok ca marche"),
        *("ca me va", "ok ca me va"),
    )
)
"""Phrases that only say to go on: enough where that binds the person to nothing that is not shown."""
_SEND = re.compile(
    r"(?:(?:oui|ouais?|ok|okay|c est bon|c bon|d accord|dac|vas y|allez|bon|tu peux) )+"
    r"(?:l |la |le |les )?envo(?:ie|ies|yer|yez|i)(?: (?:la|le|les|tout|maintenant|vite|tout de suite|svp|stp))*"
)
"""« C'est bon envoie », « oui envoie-la maintenant »: a word of what is asked, and no more than to go on."""
_SURELY = re.compile(
    r"\b(?:oui|ouais?|yes|confirme|valide|accepte|exact\w*|correct|vrai|juste|c est (?:bien )?ca|c ca|tout est bon"
    r"|affirmatif|certainement|evidemment|bien sur|tout a fait|absolument|yep|ouep|ouaip)\b"
)
_POLITE = frozenset(("okay", "mark"))
"""Intents that may say no more than that the person has read."""


def read(text: str) -> Said | None:
    """A yes or a no beyond doubt; None for anything else."""
    return next((said for said in map(_said, _written(text)) if said is not None), None)


def refuses(text: str) -> bool:
    """Whether the text says no, and not only that something is wrong: « non merci », and not « c'est faux »."""
    return read(text) == "no" and not any(
        (written[denied.end() :] if (denied := _DENIED.match(written)) else written) in _WRONG
        for written in _written(text)
    )


def agrees(text: str) -> bool:
    """Whether the text says yes, with at most kind words around it: « oui pas de souci », « ok j'accepte »."""
    return any(_YES_AND_MORE.fullmatch(written) for written in _written(text))


def accepts(text: str) -> bool:
    """Whether the text accepts what she was asked to agree to: « oui j'accepte tout », « oui j'ai tout lu »."""
    return any(each.fullmatch(written) for written in _written(text) for each in (_ACCEPTS, _HAS_READ))


_GREETS = re.compile(r"(?:(?:oui|ouais?|allo) )+(?:bonjour|bonsoir|bjr|bsr|salut|slt|allo)(?: \w+)?")
"""« Oui bonjour », « allo oui salut »: how a call is answered."""


def surely(text: str) -> bool:
    """Whether the text says yes in a clear word. « D'accord », « c'est bon » and « je veux bien » may be politeness;
    « oui bonjour » answers a call."""
    if _GREETS.fullmatch(fold(text)) is not None:
        return False
    return any(_said(written) == "yes" and _SURELY.search(written) is not None for written in _written(text))


def weakly(text: str) -> bool:
    """Whether the text may be a yes, and may as well say no more than that the person has read, « ok super », 👍, or
    ask: « oui ? »."""
    return not surely(text) and (goes_on(text.replace("?", "")) or intents.read(text) in _POLITE)


_FINE = re.compile(r"(?:non|nan|nn) (?:(?:non|nan|nn|mais|si) )*c(?: est)? bon(?: (?:c(?: est)? bon|maintenant|hein))*")


def says_fine(text: str) -> bool:
    """Whether a no says as well that all is well: « ah non c'est bon », of a payment, may say that it came."""
    return any(_FINE.fullmatch(_BEFORE.sub("", written, count=1)) for written in _written(text))


def goes_on(text: str) -> bool:
    """Whether the text says yes, or at least to go on."""
    return any(
        written in _ON or _SEND.fullmatch(written) is not None or _said(written) == "yes" for written in _written(text)
    )


MOST_SIGNS = 200
"""Signs of a text that may be a yes or a no."""


def _written(text: str) -> tuple[str, str]:
    """The text folded as it stands, and with what is spelled as it sounds written out: « jaccepte ». Drawn out letters
    of a yes or a no are shortened in both: « nonnn merci ». A long text is neither, nor is a question: « oui ? »."""
    if len(text) > MOST_SIGNS or "?" in text:
        return "", ""
    text = by_ear(text)
    return shortened(fold(text)), shortened(fold(" ".join(vocabulary().words(text))))


_BY_EAR = tuple(
    (re.compile(rf"\b(?:{heard})(?!\w)", re.IGNORECASE), spelled)
    for heard, spelled in (
        ("w[éèê]+h?|wai+s?|ou[éè]+h?", "oui"),  # without its accent « we » is the week-end
        ("va[sz]+[iy]", "vas y"),
        ("sa(?= marche| me va)", "ça"),
        ("prend", "prends"),
        ("volontier", "volontiers"),
    )
)


def by_ear(text: str) -> str:
    """The text with « wé », « wais » as « oui », « vazi » as « vas-y », « sa marche » as « ça marche »."""
    for heard, spelled in _BY_EAR:
        text = heard.sub(spelled, text)
    return text


_DRAWN = ((re.compile(r"\bn+o+n+\b"), "non"), (re.compile(r"\bna+n+\b"), "nan"), (re.compile(r"\bo+u+i+\b"), "oui"))


def shortened(folded: str) -> str:
    """Folded text with each drawn out yes or no as it is spelled: "nooonn" → "non"."""
    for drawn, word in _DRAWN:
        folded = drawn.sub(word, folded)
    return folded


def _said(folded: str) -> Said | None:
    if (idle := _BEFORE.match(folded)) is not None:
        folded = folded[idle.end() :]
    affirmed, denied = _AFFIRMED.match(folded), _DENIED.match(folded)
    if folded in _YES or (affirmed and folded[affirmed.end() :] in _YES | _BEHIND_YES):
        return "yes"
    if _YES_AND_MORE.fullmatch(folded):
        return "yes"
    denies = folded in _NO or (denied and folded[denied.end() :] in _NO) or _NO_AND_MORE.fullmatch(folded)
    return "no" if denies else None


def meant(text: str, choices: Sequence[tuple[Choice, str]]) -> str | None:
    """The id of the only choice that this yes or no picks; None if there is none, or several."""
    if any(_FINDS_ALL_RIGHT.fullmatch(written) for written in _written(text)):
        right = [choice.id for choice, label in choices if choice.id == RIGHT or _says_right(label)]
        return right[0] if len(right) == 1 else None
    accepting = [choice.id for choice, label in choices if fold(label) == _TO_ACCEPT]
    if len(accepting) == 1 and accepts(text):
        return accepting[0]
    said = read(text)
    found = {each: [choice.id for choice, label in choices if _says(choice, label) == each] for each in _BOTH}
    if said is None and goes_on(text) and len(found["no"]) == 1 and any(choice.says for choice, _ in choices):
        said = "yes"  # a bare "ok" may only mean "I have read it": it needs a choice that says no beside it
    if said is None or len(found[said]) != 1:
        return None
    (picked,) = found[said]
    takes = next(choice for choice, _ in choices if choice.id == picked)
    if said == "yes" and takes.says == "sure" and not surely(text):
        return None
    return None if picked.startswith(OF_CLIENT) and _is_to_somebody(text) else picked


def _is_to_somebody(text: str) -> bool:
    """Whether a yes or no thanks or accepts something, beside what it answers: « d'accord maman », « oui merci »."""
    return any(_TO_SOMEBODY.search(written) for written in _written(text))


def _says(choice: Choice, label: str) -> Said | None:
    if choice.says:
        return "no" if choice.says == "no" else "yes"
    first = fold(label).split()[:1]
    return "yes" if first in (["oui"], ["vrai"]) else "no" if first in (["non"], ["faux"]) else None


# --- clients' questions -------------------------------------------------------------------------------

_ASKS = re.compile(r"\best[- ]ce\s+qu|[a-zà-ÿ]-(?:t-)?(?:il|elle|ils|elles|on|ce|tu|vous)\b")
_OPEN = re.compile(
    r"^\W*(?:que|qu|qui|quoi|de quoi|à quoi)\b|\b(?:quel(?:le)?s?|laquelle|lequel|combien|comment|pourquoi|quand)\b"
    r"|\boù\b|\sou\s"
)
"""Questions that a yes or no does not answer; "ou" offers both alternatives in the question itself."""
_AFFIRM = frozenset(("oui", "vrai", "vraie", "juste", "exact", "exacte", "correct", "correcte", "conforme", "valide"))
_DENY = frozenset(
    (
        *("non", "pas", "ne", "n", "ni", "sans", "aucun", "aucune", "faux", "fausse", "incorrect", "incorrecte"),
        *("inexact", "inexacte", "erreur", "invalide", "autre"),
    )
)
_IDLE = frozenset(("cette", "votre", "notre", "dans", "avec", "pour", "plus", "tout", "toute", "bien", "elle", "elles"))
_STEM_LETTERS = 5
"""How many first letters must agree for words of a question and a label to count as the same:
"acceptable", "acceptables"."""


def of_question(question: str, options: Mapping[str, str]) -> dict[str, Said]:
    """The options (id → label) that a yes and a no pick for a client's question; empty if it is no yes-or-no question.

    The yes is the one option that affirms, by a word of its own (« Tout est juste ») or by repeating what is asked
    (« Ce commentaire est-il acceptable ? » → « Acceptable »), without any word of denial. If there are two
    options, the other one is the no."""
    asked = question.casefold().replace("\u2019", "'").replace("\u2011", "-")
    inverted = _ASKS.search(asked)
    if inverted is None or "?" not in asked or _OPEN.search(asked):
        return {}
    about = _stems(asked[inverted.end() :])
    weight = {option: _weight(label, about) for option, label in options.items()}
    most = max(weight.values(), default=0)
    yes = [option for option, found in weight.items() if found == most and most > 0]
    if len(yes) != 1:
        return {}
    others = [option for option in options if option != yes[0]]
    return {yes[0]: "yes", **({others[0]: "no"} if len(others) == 1 else {})}


def _weight(label: str, about: frozenset[str]) -> int:
    words = fold(label).split()
    if _DENY & {*words}:
        return 0
    if words[:1] == ["oui"]:
        return 100
    return len(_stems(label) & about) + 2 * bool(_AFFIRM & {*words})


def _says_right(label: str) -> bool:
    """Whether a label says that what is shown is right: « Tout est juste »."""
    words = {*fold(label).split()} - {"oui"}
    return bool(words & _AFFIRM) and not words & _DENY


def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:_STEM_LETTERS] for word in fold(text).split() if len(word) > 3 and word not in _IDLE)
