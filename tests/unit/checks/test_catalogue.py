from pathlib import Path

import pytest

from tests.checks import catalogue
from tests.checks.messages import Found, Wrong, extract_source, faults, malformed

SOURCE = """
from backend.domain.message import Choice, Raw, Tr, tr, trn

GREETING = Tr("Bonjour {name} !")


def prompt(n, name, happy):
    tr("Voici *ton travail*", Choice("go", "Je commence"), Choice("raw", Raw("x")), Choice("tr", Tr("Plus tard")))
    trn("Il reste {n} tâche", "Il reste {n} tâches", n)
    Tr("{n} jour avec {other}, {when}", {"n": n, "other": name, "when": 1}, "{n} jours avec {other}, {when}", n)
    tr("Oui" if happy else "Non")
    Choice(id="bye", label="Au "
           "revoir")
    unrelated("Pas pour elle")
"""


def texts(source: str) -> list[tuple[str, str | None]]:
    return [(f.msgid, f.plural) for f in extract_source("bot/x.py", source) if isinstance(f, Found)]


def test_every_way_to_say_something_is_found() -> None:
    assert set(texts(SOURCE)) == {
        ("Bonjour {name} !", None),
        ("Voici *ton travail*", None),
        ("Je commence", None),
        ("Plus tard", None),
        ("Il reste {n} tâche", "Il reste {n} tâches"),
        ("{n} jour avec {other}, {when}", "{n} jours avec {other}, {when}"),
        ("Oui", None),
        ("Non", None),
        ("Au revoir", None),
    }


@pytest.mark.parametrize("call", ['tr(f"Bonjour {name}")', "tr(text)", 'Choice("a", f"{x}")', 'trn("une", several, n)'])
def test_what_is_no_literal_is_refused(call: str) -> None:
    assert [type(f) for f in extract_source("bot/x.py", call)] == [Wrong]


def test_a_label_that_is_a_variable_is_met_where_it_is_made() -> None:
    assert list(extract_source("bot/x.py", 'Choice("a", label)')) == []


@pytest.mark.parametrize(
    ("call", "why"),
    [
        ('tr("Bonjour {name}")', "is given no name"),
        ('tr("Bonjour", name=x)', "has no place for name"),
        ('trn("{n} tâche de {who}", "{n} tâches", n)', "is given no who"),
        ('Tr("Bonjour {name}", {"nam": x})', "is given no name"),
        ('tr("50 {% de plus")', "a lone {"),
        ('tr("*Bravo")', "is never closed"),
    ],
)
def test_a_text_that_would_fail_when_it_is_sent_is_named(call: str, why: str) -> None:
    (found,) = extract_source("bot/x.py", call)
    assert isinstance(found, Found)
    assert why in " ".join(str(fault) for fault in faults(found))


@pytest.mark.parametrize("text", ["*a* et _b_", "2 * 3", "snake_case", "{{x}}", "*a _b_ c*", "{n}\u202f%"])
def test_well_formed_marks_are_let_through(text: str) -> None:
    assert malformed(text) is None


@pytest.mark.parametrize("text", ["*a", "_a* b_ *c", "{", "}", "{a b}", "*a _b* c_"])
def test_malformed_marks_are_not(text: str) -> None:
    assert malformed(text) is not None


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for folder in catalogue.FOLDERS:
        (tmp_path / folder).mkdir()
    (tmp_path / "bot" / "x.py").write_text(SOURCE, encoding="utf-8")
    catalogue.write(tmp_path)
    return tmp_path


def test_after_writing_the_catalogues_are_in_step_and_stay_the_same(root: Path) -> None:
    before = {path: path.read_bytes() for path in (root / "locales").rglob("*.po*")}
    assert len(before) == 4
    assert catalogue.check(root) == []
    catalogue.write(root)
    assert {path: path.read_bytes() for path in before} == before


def test_a_new_text_and_one_that_went_are_named(root: Path) -> None:
    (root / "bot" / "x.py").write_text(SOURCE.replace('"Oui"', '"Si"'), encoding="utf-8")
    wrong = [str(w) for w in catalogue.check(root)]
    assert wrong == [
        f"locales/{name}: {what}"
        for name in ("fr/LC_MESSAGES/hiteuses.po", "hiteuses.pot")
        for what in ("has 'Oui', which nobody says", "lacks 'Si'")
    ]


def test_a_missing_catalogue_is_named(root: Path) -> None:
    (root / "locales" / "hiteuses.pot").unlink()
    assert [str(w) for w in catalogue.check(root)] == ["locales/hiteuses.pot: there is no such file"]


