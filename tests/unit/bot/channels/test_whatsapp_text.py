"""WhatsApp's own marks: ours format, nobody else's do."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.channels.cutting import pieces, tail
from bot.channels.whatsapp.text import length, marked, plain
from bot.i18n.render import Run

ALIKE = str.maketrans({"\u2217": "*", "\u02cd": "_", "\u223c": "~", "\u02cb": "`", "\u200b": None})

FORMATTING = [
    re.compile(r"(?<![^\W_])([*_~])(?=\S)[^\n]*?(?<=\S)\1(?![^\W_])"),  # not inside a word
    re.compile(r"`[^`\n]+`"),
    re.compile(r"```.+?```", re.DOTALL),
    re.compile(r"^\s*(>|-|\*)\s", re.MULTILINE),
]
"""What makes a client of WhatsApp format, rather too much than too little."""

signs = st.text(st.sampled_from(list("*_~`>- ab1é.\n")), max_size=30)
words = st.text(max_size=60)
runs = st.lists(st.builds(Run, signs | words, st.booleans(), st.booleans(), st.booleans()), max_size=6)


def formats(text: str) -> list[str]:
    return [found.group() for pattern in FORMATTING for found in pattern.finditer(text)]


@pytest.mark.parametrize(
    ("given_runs", "sent"),
    [
        ([Run("gras", bold=True)], "*gras*"),
        ([Run("penché", italic=True)], "_penché_"),
        ([Run("x = 1", code=True)], "```x = 1```"),
        ([Run("Il y a "), Run("33 F", bold=True), Run(" ici")], "Il y a *33 F* ici"),
        ([Run("les deux", bold=True, italic=True)], "*_les deux_*"),
        ([Run("a", bold=True), Run(" b", bold=True)], "*a b*"),
        ([Run("a", bold=True), Run(" b", bold=True, italic=True)], "*a _b_*"),
        ([Run(" bords ", bold=True)], " *bords* "),
        ([Run("deux\nlignes", bold=True)], "*deux*\n*lignes*"),
        ([Run("3", bold=True), Run("e")], "3e"),  # it would show the marks themselves
        ([Run("  ", bold=True)], "  "),
    ],
)
def test_our_styles_are_written_so_that_they_format(given_runs: list[Run], sent: str) -> None:
    assert marked(given_runs) == sent


@pytest.mark.parametrize(
    "text",
    ["mon_fichier_final.pdf", "5 * 3 * 2", "a_b", "https://exemple.org/mon_image_1.png", "2*3*4", "un - deux", "5 > 3"],
)
def test_signs_that_format_nothing_stay_as_they_are(text: str) -> None:
    assert marked([Run(text)]) == text


def test_an_address_keeps_leading_where_it_did() -> None:
    assert marked([Run("https://exemple.org/_a_?x=~b~")]) == "https://exemple.org/%5Fa%5F?x=%7Eb%7E"


@given(signs | words)
@example(" * un\n > deux\n - trois")
@example("a ` b ` c")
def test_what_somebody_else_wrote_makes_no_formatting(text: str) -> None:
    assert formats(marked([Run(text)])) == []


@given(signs | words)
def test_what_stands_inside_our_bold_ends_it_no_sooner(text: str) -> None:
    line = text.replace("\n", " ").replace("\r", " ").replace("\0", "").strip()
    sent = marked([Run("« "), Run(text.replace("\n", " ").replace("\r", " "), bold=True), Run(" »")])
    if line:
        inside = sent.strip("« »").strip()
        assert inside[0] == inside[-1] == "*"
        assert not any(pattern.search(inside[1:-1]) for pattern in FORMATTING[:3])


@given(signs | words)
def test_a_text_is_read_as_it_was_written(text: str) -> None:
    seen = re.sub("%(2A|5F|7E|60)", lambda found: chr(int(found.group(1), 16)), marked([Run(text)]))
    written = text.replace("\0", "").replace("\u200b", "").replace("\r\n", "\n").replace("\r", "\n").translate(ALIKE)
    assert seen.translate(ALIKE) == re.sub("%(2A|5F|7E|60)", lambda f: chr(int(f.group(1), 16)), written)


@given(runs)
def test_plain_text_has_no_mark_of_ours(given_runs: list[Run]) -> None:
    assert formats(plain(given_runs)) == []


def solid(runs_: Iterable[Run]) -> str:
    return "".join("".join(run.text for run in runs_).split())


@given(runs, st.integers(16, 60))
def test_a_text_cut_into_pieces_fits_and_is_all_there(given_runs: list[Run], most: int) -> None:
    cut = list(pieces(given_runs, most, length))
    assert all(length(piece) <= most for piece in cut)
    assert "".join(solid(piece) for piece in cut) == solid(given_runs)


@given(runs, st.integers(16, 60))
def test_the_end_of_a_text_fits_and_the_rest_goes_before_it(given_runs: list[Run], most: int) -> None:
    before, end = tail(given_runs, most, length)
    assert length(end) <= most
    assert solid([*before, *end]) == solid(given_runs)


def test_a_text_is_cut_at_a_paragraph_rather_than_in_the_middle_of_one() -> None:
    text = f"{'a' * 30}\n\n{'b' * 30}"
    assert [p[0].text for p in pieces([Run(text)], 40)] == ["a" * 30, "b" * 30]
    before, end = tail([Run(text)], 40)
    assert (before[0].text, end[0].text) == ("a" * 30, "b" * 30)
