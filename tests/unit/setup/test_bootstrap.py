"""The decisions of the set-up. That they lead to a working environment, `make test` shows."""

from __future__ import annotations

import ast
import configparser
import re
import stat
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from setup import bootstrap
from setup.bootstrap import ROOT, SETUP_LOCK, Stamp, choose_way, next_step, wanted_stamp
from setup.machine import Machine, SetupError, find_browser
from setup.network import child_environment, pip_files, pip_settings

RIVALS_LOCK = "benchmarks/rivals/requirements.lock"
READY = Stamp("3.13.5", "/clone", "run", "abc")


def machine(*has: str) -> Machine:
    """A machine that has these and nothing else."""
    made = Machine({})
    for fact in ("has_ensurepip", "has_uv", "has_virtualenv", "is_debian_python", "has_apt"):
        setattr(made, fact, fact in has)
    return made


def program(path: Path, exit_code: int) -> Path:
    path.write_text(f"#!/bin/sh\nexit {exit_code}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


# How an environment is made


def test_a_complete_python_makes_its_environment_itself() -> None:
    assert choose_way(machine("has_ensurepip", "has_uv", "has_virtualenv")) == "venv"


def test_without_ensurepip_an_installed_uv_comes_before_virtualenv() -> None:
    assert choose_way(machine("has_uv", "has_virtualenv")) == "uv"
    assert choose_way(machine("has_virtualenv", "is_debian_python", "has_apt")) == "virtualenv"


def test_debian_is_asked_last_and_only_for_its_own_python() -> None:
    assert choose_way(machine("is_debian_python", "has_apt")) == "apt"
    with pytest.raises(SetupError):
        choose_way(machine("has_apt"))


def test_who_may_not_install_is_told_the_exact_package_in_one_line() -> None:
    with pytest.raises(SetupError) as caught:
        choose_way(machine("is_debian_python"))
    message = str(caught.value)
    assert f"apt-get install python3.{sys.version_info.minor}-venv" in message
    assert "\n" not in message


def test_root_needs_no_sudo_and_others_only_one_that_asks_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 0)
    assert Machine({"PATH": str(tmp_path)}).root == ()
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    assert Machine({"PATH": str(tmp_path)}).root is None
    sudo = program(tmp_path / "sudo", 1)
    assert Machine({"PATH": str(tmp_path)}).root is None
    program(sudo, 0)
    assert Machine({"PATH": str(tmp_path)}).root == ("sudo", "-n")


# When something is to be done


def test_nothing_is_done_again_when_nothing_changed() -> None:
    assert next_step(READY, READY) == "nothing"


def test_an_environment_that_was_not_finished_is_built_anew() -> None:
    assert next_step(None, READY) == "build"


def test_another_python_or_a_moved_clone_builds_anew() -> None:
    assert next_step(READY, replace(READY, python="3.13.6")) == "build"
    assert next_step(READY, replace(READY, place="/moved")) == "build"


def test_changed_locks_only_bring_the_packages_in_step() -> None:
    assert next_step(READY, replace(READY, packages="def")) == "sync"


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    for name in ("pyproject.toml", "requirements.lock", "requirements-dev.lock", SETUP_LOCK):
        (tmp_path / name).write_text(name)
    return tmp_path


@pytest.mark.parametrize("name", ["pyproject.toml", "requirements.lock", SETUP_LOCK])
def test_each_file_that_the_packages_come_from_counts(clone: Path, name: str) -> None:
    before = wanted_stamp(clone, "run", None)
    (clone / name).write_text("changed")
    assert next_step(before, wanted_stamp(clone, "run", before)) == "sync"


def test_the_tools_lock_is_of_no_concern_where_only_the_program_runs(clone: Path) -> None:
    before = wanted_stamp(clone, "run", None)
    (clone / "requirements-dev.lock").write_text("changed")
    assert next_step(before, wanted_stamp(clone, "run", before)) == "nothing"


def test_the_tests_add_their_tools_and_the_demo_leaves_them_there(clone: Path) -> None:
    run = wanted_stamp(clone, "run", None)
    test = wanted_stamp(clone, "test", run)
    assert next_step(run, test) == "sync"
    assert next_step(test, wanted_stamp(clone, "run", test)) == "nothing"


