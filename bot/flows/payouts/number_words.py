"""What is said of the number where she is paid: a sentence that names it, and what she says instead of it."""

from __future__ import annotations

import re
from typing import Literal

from backend.domain.french.spelling import fold
from backend.domain.messaging import intents, not_meant
from backend.domain.messaging.intent_vocabulary import vocabulary
from backend.domain.payouts import destinations
from backend.domain.payouts.destinations import DestinationKind, NotPayable
from bot.flows.engine.names import FAMILY

_NUMBER = re.compile(r"(?<!\d)\d(?: ?\d){7,14}(?!\d)")
_OF_PAY = frozenset(
    (
        *("paie", "paies", "paye", "payes", "payez", "payer", "payee", "paiement", "argent", "gains", "salaire"),
        *("wave", "orange", "mtn", "moov", "airtel", "momo", "om", "money", "recevoir", "mets", "met", "mettez"),
        *("mettre", "envoie", "envoyez", "envoyer", "change", "changer", "changez", "modifier"),
        *("remplace", "remplacer"),
    )
)
"""Words of which the sentence has one."""
_NAMES = frozenset(("wave", "orange", "mtn", "moov", "airtel", "momo", "om", "money"))
_BESIDE = frozenset(
    (
        *("mon", "ma", "mes", "le", "la", "l", "les", "un", "ce", "ca", "c", "est", "cest", "ici", "de", "d", "du"),
        *("numero", "num", "no", "n", "compte", "mobile", "puce", "sim", "moi", "m", "sur", "au", "a", "par", "avec"),
        *("pour", "dessus", "depot", "alors", "maintenant", "plutot", "svp", "stp", "merci", "et", "en", "bien"),
        *(
            "nouveau",
            "nouvelle",
            "autre",
            "bon",
            "voici",
            "voila",
            "je",
            "j",
            "on",
            "veux",
            "veu",
            "veut",
            "vx",
            "voudrais",
            "etre",
            "va",
        ),
        *("sera", "tout", "mais", "non", "oui", "ok", "bonjour", "bonsoir", "tu", "vous", "peux", "pouvez", "il"),
        *("faut", "desormais", "veu", "veut", "vx"),
    )
)
"""Words that it may have besides: what says more tells something else."""
_OF_THE_OLD = frozenset(("efface", "effacer", "supprime", "supprimer", "enleve", "enlever", "ancien", "vieux", "la"))
"""What is said of the number before: « efface mon numéro et mets 07 01 02 03 04 »."""
_HERS = frozenset(("mon", "trompee", "trompe"))
"""With « numéro » it is her own: « mon numéro c'est 07 01 02 03 04 », « je me suis trompée de numéro »."""
_MISTAKEN = frozenset(
    (
        *("pardon", "oups", "desolee", "desole", "attends", "erreur", "correction", "fait", "trompee", "trompe", "me"),
        *("suis", "plus", "pas", "mauvais", "faux", "ecris", "ecrire", "dire", "voulais"),
    )
)
"""Words around the number that stands in place of another: « non pardon c'est 07 01 02 03 04 »."""
MOST_SIGNS = 120
"""A longer text tells something."""

