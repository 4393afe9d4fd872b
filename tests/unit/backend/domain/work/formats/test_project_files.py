from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.errors import BadFile
from backend.domain.money import Money
from backend.domain.people.places import BY_CODE
from backend.domain.work.formats.project_files import read_config
from backend.domain.work.forms.form import Field, Option, When
from backend.domain.work.projects import KINDS, ProjectConfig

EXAMPLE = """\
name: moderation-commentaires
title: Modération de commentaires
kind: choice
instructions: |         # Markdown
  **Lis** bien.
  Réponds.
question: "Ce commentaire est-il acceptable ?"
show: {text: "{comment}"}
choices:
  - {id: ok, label: Acceptable}
  - {id: no, label: Haine}
pay: {amount: "0.05", currency: EUR}
answers: {min: 2, max: 5, mode: skilled, confidence: 0.95}
minutes: 0.5
needs: [moderation-1]
countries: [CM, CI]
sensitive: [violence, haine, violence]
budget: 400.00
accept_after_hours: 48
ends: 2026-12-31
most_per_person: 500
then: {disagreement: relecture-moderation, no: relecture-haine}
"""

MINIMAL = """\
name: saisie
title: Saisie
kind: entry
question: Que lis-tu ?
show: {image: "{url}"}
fields:
  - {id: total, label: Total TTC, type: amount}
  - {id: nom, label: Nom, type: text, required: false, max_length: 60}
pay: {amount: 33, currency: XOF}
"""


BESIDE = {"name": "ton", "title": "Ton", "pay": {"amount": "0.02", "currency": "EUR"}}
XML = """\
<View><Text name="t" value="$comment"/><Header value="Ton ?"/>
  <Choices name="c" toName="t"><Choice value="a"/><Choice value="b" alias="x"/></Choices>
</View>"""


THEMES = "haine, violence, sexe, mort"


def faults(text: str | bytes, **defaults: Any) -> list[str]:
    """What is told, without the name of the file."""
    with pytest.raises(BadFile) as caught:
        read_config(text if isinstance(text, bytes) else text.encode(), "F", defaults=defaults)
    return [line.removeprefix("F:").strip() for line in str(caught.value).splitlines()]


def changed(old: str, new: str, text: str = EXAMPLE) -> str:
    assert old in text
    return text.replace(old, new)


def test_every_key_of_the_format_is_read() -> None:
    assert read_config(EXAMPLE.encode(), "c.yaml") == ProjectConfig(
        name="moderation-commentaires",
        title="Modération de commentaires",
        kind="choice",
        instructions="**Lis** bien.\nRéponds.",
        question="Ce commentaire est-il acceptable ?",
        show={"text": "{comment}"},
        choices=(Option("ok", "Acceptable"), Option("no", "Haine")),
        pay=Money(500, "EUR"),
        answers_min=2,
        answers_max=5,
        mode="skilled",
        confidence=Decimal("0.95"),
        minutes=Decimal("0.5"),
        needs=("moderation-1",),
        countries=("CM", "CI"),
        sensitive=("haine", "violence"),
        budget=Money(4_000_000, "EUR"),
        accept_after=timedelta(hours=48),
        ends=date(2026, 12, 31),
        most_per_person=500,
        then={"disagreement": "relecture-moderation", "no": "relecture-haine"},
    )


def test_keys_left_out_have_their_defaults() -> None:
    config = read_config(MINIMAL.encode(), "c.yaml")
    assert (config.answers_min, config.answers_max, config.mode) == (1, 1, "guaranteed")
    assert (config.confidence, config.minutes) == (Decimal("0.92"), Decimal(1))
    assert (config.needs, config.countries, config.sensitive) == ((), (), ())
    assert (config.budget, config.accept_after) == (None, timedelta(hours=24))
    assert (config.ends, config.most_per_person) == (None, None)
    assert config.fields == (
        Field("total", "Total TTC", "amount"),
        Field("nom", "Nom", "text", required=False, max_length=60),
    )


@pytest.mark.parametrize("none", ["false", "False", "[]"])
def test_no_theme_is_sensitive(none: str) -> None:
    assert read_config(changed("[violence, haine, violence]", none).encode(), "c.yaml").sensitive == ()


def test_its_last_day_is_the_last_on_which_tasks_are_given_out() -> None:
    config = read_config(EXAMPLE.encode(), "c.yaml")
    assert [config.ended(date(2026, 12, 31)), config.ended(date(2027, 1, 1))] == [False, True]


