"""Words that lead on in a training: to the next screen, or into the next lesson."""

from __future__ import annotations

import re

from backend.domain.french.spelling import fold
from backend.domain.messaging.intent_vocabulary import vocabulary

_OK = r"ok|okay|oki|okk|oui|d accord|dac|dacc|c(?: est)? bon|cest bon"
_ON = (
    r"on y va|allons y|vas y|c(?: est)? parti|go|next|encore?|continue[rz]?|on continue"
    r"|je (?:continue|passe a la suite)"
)
_FOLLOWS = r"(?:(?:la |les |c(?: est)? quoi la )?suite|(?:l ecran |la page |la lecon )?suivante?)"
_BESIDE = r"(?:bon|allez|et|alors|voila|ensuite|apres|maintenant|mtn|svp|stp|je veux|donne[sz]?(?: moi)?|ah)"
_DONE = r"(?:lu|vu|compri[st]?|fini[et]?|terminee?)"
_READ = (
    rf"(?:(?:j ?ai |je l ai |je les ai |c(?: est)? )?(?:bien |tout |deja )*{_DONE}(?: de lire| la lecture| ca| tout)?"
    r"|je (?:vois|comprends)(?: bien)?|(?:je suis )?prete?(?: pour les questions?)?|(?:les |aux |la )?questions?)"
)
_BEGINS = (
    r"(?:on |je (?:vais |veux )?|)(?:commence[rz]?|debute[rz]?|continue[rz]?|reprends?)"
    r"(?: (?:la|ma|une|cette) (?:premiere |prochaine )?(?:lecon|formation))?"
    r"|(?:la )?(?:prochaine |premiere )?lecon(?: 1)?"
)


def _phrase(*words: str) -> re.Pattern[str]:
    """Any of these, one or a few times, with words beside them that say nothing."""
    core = "|".join(words)
    return re.compile(rf"(?:{_BESIDE} ){{0,8}}(?:{core})(?: (?:{_BESIDE}|{core})){{0,8}}")


_READY = r"(?:je suis |jsuis )?prete?"
_READS_ON, _BEGINNING = _phrase(_OK, _ON, _FOLLOWS, _READ), _phrase(_OK, _ON, _FOLLOWS, _BEGINS)
_LEADING, _STARTING = _phrase(_ON, _FOLLOWS, _BEGINS), _phrase(_ON, _FOLLOWS, _READY, _BEGINS)


def reads_on(text: str) -> bool:
    """Whether she has read a screen: « ok je vois », « j'ai fini de lire », « d'accord suite »."""
    return any(map(_READS_ON.fullmatch, written(text)))


def begins(text: str) -> bool:
    """Whether she wants the lesson that is offered: « je commence », « ok », « la suite »."""
    return any(map(_BEGINNING.fullmatch, written(text)))


def starts(text: str) -> bool:
    """Whether she wants to begin what is before her, beyond a mere ok: « je suis prête, allons-y »."""
    return any(map(_STARTING.fullmatch, written(text)))


def leads_on(text: str) -> bool:
    """Whether she wants to go on, wherever she is: « suivant », « la suite », « je continue »."""
    return any(map(_LEADING.fullmatch, written(text)))


def written(text: str) -> tuple[str, str]:
    """The text folded, and with its short forms written out: « jé fini »."""
    return fold(text), fold(" ".join(vocabulary().words(text)))
