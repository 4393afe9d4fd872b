from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import ValidationError

from backend.domain.errors import BadInput
from backend.domain.people import codes
from bot.settings import load
from tests import signing

TOKEN = "123456789:AAFakeTokenForTestsOnly-0123456789abcde"


def faults(**environ: str) -> list[str]:
    with pytest.raises(BadInput) as raised:
        load(environ)
    return str(raised.value).splitlines()


def test_an_empty_environment_is_the_embedded_database_on_loopback_without_any_channel() -> None:
    found = load({})
    assert found.database_url is None
    assert (found.host, found.port) == ("127.0.0.1", 8080)
    assert found.telegram_bot_token is None
    assert found.telegram_api_url == "https://api.telegram.org"
    assert found.telegram_messages_per_second == 30
    assert found.public_url is None
    assert found.webhook_url is None
    assert found.clock is None
    assert (found.log_level, found.log_format) == ("info", "text")
    assert found.home.is_absolute()
    assert found.home.name == "hiteuses"


def test_a_variable_that_is_empty_or_blank_counts_as_unset() -> None:
    assert load({"PORT": "", "DATABASE_URL": "  ", "LOG_LEVEL": ""}) == load({})


def test_variables_of_others_are_passed_over() -> None:
    assert load({"PATH": "/bin", "PGHOST": "elsewhere"}) == load({})


def test_every_wrong_variable_has_one_line_that_begins_with_its_name() -> None:
    lines = faults(
        DATABASE_URL="mysql://h/d",
        HITEUSES_HOME="~nobody-of-that-name/x",
        HOST="two words",
        PORT="http",
        PUBLIC_URL="hiteuses.example.org",
        TELEGRAM_BOT_TOKEN="not a token",
        TELEGRAM_API_URL="ftp://files",
        TELEGRAM_WEBHOOK_SECRET="not allowed!",
        TELEGRAM_MESSAGES_PER_SECOND="many",
        WHATSAPP_API_URL="graph",
        WHATSAPP_API_VERSION="23",
        WHATSAPP_MESSAGES_PER_SECOND="0",
        ADMIN_INVITE_CODE="a.b",
        HITEUSES_CLOCK="tomorrow",
        LOG_LEVEL="loud",
        LOG_FORMAT="xml",
    )
    assert [line.split()[0] for line in lines] == [
        "DATABASE_URL",
        "HITEUSES_HOME",
        "HOST",
        "PORT",
        "PUBLIC_URL",
        "TELEGRAM_BOT_TOKEN",
        "TELEGRAM_API_URL",
        "TELEGRAM_WEBHOOK_SECRET",
        "TELEGRAM_MESSAGES_PER_SECOND",
        "WHATSAPP_API_URL",
        "WHATSAPP_API_VERSION",
        "WHATSAPP_MESSAGES_PER_SECOND",
        "ADMIN_INVITE_CODE",
        "HITEUSES_CLOCK",
        "LOG_LEVEL",
        "LOG_FORMAT",
    ]


@pytest.mark.parametrize(
    ("variable", "value", "secret"),
    [
        ("DATABASE_URL", "mysql://awa:very-secret@h/d", "very-secret"),
        ("DATABASE_URL", "postgresql://awa:very-secret@h:port/d", "very-secret"),
        ("DATABASE_URL", "postgresql://awa:very-secret@h/d\udcff", "very-secret"),
        ("TELEGRAM_BOT_TOKEN", "very-secret", "very-secret"),
        ("TELEGRAM_WEBHOOK_SECRET", "very secret", "very secret"),
        ("ADMIN_INVITE_CODE", "véry-secret", "véry-secret"),
        ("WHATSAPP_ACCESS_TOKEN", "very secret", "very secret"),
        ("WHATSAPP_APP_SECRET", "very secret", "very secret"),
        ("WHATSAPP_VERIFY_TOKEN", "very secret", "very secret"),
        ("PUBLIC_URL", "https://awa:very-secret@h", "very-secret"),
        ("TELEGRAM_API_URL", f"https://api.telegram.org/bot{TOKEN}?x=1", TOKEN),
    ],
)
def test_the_line_about_a_wrong_secret_does_not_hold_it(variable: str, value: str, secret: str) -> None:
    line = next(line for line in faults(**{variable: value}) if line.startswith(f"{variable} "))
    assert secret.lower() not in line.lower()


