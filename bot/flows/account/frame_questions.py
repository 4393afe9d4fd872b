"""What is asked about the frame of this work: whose account it is, whether there is a contract, which language is
spoken, where and who we are.

A text is one of these if it has a word of the matter, somebody who asks, and no words besides those that go with them.
So « le monsieur signe son contrat » stays what it is, an answer to a task."""

from __future__ import annotations

from backend.domain.french.spelling import fold
from backend.domain.messaging.intent_vocabulary import vocabulary
from backend.domain.messaging.intents import Intent
from backend.records import Record

MOST_SIGNS = 100
"""A longer text tells something."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_BESIDE = _set(
    "bonjour bonsoir salut svp stp merci et mais moi alors donc est ce que qu c ca il y a t ya on je j tu vous nous te"
    " me m en de d du des le la l les un une mon ma mes pour sur dans avec si au aux aussi ici encore vraiment peut"
    " peux puis pouvez veux veut voudrais faut dois doit possible ou pas non bien hein chez par n ne ai as avez oui"
)
"""Words that go with any of these."""


class _Matter(Record):
    """`of`: words of which a text has one. `asks`: and one of these. `does`: and one of these too, if it is not empty.
    `also`: more words that it may have. `marked`: a question mark does for `asks`.
    `without`: words with which it is something else."""

    intent: Intent
    of: frozenset[str]
    asks: frozenset[str]
    does: frozenset[str] = frozenset()
    also: frozenset[str] = frozenset()
    marked: bool = False
    without: frozenset[str] = frozenset()


_FAMILY = _set(
    "mari soeur soeurs frere frere fille filles fils copine copines copain cousine cousin amie amies ami mere maman"
    " enfant enfants voisine niece neveu tante tantie quelqu autre autres personne femme famille"
)
_WORKING = _set(
    "travailler bosser faire fasse repondre reponde aider aide remplacer remplace continuer finir utiliser prendre"
    " gerer place"
)
_OF_WORK = _set(
    "travail boulot taf tache taches reponse reponses place meme compte telephone numero deux 2 trois plusieurs"
    " ensemble groupe permis grave interdit droit va grande petite laisser preter partager donner passer pendant"
)
_SPEAKS = _set(
    "parle parles parlez parler speak please pls change changer comprends comprenez ecris ecrivez ecrire i you quelle"
    " quelles prefere stp svp traduire traduis traduisez"
)
_PAPERS_BESIDE = _set(
    "travail avoir faire signer signe signes signez donner donnez faites fais recevoir droit vrai vraie papier social"
    " sociale sociales sante maladie payer paye payes payez paient payee payees maternite etat comme embauche employe"
    " employee employees salariee quand comment suis serai etre sommes etes cas malade tombe inscrit inscrite inscrivez"
)
_WHERE_WE_ARE = _set(
    "se trouve trouvez trouves situe situes situee basee bases est etes es passer visiter venir voir exactement quel"
    " quelle ville pays quartier abidjan dakar cotonou lome douala yaounde ouaga ouagadougou bamako kinshasa"
    " brazzaville libreville conakry niamey antananarivo votre lieu"
)
_MATTERS = (
    _Matter("own", _FAMILY, _set("peut peux puis pourrait possible droit va doit"), _WORKING, _WORKING | _OF_WORK),
    _Matter("own", _set("deux 2 plusieurs ensemble groupe"), _set("peut peux puis"), _WORKING, _WORKING | _OF_WORK),
    _Matter(
        "own",
        _set("compte comptes"),
        _set("preter prete partager partage vendre vends louer deux 2 plusieurs trois"),
        _set("peux peut puis grave permis possible interdit droit veux voudrais"),
        _FAMILY | _OF_WORK | _set("vendre vends louer prete partage avoir creer ouvrir comptes probleme"),
    ),
    _Matter(
        "contract",
        _set(
            "contrat contrats cdi cdd assurance assurances assuree assure cnps cnss ipres retraite impot impots taxe"
            " taxes fisc declare declares declaree declarees declarez cotisation cotisations cotise cotisez securite"
            " embauchee"
        ),
        _set("je j tu vous nous ou y ya avez as est droit"),
        also=_PAPERS_BESIDE,
        marked=True,
    ),
    _Matter("contract", _set("malade"), _set("si"), _set("payee paye payes"), _PAPERS_BESIDE),
    _Matter("contract", _set("conge conges"), _set("droit payes paye maternite"), also=_PAPERS_BESIDE),
    _Matter(
        "language",
        _set("langue langues anglais english wolof bambara dioula lingala swahili malgache francais french peul"),
        _SPEAKS,
        also=_SPEAKS | _set("don dont t do can could in only trop beaucoup juste seulement mets autre understand"),
        marked=True,
        without=_set("on il"),  # « On parle anglais et lingala » stands on a sign
    ),
    _Matter("trust", _set("bureau bureaux siege agence adresse locaux"), _set("vous votre ou tu"), also=_WHERE_WE_ARE),
    _Matter(
        "trust", _set("etes es trouvez trouves situe situes basee bases"), _set("ou"), _set("vous tu"), _WHERE_WE_ARE
    ),
    _Matter(
        "trust",
        _set("patron patronne chef directeur cree creee fonde fondateur invente derriere"),
        _set("ton votre truc appli application site bot hiteuses vous"),
        _set("qui"),
        _set("ce cette entreprise affaire"),
    ),
    _Matter("trust", _set("gpt chatgpt"), _set("c qui tu"), also=_set("chat parle la es repond")),
)


def asked(text: str) -> Intent | None:
    """Which of these a text asks for; None if it asks for none."""
    if len(text) > MOST_SIGNS:
        return None
    said = frozenset(fold(" ".join(vocabulary().words(text))).split())
    if said == {"langue"}:
        return "language"
    return next((each.intent for each in _MATTERS if _is_about(each, said, "?" in text)), None)


def _is_about(matter: _Matter, said: frozenset[str], mark: bool) -> bool:
    known = matter.of | matter.asks | matter.does | matter.also | _BESIDE
    if not said & matter.of or said & matter.without or not said <= known or (matter.does and not said & matter.does):
        return False
    return bool(said & matter.asks) or (mark and matter.marked)
