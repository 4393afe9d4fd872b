"""Match typed text with the choices of the open question; replies to messages that no question takes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from backend.domain.french.numbers import with_digits
from backend.domain.french.spelling import fold
from backend.domain.messaging import intents
from backend.domain.messaging.message import tr
from backend.domain.messaging.numbering import by_place, leading, named, own
from backend.records import Record
from bot.flows.engine import agreement, reasoned, yes_no
from bot.flows.engine.labels.misspelled import denies, heard, near
from bot.flows.engine.labels.words import Labelled, also, is_none, telling
from bot.flows.engine.numbers import by_ear, numbers, said_of_all

TICK = "☑"
"""The sign before the label of a choice that is ticked."""
PICK = tr("Choisis une des réponses ci-dessous.")
PICK_SOME = tr("Touche une ou plusieurs réponses, puis « Valider ».")
ONLY_ONE = tr("Une seule réponse est possible ici. Laquelle choisis-tu ?")

CONFIRMS = "done"
"""The id of the button that confirms what is ticked. It is not an answer, so it has no number among them."""
GOING_ON = frozenset({"next", "right"})
"""Ids of choices that only lead on. If a question has one such choice, "ok" and "oui" pick it."""
SENDING = frozenset({CONFIRMS, "right", "send"})
"""Ids of choices that give what was filled in or ticked: « c'est bon, envoie » picks the one of them."""
ACCEPTING = "accept:"
"""The prefix of the ids of choices that accept offered work."""


How = Literal["label", "yes", "number", "near", "wished"]
"""How the text names a choice: by its whole label; by a yes or no, or by "ok"; by its number; by its label with a slip;
by its whole label behind a wish, or politely: « je prends la date », « passer svp »."""


class Found(Record):
    """The choice that was typed, and how."""

    choice: str
    how: How


MOST_SIGNS = 500
"""Signs of a text that names choices in words of its own. A longer one is read only as a whole label."""


_NOT_GOOD = re.compile(
    r"(?:(?:ce |c )?(?:n )?(?:est|sont) )?pas (?:(?:la|le|les) )?(?:bon(?:ne)?|juste|correcte?|vraie?|valable|valide)s?"
)


_SIGNED = re.compile(r"\s*[+\-−–]\d{1,2}\s*")
"""« +1 » says « me too », or one point more: it is no 1."""


def find(typed: str, choices: Labelled, *, free: bool, asides: bool = False) -> Found | None:
    """The choice that was typed: its number, or its label without accents or with a small slip; None if there is none.
    « Le mail est pas bon » is « E-mail faux ».

    Numbers count the answers; asides are counted after them where the channel numbers them (`asides`). `free`: the
    question takes free text; then only a whole label counts, and any wording of "Je ne sais pas"."""
    if _SIGNED.fullmatch(typed) and all(label.strip() != typed.strip() for _, label in choices):
        return None
    found = _found(typed, choices, free=free, asides=asides)
    if found is None or found.how == "label" or not _DOUBTS.search(fold(typed[:MOST_SIGNS])):
        return found
    return None if any(each.id == found.choice and each.says == "sure" for each, _ in choices) else found


_DOUBTS = re.compile(
    r"\b(?:crois|pense|dirai[st]|suppose|imagine|doute|peut etre|surement|normalement|principe|probable\w*)\b"
)
"""« Oui je crois », « oui sans doute » are no yes to what cannot be taken back."""


def _found(typed: str, choices: Labelled, *, free: bool, asides: bool) -> Found | None:
    found = _find(typed, choices, free=free, asides=asides)
    if found is None and not free and len(typed) <= MOST_SIGNS:
        why, without = reasoned.parted(typed)
        asked = [(choice, label) for choice, label in choices if not choice.id.startswith("/")]
        if not why or _find(why, asked, free=free) is None:  # « la livraison donc le prix » names two
            read = (_find(each, choices if is_number(each) else asked, free=free, asides=asides) for each in without)
            found = next(filter(None, read), None)
    if found is None and len(typed) <= MOST_SIGNS and (wanted := reasoned.wished(typed)):
        named = _called(wanted, choices, also(choices), free)  # « je veux la paix » is no « La paie »
        if named is None and not free and is_number(wanted):  # « oui la 2 »
            named = _find(wanted, choices, free=free, asides=asides)
        found = Found(named.choice, "wished") if named is not None else None
    found = found or (_by_a_word(typed, choices) if not free and len(typed) <= MOST_SIGNS else None)
    denied = None if found is not None or free or len(typed) > MOST_SIGNS else _NOT_GOOD.search(fold(typed))
    if denied is None or not telling(_NOT_GOOD.sub("", fold(typed)), frozenset()):  # « c'est pas bon » names nothing
        return found
    said = (_NOT_GOOD.sub(wrong, fold(typed)) for wrong in ("faux", "fausse"))
    return next(filter(None, (_find(each, choices, free=free) for each in said)), None)


