from __future__ import annotations

from backend.domain.message import Choice, Message, Raw
from bot.channels.layout import rows


def test_a_clients_label_stands_on_its_button_as_written_however_long() -> None:
    labels = [
        "Oui",
        "Le commentaire est une opinion, même dure, sans attaque contre une personne ou un groupe",
        "x" * 200,
    ]
    shown = rows(Message(choices=tuple(Choice(f"={n}", Raw(label)) for n, label in enumerate(labels))), 1, "fr")
    assert [button.label for row in shown for button in row] == labels


def test_a_label_is_one_line_and_never_empty() -> None:
    shown = rows(Message(choices=(Choice("=a", Raw("  deux\nlignes ")), Choice("=b", Raw(" ")))), 1, "fr")
    assert [button.label for row in shown for button in row] == ["deux lignes", "…"]
