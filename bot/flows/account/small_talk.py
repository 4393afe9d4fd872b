"""Intents that no question asks for: "bonjour", "j'ai combien", "je comprends pas", "ne m'écrivez plus".

If the text cannot be the answer to the open question, the intent is answered and the question stays open. If free text
may be the answer, the person is asked which it is, and the text is kept until then."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal

from backend.domain.earnings.figures import MONTHLY_GOAL
from backend.domain.french.asked_how import asks_what
from backend.domain.french.phonetics import sound
from backend.domain.french.spelling import fold
from backend.domain.messaging.addressed import addressed, introduces, of_this_work, subject
from backend.domain.messaging.intent_vocabulary import vocabulary
from backend.domain.messaging.intents import Intent, asks, read
from backend.domain.messaging.message import Francs, Message, tr
from backend.domain.messaging.noise import is_noise
from backend.domain.money import francs
from backend.domain.people.commands import Role
from backend.domain.work.asides import classifier, own_words, usual_answers
from bot.flows.account.doubts import DOUBTS
from bot.flows.earnings import promises
from bot.flows.earnings.project_words import tells_of_it, tells_something
from bot.flows.engine import answers
from bot.flows.engine.kit import Step

IN_PASSING = frozenset({"okay", "mark", "unsure"})
"""Intents that are ignored as an answer to a question with choices; the question then says what it expects."""
_OF_LEARNERS = frozenset(
    {
        *("mistake", "money", "waiting", "quality", "unpaid", "received", "payday", "price", "other", "work", "learn"),
        *("person", "saving", "certificate", "privacy", "remains", "skip", "name", "mail", "valued", "age", "errs"),
        *("needs", "own"),
        *("fees", "cash", "ways", "currency", "advance", "undo"),
    }
)
"""Intents of people who work or learn here; from others the same text may be a question about figures."""
_OF_A_REPORT = frozenset({"flaw", "none", "unsure", "solution", "lost", "shocked"})
"""Intents that the question about a task's fault asks for."""


def concerns(intent: Intent, role: Role | None) -> bool:
    """Whether the intent means anything from somebody of this role."""
    if intent in ("refused", "shocked", "number", "contract"):
        return role == "hiteuse"
    return intent not in _OF_LEARNERS or role in ("hiteuse", "trainee")


_HOW_FAR = re.compile(
    r"(?:(?:moi |la |alors |bonjour )?(?:je |j |on )?(?:en )?(?:suis|sui|jsuis|jsui|chuis|chui|est)"
    r" (?:rendue? |deja )?"
    r"(?:a combien|a quel niveau|a quelle lecon|a quel module|ou)"
    r"(?: (?:de|d|en|pour|lecons?|modules?|points?|la|le|ma|formation|maintenant|deja|svp|stp))*"
    r"|ou (?:est ce que )?(?:j en suis|jen suis|en suis je|j en sui)|(?:mon |c est quoi mon )niveau|mon score|ma note"
    r"|mes (?:points|notes)|combien (?:de |d )?(?:points|lecons|modules) (?:j ai|jai|ai je)(?: \w+)?"
    r"|j ai (?:eu|fait) combien|combien j ai eu)(?: svp| stp)?"
)


def asks_how_far(text: str) -> bool:
    """Whether a text asks how far somebody is: « jsuis à combien », « mon niveau »."""
    return any(map(_HOW_FAR.fullmatch, (fold(text), fold(" ".join(vocabulary().words(text))))))


_THIS_WEEK = re.compile(
    r"(?:(?:(?:et )?(?:j |je )?(?:ai |suis )?combien|c est combien|gains?|mes gains|mon argent|j ai gagne combien"
    r"|combien (?:est ce que )?(?:j ai|jai|ai je)(?: deja)? (?:gagne|fait|eu|touche))(?: (?:de|pour))? )?"
    r"(?:(?:ma|cette|la) )?(?:semaine(?: ci)?|(?<=\w )ce mois(?: ci)?)(?: svp| stp)?"
)


