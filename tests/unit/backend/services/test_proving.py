from __future__ import annotations

from backend.services.proving import BLOT, blotted, hashed, is_right


def test_a_secret_number_is_blotted_out_wherever_it_stands_alone() -> None:
    event = {"message": {"id": 4071, "text": " 40 71 ", "from": "4071002", "list": ["4071", {"text": "4071 merci"}]}}
    assert blotted(event, "4071") == {
        "message": {"id": 4071, "text": BLOT, "from": "4071002", "list": [BLOT, {"text": "4071 merci"}]}
    }


def test_the_same_number_has_another_hash_each_time_and_each_is_right() -> None:
    one, other = hashed("4071"), hashed("4071")
    assert one != other
    assert is_right("4071", one) and is_right("4071", other)
    assert not is_right("4072", one)


def test_a_number_kept_at_an_older_cost_is_still_right() -> None:
    assert is_right("4071", hashed("4071", cost=(2**4, 8, 1)))
