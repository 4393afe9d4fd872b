"""Questions of every kind, made at random: what authors may write, clean as files are read."""

from __future__ import annotations

import re
from decimal import Decimal

from hypothesis import strategies as st

from backend.domain.french.spelling import clean
from backend.domain.training.questions import (
    FULL_WEIGHT,
    Choice,
    Gap,
    Gaps,
    Kind,
    Matching,
    Measure,
    Number,
    NumberAnswer,
    Option,
    Order,
    Question,
    Short,
    ShortAnswer,
    TrueFalse,
    WeightedGap,
)
from backend.domain.training.text import formulas
from backend.domain.training.text import numbers as training_numbers
from backend.domain.training.text.markdown_text import plain
from backend.domain.training.text.markup import to_markdown

SIGNS = "abcé É1 5%:;.,!?'’\"«»-–_*#=~{}[]()<>&/\\@+|^`$€\u00a0œ…"
"""Few letters and every sign that some format gives a meaning."""
WORDS = ["[html]", "[plain]", "[x]", "->", "####", "//", "%50%", "::", "<b>", "&amp;", "&nbsp;", "TRUE", "1..5", "\\n"]


def _one_line(text: str) -> str:
    return re.sub(r"[ \t\n]+", " ", clean(text))


_pieces = st.one_of(st.text(st.sampled_from(SIGNS), min_size=1, max_size=8), st.sampled_from(WORDS))


def _as_read(text: str) -> bool:
    """Whether a reader could have given this text: it leaves neither a picture nor a formula in one."""
    return to_markdown(text, "markdown") == text and not formulas.first(plain(text)) and not formulas.first(text)


labels = st.lists(_pieces, min_size=1, max_size=4).map("".join).map(_one_line).filter(bool).filter(_as_read)
texts = (
    st.lists(labels, min_size=1, max_size=3)
    .map("\n".join)
    .map(lambda text: clean(re.sub(r" *\n *", "\n", text)))
    .filter(bool)
    .filter(_as_read)
)
feedbacks = st.just("") | texts
accepted = labels.filter(lambda text: bool(text.strip("* ")))
weights = st.sampled_from([Decimal(w) for w in ("0", "50", "-50", "33.33333", "-100", "12.5", "0.0000001")])
partial = st.sampled_from([Decimal(w) for w in ("0", "50", "33.3333333")])
exact = (
    st.builds("{}e{}".format, st.integers(-(10**25) + 1, 10**25 - 1), st.integers(-60, 40))
    .map(lambda text: training_numbers.read(text) or Decimal(0))
    .filter(bool)
)
"""Numbers as banks have them: with many digits, very small, very large."""


@st.composite
def one_right(draw: st.DrawFn) -> Choice:
    found = draw(st.lists(labels, min_size=2, max_size=6, unique=True))
    right = draw(st.integers(0, len(found) - 1))
    return Choice(
        tuple(
            Option(text, FULL_WEIGHT if i == right else draw(weights), draw(feedbacks)) for i, text in enumerate(found)
        )
    )


@st.composite
def several_right(draw: st.DrawFn) -> Choice:
    found = draw(st.lists(labels, min_size=3, max_size=6, unique=True))
    each = draw(st.sampled_from(["100", "50 50", "33.33333 33.33333 33.33333"])).split()
    wrong = [draw(st.sampled_from(["0", "-50", "-33.33333"])) for _ in found[len(each) :]]
    share = draw(st.permutations([*each, *wrong]))
    return Choice(
        tuple(Option(text, Decimal(w), draw(feedbacks)) for text, w in zip(found, share, strict=True)), several=True
    )


@st.composite
def numbers(draw: st.DrawFn) -> Number:
    value = st.decimals(-9_999_999, 9_999_999, places=draw(st.integers(0, 4))) | exact
    tolerance = st.just(Decimal(0)) | st.decimals(0, 999, places=2) | exact.map(abs)
    more = st.builds(NumberAnswer, value, tolerance, partial, feedbacks)
    first = NumberAnswer(draw(value), draw(tolerance), FULL_WEIGHT, draw(feedbacks))
    return Number((first, *draw(st.lists(more, max_size=2))), draw(feedbacks))


measures = st.builds(
    Measure,
    numbers(),
    st.lists(st.sampled_from(["kg", "F CFA", "%", "m²", "km/h", "sacs"]), min_size=1, max_size=3, unique=True).map(
        tuple
    ),
)


@st.composite
def shorts(draw: st.DrawFn) -> Short:
    more = st.builds(ShortAnswer, labels, partial, feedbacks)
    return Short((ShortAnswer(draw(accepted), FULL_WEIGHT, draw(feedbacks)), *draw(st.lists(more, max_size=2))))


@st.composite
def matchings(draw: st.DrawFn) -> Matching:
    lefts = draw(st.lists(labels, min_size=2, max_size=5, unique=True))
    rights = draw(st.lists(labels, min_size=len(lefts), max_size=len(lefts)).filter(lambda r: len(set(r)) > 1))
    return Matching(tuple(zip(lefts, rights, strict=True)), tuple(draw(st.lists(labels, max_size=2, unique=True))))


orders = st.lists(labels, min_size=2, max_size=6, unique=True).map(lambda items: Order(tuple(items)))
true_or_false = st.builds(TrueFalse, st.booleans(), feedbacks, feedbacks)
gap_kinds: st.SearchStrategy[Gap] = st.one_of(one_right(), several_right(), numbers(), shorts())
gaps = st.lists(st.builds(WeightedGap, gap_kinds, st.integers(1, 9)), min_size=1, max_size=3).map(
    lambda found: Gaps(tuple(found))
)
gift_kinds: st.SearchStrategy[Kind] = st.one_of(
    one_right(), several_right(), true_or_false, numbers(), measures, shorts(), matchings(), orders
)
kinds: st.SearchStrategy[Kind] = st.one_of(gift_kinds, gaps)
categories = st.lists(st.sampled_from(["Réseau", "Achats & co", "a b", "x"]), max_size=2).map("/".join)


def questions(of: st.SearchStrategy[Kind]) -> st.SearchStrategy[Question]:
    return st.builds(Question, labels, texts, of, feedbacks, categories)