def _find(typed: str, choices: Labelled, *, free: bool, asides: bool = False) -> Found | None:
    text = fold(typed)
    if not text:
        return None
    others = also(choices)
    if (called := _called(typed, choices, others, free)) is not None:
        return called
    if (unsure := _unsure(typed, choices)) is not None:
        return Found(unsure, "near")
    if free or len(typed) > MOST_SIGNS:
        return None
    if (said := yes_no.meant(typed, choices)) is not None:  # an answer to "Oui, réunir" and "Non merci"
        return Found(said, "yes")
    if yes_no.goes_on(typed):  # "ok" to an offer, or to a screen that only leads on
        on = [choice for choice, _ in choices if choice.id in GOING_ON or choice.id.startswith(ACCEPTING)]
        on = on if len(on) == 1 else [choice for choice in on if choice.says == "yes"]
        on = [choice for choice in on if choice.says != "sure" or yes_no.surely(typed)]
        return Found(on[0].id, "yes") if len(on) == 1 else None
    if said_of_all(text) is not None or _GOES.fullmatch(text):
        return None
    if (sent := _sent_or_told_twice(typed, choices)) is not None:
        return sent[0]
    numbered = counted(choices)
    # « le dernier » in a list of projects does not mean a button below the list
    answered = 0 if any(choice.id.startswith("/") for choice, _ in numbered) else len(numbered)
    if (written := numbers(typed, answered)) is not None:
        if asides:
            numbered = [*numbered, *((choice, label) for choice, label in choices if choice.aside)]
        at = numbered_at(written[0], typed, numbered) if len(written) == 1 else None
        return Found(at, "number") if at is not None else None
    if intents.read(typed) == "none":  # "aucun" picks "Rien de tout cela"
        none = [choice.id for choice, label in choices if is_none(label)]
        return Found(none[0], "near") if len(none) == 1 else None
    labels = [(fold(label), choice.id) for choice, label in choices]
    kept = frozenset(label for label, _ in labels)
    told = telling(typed, kept)
    meant = {choice_id for label, choice_id in (*labels, *others) if told and told == telling(label, kept)}
    if len(meant) == 1:  # "c'est un fruit"
        return Found(meant.pop(), "near")
    names = [*labels, *others]
    # a word of the chat stands as it is: « annonce Un » is no « Annoncer »
    ours = [(name, each) for name, each in names if not each.startswith("/")]
    bare = [(" ".join(telling(name, kept)), each) for name, each in ours]
    # « livraizon » is « La livraison »
    slip = heard(typed, ours, kept) or near(text, names) or near(" ".join(told), bare)
    return Found(slip, "near") if slip is not None else None


_GOES = re.compile(r"(?:(?:oui|ok|bon|bof|hum+|mouais|non|moi) )*(?:ca|sa) passe\b.*")
"""« Ça passe » says that something is fine, or that it loads: it is no « Passer »."""
LEAST_OF_A_WORD = 4
_JUDGES = frozenset(
    ("faux", "fausse", "juste", "justes", "vrai", "vraie", "bonne", "bonnes", "mauvais", "mauvaise", "correct", "exact")
)
"""Words that say whether all of it is right: « c'est faux » is not « Téléphone faux »."""


def _by_a_word(typed: str, choices: Labelled) -> Found | None:
    """The only answer to a client's question in whose label a word stands: « plat » is « Plat préparé », but
    « produit » neither « Produit abîmé » nor « Produit perdu »."""
    told = telling(typed)
    if len(told) != 1 or len(told[0]) < LEAST_OF_A_WORD or not told[0].isalpha() or told[0] in _JUDGES:
        return None
    having = [(choice, label) for choice, label in choices if told[0] in fold(label).split()]
    if len(having) != 1 or not having[0][0].id.startswith(yes_no.OF_CLIENT) or denies(fold(having[0][1])):
        return None
    return Found(having[0][0].id, "near")


_NUMBER_FIRST = re.compile(
    r"(?:(?:c|cest|est|c est|le|la|l|numero|num|n|no|je|prends|choisis|dis|mets|reponse|donc) )*+(\d{1,2})(?:er|e|eme)?"
    r" (?:(?:c est|c|est|donc|pour|la|le|l|les|de) )*+(\D+)"
)
_NUMBER_LAST = re.compile(
    r"(?:(?:c est|c|je|prends|choisis|dis|mets) )*+(\D+?) (?:(?:donc|c est|c|le|la|numero|num|n|no) )*(\d{1,2})"
)


