"""Second thoughts in text: "pardon, haine", "je voulais dire haine", "je me suis trompée"."""

from __future__ import annotations

import re

from backend.domain.french.slips import MOST_SIGNS
from backend.domain.french.spelling import distance, fold
from backend.records import Record
from bot.flows.engine.numbers import numbers

_MISTAKEN = r"(?:je|j|(?:je?)?(?:me?)?suis?|je?me?|chuis?|me|m) (?:(?:me|m|(?:me?)?suis?) )*tr[oa][mn]p\w+"
"""« Je me suis trompée » in its common spellings."""
_BADLY = (
    r"(?:j|je|g)(?: ?ai|é)? ?mal (?:ecri[st]?e?s?|tape[rzs]?|lue?s?|mis?|note[rzs]?|repondue?s?|vue?s?|compris"
    r"|recopie[rzs]?)"
)
"""« J'ai mal écrit »."""
_TOO_FAST = (
    r"(?:(?:j ai|jai|g) (?:\w+ )?(?:touche[rz]?|clique[rz]?|appuye[rz]?|tape[rz]?|repondu|valide[rz]?|envoye[rz]?)"
    r" (?:(?:un peu|beaucoup) )?(?:trop vite|sans (?:lire|voir|regarder|faire attention)|par erreur|a cote)"
    r"|(?:je |j )?(?:suis|sui|chuis) (?:allee?|aller) (?:un peu )?trop vite|(?:je |j )?me suis precipitee?s?)"
)
"""« J'ai touché trop vite », « je me suis précipitée »."""
_IT_WAS = r"(?:[cs] ?et(?:ai[st]?|e[st]?)|c ?t(?:ai[st]?)?)"
"""« C'était » in its common spellings: « ct », « cetai », « sété »."""
_MEANT = r"(?:(?:je|j) ?(?:voulai[st]?|veux dire)|(?:je|j) ?ai voulu)"
"""« Je voulais », « jvoulai », « j'ai voulu » before what is meant."""
_SORRY = (
    r"pardon|oups|oops|mince|desolee?|excuse[zs]?(?: moi)?|erreur|correction|en fait|enfin|finalement|attends?|plutot"
    rf"|(?:c est |j ai fait )?une erreur|{_MISTAKEN}|{_BADLY}|(?:je )?cor+ige[rz]?|{_MEANT}"
)
_FILLING = (
    r"de (?:bouton|reponse|touche|case)"
    rf"|dire|mettre|ecrire|repondre|choisir|taper|toucher|c est|{_IT_WAS}|c|plutot|la reponse|ma reponse"
    rf"|est|etait|mais|que|{_MEANT}|je veux|non|la|le"
)
_SAID = re.compile(rf"(?P<sorry>(?:(?:non|{_SORRY}) )*?(?:{_SORRY}))(?: (?:{_FILLING}))*(?: (?P<rest>.+?))?")
_BEYOND = re.compile(rf"(?:non )?(?:pardon|oups|desolee?|excuse|{_MEANT}|correction(?! d[eu]s? )|{_MISTAKEN}|{_BADLY})")
_MEANT_NO = re.compile(rf"(?:(?:{_SORRY}|non) )+(?:dire|mettre|repondre|choisir|c est|{_IT_WAS}|la reponse c est) non")
"""« Je voulais dire non »: elsewhere « non » only leads to what is meant."""
MOST_PAST = 6
"""Words behind « c'était » in a correction; a longer text tells something."""
_IN_THE_PAST = re.compile(rf"\b{_IT_WAS}\b")
_SHORT = r"\S+(?: \S+){0,3}?"
_THIS = rf"(?:c ?est|{_IT_WAS}|c)"
_BUT_THIS = rf"(?:(?:mais|plutot) (?:{_THIS} )?|{_THIS} )"
_LEADING = rf"(?:(?:{_SORRY}|non|ah|oh|mais|euh) )*?"
_NOT_BUT = re.compile(
    rf"{_LEADING}(?:(?:{_THIS}|ce n est) )?pas (?P<not>{_SHORT}) {_BUT_THIS}(?P<rest>{_SHORT})"
    rf"|{_LEADING}{_THIS} (?P<rest_>(?!est |etait |pas ){_SHORT}) (?:et |mais )?(?:non )?pas (?P<not_>{_SHORT})"
    r"(?: (?:dans|sur|a) .{1,40})?"
)
"""« C'est pas adjoua c'est adjoa », « c'est adjoa et pas adjoua dans l'autre »."""
_I_MEANT = re.compile(
    rf"(?:(?:{_SORRY}|non|ah|oh|mais|euh) )*(?:{_THIS} )?"
    rf"(?P<rest>(?!(?:(?:{_SORRY}|non|ah|oh|mais|euh|que|ke) )+(?:je|j))\S.*?)"
    r" (?:(?:que|ke|k|qu) )?(?:je |j ?)(?:voulai[st]?|veux|ai voulu) (?:dire|m[ae]tt?re|ecrire|noter|marquer)"
)
"""« C'est adjoa que je voulais dire »."""
_NO = re.compile(
    r"non (?:(?:non|c est|plutot|mets?|met(?:s|tez)|la|le|en fait|je veux) )*(?P<rest>.+?)"
    r"(?P<sorry>(?: (?:pardon|oups|desolee?|dsl))*)(?: (?:svp|stp|plutot))*"
)
"""« Non la 2 »; who says sorry as well means the answer before: « non 2 pardon »."""
_THIS_SORRY = re.compile(
    rf"{_THIS} (?:la |le |plutot )*(?P<rest>\S+(?: \S+){{0,2}}) (?:pardon|oups|desolee?|dsl|excuse\w*)"
)
"""« C 2 désolée »."""
_WAS = re.compile(
    r"(?P<last>(?:(?:non|mais|ah|la precedente|celle d avant|(?:la|ma) (?:derniere|reponse)(?: reponse)?"
    r"(?: d avant)?) )*)"
    rf"{_IT_WAS}(?: plutot)?"
    r"(?P<not> pas(?: le| la)? \w+ (?:mais|c est|plutot))? (?P<rest>.+?)(?: (?:et )?pas(?: le| la)? \w+)?"
)
"""« C'était 2 », « la dernière c'était insulte », « c'était pas A mais B »."""
_FALSE = r"faux|fausse|pas (?:bon|juste|ca|la bonne)|mal (?:ecrit|mis)"
_I_GAVE = (
    r"(?:j ai|jai|g) (?:mis|mi|ecri[st]?|di[st]?|repondu?|note|marque|donne|envoye)(?: (?:avant|la|hier|en haut))?"
)
_WRONG = re.compile(
    r"(?:(?:oups|pardon|desolee?|non|en fait|ah|oh|mince|attends?|mais|finalement) )*"
    rf"(?:(?:{_MISTAKEN}|{_BADLY}|{_TOO_FAST}|j ai fait (?:une )?erreur)"
    r"(?: (?:de|d|du|sur|dans|a|pour) (?:(?:la|le|les|l|ma|mon) )?\w+| (?:la|ma) (?:derniere|precedente))?"
    r"|c est une erreur|erreur|je veux (?:corriger|changer)(?: (?:ma|la) (?:derniere )?reponse)?"
    r"|(?:corriger|changer) (?:ma|la) (?:derniere )?reponse|je corrige|mauvaise? (?:reponse|bouton|touche)"
    rf"|{_THIS} (?:{_FALSE}) (?:ce (?:que|qu|ke) )?{_I_GAVE}"
    rf"|ce (?:que|qu|ke) {_I_GAVE} (?:{_THIS}|est|etait) (?:{_FALSE})"
    r"|(?:j ai|jai|g) changer? d ?(?:avis|idee) (?:sur|pour) (?:celle|la question|la tache|la reponse|l)"
    r"(?: (?:d ?avant|derniere|precedente|avant))?|je (?:prefere|voulais) l ?autre(?: reponse)?|plutot l ?autre"
    rf"|{_THIS} (?:pour|pr|sur|de) (?:celle|celui|(?:la|ma|le|l) ?(?:tache|question|reponse|image|photo|phrase|tableau"
    r"|panneau|recu|fiche|autre))(?: (?:d ?avan[st]?|precedente?|derniere|en haut)))"
    r"(?: svp| stp| pardon| desolee?)*"
)