def test_without_a_maximum_a_task_gets_the_minimum_of_answers() -> None:
    config = read_config(changed("max: 5, mode: skilled, confidence: 0.95", "mode: guaranteed").encode(), "c.yaml")
    assert (config.answers_min, config.answers_max) == (2, 2)


def test_pay_per_hour_and_what_a_task_can_cost_are_exact() -> None:
    config = read_config(EXAMPLE.encode(), "c.yaml")
    assert config.hourly == Fraction("0.05") * Fraction("655.957") * 120
    assert config.promise == Money(2_500, "EUR")


@pytest.mark.parametrize("text", [EXAMPLE, MINIMAL])
def test_a_configuration_survives_json(text: str) -> None:
    config = read_config(text.encode(), "c.yaml")
    assert ProjectConfig.from_json(json.loads(json.dumps(config.to_json()))) == config


def test_what_is_given_beside_the_file_fills_only_what_it_leaves_out() -> None:
    beside = {"pay": {"amount": Decimal("0.10"), "currency": "EUR"}, "minutes": 2, "title": "Autre"}
    config = read_config(changed("minutes: 0.5\n", "").encode(), "c.yaml", defaults=beside)
    assert (config.pay, config.minutes) == (Money(500), Decimal(2))
    assert config.title == "Modération de commentaires"