def test_a_stamp_is_read_back_as_written(tmp_path: Path) -> None:
    program_ = tmp_path / "bin/python"
    program_.parent.mkdir()
    program_.touch()
    bootstrap.write_stamp(tmp_path, READY)
    assert bootstrap.read_stamp(tmp_path) == READY
    program_.unlink()
    assert bootstrap.read_stamp(tmp_path) is None, "its interpreter is gone"


@pytest.mark.parametrize("content", ["", "{", "[]", '{"python": "3.13.5"}', '"x"', "\x00"])
def test_a_damaged_stamp_counts_as_none(tmp_path: Path, content: str) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/python").touch()
    (tmp_path / "stamp.json").write_text(content)
    assert bootstrap.read_stamp(tmp_path) is None


@pytest.mark.parametrize("arguments", [[], ["demo"], ["run", "test"]])
def test_wrong_usage_is_told_and_changes_nothing(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert bootstrap.main(arguments) == 2
    assert capsys.readouterr().err.startswith("usage:")


def test_a_folder_that_cannot_be_written_gives_one_plain_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied", "/clone/.venv")

    monkeypatch.setattr(bootstrap, "prepare_alone", refuse)
    assert bootstrap.main(["run"]) == 1
    assert capsys.readouterr().err == "setup: /clone/.venv: Permission denied\n"


# The browser


def test_a_browser_that_does_not_start_is_passed_over(tmp_path: Path) -> None:
    program(tmp_path / "chromium", 1)
    here = Machine({"PATH": str(tmp_path)})
    assert find_browser(here) is None
    chrome = program(tmp_path / "google-chrome", 0)
    assert find_browser(here) == str(chrome)


def test_without_a_browser_the_set_up_says_how_to_get_one(tmp_path: Path) -> None:
    here = Machine({"PATH": str(tmp_path)})
    here.has_apt = False
    with pytest.raises(SetupError, match="apt-get install chromium"):
        bootstrap.ensure_browser(here)


# The settings of the network


def test_variables_win_over_files_and_later_files_over_earlier_ones(tmp_path: Path) -> None:
    system, user = tmp_path / "system", tmp_path / "user"
    system.write_text("[global]\nindex-url = https://a/simple\ntimeout = 9\n")
    user.write_text("[global]\nindex_url = https://b/simple\n[install]\ncert = /ca.pem\nuser = true\n")
    files = [system, tmp_path / "absent", user]
    assert pip_settings({}, files) == {
        "index-url": "https://b/simple",
        "timeout": "9",
        "cert": "/ca.pem",
    }
    told = pip_settings({"PIP_INDEX_URL": "https://c/simple", "PIP_TARGET": "/x", "HOME": "/"}, files)
    assert told["index-url"] == "https://c/simple"
    assert "target" not in told


def test_a_file_that_is_no_configuration_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "pip.conf").write_text("index-url = https://a/simple\n")
    with pytest.raises(configparser.Error):
        pip_settings({}, [tmp_path / "pip.conf"])


def test_pip_can_be_told_to_read_no_files_or_one_more() -> None:
    home = Path("/home/awa")
    assert pip_files({"PIP_CONFIG_FILE": "/dev/null"}, home) == []
    assert pip_files({"PIP_CONFIG_FILE": "/own.conf"}, home)[-1] == Path("/own.conf")
    assert home / ".config/pip/pip.conf" in pip_files({}, home)


def test_a_foreign_environment_does_not_reach_the_tools() -> None:
    foreign = {
        "VIRTUAL_ENV": "/other",
        "PYTHONPATH": "/other/lib",
        "PYTHONHOME": "/other",
        "PIP_TARGET": "/other",
        "UV_PYTHON": "3.8",
        "UV_EXCLUDE_NEWER": "2020-01-01",
        "UV_NO_VERIFY_HASHES": "1",
    }
    given = child_environment(foreign | {"PATH": "/usr/bin", "https_proxy": "http://p:1"}, {})
    assert not foreign.keys() & given.keys()
    assert given["PATH"] == "/usr/bin"
    assert given["https_proxy"] == "http://p:1"


