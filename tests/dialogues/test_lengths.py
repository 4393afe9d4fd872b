"""No screen that a hiteuse or a trainee reads in a dialogue is longer than a phone shows at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.dialogues.player import play
from tests.screens import MOST, length

STAFF = ("announce", "batch", "invite", "thread_answer")
FILES = [file for file in sorted(Path(__file__).parent.glob("*.txt")) if not file.stem.startswith(STAFF)]
TERMS = "what she agrees to, whole, because she asked to read it"
LONGER: dict[str, tuple[int, str]] = {
    "onboarding_beside": (900, TERMS),
    "onboarding_hard_content_no_room": (900, TERMS),
    "onboarding_promoted_declines": (900, TERMS),
    "onboarding_reads_terms": (900, TERMS),
    "onboarding_refuses_terms": (900, TERMS),
    "onboarding_terms_then_country": (900, TERMS),
    "onboarding_terms_and_country": (1_200, f"{TERMS}, with every country, by its number where there are no buttons"),
}
"""By dialogue: how long its longest screen is at most, and why."""


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_screen_of_hers_is_too_long(file: Path) -> None:
    _, player = play(file.read_text("utf-8"))
    longest = max((length(message, asks=asks) for message, asks in player.screens), default=0)
    most, _why = LONGER.get(file.stem, (MOST, ""))
    assert longest <= most, max(player.screens, key=lambda screen: length(screen[0], asks=screen[1]))[0].parts
    assert file.stem not in LONGER or longest > MOST, "no exception any more"
