"""Runs of text with WhatsApp's markup: *bold*, _italic_, ```code```.

WhatsApp cannot escape a markup character. So a character in somebody's text that could format is replaced by one that
looks like it; in an address it is percent-encoded, so that the address still works. Characters that cannot format
(inside a word, or between two spaces) stay, so that file names and most addresses are unchanged."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from bot.channels.cutting import units
from bot.i18n.render import Run

_ALIKE = {"*": "\u2217", "_": "\u02cd", "~": "\u223c", "`": "\u02cb"}
"""∗ ˍ ∼ ˋ: no client reads them as markup."""
_SIGNS = re.compile(r"[*_~`]")
_ADDRESS = re.compile(r"https?://\S+")
_STARTS = re.compile(r"(\s*)(?=[>*-](\s|$))")
"""What would turn a line into a quotation or a list item."""
_NOTHING = "\u200b"


def marked(runs: Sequence[Run]) -> str:
    """The text as it is sent. Formatting ends with its line, as in WhatsApp."""
    return "\n".join(_line(line) for line in _lines(runs))


def length(runs: Sequence[Run]) -> int:
    """The length of what is sent, markup included, in UTF-16 units."""
    return units(marked(runs))


def plain(runs: Sequence[Run]) -> str:
    """The text without markup and without characters that could format."""
    return marked([Run(run.text) for run in runs])


def _lines(runs: Sequence[Run]) -> list[list[Run]]:
    lines: list[list[Run]] = [[]]
    for run in runs:
        first, *others = run.text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n").split("\n")
        for number, text in enumerate((first, *others)):
            if number:
                lines.append([])
            if text:
                lines[-1].append(Run(text, run.bold, run.italic, run.code))
    return lines


def _line(runs: Sequence[Run]) -> str:
    """One line. Neighbouring runs of one style are formatted together: two pairs
    of marks side by side format nothing."""
    flat = "".join(run.text for run in runs)
    done: list[str] = []
    at = 0
    for (code, bold), stretch in groupby(runs, lambda run: (run.code, run.bold and not run.code)):
        inner: list[str] = []
        begun = at
        for italic, group in groupby(stretch, lambda run: run.italic and not run.code):
            text = "".join(run.text for run in group)
            end = at + len(text)
            if code:
                inner.append(_wrapped(text.replace("`", _ALIKE["`"]), "```", flat[at - 1 : at], flat[end : end + 1]))
            else:
                safe = _escaped(text)
                inner.append(_wrapped(safe, "_", flat[at - 1 : at], flat[end : end + 1]) if italic else safe)
            at = end
        text = "".join(inner)
        done.append(_wrapped(text, "*", flat[begun - 1 : begun], flat[at : at + 1]) if bold else text)
    line = "".join(done)
    if found := _STARTS.match(line):
        line = found.group(1) + _NOTHING + line[found.end() :]
    return line


def _wrapped(text: str, mark: str, before: str, after: str) -> str:
    """The text between marks, where WhatsApp would format it: not around spaces, not beside a letter or a digit."""
    core = text.strip()
    lead, _, trail = text.partition(core) if core else (text, "", "")
    if not core or (not lead and before.isalnum()) or (not trail and after.isalnum()):
        return text
    return f"{lead}{mark}{core}{mark}{trail}"


def _escaped(text: str) -> str:
    """Somebody's text so that nothing in it formats, also next to the product's markup."""
    if not _SIGNS.search(text):
        return text
    addresses = [found.span() for found in _ADDRESS.finditer(text)]

    def safe(found: re.Match[str]) -> str:
        sign, at = found.group(), found.start()
        left, right = text[at - 1 : at], text[at + 1 : at + 2]
        inside = left.isalnum() and right.isalnum()
        apart = left.isspace() and right.isspace()
        if (inside or apart) and sign != "`":
            return sign
        if any(start <= at < end for start, end in addresses):
            return f"%{ord(sign):02X}"
        return _ALIKE[sign]

    return _SIGNS.sub(safe, text)
