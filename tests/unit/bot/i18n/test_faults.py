"""What an admin reads in chat when a file cannot be used."""

from __future__ import annotations

import ast
import io
from decimal import Decimal
from pathlib import Path

import pytest

from backend.domain import money
from backend.domain.errors import BadFile, BadInput, Fault, NotAllowed, Reason
from backend.domain.files import csv_records, json_records, source_positions
from backend.domain.money import Money
from backend.domain.people import places
from backend.domain.work import answers
from backend.domain.work.formats import content_templates, data_rows, label_studio, project_files
from backend.domain.work.formats.project_files import read_config
from backend.domain.work.forms.form import Option
from backend.domain.work.projects import KINDS, ProjectConfig
from backend.services.messaging import media
from backend.services.work.files import imports, staging
from bot.channels.errors import Unreachable
from bot.channels.telegram import channel
from bot.i18n.catalogue import FAULTS, catalogue
from bot.i18n.faults import fault, lines

CHOICE = ProjectConfig(
    "p", "P", "choice", "?", {"text": "{texte}"}, Money(500), choices=(Option("ok", "Oui"), Option("ko", "Non"))
)


def of_data(data: str, name: str = "d.csv") -> list[str]:
    """What is said in French about a file of tasks that was sent."""
    read = data_rows.read_rows(io.BytesIO(data.encode()), name, CHOICE)
    return list(lines(BadFile(name, [each for each in read if isinstance(each, Fault)]), name, "fr"))


def of_config(text: str, name: str = "projet.yaml") -> list[str]:
    """What is said in French about a configuration that came with `d.csv`."""
    with pytest.raises(BadFile) as raised:
        read_config(text.encode(), name)
    return list(lines(raised.value, "d.csv", "fr"))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("", ["le fichier est vide"]),
        ("id,texte\n", ["il n'y a aucune ligne de données dans le fichier"]),
        ("id,mot\n1,a\n", ["ligne 1 : la colonne « texte » manque ; il y a : id, mot"]),
        ("id,texte\n1,a\n1,b\n", ["ligne 3 : l'identifiant (id) « 1 » est déjà à la ligne 2"]),
        ("id,texte\n,a\n", ["ligne 2 : « id » est vide"]),
        ("id,texte\n1,a,b\n", ["ligne 2 : il y a trop de cellules : 3 ici, 2 dans la première ligne"]),
        (
            "id,texte,gold\n1,a,peut-être\n",
            ["ligne 2 : réponse connue (gold) : « peut-être » n'est pas l'identifiant d'un choix"],
        ),
    ],
)
def test_each_fault_of_a_csv_file_is_said_in_french(data: str, said: list[str]) -> None:
    assert of_data(data) == said


def test_a_parsers_own_english_never_reaches_chat() -> None:
    assert of_data('[{"id": 1,}]', "d.json") == [
        "ligne 1 : objet 1 : le JSON est mal écrit ; vérifie les virgules, les guillemets et les accolades ; "
        "je n'ai rien lu après"
    ]
    (yaml,) = of_config('name: "x\n')
    (xml,) = of_config("<View></Vue>", "projet.xml")
    assert yaml.startswith("projet.yaml, ligne 2 : le YAML est mal écrit")
    assert xml == "projet.xml, ligne 1 : le XML est mal écrit ; vérifie que chaque balise est bien fermée"


def test_another_file_than_the_one_just_sent_is_named_in_front() -> None:
    said = of_config(
        "name: Mon Projet\ntitle: T\nkind: poem\nquestion: Q ?\nshow: {text: '{t}'}\npay: {amont: 1, currency: EUR}\n"
        "minutes: vite\nneeds: a\n"
    )
    assert said == [
        "projet.yaml, ligne 1 : « name » : « Mon Projet » ne va pas, il faut des lettres minuscules sans accents, "
        "des chiffres ou des tirets",
        "projet.yaml, ligne 3 : « kind » : « poem » est inconnu ; au choix : " + ", ".join(KINDS),
        "projet.yaml, ligne 6 : « pay » : la clé « amont » est inconnue ; voulais-tu dire « amount » ?",
        "projet.yaml, ligne 6 : « pay » : il manque « amount »",
        "projet.yaml, ligne 7 : « minutes » doit être un nombre, comme 0.5",
        "projet.yaml, ligne 8 : « needs » doit être une liste",
    ]
    assert of_config("- a\n")[0].startswith("projet.yaml, ligne 1 : le projet : il faut des clés avec leurs valeurs")


def test_amounts_are_written_as_french_writes_them_and_years_are_not_grouped() -> None:
    with pytest.raises(BadInput) as raised:
        imports.check_wage(
            ProjectConfig("p", "P", "text", "?", {"text": "{t}"}, Money(1), minutes=Decimal("0.5"), countries=("CM",))
        )
    (said,) = lines(raised.value, "d.csv", "fr")
    assert said.startswith("0,0001 EUR pour 0,5 min, cela fait 7 F CFA de l'heure : c'est moins que le salaire minimum")
    assert "pay 0.0001 EUR at 0.5 minutes is 7 F CFA an hour" in str(raised.value)


def test_what_no_file_is_to_blame_for_is_said_as_well() -> None:
    assert list(lines(NotAllowed(), "d.csv", "fr")) == ["seuls les admins peuvent envoyer un lot"]
    (said,) = lines(Unreachable("Bad Request: file is temporarily unavailable"), "d.csv", "fr")
    assert said == "je n'ai pas pu ouvrir le fichier ; envoie-le encore une fois"


def test_a_value_stays_on_its_line_and_short() -> None:
    said = fault(Reason("the id {id!r} is on line {line} already", id="a\nb\x1b\u202ec" + "x" * 900, line=12_345), "fr")
    assert said.startswith("l'identifiant (id) « a b cxxx") and said.endswith("… » est déjà à la ligne 12345")
    assert len(said) < 260


def test_braces_in_a_value_are_only_signs() -> None:
    said = fault(
        Reason("{key}: {reason}", key="{x}", reason=Reason("no project named {name!r}", name="{reason}")), "fr"
    )
    assert said == "« {x} » : aucun projet ne s'appelle « {reason} »"


def test_a_language_without_a_catalogue_speaks_french_as_the_rest_of_chat() -> None:
    assert fault(Reason("the file is empty"), "wo") == "le fichier est vide"
    assert catalogue("wo", FAULTS).gettext("the file is empty") == "le fichier est vide"


@pytest.mark.parametrize(
    "module",
    [
        *(
            answers,
            csv_records,
            json_records,
            label_studio,
            source_positions,
            money,
            places,
            project_files,
            data_rows,
            content_templates,
        ),
        *(imports, media, staging, channel),
    ],
)
def test_nothing_that_is_wrong_with_a_file_is_a_text_that_only_english_has(module: object) -> None:
    source = ast.parse(Path(str(vars(module)["__file__"])).read_text(encoding="utf-8"))
    bare = [
        node.lineno
        for node in ast.walk(source)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        if node.func.id in ("BadInput", "_RefusedError", "ValueError")
        for given in node.args
        if isinstance(given, ast.Constant | ast.JoinedStr)
    ]
    assert bare == []
