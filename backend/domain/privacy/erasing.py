"""Until when an account that is to be erased can be kept, and what stays afterwards."""

from __future__ import annotations

from datetime import date, timedelta

from backend.domain.privacy.retention import ACCOUNTING_YEARS

REFLECTION = timedelta(days=14)
"""In this time the person may change their mind."""
ASKED_AGAIN = timedelta(days=3)
"""After a restore they have at least this time to say so again: that they stay may have been lost."""


def books_until(erased: date) -> date:
    """The last day on which the books hold what was paid to the number of a person erased then: the end of the tenth
    year after it (French commercial code, article L123-22; OHADA, AUDCIF article 24)."""
    return date(erased.year + ACCOUNTING_YEARS, 12, 31)
