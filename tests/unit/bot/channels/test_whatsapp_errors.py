"""One table says what each error of WhatsApp means for a message."""

from __future__ import annotations

from typing import Any

import pytest

from bot.channels.errors import AccountDown, FileRefused, Later, Refused, SendError, Unreachable, Unsure, WindowClosed
from bot.channels.whatsapp.errors import ApiError, Lost, NotSent, classify, read


def meant(code: int | None, status: int = 400, subcode: int | None = None) -> SendError:
    return classify(ApiError(status, code, subcode))


@pytest.mark.parametrize(
    ("codes", "failure"),
    [
        ((1, 2, 4, 80007, 130429, 131000, 131016, 131048, 131056, 131057, 133004), Later),
        ((131047, 132000, 132001, 132005, 132007, 132012, 132015, 132016), WindowClosed),
        ((131026, 131030, 130497), Unreachable),
        ((100, 131008, 131009, 131021, 131049, 131050, 131051, 135000), Refused),
        ((131052, 131053), FileRefused),
        ((0, 3, 10, 190, 200, 299, 368, 131005, 131031, 131037, 131042, 131045, 133010), AccountDown),
    ],
)
def test_each_code_has_its_meaning_whatever_the_http_status(codes: tuple[int, ...], failure: type[SendError]) -> None:
    for code in codes:
        for status in (0, 400, 500):
            assert type(meant(code, status)) is failure, code


def test_a_limit_of_the_account_pauses_all_and_one_of_a_person_only_her() -> None:
    whole, pair = meant(130429), meant(131056)
    assert isinstance(whole, Later)
    assert isinstance(pair, Later)
    assert (whole.account, pair.account) == (True, False)
    assert pair.seconds == 6


def test_the_wait_that_the_platform_names_is_obeyed() -> None:
    found = classify(ApiError(429, 80007, wait=540.0))
    assert isinstance(found, Later)
    assert found.seconds == 540


@pytest.mark.parametrize(
    ("status", "failure"),
    [(401, AccountDown), (404, Refused), (429, Later), (500, Unsure), (502, Unsure), (504, Unsure)],
)
def test_without_a_known_code_the_http_status_decides(status: int, failure: type[SendError]) -> None:
    assert type(meant(None, status)) is failure
    assert type(meant(424242, status)) is failure


def test_a_number_that_is_not_there_is_a_fault_of_the_account() -> None:
    assert type(meant(100, subcode=33)) is AccountDown


def test_what_never_left_is_sent_again_and_what_was_lost_may_have_arrived() -> None:
    later = classify(NotSent("refused"))
    assert isinstance(later, Later)
    assert later.account
    assert type(classify(Lost("timeout"))) is Unsure


def test_the_platforms_words_are_kept_without_anybodys_number() -> None:
    error = {
        "code": 100,
        "message": "(#100) Param to is no good",
        "error_data": {"details": "+225 07 00 00 00 01 is no user"},
    }
    text = str(read(400, error))
    assert "100" in text
    assert "is no user" in text
    assert "07" not in text


@pytest.mark.parametrize(
    "error", [None, "x", [], {}, {"code": "oops"}, {"code": True}, {"code": 10**40}, {"error_data": 7}]
)
def test_an_error_of_any_shape_can_be_read(error: Any) -> None:
    assert read(400, error).code is None
