"""`--by NAME`: who does something by the command line, as the audit and the second approval of a run know it."""

from __future__ import annotations

import click

MOST_LETTERS = 70


class PersonName(click.ParamType[str]):
    """A name with single spaces; an empty one is wrong usage."""

    name = "name"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The name. Fails if it has no letter, or is too long."""
        found = " ".join(value.split())
        if not any(sign.isalpha() for sign in found) or len(found) > MOST_LETTERS:
            self.fail(f"a name has 1 to {MOST_LETTERS} letters", param, ctx)
        return found


NAME = PersonName()
