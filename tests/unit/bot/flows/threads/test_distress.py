"""What a woman writes who is hurt, or wants to die, and what only sounds like it."""

from __future__ import annotations

import pytest

from bot.flows.threads.distress import of_another, told


@pytest.mark.parametrize(
    "said",
    [
        *("jvai me tuer", "jai envi de mourir", "je veux mourir", "je vais me suicider", "plus envie de vivre"),
        *("il me bat", "mon patron m'a frappé", "mon mari me tape dessus", "il ma violé", "on me menace de mort"),
        *("mon mari me frape", "mon pere me tape", "il ma tapé hier soir", "mon copain me menasse"),
        *("mon mari ma batu", "il m'a battue", "mon mari va me taper si je regarde ca"),
        *("il m'a encore tapée hier", "mon tonton m'a chicotée", "il m'a trop tapé", "mon tonton me touche la nuit"),
        *("mon gar ma tabassé", "mon mari me tabasse", "il m'a cassé le bras", "mon mari me donne des coups de pied"),
        *("il m'a jetée dehors avec les enfants", "mon ex me suit partout", "il a sorti un couteau sur moi"),
        *("il moblige a coucher avec lui", "mon oncle ve coucher avec moi", "il m'a pris mon enfant"),
        *("mon père veut me marier", "on me marie de force samedi", "on veut m'exciser", "on a violé ma fille"),
        *("mon mari a frappé mon bébé", "le voisin a touché ma fille", "j'ai peur qu'il me tue", "je suis battue"),
        *("je vais me donner la mort", "jve mourrir", "je préfère mourir", "je vais boire de l'eau de javel"),
        *("j'ai avalé des comprimés", "je suis fatiguée de vivre", "la vie n'a plus de sens", "je veux disparaître"),
        *(
            "jai plus envi de vivre",
            "je v me tué",
            "jvé me suicidé",
            "j'ai voulu mourir cette nuit",
            "je me fais du mal",
        ),
        *("je pense au suicide", "je serais mieux morte", "a quoi bon vivre", "jai bu de leau de javel", "au secours"),
        *("j'ai été violée", "g été frappé par mon mari", "je me suis fait violer", "ma fille s'est fait violer"),
        *(
            "ma belle mere me maltraite",
            "il menace de me tué",
            "mon beau pere me touche",
            "il me poursuit",
            "il me force",
        ),
        *("mon mari tape les enfants", "mon mari a pris le couteau", "on veut mexcisé", "ma tante me prostitue"),
        *("mon père m'oblige à épouser un vieux", "ma vie est en danger", "je dors dehors avec mes enfants"),
        *("mon copain me force a travailler pour lui", "ma mère m'oblige à travailler la nuit"),
        *("on m'oblige a donner tout mon salaire", "mon oncle me force a mendier"),
        *("je sui enceinte et je saigne", "mon bebe ne respire plus", "on me fait chanter avec mes photos"),
    ],
)
def test_who_is_hurt_is_heard(said: str) -> None:
    assert told(said)


@pytest.mark.parametrize(
    "said",
    [
        *("on m'oblige à donner un numéro", "rien ne me force à travailler", "ma huber me donne mon argent"),
        *("mon coeur bat vite", "elle bat le mil", "la femme bat son enfant", "je suis morte de rire", "ça me tue"),
        *("je veux tuer le temps", "elle me plait", "envie de mourir de rire", "il me donne le prix", ""),
        *(
            "ça me tape sur les nerfs",
            "il me tape un message",
            "il va me taper un message",
            "elle tape le code",
            "il m'a encore tapé un message",
        ),
        *("ma batterie est à 3", "ma baterie est finie"),
        *("le chasseur veut tuer un lion", "elle veut jeter du riz", "je veux en finir avec cette tâche"),
        *("il m'a donné un coup de main", "il me casse la tête", "ça me brûle les yeux", "mon dos me fait mal"),
        *("je suis fatiguée de la vie chère", "j'ai peur que mon mari voie mes gains", "mon copain veut me marier"),
        *(
            "j'ai été frappée par l'image",
            "il m'a vendu un téléphone",
            "il m'a poussée à travailler",
            "je me fais du souci",
        ),
        *("je me suis fait voler mon téléphone", "si je meurs qui prend mon argent", "je vais sauter la question"),
        *("il essaie de me taper un message", "je dors dehors ce soir chez ma tante", "ça me poursuit, cette histoire"),
        *("une femme a été battue", "j'ai plus la force de travailler", "mon mari a pris le téléphone"),
        *("un homme frappe les enfants", "mon fils a tapé mon code", "j'ai pris des médicaments hier"),
    ],
)
def test_what_only_sounds_like_it_is_not(said: str) -> None:
    assert not told(said)


@pytest.mark.parametrize(
    ("said", "of_anybody"),
    [
        *((each, True) for each in ("une fille dit que son mari la frappe", "aya veut mourir", "on l'a violée")),
        *((each, True) for each in ("zita dit qu'elle veut se tuer", "une femme est en danger", "fatou a été violée")),
        *((each, False) for each in ("ma soeur veut se suicider", "mon amie est battue par son mari")),
        *((each, False) for each in ("ma copine son mari la frappe", "une de mes amies veut mourir")),
    ],
)
def test_who_tells_of_another_is_heard(said: str, of_anybody: bool) -> None:
    assert of_another(said, of_anybody=of_anybody) and not told(said)


@pytest.mark.parametrize(
    ("said", "of_anybody"),
    [
        *(
            (each, True)
            for each in ("combien de filles veulent travailler", "elle va mourir de rire", "aya est malade")
        ),
        *((each, True) for each in ("qui est en danger", "son mari la surveille", "elle veut finir la tâche")),
        *(
            (each, False)
            for each in ("une femme est battue par un homme", "elle veut mourir", "ma soeur veut travailler")
        ),
    ],
)
def test_what_only_sounds_like_another_is_not(said: str, of_anybody: bool) -> None:
    assert not of_another(said, of_anybody=of_anybody)
