"""Which of the user's settings the set-up passes on to pip and uv, and which it keeps from them.

How the registries are reached (index, certificate, proxy, cache) is the user's to say, and what was
said to pip holds for uv too, which reads none of pip's settings. All else would only bend the
environment away from the locks: another `target`, `user = true`, constraints, a `PYTHONPATH`.
"""

from __future__ import annotations

import configparser
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

PIP_SETTINGS = frozenset(
    {
        "index-url",
        "extra-index-url",
        "no-index",
        "find-links",
        "trusted-host",
        "cert",
        "client-cert",
    }
    | {
        "proxy",
        "timeout",
        "default-timeout",
        "retries",
        "cache-dir",
        "no-cache-dir",
        "keyring-provider",
    }
)
"""pip's options that say how to reach a registry, by their names on its command line."""

UV_SETTINGS = re.compile(
    r"UV_(.*(INDEX|FIND_LINKS|CERT|TLS|PROXY|HOST|TIMEOUT|RETRIES|CACHE|KEYRING|CONFIG_FILE).*"
    r"|OFFLINE|LINK_MODE|NO_PROGRESS|CONCURRENT_.*)"
)
"""uv's variables that do, and those that only change how it goes about it."""

UV_INDEXES = frozenset({"UV_DEFAULT_INDEX", "UV_INDEX", "UV_INDEX_URL", "UV_EXTRA_INDEX_URL"})


def pip_settings(environ: Mapping[str, str], files: Iterable[Path]) -> dict[str, str]:
    """What the user told pip about the network: option name → value as written.

    `files`: pip's configuration files, later ones win; variables win over files. Files that do not
    exist are passed over. Raises `configparser.Error` for one that cannot be read as such.
    """
    parser = configparser.RawConfigParser()
    parser.read(files, encoding="utf-8")
    found: dict[str, str] = {}
    for section in ("global", "install"):
        if parser.has_section(section):
            found |= dict(parser[section])
    for name, value in environ.items():
        if name.startswith("PIP_"):
            found[name.removeprefix("PIP_").lower()] = value
    told = {name.replace("_", "-"): value for name, value in found.items()}
    return {name: value for name, value in told.items() if name in PIP_SETTINGS and value}


def pip_files(environ: Mapping[str, str], home: Path) -> list[Path]:
    """pip's configuration files, in its order; `PIP_CONFIG_FILE=/dev/null` turns them off."""
    own = environ.get("PIP_CONFIG_FILE", "")
    if own == os.devnull:
        return []
    shared = environ.get("XDG_CONFIG_DIRS") or "/etc/xdg"
    return [
        *(Path(folder) / "pip/pip.conf" for folder in shared.split(":")),
        Path("/etc/pip.conf"),
        home / ".pip/pip.conf",
        home / "Library/Application Support/pip/pip.conf",
        Path(environ.get("XDG_CONFIG_HOME") or home / ".config") / "pip/pip.conf",
        *([Path(own)] if own else []),
    ]


def child_environment(environ: Mapping[str, str], pip: Mapping[str, str]) -> dict[str, str]:
    """The environment in which pip, uv and venv are called; `pip` as `pip_settings` gives it."""
    kept = {
        name: value
        for name, value in environ.items()
        if not name.startswith(("PYTHON", "PIP_", "UV_", "VIRTUAL_ENV", "CONDA_")) or UV_SETTINGS.fullmatch(name)
    }
    for option, value in pip.items():
        kept["PIP_" + option.upper().replace("-", "_")] = " ".join(value.split())
    # Patience for slow lines; pip's own default is 15 seconds.
    if not {"timeout", "default-timeout"} & pip.keys():
        kept["PIP_TIMEOUT"] = "60"
    kept |= {"PIP_CONFIG_FILE": os.devnull, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    return _for_uv(pip, own_index=bool(UV_INDEXES & kept.keys())) | kept


def _for_uv(pip: Mapping[str, str], own_index: bool) -> dict[str, str]:
    """What was said to pip, as variables that uv reads. `own_index`: uv was told its own."""
    same = {"trusted-host": "UV_INSECURE_HOST", "cert": "SSL_CERT_FILE", "proxy": "ALL_PROXY"}
    if not own_index:
        same |= {
            "index-url": "UV_DEFAULT_INDEX",
            "extra-index-url": "UV_INDEX",
            "no-index": "UV_NO_INDEX",
        }
    told = {variable: " ".join(pip[option].split()) for option, variable in same.items() if option in pip}
    # A name on an extra index must not hide the locked version on the main one; the hashes in the
    # locks keep that safe.
    told["UV_INDEX_STRATEGY"] = "unsafe-best-match"
    told["UV_HTTP_TIMEOUT"] = "120"  # default 30
    # pip only warns of a folder that is not there; for uv it is an error.
    links = [link for link in pip.get("find-links", "").split() if "://" in link or Path(link).is_dir()]
    if links:
        told["UV_FIND_LINKS"] = ",".join(links)
    return told
