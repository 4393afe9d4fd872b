"""The fake from outside its process, as JSON under `/_control/`.

| call | what |
|---|---|
| POST people `{name, id?, language?}` | a new person → `{id}` |
| POST people/ID/ACTION `{…}` | `says {text}` · `opens {code}` · `taps {what, message?}` · `edits {message, text}` · `sends_photo {data, caption?}` · `sends_voice` · `sends_sticker` · `sends_document {data, name}` · `sends {kind, …}` · `blocks_bot` · `unblocks_bot`; `data` in base64, `message` is an id |
| POST people/ID/hears `{count?, timeout?}` | waits → list of messages; 408 with the chat's text |
| POST people/ID/sees_toast `{timeout?}` | waits → `{text, alert}` |
| GET people/ID/chat | the chat as she sees it → list of messages |
| GET stats · violations · calls | |
| POST faults `{do, …}` | `do`: fail_next, drop_next, slow_next, blocked, deactivated, token_revoked, duplicate_next_update, with their parameters (`person` is an id) |
| POST crowd `{people, policy?, opening?, think?, actions?, seconds?, ramp?, seed?, patience?}` | runs a crowd → its report; `policy`: `first_button` or `module:function` |

A message is `{id, kind, text, html, mine, edited, rows: [[{label, data, url}]], size}`. What cannot be
done is answered 400 `{error}`.
"""  # noqa: E501 -- a table

from __future__ import annotations

import base64
import importlib
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import orjson
from aiohttp import web

from .crowd import Crowd, Policy, first_button
from .people import Person
from .world import ChatMessage, Toast

if TYPE_CHECKING:
    from .server import FakeTelegram

_ACTIONS = frozenset(
    {"says", "opens", "taps", "edits", "sends", "hears", "sees_toast", "blocks_bot", "unblocks_bot"}
    | {f"sends_{kind}" for kind in ("photo", "voice", "sticker", "document")}
)
_FAULTS = frozenset(
    {"fail_next", "drop_next", "slow_next", "blocked", "deactivated", "token_revoked"} | {"duplicate_next_update"}
)


async def control(telegram: FakeTelegram, request: web.BaseRequest) -> web.Response:
    """Answers one control call."""
    path = tuple(request.path.split("/")[2:])
    status = 200
    try:
        body = orjson.loads(await request.content.read() or b"{}")
        result = await _route(telegram, request.method, path, body)
    except TimeoutError as error:
        status, result = 408, {"error": str(error)}
    except (LookupError, ValueError, TypeError, RuntimeError, ImportError) as error:
        status, result = 400, {"error": f"{type(error).__name__}: {error}"}
    return web.Response(
        status=status,
        body=orjson.dumps(result, default=_json, option=orjson.OPT_PASSTHROUGH_DATACLASS),
        content_type="application/json",
    )


async def _route(telegram: FakeTelegram, verb: str, path: tuple[str, ...], body: dict[str, Any]) -> Any:
    match verb, path:
        case "GET", ("stats",):
            return telegram.stats
        case "GET", ("violations",):
            return [asdict(call) for call in telegram.violations]
        case "GET", ("calls",):
            return [asdict(call) for call in telegram.calls]
        case "POST", ("people",):
            return {"id": telegram.person(**body).id}
        case "GET", ("people", person, "chat"):
            return telegram.people[int(person)].chat
        case "POST", ("people", person, action) if action in _ACTIONS:
            return await _act(telegram.people[int(person)], action, body)
        case "POST", ("faults",) if body.get("do") in _FAULTS:
            getattr(telegram, body.pop("do"))(**body)
            return {}
        case "POST", ("crowd",):
            policy = _policy(body.pop("policy", "first_button"))
            think = body.get("think")
            if isinstance(think, list):
                body["think"] = tuple(think)
            crowd = Crowd(telegram, body.pop("people"), policy=policy, **body)
            return (await crowd.run()).json
    raise LookupError(f"no {verb} {'/'.join(path)}")


async def _act(person: Person, action: str, body: dict[str, Any]) -> Any:
    if "data" in body:
        body["data"] = base64.b64decode(body["data"])
    if body.get("message") is not None:
        body["message"] = next(m for m in person.chat if m.id == body["message"])
    result = await getattr(person, action)(**body)
    return {} if result is None else result


def _policy(name: str) -> Policy:
    if name == "first_button":
        return first_button
    module, _, function = name.partition(":")
    found: Callable[..., Any] = getattr(importlib.import_module(module), function)
    return found


def _json(value: Any) -> Any:
    match value:
        case ChatMessage():
            return {
                "id": value.id,
                "kind": value.kind,
                "text": value.text,
                "html": value.html,
                "mine": value.mine,
                "edited": value.edited,
                "rows": [[asdict(button) for button in row] for row in value.rows],
                "size": value.file.size if value.file else 0,
            }
        case Toast():
            return asdict(value)
        case Mapping():
            return dict(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")