def asks_this_week(text: str) -> bool:
    """Whether a text asks what was earned this week or month: « ma semaine », « combien ce mois »."""
    return _THIS_WEEK.fullmatch(fold(text)) is not None


def belongs(lead: str, flow: str, at: str) -> bool:
    """Whether the intent is what the open question asks for. `at`: the place in the flow."""
    if flow == "goal":
        return lead == "saving"
    if lead == "name":
        return at == "name"
    if flow == "destination":
        return (at in ("name", "confirm") and lead in ("number", "mistake")) or (at == "number" and lead == "number")
    if flow in ("review", "recourse") and lead == "refused":
        return True
    return (flow, at) in (("work", "problem"), ("work", "words")) and lead in _OF_A_REPORT


_NOT_FOR_THE_TEAM = frozenset(
    {"leave", "erase", "kept", "flaw", "none", "unsure", "solution", "okay", "mark", "thanks", "shocked", "evening"}
)
"""Intents that only sound alike where a text is addressed to the team."""


_ON_BUTTONS: Mapping[str, Intent] = {
    **dict.fromkeys(map(sound, ("accepter", "valider", "envoyer", "confirmer")), "okay"),
    sound("effacer"): "mistake",
}
"""What is typed for a button that is gone. In a lesson it may be the right answer."""


_STOPS = re.compile(r"stop(?: \w+){1,7}")
"""« Stop le vendredi et change pour 6 h »: the word that ends our messages, and more, which may stand on a sign."""


def for_the_team(step: Step[Any], text: str, loose: str | None, strict: str | None) -> tuple[str | None, str | None]:
    """The intent when the text is read loosely, and strictly: as given, but a text that would become an answer
    to a task while it is addressed to the team has one in any words, and so has one that says nothing or that stands on
    buttons. `step`, `loose`, `strict`: as in `weigh`."""
    if strict is None and step.words == "data" and (button := _ON_BUTTONS.get(sound(fold(text)))) is not None:
        return button, button
    if strict is None and step.words == "data" and _STOPS.fullmatch(fold(text)) is not None:
        return loose or "leave", loose or "leave"
    if strict is None and step.words in ("data", "letter", "own") and is_noise(text):
        return "mark", "mark"
    if strict is None and step.words == "own" and not tells_of_it(text):
        if loose is not None:
            return loose, loose
        if (own_words.names_nothing(text) or classifier.said_to_us(text)) and not answers.is_bare(text):
            return "mark", "mark"
    to_the_team = {"data": addressed, "letter": of_this_work, "own": _strays}.get(step.words)
    if to_the_team is None or strict is not None or not to_the_team(text):
        return loose, strict
    if introduces(text):
        return "greeting", "greeting"
    found = matter(text) or "person" if loose is None or loose in _NOT_FOR_THE_TEAM else loose
    return found, found


def unlike(step: Step[Any], text: str, loose: str | None) -> str | None:
    """What a text may be that looks like none of her answers, where nothing is known of it for sure; None: it looks
    like them. `loose`: the intent when it is read loosely."""
    if not step.unlike:
        return None
    if loose in DOUBTS:
        return loose
    return (matter(text) or "person") if usual_answers.speaks(text) else "mark"


def matter(text: str) -> Intent | None:
    """What a text is about while she has a question to answer: « c'est quoi la somme » asks about that question."""
    return "lost" if asks_what(vocabulary().words(text)) or asks_of_a_number(text) else subject(text)


_ASKS_WHICH = frozenset(("quoi", "quel", "quelle", "lequel", "laquelle", "ou"))
_NUMBER = frozenset(("numero", "num", "tel", "telephone", "contact"))
_OF_US = re.compile(
    r"\b(?:ton|votre|vos|tes|ta|mon|ma|mes|je|j|moi|tu|vous|on|huber|equipe|responsable|service|client|appel\w*|joindre"
    r"|contacter|joign\w*|orange|wave|momo|argent|paie|paye\w*)\b"
)


