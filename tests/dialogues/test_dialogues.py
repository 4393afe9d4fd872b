"""Golden conversations: every dialogue as a file to be read, replayed on the pure flows.

`pytest tests/dialogues --rewrite-golden` writes them anew; read the difference before you keep it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import get_args

import pytest
import yaml

from backend.domain.training.questions import Kind
from backend.domain.work.projects import KINDS
from bot.flows.people.onboarding_views import MOST_MESSAGES
from bot.i18n.render import plain
from tests.dialogues.lessons import QUESTIONS
from tests.dialogues.player import Player, begun, copied, hers, play
from tests.dialogues.projects import PROJECTS

FILES = sorted(Path(__file__).parent.glob("*.txt"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_conversation_goes_as_written(file: Path, rewrite_golden: bool) -> None:
    written = file.read_text("utf-8")
    played, _ = play(written)
    if rewrite_golden and played != written:
        file.write_text(played, "utf-8")
        pytest.fail(f"{file.name} was written anew: read the difference, then run again")
    assert played.splitlines() == written.splitlines()


def test_each_kind_of_work_and_each_type_of_question_is_shown_in_a_conversation() -> None:
    written = [file.read_text("utf-8").partition("\n---\n")[0] for file in FILES]
    worked = {name for head in written for name in yaml.safe_load(head).get("projects", ())}
    shown = {PROJECTS[name][0].kind for name in worked}
    assert shown == set(KINDS), "a kind needs a project in projects.py, and a conversation whose head names it"
    asked = {name for head in written for name in yaml.safe_load(head).get("learns", {}).get("lessons", ())}
    types = {type(question.kind) for name, question in QUESTIONS.items() if name in asked}
    assert types == set(get_args(Kind)), "a type needs a question in lessons.py, and a conversation whose head names it"


ASIDE = frozenset({"[Non merci]", "[Menu]"})
"""What does not lead on to a task."""
HOURS = "Lubumbashi et l'est"
PLACES = frozenset({"[🇸🇳 Sénégal]", f"[🇨🇩 RD Congo : {HOURS}]"})
"""Two countries stand for all: one with one hour, one with two."""


def ways_on(player: Player) -> list[str]:
    """What she may do next on her way to a task of a real project, no answer being wrong."""
    buttons = [f"[{plain(choice.part, 'fr')}]" for choice in player.asked.choices]
    if set(buttons) >= PLACES:
        return ["RDC", *(b for b in buttons if b in PLACES or b == "[Lire les conditions]")]
    if "[💼 Mon activité]" in buttons:
        return ["[💼 Mon activité]", "mon salon de coiffure, 300 000"]
    if "[Pas de rappel]" in buttons:
        return ["[Pas de rappel]"]
    return [button.replace("\u00a0", " ") for button in buttons if button not in ASIDE]


def walks(head: str, lines: tuple[str, ...] = ()) -> Iterator[tuple[str, Player]]:
    """Every conversation up to the first task of a real project."""
    played, player = play(head + "\n---\n" + "\n".join(f"> {line}" for line in lines))
    if player.world.mine is not None and not player.world.mine.practice:
        yield played, player
    elif player.world.mine is not None:
        yield from walks(head, (*lines, "[Acceptable]"))
    else:
        assert len(lines) < 12, played
        for line in ways_on(player):
            yield from walks(head, (*lines, line))


def test_eight_messages_are_enough_for_what_stands_behind_the_first_page_of_offers() -> None:
    _, player = play((Path(__file__).parent / "onboarding_many_offers.txt").read_text("utf-8"))
    assert player.world.mine is not None and player.world.mine.project_id == 6
    assert player.told == 8


@pytest.mark.parametrize("country", ["CI", "CD"])
def test_she_gets_at_most_eight_messages_from_her_code_to_her_first_task_whichever_way_she_takes(country: str) -> None:
    found = list(walks(f"flow: onboarding\ncountry: {country}\nprojects: [comments, photos]"))
    assert {player.told for _, player in found} >= {MOST_MESSAGES - 1, MOST_MESSAGES}
    for played, player in found:
        assert "! GiveConsent()" in played and player.world.zone is not None
        assert player.told <= MOST_MESSAGES == 8, played
    talks = "\n".join(played for played, _ in found)
    for word in ("! TakeWork(project_id=1)", "! TakeWork(project_id=2)"):  # she chose among all offers
        assert word in talks
    for word in ("> RDC", "> [Lire les conditions]", "> [J'habite un autre pays]", f"> [{HOURS}]"):
        assert word in talks


PATIENCE = 9
"""So often she says that she wants out, at most: one step back each time."""
STAYING = frozenset({"link_proof"})
"""What a chat is asked that may be in other hands: it shows nothing else before."""


def _out(player: Player) -> bool:
    """Whether nothing is asked of her any more: what she pauses waits for her."""
    if not player.stack:
        return True
    name, _, state = player.stack[-1][:3]
    return name in STAYING or (name == "work" and state.get("at") == "paused")


def stations(file: Path) -> list[tuple[str, Player]]:
    """Her line, and where she stands after it, from before the first one on."""
    player, talk = begun(file.read_text("utf-8"))
    found = [("", copied(player))]
    for line in hers(talk):
        player.act(line)
        found.append((line, copied(player)))
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_dialogue_can_be_left_in_words_wherever_she_stands(file: Path) -> None:
    held = []
    for (line, there), word in product(stations(file), ("annuler", "retour", "laisse tomber", "non merci")):
        player, depth = copied(there), len(there.stack)
        for _ in range(PATIENCE):
            if _out(player) or len(player.stack) < depth:
                break
            player.act(f"> {word}")
        if not _out(player) and len(player.stack) >= depth:
            held.append((word, line, player.lines[-12:]))
    assert held == []