_FORGOTTEN = re.compile(
    rf"(?:(?:{_SORRY}|non|oh|ah|mais|et) )*(?:(?:j|je) ?ai (?:aussi )?(?:oublie[er]?|oublier|zappe)"
    r"(?: (?:de (?:mettre|cocher|dire|noter|choisir|ajouter|toucher|taper|marquer)|aussi|encore))*"
    r"|(?:il )?(?:manque|manquait)|(?:je )?(?:veux |voulais )?r?ajoute[rz]?)"
    r" (?:(?:le|la|les|l|du|de|des|un|une|aussi) )*"
    r"(?P<rest>.+?)(?: aussi)?"
)
"""« J'ai oublié tissu », « il manque le tissu », « ajoute tissu »."""


_LEFT_OUT = re.compile(
    rf"(?:(?:{_SORRY}|non|oh|ah|mais|et) )*(?:j|je) ?ai (?:aussi )?(?:oublie[er]?|oublier|zappe)"
    r" (?:de |d )(?:mettre|dire|noter|ajouter|ecrire|marquer|preciser|signaler)\b.*"
)
"""« J'ai oublié de dire qu'elle rit », of an answer in any words."""
_UNDONE = (
    r"(?:moi )?(?:(?:tout )?(?:ca|cela|ce (?:que|qu) .{1,60})|(?:le|la|les|l|mon|ma|mes|ce|cet|cette|ces)"
    r" (?:(?:\d+|deux|trois|derniers?|dernieres?) )*"
    r"(?:messages?|reponses?|codes?|invitations?|actions?|changements?|modifications?|choses?|derniere?)(?: .{1,60})?)"
)
_TAKEN_BACK = re.compile(
    rf"(?:(?:{_SORRY}|non|oh|ah|mais|euh|zut|stop) )*?"
    r"(?:(?:je (?:veux|voudrais|peux) |comment )?"
    rf"(?:(?:annul\w+|defai\w+|efface[rz]?|supprime[rz]?|retire[rz]?|enleve[rz]?|rattrape[rz]?) {_UNDONE}"
    r"|annul(?:e|er|ez)(?: tout)?|defais(?: tout)?|defaire)"
    r"|j annule(?: (?:tout|ca))?|cancel|undo"
    rf"|{_MISTAKEN}(?: (?:de|d|du|sur) .{{1,40}})?|(?:c est |j ai fait )une erreur"
    r"|oups|oops|mince|zut|attends?|j ai change d avis)(?: (?:svp|stp|non|pardon|attends?))*"
)
"""« Annule ce que je viens de faire », « non attends », « je me suis trompée de personne »."""
_FOR_ANOTHER = re.compile(
    rf"(?:(?:{_SORRY}|non|oh|ah|mais|zut) )*{_IT_WAS}(?: plutot)?"
    r" (?:(?:pour|au|aux) (?:(?:le|la|les|l) )?\w+(?: \w+)?|\d+(?: \w+)?)(?: (?:et )?pas .{1,40})?"
)
"""« C'était pour le Togo », « c'était 2 codes », « c'était pour Fatou pas Awa »."""
_TO_ANOTHER = re.compile(
    rf"(?:(?:{_SORRY}|non|oh|ah|mais|zut|{_THIS}) )*+"
    r"(?:mauvaise personne|pas (?:la bonne(?: personne)?|la personne|(?:a|pour) (?:elle|lui|eux|[^\W\d]+)))"
    rf"(?: (?:{_SORRY}|svp|stp))*"
)
"""« Oups mauvaise personne », « c'était pas pour elle »."""
_SOME = r"(?:deux|trois|quatre|cinq|[2-9]|1\d) (?:taches?|reponses?|questions?)"
_OLDER = re.compile(
    r"(?:(?:non|et|mais|en fait|pardon|oups|je veux|je voudrais|je peux|corriger?|changer?|modifier|de|sur|pour) )*"
    r"(?:(?:la|ma|l|mon|celle) )?"
    r"(?:avant dernieres?|avant avant derniere|d avant avant"
    rf"|(?:(?:reponse|tache) )?(?:d )?il y a {_SOME}"
    r"|(?:premiere|1 ?ere|(?:deux|trois|quatr)ieme|[234] ?e(?:me)?)"
    r"(?= (?:tache|reponse|question|c etait|c est faux|est fausse|etait)\b))"
    r"(?: (?:tache|reponse|question))?(?: .{1,60})?"
)
"""« L'avant-dernière c'est haine », « corriger la deuxième réponse »."""
LEAST_OF_OLDER = 4
"""Words of such a text: « l'avant-dernière » alone may be a choice of this question."""