_WALLETS = r"(?:(?:orange|mtn|moov|airtel|free|mobile|wave|t) ?(?:money)?|momo|mobicash|m ?pesa)"
_WALLET = re.compile(
    r"(?:(?:sur|par|avec|mon|ma|un|le|compte|numero|c est|je|j|veux|voudrais|prefere|ai|utilise|prends|plutot|etre"
    rf"|payee|recevoir|seulement|moi) )*(?:{_WALLETS})"
)
"""The name of a wallet: « je veux orange money »."""
_WHICH = re.compile(
    rf"(?:(?:c est|je mets|je prends|je donne|quoi|lequel|laquelle|le|mon) )*{_WALLETS}"
    rf"(?: ou (?:le |mon )?{_WALLETS})+"
    r"(?: (?:c est (?:quoi )?(?:mieux|le mieux|bon|pareil|lequel)|lequel|quoi|les deux|je mets quoi|est mieux))*"
    r"|(?:lequel|quel operateur|quel reseau|quel numero)"
    r"(?: (?:je mets|est mieux|c est|mieux|vous voulez|tu veux|choisir))*"
)
"""She asks which of her wallets: « wave ou orange c'est mieux ? »."""
_WHY = re.compile(
    r"(?:pourquoi|c est pour quoi|pour quoi faire|a quoi (?:ca|il) sert)"
    r"(?: (?:est ce que|tu|vous|me|m|le|la|mon|ma|numero|num|compte|veux|voulez|veut|demandes?|demandez|as|avez"
    r"|besoin|de|faut|il|ca|ce|faire|donner|dois|je))*"
    r"|(?:est ce que )?(?:c est|il est|mon numero est) (?:bien )?(?:securise|protege|en securite|prive)"
)
"""She asks what her number is for, or whether it is safe."""
_WHOSE = re.compile(
    r"(?:(?:non|bon|alors|je|on|veux|peux|vais|dois|mettre|mets|donner|donne[sz]?|prends|c est|sur|ca|sera|celui"
    r"|le|ce|numero|num|compte|wave|orange|momo|telephone|de|d|du|a) )*"
    r"(?:(?:mon|ma|un|une) (?:frere|soeur|mari|mere|maman|pere|papa|fille|fils|copain|tante|tantie|oncle|cousine?|amie?"
    r"|voisine?|copine|enfant|patronne)|le mien|moi(?: meme)?)(?: (?:svp|stp))?"
)
"""Whose number it is, without the number: « le numéro de mon frère », « non le mien »."""
_OF_ANOTHER = re.compile(
    rf".*\b(?:compte|numero|num|wave|momo|orange|mtn|moov|puce|sim|nom)\b.*\b(?:a|de|c est|est a|pour|celui de)"
    rf" (?:ma|mon|une|un) {FAMILY}\b.*|.*\b(?:ma|mon) {FAMILY}\b.*\b(?:compte|numero|wave|momo)\b.*"
)
"""« Mon nom c'est Koné mais le compte c'est ma sœur »."""
_HAS_NONE = re.compile(
    r"(?:(?:moi|mais|et) )*(?:je |j )?(?:n )?(?:ai|a) pas (?:encore )?(?:(?:de|d|un|une) )?"
    r"(?:compte|numero|mobile money|momo|wave|orange|mtn|moov|airtel)"
    r"(?: (?:money|mobile money|wave|orange|momo|bancaire))?(?: \w+)?"
    r"|(?:(?:je|veux|voudrais|peux|avoir|etre|payee|mon|argent|en|par|c est|a) )*(?:especes?|liquide|cash|main propre"
    r"|western(?: union)?|moneygram|la poste|mandat)(?: (?:svp|stp|c est possible))?"
)
"""She has no such account, or wants her pay in cash."""

_NO_PIN = re.compile(
    r"(?:(?:mais|non|nn|ah|moi|je|j|on|ne|n|en|y|c est|le|la|un|mon|ton|votre|de|d|du|mettre|avoir|donner|creer|choisir"
    r"|faire|numero|veux|voudrais|ai|aime|peux|est ce que|il|faut|me|besoin|obligee?|obligatoire|pourquoi|pour quoi"
    r"|a quoi|sert|ca|quoi|faire|tu|vous|demandes?|demandez|c|est|pas|plus|sans|aucun|inutile|quand meme|code|codes"
    r"|secrets?|svp|stp|merci|vraiment|encore)(?: |$))++"
)
"""« Je veux pas de code », « sans code », « c'est obligé le code ? », « pourquoi un code »."""


def named(text: str) -> str | None:
    """The number in a sentence that says where she is paid: « mon numéro de paie c'est le 07 01 02 03 04 »; None if the
    text is none."""
    number, words = _apart(text)
    return number if words & _OF_PAY and not words - _OF_PAY - _BESIDE - _OF_THE_OLD else None


def would_change(text: str) -> bool:
    """Whether a sentence that says where she is paid does so with more than the name of a wallet, which stands on many
    a sign: « change le numéro pour 07 01 02 03 04 »."""
    number, words = _apart(text)
    return number is not None and not words.isdisjoint(_OF_PAY - _NAMES) and named(text) is not None


