"""Whether hiteuses and trainees can read what they are told: the index of Kandel and Moles, sentences of at most 20
words, words that are frequent in French or explained.

What is theirs is decided by where a text is written (`STAFF` is for Hubers, admins and the operator). A text that fails
is made simpler. An exception has a reason.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import pytest

from bot.channels.whatsapp.templates import TEMPLATES
from tests.checks.messages import Found, extract
from tests.checks.readability import EASY, rare, score, sentences, syllables, too_long, words

ROOT = Path(__file__).parents[3]
STAFF = (
    *("backend/domain/work/forms/", "bot/channels/preview.py", "bot/delivery/", "bot/jobs/"),
    *("bot/flows/admin/", "bot/flows/announcements/", "bot/flows/identity/chat_lock.py"),
    *(
        "bot/flows/people/invite",
        "bot/flows/reminders/views.py",
        "bot/flows/threads/answer",
        "bot/flows/threads/away.py",
    ),
    "bot/flows/work/batch.py",
    *("bot/handlers/admin/", "bot/handlers/clients/", "bot/handlers/messaging/purposes.py"),
    *("bot/handlers/announcements/approval_rules.py", "bot/handlers/announcements/commands.py"),
    "bot/handlers/announcements/confirmations.py",
    *("bot/handlers/announcements/dialogue.py", "bot/handlers/announcements/missed.py"),
    "bot/handlers/announcements/second_approval.py",
    *("bot/handlers/payouts/claims.py", "bot/handlers/payouts/holds.py", "bot/handlers/payouts/overview.py"),
    *("bot/handlers/payouts/by_hand.py", "bot/handlers/payouts/run", "bot/handlers/payouts/stops.py"),
    *("bot/handlers/people/invitations.py", "bot/flows/people/role_labels.py"),
    *("bot/handlers/quality/concerns.py", "bot/handlers/training/alerts.py", "bot/handlers/training/results"),
    *("bot/handlers/corrections/taken_back.py", "bot/handlers/work/batches.py"),
)
"""Where texts for others are written: the beginnings of paths."""
STAFF_TEMPLATES = frozenset({"huber_question", "team_question", "team_answer", "staff_week"})
LESSONS = ROOT / "bot" / "samples" / "training"
LEAST_MEASURED = 30
"""Words; an index of fewer says nothing."""

KNOWN = ROOT / "tests" / "fixtures" / "words" / "known.txt"
"""Words that are not frequent and stand all the same, one on a line below the reason ("# …")."""


@cache
def written() -> Sequence[Found]:
    """All texts of ours."""
    return [text for text in extract(ROOT, ("backend", "bot")) if isinstance(text, Found)]


@cache
def theirs() -> Mapping[str, Sequence[str]]:
    """What hiteuses and trainees read, by the file where it is written."""
    found: dict[str, list[str]] = defaultdict(list)
    for text in written():
        if not text.reason and not text.file.startswith(STAFF):
            found[text.file] += filter(None, (text.msgid, text.plural))
    for template in TEMPLATES:
        if template.purpose not in STAFF_TEMPLATES:
            found["bot/channels/whatsapp/templates.py"].append(re.sub(r"\{\{\d\}\}", "{value}", template.body))
    return found


def every() -> list[str]:
    return [text for texts in theirs().values() for text in texts]


def lesson(module: str) -> list[str]:
    """The paragraphs and list items of a training module, without its questions."""
    found: list[str] = []
    for file in sorted((LESSONS / module).glob("*.md")):
        text = re.sub(r"```.*?```", "", file.read_text("utf-8"), flags=re.DOTALL)
        text = re.sub(r"!\[[^\]]*\]\([^)]*\)", "", text)
        found += [" ".join(each.split()) for each in re.split(r"\n\s*\n|\n(?=\s*(?:[-*#>]|\d+\.))", text)]
    return found


def test_every_file_of_theirs_is_easy_by_the_index_of_kandel_and_moles() -> None:
    hard = {
        file: round(found.index)
        for file, texts in theirs().items()
        if (found := score(texts)).words >= LEAST_MEASURED and found.index < EASY
    }
    assert hard == {}
    assert score(every()).index > EASY


@pytest.mark.parametrize("module", sorted(path.name for path in LESSONS.iterdir() if path.is_dir()))
def test_every_training_module_is_easy_and_its_sentences_are_short(module: str) -> None:
    assert score(lesson(module)).index >= EASY
    assert [sentence for text in lesson(module) for sentence in too_long(text)] == []


def test_no_sentence_of_theirs_is_longer_than_twenty_words() -> None:
    assert [sentence for text in every() for sentence in too_long(text)] == []


def test_every_word_of_theirs_is_frequent_or_known() -> None:
    found = {word for text in every() for word in rare(text)}
    lines = KNOWN.read_text("utf-8").splitlines()
    known = {line for line in lines if line and not line.startswith("#")}
    assert sorted(found - known) == [], "say it with a more frequent word, or add it to known.txt with its reason"
    assert sorted(known - found) == [], "no exception any more"


def test_what_is_for_staff_is_where_it_is_said_to_be() -> None:
    files = {text.file for text in written()}
    assert [path for path in STAFF if not any(file.startswith(path) for file in files)] == []
    assert {*STAFF_TEMPLATES} <= {template.purpose for template in TEMPLATES}


def test_the_measure_counts_as_a_reader_does() -> None:
    assert [syllables(word) for word in ("tâche", "tu", "réponse", "écris", "travaillent", "aujourd'hui")] == [
        *(1, 1, 2, 2, 2, 3)
    ]
    assert words("C'est {sum} aujourd'hui, n'est-ce pas ?") == ["c", "est", "aujourd'hui", "n", "est", "ce", "pas"]
    assert list(sentences("Oui. *Non* !\n• {n} tâches · 3 h")) == ["Oui", "Non", "N tâches", "3 h"]
    easy, hard = score(["Tu lis. Tu dis oui."]), score(["La réglementation internationale conditionne l'homologation."])
    assert easy.index > 100 > EASY > hard.index
    assert rare("Tu gardes la persévérance") == {"persévérance"}
    assert too_long("un " * 21) and not too_long("un " * 20) and not too_long("« " + "un " * 30 + "»")