class Thought(Record):
    """A second thought.

    `instead`: the answer that is named, "" for none. `clear`: the text cannot be an answer to the present
    question; a bare "non" before a word can. `sorry`: it is a correction beyond doubt; « Erreur de caisse » may
    be text that is asked for. `past`: an answer of before is named, never one to the present question."""

    instead: str = ""
    clear: bool = True
    sorry: bool = True
    past: bool = False


_NO_WRITTEN_SHORT = re.compile(r"^(?:(?:nn+|nan+|naan|nonn+|non) )*(?:nn+|nan+|naan|nonn+)(?= |$)")
_SIGH = re.compile(rf"^(?:(?:ah+|oh+|eh|aie|he) )+(?=(?:non|{_SORRY}) )")
"""« Ah », « oh » before what corrects: « ah pardon, 2 »."""


def _said(text: str) -> str:
    """The text folded, without a sigh, its first no written out: « nn la 2 »."""
    return _NO_WRITTEN_SHORT.sub("non", _SIGH.sub("", _NO_WRITTEN_SHORT.sub("non", fold(text))))


_ALSO = re.compile(
    rf"(?:(?:{_SORRY}|non|oui|ah|oh|mais|et) )*(?:(?:le|la|les|l|du|de|des|un|une) )*"
    r"(?:(?P<rest>\S+(?: \S+){0,4}?) (?:aussi|en plus|egalement)|(?:aussi|et aussi|plus) (?P<rest_>\S+(?: \S+){0,4}))"
)