def hers(text: str, country: str) -> str | None:
    """The number in a text that answers nothing and has nothing but a number of that country, or says that it is hers:
    « je me suis trompée de numéro c'est 07 01 02 03 04 ». None if it is no such text."""
    number, words = _apart(text)
    if number is None or unwanted(text) or words - _BESIDE - _MISTAKEN:
        return None
    if words:
        return number if words & _HERS and words & {"numero", "num"} else None
    try:
        return number if destinations.read(number, country).kind is DestinationKind.PHONE else None
    except NotPayable:
        return None


def instead(text: str) -> str | None:
    """The number that a text names in place of another, or that is all it says: « non c'est 07 01 02 03 04 ». None if
    the text says more, or names none."""
    number, words = _apart(text)
    return None if words - _OF_PAY - _BESIDE - _MISTAKEN or unwanted(text) else number


def _apart(text: str) -> tuple[str | None, set[str]]:
    """The one number in a text, and the words around it; None if the text asks, is long, or has several or none."""
    if len(text) > MOST_SIGNS or "?" in text:
        return None, set()
    said = fold(text)
    numbers = [found[0] for found in _NUMBER.finditer(said)]
    words = fold(" ".join(vocabulary().words(_NUMBER.sub(" ", said)))).split()
    return (numbers[0] if len(numbers) == 1 else None), {*words}


def withholds(text: str) -> bool:
    """Whether she would not give her number: « je donne pas mon numéro »."""
    return not_meant.withholds(fold(" ".join(vocabulary().words(text[: MOST_SIGNS + 1]))))


_IBAN = re.compile(r"(?:.* )?(?:l )?(?:iban|rib)(?: .*)?")


def about(text: str) -> Literal["none", "why", "which", "whose", "iban"] | None:
    """What is said where the number is asked for, instead of it: that she has none or wants cash; why it is wanted;
    which wallet it shall be; whose it is, or the wallet alone; what an IBAN is. None if the text may be the number."""
    short = fold(text[: MOST_SIGNS + 1])
    said = fold(" ".join(vocabulary().words(text[: MOST_SIGNS + 1])))
    if _HAS_NONE.fullmatch(said):
        return "none"
    if _WHY.fullmatch(said) or withholds(text):
        return "why"
    if _WHICH.fullmatch(short):
        return "which"
    if _IBAN.fullmatch(short) and not any(map(str.isdigit, short)):  # « c koi un iban », « je connais pas mon iban »
        return "iban"
    return "whose" if _WALLET.fullmatch(short) or _WHOSE.fullmatch(said) else None


_AN_ACCOUNT = re.compile(r"\bpas\b.* (?:mobile|momo|wave|orange|bancaire)\b")


def has_no_account(text: str) -> bool:
    """Whether she says that she has no account of the kind where pay goes, also where nobody has asked for its
    number."""
    said = fold(" ".join(vocabulary().words(text[: MOST_SIGNS + 1])))
    return _HAS_NONE.fullmatch(said) is not None and _AN_ACCOUNT.search(said) is not None


def of_another(text: str) -> bool:
    """Whether a text without a number says that the account is somebody else's."""
    said = fold(" ".join(vocabulary().words(text[: MOST_SIGNS + 1])))
    return not any(sign.isdigit() for sign in said) and _OF_ANOTHER.fullmatch(said) is not None


_OF_THE_NAME = re.compile(
    r"(?:(?:oui|non|nn|mais|ah|en fait) )*(?:(?:le|mon|son) )?(?:c est )?(?:(?:le|mon|son) )?(?:vrai |bon )?nom\b.*"
    rf"|(?:(?:oui|non|nn|mais|ah) )*c est (?:a |celui de |au nom de )?(?:ma|mon) {FAMILY}\b.*"
)


def of_the_name(text: str) -> bool:
    """Whether a text tells in whose name the account is: « le nom c Traoré Moussa », « c mon mari c normal »."""
    return _OF_THE_NAME.fullmatch(fold(" ".join(vocabulary().words(text[: MOST_SIGNS + 1])))) is not None


_ASKS_NAME = re.compile(
    r"(?:(?:mais|et|c est|c|est ce que|a|pour) )*(?:pourquoi|quoi|quel(?:le)?|comment|qui)\b"
    r"(?: (?:c|est|ca|ce|le|la|mon|du|de|il|faut|mettre|je|mets|dois|on|veut|tu|vous|veux|voulez|demandes?|encore))*"
    r" (?:nom|noms|prenom|titulaire)\b.{0,20}"
)


