"""Second thoughts in text: "pardon, haine", "je voulais dire haine", "je me suis trompée"."""

from __future__ import annotations

import re

from backend.domain.french.slips import MOST_SIGNS
from backend.domain.french.spelling import distance, fold
from backend.records import Record
from bot.flows.engine.corrections.wording import BADLY, IT_WAS, MEANT, MISTAKEN, SORRY, THIS, TOO_FAST, written_out
from bot.flows.engine.numbers import numbers

_FILLING = (
    r"de (?:bouton|reponse|touche|case)"
    rf"|dire|mettre|ecrire|repondre|choisir|taper|toucher|c est|{IT_WAS}|c|plutot|la reponse|ma reponse"
    rf"|est|etait|mais|que|{MEANT}|je veux|non|la|le"
)
_SAID = re.compile(rf"(?P<sorry>(?:(?:non|{SORRY}) )*?(?:{SORRY}))(?: (?:{_FILLING}))*(?: (?P<rest>.+?))?")
_BEYOND = re.compile(rf"(?:non )?(?:pardon|oups|desolee?|excuse|{MEANT}|correction(?! d[eu]s? )|{MISTAKEN}|{BADLY})")
_MEANT_NO = re.compile(rf"(?:(?:{SORRY}|non) )+(?:dire|mettre|repondre|choisir|c est|{IT_WAS}|la reponse c est) non")
"""« Je voulais dire non »: elsewhere « non » only leads to what is meant."""
MOST_PAST = 6
"""Words behind « c'était » in a correction; a longer text tells something."""
_IN_THE_PAST = re.compile(rf"\b{IT_WAS}\b")
_SHORT = r"\S+(?: \S+){0,3}?"
_BUT_THIS = rf"(?:(?:mais|plutot) (?:{THIS} )?|{THIS} )"
_LEADING = rf"(?:(?:{SORRY}|non|ah|oh|mais|euh) )*?"
_NOT_BUT = re.compile(
    rf"{_LEADING}(?:(?:{THIS}|ce n est) )?pas (?P<not>{_SHORT}) {_BUT_THIS}(?P<rest>{_SHORT})"
    rf"|{_LEADING}{THIS} (?P<rest_>(?!est |etait |pas ){_SHORT}) (?:et |mais )?(?:non )?pas (?P<not_>{_SHORT})"
    r"(?: (?:dans|sur|a) .{1,40})?"
)
"""« C'est pas adjoua c'est adjoa », « c'est adjoa et pas adjoua dans l'autre »."""
_I_MEANT = re.compile(
    rf"(?:(?:{SORRY}|non|ah|oh|mais|euh) )*(?:{THIS} )?"
    rf"(?P<rest>(?!(?:(?:{SORRY}|non|ah|oh|mais|euh|que|ke) )+(?:je|j))\S.*?)"
    r" (?:(?:que|ke|k|qu) )?(?:je |j ?)(?:voulai[st]?|veux|ai voulu) (?:dire|m[ae]tt?re|ecrire|noter|marquer)"
)
"""« C'est adjoa que je voulais dire »."""
_NO = re.compile(
    r"non (?:(?:non|c est|plutot|mets?|met(?:s|tez)|la|le|en fait|je veux) )*(?P<rest>.+?)"
    r"(?P<sorry>(?: (?:pardon|oups|desolee?|dsl))*)(?: (?:svp|stp|plutot))*"
)
"""« Non la 2 »; who says sorry as well means the answer before: « non 2 pardon »."""
_THIS_SORRY = re.compile(
    rf"{THIS} (?:la |le |plutot )*(?P<rest>\S+(?: \S+){{0,2}}) (?:pardon|oups|desolee?|dsl|excuse\w*)"
)
"""« C 2 désolée »."""
_WAS = re.compile(
    r"(?P<last>(?:(?:non|mais|ah|la precedente|celle d avant|(?:la|ma) (?:derniere|reponse)(?: reponse)?"
    r"(?: d avant)?) )*)"
    rf"{IT_WAS}(?: plutot)?"
    r"(?P<not> pas(?: le| la)? \w+ (?:mais|c est|plutot))? (?P<rest>.+?)(?: (?:et )?pas(?: le| la)? \w+)?"
)
"""« C'était 2 », « la dernière c'était insulte », « c'était pas A mais B »."""
_FALSE = r"faux|fausse|pas (?:bon|juste|ca|la bonne)|mal (?:ecrit|mis)"
_I_GAVE = (
    r"(?:j ai|jai|g) (?:mis|mi|ecri[st]?|di[st]?|repondu?|note|marque|donne|envoye)(?: (?:avant|la|hier|en haut))?"
)
_WRONG = re.compile(
    r"(?:(?:oups|pardon|desolee?|non|en fait|ah|oh|mince|attends?|mais|finalement) )*"
    rf"(?:(?:{MISTAKEN}|{BADLY}|{TOO_FAST}|j ai fait (?:une )?erreur)"
    r"(?: (?:de|d|du|sur|dans|a|pour) (?:(?:la|le|les|l|ma|mon) )?\w+| (?:la|ma) (?:derniere|precedente))?"
    r"|c est une erreur|erreur|je veux (?:corriger|changer)(?: (?:ma|la) (?:derniere )?reponse)?"
    r"|(?:corriger|changer) (?:ma|la) (?:derniere )?reponse|je corrige|mauvaise? (?:reponse|bouton|touche)"
    rf"|{THIS} (?:{_FALSE}) (?:ce (?:que|qu|ke) )?{_I_GAVE}"
    rf"|ce (?:que|qu|ke) {_I_GAVE} (?:{THIS}|est|etait) (?:{_FALSE})"
    r"|(?:j ai|jai|g) changer? d ?(?:avis|idee) (?:sur|pour) (?:celle|la question|la tache|la reponse|l)"
    r"(?: (?:d ?avant|derniere|precedente|avant))?"
    rf"|(?:je (?:prefere|voulais)|plutot|{THIS}|non) l ?autre(?: reponse)?"
    rf"|{THIS} (?:pour|pr|sur|de) (?:celle|celui|(?:la|ma|le|l) ?(?:tache|question|reponse|image|photo|phrase|tableau"
    r"|panneau|recu|fiche|autre))(?: (?:d ?avan[st]?|precedente?|derniere|en haut)))"
    r"(?: svp| stp| pardon| desolee?)*"
)


