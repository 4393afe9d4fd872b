"""The files for operators: alerts and board against the metrics that are exported, units, container and proxy
against the commands, settings and routes that there are."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.cli import COMMANDS
from bot.settings import Settings
from bot.web import guard
from tests import alerts
from tests.scraping import OF_PROCESS, exported_names

ROOT = Path(__file__).parents[3]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
TIMERS = sorted((DEPLOY / "systemd").glob("*.timer"))
BOARD: dict[str, Any] = json.loads((DEPLOY / "grafana" / "hiteuses.json").read_text("utf-8"))
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "container" / "compose.yaml").read_text("utf-8"))
VARIABLES = {field.alias for field in Settings.model_fields.values()} | {"HITEUSES_BACKUP_PASSPHRASE"}
EXPORTED = exported_names() | OF_PROCESS | {"up"}  # Prometheus' own


@pytest.mark.parametrize("rule", alerts.rules(), ids=lambda rule: rule["alert"])
def test_an_alert_reads_metrics_that_are_exported_and_has_its_section_in_the_runbook(rule: dict[str, Any]) -> None:
    assert alerts.names(rule["expr"]) <= EXPORTED
    assert rule["labels"]["severity"] in ("critical", "warning", "info")
    headings = re.findall(r"^## (.+)$", (ROOT / "docs/operators/runbook.md").read_text("utf-8"), re.MULTILINE)
    anchors = {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in headings}
    assert rule["annotations"]["runbook"] in anchors
    assert rule["annotations"]["summary"]


def test_the_board_reads_metrics_that_are_exported_and_shows_every_one() -> None:
    shown: set[str] = set()
    for panel in BOARD["panels"]:
        for target in panel.get("targets", ()):
            shown |= alerts.names(target["expr"])
    assert shown == EXPORTED - {"up"}
    assert len({panel["id"] for panel in BOARD["panels"]}) == len(BOARD["panels"])


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_runs_a_command_that_there_is_and_systemd_reads_it(unit: Path, tmp_path: Path) -> None:
    text = unit.read_text("utf-8")
    (command,) = re.findall(r"^ExecStart=.*/opt/hiteuses/bin/hiteuses (\w+)", text, re.MULTILINE)
    assert command in COMMANDS
    for line in re.findall(r"^Environment=(.+)$", text, re.MULTILINE):
        assert {name.partition("=")[0] for name in line.split()} <= VARIABLES | {"PYTHONUNBUFFERED"}
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("no systemd here")
    copy = tmp_path / unit.name
    copy.write_text(text.replace("/opt/hiteuses/bin/hiteuses", sys.executable))
    found = subprocess.run([analyze, "verify", "--man=no", str(copy)], capture_output=True, text=True, check=False)
    assert [line for line in found.stderr.splitlines() if unit.name in line] == []
    assert found.returncode == 0


@pytest.mark.parametrize("timer", TIMERS, ids=lambda timer: timer.name)
def test_a_timer_starts_a_unit_that_there_is(timer: Path) -> None:
    assert timer.with_suffix(".service") in UNITS
    (when,) = re.findall(r"^OnCalendar=(.+)$", timer.read_text("utf-8"), re.MULTILINE)
    if (analyze := shutil.which("systemd-analyze")) is not None:
        subprocess.run([analyze, "calendar", when], capture_output=True, check=True)


@pytest.mark.parametrize("name", ["systemd/hiteuses.env.example", "container/compose.env.example"])
def test_examples_of_settings_name_variables_that_there_are(name: str) -> None:
    text = (DEPLOY / name).read_text("utf-8")
    assert set(re.findall(r"^#?([A-Z_]+)=", text, re.MULTILINE)) <= VARIABLES | {"SITE", "POSTGRES_PASSWORD"}


def test_the_container_file_installs_what_is_pinned_and_runs_a_command() -> None:
    text = (DEPLOY / "container" / "Dockerfile").read_text("utf-8")
    assert "--require-hashes -r requirements.lock" in text
    (command,) = re.findall(r'^CMD \["(\w+)"\]$', text, re.MULTILINE)
    assert command in COMMANDS
    for source in re.findall(r"^COPY (?!--from)(\S+)", text, re.MULTILINE):
        assert (ROOT / source).exists()


def test_the_compose_file_runs_parts_with_settings_that_there_are() -> None:
    services = COMPOSE["services"]
    ours = {name: service for name, service in services.items() if service.get("image") == "hiteuses"}
    assert {service["command"][0] for service in ours.values()} <= set(COMMANDS)
    for service in ours.values():
        # whatever an operator may set reaches the program; the image says where the data and the port are
        assert set(service["environment"]) == VARIABLES - {"HITEUSES_HOME", "HOST", "PORT", "HITEUSES_CLOCK"}
        assert all(volume.partition(":")[0] in COMPOSE["volumes"] for volume in service["volumes"])
    for service in services.values():
        assert set(service.get("depends_on", ())) <= set(services)
        for mounted in service.get("volumes", ()):
            source = mounted.partition(":")[0]
            assert source in COMPOSE["volumes"] or (DEPLOY / "container" / source).exists()


@pytest.mark.parametrize("name", ["Caddyfile", "nginx.conf"])
def test_a_proxy_keeps_the_metrics_inside_and_takes_as_much_as_webhooks_bring(name: str) -> None:
    text = (DEPLOY / "proxy" / name).read_text("utf-8")
    assert "/metrics" in text and "404" in text
    assert re.search(r"(?:max_size 3MB|client_max_body_size 3m)", text)  # as `bot.web.guard.MOST_WEBHOOK`
    assert text.count("{") == text.count("}")


def test_no_request_of_a_stranger_takes_the_web_part_out_of_the_proxy() -> None:
    """Caddy counts a body that is too large, or stops, as a failure of the web part: with `fail_duration`, which takes
    a part out after its first failure, everybody got 503 for 5 seconds. Seen with Caddy 2.6.2."""
    assert "fail_duration" not in (DEPLOY / "proxy" / "Caddyfile").read_text("utf-8")


def test_caddy_lets_go_of_idle_connections_before_the_web_part_does() -> None:
    """nginx does after 60 seconds by itself."""
    (seconds,) = re.findall(r"^\s*keepalive (\d+)s$", (DEPLOY / "proxy" / "Caddyfile").read_text("utf-8"), re.MULTILINE)
    assert int(seconds) < guard.HEADERS_WITHIN
