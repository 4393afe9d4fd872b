"""Where the terms of payment are kept: `payouts.toml` in the data folder, else as shipped."""

from __future__ import annotations

from pathlib import Path

from backend.domain.errors import BadInput
from backend.domain.payouts import terms_file
from backend.domain.payouts.providers import ProviderName
from backend.domain.payouts.terms import Terms
from backend.records import replace


def load(home: Path, ready: frozenset[ProviderName] = frozenset()) -> Terms:
    """The terms of this installation. `ready`: the providers that are set up. Raises `BadInput` with one line for each
    key that cannot be used."""
    return replace(_read(home), ready=ready)


def _read(home: Path) -> Terms:
    path = home / terms_file.FILE
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return terms_file.shipped()
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path}: cannot be read: {error}") from None
    return terms_file.read(text, str(path))
