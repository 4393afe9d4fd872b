"""The days and places of figures as text on the button that exports them: "2026-11-01 2026-11-30 CM whatsapp #12"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from backend.domain.admin.statistics import Scope
from backend.domain.errors import BadInput
from backend.domain.french.ranges import Span
from backend.domain.messaging import channels
from backend.domain.people import places


def whole(spans: Sequence[Span]) -> Span:
    """From the first day of all spans to the last."""
    return Span(min(span.first for span in spans), max(span.last for span in spans))


def pack(span: Span, scope: Scope) -> str:
    """A span and a scope as text for a button."""
    parts = [span.first.isoformat(), span.last.isoformat(), scope.country, scope.channel]
    return " ".join([part for part in parts if part] + ([f"#{scope.project_id}"] if scope.project_id else []))


def unpack(text: str) -> tuple[Span | None, Scope]:
    """Read what `pack` wrote. From other text, read what can be recognised; a span that cannot is None."""
    dates: list[date] = []
    country = channel = project_id = None
    for part in text.split():
        if part.startswith("#") and part[1:].isascii() and part[1:].isdigit() and len(part) < 19:
            project_id = int(part[1:])
        elif part in channels.TABLE:
            channel = part
        elif len(part) == 2:
            country = _code(part)
        elif (on := _date(part)) is not None:
            dates.append(on)
    span = Span(dates[0], dates[1]) if len(dates) == 2 and dates[0] <= dates[1] else None
    return span, Scope(country, channel, project_id)


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _code(text: str) -> str | None:
    try:
        return places.country(text).code
    except BadInput:
        return None
