from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest

from backend import log_context
from bot import logs
from tests.logs import restored

TOKEN = "123456789:AAFakeTokenForTestsOnly-0123456789abcde"
HERS = "j'habite à Yopougon"
log = logging.getLogger("bot.somewhere")


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """Where `setup` may write; logging is as before afterwards."""
    with restored():
        yield io.StringIO()


def test_text_is_one_line_with_time_level_and_place(stream: io.StringIO) -> None:
    logs.setup("info", "text", stream=stream)
    log.info("ready on %s", "here")
    moment, rest = stream.getvalue().split(" ", 1)
    assert moment.endswith("Z")
    assert rest == "INFO bot.somewhere: ready on here\n"


def test_json_is_one_object_per_line_even_with_a_traceback(stream: io.StringIO) -> None:
    logs.setup("info", "json", stream=stream)
    try:
        raise ValueError("oh\nno")
    except ValueError:
        log.exception("it broke")
    (line,) = stream.getvalue().splitlines()
    entry = json.loads(line)
    assert (entry["level"], entry["logger"], entry["message"]) == ("error", "bot.somewhere", "it broke")
    assert entry["error"].startswith("ValueError\n")
    assert "test_json_is_one_object_per_line" in entry["error"]


@pytest.mark.parametrize("form", ["text", "json"])
def test_no_token_or_secret_gets_into_a_line_or_its_traceback(stream: io.StringIO, form: str) -> None:
    logs.setup("debug", form, ["hook-secret"], stream=stream)
    try:
        raise OSError(f"https://api.telegram.org/bot{TOKEN}/getMe hook-secret postgresql://awa:pw-1@h/d")
    except OSError as error:
        log.warning("it failed: %s", error, exc_info=True)
    for text in (TOKEN, "hook-secret", "pw-1"):
        assert text not in stream.getvalue()
    assert "postgresql://awa:" in stream.getvalue()  # at this level an error's words are shown


class Refused(Exception):
    code = 131026


def _fail() -> None:
    """An error with one behind it, one that it was raised while handling, and a group of them."""
    try:
        try:
            try:
                raise KeyError(HERS)
            except KeyError:
                raise Refused(HERS)  # noqa: B904 (the one that it handles is told too)
        except Refused as error:
            raise ValueError(HERS) from error
    except ValueError as error:
        raise ExceptionGroup(HERS, [error, OSError(13, HERS)]) from None


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("level", ["info", "warning", "error"])
def test_an_exception_is_told_without_its_words(stream: io.StringIO, form: str, level: str) -> None:
    logs.setup(level, form, stream=stream)
    try:
        _fail()
    except ExceptionGroup as error:
        error.add_note(HERS)
        log.exception("it broke: %s", error)
        log.error(error)
    assert HERS not in stream.getvalue()
    for told in ("KeyError", "Refused 131026", "ValueError", "ExceptionGroup", "PermissionError 13", "in _fail"):
        assert told in stream.getvalue(), told


def test_an_exception_that_is_its_own_cause_or_has_no_end_is_told_in_short(stream: io.StringIO) -> None:
    def dive() -> None:
        dive()

    logs.setup("info", "text", stream=stream)
    error = ValueError()
    error.__cause__ = KeyError()
    error.__cause__.__cause__ = error
    log.error("it broke", exc_info=error)
    assert len(stream.getvalue().splitlines()) == 3
    try:
        dive()
    except RecursionError:
        log.exception("it broke")
    assert len(stream.getvalue().splitlines()) < 200


def test_what_nobody_awaited_and_jobs_are_told_without_what_they_held(stream: io.StringIO) -> None:
    logs.setup("info", "text", stream=stream)
    logging.getLogger("asyncio").error("Task exception was never retrieved\nfuture: <Task exception=KeyError('hers')>")
    logging.getLogger("procrastinate.worker").error("Job fetch[3](name='hers.pdf (1)') ended with status: Error")
    assert "hers" not in stream.getvalue()
    assert "never retrieved" in stream.getvalue() and "fetch[3](…) ended with status: Error" in stream.getvalue()


