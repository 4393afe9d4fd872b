"""The typed environment. Errors in it are reported at start, one line per variable."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

import platformdirs
from pydantic import AfterValidator, Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from backend.domain.errors import BadInput
from backend.domain.payouts.providers import ProviderName
from bot import addresses
from bot.logs import redact
from bot.setting_formats import (
    LOWER,
    BotToken,
    EncryptionKeys,
    Folder,
    Host,
    Id,
    InviteCode,
    Moment,
    Pace,
    Port,
    Printable,
    SecretToken,
    SigningKey,
    Version,
    split,
)

TELEGRAM_WEBHOOK = "/webhooks/telegram"
WHATSAPP_WEBHOOK = "/webhooks/whatsapp"
WAVE_WEBHOOK = "/webhooks/wave"
PAWAPAY_WEBHOOK = "/webhooks/pawapay"


@dataclass(frozen=True, slots=True)
class WhatsAppAccount:
    """One number on the Cloud API. `api_url` and `version`: of the Graph API."""

    access_token: str = field(repr=False)
    phone_number_id: str
    business_account_id: str
    app_secret: str = field(repr=False)
    verify_token: str = field(repr=False)
    api_url: str = "https://graph.facebook.com"
    version: str = "v23.0"


@dataclass(frozen=True, slots=True)
class WaveAccount:
    """Our account with Wave. `webhook_secret` None: callbacks are not taken, and payments are only asked about."""

    api_key: str = field(repr=False)
    webhook_secret: str | None = field(default=None, repr=False)
    api_url: str = "https://api.wave.com"


@dataclass(frozen=True, slots=True)
class PawaPayAccount:
    """Our account with pawaPay."""

    api_token: str = field(repr=False)
    api_url: str = "https://api.pawapay.io"


WHATSAPP = (
    "WHATSAPP_ACCESS_TOKEN",
    "WHATSAPP_PHONE_NUMBER_ID",
    "WHATSAPP_BUSINESS_ACCOUNT_ID",
    "WHATSAPP_APP_SECRET",
    "WHATSAPP_VERIFY_TOKEN",
)
"""The variables that WhatsApp needs: all of them, or none."""
NEEDED = {
    "DATABASE_POOL_URL": "DATABASE_URL",
    "WAVE_API_URL": "WAVE_API_KEY",
    "WAVE_WEBHOOK_SECRET": "WAVE_API_KEY",
    "PAWAPAY_API_URL": "PAWAPAY_API_TOKEN",
}
"""Variables, and the one without which they would have no effect."""
KEYS = {
    ProviderName.WAVE: "WAVE_API_KEY",
    ProviderName.PAWAPAY: "PAWAPAY_API_TOKEN",
    ProviderName.DEMONSTRATION: "nothing: only the demo has it",
}
"""The variable that turns on a payment provider."""
OF_ACCOUNTS = (
    "telegram_bot_token",
    *(name.lower() for name in WHATSAPP),
    "wave_api_key",
    "wave_webhook_secret",
    "pawapay_api_token",
)
"""The fields of accounts on platforms and with payment providers; a demo clears them."""


class Settings(BaseSettings):
    """The settings in the environment. Build it with `load`.

    `clock`: the time at which the product's clock starts (None: real time). `database_url`: for libpq (None: the
    embedded server in `home`). `database_pool_url`: of a pooler in transaction mode before it. `port` 0: any free one.
    Secrets are left out of `repr`."""

    model_config = SettingsConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, populate_by_name=True)

    database_url: Annotated[str, AfterValidator(addresses.database_url)] | None = Field(
        None, alias="DATABASE_URL", repr=False
    )
    database_pool_url: Annotated[str, AfterValidator(addresses.database_url)] | None = Field(
        None, alias="DATABASE_POOL_URL", repr=False
    )
    home: Folder = Field(
        default_factory=lambda: platformdirs.user_data_path("hiteuses", appauthor=False), alias="HITEUSES_HOME"
    )
    host: Host = Field("127.0.0.1", alias="HOST")
    port: Port = Field(8080, alias="PORT")
    public_url: Annotated[str, AfterValidator(addresses.public_url)] | None = Field(None, alias="PUBLIC_URL")
    telegram_bot_token: BotToken | None = Field(None, alias="TELEGRAM_BOT_TOKEN", repr=False)
    telegram_api_url: Annotated[str, AfterValidator(addresses.api_url)] = Field(
        "https://api.telegram.org", alias="TELEGRAM_API_URL"
    )
    telegram_webhook_secret: SecretToken | None = Field(None, alias="TELEGRAM_WEBHOOK_SECRET", repr=False)
    telegram_messages_per_second: Pace = Field(30.0, alias="TELEGRAM_MESSAGES_PER_SECOND")
    whatsapp_access_token: Printable | None = Field(None, alias="WHATSAPP_ACCESS_TOKEN", repr=False)
    whatsapp_phone_number_id: Id | None = Field(None, alias="WHATSAPP_PHONE_NUMBER_ID")
    whatsapp_business_account_id: Id | None = Field(None, alias="WHATSAPP_BUSINESS_ACCOUNT_ID")
    whatsapp_app_secret: Printable | None = Field(None, alias="WHATSAPP_APP_SECRET", repr=False)
    whatsapp_verify_token: Printable | None = Field(None, alias="WHATSAPP_VERIFY_TOKEN", repr=False)
    whatsapp_api_url: Annotated[str, AfterValidator(addresses.api_url)] = Field(
        "https://graph.facebook.com", alias="WHATSAPP_API_URL"
    )
    whatsapp_api_version: Version = Field("v23.0", alias="WHATSAPP_API_VERSION")
    whatsapp_messages_per_second: Pace = Field(80.0, alias="WHATSAPP_MESSAGES_PER_SECOND")
    wave_api_url: Annotated[str, AfterValidator(addresses.api_url)] = Field(
        "https://api.wave.com", alias="WAVE_API_URL"
    )
    wave_api_key: Printable | None = Field(None, alias="WAVE_API_KEY", repr=False)
    wave_webhook_secret: Printable | None = Field(None, alias="WAVE_WEBHOOK_SECRET", repr=False)
    pawapay_api_url: Annotated[str, AfterValidator(addresses.api_url)] = Field(
        "https://api.pawapay.io", alias="PAWAPAY_API_URL"
    )
    pawapay_api_token: Printable | None = Field(None, alias="PAWAPAY_API_TOKEN", repr=False)
    admin_invite_code: InviteCode | None = Field(None, alias="ADMIN_INVITE_CODE", repr=False)
    badge_signing_key: SigningKey | None = Field(None, alias="BADGE_SIGNING_KEY", repr=False)
    data_encryption_key: EncryptionKeys | None = Field(None, alias="DATA_ENCRYPTION_KEY", repr=False)
    backup_passphrase: str | None = Field(None, alias="HITEUSES_BACKUP_PASSPHRASE", repr=False)
    clock: Moment | None = Field(None, alias="HITEUSES_CLOCK")
    log_level: Annotated[Literal["debug", "info", "warning", "error"], LOWER] = Field("info", alias="LOG_LEVEL")
    log_format: Annotated[Literal["text", "json"], LOWER] = Field("text", alias="LOG_FORMAT")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Use only the values that are passed: `load` decides which environment counts."""
        return (init_settings,)

    @property
    def webhook_secret(self) -> str:
        """The secret token of Telegram's webhook: as set, else derived from the bot's token, so that every node has the
        same one. Raises `ValueError` without a token."""
        if self.telegram_webhook_secret is not None:
            return self.telegram_webhook_secret
        if self.telegram_bot_token is None:
            raise ValueError("Telegram is off")
        return hashlib.sha256(b"hiteuses telegram webhook " + self.telegram_bot_token.encode()).hexdigest()

    @property
    def webhook_url(self) -> str | None:
        """The address to which Telegram sends updates; None: they are polled."""
        return None if self.public_url is None else self.public_url + TELEGRAM_WEBHOOK

    @property
    def whatsapp(self) -> WhatsAppAccount | None:
        """The account on WhatsApp; None: WhatsApp is off. Its variables are all set, or none."""
        token, number = self.whatsapp_access_token, self.whatsapp_phone_number_id
        business, secret = self.whatsapp_business_account_id, self.whatsapp_app_secret
        verify = self.whatsapp_verify_token
        if token is None or number is None or business is None or secret is None or verify is None:
            return None
        return WhatsAppAccount(
            token, number, business, secret, verify, self.whatsapp_api_url, self.whatsapp_api_version
        )

    @property
    def whatsapp_webhook_url(self) -> str | None:
        """The address to which Meta sends events; None: no public address is set."""
        return None if self.public_url is None else self.public_url + WHATSAPP_WEBHOOK

    @property
    def wave(self) -> WaveAccount | None:
        """The account with Wave; None: no payments by Wave."""
        if self.wave_api_key is None:
            return None
        return WaveAccount(self.wave_api_key, self.wave_webhook_secret, self.wave_api_url)

    @property
    def pawapay(self) -> PawaPayAccount | None:
        """The account with pawaPay; None: no payments by pawaPay."""
        return None if self.pawapay_api_token is None else PawaPayAccount(self.pawapay_api_token, self.pawapay_api_url)

    @property
    def providers(self) -> frozenset[ProviderName]:
        """The payment providers over HTTP that are set up."""
        accounts = {ProviderName.WAVE: self.wave, ProviderName.PAWAPAY: self.pawapay}
        return frozenset(name for name, account in accounts.items() if account is not None)

    @property
    def site(self) -> str:
        """The address of the product's pages: the public one, or the one where the web part listens."""
        return self.public_url or addresses.local_address(self.host, self.port)

    @property
    def data_encryption_keys(self) -> tuple[str, ...]:
        """The keys for stored payment destinations: the first one encrypts, all decrypt. Empty: a key is made and
        stored (`backend.services.payouts.keys`)."""
        return split(self.data_encryption_key or "")

    @property
    def secrets(self) -> tuple[str, ...]:
        """Texts that must never be in a log or a message."""
        found = [self.telegram_bot_token, self.telegram_webhook_secret, self.admin_invite_code]
        found += [self.backup_passphrase, self.badge_signing_key, *self.data_encryption_keys]
        found += [self.wave_api_key, self.wave_webhook_secret, self.pawapay_api_token]
        found += [self.whatsapp_access_token, self.whatsapp_app_secret, self.whatsapp_verify_token]
        if self.telegram_bot_token is not None:
            found.append(self.webhook_secret)
        return tuple(text for text in found if text)