def english(root: Path, msgid: str, translation: str) -> list[str]:
    """What is said about an English catalogue with this one translation."""
    path = root / "locales" / "en" / "LC_MESSAGES" / "hiteuses.po"
    path.parent.mkdir(parents=True)
    french = (root / "locales" / "fr" / "LC_MESSAGES" / "hiteuses.po").read_text(encoding="utf-8")
    there = f'msgid "{msgid}"\nmsgstr ""\n'
    assert there in french
    path.write_text(french.replace(there, f'msgid "{msgid}"\nmsgstr "{translation}"\n'), encoding="utf-8")
    return [str(w) for w in catalogue.check(root)]


def test_a_good_translation_is_let_through_and_kept(root: Path) -> None:
    assert english(root, "Bonjour {name} !", "Hello {name}!") == []
    catalogue.write(root)
    assert "Hello {name}!" in (root / "locales" / "en" / "LC_MESSAGES" / "hiteuses.po").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("msgid", "translation", "why"),
    [
        ("Bonjour {name} !", "Hello {nom}!", "other places"),
        ("Voici *ton travail*", "Here is your work", "other styles"),
        ("Voici *ton travail*", "Here is *your work", "never closed"),
    ],
)
def test_a_translation_that_loses_a_mark_is_named(root: Path, msgid: str, translation: str, why: str) -> None:
    assert why in " ".join(english(root, msgid, translation))


def test_french_is_changed_in_the_code_and_nowhere_else(root: Path) -> None:
    path = root / "locales" / "fr" / "LC_MESSAGES" / "hiteuses.po"
    path.write_text(path.read_text().replace('msgid "Oui"\nmsgstr ""', 'msgid "Oui"\nmsgstr "Ouais"'))
    assert "change it in the code" in " ".join(str(w) for w in catalogue.check(root))


REASONS = """
Reason("the column {name!r} is missing", name=x)
Reason("few" if few else "many")
Reason("this is not YAML: {detail}", detail=x)
"""


@pytest.mark.parametrize(
    ("call", "why"),
    [
        ('Reason("no {name!r}")', "is given no name"),
        ('Reason("no", name=x)', "has no place for name"),
        ('Reason("{byte:02X}", byte=x)', "neither {name} nor {name!r}"),
        ('Reason("{}", name=x)', "neither {name} nor {name!r}"),
        ('Reason("{name", name=x)', "expected '}'"),
    ],
)
def test_a_reason_that_would_fail_when_it_is_said_is_named(call: str, why: str) -> None:
    (found,) = extract_source("bot/x.py", call)
    assert isinstance(found, Found) and found.reason
    assert why in " ".join(str(fault) for fault in faults(found))


def test_a_reason_that_is_no_literal_is_refused() -> None:
    assert [type(f) for f in extract_source("bot/x.py", 'Reason(f"no {name}")')] == [Wrong]


def french(root: Path, **texts: str) -> list[str]:
    """What is said about a French catalogue of `REASONS` with these translations, by their first word."""
    (root / "backend" / "x.py").write_text(REASONS, encoding="utf-8")
    catalogue.write(root)
    path = root / "locales" / "fr" / "LC_MESSAGES" / "faults.po"
    written = path.read_text(encoding="utf-8")
    good = {"the": "la colonne « {name} » manque", "few": "peu", "many": "beaucoup", "this": "mal écrit"}
    for msgid in ("the column {name!r} is missing", "few", "many", "this is not YAML: {detail}"):
        there = f'msgid "{msgid}"\nmsgstr ""\n'
        assert there in written
        text = (good | texts)[msgid.split()[0]]
        written = written.replace(there, f'msgid "{msgid}"\nmsgstr "{text}"\n')
    path.write_text(written, encoding="utf-8")
    return [str(w) for w in catalogue.check(root)]


def test_reasons_have_a_catalogue_of_their_own_and_french_says_them_all(root: Path) -> None:
    assert french(root) == []
    assert "is missing" not in (root / "locales" / "hiteuses.pot").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("word", "text", "why"),
    [
        ("few", "", "has no French"),
        ("the", "la colonne manque", "other places"),
        ("the", "la colonne {name!r} manque", "Python's quotes"),
        ("the", "la colonne {name manque", "expected '}'"),
        ("this", "mal écrit : {detail}", "other places"),
    ],
)
def test_a_reason_that_french_lacks_or_says_amiss_is_named(root: Path, word: str, text: str, why: str) -> None:
    (said,) = french(root, **{word: text})
    assert said.startswith("locales/fr/LC_MESSAGES/faults.po: ") and why in said