def test_settings_are_shown_without_their_secrets() -> None:
    secret = {"TELEGRAM_BOT_TOKEN": TOKEN, "DATABASE_URL": "postgresql://u:pw-1@h/d", "ADMIN_INVITE_CODE": "PATRON99"}
    shown = repr(load({**secret, "TELEGRAM_WEBHOOK_SECRET": "hook-1"}))
    for text in (TOKEN, "pw-1", "PATRON99", "hook-1"):
        assert text not in shown


WHATSAPP = {
    "WHATSAPP_ACCESS_TOKEN": "EAAtoken",
    "WHATSAPP_PHONE_NUMBER_ID": "106540352242922",
    "WHATSAPP_BUSINESS_ACCOUNT_ID": "102290129340398",
    "WHATSAPP_APP_SECRET": "0app1secret",
    "WHATSAPP_VERIFY_TOKEN": "verify-me",
}


def test_whatsapp_is_off_without_its_variables_and_on_with_all_of_them() -> None:
    assert load({}).whatsapp is None
    account = load(WHATSAPP).whatsapp
    assert account is not None
    assert (account.phone_number_id, account.business_account_id) == ("106540352242922", "102290129340398")
    assert (account.api_url, account.version) == ("https://graph.facebook.com", "v23.0")


def test_whatsapp_with_a_part_of_its_variables_is_told_in_one_line_what_is_missing() -> None:
    given = {name: WHATSAPP[name] for name in WHATSAPP if name not in ("WHATSAPP_APP_SECRET", "WHATSAPP_VERIFY_TOKEN")}
    (line,) = faults(**given)
    assert line.startswith("WHATSAPP_APP_SECRET, WHATSAPP_VERIFY_TOKEN missing")
    assert "EAAtoken" not in line


def test_no_secret_of_whatsapp_is_shown() -> None:
    found = load(WHATSAPP)
    for secret in ("EAAtoken", "0app1secret", "verify-me"):
        assert secret not in repr(found)
        assert secret not in repr(found.whatsapp)
        assert secret in found.secrets


def test_the_webhook_of_whatsapp_lies_under_the_public_address() -> None:
    assert load({"PUBLIC_URL": "https://h.example"}).whatsapp_webhook_url == "https://h.example/webhooks/whatsapp"
    assert load({}).whatsapp_webhook_url is None


def test_settings_do_not_change() -> None:
    with pytest.raises(ValidationError):
        load({}).port = 1  # type: ignore[misc]  # that is the point


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_the_usual_names_of_the_scheme_lead_to_the_one_that_libpq_knows(scheme: str) -> None:
    assert load({"DATABASE_URL": f"{scheme}://u@h:5432/d"}).database_url == "postgresql://u@h:5432/d"


def test_a_database_on_a_unix_socket_needs_no_host() -> None:
    url = "postgresql:///d?host=/run/postgresql"
    assert load({"DATABASE_URL": url}).database_url == url


@pytest.mark.parametrize("port", ["-1", "65536", "80.5", "0x50", "8o", "8_080", "80.0", "٨٠٨٠", "1" * 5_000])
def test_what_is_no_port_is_refused(port: str) -> None:
    (line,) = faults(PORT=port)
    assert line.startswith("PORT must be a port from 0 to 65535, not")


@pytest.mark.parametrize("variable", ["DATABASE_URL", "PORT", "HITEUSES_BACKUP_PASSPHRASE", "LOG_LEVEL"])
def test_bytes_that_are_no_text_are_told_once(variable: str) -> None:
    assert faults(**{variable: "postgresql://h/d\udcff"}) == [f"{variable} is no text in UTF-8"]


def test_a_folder_may_have_any_name_but_no_line_end() -> None:
    assert load({"HITEUSES_HOME": "/srv/caf\udce9"}).home == Path("/srv/caf\udce9")
    (line,) = faults(HITEUSES_HOME="/srv/a\nb")
    assert line.startswith("HITEUSES_HOME must be a folder without line ends")