def test_below_the_level_nothing_is_said(stream: io.StringIO) -> None:
    logs.setup("warning", "text", stream=stream)
    log.info("small talk")
    assert stream.getvalue() == ""


def test_talkative_libraries_are_heard_at_debug_only(stream: io.StringIO) -> None:
    logs.setup("info", "text", stream=stream)
    logging.getLogger("apscheduler.scheduler").info("added job")
    assert stream.getvalue() == ""
    logs.setup("debug", "text", stream=stream)
    logging.getLogger("apscheduler.scheduler").info("added job")
    assert "added job" in stream.getvalue()


@pytest.mark.parametrize(
    "text", ["12:30:45 ready", "http://[::1]:8080/demo", "see https://example.org/a@b", "task 123456:7"]
)
def test_what_only_looks_a_little_like_a_secret_stays(text: str) -> None:
    assert logs.redact(text) == text


def _break(what: str) -> None:
    try:
        raise KeyError(what)
    except KeyError:
        log.exception("it broke for %s", what)


@pytest.mark.parametrize("form", ["text", "json"])
def test_the_same_failure_again_and_again_fills_no_log(stream: io.StringIO, form: str) -> None:
    now = 0.0
    logs.setup("info", form, stream=stream, clock=lambda: now)
    for n in range(10_000):
        _break(f"x{n}")
    lines = stream.getvalue().splitlines()
    assert len(stream.getvalue()) < 4_000
    assert "it broke for x0" in lines[0] and stream.getvalue().count("in _break") == 1
    assert f"it broke for x{logs.MAX_REPEATS}" in lines[-1] and "(as before)" in lines[-1]
    now = logs.REPEATED_WITHIN + 1  # what was kept quiet is told with whatever comes next
    log.info("all is well")
    *_, told, last = stream.getvalue().splitlines()
    assert "all is well" in last
    assert f"it broke for x0 ({10_000 - 1 - logs.MAX_REPEATS} more times)" in told
    _break("y")
    assert stream.getvalue().count("in _break") == 2


def test_different_failures_are_each_told(stream: io.StringIO) -> None:
    logs.setup("info", "text", stream=stream)
    _break("x")
    try:
        _fail()
    except ExceptionGroup:
        log.exception("it broke")
    assert "in _break" in stream.getvalue() and "in _fail" in stream.getvalue()


def test_at_debug_every_failure_is_told(stream: io.StringIO) -> None:
    logs.setup("debug", "text", stream=stream)
    for n in range(2 * logs.MAX_REPEATS):
        _break(f"x{n}")
    assert stream.getvalue().count("in _break") == 2 * logs.MAX_REPEATS


def test_failures_of_many_kinds_are_remembered_in_little_room(stream: io.StringIO) -> None:
    logs.setup("info", "text", stream=stream)
    for n in range(2 * logs.MAX_FAILURE_KINDS):
        try:
            exec(compile("\n" * n + "raise ValueError", "there", "exec"))
        except ValueError:
            log.exception("it broke")
    (handler,) = logging.getLogger().handlers
    assert isinstance(handler, logs._Handler)
    assert len(handler._kinds) == logs.MAX_FAILURE_KINDS


def test_lines_carry_the_id_of_what_they_are_about(stream: io.StringIO) -> None:
    logs.setup("info", "text", stream=stream)
    with log_context.apart(12):
        log.info("handled")
        with log_context.apart(job=7):
            log.info("at work")
        log.info("again")
    log.info("nothing")
    lines = [line.split(" ", 1)[1] for line in stream.getvalue().splitlines()]
    assert lines == [
        "INFO bot.somewhere [e12]: handled",
        "INFO bot.somewhere [j7]: at work",
        "INFO bot.somewhere [e12]: again",
        "INFO bot.somewhere: nothing",
    ]
    stream.truncate(0), stream.seek(0)
    logs.setup("info", "json", stream=stream)
    with log_context.apart(12):
        log.info("handled")
    log.info("nothing")
    first, second = map(json.loads, stream.getvalue().splitlines())
    assert first["id"] == "e12"
    assert "id" not in second
