"""Golden conversations: every dialogue as a file to be read, replayed on the pure flows.

`pytest tests/dialogues --rewrite-golden` writes them anew; read the difference before you keep it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.flows.onboarding import MOST_MESSAGES
from tests.dialogues.player import play

FILES = sorted(Path(__file__).parent.glob("*.txt"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_conversation_goes_as_written(file: Path, rewrite_golden: bool) -> None:
    written = file.read_text("utf-8")
    played, _ = play(written)
    if rewrite_golden and played != written:
        file.write_text(played, "utf-8")
        pytest.fail(f"{file.name} was written anew: read the difference, then run again")
    assert played.splitlines() == written.splitlines()


ACCEPT, TERMS, ELSEWHERE = "> [J'accepte]", "> [Lire les conditions]", "> [J'habite un autre pays]"
REST = ["> [💼 Mon activité]", "> [Plus tard]", "> [Tous les jours, 19 h]", "> [Acceptable]", "> [Accepter]"]
SPARED = [line for line in REST if line != "> [Plus tard]"]

WAYS = {
    "the shortest": ("CI", [ACCEPT, *REST]),
    "reading the terms": ("CI", [TERMS, ACCEPT, *REST]),
    "two hours in her country": ("CD", [ACCEPT, "> [Lubumbashi et l'est]", *REST]),
    "two hours and the terms": ("CD", [TERMS, ACCEPT, "> [Lubumbashi et l'est]", *SPARED]),
    "another country": ("CI", [ELSEWHERE, "> [🇸🇳 Sénégal]", ACCEPT, *SPARED]),
    "another country with two hours": ("CI", [ELSEWHERE, "> [🇨🇩 RD Congo : Lubumbashi et l'est]", ACCEPT, *SPARED]),
}


@pytest.mark.parametrize("way", WAYS)
def test_she_gets_at_most_eight_messages_from_her_code_to_her_first_task(way: str) -> None:
    country, lines = WAYS[way]
    head = f"flow: onboarding\ncountry: {country}\nprojects: [comments, photos]"
    played, player = play(head + "\n---\n" + "\n".join(lines))
    assert player.world.mine is not None and player.world.mine.project_id == 1, played
    assert "Très bon article" in played.rpartition("! TakeWork")[2]
    assert player.told <= MOST_MESSAGES == 8, played
