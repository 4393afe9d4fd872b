"""The formats of settings: how a value is read, and what is said of one that does not fit."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from backend.domain.errors import BadInput

_TOKEN = re.compile(r"[0-9]{1,20}:[A-Za-z0-9_-]{10,200}")
_SECRET_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,256}")  # the format that setWebhook accepts
_CODE = re.compile(r"[A-Z0-9]{8,64}")  # the result of `codes.read`
_ID = re.compile(r"[0-9]{1,40}")  # id of a number or an account, as Meta writes it
_PRINTABLE = re.compile(r"[!-~]{1,1000}")
_PORT = re.compile(r"[0-9]{1,5}")
_VERSION = re.compile(r"v[0-9]{1,3}\.[0-9]{1,3}")
HOST = re.compile(r"(?!\.|.*\.\.|.*[^.]{64})[A-Za-z0-9._:%-]{1,253}")


def _fitting(pattern: re.Pattern[str], words: str) -> AfterValidator:
    def check(text: str) -> str:
        if not pattern.fullmatch(text):
            raise ValueError(f"must be {words}")
        return text

    return AfterValidator(check)


def _signing_key(text: str) -> str:
    """A PEM key. Its line ends may be written as `\\n`, for places where a variable has only one line."""
    from backend.jose import Key  # late import: most commands sign nothing

    pem = text.replace("\\n", "\n")
    try:
        Key.load(pem)
    except BadInput as error:
        raise ValueError(str(error)) from None
    return pem


def _encryption_keys(text: str) -> str:
    from backend.encryption import Keys  # late import: most commands encrypt nothing

    try:
        Keys(split(text))
    except BadInput as error:
        raise ValueError(str(error)) from None
    return text


def split(text: str) -> tuple[str, ...]:
    """The parts of a list that commas separate."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _code(text: object) -> str:
    return str(text).upper().replace("-", "").replace(" ", "")


def _moment(text: object) -> datetime:
    """An instant in ISO 8601; without an offset it is UTC. It is of our century: the product looks weeks back and years
    ahead, and Python's calendar has two ends."""
    try:
        at = datetime.fromisoformat(str(text))
        at = (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError("must be a moment of ISO 8601 such as 2026-03-02T08:00:00Z") from None
    if not 2000 <= at.year < 2100:
        raise ValueError("must be a moment from 2000 to 2099")
    return at


def _port(text: object) -> int:
    if not _PORT.fullmatch(str(text)) or int(str(text)) > 65_535:
        raise ValueError("must be a port from 0 to 65535")
    return int(str(text))


def _folder(text: object) -> Path:
    if any(ord(character) < ord(" ") for character in str(text)):
        raise ValueError("must be a folder without line ends or other control characters in its path")
    try:
        return Path(str(text)).expanduser().absolute()
    except RuntimeError:
        raise ValueError("names the home of a user who does not exist") from None


def _lower(text: object) -> object:
    return text.lower() if isinstance(text, str) else text


Host = Annotated[str, _fitting(HOST, "a host name or an address such as 0.0.0.0")]
BotToken = Annotated[str, _fitting(_TOKEN, "a token as BotFather gives it: digits, a colon, letters and digits")]
SecretToken = Annotated[str, _fitting(_SECRET_TOKEN, "1 to 256 letters, digits, hyphens and underscores")]
Version = Annotated[str, _fitting(_VERSION, "a version such as v23.0")]
InviteCode = Annotated[str, BeforeValidator(_code), _fitting(_CODE, "8 to 64 letters and digits")]
Printable = Annotated[str, _fitting(_PRINTABLE, "letters, digits and signs without a space")]
Id = Annotated[str, _fitting(_ID, "a number of digits, as Meta shows it")]
SigningKey = Annotated[str, AfterValidator(_signing_key)]
EncryptionKeys = Annotated[str, AfterValidator(_encryption_keys)]
Moment = Annotated[datetime, BeforeValidator(_moment)]
Port = Annotated[int, BeforeValidator(_port)]
Folder = Annotated[Path, BeforeValidator(_folder)]
Pace = Annotated[float, Field(ge=0.01, le=1_000, allow_inf_nan=False)]
"""Messages a second."""
LOWER = BeforeValidator(_lower)
"""Makes a word in capitals one of those that a setting knows."""
