"""Imports a question bank of 5,000 with the real command: as GIFT, as a new version of it, as Moodle XML."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from html import escape
from pathlib import Path

from backend.domain.training.banks.gift_writer import write
from backend.domain.training.questions import (
    FULL_WEIGHT,
    Choice,
    Kind,
    Matching,
    Number,
    NumberAnswer,
    Option,
    Order,
    Question,
    Short,
    ShortAnswer,
    TrueFalse,
)
from benchmarks.figures import Figure, Section
from benchmarks.imports import timed
from benchmarks.running import BenchError, Run
from benchmarks.system import COMMAND, Hiteuses, Nowhere

WANTED = 10.0  # seconds


def measure(run: Run) -> Section:
    count = run.size(5_000, 70)
    with run.home() as home:
        bot = Hiteuses(home, Nowhere())
        bot.command("db", "upgrade")
        gift, xml = home / "bank.gift", home / "moodle.xml"
        figures: list[Figure] = []

        def take(file: Path, what: str, expected: int) -> None:
            run.say(f"training-import: {what}")
            command: list[str | Path] = [COMMAND, "training", "import", file]
            seconds, peak = timed(command, bot.environ, home / "import.log")
            kept = _count(bot, file.stem)
            if kept != expected:
                raise BenchError(f"{what}: {expected} questions became {kept}")
            text = f"{seconds:.1f} s, {peak:.0f} MB"
            figures.append(Figure(what, f"< {WANTED:.0f} s", text, seconds < WANTED, {"seconds": seconds}))

        gift.write_text(write(bank(count)), "utf-8")
        size = gift.stat().st_size / 1e6
        take(gift, f"{count:,} questions as GIFT ({size:.1f} MB)", count)
        take(gift, "the same file again (changes nothing)", count)
        gift.write_text(write(_renewed(bank(count))), "utf-8")
        take(gift, "a new version: a tenth has other words, a tenth is gone", count - count // 10)
        xml.write_text("\n".join(_xml(bank(count))), "utf-8")
        size = xml.stat().st_size / 1e6
        take(xml, f"{count:,} questions as Moodle XML ({size:.1f} MB)", count)
    return Section(
        "training-import",
        "Import of question banks",
        "`hiteuses training import` of questions of every kind with feedback in 50 categories, from the start of the "
        "process to its end, the start of its embedded PostgreSQL included; memory of the command without PostgreSQL",
        figures,
    )


def bank(count: int) -> list[Question]:
    """Questions of seven kinds in turn, each with feedback."""
    return [
        Question(
            f"q-{n}",
            f"Awa prend {n} photos au marché d'Adjamé. **Que fait-elle** avec la photo {n} ?",
            _kind(n),
            f"Une photo nette se lit bien : c'est vrai pour la {n} aussi.",
            f"Photos/Partie {n % 50 + 1}",
        )
        for n in range(count)
    ]


def _kind(n: int) -> Kind:
    why = f"Relis l'écran {n % 5 + 1} : on y voit pourquoi."
    match n % 7:
        case 0:
            labels = ("Elle la garde", "Elle la supprime", "Elle l'envoie", f"Elle attend {n} jours")
            return Choice(
                tuple(Option(text, FULL_WEIGHT if i == n % 4 else Decimal(0), why) for i, text in enumerate(labels))
            )
        case 1:
            half = Decimal(50)
            weights = (half, -half, half, -half)
            return Choice(tuple(Option(f"Geste {i} de {n}", w, why) for i, w in enumerate(weights)), several=True)
        case 2:
            return TrueFalse(n % 2 == 0, why, "Bravo !")
        case 3:
            return Number((NumberAnswer(Decimal(n), Decimal(2)),), why)
        case 4:
            return Short((ShortAnswer(f"photo {n}"), ShortAnswer(f"l'image {n}"), ShortAnswer("*", Decimal(0), why)))
        case 5:
            return Matching(tuple((f"Ville {i} de {n}", f"Pays {i}") for i in range(4)))
        case _:
            return Order(tuple(f"Étape {i} de {n}" for i in range(5)))


def _renewed(questions: list[Question]) -> Iterator[Question]:
    for n, question in enumerate(questions):
        if n % 10 != 3:
            yield Question(
                question.key,
                question.text.replace("Awa", "Binta") if n % 10 == 4 else question.text,
                question.kind,
                question.general_feedback,
                question.category,
            )


def _xml(questions: list[Question]) -> Iterator[str]:
    """The questions as Moodle exports them: HTML in every text."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<quiz>'
    category = ""
    for question in questions:
        if question.category != category:
            category = question.category
            path = f"$course$/top/{escape(category)}"
            yield f'<question type="category"><category><text>{path}</text></category></question>'
        kind, inside = _xml_kind(question.kind)
        yield (
            f'<question type="{kind}">\n<name><text>{question.key}</text></name>\n'
            f'<questiontext format="html"><text><![CDATA[<p>{question.text}</p>]]></text></questiontext>\n'
            f"<generalfeedback>{_html(question.general_feedback)}</generalfeedback>\n"
            f"<defaultgrade>1.0000000</defaultgrade>\n{inside}\n</question>"
        )
    yield "</quiz>"


def _xml_kind(kind: Kind) -> tuple[str, str]:
    match kind:
        case Choice(options, several):
            answers = "".join(_answer(o.text, o.weight, o.feedback) for o in options)
            return "multichoice", f"<single>{'false' if several else 'true'}</single>{answers}"
        case TrueFalse(right, wrong_said, right_said):
            said = [("true" if truth else "false", truth == right) for truth in (True, False)]
            weighed = (_answer(t, FULL_WEIGHT * ok, right_said if ok else wrong_said) for t, ok in said)
            return "truefalse", "".join(weighed)
        case Number(answers):
            margin = "".join(
                _answer(f"{a.value}", a.weight, a.feedback, f"<tolerance>{a.tolerance}</tolerance>") for a in answers
            )
            return "numerical", margin + _answer("*", Decimal(0), kind.otherwise)
        case Short(accepted):
            return "shortanswer", "".join(_answer(a.text, a.weight, a.feedback) for a in accepted)
        case Matching(pairs):
            subs = (f"<subquestion>{_html(a)}<answer><text>{b}</text></answer></subquestion>" for a, b in pairs)
            return "matching", "".join(subs)
        case Order(items):
            return "ordering", "".join(_answer(item, Decimal(i), "") for i, item in enumerate(items, 1))
        case _:
            raise AssertionError(kind)


def _answer(text: str, weight: Decimal, feedback: str, more: str = "") -> str:
    said = f'<feedback format="html">{_html(feedback)}</feedback>'
    return f'<answer fraction="{weight:.5f}" format="html"><text>{escape(text)}</text>{said}{more}</answer>\n'


def _html(text: str) -> str:
    return f"<text><![CDATA[<p>{escape(text, quote=False)}</p>]]></text>" if text else "<text></text>"


def _count(bot: Hiteuses, module_id: str) -> int:
    with bot.database() as database:
        row = database.execute(
            "select count(*) as count from question where module_id = %s and retired_at is null", (module_id,)
        ).fetchone()
    assert row is not None
    return int(row["count"])
