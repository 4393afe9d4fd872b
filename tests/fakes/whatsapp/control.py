"""What people and the platform can be told to do from outside; see `tests.fakes.control`.

Actions: `says {text}` · `opens {code}` · `taps {what, message?}` · `answers {message, text}` ·
`edits {message, text}` · `deletes {message}` · `reacts {message, emoji}` · `sends_photo {data, caption?}` ·
`sends_voice` · `sends_audio` · `sends_video` · `sends_sticker` · `sends_document {data, name, caption?}` ·
`sends_location` · `sends_contact {name, number}` · `sends_unsupported` · `sends {kind, …}` ·
`changes_number {number}` · `blocks_bot` · `unblocks_bot`.

Troubles: `connect {url}` · `deliver {most, disorder, …}` (fields of `Delivery`) · `fail_next {method, code,
…}` · `drop_next` · `slow_next` · `fail_by_status {code, times?}` · `repeat_next {times?}` · `forward
{seconds}` · `forget_media` · `token_revoked {on}` · `absent {person, on}` · `away {person, on}` · `goes_away`
· `comes_back`.
"""

from __future__ import annotations

ACTIONS = frozenset(
    {"says", "opens", "taps", "answers", "edits", "deletes", "reacts", "sends", "hears"}
    | {"changes_number", "blocks_bot", "unblocks_bot"}
    | {
        f"sends_{kind}"
        for kind in (
            *("photo", "voice", "audio", "video", "sticker"),
            *("document", "location", "contact", "unsupported"),
        )
    }
)
TROUBLES = frozenset(
    {"connect", "deliver", "fail_next", "drop_next", "slow_next", "fail_by_status", "repeat_next", "forward"}
    | {"forget_media", "token_revoked", "absent", "away", "goes_away", "comes_back"}
)