class Thought(Record):
    """A second thought.

    `instead`: the answer that is named, "" for none. `clear`: the text cannot be an answer to the present
    question; a bare "non" before a word can. `sorry`: it is a correction beyond doubt; « Erreur de caisse » may
    be text that is asked for. `past`: an answer of before is named, never one to the present question."""

    instead: str = ""
    clear: bool = True
    sorry: bool = True
    past: bool = False


_AT_ITS_END = re.compile(
    r" (?:(?:pour|dans|de|sur) )?(?:(?:la|ma) (?:derniere|precedente)(?: (?:reponse|tache|question))?|celle d ?avant)$"
)
_LAST_IS = re.compile(
    rf"(?:(?:non|mais|ah|euh|oh|{SORRY}) )*(?:pour )?(?:la|ma) (?:derniere|precedente)(?: (?:reponse|tache|question))?"
    rf" {THIS} (?P<rest>\S+(?: \S+){{0,5}}?)(?: (?:erreur|pardon|oups|desolee?|dsl|svp|stp))*"
)
"""« Erreur la dernière c'est la 1 »."""


def read(text: str) -> Thought | None:
    """The second thought that a text is; None if it is none, or too long for one."""
    if len(text) > MOST_SIGNS:
        return None
    said = written_out(text)
    if (found := _LAST_IS.fullmatch(said)) and "?" not in text:
        return Thought(re.sub(r"^(?:la|le|les) ", "", found["rest"]), past=True)
    before = _AT_ITS_END.sub("", said)
    if before != said and (found := _SAID.fullmatch(before)) and found["rest"]:
        return Thought(_right(found["rest"]), past=True)
    if _WRONG.fullmatch(said):
        return Thought()
    if (found := _SAID.fullmatch(said)) and found["rest"]:
        past = _IN_THE_PAST.search(said) is not None and len(found["rest"].split()) <= MOST_PAST
        return Thought(_right(found["rest"]), sorry=past or _BEYOND.match(said) is not None)
    if _MEANT_NO.fullmatch(said):
        past = _IN_THE_PAST.search(said) is not None
        return Thought("non", sorry=past or _BEYOND.match(said) is not None, past=past)
    if found := _I_MEANT.fullmatch(said):
        return Thought(found["rest"], sorry=len(found["rest"].split()) <= MOST_PAST)
    if found := _THIS_SORRY.fullmatch(said):
        return Thought(found["rest"], past=True)
    if found := _WAS.fullmatch(said):
        clear = bool(found["last"] or found["not"]) or numbers(found["rest"]) is not None
        return Thought(found["rest"], clear=clear, sorry=bool(found["last"]), past=True)
    if found := _NO.fullmatch(said):
        sorry = bool(found["sorry"])
        return Thought(found["rest"], clear=sorry, sorry=sorry, past=sorry)
    return None


_BEGUN = re.compile(rf"(?:nn+|non|{SORRY}) .+|.+ plutot")


def begins(text: str) -> bool:
    """Whether a text begins or ends as a correction, and names something: « corriger la somme », « BAR 24 plutôt »."""
    return "?" not in text and _BEGUN.fullmatch(written_out(text)) is not None


_CODE = re.compile(r"\d|[A-ZÀ-Ý]{2}")


def corrects_a_sign(text: str) -> bool:
    """Whether a text for what stands on a picture is rather a correction: « plutôt BAR 24 », « Non BAR24 ».
    « Non fumeur » and « NON FUMEUR » are signs."""
    written_as_sign = text.isupper() or (text[:1].isupper() and _CODE.search(text) is None)
    return begins(text) and not written_as_sign