def _sent_or_told_twice(typed: str, choices: Labelled) -> tuple[Found | None] | None:
    """The choice that sends what was filled in, if the text says so; or the one that the text names twice, by its
    number and its label: « 2 transport », « c la 3 santé »; or the one whose label has the number: « Fatou (n° 12) ».
    (None,): the two are not the same, or it is not clear which one sends, so it has to be asked. None: the text does
    none of this."""
    if (numbered_so := own(fold(typed), [label for _, label in choices])) is not None:
        (at,) = numbered_so
        return (Found(choices[at][0].id, "label") if at is not None else None,)
    if agreement.sends(typed):
        ends = [choice.id for choice, _ in choices if choice.id in SENDING and choice.says != "sure"]
        return (Found(ends[0], "yes"),) if len(ends) == 1 else None
    numbered = counted(choices)
    labels = [label for _, label in numbered]
    if not by_place(labels) or any(choice.id.startswith("/") for choice, _ in numbered):
        return None  # « annonce 1 » is a word of the chat with its number
    said = fold(typed)
    first, last = _NUMBER_FIRST.fullmatch(said), _NUMBER_LAST.fullmatch(said)
    for number, name in ((first[1], first[2]) if first else ("", ""), (last[2], last[1]) if last else ("", "")):
        found = find(name, numbered, free=False) if name else None
        if found is None or found.how == "number":
            continue
        place = named(int(number), labels)
        same = place is not None and numbered[place][0].id == found.choice
        return (Found(found.choice, "label"),) if same else (None,)
    return None


def _called(typed: str, choices: Labelled, others: Sequence[tuple[str, str]], free: bool) -> Found | None:
    """The choice whose whole label, or other name (`others`, as in `also`), was typed."""
    exact = [choice.id for choice, label in choices if label.split() == typed.split()]
    if len(exact) == 1:  # options that differ only in punctuation or capitals
        return Found(exact[0], "label")
    text = fold(typed)
    whole = [choice.id for choice, label in choices if fold(label) == text]
    if len(whole) == 1:
        return Found(whole[0], "label")
    said = {text, with_digits(fold(_OUT_OF.sub(" sur ", typed)))}
    named_so = {choice_id for word, choice_id in others if word in said}
    return Found(named_so.pop(), "near") if len(named_so) == 1 and not whole and not free else None


_OUT_OF = re.compile(r"(?<=\d)\s*/\s*(?=\d)")
"""« 4/5 » is « 4 sur 5 »; « 4,5 » and « 4 5 » are not."""


_NOT_UNKNOWN = re.compile(
    r"\b(?:hesit\w*|dout\w*|reflechi\w*|encore|decid\w*|veux|veu|voulez|importe|hasard|m ?en fou\w*)\b"
)
"""« J'hésite », « pas encore décidé », « comme tu veux » do not answer « Je ne sais pas », which a test counts as
wrong."""


def _unsure(typed: str, choices: Labelled) -> str | None:
    """The choice « Je ne sais pas » if there is one and the text says so: "jsp", "aucune idée"."""
    if intents.read(typed) != "unsure" or _NOT_UNKNOWN.search(fold(typed)) is not None:
        return None
    found = [choice.id for choice, label in choices if intents.read(label) == "unsure"]
    return found[0] if len(found) == 1 else None


def counted(choices: Labelled) -> Labelled:
    """The choices that are answers, which are numbered from 1."""
    return [(choice, label) for choice, label in choices if not choice.aside and choice.id != CONFIRMS]


def match(typed: str, choices: Labelled, *, free: bool, asides: bool = False) -> str | None:
    """The id of the choice that was typed; see `find`."""
    found = find(typed, choices, free=free, asides=asides)
    return found.choice if found is not None else None


def is_number(typed: str) -> bool:
    """Whether the text is nothing but numbers."""
    return numbers(typed) is not None


def is_bare(typed: str) -> bool:
    """Whether the text is only a yes or a no, which has a meaning only together with what is shown."""
    return yes_no.read(typed) is not None or yes_no.goes_on(typed)


_ORDINAL = re.compile(r"premi|derni|second|\w+iemes?\b|\d ?(?:er|ere|e|eme)\b")


_OF_A_SCALE = re.compile(r"\b(?:etoile|point)s?\b")
"""« Mets-moi 5 étoiles » names a point of a scale, and not the fifth of other choices."""


def numbered_at(number: int, typed: str, choices: Labelled) -> str | None:
    """The id of the choice that a number names. "le deuxième" names none if the labels are numbers themselves, or where
    what is picked cannot be taken back: it may be one of what is listed above."""
    labels = [label for _, label in choices]
    sure = any(choice.says == "sure" for choice, _ in choices)
    if (sure or not by_place(labels)) and _ORDINAL.search(by_ear(fold(typed))):
        return None
    if any(leading(label) is None for label in labels) and _OF_A_SCALE.search(fold(typed)):
        return None
    place = named(number, labels)
    return choices[place][0].id if place is not None else None