def test_the_digits_of_a_token_are_those_that_telegram_writes() -> None:
    (line,) = faults(TELEGRAM_BOT_TOKEN="١٢٣:" + "a" * 35)
    assert line.startswith("TELEGRAM_BOT_TOKEN must be a token")


@pytest.mark.parametrize("host", ["a" * 64, "a..b", ".a", "two words"])
def test_a_name_that_no_machine_can_have_is_refused(host: str) -> None:
    (line,) = faults(HOST=host)
    assert line.startswith("HOST must be a host name")


def test_port_0_means_any_free_one() -> None:
    assert load({"PORT": "0"}).port == 0


@pytest.mark.parametrize("url", ["http://localhost:8080", "http://127.0.0.1", "http://127.8.8.8:1", "http://[::1]:80"])
def test_plain_http_is_public_enough_for_loopback(url: str) -> None:
    assert load({"PUBLIC_URL": url}).public_url == url


@pytest.mark.parametrize(
    "url",
    [
        *(
            "http://example.org",
            "http://localhost.example.org",
            "https://",
            "https://a b",
            "https://h\\a",
            "https://h/<a>",
        ),
        *("https://h/?a=b", "https://h/#a", "https://h?", "https://h#", "https://@h"),
        *("https://.", "https://..", "https://a..b", f"https://{'a' * 64}.org", f"https://{'a.' * 127}org"),
    ],
)
def test_a_public_address_that_telegram_could_not_call_is_refused(url: str) -> None:
    (line,) = faults(PUBLIC_URL=url)
    assert line.startswith("PUBLIC_URL must")


def test_the_webhook_lies_under_the_public_address() -> None:
    assert load({"PUBLIC_URL": "https://h.example/bot/"}).webhook_url == "https://h.example/bot/webhooks/telegram"


def test_the_webhook_secret_is_as_set() -> None:
    assert load({"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_WEBHOOK_SECRET": "A_b-1"}).webhook_secret == "A_b-1"


def test_the_webhook_secret_follows_from_the_token_alone_when_unset() -> None:
    found = load({"TELEGRAM_BOT_TOKEN": TOKEN, "PORT": "1"})
    assert found.webhook_secret == load({"TELEGRAM_BOT_TOKEN": TOKEN}).webhook_secret
    assert found.webhook_secret != load({"TELEGRAM_BOT_TOKEN": TOKEN + "f"}).webhook_secret
    assert found.webhook_secret != hashlib.sha256(TOKEN.encode()).hexdigest()
    assert len(found.webhook_secret) == 64
    assert set(found.webhook_secret) <= set("0123456789abcdef")


@pytest.mark.parametrize("host", ["h", "h.", "é.org", "a-b_c.example", "127.0.0.1", "[::1]", f"{'a' * 63}.org"])
@pytest.mark.parametrize("variable", ["TELEGRAM_API_URL", "WHATSAPP_API_URL"])
def test_the_name_of_a_server_is_as_the_network_has_them(variable: str, host: str) -> None:
    assert getattr(load({variable: f"http://{host}:1/x/"}), variable.lower()) == f"http://{host}:1/x"


@pytest.mark.parametrize("rate", ["0", "-3", "1001", "inf", "nan", "1e-300", "0.009"])
def test_a_senseless_pace_is_refused(rate: str) -> None:
    (line,) = faults(TELEGRAM_MESSAGES_PER_SECOND=rate)
    assert line.startswith("TELEGRAM_MESSAGES_PER_SECOND must be")


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2026-03-02T08:00:00Z", datetime(2026, 3, 2, 8, tzinfo=UTC)),
        ("2026-03-02T08:00:00+01:00", datetime(2026, 3, 2, 7, tzinfo=UTC)),
        ("2026-03-02 08:00", datetime(2026, 3, 2, 8, tzinfo=UTC)),
        ("2026-03-02", datetime(2026, 3, 2, tzinfo=UTC)),
    ],
)
def test_the_clock_starts_at_an_instant_in_utc_where_no_offset_is_given(text: str, at: datetime) -> None:
    found = load({"HITEUSES_CLOCK": text}).clock
    assert found == at
    assert found is not None
    assert found.utcoffset() == at.utcoffset()