def named(text: str) -> str:
    """What a second thought names, as it is written: « moto 450 000 » of « plutôt moto 450 000 »; "" if nothing."""
    found, thought = contrast(text), read(text)
    folded = found[0] if found is not None else thought.instead if thought is not None else ""
    words = text.split()
    written = (" ".join(words[n:]) for n in range(len(words)))
    return next((each for each in written if fold(each) == folded), folded)


_MENDS = re.compile(
    r"(?:(?:non|ah|oh|mais|euh|et) )*"
    r"(?:(?:en fait|en faite|enfait|finalement|plutot)(?! (?:je|on) (?:vais|va|peux|suis|continue|reprends|dois)\b)"
    r"|(?:attends?|attendez)(?! (?:je|j|jai|on|mon|ma|mes)\b))(?: \w+){2,}"
    r"|(?:et|mais|puis|ensuite|en plus|(?:la )?suite)(?: \w+){2,}"
)


def mends(text: str) -> bool:
    """Whether a text may go on with an answer of before: « en fait elle vend des papayes », « et Fatou la suit ».
    « Attends je lave la petite » does not."""
    return "?" not in text and _MENDS.fullmatch(written_out(text)) is not None


_CONTINUES = re.compile(
    r"(?:parce ?que?|p(?:sk|cq|ske)|alors que|tandis que|pendant que|ainsi que|sauf|surtout|dont|avec|deuxieme partie"
    r"|2 ?e(?:me)? partie|(?:est|sont|ont|etait|etaient|avait|avaient)(?! ce )|de \d+ a \d+)(?: \w+)*"
)
_OF_SOMEBODY = re.compile(
    r"(?:(?:assis|debout|couche|allonge|accroupi|penche|habille|vetu|coiffe|entoure)(?:e|s|es)?|portant|tenant"
    r"|en train d\w*|qui(?! (?:est|c est|a raison)\b))(?: \w+)*"
)
"""What somebody is or does whom the text does not name, if no comma leads to it: « debout, une femme parle »."""


def continues(text: str) -> bool:
    """Whether a text begins in the middle of a sentence, of which the answer before may be the beginning: « parce que
    c'est fermé », « ont baissé de 40 à 12 », « assis sur une chaise »."""
    if "?" in text:
        return False
    of_somebody = "," not in text and _OF_SOMEBODY.fullmatch(fold(text))
    return bool(of_somebody or _CONTINUES.fullmatch(fold(text)))


_OF_ONE_NAMED = re.compile(r"(?:elles?|ils?) (?!y |fait |pleut|est l |faut )\w+(?: \w+)*")


def takes_up(text: str) -> bool:
    """Whether a text speaks of whom it does not name: « elle porte un pagne bleu »."""
    return "?" not in text and _OF_ONE_NAMED.fullmatch(fold(text)) is not None


_SHORT_NO = re.compile(r"nn+(?: \w+){2,}")


def denies(text: str) -> bool:
    """Whether a text begins with « nn » before some words: it speaks against the answer before, and is part of no sign,
    no speech and no sentence. « Non c'est fermé » may be one."""
    return "?" not in text and _SHORT_NO.fullmatch(fold(text)) is not None


_SIGHS_NO = re.compile(r"(?:(?:ah+|oh+|aie|eh|zut|mince) )+(?:non|nn+|nan)(?: \w+){2,}")


def sighs(text: str) -> bool:
    """Whether a text sighs before its no, « ah non c de 10 à 6 »: who describes something does not."""
    return "?" not in text and _SIGHS_NO.fullmatch(fold(text)) is not None


def _right(said: str) -> str:
    """What a folded text says to be right: the whole of it, if it says of nothing that it is not."""
    if found := _I_MEANT.fullmatch(said):
        return found["rest"]
    found = _NOT_BUT.fullmatch(said)
    return said if found is None else found["rest"] or found["rest_"]


def contrasts(text: str) -> bool:
    """Whether a text says what is right and what is not: « c'est pas adjoua c'est adjoa »."""
    return "?" not in text and _NOT_BUT.fullmatch(written_out(text)) is not None


def contrast(text: str) -> tuple[str, str] | None:
    """What is right and what is not in such a text, both folded."""
    found = _NOT_BUT.fullmatch(written_out(text)) if "?" not in text else None
    return None if found is None else (found["rest"] or found["rest_"], found["not"] or found["not_"])


def respells(text: str) -> bool:
    """Whether what is right and what is not are almost the same word, as in a word that is written again."""
    found = _NOT_BUT.fullmatch(written_out(text))
    if found is None or "?" in text:
        return False
    right, wrong = found["rest"] or found["rest_"], found["not"] or found["not_"]
    return right != wrong and distance(right, wrong) <= max(1, min(len(right), len(wrong)) // 3)