def test_a_reason_is_offered_once_whatever_its_capitals() -> None:
    text = changed("minutes: 0.5\n", "minutes: 0.5\nreasons: [Mauvais choix, Pas lu, mauvais choix]\n")
    assert read_config(text.encode(), "c.yaml").reasons == ("Mauvais choix", "Pas lu")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            changed("title: Mod", "titel: Mod"),
            ["1: the project has no 'title'", "2: the project has an unknown key 'titel'; did you mean 'title'?"],
        ),
        (
            changed("kind: choice\n", "kind: choice  #1 of two\n"),
            ["3: a # behind a space begins a comment; write the text in quotes"],
        ),
        (changed("kind: choice\n", "kind: choice\nkind: text\n"), ["4: the key 'kind' is here a second time"]),
        (
            changed("kind: choice\n", "kind: choice\nmode: skilled\ncurrency: EUR\n"),
            [
                "4: 'mode' is a key of 'answers': write answers: {mode: …}",
                "5: 'currency' is a key of 'pay': write pay: {currency: …}",
            ],
        ),
        (
            changed("kind: choice\n", "kind: pair\n"),
            [
                "8: show has no 'a'",
                "8: show has no 'b'",
                "9: 'choices' does not belong to the kind 'pair'",
                "13: answers.mode skilled belongs to the kind 'choice', not 'pair'",
                "13: answers.min: each task of the kind 'pair' gets answers.max",
            ],
        ),
        (
            changed("kind: choice\n", "kind: quiz\n"),
            [f"3: unknown kind 'quiz'; known: {', '.join(KINDS)}"],
        ),
        (
            changed("kind: choice\n", "kind: text\n"),
            [
                "9: 'choices' does not belong to the kind 'text'",
                "13: answers.mode skilled belongs to the kind 'choice', not 'text'",
            ],
        ),
        (changed("kind: choice\n", "kind:\n"), ["3: the project has no 'kind'"]),
        (
            changed("moderation-comm", "Modération comm"),
            ["1: name 'Modération commentaires' must be small letters, digits and hyphens"],
        ),
        (changed("Modération de commentaires", "[a, b]"), ["2: title must be a text"]),
        (changed('"Ce commentaire est-il acceptable ?"', '" "'), ["7: question is empty"]),
        (changed("{comment}", "{comment"), ["8: show.text: '{comment' has a lone {; write {{ for the sign itself"]),
        (changed("{comment}", "{comment:>9}"), ["8: show.text: {comment:>9} is not the name of a column"]),
        (changed("{comment}", "Toujours pareil"), ['8: show names no column of the data, such as text: "{comment}"']),
        (changed("{comment}", "{comment} {gold}"), ["8: show.text: {gold} would give the answer away"]),
        (changed('text: "{c', 'txt: "{c'), ["8: show has an unknown key 'txt'; did you mean 'text'?"]),
        (changed("id: no", "id: ok"), ["11: the choice id 'ok' is here a second time"]),
        (changed("label: Haine", "label: acceptable"), ["11: the label 'acceptable' is here a second time"]),
        (changed("label: Haine", "label: ''"), ["11: a choice's label is empty"]),
        (changed("id: no", "id: /menu"), ["11: a choice's id '/menu' must be one line that does not begin with \"/\""]),
        (changed("  - {id: no, label: Haine}\n", ""), ["9: choices must be two at least"]),
        (
            changed("  - {id: no, label: Haine}\n", "".join(f"  - {{id: c{n}, label: C{n}}}\n" for n in range(90))),
            ["9: choices has 91 items, 90 at most"],
        ),
        (changed('"0.05"', '"-0.05"'), ["12: pay must be more than 0"]),
        (changed('"0.05"', "0"), ["12: pay must be more than 0"]),
        (changed('"0.05"', "cher"), ["12: pay: 'cher' is not an amount"]),
        (changed('"0.05"', "0.00001"), ["12: pay: '0.00001' has more than 4 decimals"]),
        (changed("currency: EUR", "currency: USD"), ["12: unknown currency 'USD'; known: EUR, XAF, XOF"]),
        (changed(", currency: EUR", ""), ["12: pay has no 'currency'"]),
        (changed('{amount: "0.05", currency: EUR}', "0.05"), ["12: pay must be keys with values: amount, currency"]),
        (changed("min: 2", "min: 1"), ["13: answers.min must be a whole number from 2 to 1000"]),
        (changed("max: 5", "max: 1"), ["13: answers.max 1 is less than answers.min 2"]),
        (changed("0.95", "1"), ["13: answers.confidence must lie between 0.5 and 1"]),
        (changed("mode: skilled, ", ""), ["13: answers.confidence belongs to mode: skilled"]),
        (changed("mode: skilled", "mode: clever"), ["13: unknown answers.mode 'clever'; known: guaranteed, skilled"]),
        (changed("0.95", "sûr"), ["13: answers.confidence must be a number such as 0.5"]),
        (changed("minutes: 0.5", "minutes: 0"), ["14: minutes must be more than 0 and at most 1440"]),
        (changed("minutes: 0.5", "minutes: 1e9"), ["14: minutes must be a number such as 0.5"]),
        (changed("[moderation-1]", "moderation-1"), ["15: needs must be a list"]),
        (changed("[CM, CI]", "\n  - CM\n  - XX"), ["18: unknown country 'XX'; it is a code such as CM"]),
        (changed("[CM, CI]", "[no, FR]"), [f"16: nobody works in NO, FR; known: {', '.join(BY_CODE)}"]),
        (changed("[CM, CI]", "[SE, CM]"), [f"16: nobody works in SE; known: {', '.join(BY_CODE)}"]),
        (
            changed("[violence, haine, violence]", "true"),
            [f"17: sensitive must be false or a list of themes: {THEMES}"],
        ),
        (changed("violence, haine", "violence, gore"), [f"17: unknown theme 'gore'; known: {THEMES}"]),
        (changed("2026-12-31", "2026-06-31"), ["20: ends must be a date such as 2026-12-31"]),
        (changed("2026-12-31", "31/12/2026"), ["20: ends must be a date such as 2026-12-31"]),
        (changed("{disagreement:", "{tie:"), ["22: then has an unknown key 'tie'; known: disagreement, ok, no"]),
        (
            changed("relecture-haine", "Relecture !"),
            ["22: then.no 'Relecture !' must be small letters, digits and hyphens"],
        ),
        (changed("{id: ok,", "{id: disagreement,"), ["22: then.disagreement: a choice has this id; give it another"]),
        (changed("person: 500", "person: 0"), ["21: most_per_person must be a whole number from 1 to 999999999"]),
        (changed("400.00", "-1"), ["18: budget must be more than 0"]),
        (changed("hours: 48", "hours: 337"), ["19: accept_after_hours must be a whole number from 0 to 336"]),
        (changed("hours: 48", "hours: 1.5"), ["19: accept_after_hours must be a whole number from 0 to 336"]),
        (
            changed("type: text", "type: texte", MINIMAL),
            ["8: unknown type 'texte'; known: text, number, date, amount, email, phone, url, price, source, choice"],
        ),
        (changed("id: nom", "id: total", MINIMAL), ["8: the field id 'total' is here a second time"]),
        (changed("type: amount", "type: amount, currency: FCFA", MINIMAL), ["7: currency is longer than 3 characters"]),
        (
            changed("type: amount", "type: amount, currency: ZZZ", MINIMAL),
            ["7: unknown currency 'ZZZ'; it is a code such as XOF"],
        ),
        (
            changed("type: amount", "type: date, max_length: 5", MINIMAL),
            ["7: max_length belongs to a field of type text"],
        ),
        (
            changed("kind: entry", "kind: choices", MINIMAL),
            ["1: the kind 'choices' needs 'choices'", "6: 'fields' does not belong to the kind 'choices'"],
        ),
        (
            "name: [\n  x",
            ["2: this is not YAML: while parsing a flow sequence, expected ',' or ']', but got '<stream end>'"],
        ),
        (
            "a: 1\n\tb: 2",
            [
                "2: this is not YAML: while scanning for the next token, "
                "found character '\\t' that cannot start any token"
            ],
        ),
        (
            "name: a\n---\nname: b\n",
            ["2: this is not YAML: expected a single document in the stream, but found another document"],
        ),
        ("name: \x01", ["1: the character U+0001 may not be here"]),
        ("- a\n- b", ["1: the project must be keys with values: name, title, kind, question, show, pay"]),
        ("[" * 50_000, ["this is nested too deeply"]),
        (
            b"name: a\ntitle: \xe9t\xe9\nkind: text\nquestion: \xe0",
            ["2: not UTF-8 (byte 0xE9); save it as UTF-8", "4: not UTF-8 (byte 0xE0); save it as UTF-8"],
        ),
        (b"x" * 1_000_001, ["the file is larger than 1000 kB"]),
        (
            EXAMPLE + "x: !!python/object/apply:os.getcwd []\n",
            ["23: the tag tag:yaml.org,2002:python/object/apply:os.getcwd is not known here"],
        ),
        (EXAMPLE + "? [a]\n: b\n", ["23: a key must be a word"]),
        ("", [f"1: the project has no '{key}'" for key in ("name", "title", "kind", "question", "show", "pay")]),
    ],
)
def test_a_fault_is_named_with_its_line(text: str | bytes, told: list[str]) -> None:
    # An unknown tag under an unknown key is told from both sides.
    got = [line for line in faults(text) if "unknown key 'x'" not in line]
    assert got == told