def asks_of_a_number(text: str) -> bool:
    """Whether she asks about a number that she has before her, and names nobody: « wesh c koi le numero » in a form."""
    words = [*map(fold, vocabulary().words(text))]
    return not _ASKS_WHICH.isdisjoint(words) and not _NUMBER.isdisjoint(words) and not _OF_US.search(" ".join(words))


_THERE_IS_NONE = frozenset(("pas", "aucun", "aucune", "sans"))


def finds_no_number(text: str) -> bool:
    """Whether she says that there is no number before her, and names nobody: « ya pa de numero » in a form."""
    return _says_of_a_number(text, _THERE_IS_NONE)


_SAID_OF_ONE = _THERE_IS_NONE | {
    *("plus", "faux", "fausse", "mauvais", "trop", "manque", "incomplet", "complet", "existe", "coupe", "double"),
    *("pareil", "pareils", "meme", "memes", "deux", "trois", "plusieurs", "2", "3", "4", "chiffre", "chiffres"),
}


def tells_of_a_number(text: str) -> bool:
    """Whether she says what is wrong with a number before her, and names nobody: « ya 2 numero », « ils ont donné un
    faux numéro »."""
    return _says_of_a_number(text, _SAID_OF_ONE)


def _says_of_a_number(text: str, what: frozenset[str]) -> bool:
    words = [word.removesuffix("s") if word == "numeros" else word for word in map(fold, vocabulary().words(text))]
    found = not what.isdisjoint(words) and not _NUMBER.isdisjoint(words)
    return found and len(words) <= MOST_OF_NONE and not _OF_US.search(" ".join(words))


MOST_OF_NONE = 9
"""Words of a text that only says that; a longer one tells something."""
LEAST_OF_LETTER = 4
"""Words of a text that tells a person something."""
_ASKS_FOR_A_PERSON = frozenset({"huber", "person", "somebody", "talk", "call", "number"})


def tells_a_person(text: str) -> bool:
    """Whether a text that is for a person tells what it is about: « mon mari prend mon argent », « le numéro que
    j'ai mis est celui de ma sœur ». « Je veux parler à quelqu'un », « comment écrire à ma Huber » only ask for one: all
    of their words do."""
    words = vocabulary().words(text)
    if len({*map(fold, words)}) < LEAST_OF_LETTER or asks(text):  # « blabla blabla … » tells nothing
        return False
    meant = frozenset[str]().union(*vocabulary().meanings(words))
    return not meant & _ASKS_FOR_A_PERSON or read(text) is None


def _strays(text: str) -> bool:
    """Whether a text that may stand as what she saves for or has opened is rather said or asked beside that."""
    return asks(text) or tells_something(text) or (addressed(text) and not tells_of_it(text))


Heard = Literal["beside", "unsure", "answer"]


def weigh(step: Step[Any], loose: str | None, strict: str | None) -> Heard:
    """Whether a text is an intent, the answer to the open question, or unclear. `step`: the step that the text would
    lead to. `loose`, `strict`: the intent when the text is read loosely, or strictly; None if it is none."""
    if step.misread:
        return "answer" if loose is None or loose in IN_PASSING else "beside"
    return "unsure" if step.words and strict is not None else "answer"


