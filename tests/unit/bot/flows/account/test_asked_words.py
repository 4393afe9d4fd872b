"""Sentences that want a word without naming it."""

from __future__ import annotations

import pytest

from bot.flows.account.asked_words import asked_word, beside, has_account


@pytest.mark.parametrize(
    "said",
    [
        "est ce que si je me trompe on coupe mon argent",
        "si je fais une erreur on me paie ?",
        "et si je me trompe",
        "on me vire si je me trompe ?",
        "jai peur de me tromper",
        "une erreur ça coute combien",
    ],
)
def test_who_fears_to_err_asks_what_it_means(said: str) -> None:
    """« Il n'y a rien à corriger » was the answer."""
    assert beside(said) == "errs"


@pytest.mark.parametrize(
    "said", ["je me suis trompée", "elle a peur de se tromper de bus", "quand elle fait une erreur"]
)
def test_who_has_erred_or_tells_of_another_does_not(said: str) -> None:
    assert beside(said) is None


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("lier", "j'ai déjà un compte"),
        ("lier", "Bonjour j'ai déjà un compte chez vous"),
        ("lier", "j'ai déjà un compte sur mon autre numéro"),
        ("lier", "g deja un compte avec whatsapp"),
        ("lier", "j'ai deux téléphones"),
        ("lier", "je veux continuer sur whatsapp"),
        ("lier", "est ce que je peux travailler aussi sur telegram ?"),
        ("lier", "je veux utiliser whatsapp aussi"),
        ("lier", "mon compte marche aussi sur whatsapp ?"),
        ("lier", "j'ai un deuxième téléphone je peux travailler dessus"),
        ("lier", "je change de numero whatsapp"),
        ("lier", "mon nouveau whatsapp c 0707112233"),
        ("lier", "je peux travailler sur 2 telephones ?"),
        ("lier", "je préfère passer sur mon autre numéro svp"),
        ("secret", "mot de passe oublié"),
        ("secret", "code oublié svp"),
        ("secret", "change mon code secret"),
        ("secret", "je change de code"),
        *(("secret", "j'ai oublié mon code"), ("secret", "jai oublié mon code la")),
        ("mesdonnees", "quelles données avez-vous sur moi"),
        ("mesdonnees", "qu'est-ce que vous savez sur moi ?"),
        ("mesdonnees", "que gardez-vous de moi"),
        ("mesdonnees", "je veux voir toutes mes données"),
        ("pays", "j'ai changé de pays"),
        ("pays", "Comment changer de pays"),
        ("pays", "je suis plus au même pays"),
        ("pays", "j'habite plus ici"),
        ("pays", "j'ai déménagé au sénégal"),
        ("pays", "moi je vis à Dakar"),
        ("pays", "je vis en Guinée équatoriale"),
        *(("revues", said) for said in ("je veux faire des revues", "comment je deviens relectrice")),
        *(("revues", said) for said in ("c'est quoi les revues", "pourquoi je peux pas faire les revues")),
        ("pays", "je ne vis plus en Côte d'Ivoire"),
        ("pays", "je suis au Bénin maintenant"),
        ("pays", "je sui plus en cote divoir jsuis o togo"),
        ("confidentialite", "vous garder mes photo cb de tps"),
        ("confidentialite", "combien de temps vous gardez mes messages ?"),
        ("attestation", "attestation de travail"),
        ("attestation", "je veux une fiche de paie pour la banque"),
        ("attestation", "donnez-moi un justificatif de revenus svp"),
        ("attestation", "attestation février"),
        ("attestation", "fiche de paie de mars 2026"),
        ("attestation", "bulletin de paie du mois dernier svp"),
        ("gains", "gains mars"),
        ("gains", "Gains du mois dernier"),
        ("gains", "gain de février"),
        ("gains", "gains hier"),
        ("gains", "gains semaine dernière"),
        ("gains", "ma paie de janvier"),
        ("gains", "gains d'avril 2026 stp"),
        ("mesdonnees", "je veux mes données en pdf"),
        ("conditions", "montre les conditions"),
        ("conditions", "je veux relire les conditions svp"),
        ("paiement", "je veux effacer mon numéro de paie"),
        ("paiement", "supprime mon numéro wave"),
        ("paiement", "vous l'avez envoyé sur quel numéro"),
        ("paiement", "sur quel numéro tu envoies mon argent"),
        ("paiement", "ma paie va sur quel compte"),
        ("paiement", "c'est sur quel numéro ?"),
        ("formation", "il y a combien de modules"),
        ("formation", "combien de badges il y a"),
        ("pause", "je ne peux pas travailler cette semaine"),
        ("pause", "je peux pas travailler pendant 3 jours"),
        ("pause", "je serai pas là jusqu'à lundi"),
    ],
)
def test_what_a_sentence_wants(word: str, said: str) -> None:
    assert asked_word(said) == word


