"""Who is named in the words of those who answer threads, and what is to be said: « dis à Solange que ça arrive »."""

from __future__ import annotations

import re

from backend.domain.french.spelling import fold
from backend.domain.threads.commands import ListedThread
from backend.records import Record
from backend.services.threads import answers as threads_answers
from bot.handlers.engine import flow_stack
from bot.handlers.engine.turn import Turn
from bot.handlers.threads.calling import calls

SEARCHED = 500
"""Threads among which a name is looked for."""
NO_NAMES = frozenset(
    (
        *("moi", "lui", "elle", "elles", "eux", "toutes", "tous", "tout", "chaque", "huber", "hubers", "equipe"),
        *("l", "la", "le", "les", "ma", "mes", "une", "un", "celle", "celles", "ce", "cette", "question"),
        *("sa", "son", "ses", "ca", "cela", "nos", "notre", "leur", "leurs", "des", "du", "quelqu", "personne", "plus"),
        *("chacune", "chacun", "hiteuse", "hiteuses", "apprenantes", "femmes", "filles", "admin", "admins", "nouveau"),
        *("quel", "quelle", "combien", "que", "qui", "quoi", "midi"),
    )
)
"""First words after « à » that begin no name: « à toutes », « à l'équipe »."""
_SAYS = re.compile(
    r"\s*(?:(?:svp|stp|merci de|peux[ -]tu|tu peux|il faut|je (?:veux|voudrais|dois)) )?"
    r"(?:(?:dis|dire|dites|r[eé]pon(?:ds?|dre|dez)|[eé]cri(?:s|re|vez)|transmet(?:s|tre|tez)?|explique[rz]?|rappelle[rz]?"
    r"|(?:envoie[rz]?|envoyer) (?:un )?message) [àa]|(?:pr[eé]vien(?:s|t)|pr[eé]venir|informe[rz]?|averti[rs]))"
    r"\s+(?P<rest>[^\W\d].*)",
    re.IGNORECASE | re.DOTALL,
)
_SAYS_IT = re.compile(
    r"\s*(?:(?:peux[ -]tu|tu peux|je (?:veux|voudrais)) )?(?:dis|dire|souhaite[rz]?|transmet(?:s|tre)) "
    r"(?P<words>[^:]{2,40}?) [àa] (?P<rest>[^\W\d]+(?:[ '’-][^\W\d]+){0,2})\s*",
    re.IGNORECASE,
)
"""« Dis bonjour à Awa »."""
SEVERAL = re.compile(r"(?:et|ou) (?:[àa] )?[^\W\d]+\b.*", re.IGNORECASE | re.DOTALL)
"""What follows a name if more people are meant: « dis à Awa et Prisca que… »."""
_WORDS = re.compile(
    r"(?: \(?(?:n ?[°º] ?|n |num[eé]ro )(?P<number>\d{1,18})\)?)?[\s,:]*"
    r"(?:(?:(?:que|k)\b|qu['’])\s*(?=\S))?(?P<words>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
MOST_OF_NAME = 3
"""Words of a first name."""
NAME = r"(?P<name>[^\W\d]+(?: (?!svp\b|stp\b|elle\b|ne\b|[nm] a\b)[^\W\d]+){0,2})"
MESSAGES_OF = re.compile(
    rf"(?:(?:lis|lire|montre|voir|ouvre)(?: moi)? (?:les? |un )?)?messages?(?: de| d| avec)? {NAME}(?: (?:svp|stp))?"
)
"""« messages Awa », « lis le message d'Awa »."""
ASKS_OF = re.compile(
    rf"(?:(?:est ce (?:que|qu)|dis moi (?:si|ce que)) )?{NAME} (?:elle )?(?:ne )?(?:[mn] )?a "
    r"(?P<never>(?:(?:pas|encore|toujours|jamais|rien) )*)(?:repondu|ecrit|lu)(?: .{1,20})?"
)
"""« Awa a répondu ? », « est-ce qu'Awa a lu mon message ? », « Awa elle a pas répondu »."""
_TALKS = (
    r"(?:ecri(?:s|re|t)|parler?|reponds|repondre|contacter?|joindre|relance[rz]?"
    r"|(?:envoie|envoyer)(?: (?:un|le))? message|message)"
)
_ENDS = (
    r"(?:(?:c est|j ai|tout est) )?(?:fini|regle|termine) avec"
    r"|(?:ferme|cloture|termine)[rz]? (?:(?:la|ma|cette) )?(?:discussion|conversation) (?:avec|de|d)"
)
TALKS_TO = re.compile(
    rf"(?:(?:(?:je|j) (?:veux|voudrais|dois|peux) |comment )?{_TALKS}(?: (?:a|avec))?|{_ENDS}) {NAME}(?: (?:svp|stp))?"
)
"""« écris à Awa », « relance Awa », « fini avec Awa »."""


_HELLO = (
    r"bonjour|bonsoir|bjr|bsr|salut|slt|coucou|cc|hello|allô|allo|merci(?: beaucoup| bien)?|bravo|courage|pardon"
    r"|d[eé]sol[eé]e?|ok|okay|d['’]accord|oui|non|bien reçu|ma ch[eè]re|ch[eè]re|ma ch[eé]rie|ma belle|ma s(?:œ|oe)ur"
)
_CALLS = re.compile(
    rf"(?P<hello>(?:(?:{_HELLO})[ ,!.\n]+)*)(?P<name>[^\W\d]+(?:[ '’-][^\W\d]+){{0,2}})(?P<ends>\s*(?:[,!?.;\n]|$))?",
    re.IGNORECASE,
)
"""« Akissi, ton argent part », « bonjour Akissi »: whom the first words call, and the greeting before the name."""
_AND = re.compile(r" (?:et|ou) ", re.IGNORECASE)


def open_thread(turn: Turn) -> int:
    """The thread that somebody answers now; 0: none."""
    flow = flow_stack.top(turn)
    found = turn.conversation.stack[-1][2].get("thread", 0) if flow is not None and flow.name == "thread_answer" else 0
    assert isinstance(found, int)
    return found


async def listed_as(turn: Turn, name: str) -> tuple[ListedThread, ...]:
    """The threads of those with this folded name."""
    found = await threads_answers.listing(turn.uow, turn.person, SEARCHED)
    return tuple(each for each in found.threads if fold(each.name) == name)


def called_names(text: str) -> tuple[str, ...]:
    """The folded names that the first words may call somebody by: a greeting and a name, or a name alone before a comma
    or the end; of several people, the first. The longest name comes first."""
    found = _CALLS.match(text.strip())
    if found is None or not (found["hello"] or found["ends"] is not None):
        return ()
    words = _AND.split(found["name"])[0].split(" ")
    least = 1 if found["hello"] else len(words)
    return tuple(fold(" ".join(words[:count])) for count in range(len(words), least - 1, -1))


async def called(turn: Turn, text: str) -> tuple[ListedThread, ...]:
    """The threads of those whom the first words call."""
    if not (names := called_names(text)):
        return ()
    threads = (await threads_answers.listing(turn.uow, turn.person, SEARCHED)).threads
    by_name = (tuple(each for each in threads if fold(each.name) == name) for name in names)
    return next(filter(None, by_name), ())


async def called_besides(turn: Turn, text: str, thread: int) -> tuple[ListedThread, ...]:
    """The threads of those whom any words call by a first name that is not the name of whose thread this is: « ok.
    Solange, viens demain », « Solange tu viens ? »."""
    threads = (await threads_answers.listing(turn.uow, turn.person, SEARCHED)).threads
    here = next((fold(each.name) for each in threads if each.id == thread), None)
    name = next((each for each in map(fold, (t.name for t in threads)) if each != here and calls(text, each)), None)
    return tuple(each for each in threads if name is not None and fold(each.name) == name)


_TO_WHO_READS = re.compile(
    r"\b(?:tu|te|t|toi|ton|ta|tes|vous|votre|vos|viens|venez)\b"
    r"|^(?:(?:ok|oui|non|bon|alors|mais|et) )*(?:va|vas|vois|demande|appelle|regarde|fais)\b"
)
"""« Tu peux venir avec Solange », « demande à Solange »: they are for whose thread this is."""
_WORDS_TOO = frozenset(
    (
        *("grace", "merveille", "esperance", "aimee", "reine", "fortune", "patience", "prudence", "constance", "paix"),
        *("victoire", "bonheur", "joie", "amour", "princesse", "divine", "rose", "blanche", "claire", "fleur", "perle"),
        *("desiree", "gloire", "benie", "parfaite", "clemence", "providence", "bijou", "cadette", "celeste", "bonne"),
    )
)
"""First names that are words too: « grâce à Dieu »."""


async def spoken_of(turn: Turn, text: str, thread: int) -> tuple[ListedThread, ...]:
    """The threads of somebody of whom a text tells: « Zita est enceinte ». None if it speaks to whose thread this is,
    or names her."""
    said = f" {fold(text)} "
    if _TO_WHO_READS.search(said.strip()) is not None:
        return ()
    threads = (await threads_answers.listing(turn.uow, turn.person, SEARCHED)).threads
    here = next((fold(each.name) for each in threads if each.id == thread), "")
    if not here or f" {here} " in said:
        return ()
    names = (name for each in threads if (name := fold(each.name)) and name != here and f" {name} " in said)
    found = next((each for each in names if each not in _WORDS_TOO or each.title() in text), None)
    return tuple(each for each in threads if found is not None and fold(each.name) == found)


class Said(Record):
    """What somebody is to be told: `name` as it is written, `listed`: the threads of those who are called so."""

    name: str
    words: str
    listed: tuple[ListedThread, ...]


async def said_to(turn: Turn, text: str) -> Said | None:
    """Read « dis à Solange que ça arrive ». None if the text orders nothing of the kind."""
    found = next((each for form in (_SAYS, _SAYS_IT) if (each := form.fullmatch(text)) is not None), None)
    if found is None or (fold(found["rest"]).split() or ["la"])[0] in NO_NAMES:
        return None
    rest = found["rest"].strip()
    ends = [each.end() for each in re.finditer(r"[^\W\d]+", rest)][:MOST_OF_NAME]
    threads = (await threads_answers.listing(turn.uow, turn.person, SEARCHED)).threads
    for end in reversed(ends) if found.re is not _SAYS_IT else [len(rest)]:
        behind = _WORDS.fullmatch(rest[end:])
        listed = tuple(each for each in threads if fold(each.name) == fold(rest[:end]))
        if not listed if found.re is _SAYS_IT else behind is None or not (listed or end == ends[0]):
            continue
        if behind is not None and (number := behind["number"]) is not None:
            listed = tuple(each for each in listed if str(each.person_id) == number)
        words = found["words"] if found.re is _SAYS_IT else behind["words"] if behind is not None else ""
        return Said(rest[:end], words.strip(), listed)
    return None