def also(text: str) -> str | None:
    """What a text says to belong to an answer too: « tissu aussi ». None if it says nothing of the kind."""
    found = _ALSO.fullmatch(_said(text)) if "?" not in text else None
    return None if found is None else found["rest"] or found["rest_"]


_AND = re.compile(r"\s*(?:et\s|[+&,])\s*(?P<rest>\S.*)", re.IGNORECASE | re.DOTALL)


def goes_on(text: str) -> str | None:
    """What a text names behind « et » or « + », which go on with an answer of before. None if it does not begin so."""
    found = _AND.fullmatch(text) if "?" not in text else None
    return None if found is None else found["rest"]


_ONLY = re.compile(
    rf"(?:(?:{_SORRY}|non|ah|oh|mais|euh|oui) )*(?:(?:juste|seulement|uniquement|que|rien que) )+(?:(?:la|le|les) )?"
    r"(?P<rest>\S+(?: \S+){0,4}?)"
    r"|(?P<rest_>\S+(?: \S+){0,4}?) (?:seulement|uniquement)"
)


def only(text: str) -> str | None:
    """What a text says to be the only answer: « juste 1 ». None if it says nothing of the kind."""
    found = _ONLY.fullmatch(_said(text)) if "?" not in text else None
    return None if found is None else found["rest"] or found["rest_"]


