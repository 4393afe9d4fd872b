from __future__ import annotations

import pytest

from backend.domain.errors import Misuse
from backend.domain.messaging.message import Choice, Message, Raw, dump, load
from bot.channels.layout import rows


def test_a_clients_label_stands_on_its_button_as_written_however_long() -> None:
    labels = [
        "Oui",
        "Le commentaire est une opinion, même dure, sans attaque contre une personne ou un groupe",
        "x" * 200,
    ]
    shown = rows(Message(choices=tuple(Choice(f"={n}", Raw(label)) for n, label in enumerate(labels))), 1, "fr")
    assert [button.label for row in shown for button in row] == labels


def test_a_link_is_a_button_that_says_nothing_back() -> None:
    message = Message(choices=(Choice("", Raw("Site"), url="https://hiteuses.org"), Choice("oui", Raw("Oui"))))
    (first,), (second,) = rows(message, 3, "fr")
    assert (first.url, first.data, second.url, second.data) == ("https://hiteuses.org", "", "", "3:1")
    assert load(dump(message)) == message


@pytest.mark.parametrize("url", ["http://hiteuses.org", "javascript:alert(1)", "https://" + "x" * 2_000])
def test_only_an_address_that_every_channel_may_show_is_a_link(url: str) -> None:
    with pytest.raises(Misuse):
        Choice("", "Site", url=url)


def test_a_label_is_one_line_and_never_empty() -> None:
    shown = rows(Message(choices=(Choice("=a", Raw("  deux\nlignes ")), Choice("=b", Raw(" ")))), 1, "fr")
    assert [button.label for row in shown for button in row] == ["deux lignes", "…"]