NEW = """name: x
title: X
kind: rating
question: "Q ?"
show: {text: "{t}"}
pay: {amount: "0.1", currency: EUR}
scale: {1: Pas du tout, 4: Tout à fait}
answers: {max: 3}
"""
FORM = """name: x
title: X
kind: entry
question: "Q ?"
show: {table: "{t}"}
pay: {amount: "0.1", currency: EUR}
fields:
  - {id: page, label: Page, type: choice, choices: [{id: oui, label: Oui}, {id: non, label: Non}]}
  - {id: url, label: Adresse, type: url, when: {page: oui}}
  - {id: tel, label: Tel, type: phone, country: "{pays}", required: false, when: {page: [oui, non]}}
  - {id: prix, label: Prix, type: price, currency: XAF, when: {tel: false}}
  - {id: src, label: Source, type: source}
"""


def test_a_scale_has_its_anchors_and_a_task_of_it_all_its_answers() -> None:
    config = read_config(NEW.encode(), "c.yaml")
    assert (config.scale, config.points, config.answers_max) == (("Pas du tout", "", "", "Tout à fait"), range(1, 5), 3)
    assert ProjectConfig.from_json(json.loads(json.dumps(config.to_json()))) == config


def test_a_form_has_choices_conditions_and_countries_of_its_own() -> None:
    config = read_config(FORM.encode(), "c.yaml")
    assert [field.when for field in config.fields] == [
        None,
        When("page", ("oui",)),
        When("page", ("oui", "non")),
        When("tel", given=False),
        None,
    ]
    assert (config.fields[2].region, config.fields[3].currency) == ("pays", "XAF")
    assert ProjectConfig.from_json(json.loads(json.dumps(config.to_json()))) == config


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (changed("scale: {1: Pas du tout, 4: Tout à fait}\n", "", NEW), ["1: the kind 'rating' needs 'scale'"]),
        (
            changed("{1: Pas du tout, 4: Tout à fait}", "[a, b]", NEW),
            ["7: scale must name its first and its last point"],
        ),
        (changed("1: Pas", "0: Pas", NEW), ["7: scale: '0' is no point from 1 to 10", "7: scale must begin at 1"]),
        (changed("4: Tout", "11: Tout", NEW), ["7: scale: '11' is no point from 1 to 10"]),
        (changed("max: 3", "min: 2, max: 3", NEW), ["8: answers.min: each task of the kind 'rating' gets answers.max"]),
        (
            changed("kind: rating", "kind: transcription", NEW),
            ["5: the kind 'transcription' needs 'show.audio / show.image'", "7: 'scale'"],
        ),
        (changed('table: "{t}"', 'table: "le {t}"', FORM), ['5: show.table must be one column, such as "{sales}"']),
        (changed("{table:", '{image: "{i}", table:', FORM), ["5: show: one of image, table, not several"]),
        (changed("{page: oui}", "{prix: true}", FORM), ["9: when: 'prix' is no field before this one"]),
        (changed("{page: oui}", "oui", FORM), ["9: when must name one field and its answer, such as {open: oui}"]),
        (changed("{page: oui}", "{page: peut-être}", FORM), ["9: unknown when.page 'peut-être'; known: oui, non"]),
        (changed("{tel: false}", "{tel: vide}", FORM), ["11: when.tel must be true or false"]),
        (changed('"{pays}"', '"{pays} ?"', FORM), ["10: country must be a code such as CM, or a column such as"]),
        (changed('"{pays}"', "ZZ", FORM), ["10: unknown country 'ZZ'; it is a code such as CM"]),
        (changed("type: source", "type: source, country: CM", FORM), ["12: country belongs to a field of type phone"]),
        (
            changed(", choices: [{id: oui, label: Oui}, {id: non, label: Non}]", "", FORM),
            ["8: a field of type choice needs"],
        ),
    ],
)
def test_what_is_wrong_with_a_new_kind_or_form_is_named_with_its_line(text: str, told: list[str]) -> None:
    got = faults(text)
    for line, begins in zip(got, told, strict=False):
        assert line.startswith(begins), got
    assert len(got) >= len(told)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('<?xml version="1.0"?>\n<!-- 3 -->\n<quiz>\n<question type="truefalse"/>\n</quiz>', 3),
        ("Which one?\nA. This\nB. That\nANSWER: B\n", 4),
        ("// bank\n::one:: Is it so? {T}\n", 2),
        ("$CATEGORY: a/b\n\nIs it so? {T}\n", 1),
    ],
)
def test_a_question_bank_is_sent_where_it_belongs(text: str, line: int) -> None:
    assert faults(text) == [f"{line}: this is a question bank; hiteuses training import takes it"]