@pytest.mark.parametrize("text", ["0001-01-01", "1999-12-31", "2100-01-01", "9999-12-31T23:59:59Z", "1" * 40])
def test_the_clock_starts_in_our_century(text: str) -> None:
    (line,) = faults(HITEUSES_CLOCK=text)
    assert line.startswith("HITEUSES_CLOCK must be a moment from 2000 to 2099, not")


@pytest.mark.parametrize("text", ["PATRON-99", "patron 99", "PATRON99"])
def test_the_first_admins_code_is_the_one_that_is_read_from_what_she_types(text: str) -> None:
    assert load({"ADMIN_INVITE_CODE": text}).admin_invite_code == "PATRON99" == codes.read(text)


@pytest.mark.parametrize("text", ["A", "ABCD", "PATRON9", "PAT-RON 9", "abc-1234"])
def test_a_code_of_the_first_admin_that_is_soon_guessed_is_refused(text: str) -> None:
    assert faults(ADMIN_INVITE_CODE=text) == ["ADMIN_INVITE_CODE must be 8 to 64 letters and digits"]


def test_the_data_folder_is_absolute_and_knows_the_users_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", "/home/awa")
    assert load({"HITEUSES_HOME": "data"}).home == tmp_path / "data"
    assert load({"HITEUSES_HOME": "~/data"}).home == Path("/home/awa/data")


def test_levels_and_formats_are_read_in_any_case() -> None:
    found = load({"LOG_LEVEL": "DEBUG", "LOG_FORMAT": "Json"})
    assert (found.log_level, found.log_format) == ("debug", "json")


def test_a_signing_key_is_read_on_several_lines_or_on_one() -> None:
    pem = signing.pem().strip()
    assert load({"BADGE_SIGNING_KEY": pem}).badge_signing_key == pem
    found = load({"BADGE_SIGNING_KEY": pem.replace("\n", "\\n")})
    assert found.badge_signing_key == pem
    assert pem in found.secrets and "PRIVATE" not in repr(found)


@pytest.mark.parametrize("pem", ["x", signing.pem("short", 1024)])
def test_a_signing_key_that_cannot_sign_is_told_without_it(pem: str) -> None:
    assert faults(BADGE_SIGNING_KEY=pem) == [
        "BADGE_SIGNING_KEY must be a private RSA key of 2048 bits or more, as PEM and without a password"
    ]


@pytest.mark.parametrize(
    ("environ", "site"),
    [
        ({}, "http://127.0.0.1:8080"),
        ({"PORT": "80", "HOST": "0.0.0.0"}, "http://127.0.0.1:80"),
        ({"HOST": "::1"}, "http://[::1]:8080"),
        ({"PUBLIC_URL": "https://hiteuses.example.org/", "PORT": "9"}, "https://hiteuses.example.org"),
    ],
)
def test_certificates_are_checked_at_the_public_address_or_where_we_listen(environ: dict[str, str], site: str) -> None:
    assert load(environ).site == site


def test_providers_are_on_with_their_key() -> None:
    found = load({})
    assert (found.wave, found.pawapay, found.providers) == (None, None, frozenset())
    found = load({"WAVE_API_KEY": "wave_key", "PAWAPAY_API_TOKEN": "token", "PAWAPAY_API_URL": "http://127.0.0.1:9/"})
    assert found.providers == {"wave", "pawapay"}
    assert found.wave is not None
    assert (found.wave.api_url, found.wave.webhook_secret) == ("https://api.wave.com", None)
    assert found.pawapay is not None
    assert found.pawapay.api_url == "http://127.0.0.1:9"
    assert {"wave_key", "token"} <= set(found.secrets)
    assert "wave_key" not in repr(found) + repr(found.wave)


def test_a_setting_of_a_provider_without_its_key_is_refused() -> None:
    assert faults(WAVE_WEBHOOK_SECRET="s", PAWAPAY_API_URL="https://x.test") == [
        "WAVE_WEBHOOK_SECRET has no effect without WAVE_API_KEY",
        "PAWAPAY_API_URL has no effect without PAWAPAY_API_TOKEN",
    ]
