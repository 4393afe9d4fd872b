from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from backend.domain.errors import BadFile
from backend.domain.work.formats.project_files import read_config
from backend.domain.work.forms.form import Field, Option

LABELS = """<?xml version="1.0" encoding="ISO-8859-1"?>
<!-- Une remarque -->
<View style="color: red">
  <Style>.x { color: red; }</Style>
  <Header value="Quel est le ton ?"/>
  <Text name="title" value="$title"/>
  <Text name="text" value="Avis {1} : $comment"/>
  <Choices name="tone" toName="text" choice="CHOICE" showInLine="true" required="true">
    <Choice value="Positif" alias="pos" hotkey="1"/>
    <Choice value="Négatif"/>
  </Choices>
</View>
"""
BESIDE = {"name": "ton", "title": "Ton", "pay": {"amount": "0.02", "currency": "EUR"}}


def faults(text: str | bytes, **defaults: Any) -> list[str]:
    """What is told, without the name of the file."""
    with pytest.raises(BadFile) as caught:
        read_config(text if isinstance(text, bytes) else text.encode(), "F", defaults=defaults)
    return [line.removeprefix("F:").strip() for line in str(caught.value).splitlines()]


@pytest.mark.parametrize(
    ("choice", "kind"), [("single", "choice"), ("single-radio", "choice"), ("multiple", "choices")]
)
def test_choices_of_label_studio_become_a_choice(choice: str, kind: str) -> None:
    config = read_config(LABELS.replace("CHOICE", choice).encode(), "c.xml", defaults=BESIDE)
    assert config.kind == kind
    assert config.question == "Quel est le ton ?"
    assert config.show == {"text": "{title}\n\nAvis {{1}} : {comment}"}
    assert config.choices == (Option("pos", "Positif"), Option("Négatif", "Négatif"))


def test_one_text_area_of_label_studio_becomes_a_text() -> None:
    text = """<View><Audio name="a" value="$sound"/><Header value="Écris ce que tu entends"/>
        <TextArea name="t" toName="a" rows="4"/></View>"""
    config = read_config(text.encode(), "c.xml", defaults=BESIDE)
    assert (config.kind, config.show) == ("text", {"audio": "{sound}"})
    assert config.question == "Écris ce que tu entends"


def test_several_controls_of_label_studio_become_fields() -> None:
    text = """<View><Header value="Que lis-tu ?"/><Image name="i" value="$url"/>
        <Header value="Fournisseur"/><TextArea name="vendor" toName="i" required="true"/>
        <Number name="total" toName="i" placeholder="Total"/>
        <DateTime name="day" toName="i" only="date"/></View>"""
    config = read_config(text.encode(), "c.xml", defaults=BESIDE)
    assert (config.kind, config.question) == ("entry", "Que lis-tu ?")
    assert config.fields == (
        Field("vendor", "Fournisseur", "text"),
        Field("total", "Total", "number", required=False),
        Field("day", "day", "date", required=False),
    )


@pytest.mark.parametrize(("most", "points"), [("", 5), ('maxRating="7"', 7)])
def test_stars_are_a_scale(most: str, points: int) -> None:
    text = f'<View><Text name="t" value="$a"/><Rating name="r" toName="t" {most}/></View>'
    config = read_config(text.encode(), "notes.xml")
    assert (config.kind, config.question, len(config.scale)) == ("rating", "Quelle note donnes-tu ?", points)
    assert (config.scale[0], config.scale[-1]) == ("1 étoile", f"{points} étoiles")


def test_what_a_label_studio_file_cannot_hold_comes_from_its_name_and_from_fair_pay() -> None:
    text = LABELS.replace("CHOICE", "single").replace('<Header value="Quel est le ton ?"/>', "")
    config = read_config(text.encode(), "Avis_clients CI (2).xml")
    assert (config.name, config.title) == ("avis-clients-ci-2", "Avis clients CI (2)")
    assert config.question == "Quelle réponse convient ?"
    assert (config.minutes, str(config.pay)) == (Decimal(1), "0.0632")  # 250 EUR at 3 h on 22 days
    assert str(read_config(text.encode(), "a.xml", defaults={"minutes": "2.5"}).pay) == "0.1579"


@pytest.mark.parametrize("file", [".xml", "???.xml", "", "é" * 300 + ".xml"])
def test_any_name_of_a_label_studio_file_will_do(file: str) -> None:
    config = read_config(LABELS.replace("CHOICE", "single").encode(), file)
    assert config.name and config.title


