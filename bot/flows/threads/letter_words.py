"""What a sentence tells her Huber: « dis à ma Huber que je suis malade », « mon mari veut mon code »."""

from __future__ import annotations

import re

from backend.domain.french.spelling import fold
from backend.domain.messaging import intents
from backend.domain.messaging.intent_vocabulary import vocabulary
from backend.domain.messaging.message import tr
from backend.domain.threads.commands import ThreadLine
from bot.flows.engine import agreement, denials, leaving, yes_no
from bot.flows.engine.yes_no import Said

KEEP_CODE = tr(
    "🔒 Ton code est pour toi seule. Ne le donne à personne : ni à ta famille, ni à ta Huber, ni à l'équipe."
)
_WANTS_CODE = re.compile(
    r"\b(?:veu\w*|voul\w*|demand\w*|exig\w*|reclam\w*|pren\w*|pri[st]?|connai\w*|sait|donn\w*|oblig\w*|insist\w*|vole\w*)"
    r" (?:\w+ ){0,3}(?:mon|le|mes|ton|votre) (?:code|kode|codes|pin|mot de passe)\b"
)
_TELL = (
    r"\s*(?:(?:bonjour|bonsoir|svp|stp|s'il te pla[iî]t)[\s,]+)*"
    r"(?:(?:tu peux|peux[- ]tu|vous pouvez|(?:il )?faut|je veux|je voudrais|jveux?)\s+)?"
    r"(?:dis|dire|dites|pr[ée]viens|pr[ée]venir|pr[ée]venez|transmets?|transmettre|transmettez"
    r"|fais savoir|faites savoir|[ée]cri(?:s|t|re|vez)?(?=.*\b(?:que|ke|qe|k) |.*\bqu['’]|.*:))"
    r"(?:[- ]l[ea]|[- ]lui)?\s+(?:[àa]\s+)?%s\s*[,:]?\s*"
    r"(?:(?:que|ke|qe|k)\s+|qu['’]\s*|de\s+)?(?P<words>\S.*)"
)
_TELL_HUBER, _TELL_TEAM = (
    re.compile(_TELL % whom, re.IGNORECASE | re.DOTALL)
    for whom in (r"(?:ma|la|mon|notre)\s+(?:huberts?|hubers?|uber)", r"(?:l['’ ]?\s*|notre\s+)[ée]quipe")
)
_PASSES_ON = re.compile(
    r"(?:tu peux |peux tu |je (?:veux|voudrais) |il faut )?(?:transmet(?:s|tre|tez)?|fais suivre|faire suivre"
    r"|(?:envoie|montre|passe)[rz]?) (?:(?:le|la|ce|cette|son|sa|les|mon|ma|un) )?(?:messages?|question|demande|cas"
    r"|discussion|probleme)(?: .{1,40})? a l ?equipe(?: (?:stp|svp))?"
)
"""« Transmets le message d'Awa à l'équipe »: what she asks of the team she writes herself."""


_BARE = frozenset(
    ("non", "nn", "nan", "no", "nope", "oui", "ouais", "ouai", "wi", "we", "ok", "okay", "okk", "d", "dac")
)
"""First words of a yes or no that says nothing else. « Je ne suis pas d'accord » is a message."""


def bare(text: str) -> Said | None:
    """A yes or a no and nothing else: alone it may be for us as well as for a person."""
    if fold(text).split()[:1] == [] or fold(text).split()[0] not in _BARE:
        return None
    return yes_no.read(text) or ("yes" if agreement.goes(text) else None)


MOST_OF_SENDING = 60
"""The most characters of a text that is about the sending of a message."""
_OF_SENDING = (
    r".*\b(?:mauvaise (?:personne|discussion|fille|femme)|pas (?:pour|a) elle|pas la bonne (?:personne|discussion))\b.*"
    r"|.*\btromp\w* (?:de|d) (?:personne|discussion|fille|femme|message|destinataire)\b.*"
    r"|.*\b(?:annule|efface|supprime|retire)[rz]? (?:(?:mon|le|ce|l|un|dernier|precedent) )*messages?\b.*"
    r"|(?:efface|supprime)[rz]?(?: (?:le|la|ca|sa|tout|svp|stp))*"
)