EARNED = tr("Tout ce que tu gagnes est noté et reste à toi : écris « gains ».")
PAYDAY = EARNED + Message((promises.HOW_PAID,))
GREETED = tr("Contente de te lire ! 👋")
"""A greeting for any hour, because the flow has no clock."""
FREE = tr(
    "Je ne prends rien sur ta paie : ce que tu vois dans « gains » est pour toi. Pour retirer l'argent, ton opérateur "
    "peut prendre des frais."
)
FEES_ARE_HERS = tr(
    "Le transfert a des frais, pris sur ta paie : « paiement » te les dit avant l'envoi. Pour retirer l'argent, ton "
    "opérateur peut prendre des frais en plus."
)
TO_EARN = tr(
    "C'est gratuit : on ne te demande jamais d'argent. But : environ *{month}* par mois ({euros}), à 3 h par jour, "
    "s'il y a assez de travail. Avant chaque travail, tu vois ce qu'il te rapporte.",
    month=Francs(francs(MONTHLY_GOAL)),
    euros=MONTHLY_GOAL,
)
"""To who has not joined yet and asks about money."""
DATA_SAVED = tr(
    "L'économie de données est en marche : je n'envoie pas mes images. Pour les revoir, écris « economie »."
)
NO_MORE_LESSONS = tr(
    "Tu ne veux plus que je t'écrive ? Écris « stop », et je ne t'écris plus de moi-même. Ce que tu as appris compte "
    "toujours. Pour changer seulement les jours ou l'heure, écris « rappels ». Pour faire effacer tes données : "
    "« supprimer »."
)
"""To who learns, and earns nothing yet."""
NO_MORE_OF_STAFF = tr(
    "Tu ne veux plus que je t'écrive ? Écris « stop », et je ne t'écris plus de moi-même, jusqu'à « revenir ». Pour "
    "faire effacer tes données : « supprimer »."
)
ERRS_LEARNING = tr(
    "Se tromper, c'est apprendre : une faute dans une leçon ne coûte rien. Un test raté se refait plus tard, avec "
    "d'autres questions."
)
TO_THE_TEAM = tr("Pour le dire à l'équipe, écris « équipe » et ton message.")
"""To a Huber."""
TRUST_OF_OTHERS = tr(
    "Je suis le robot de hiteuses. On entre sur invitation, et on ne te demande jamais d'argent. Ce que tu peux "
    "m'écrire : « aide »."
)
"""To who earns nothing here."""
LOST_OF_STAFF = tr("Pas de souci. Touche un bouton, ou écris ta réponse. Pour sortir, écris « menu ».")
ANSWERS: Mapping[Intent, Message] = {
    "greeting": GREETED,
    "evening": GREETED,
    "thanks": tr("Avec plaisir ! 💛"),
    "okay": tr("Très bien ! 👍"),
    "received": tr("Très bien ! 👍"),
    "mark": tr("💛"),
    "denied": tr("D'accord : je ne change rien. Ce qui est déjà réglé reste comme ça."),
    "lost": tr(
        "Pas de souci, on y va doucement. Touche un bouton, ou écris ta réponse. "
        "Pour parler à une personne, écris « huber »."
    ),
    "price": tr(
        "C'est gratuit : on ne te demande jamais d'argent. Avant chaque travail, tu vois ce qu'il te rapporte."
    ),
    "money": PAYDAY,
    "fees": FREE,
    "cash": tr(
        "Je ne paie pas en espèces : ta paie part par mobile money, ou sur un compte en banque. Tu n'as ni l'un ni "
        "l'autre ? Écris « mon compte », ou « huber »."
    ),
    "ways": tr(
        "Ta paie part sur un numéro mobile money de ton pays, ou sur un compte en banque. Je ne paie pas par un autre "
        "moyen. Pour dire où : écris « paiement »."
    ),
    "advance": tr(
        "Je ne fais ni avance ni prêt : seul le travail accepté est payé. Pour voir ta prochaine paie, écris "
        "« paiement ». Pour en parler à une personne, écris « huber »."
    ),
    "currency": tr("Tout se compte en F CFA, et ta paie part en F CFA. Pour la suivre, écris « paiement »."),
    "undo": tr(
        "Je ne change rien à ta paie : ce qui est gagné ou payé reste comme ça. Tu as reçu trop, ou deux fois ? Dis-le "
        "à ta Huber : écris « huber ». Pour voir où en est ta paie, écris « paiement »."
    ),
    "waiting": tr("⏳ *En attente* : c'est noté, et pas encore accepté.") + Message((promises.ACCEPTED_IN_TIME,)),
    "quality": tr("Écris « resultats » : tu vois combien de tes réponses sont devenues le résultat."),
    "payday": PAYDAY,
    "unpaid": PAYDAY,
    "leave": tr(
        "Tu ne veux plus que je t'écrive ? Écris « stop », et je ne t'écris plus de moi-même. Ce que tu as gagné reste "
        "à toi. Pour changer seulement les jours ou l'heure, écris « rappels ». Pour faire effacer tes données : "
        "« supprimer »."
    ),
    "kept": promises.KEPT,
    "privacy": promises.WHO_SEES,
    "data": tr(
        "Pour dépenser moins de données, écris « economie » : je n'envoie plus mes images. Le texte dit la même chose."
    ),
    "errs": tr(
        "Se tromper, ça arrive à tout le monde. Pour corriger ta dernière réponse, écris « corriger ». Une réponse "
        "refusée n'est pas payée : tu lis pourquoi, et tu peux la refaire ou demander un autre regard. Ce qui est "
        "accepté reste à toi."
    ),
    "mail": tr(
        "Je n'envoie rien par e-mail : tout est ici. Pour un certificat, écris « certificat », touche-le, puis "
        "« 📄 PDF » ou « 🔗 Lien à envoyer ». Tu l'envoies toi-même à qui tu veux."
    ),
    "valued": tr(
        "🎓 C'est un certificat de hiteuses, pas un diplôme d'État. Il est signé : qui veut t'embaucher vérifie en "
        "ligne, sans compte, qu'il est vrai. C'est à cette personne de voir s'il lui suffit."
    ),
    "age": tr(
        "Les conditions ne parlent pas d'âge, et je ne te le demande pas. Tu as moins de 18 ans ? Parles-en d'abord à "
        "ta Huber : écris « huber »."
    ),
    "needs": tr(
        "Un téléphone et un peu d'internet suffisent : pas besoin d'ordinateur. C'est toi qui choisis quand, et "
        "combien de temps par jour : rien n'est obligé."
    ),
    "own": tr(
        "Ton compte est pour toi seule, et tu réponds toi-même : c'est dans les conditions. Quelqu'un que tu connais "
        "veut travailler aussi ? On entre sur invitation : dis-le à ta Huber, écris « huber »."
    ),
    "contract": tr(
        "Je ne fais pas signer de contrat de travail : tu travailles quand tu veux, selon les conditions. Pour les "
        "relire, écris « conditions ». Pour une assurance ou les impôts, demande à ta Huber : écris « huber »."
    ),
    "language": tr(
        "Ici, tout est en français. Écris comme tu parles, même avec des fautes. Pour parler à une "
        "personne, écris « huber »."
    ),
    "shocked": tr(
        "🫶 Tu n'es pas obligée de regarder ça : « Passer » ne te coûte rien. Pour ne plus en recevoir, écris "
        "« contenus ». Pour en parler, écris « huber »."
    ),
    "name": tr(
        "Sur un certificat, tu choisis ton nom, et si on le voit en ligne : écris « certificat », touche-le, puis "
        "« Changer ». Pour le prénom que j'écris ici : écris « prenom »."
    ),
    "rest": tr("Prends ton temps : je garde ta place. Quand tu veux, on continue ici."),
    "remains": tr("Tu vois ici où tu en es :"),
    "trust": tr(
        "Je suis le robot de hiteuses : c'est hiteuses qui te paie, pour du travail d'entreprises. Tu entres sur "
        "invitation, et on ne te demande jamais d'argent. Ta Huber t'accompagne : pour lui parler, écris « huber »."
    ),
}
"""The reply to an intent if nothing more can be done. What more can be done is in
`bot.handlers.account.small_talk_replies`."""