_RATHER = re.compile(r"(?:(?:ou|bon|euh|mais) )*plutot (?P<rest>.+)|(?P<rest_>.+) plutot")


def rather(text: str) -> str | None:
    """What a text says to be rather the answer, of this question or of the one before: « plutôt 2 », « la 2 plutôt ».
    None if it says nothing of the kind."""
    found = _RATHER.fullmatch(_said(text)) if "?" not in text else None
    return None if found is None else found["rest"] or found["rest_"]


_AT_ITS_END = re.compile(
    r" (?:(?:pour|dans|de|sur) )?(?:(?:la|ma) (?:derniere|precedente)(?: (?:reponse|tache|question))?|celle d ?avant)$"
)
_LAST_IS = re.compile(
    rf"(?:(?:non|mais|ah|euh|oh|{_SORRY}) )*(?:pour )?(?:la|ma) (?:derniere|precedente)(?: (?:reponse|tache|question))?"
    rf" {_THIS} (?P<rest>\S+(?: \S+){{0,5}}?)(?: (?:erreur|pardon|oups|desolee?|dsl|svp|stp))*"
)
"""« Erreur la dernière c'est la 1 »."""


def read(text: str) -> Thought | None:
    """The second thought that a text is; None if it is none, or too long for one."""
    if len(text) > MOST_SIGNS:
        return None
    said = _said(text)
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


def forgotten(text: str) -> str | None:
    """What a text says to add to an answer: « j'ai oublié tissu ». None if it says nothing of the kind."""
    found = _FORGOTTEN.fullmatch(_said(text))
    return found["rest"] if found is not None else None


_TAKEN_OFF = re.compile(
    rf"(?:(?:{_SORRY}|non|oh|ah|mais|et) )*(?:je (?:veux |peux )?)?"
    r"(?:(?:enleve|retire|supprime|decoche|ote)[rz]?|sans|pas) (?:(?:le|la|les|l|du|de|des) )*(?P<rest>.+)"
)


def taken_off(text: str) -> str | None:
    """What a text says to take away from an answer: « enlève tissu », « pas tissu ». None if it says nothing of it."""
    found = _TAKEN_OFF.fullmatch(_said(text)) if "?" not in text else None
    return found["rest"] if found is not None else None


def left_out(text: str) -> bool:
    """Whether a text says that something was left out of an answer: « j'ai oublié de dire qu'elle rit »."""
    return _LEFT_OUT.fullmatch(_said(text)) is not None


_BEGUN = re.compile(rf"(?:nn+|non|{_SORRY}) .+|.+ plutot")


def begins(text: str) -> bool:
    """Whether a text begins or ends as a correction, and names something: « corriger la somme », « BAR 24 plutôt »."""
    return "?" not in text and _BEGUN.fullmatch(_said(text)) is not None


_CODE = re.compile(r"\d|[A-ZÀ-Ý]{2}")


def corrects_a_sign(text: str) -> bool:
    """Whether a text for what stands on a picture is rather a correction: « plutôt BAR 24 », « Non BAR24 ».
    « Non fumeur » and « NON FUMEUR » are signs."""
    written_as_sign = text.isupper() or (text[:1].isupper() and _CODE.search(text) is None)
    return begins(text) and not written_as_sign


