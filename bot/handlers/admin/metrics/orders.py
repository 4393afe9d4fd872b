"""What staff want done, and not counted: « mets Avis de clientes en pause » is asked about; of « supprime Fatou »,
« augmente le prix » it is said where things are changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from backend.domain.admin.metric_query.question import MetricQuery
from backend.domain.french.spelling import fold
from backend.domain.messaging.message import Choice, Message, Tr, tr
from backend.domain.messaging.texts import bullets
from backend.domain.people import permissions
from backend.domain.people.permissions import Action
from bot.flows.threads.write import TEAM
from bot.handlers.engine.turn import Turn
from bot.handlers.payouts import overview

MOST_WAYS = 4
"""The most buttons to where things are changed."""
NOT_DONE = tr("✋ Ça ne se fait pas d'un mot : rien n'a changé.")
ONLY_LOOKS = tr("Toi, tu regardes seulement : demande à une autre personne de l'équipe.")
_VERBS = frozenset(
    f"{verb}{end}"
    for verb in (
        *("supprime", "efface", "vire", "retire", "enleve", "desactive", "ajoute", "augmente", "baisse", "diminue"),
        *("change", "modifie", "corrige", "double", "cree", "remplace", "renomme", "deplace", "reinitialise"),
        *("decale", "reporte", "repousse"),
        *("rembourse", "valide", "accepte", "refuse", "rejette", "confirme"),
        *("ferme", "arrete", "stoppe", "bloque", "debloque", "relance", "cloture"),
    )
    for end in ("", "r", "z")
) | {
    *("bannir", "bannis", "exclure", "exclus", "renvoyer", "renvoie", "retablis", "retablir"),
    *("suspends", "suspend", "suspendre", "reprends", "reprend", "reprendre", "rouvre", "rouvrez", "rouvrir"),
}
_SET = r"(?:re)?(?:mets|met|mettez|mettre)"
_SET_TO = re.compile(rf"{_SET} .*\b(?:pause|priorite|prioritaire)\b")
_EXPORT = r"(?:export(?:e|er|ez)?|extrai(?:s|re)|telecharge[rz]?)"
_FORMATS = r"(?: (?:csv|excel|fichier|tableau))*"
_DEEDS: Mapping[str, tuple[tuple[str, re.Pattern[str]], ...]] = {
    "projets": (
        (
            "priorite haute",
            re.compile(rf"(?:{_SET} )?(?:haute(?: priorite)?|priorite|prioritaire)"),
        ),
        ("priorite basse", re.compile(rf"(?:{_SET} )?basse(?: priorite)?")),
        ("priorite normale", re.compile(rf"(?:{_SET} )?normale(?: priorite)?")),
        ("pause", re.compile(r"(?:mets|met|mettez|mettre|remets|remettre) pause")),
        ("pause", re.compile(r"(?:arrete|stoppe|bloque|gele)[rz]?|suspend(?:s|re|ez)?")),
        ("fermer", re.compile(r"(?:ferme|cloture)[rz]?|clos|clore")),
        ("resultats", re.compile(rf"(?:{_EXPORT} )?resultats?{_FORMATS}")),
        ("fichiers", re.compile(rf"{_EXPORT}{_FORMATS}")),
        ("ouvrir", re.compile(r"r?ouvre[rz]?|r?ouvrir|reprend(?:s|re)?|(?:relance|reactive|debloque)[rz]?")),
    ),
    "personne": (
        ("", re.compile(r"(?:(?:montre|affiche|ouvre|donne)[rz]?(?: moi)? |voir )?(?:fiche|dossier|profil)")),
        ("pause", re.compile(r"(?:mets|met|mettez|mettre) pause")),
        ("reprise", re.compile(r"(?:leve|enleve|retire|arrete)[rz]? pause|reprend(?:s|re)?")),
        ("debloquer", re.compile(r"debloque[rz]?")),
    ),
}
"""By the word that does it: what stands behind the number, and what is said of the project or the woman."""
_LOOKING = frozenset(
    (
        *("cherche", "cherchez", "chercher", "trouve", "trouver", "retrouve", "retrouver", "montre", "affiche"),
        *("ouvre", "voir", "vois", "regarde", "regarder", "donne", "parle", "parler", "raconte", "dis", "connais"),
        *("connait", "qui", "ou", "comment", "va", "vas", "deja", "quoi", "ca", "tout", "infos", "info"),
        *("informations", "details", "nouvelles", "situation", "historique", "fiche", "profil", "dossier"),
    )
)
"""What asks for a woman herself, and for no figure of hers: one of these words …"""
_BESIDE = frozenset(
    (
        *("je", "j", "tu", "on", "moi", "me", "m", "nous", "c", "ce", "cette", "est", "es", "en", "de", "d", "du"),
        *("des", "la", "le", "l", "les", "sa", "sur", "pour", "a", "au", "elle", "veux", "voudrais", "peux", "dois"),
        *("que", "qu", "avec", "personne", "femme", "dame", "hiteuse", "fille", "stp", "svp", "s", "il", "te"),
        *("plait", "quel", "vite", "un", "une", "peu", "bonjour", "bonsoir", "merci"),
    )
)
"""… beside these and her name."""
_CHANGES: tuple[tuple[Action, Tr, Choice], ...] = (
    ("change people", Tr("une personne : « personne » et son prénom"), Choice("/personne", "🔎 Une personne")),
    ("steer projects", Tr("un projet, sa priorité : « projets »"), Choice("/projets", "📦 Projets")),
    ("give roles", Tr("un rôle : « role »"), Choice("/role", "🎭 Les rôles")),
    ("approve payouts", Tr("une paie : « paiements »"), overview.PAYMENTS),
    ("review", Tr("un refus, un recours, une égalité : « revues »"), Choice("/revues", "🔍 Revues")),
    ("write to the team", Tr("une pause, un compte, un pays : demande à l'équipe"), TEAM),
    ("invite", Tr("un code : « inviter »"), Choice("/inviter", "✉️ Inviter")),
    ("announce", Tr("une annonce : « annonces »"), Choice("/annonces", "📋 Les annonces")),
)
"""Who may change it, what it is and with which word, and the button."""


def given(text: str, unknown: Iterable[str]) -> bool:
    """Whether a text begins with such an order. `unknown`: its words that belong to no question about figures."""
    said = fold(text)
    first, *_ = said.split() or [""]
    return (first in _VERBS or _SET_TO.match(said) is not None) and first in map(fold, unknown)


def done_by(turn: Turn, question: MetricQuery, text: str) -> tuple[str, str] | None:
    """The word, and what stands after it, that does what is ordered of the one project or woman that is named, after
    its own question: « mets Avis de clientes en pause ». None if more is said, or somebody else does that."""
    only, said = question.only, " ".join(map(fold, question.unknown))
    if "priorite" in fold(text).split():  # figures know that word
        said += " priorite"
    beside = only.countries or only.channels or question.spans or question.without or question.asked_back
    if beside or question.by or {*question.measures} - {"progress"}:
        return None
    ids = [*(each.id for each in only.projects), *(each.id for each in only.people)]
    word: str = "projets" if only.projects else "personne"
    deed = next((deed for deed, form in _DEEDS[word] if form.fullmatch(said)), None)
    needs: Action = "steer projects" if only.projects else "change people" if deed else "see people"
    may = permissions.may(turn.person, "export results" if deed in ("resultats", "fichiers") else needs)
    return (word, f"{ids[0]} {deed}".strip()) if deed is not None and len(ids) == 1 and may else None


def looked_up(question: MetricQuery, text: str) -> str:
    """Whom a text asks for, and for no figure: « cherche Awa », « c'est qui Awa », « où en est Awa ». Her number, if
    one woman is meant; the name of several, or a name that nobody has; "" if it asks for something else."""
    only = question.only
    if question.spans or question.by or question.most or question.without or only.projects or only.countries:
        return ""
    said = fold(text).split()
    name = [word for word in said if word not in _LOOKING | _BESIDE]
    known = {
        part
        for each in (*only.people, *question.which_person)
        for part in fold(" ".join((each.name, *each.names))).split()
    }
    named = known.issuperset(name) if known else {*name} <= {fold(w) for w in question.unknown if w.istitle()}
    if not name or not named or _LOOKING.isdisjoint(said):
        return ""
    return str(only.people[0].id) if len(only.people) == 1 else " ".join(name)


def not_done(turn: Turn, named: Sequence[Choice]) -> Message:
    """Say that nothing was done, and where things are changed. `named`: what shows whom or what was named."""
    hers = [(said, choice) for action, said, choice in _CHANGES if permissions.may(turn.person, action)]
    if not hers:
        return (NOT_DONE + ONLY_LOOKS).with_choices(*named, Choice("/menu", "Menu"), columns=2)
    where = bullets(*(said for said, _ in hers), head=Tr("Ce qui se change ici :"))
    choices = [*named, *(choice for _, choice in hers)][:MOST_WAYS]
    return (NOT_DONE + Message((where,))).with_choices(*choices, columns=2)