def asks_of_the_name(text: str) -> bool:
    """Whether a text asks which name is wanted, or what it is for: « pourquoi le nom », « c'est quoi le nom du
    compte »."""
    return _ASKS_NAME.fullmatch(fold(" ".join(vocabulary().words(text[: MOST_SIGNS + 1])))) is not None


def would_not_have_a_pin(text: str) -> bool:
    """Whether she does not want a secret number, or asks what it is for."""
    said = fold(" ".join(vocabulary().words(text[: MOST_SIGNS + 1])))
    about = re.search(r"\b(?:pas|plus|sans|aucun|pourquoi|quoi|oblige\w*|obligatoire|inutile|sert)\b", said)
    named = re.search(r"\b(?:codes?|secrets?|oblige\w*|obligatoire)\b", said)
    return about is not None and named is not None and _NO_PIN.fullmatch(said) is not None


_OTHER_NUMBER = re.compile(
    r"(?:(?:non|nn|ah|oups|pardon|mais|attends|c est|le) )*(?:(?:c|ce|ca)(?: n)? ?(?:est )?pas|mauvais|faux)"
    r"(?: (?:le bon|mon|le|ce|celui la))*(?: (?:numero|num|compte)(?: \w+)?)?"
    r"|(?:le |mon |ce )?(?:numero|num) (?:est|c est|la est|la) (?:faux|pas bon|pas le bon)"
    r"|c est (?:faux|l ancien(?: numero| num)?)"
)


def says_wrong(text: str) -> bool:
    """Whether she says that the number is not hers, or that she has made a mistake."""
    spelled = fold(" ".join(vocabulary().words(text)))
    said_so = any(map(_OTHER_NUMBER.fullmatch, (fold(text), spelled)))
    return said_so or intents.read(text, loosely=True) in ("number", "mistake")


_BEHIND = re.compile(r"[\d\s+.()-]*\d[\s,;:-]+(?P<words>\D+)")


_UNWANTED = re.compile(
    r".*\b(?:pas|plus|jamais|sauf) (?:(?:le|au|sur|avec|par|mon|numero|num|du|c|est) )*\d.*"
    r"|.*\d (?:(?:ne|n|il|c|qui|la|a) )*(?:(?:marche|passe|fonctionne|existe|capte|recoi[st]) (?:plus|pas)\b.*"
    r"|(?:est|s est) (?:(?:plus|pas) (?:a|le|bon|mon|moi|actif)\b.*"
    r"|(?:perdue?|bloquee?|morte?|gatee?|volee?|coupee?|resiliee?)\b.*))"
)


def unwanted(text: str) -> bool:
    """Whether the number in a text is the one that is not to be paid: « pas le 07 01 02 03 04 », « le 07 01 02 03 04 ne
    marche plus »."""
    return _UNWANTED.fullmatch(fold(text[: MOST_SIGNS + 1])) is not None


def behind(text: str) -> str:
    """The words behind a number with which a text begins, « 07 01 02 03 04 Awa Koné »; "" if there are none."""
    found = _BEHIND.fullmatch(text.strip())
    return found["words"] if found is not None else ""


_NAMED_AS = re.compile(
    r"\b(?:(?:elle|il) s['’ ]?appelle|au nom (?:de|d['’])|(?:le |son |mon )?nom (?:c['’ ]?est|est|c|:)"
    r"|de la part de)\s+(?P<words>[^\d.,;?!]+)",
    re.IGNORECASE,
)


def called(text: str) -> str:
    """The words that a text says to be the name, « changer mon numéro c 07 01 02 03 04 elle s'appelle Awa Koné »; "" if
    there are none."""
    found = _NAMED_AS.search(text)
    return found["words"].strip() if found is not None else ""


def says_something(name: str) -> bool:
    """Whether what may be a name has a word that means something to us: « bonsoir maman »."""
    return any(vocabulary().meanings(vocabulary().words(name)))


def says_only_something(text: str) -> bool:
    """Whether every word of a text means something to us: « c'est bon, envoie tout » is no name."""
    return all(vocabulary().meanings(vocabulary().words(text)))
