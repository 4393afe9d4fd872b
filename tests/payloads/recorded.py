"""The recorded shapes, and what each must come to."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

FOLDER = Path(__file__).parent

Platform = Literal["telegram", "whatsapp"]
Outcome = Literal["answered", "silent", "passed over"]
"""An event that is stored and answered, stored and not answered, or of no person and not stored."""

SENDERS: Mapping[Platform, tuple[str, ...]] = {
    "telegram": ("5000000001",),
    "whatsapp": ("2250701000001", "CI.17823301000007919"),
}
"""Who the files are from: what stands for her in their text."""

_OTHERWISE: Mapping[str, Outcome] = {
    # Telegram: what she need not be told about, and what is of no private chat
    "telegram/my_chat_member_blocked": "silent",
    "telegram/my_chat_member_unblocked": "silent",
    "telegram/message_pinned": "silent",
    "telegram/message_auto_delete_timer_changed": "silent",
    "telegram/message_chat_background_set": "silent",
    "telegram/message_write_access_allowed": "silent",
    **dict.fromkeys(
        (
            f"telegram/{name}"
            for name in (
                *("my_chat_member_of_a_group", "message_of_a_group", "message_of_a_group_as_a_channel"),
                *("message_new_chat_members", "channel_post", "edited_channel_post", "inline_query"),
                *("chosen_inline_result", "shipping_query", "pre_checkout_query", "poll", "poll_answer"),
                *("chat_member", "chat_join_request", "message_reaction", "message_reaction_count", "chat_boost"),
                *("removed_chat_boost", "business_connection", "business_message", "deleted_business_messages"),
                *("purchased_paid_media", "update_of_a_kind_of_tomorrow"),
            )
        ),
        "passed over",
    ),
    # WhatsApp: the same; statuses are no events of hers
    **dict.fromkeys(
        (
            f"whatsapp/{name}"
            for name in (
                *("reaction", "reaction_removed", "system_user_changed_number", "system_customer_changed_number"),
                *("system_user_changed_user_id", "system_customer_identity_changed"),
            )
        ),
        "silent",
    ),
    "whatsapp/text_of_a_group": "passed over",
    "whatsapp/message_to_another_number": "passed over",
    "whatsapp/errors_of_the_account": "passed over",
}


def outcome(name: str) -> Outcome:
    """`name`: "whatsapp/text"."""
    if name.startswith(("whatsapp/status_", "whatsapp/news_")):
        return "passed over"
    return _OTHERWISE.get(name, "answered")


@cache
def recorded(platform: Platform) -> Mapping[str, str]:
    """Name → text of the file, in the order of their names."""
    files = sorted((FOLDER / platform).glob("*.json"))
    assert files
    return {f"{platform}/{file.stem}": file.read_text("utf-8") for file in files}


def of(text: str, platform: Platform, *sender: str) -> str:
    """The same, sent by somebody else."""
    for hers, other in zip(SENDERS[platform], sender, strict=True):
        text = text.replace(hers, other)
    return text
