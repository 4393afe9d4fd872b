"""The benchmarks still work: at small sizes, whatever the times. What they count must be right."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import psycopg
import pytest

from benchmarks import hot_statements, kept
from benchmarks.__main__ import BENCHES
from benchmarks.figures import Figure, Section, percentiles, write
from benchmarks.running import Run

ROOT = Path(__file__).resolve().parents[3]
HERE = [name for name in BENCHES if name != "chaos" and not name.startswith("against")]
"""`chaos` runs what `test_chaos` runs; the others need the files of an earlier revision."""
OF_THE_CLOCK = ("tick", "procrastinate_jobs", "procrastinate_events", "work_share")
"""Tables in which the product's clock writes by itself."""


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """`results.json` of a quick run of all benches: bench → section."""
    folder = tmp_path_factory.mktemp("results")
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--quick", "--output", folder, *HERE],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=1_100,  # a machine may be busy; it is far less than that alone
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads((folder / "results.json").read_text("utf-8"))
    assert all(section["title"] in (folder / "results.md").read_text("utf-8") for section in found.values())
    return found


def test_every_bench_runs_and_names_its_machine(results: dict[str, Any]) -> None:
    assert list(results) == HERE
    for section in results.values():
        assert section["figures"]
        assert section["at"]
        assert {"CPU", "cores", "memory", "PostgreSQL", "Python"} <= section["machine"].keys()


def test_nobody_is_left_mute(results: dict[str, Any]) -> None:
    by_webhook, polled = results["latency"]["figures"][0], results["turns"]["figures"][0]
    for report in (by_webhook["details"], polled["details"]):
        assert report["answered"] == report["actions"] > 10
        assert report["mute"] == report["violations"] == 0


def test_nothing_is_lost_by_a_kill(results: dict[str, Any]) -> None:
    rate, calm, killed, _ = results["turns"]["figures"]
    assert rate["details"]["answers"] == rate["details"]["answered"] > 15
    assert calm["details"]["differences"] == []
    assert killed["details"]["differences"] == []
    assert killed["details"]["mute"] == 0


def test_the_rivals_do_the_same_work_or_it_is_said_why_not(results: dict[str, Any]) -> None:
    for bench, bots in (
        ("same-work", ("hiteuses", "python-telegram-bot ConversationHandler", "aiogram")),
        ("same-work-whatsapp", ("hiteuses", "pywa")),
    ):
        by_name = {figure["what"].partition(",")[0]: figure for figure in results[bench]["figures"]}
        for name in bots:
            figure = by_name[name]
            if name in ("aiogram", "pywa") and figure["measured"].startswith("left out: "):
                continue  # it needs an environment of its own, which only a full run makes
            assert figure["details"]["answers"] > 15
            assert figure["details"]["mute"] == figure["details"]["violations"] == 0
            # an answer is one message and one tap answered, or marked as read, for all of them
            calls = figure["details"]["calls_per_second"] / figure["details"]["actions_per_second"]
            assert calls == pytest.approx(2, abs=0.2)


def test_a_wait_is_followed_from_the_platform_to_the_reply(results: dict[str, Any]) -> None:
    median, slowest, queues = (figure["details"] for figure in results["waits"]["figures"])
    assert queues["followed"] > 0.9 * queues["answers"] > 20
    for wait in (median, slowest):
        assert all(stage > 0 for stage in wait["stages"].values())
        assert sum(wait["stages"].values()) == pytest.approx(wait["whole"])
        assert 0 < wait["ran"] <= wait["whole"]
    assert slowest["whole"] >= median["whole"]


def test_one_answer_adds_one_row_of_each_kind(results: dict[str, Any]) -> None:
    _, answer, _ = results["growth"]["figures"]
    rows = {table: round(rows, 2) for table, (rows, _) in answer["details"]["tables"].items() if rows}
    for table in OF_THE_CLOCK:  # a minute may begin meanwhile, which has a row or two
        assert rows.pop(table, 0) < 0.5, "no answer has a row of its own there"
    assert rows == {"answer": 1, "inbox": 1, "outbox": 1, "transfer": 1}


def test_a_year_keeps_every_answer_once_and_pays_everybody(results: dict[str, Any]) -> None:
    details = results["a-year"]["figures"][0]["details"]
    before, after = details["before"], details["after"]
    people = after["conversation"][0]
    assert details["kept"] - before["answer"][0] == details["answers"]
    # each has a task open, and may have left the row of one that was given back
    assert 0 <= after["answer"][0] - before["answer"][0] - details["answers"] - people <= people
    assert after["payout"][0] == people


@pytest.mark.parametrize("bench", ["answers-kept", "entries-kept"])
def test_every_hot_statement_is_measured_at_every_size(results: dict[str, Any], bench: str) -> None:
    by_name = {figure["what"]: figure for figure in results[bench]["figures"]}
    for what in (*hot_statements.TURN, *hot_statements.LOOKS, *hot_statements.JOBS):
        assert len(by_name[what]["details"]["p99"]) == 3


def test_the_rivals_import_nothing_of_the_product() -> None:
    # those that are installed for a full run alone have an environment of their own, without it and its libraries
    for path in (ROOT / "benchmarks" / "rivals").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not {name.partition(".")[0] for name in names} & {"bot", "backend", "tests"}, path.name


def test_databases_that_are_kept_are_used_again() -> None:
    with tempfile.TemporaryDirectory(prefix="hiteuses-test-") as name:
        folder = Path(name)
        folder.chmod(0o711)  # where root has no user namespaces, the server is an ordinary user's
        run = Run(True, folder, keep=folder / "kept")
        size = kept.sized(run, 300, 600)
        for rows in (300, 299):
            with kept.databases(run, [size]) as server, psycopg.connect(kept.url_of(server, size)) as connection:
                assert connection.execute("select count(*) from answer").fetchone() == (rows,)
                assert connection.execute("select count(*) from pg_index where not indisready").fetchone() == (0,)
                connection.execute("delete from answer where ctid = (select max(ctid) from answer)")


def test_a_bench_that_is_run_again_takes_the_place_of_its_earlier_figures(tmp_path: Path) -> None:
    machine = {"CPU": "one"}
    first = Section("a", "First", "so", [Figure("x", "< 2", "1 | 1", True)], "a", "now", machine)
    other = Section("b", "Other", "so", [Figure("y", "", "5")], "b", "now", machine)
    write(tmp_path, [first, other])
    write(tmp_path, [Section("a", "First", "so", [Figure("x", "< 2", "3", False)], "a", "later", machine)])
    text = (tmp_path / "results.md").read_text("utf-8")
    assert "| x | < 2 | 3 | **missed** |" in text
    assert "1 \\| 1" not in text
    assert "| y |  | 5 |  |" in text


def test_a_percentile_is_a_time_that_was_measured() -> None:
    assert percentiles(n / 1000 for n in range(100)) == {"p50": 50.0, "p90": 90.0, "p99": 99.0, "max": 99.0}
    with pytest.raises(ValueError, match="nothing"):
        percentiles([])