def of_sending(text: str, name: str) -> bool:
    """Whether a text is about whom a message goes to, or has gone to, and may be none itself: « oups mauvaise
    personne », « annule mon message », « non pas Prisca, Awa ». `name`: of whose thread it is."""
    said, whose = fold(text), re.escape(fold(name))
    if len(text) > MOST_OF_SENDING:
        return False
    of_name = (
        rf"|.*\bpas (?:(?:a|pour) )?{whose}\b.*|(?:(?:attends?|oups|pardon|non) )+(?:c est |c )?(?:pour|a) {whose}"
        if whose
        else ""
    )
    return denials.of_sending(text) or re.fullmatch(_OF_SENDING + of_name, said) is not None


def may_ask(line: ThreadLine) -> bool:
    """Whether a line of a thread asks something, so that a yes or a no answers it. What a recording or a picture says
    is not known."""
    return line.kind is not None or intents.asks(line.words)


def for_her_huber(text: str) -> str | None:
    """What the text wants told to her Huber, as it is written; None if it wants nothing told."""
    found = _TELL_HUBER.fullmatch(text)
    return found["words"].strip() if found is not None else None


def for_the_team(text: str) -> str | None:
    """What the text of a Huber wants told to the team, as it is written; "" if it does not say what; None if it wants
    nothing told."""
    found = _TELL_TEAM.fullmatch(text)
    if found is None:
        return "" if _PASSES_ON.fullmatch(fold(text)) else None
    return found["words"].strip()


def wants_code(text: str) -> bool:
    """Whether a text tells that somebody wants her secret code, or has it."""
    return _WANTS_CODE.search(" ".join(map(fold, vocabulary().words(text)))) is not None


_NOTHING = re.compile(
    r"(?:(?:non|ah|oh|bon|euh|mais|attends?) )*(?:en fait|finalement|non|laisse|bref)"
    r" (?:c est )?(?:rien|laisse|pas la peine|bon)(?: (?:du tout|merci|finalement|svp|stp|tomber))*"
    r"|(?:je |j )(?:n )?ai rien a (?:dire|ecrire)(?: (?:merci|finalement))*"
    r"|je (?:ne )?(?:veux|vais) (?:plus|pas) (?:lui |leur |t |vous )?ecrire(?: finalement)?"
    r"|je voulais (?:juste|seulement) (?:voir|regarder|essayer|tester|savoir comment ca marche)"
)


def takes_back(text: str) -> bool:
    """Whether she does not want to write after all, whatever she was asked: « en fait rien »."""
    return leaving.takes_back(text) or _NOTHING.fullmatch(fold(text)) is not None


_UNDOES = re.compile(
    r"(?:(?:non|nn|mais|attends?|svp|stp) )*(?:efface|supprime|arrete)[rz]?"
    r"(?: (?:la|le|l|ca|sa|tout|mon|ce|message|svp|stp))*"
)


def undoes(text: str) -> bool:
    """Whether it says what is to be done with her words, or with what she is asked, and is no part of a letter:
    « efface tout », « arrête »."""
    return _UNDOES.fullmatch(fold(text)) is not None


_SAYS = r"(?:(?:le |l |lui |te |vous |ca |ce que je veux )?(?:dire|ecrire|expliquer|commencer|tourner))"
_NOT_YET = re.compile(
    r"(?:(?:non|nn|mais|ok|oui|euh|svp|stp|pardon|minute|une minute|un instant|un peu|2 min\w*|attend\w*|je) )*"
    r"(?:attend\w*(?: (?:un peu|une minute|un instant|2 min\w*))?|(?:une |2 )minutes?|un instant"
    r"|(?:ai|jai|j ai) (?:pas|pas encore) (?:fini|termine)(?: (?:d ecrire|de parler|ma phrase|mon message))?"
    rf"|cherche (?:mes|les) mots|reflechis(?: encore)?|(?:ne )?sais pas (?:trop |bien )?(?:comment|quoi) {_SAYS}"
    rf"|(?:ai|j ai) (?:encore |autre |aussi )*(?:un truc|une? chose|quelque chose|autre chose) a"
    r" (?:te |vous |lui )?(?:dire|ajouter|demander|expliquer))(?: (?:encore|svp|stp))*"
)


def comes_later(text: str) -> bool:
    """Whether it says that the letter is still to be written: « attends je cherche mes mots », « j'ai pas fini »."""
    return _NOT_YET.fullmatch(fold(text)) is not None


