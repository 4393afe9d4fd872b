"""What people and the platform can be told to do from outside; see `tests.fakes.control`.

Actions: `says {text}` · `opens {code}` · `taps {what, message?}` · `edits {message, text}` ·
`sends_photo {data, caption?}` · `sends_voice` · `sends_sticker` · `sends_document {data, name}` ·
`sends {kind, …}` · `blocks_bot` · `unblocks_bot` · `sees_toast {timeout?}` → `{text, alert}`.
"""

from __future__ import annotations

ACTIONS = frozenset(
    {"says", "opens", "taps", "edits", "sends", "hears", "sees_toast", "blocks_bot", "unblocks_bot"}
    | {f"sends_{kind}" for kind in ("photo", "voice", "sticker", "document")}
)
TROUBLES = frozenset(
    {"fail_next", "drop_next", "slow_next", "blocked", "deactivated", "token_revoked"}
    | {"duplicate_next_update", "goes_away", "comes_back"}
)