@pytest.mark.parametrize(
    "said",
    [
        "j'ai un compte wave",
        "j'ai un compte bancaire",
        "je veux recevoir mon argent sur mon autre numéro",
        "le pays a changé de président",
        "elle veut changer de pays",
        "il n'habite plus ici",
        "je suis au marché maintenant",
        "je suis pas ici",
        "supprime mon compte",
        "efface le compte",
        "il y a combien de badges sur la photo",
        "le contrat de la dame",
        "la dame tient une fiche de paie",
        "deux téléphones sur une table",
        "un deuxième téléphone sur une table",
        "j'ai changé de numéro",
        "elle change de numero whatsapp",
        "le compte marche bien",
        "je ne peux pas travailler sans lumière",
        "il ne peut pas travailler demain",
        "les données sur la pluie",
        "quel numéro est sur la photo",
        "sur quel numéro je vous appelle",
        "je passe sur le pont",
        "la paie de mars n'est pas arrivée",
        "mars",
        "les gains de la vendeuse",
        "fiche mars",
        "Salaire mars 2026",
        "je garde mes photos",
        "je veux apprendre",
    ],
)
def test_what_only_tells_of_something_wants_nothing(said: str) -> None:
    assert asked_word(said) is None
    assert beside(said) != "data"


@pytest.mark.parametrize(
    "said",
    [
        "ça bouffe mon forfait",
        "les photos c'est trop lourd",
        "tes images mangent tous mes mégas",
        "ça consomme trop de data",
        "sa consomme combien de mega",
        "combien de mégas pour une tâche",
        "je peux désactiver les images",
        "envoie pas d'image stp j'ai plus de data",
    ],
)
def test_what_costs_her_data(said: str) -> None:
    assert beside(said) == "data"


@pytest.mark.parametrize(
    "said", ["je mange du riz", "le sac est trop lourd", "une image sombre", "j'ai acheté un forfait"]
)
def test_what_does_not(said: str) -> None:
    assert beside(said) != "data"


@pytest.mark.parametrize(
    "said",
    [
        "j'ai déjà un compte",
        "je suis Awa, j'ai changé de téléphone",
        "Bonjour c'est moi Awa j'ai perdu ma puce",
        "je suis déjà inscrite chez vous",
        "j'ai changé de numéro",
        "c moi awa jai changé de telephone",
        "mon tel est gaté",
        "on ma volé mon telephone",
        "cest awa avec un autre numéro",
        "jai plus mon ancien tel",
        "je travaillais deja avec vous",
    ],
)
def test_who_has_an_account_says_so(said: str) -> None:
    assert has_account(said)


@pytest.mark.parametrize(
    "said",
    [
        *("je veux m'inscrire", "je suis couturière", "elle a perdu son téléphone", "un téléphone"),
        *("je veux créer un nouveau compte", "mon numéro est le 0708091011", "vous avez un compte facebook ?"),
    ],
)
def test_who_says_nothing_of_an_account(said: str) -> None:
    assert not has_account(said)