_VARIABLES = {field.alias: name for name, field in Settings.model_fields.items() if field.alias}
_SECRET = {field.alias for field in Settings.model_fields.values() if field.alias and not field.repr}

_WORDS = {
    "float_parsing": "must be a number",
    "finite_number": "must be a number",
}


def load(environ: Mapping[str, str]) -> Settings:
    """Read the settings; an empty variable counts as unset. Raises `BadInput` with one line for each wrong variable,
    which names it and never contains the value of a secret."""
    given = {name: environ[name].strip() for name in _VARIABLES if environ.get(name, "").strip()}
    lines = []
    missing = [name for name in WHATSAPP if name not in given]
    if missing and len(missing) < len(WHATSAPP):
        lines.append(f"{', '.join(missing)} missing: WhatsApp needs all of {', '.join(WHATSAPP)}, or none")
    lines += [
        f"{name} has no effect without {needed}"
        for name, needed in NEEDED.items()
        if name in given and needed not in given
    ]
    garbled = [name for name in given if name != "HITEUSES_HOME" and not _is_text(given[name])]
    lines += [f"{name} is no text in UTF-8" for name in garbled]
    try:
        found = Settings(**{name: value for name, value in given.items() if name not in garbled})  # type: ignore[arg-type]  # texts, which are what gets checked here
    except ValidationError as error:
        faults = {str(fault["loc"][0]): fault for fault in error.errors(include_input=False)}
        lines += [_line(variable, given[variable], fault) for variable, fault in faults.items()]
    if lines:
        raise BadInput("\n".join(lines))
    return found


def _is_text(value: str) -> bool:
    """Whether a variable is text: Python keeps bytes that are not in UTF-8, which only the name of a file may have."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _line(variable: str, value: str, fault: Any) -> str:
    context = fault.get("ctx", {})
    match fault["type"]:
        case "value_error":
            reason = str(context["error"])
        case "literal_error":
            reason = f"must be {context['expected'].replace(chr(39), '')}"
        case "greater_than_equal" | "less_than_equal":
            reason = "must be from 0.01 to 1000"
        case kind:
            reason = _WORDS.get(kind, fault["msg"])
    if variable in _SECRET:
        return f"{variable} {reason}"
    return f"{variable} {reason}, not {redact(value)[:100]!r}"