_EXCUSE_OF = re.compile(
    r"(?:(?:ah|oh|vraiment|je suis) )*(?:pardon|desolee?s?|dsl|excuse[zs]?(?: moi)?)"
    r"(?: (?:vraiment|mais|hein|car|parce que|hier|la))*"
    r" (?:(?:j|je) ?(?:n ?)?(?:etais|avais|dormais|travaillais|voyageais|suis (?:malade|en retard|absente|occupee)"
    r"|ai (?:eu|ete|pas pu|pas eu))"
    r"|(?:pour|du|de) (?:(?:le|la|l|mon|ma|ce|cette) )?(?:retard|absence|attente|derangement|silence))\b.*"
)


def excuses(text: str) -> bool:
    """Whether a text says why somebody was away or is late: « désolée j'étais au village » corrects nothing."""
    return _EXCUSE_OF.fullmatch(_said(text)) is not None


def named(text: str) -> str:
    """What a second thought names, as it is written: « moto 450 000 » of « plutôt moto 450 000 »; "" if nothing."""
    found, thought = contrast(text), read(text)
    folded = found[0] if found is not None else thought.instead if thought is not None else ""
    words = text.split()
    written = (" ".join(words[n:]) for n in range(len(words)))
    return next((each for each in written if fold(each) == folded), folded)


_MENDS = re.compile(
    r"(?:(?:non|ah|oh|mais|euh|et) )*(?:en fait|en faite|enfait|finalement|plutot|attends?|attendez)(?: \w+){2,}"
    r"|(?:et|mais|puis|ensuite|en plus|(?:la )?suite)(?: \w+){2,}"
)


def mends(text: str) -> bool:
    """Whether a text may go on with an answer of before: « en fait elle vend des papayes », « et Fatou la suit »."""
    return "?" not in text and _MENDS.fullmatch(_said(text)) is not None


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
    return "?" not in text and _NOT_BUT.fullmatch(_said(text)) is not None


def contrast(text: str) -> tuple[str, str] | None:
    """What is right and what is not in such a text, both folded."""
    found = _NOT_BUT.fullmatch(_said(text)) if "?" not in text else None
    return None if found is None else (found["rest"] or found["rest_"], found["not"] or found["not_"])


def respells(text: str) -> bool:
    """Whether what is right and what is not are almost the same word, as in a word that is written again."""
    found = _NOT_BUT.fullmatch(_said(text))
    if found is None or "?" in text:
        return False
    right, wrong = found["rest"] or found["rest_"], found["not"] or found["not_"]
    return right != wrong and distance(right, wrong) <= max(1, min(len(right), len(wrong)) // 3)


_OF_BEFORE = re.compile(
    r"(?=.*(?:\bc ?est\b|\bc ?t\b|\bcetait\b|\betait\b|\bnon\b|\bpas\b|\bfaux\b|\btromp)).*\b(?:tout a l ?heure|tantot"
    r"|(?:d|de|du|la|le|celle|celui|recu|fiche|tache) ?(?:d )?avant|precedente?)\b.*"
)


def of_before(text: str) -> bool:
    """Whether a text says what something of before is: « le total de tout à l'heure c'est 2000 »."""
    return "?" not in text and len(text) <= MOST_SIGNS and _OF_BEFORE.fullmatch(_said(text)) is not None


def takes_back(text: str) -> bool:
    """Whether a text wants undone what was done, whatever that was: « annule ce que je viens de faire »."""
    return _TAKEN_BACK.fullmatch(_said(text)) is not None


def names_another(text: str) -> bool:
    """Whether a text says for whom, where or how many what was done was meant: « c'était pour le Togo »."""
    return _FOR_ANOTHER.fullmatch(_said(text)) is not None


def to_another(text: str) -> bool:
    """Whether a text says that what was done went to the wrong person: « oups mauvaise personne »."""
    return "?" not in text and _TO_ANOTHER.fullmatch(_said(text)) is not None


def of_older(text: str) -> bool:
    """Whether a text is about an answer before the last one: « l'avant-dernière c'est haine »."""
    said = _said(text)
    return len(said.split()) >= LEAST_OF_OLDER and _OLDER.fullmatch(said) is not None
