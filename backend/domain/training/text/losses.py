"""What a chat cannot show of an author's text, and whether the words for a picture reveal the answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from backend.domain.errors import Reason
from backend.domain.french.spelling import fold
from backend.domain.training import typed
from backend.domain.training.questions import Choice, Gaps, Kind, Matching, Measure, Number, Short
from backend.domain.training.text import formulas, numbers
from backend.domain.training.text.markdown_text import plain
from backend.domain.training.text.markup import MARKDOWN_PICTURE, Format, looks_like_html, to_markdown

WORDLESS = Reason("it shows a picture without words for it")
TELLING = Reason("the words for its picture give the answer away, and the picture itself is not shown")
PLAYED = Reason("it needs a sound, a film or a file that a chat does not show")

DESCRIBED = Reason("a picture is not shown: the words for it stand in its place")
CASE = Reason("capitals do not count here, though the file asks for them")
BROKEN = Reason("the line breaks of an option are left out")


def left_out(reason: Reason) -> Reason:
    """The note for a question that is left out."""
    return Reason("left out: {reason}", reason=reason)


def unsaid(reason: Reason) -> Reason:
    """The note for a feedback that is left out, while its question is asked."""
    return Reason("a feedback is left out: {reason}", reason=reason)


_PICTURE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
_ALT = re.compile(r"""\balt\s*\\?=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)
_PLAYED = re.compile(
    r"<(?:audio|video|iframe|object|embed)\b|(?:href|src)\s*=\s*[\"']?@@PLUGINFILE@@[^\"'>]*\.(?!png|jpe?g|gif|svg|webp)",
    re.IGNORECASE,
)
_MATHML = re.compile(r"<math\b", re.IGNORECASE)
_NAMES_NOTHING = re.compile(
    r"(?:(?:une |an? )?(?:image|img|photo|picture|figure|fig|schema|capture(?: d ecran)?|screenshot|illustration"
    r"|graphi(?:que|c)|imagen|bild|foto|untitled|sans titre|dsc|pict)(?: \d+)?)?"
    r"|.* (?:png|jpe?g|gif|svg|webp|bmp)|[\d ]*"
)
_NUMBERS = re.compile(r"[-+]?\d+(?:[.,]\d+)?")


def unshowable(text: str, form: Format) -> Reason | None:
    """Why a text of the question cannot be shown without losing what is asked; None if it can."""
    if any(not names_something(words) for words in pictures(text, form)):
        return WORDLESS
    if _is_html(text, form) and _PLAYED.search(text):
        return PLAYED
    if _is_html(text, form) and _MATHML.search(text):
        return _formula("MathML")
    if latex := formulas.first(plain(to_markdown(text, form))):
        return _formula(latex)
    return None


def unreadable(label: str) -> Reason | None:
    """Like `unshowable`, for a plain text."""
    latex = formulas.first(label)
    return _formula(latex) if latex else None


def _formula(latex: str) -> Reason:
    shown = " ".join(latex.split())
    return Reason("it has a formula that a chat does not show: {formula}", formula=shown[:60])


def pictures(text: str, form: Format) -> list[str]:
    """The words for each picture of a text; "" for a picture without words."""
    if form == "markdown":
        return [plain(words).strip() for words in MARKDOWN_PICTURE.findall(text)]
    if not _is_html(text, form):
        return []
    found = (_ALT.search(tag) for tag in _PICTURE.findall(text))
    return [next((words for words in alt.groups() if words), "") if alt else "" for alt in found]


def _is_html(text: str, form: Format) -> bool:
    return form == "html" or (form == "moodle" and looks_like_html(text))


def names_something(words: str) -> bool:
    """Whether the words describe a picture, and are no file name or a mere "image"."""
    return not _NAMES_NOTHING.fullmatch(fold(words))


def tells(words: str, kind: Kind) -> bool:
    """Whether these words name a right answer and no wrong one."""
    match kind:
        case Choice(options):
            named = [option for option in options if _holds(words, option.text)]
            return bool(named) and all(option.weight > 0 for option in named)
        case Short(accepted):
            return any(_holds(words, " ".join(typed.literals(a.text))) for a in accepted if a.weight > 0)
        case Number(answers):
            right = [answer for answer in answers if answer.weight > 0]
            return any(abs(value - a.value) <= a.tolerance for value in _values(words) for a in right)
        case Measure(number):
            return tells(words, number)
        case Matching(pairs):
            return any(_holds(words, left) and _holds(words, right) for left, right in pairs)
        case Gaps(gaps):
            return any(tells(words, gap.kind) for gap in gaps)
        case _:
            return False


def _holds(words: str, label: str) -> bool:
    wanted = fold(label)
    return bool(wanted) and f" {wanted} " in f" {fold(words)} "


def _values(words: str) -> Iterator[Decimal]:
    for found in _NUMBERS.findall(words):
        if (value := numbers.read(found)) is not None:
            yield value