def test_what_was_said_to_pip_holds_for_uv(tmp_path: Path) -> None:
    said = {
        "index-url": "https://mirror/simple",
        "extra-index-url": "https://x/simple\nhttps://y/simple",
        "trusted-host": "mirror",
        "cert": "/ca.pem",
        "find-links": f"{tmp_path} /no/such/folder https://z/wheels",
    }
    given = child_environment({}, said)
    assert given["PIP_INDEX_URL"] == given["UV_DEFAULT_INDEX"] == "https://mirror/simple"
    assert given["PIP_EXTRA_INDEX_URL"] == given["UV_INDEX"] == "https://x/simple https://y/simple"
    assert given["UV_INSECURE_HOST"] == "mirror"
    assert given["SSL_CERT_FILE"] == "/ca.pem"
    assert given["UV_FIND_LINKS"] == f"{tmp_path},https://z/wheels"


def test_what_was_said_to_uv_itself_comes_first() -> None:
    environ = {
        "UV_INDEX_URL": "https://uv/simple",
        "UV_HTTP_TIMEOUT": "7",
        "SSL_CERT_FILE": "/own.pem",
    }
    given = child_environment(environ, {"index-url": "https://pip/simple", "cert": "/pip.pem"})
    assert environ.items() <= given.items()
    assert "UV_DEFAULT_INDEX" not in given
    assert given["PIP_INDEX_URL"] == "https://pip/simple"


# The files of the project itself


def pins(lock: str) -> dict[str, list[str]]:
    """Package → its entries in a lock, each `name==version` with its marker, as written."""
    found: dict[str, list[str]] = {}
    for entry in re.findall(r"^[a-z0-9].*(?= \\$)", (ROOT / lock).read_text(), re.M):
        found.setdefault(re.split(r"[\[=]", entry)[0], []).append(entry)
    return found


@pytest.mark.parametrize("lock", ["requirements.lock", SETUP_LOCK])
def test_the_locks_agree_on_what_they_share(lock: str) -> None:
    ours, tools = pins(lock), pins("requirements-dev.lock")
    shared = ours.keys() & tools.keys()
    assert shared
    assert [name for name in shared if versions(ours[name]) != versions(tools[name])] == []


def versions(entries: list[str]) -> set[str]:
    return {entry.split("==")[1].split()[0] for entry in entries}


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock", SETUP_LOCK, RIVALS_LOCK])
def test_every_pin_has_a_hash_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert "://" not in text
    entries = re.split(r"^(?=[a-z0-9])", text, flags=re.M)[1:]
    assert len(entries) == sum(len(e) for e in pins(lock).values())
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_make_lock_resolves_every_lock_that_there_is() -> None:
    makefile = (ROOT / "Makefile").read_text()
    (recipe,) = re.findall(r"^lock:\n((?:\t.*\n)+)", makefile, re.M)
    there = {str(lock.relative_to(ROOT)) for pattern in ("*.lock", "[!.]*/**/*.lock") for lock in ROOT.glob(pattern)}
    assert RIVALS_LOCK in there
    assert set(re.findall(r"-o (\S+)", recipe)) == there


def test_an_old_interpreter_can_read_as_far_as_the_line_that_refuses_it() -> None:
    text = (ROOT / "setup/__init__.py").read_text()
    assert text.isascii()
    ast.parse(text, feature_version=(3, 4))
    assert not any(isinstance(node, ast.JoinedStr | ast.AnnAssign) for node in ast.walk(ast.parse(text)))


def test_help_lists_every_command() -> None:
    makefile = (ROOT / "Makefile").read_text()
    commands = set(re.findall(r"^\.PHONY: (.+)$", makefile, re.M)[0].split()) - {"help"}
    assert set(re.findall(r"^\t@echo 'make (\w+)", makefile, re.M)) == commands
    assert commands <= set(re.findall(r"^(\w+):", makefile, re.M))