_GOES_BACK = re.compile(
    r"(?:(?:non|ok|bon|allez|en fait|finalement|je|on|veux|vais|laisse) )*"
    r"(?:(?:continue[rz]?|reprend\w*|retourne[rz]?|retour|reviens|revenir|revient) "
    r"(?:(?:a|au|le|la|mon|ma|les|mes|sur|aux) )*(?:travail|boulot|taf|taches?|questions?|travailler)"
    r"|(?:travailler|bosser|continuer|reprendre)|(?<=je )(?:continue|reprends))(?: (?:maintenant|svp|stp|d abord))*"
)


def goes_back(text: str) -> bool:
    """Whether she would rather go on with her work: « retour à la tâche », « en fait je veux travailler »."""
    return _GOES_BACK.fullmatch(fold(text)) is not None


_REWRITES = re.compile(
    r"(?:(?:non|nn|mais|oups|pardon|attends?|ah) )*"
    r"(?:(?:c est|c|ce n est) pas (?:ca|ce)"
    r"(?: que je (?:voulais|veux|vais) (?:lui |te |vous )?(?:dire|ecrire|envoyer))?"
    r"|(?:(?:je (?:veux|vais) )?(?:change[rz]?|modifie[rz]?|corrige[rz]?|recommence[rz]?|reecri\w*|refai[st])"
    r"(?: (?:ca|tout|le|la|mon|ce|message|mots))*))(?: (?:svp|stp))*"
)


def rewrites(text: str) -> bool:
    """Whether she would write her letter anew: « c'est pas ça que je voulais dire », « change »."""
    return _REWRITES.fullmatch(fold(text)) is not None


_GREETS = frozenset(
    ("bonjour", "bonsoir", "bjr", "bjour", "bsr", "bonsoire", "salut", "slt", "coucou", "cc", "hello", "salam")
)
_BESIDE_GREETING = _GREETS | frozenset(
    (
        *("madame", "mme", "dame", "ma", "la", "ta", "chere", "cherie", "soeur", "grande", "maman", "tata", "tantie"),
        *(
            "huber",
            "l",
            "equipe",
            "a",
            "toi",
            "vous",
            "toutes",
            "tous",
            "comment",
            "tu",
            "vas",
            "va",
            "allez",
            "ca",
            "sa",
        ),
        *("c", "est", "et", "les", "enfants", "famille", "sante", "j", "je", "espere", "que", "bien", "moi", "dieu"),
        *("merci",),
    )
)


_NO_NAMES = frozenset(("urgence", "urgent", "secours", "danger", "malade", "hopital", "accident", "deces", "accouche"))
"""« Bonjour urgence » is the whole letter."""


def greets_only(text: str) -> bool:
    """Whether a text is a greeting, after which she says why she writes: « bonjour Mariam, comment vas-tu ». One other
    word in it is the name of whom it greets."""
    words = fold(text).split()
    left = {*words} - _BESIDE_GREETING
    if not words or words[0] not in _GREETS or len(left) > 1:
        return False
    return not any(vocabulary().meanings([*left])) and left.isdisjoint(_NO_NAMES)


_REPLIES = re.compile(
    r"(?:(?:ah|oh|euh|h+u?m+|bah|bon|mais|en fait|finalement) )*"
    r"(?:non|nn|nan|laisse\w*|attends?|oui|ouais?|mouais?|bof|ok|okay|d accord|inch ?allah"
    r"|(?:on|faut|a|si tu|comme tu) (?:verra|voir|voi[rst]|veux|sens|toi de (?:voir|decider))|c est toi qui)\b.*"
)
_SETTLED = re.compile(
    r"(?:(?:ah|oh|ouf|euh|oui|non|nn|bon|mais|ok|merci|laisse\w*|finalement|en fait) )*"
    r"(?:(?:c|c est|tout est)(?: deja)? (?:bon|regle|arrange|rentre dans l ordre)\b(?! (?:pas|que|quand|de|pour|ca))"
    r"|(?:je (?:l|les) ai|j ai)(?: bien| deja| enfin)? retrouve)\b.*"
)


def replies(text: str) -> bool:
    """Whether it begins as a reply, which may be one to « J'envoie ces mots ? » and is no clear one: « non il est dans
    mon sac », « ouais nan », « ok mais demain », « on verra »."""
    return _REPLIES.fullmatch(fold(text)) is not None


def is_settled(text: str) -> bool:
    """Whether it says that what she would write of is over: « c'est bon je l'ai retrouvé »."""
    return _SETTLED.fullmatch(fold(text)) is not None