def test_a_label_as_long_as_labels_may_be_is_its_own_id() -> None:
    label = "a" * 200
    config = read_config(LABELS.replace("CHOICE", "single").replace("Négatif", label).encode(), "c.xml")
    assert config.choices[1] == Option(label, label)


@pytest.mark.parametrize("minutes", ["x", "nan", "-1", "0", "1e99999999", "Infinity"])
def test_minutes_that_are_no_time_of_a_task_are_named_once(minutes: str) -> None:
    (told,) = faults(LABELS.replace("CHOICE", "single"), minutes=minutes)
    assert "minutes" in told


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (
            '<Image name="i" value="$u"/>\n<RectangleLabels name="r" toName="i"/>',
            ["nothing is asked: <Choices>, <TextArea>, … is missing", "2: the tag <RectangleLabels> is not supported"],
        ),
        (
            '<Text name="t" value="$a.b"/>\n<TextArea name="x"/>',
            ["1: <Text> '$a.b': only a column can be shown, nothing inside it"],
        ),
        (
            '<Text name="t" value="$a"/>\n<Image name="i" value="x.png"/>\n<TextArea name="x"/>',
            ['2: <Image> needs a value such as "$column"'],
        ),
        (
            '<Image name="i" value="$a"/>\n<Image name="j" value="$b"/>\n<TextArea name="x"/>',
            ["2: a second <Image>: a task shows one"],
        ),
        (
            '<Text name="t" value="$a"/>\n<TextArea name="x" perRegion="true"/>',
            ["2: the attribute perRegion of <TextArea> is not supported"],
        ),
        (
            '<Text name="t" value="$a"/>\n<TextArea name="x"/>\n<DateTime name="d"/>',
            ['3: <DateTime> is supported with only="date"'],
        ),
        (
            '<Text name="t" value="$a"/>\n<TextArea name="x"/>\n'
            '<Choices name="c"><Choice value="a"/><Choice value="b"/></Choices>',
            ["3: <Choices>: one <Choices> is supported, alone"],
        ),
        (
            '<Text name="t" value="$a"/>\n<Rating name="r" toName="t"/>\n<TextArea name="x"/>',
            ["3: <TextArea>: one <Rating> is supported, alone"],
        ),
        (
            '<Text name="t" value="$a"/>\n<Rating name="r" toName="t" maxRating="100"/>',
            ["2: maxRating='100' is no number from 2 to 10", "2: scale: '100' is no point from 1 to 10"],
        ),
        (
            '<Text name="t" value="$a"/>\n<Choices name="c" value="$options"/>',
            ["2: choices that come from the data are not supported", "2: choices must be two at least"],
        ),
        (
            '<Text name="t" value="$a"/>\n<Choices name="c">\n'
            '<Choice value="a">\n<Choice value="b"/></Choice><Choice value="c"/></Choices>',
            ["4: a <Choice> is supported directly inside <Choices> only"],
        ),
        (
            '<Text name="t" value="$a"/>\n<Choices name="c"><Choice value="a"/>\n<Choice value="a"/></Choices>',
            ["3: the choice id 'a' is here a second time", "3: the label 'a' is here a second time"],
        ),
        ('<Text name="t" value="$a"/>\n<b>', ["2: the tag <b> is not supported", "nothing"]),
    ],
)
def test_what_label_studio_has_and_we_have_not_is_named(body: str, told: list[str]) -> None:
    got = faults(f"<View>{body}</View>", question="?", **BESIDE)
    if told[-1] == "nothing":
        assert got[:-1] == told[:-1]
        assert got[-1].startswith("2: this is not XML")
    else:
        assert got == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('<!DOCTYPE x [<!ENTITY a "b">]>\n<View>&a;</View>', "a document type or an entity"),
        ("<View>\n<Text\n", "this is not XML"),
        ("<html></html>", "begins with <View>"),
    ],
)
def test_other_xml_is_refused(text: str, told: str) -> None:
    assert any(told in line for line in faults(text, **BESIDE))


def test_a_configuration_is_read_in_the_encoding_that_it_declares() -> None:
    text = '<?xml version="1.0" encoding="ISO-8859-1"?>' + LABELS.split("?>", 1)[-1].replace("CHOICE", "single")
    for data in (text.encode("cp1252"), text.encode()):
        assert Option("Négatif", "Négatif") in read_config(data, "c.xml", defaults=BESIDE).choices