@pytest.mark.parametrize(
    ("intent", "said"),
    [
        ("kept", "je retire mon accord"),
        *(("kept", "j'accepte plus les conditions"), ("kept", "je refuse les conditions")),
        ("kept", "je ne suis plus d'accord avec les conditions"),
        ("kept", "efface mes messages mais pas mon compte"),
        ("mail", "envoie le par mail"),
        ("mail", "tu peux me l'envoyer par e-mail ?"),
        ("mail", "je veux recevoir mon certificat sur mon gmail"),
        ("mail", "envoyez moi le pdf par mail svp"),
        ("mail", "par mail"),
        ("saving", "dans combien de temps j'aurai mon moulin"),
        ("saving", "il me faut combien de temps pour avoir ma machine à coudre"),
        ("saving", "j'aurai mon frigo quand"),
        *(("needs", "faut avoir un ordi ?"), ("needs", "il faut un ordinateur pour travailler ?")),
        *(("needs", "c cmb de tps par jour"), ("needs", "on travaille combien d'heures par jour")),
        *(("needs", "je peux travailler avec mon tel"), ("needs", "j'ai pas d'ordi moi")),
        *(("needs", "faut être dispo tout le temps ?"), ("needs", "il faut quoi pour travailler")),
        *(("own", "est ce que ma soeur peut faire à ma place"), ("own", "peut on travailler avec mon mari")),
        *(("own", "je peux preter mon compte a ma copine"), ("own", "on peut travailler a deux sur le meme compte")),
        *(("contract", "je peux avoir un contrat de travail"), ("contract", "vous declarez à la cnps")),
        *(("contract", "j'ai droit aux congés payés"), ("contract", "c un cdi ou cdd")),
        *(("language", "english please"), ("language", "langue"), ("language", "tu parles wolof")),
        *(("trust", "vous etes ou exactement"), ("trust", "votre bureau se trouve ou")),
        *(("trust", "c'est chat gpt qui parle la"), ("rest", "jirama a coupé"), ("rest", "stop 5 min")),
        *(("rest", "c'est fini pour moi aujourd'hui"), ("rest", "c'est bon j'arrête"), ("rest", "bon c tout pour moi")),
        ("rest", "g un rdv a l'hopital demain je peux pas travailler"),
        ("valued", "c'est reconnu ?"),
        ("valued", "est-ce que c'est reconnu par l'état"),
        ("valued", "le certificat est reconnu en Côte d'Ivoire ?"),
        ("valued", "c'est un vrai diplôme ?"),
        ("valued", "mon certificat il est valable ?"),
        ("valued", "ce certificat vaut quoi"),
        ("valued", "à quoi sert le certificat"),
        ("age", "ma fille de 15 ans peu faire ca"),
        ("age", "j'ai 16 ans"),
        ("age", "y a t il une limite d'âge"),
        ("data", "jai pas de megas, tu peux envoyer sans photo"),
        ("data", "g plus de forfait"),
        ("age", "c pour ma petite soeur qui a 15 ans"),
        ("other", "je veux plus ce travail c'est nul"),
        ("other", "jaime pas ce travail"),
        ("age", "g 17 ans je peux travailler ?"),
        ("age", "g 15 ans sa derange?"),
        ("age", "kel age il fo"),
        ("age", "il faut avoir quel âge"),
        ("age", "quel âge faut-il"),
        ("age", "je suis mineure"),
        ("age", "j'ai 52 ans c'est bon ?"),
        ("age", "y a un âge pour s'inscrire ?"),
        *(("privacy", "jai peur kon me vole mes info"), ("privacy", "j'ai peur que vous vendez mes photos")),
        *(("privacy", "cache vite il arrive"), ("privacy", "faut pas quil voie ca")),
        *(("privacy", "mon mari fouille mon tel"), ("privacy", "je veux pas qu'il sache")),
        *(("privacy", "vous allez faire koi avec mes info"), ("trust", "j'ai peur qu'on vole mon argent")),
    ],
)
def test_what_is_asked_beside_the_matter(intent: str, said: str) -> None:
    assert beside(said) == intent


@pytest.mark.parametrize(
    "said",
    [
        "elle a 16 ans",
        "je suis pas d'accord",
        "efface la photo",
        "il est reconnu coupable",
        "une adresse mail",
        "le sac est officiel",
        "j'ai 16 sacs",
        "il y a 16 ans",
        "c'est valable ?",
        "c'est accepté ?",
        "awa@gmail.com",
        "écrire par mail au client",
        "quel âge a la dame",
        "une femme a peur qu'on prenne ses photos",
        *("on parle anglais et lingala", "il parle wolof", "un homme signe un contrat", "deux comptes bancaires"),
        *("deux femmes peuvent travailler ensemble", "c'est le patron", "tout est bon pour le moment"),
        *("elle cache son visage", "un homme regarde son téléphone", "je veux pas voir ça"),
    ],
)
def test_what_only_sounds_like_it_is_not(said: str) -> None:
    assert beside(said) is None


@pytest.mark.parametrize(
    "said",
    ["je veux gagner mnt pas apprendre", "je veux pas apprendre je veux travailler", "non je veux bosser pas de cours"],
)
def test_who_would_earn_and_not_learn_wants_work(said: str) -> None:
    assert beside(said) == "work"


def test_who_has_no_account_hears_where_pay_goes() -> None:
    """« Choisis une des réponses », or what she has earned."""
    assert {*map(beside, ("j'ai pas de compte mobile money", "j'ai pas de wave", "j'ai pas mobile money"))} == {"cash"}
    assert {*map(beside, ("j'ai pas de compte", "j'ai pas le numéro", "j'ai pas d'argent sur mon wave"))} == {None}