def test_all_faults_are_named_at_once_in_the_order_of_their_lines() -> None:
    text = EXAMPLE.replace("kind: choice", "kind: x").replace("id: no", "id: ok")
    text = text.replace('"0.05"', "-1").replace("minutes: 0.5", "minutes: x")
    assert [line.split(":")[0] for line in faults(text)] == ["3", "11", "12", "14"]


def test_aliases_can_neither_loop_nor_grow() -> None:
    assert any("contains itself" in line for line in faults("name: &a [*a]\n"))
    bomb = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 50)}]\n" for n in range(1, 40))
    assert any("unknown key 'a39'" in line for line in faults(bomb))


@given(st.data())
def test_a_damaged_file_is_read_or_refused_and_nothing_else(data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from([EXAMPLE, MINIMAL, XML])).encode()
    at = data.draw(st.integers(0, len(whole)))
    to = data.draw(st.integers(at, min(len(whole), at + 12)))
    by = data.draw(st.binary(max_size=4) | st.sampled_from([b"\n", b": ", b"{", b"&a", b"<b>", b"- "]))
    try:
        config = read_config(whole[:at] + by + whole[to:], "F", defaults=BESIDE)
    except BadFile:
        return
    assert ProjectConfig.from_json(json.loads(json.dumps(config.to_json()))) == config


def test_what_is_no_text_is_one_fault() -> None:
    """A fault for each line of a UTF-16 file or a spreadsheet."""
    assert faults("name: x\ntitle: é\n".encode("utf-16")) == ["1: the file is UTF-16, not UTF-8; save it as UTF-8"]
    assert faults(b"PK\x03\x04" + bytes(range(256)) * 9) == ["1: the file is no text"]


def test_a_comment_behind_a_number_cuts_nothing_off() -> None:
    assert read_config(changed("minutes: 0.5\n", "minutes: 0.5 #estimated\n").encode(), "c.yaml").minutes == 0.5
