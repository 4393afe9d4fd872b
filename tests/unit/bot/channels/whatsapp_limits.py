"""What the Cloud API takes in a message: its limits, written down once more than in the renderer.

Source: Meta's pages on text, media, interactive and template messages, read in 2026.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def check(message: Mapping[str, Any]) -> None:
    """Raises `AssertionError` for a message that would be refused."""
    assert message["messaging_product"] == "whatsapp"
    assert message["recipient_type"] == "individual"
    assert ("to" in message) != ("recipient" in message)
    _text(message["biz_opaque_callback_data"], 512)
    kind = message["type"]
    content = message[kind]
    match kind:
        case "text":
            _text(content["body"], 4_096)
        case "image" | "audio" | "document":
            _media(content)
            assert kind != "audio" or "caption" not in content
            if "caption" in content:
                _text(content["caption"], 1_024)
        case "interactive":
            interactive(content)
        case _:
            raise AssertionError(f"an unknown kind: {kind}")


def interactive(content: Mapping[str, Any]) -> None:
    """Raises `AssertionError` for an interactive object that would be refused."""
    _text(content["body"]["text"], 1_024)
    action = content["action"]
    if content["type"] == "button":
        replies = [button["reply"] for button in action["buttons"]]
        assert 1 <= len(replies) <= 3
        assert all(button["type"] == "reply" for button in action["buttons"])
        for reply in replies:
            _text(reply["title"], 20)
            _text(reply["id"], 256)
        assert len({reply["title"] for reply in replies}) == len(replies)
        assert len({reply["id"] for reply in replies}) == len(replies)
        if header := content.get("header"):
            assert header["type"] in ("image", "document")
            _media(header[header["type"]])
        return
    if content["type"] == "cta_url":
        assert action["name"] == "cta_url"
        _text(action["parameters"]["display_text"], 20)
        assert action["parameters"]["url"].startswith("https://")
        assert content.get("header", {"type": "image"})["type"] in ("image", "document")
        return
    assert content["type"] == "list"
    assert "header" not in content
    _text(action["button"], 20)
    sections = action["sections"]
    rows = [row for section in sections for row in section["rows"]]
    assert 1 <= len(rows) <= 10
    assert all(section["rows"] for section in sections)
    for section in sections:
        if len(sections) > 1 or "title" in section:
            _text(section["title"], 24)
    for row in rows:
        _text(row["title"], 24)
        _text(row["id"], 200)
        if "description" in row:
            _text(row["description"], 72)
    assert len({row["id"] for row in rows}) == len(rows)
    assert len({row["title"] for row in rows}) == len(rows)


def _media(content: Mapping[str, Any]) -> None:
    assert ("id" in content) != ("link" in content)
    if "link" in content:
        assert content["link"].startswith("https://")


def _text(text: str, most: int) -> None:
    assert text.strip(), "an empty text"
    assert len(text.encode("utf-16-le")) // 2 <= most, f"{len(text)} characters, at most {most}"
    assert "\0" not in text
