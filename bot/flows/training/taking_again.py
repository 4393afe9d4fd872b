"""What she says of a final test: « je veux le test »; of one that she has failed: « je refais », « quand je peux
refaire », « mes fautes »."""

from __future__ import annotations

import re
from collections.abc import Iterable

from backend.domain.messaging.message import tr
from backend.domain.training.learning import ModuleLine
from bot.flows.training.going_on import written

_BEFORE = (
    r"(?:(?:c est pas juste|mais|bon|et|alors|non|svp|stp|ok|oui) )*"
    r"(?:je |on )?(?:suis prete? (?:pour |a )?|(?:ai |j ai )?(?:envi|envie) (?:de |d )"
    r"|(?:veux|voudrais|vais|peux|dois|pourrai) )?"
)
_AFTER = r"(?: (?:le|la|ce|mon|un|test|final|examen|maintenant|mtn|tout|de|suite|encore?|svp|stp|une|1|fois?))*"
_TAKES_AGAIN = re.compile(
    rf"{_BEFORE}(?:(?:le |la )?(?:refai(?:s|re?|t)|repass(?:er?|e)?|recommencer?|retenter?|reessayer?)|encore?){_AFTER}"
)
_TEST = r"(?:test+e?|examen)"
_TAKES = re.compile(
    rf"{_BEFORE}(?:(?:fai(?:s|re?|t)|pass(?:er?|ons|e)?|commencer?|continuer?|reprendre?|finir) )?"
    rf"(?:le |mon |au |ce ){_TEST}{_AFTER}"
)
"""« Je veux le test », « g envi de passé le test »; « le test » alone is a word of the chat."""
_TEST_ALONE = re.compile(rf"(?:(?:encore?|final|svp|stp|ok|bon) )*{_TEST}{_AFTER}")
_WHEN = re.compile(
    r".*\b(?:quand|combien de temps|combien d heures?|a quelle heure|pourquoi|jusqu a quand|faut attendre|dois attendre"
    r"|encore attendre)\b.*"
)
_THE_TEST = re.compile(r".*\b(?:refai(?:s|re|t)|repass\w*|recommenc\w*|test|attendre|attends|bloque\w*|ouvre)\b.*")
_WHEN_ALONE = re.compile(
    r"(?:(?:et|mais|bon|alors|ok|svp|stp|c est|c|ca sera|pour|je peux) )*"
    r"(?:quand|dans combien de temps|a quelle heure|quel jour)(?: (?:alors|donc|svp|stp|je peux|la suite|encore))*"
)
_FAULTS = re.compile(
    r"(?:(?:mais|et|bon|svp|stp|alors|ok) )*"
    r"(?:(?:montre[rsz]?|donne[rsz]?|dis|dites|voir|c est quoi|ce sont quoi|quelles sont|explique[rsz]?|je veux|je peux"
    r"|tu peux) (?:moi |me |voir |savoir |montrer )*+)*+"
    r"(?:(?:la |les |ma |mes )?(?:fautes?|erreurs?|correction|corriges?|reponses|(?:bonnes?|mauvaises?) reponses?)"
    r"|(?:j ai )?(?:fait )?(?:faux|rate|fausse) (?:ou|quoi|a quoi|quelles? questions?)"
    r"|(?:ou|qu est ce que|quelles? questions?) (?:est ce que )?(?:j ai|jai) (?:eu |fait |mis )?"
    r"(?:faux|(?:des )?fautes?|rate)"
    r"|(?:la |les )?questions? (?:que )?(?:j ai|jai) (?:rate|loupe|manque|fausse)e?s?"
    r"|ce que j ai (?:eu |fait )?(?:faux|rate)"
    r"|pourquoi (?:(?:est ce que|j|je|ai|suis|n|pas) )+(?:rate|echoue\w*|reussi)"
    r"|pourquoi(?: (?:ca|non|alors|c est (?:pas bon|rate|non)))*)"
    r"(?: (?:svp|stp|du test|de mon test|au test|maintenant))*"
)

NO_FAULTS = tr(
    "Un test final ne montre pas tes fautes : les questions servent encore. Ton résultat dit quelles leçons relire : "
    "là, après chaque réponse, je te dis si c'est juste."
)


def asks_faults(text: str) -> bool:
    """Whether she asks what she had wrong: « montre mes fautes », « j'ai faux où », « la correction »."""
    return any(map(_FAULTS.fullmatch, written(text)))


def asks_when(text: str) -> bool:
    """Whether she asks, after a test that she has failed, when she can take it again: « quand je peux repasser »,
    « c'est quand »."""
    said = written(text)
    return _asks_of_it(said) or any(map(_WHEN_ALONE.fullmatch, said))


def _asks_of_it(said: Iterable[str]) -> bool:
    return any(_WHEN.fullmatch(each) and _THE_TEST.fullmatch(each) for each in said)


def wanted(text: str) -> bool:
    """Whether she wants to take a test again: « je refais »."""
    return any(map(_TAKES_AGAIN.fullmatch, written(text)))


def names_test(text: str, *, alone: bool) -> bool:
    """Whether she wants a test, once or once more: « jve le test ». `alone`: also with the mere word, « test »."""
    said = written(text)
    return any(map(_TAKES.fullmatch, said)) or (alone and any(map(_TEST_ALONE.fullmatch, said)))


def meant(text: str, modules: Iterable[ModuleLine], shown: str) -> tuple[ModuleLine, bool] | None:
    """The only module whose final test is open or waits, and whether it can be taken now and she wants to. None for
    other texts, and if it is not clear which test is meant. `shown`: the module that she sees."""
    said, again = written(text), wanted(text) or names_test(text, alone=True)
    if not again and not _asks_of_it(said):
        return None
    ready = [each for each in modules if each.ready and each.final is not None and not each.passed]
    found = [each for each in ready if each.ref == shown] or ready
    if len(found) != 1 or found[0].final is None:
        return None
    return found[0], again and found[0].final.opens_at is None
