"""Every screen in the pseudo-locale, on both channels: all of it is translated, and what a platform has no room for is
cut so that it can still be read."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from backend.domain.messaging.message import Choice, Message, Tr
from bot.channels import layout as rows
from bot.channels.cutting import units
from bot.channels.telegram import text as telegram
from bot.channels.whatsapp import layout as whatsapp
from bot.dialogues import DIALOGUES
from bot.i18n.catalogue import translate
from bot.i18n.render import plain, runs
from bot.pictures import canvas
from bot.pictures.drawing import draw
from tests.dialogues.player import play
from tests.pseudo import CLOSE, OPEN, installed, pseudo
from tests.unit.bot.channels import whatsapp_limits
from tests.unit.bot.test_screens import SCREENS

ROOT = Path(__file__).parents[2]
FILES = sorted(Path(__file__).parent.glob("*.txt"))
ZONE = "Africa/Abidjan"
MOST_DATA = 64
"""Bytes of the data of a button on Telegram."""
MOST_COMMAND = 256
"""Characters of the description of a command on Telegram."""


@pytest.fixture(scope="module")
def language(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with installed(tmp_path_factory.mktemp("locales")) as name:
        yield name


def screens(file: Path) -> list[tuple[Message, bool]]:
    _, player = play(file.read_text("utf-8"))
    return player.screens


def texts(value: object) -> Iterator[Tr]:
    """Our texts in a message, also those within others."""
    if isinstance(value, Message):
        for part in (*value.parts, *value.choices):
            yield from texts(part)
    elif isinstance(value, Choice):
        yield from texts(value.part)
    elif isinstance(value, Tr):
        yield value
        for each in value.values.values():
            yield from texts(each)


OF_THE_WORLD = frozenset(
    {
        "🎉 Grande nouvelle ! Ta Huber t'ouvre le *travail payé*.",
        "Projet *{title}*",
        "Je ne trouve personne.",
        "⏸ C'est fait : le projet est en pause.",
    }
)
"""Texts that the world of the conversations says instead of services and handlers."""


def says_something(msgid: str) -> bool:
    return re.search(r"[^\W\d_]{2,}", re.sub(r"\{\w+\}", "", msgid)) is not None


def untranslated(message: Message, language: str) -> list[str]:
    return [
        text.msgid
        for text in texts(message)
        if says_something(text.msgid)
        and text.msgid not in OF_THE_WORLD
        and not translate(text.msgid, text.plural, text.n, language).startswith(OPEN)
    ]


def check_telegram(message: Message, question: int | None, language: str) -> None:
    content = runs(message.parts, language, ZONE)
    for piece in telegram.pieces(content):
        assert 0 < telegram.length(piece) <= telegram.MAX_TEXT
    for row in rows.rows(message, question, language):
        for button in row:
            assert button.label and len(button.label) <= rows.MAX_LABEL
            assert len(button.data.encode()) <= MOST_DATA


def check_whatsapp(message: Message, question: int | None, language: str) -> None:
    attached: str | None = message.attachment.kind if message.attachment is not None else None
    kind = {"chart": "image", "voice": "audio"}.get(attached or "", attached)
    parts = list(whatsapp.parts(message, question, language, ZONE, kind))
    said = "\n".join(part.text for part in parts)
    for part in parts:
        if part.action is not None:
            whatsapp_limits.interactive({"type": part.type, "body": {"text": part.text}, "action": part.action})
            said += "\n".join(_abouts(part.action))
        else:
            assert units(part.text) <= (1_024 if part.file else 4_096)
    for choice in message.choices:
        if message.many and message.again and not choice.aside:
            continue  # they stand above
        label = " ".join(plain(choice.part, language).split())
        shown = [title for part in parts for title in _titles(part.action or {})]
        assert label in shown or label in said, f"cut, and nowhere whole: {label}"


def _titles(action: Mapping[str, Any]) -> list[str]:
    match action:
        case {"buttons": [*buttons]}:
            return [button["reply"]["title"] for button in buttons]
        case {"sections": [*sections]}:
            return [row["title"] for section in sections for row in section["rows"]]
        case {"parameters": {"display_text": str(text)}}:
            return [text]
        case _:
            return []


def _abouts(action: Mapping[str, Any]) -> list[str]:
    match action:
        case {"sections": [*sections]}:
            return [row["description"] for section in sections for row in section["rows"] if "description" in row]
        case _:
            return []


def test_a_text_is_longer_in_brackets_and_keeps_its_values_and_styles() -> None:
    assert pseudo("*{n}* tâche") == "⟦*{n}* tâçhę ŵö⟧"
    assert len(pseudo("Écris « gains » quand tu veux.")) >= len("Écris « gains » quand tu veux.") * 1.4


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_screen_is_translated_and_fits_both_platforms(file: Path, language: str) -> None:
    for message, asks in screens(file):
        assert untranslated(message, language) == []
        question = 1 if asks else None
        check_telegram(message, question, language)
        check_whatsapp(message, question, language)


@pytest.mark.parametrize(("name", "message", "asks"), SCREENS, ids=[name for name, _, _ in SCREENS])
def test_so_is_every_screen_outside_of_dialogues(name: str, message: Message, asks: bool, language: str) -> None:
    assert untranslated(message, language) == [], name
    check_telegram(message, 1 if asks else None, language)
    check_whatsapp(message, 1 if asks else None, language)


def test_every_command_fits_the_list_of_telegram(language: str) -> None:
    for word in DIALOGUES.words.words:
        if word.about is not None:
            shown = plain(word.about, language)
            assert shown.startswith(OPEN) and shown.endswith(CLOSE) and len(shown) <= MOST_COMMAND


OURS_AS_THEY_STAND: Mapping[str, str] = {
    "lier {}": "a line to be typed",
    "equipe": "a word of the chat",
    "huber": "a word of the chat",
}
"""Texts in `Raw` that are no language."""


def test_no_text_of_ours_is_hidden_in_raw() -> None:
    """`Raw` is for what people and clients wrote: what stands in the source is ours."""
    found = []
    for file in sorted((*ROOT.glob("bot/**/*.py"), *ROOT.glob("backend/**/*.py"))):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Raw" and node.args:
                for said in _literals(node.args[0]):
                    if re.search(r"[^\W\d_]{3,}", said) and said not in OURS_AS_THEY_STAND:
                        found.append(f"{file.relative_to(ROOT)}:{node.lineno}: {said}")
    assert found == []


def _literals(node: ast.expr) -> Iterator[str]:
    """The texts that an expression may give: its constants, f-strings with {} for each value."""
    match node:
        case ast.Constant(str(text)):
            yield text
        case ast.JoinedStr(parts):
            yield "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in parts)  # type: ignore[misc]
        case ast.IfExp(_, then, other):
            yield from _literals(then)
            yield from _literals(other)
        case ast.BoolOp(_, values):
            for value in values:
                yield from _literals(value)


WEEK: Mapping[str, Any] = {
    "title": pseudo("La semaine du lundi 2 mars au dimanche 8 mars"),
    "days": [3, 0, 5, 1, 0, 9, 2],
    "people": [12, 9],
    "tasks": [20, 17],
    "seconds": [36_000, 12_000],
    "pace": [1_822, None],
}
PICTURES: tuple[tuple[str, Mapping[str, Any]], ...] = (
    *(
        (name, m.attachment.values)
        for name, m, _ in SCREENS
        if m.attachment is not None and m.attachment.kind == "chart"
    ),
    ("week", WEEK),
)


@pytest.mark.parametrize(("name", "values"), PICTURES, ids=[name for name, _ in PICTURES])
def test_no_text_of_a_picture_leaves_it(
    name: str, values: Mapping[str, Any], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = canvas.Canvas.text
    beyond = []

    def text(self: canvas.Canvas, at: tuple[int, int], said: str, size: int, *more: Any, **named: Any) -> None:
        kept(self, at, said, size, *more, **named)
        width, weight = named.get("width"), named.get("weight", "Semibold")
        while isinstance(width, int) and size > 16 and canvas.font(size, weight).getlength(said) > width:
            size -= 2
        long = canvas.font(size, weight).getlength(said)
        left = {"l": at[0], "m": at[0] - long / 2, "r": at[0] - long}[str(named.get("anchor", "ls"))[0]]
        if left < 0 or left + long > self.image.width + 1:
            beyond.append(said)

    monkeypatch.setattr(canvas.Canvas, "text", text)
    media = "week" if name == "week" else {"her month": "month"}.get(name, "gains")
    assert draw(media, values, language)
    assert beyond == []
