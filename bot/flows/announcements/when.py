"""When an announcement goes out, in words."""

from __future__ import annotations

from datetime import datetime

from backend.domain.messaging import quiet_hours
from backend.domain.messaging.message import Message, Tr


def day_and_hour(moment: datetime) -> Tr:
    """A planned time as text."""
    return Tr("le {day} à {hour}", {"day": moment.date(), "hour": moment.time()})


def at_night(moment: datetime) -> Message:
    """That it goes out in the morning, if the planned time is in the night; else empty."""
    if not quiet_hours.at_night(moment.time()):
        return Message()
    return Message((Tr("🌙 C'est la nuit : elle part à 7 h."),))
