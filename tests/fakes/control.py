"""A fake platform from outside its process: what all of them understand, as JSON under `/_control/`.

| call | what |
|---|---|
| POST people `{name, …}` | a new person → `{id}` |
| POST people/ID/ACTION `{…}` | an act of hers; `data` in base64, `message` is an id |
| POST people/ID/hears `{count?, timeout?}` | waits → list of messages; 408 with the chat's text |
| GET people/ID/chat | the chat as she sees it → list of messages |
| GET stats · violations · calls | |
| POST faults `{do, …}` | trouble, with its parameters (`person` is an id) |
| POST crowd `{people, policy?, opening?, think?, actions?, seconds?, ramp?, seed?, patience?}` | runs a crowd → its report; `policy`: `first_button` or `module:function` |

A message is `{id, kind, text, html, mine, edited, rows: [[{label, data, url}]], size}`. What cannot be
done is answered 400 `{error}`.
"""  # noqa: E501 -- a table

from __future__ import annotations

import base64
import importlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, is_dataclass
from inspect import isawaitable
from typing import Any, Protocol

import orjson
from aiohttp import web

from .chat import ChatMessage
from .crowd import Crowd, Platform, Policy, first_button
from .people import Person


class Fake(Platform, Protocol):
    """`people` by id; `actions` of theirs and `troubles` of the platform's that may be asked for from
    outside: names of methods."""

    actions: frozenset[str]
    troubles: frozenset[str]

    @property
    def people(self) -> Mapping[int, Person]: ...

    @property
    def stats(self) -> Mapping[str, Any]: ...

    @property
    def calls(self) -> Sequence[Any]: ...


async def control(fake: Fake, request: web.BaseRequest) -> web.Response:
    """Answers one control call."""
    path = tuple(request.path.split("/")[2:])
    status = 200
    try:
        body = orjson.loads(await request.content.read() or b"{}")
        result = await _route(fake, request.method, path, body)
    except TimeoutError as error:
        status, result = 408, {"error": str(error)}
    except (LookupError, ValueError, TypeError, RuntimeError, ImportError) as error:
        status, result = 400, {"error": f"{type(error).__name__}: {error}"}
    return web.Response(
        status=status,
        body=orjson.dumps(result, default=_json, option=orjson.OPT_PASSTHROUGH_DATACLASS),
        content_type="application/json",
    )


async def _route(fake: Fake, verb: str, path: tuple[str, ...], body: dict[str, Any]) -> Any:
    match verb, path:
        case "GET", ("stats",):
            return fake.stats
        case "GET", ("violations",):
            return [asdict(call) for call in fake.violations]
        case "GET", ("calls",):
            return [asdict(call) for call in fake.calls]
        case "POST", ("people",):
            return {"id": fake.person(**body).id}
        case "GET", ("people", person, "chat"):
            return fake.people[int(person)].chat
        case "POST", ("people", person, action) if action in fake.actions:
            return await _act(fake.people[int(person)], action, body)
        case "POST", ("faults",) if body.get("do") in fake.troubles:
            done = getattr(fake, body.pop("do"))(**body)
            if isawaitable(done):
                await done
            return {}
        case "POST", ("crowd",):
            policy = _policy(body.pop("policy", "first_button"))
            think = body.get("think")
            if isinstance(think, list):
                body["think"] = tuple(think)
            crowd = Crowd(fake, body.pop("people"), policy=policy, **body)
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
    if isinstance(value, ChatMessage):
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
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")
