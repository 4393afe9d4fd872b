"""Why a file cannot be used, in the language of the person who sent it.

The texts are those of `backend.domain.errors.Reason`: English in the code, as the command line prints them, and
translated in a catalogue of their own (domain "faults"). A language without one uses French, like the rest of the chat.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from backend.domain.errors import BadFile, BadInput, Fault, HiteusesError, NotAllowed, Reason, ReasonValue
from bot.i18n import formats
from bot.i18n.catalogue import FAULTS, catalogue

_MAX_VALUE_LENGTH = 200
"""The most characters of one value in a line: a cell can be a whole page."""


def fault(reason: Reason, language: str) -> str:
    """One reason as text, on one line."""
    text = catalogue(language, FAULTS).gettext(reason.msgid)
    return text.format_map({name: _shown(value, language) for name, value in reason.values.items()})


def lines(error: HiteusesError, file: str, language: str) -> Iterator[str]:
    """All faults, one on each line, for the person who sent `file`. That file is not named; other files are
    (`projet.yaml, ligne 3 : …`)."""
    match error:
        case BadFile():
            for each in error.faults:
                yield fault(_placed(each, "" if error.file == file else error.file), language)
        case BadInput():
            yield fault(error.reason, language)
        case NotAllowed():
            yield fault(Reason("only an admin may import a file"), language)
        case _:
            yield fault(Reason("the file could not be fetched; send it again"), language)


def _placed(each: Fault, file: str) -> Reason:
    if not each.line:
        return Reason("{file}: {reason}", file=file, reason=each.reason) if file else each.reason
    if not file:
        return Reason("line {line}: {reason}", line=each.line, reason=each.reason)
    return Reason("{file}, line {line}: {reason}", file=file, line=each.line, reason=each.reason)


def _shown(value: ReasonValue, language: str) -> str:
    match value:
        case Reason():
            return fault(value, language)
        case Decimal():
            return formats.number(value, language)
        case int():
            return str(value)  # lines, years and limits are not grouped by thousands
        case str():
            text = " ".join("".join(sign if sign.isprintable() else " " for sign in value).split())
            return text if len(text) <= _MAX_VALUE_LENGTH else f"{text[: _MAX_VALUE_LENGTH - 1]}…"
