"""HTTP on one side, plain parameters and answers on the other."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import parse_qsl

import aiohttp
import orjson
from aiohttp import web

from . import table
from .api import Answer
from .limits import UPLOAD_BYTES

MOST_BYTES = UPLOAD_BYTES + 2**20
"""The largest body that is read at all: one upload and its parameters."""


def request(message: Any, payload: Any, protocol: Any, writer: Any, task: Any) -> web.BaseRequest:
    """The web server's request, with room for uploads (the library's own limit is 1 MB)."""
    loop = asyncio.get_running_loop()
    return web.BaseRequest(message, payload, protocol, writer, task, loop, client_max_size=MOST_BYTES)


def alive(request: web.BaseRequest) -> bool:
    return request.transport is not None and not request.transport.is_closing()


def response(request: web.BaseRequest, answer: Answer) -> web.Response:
    if answer.drop and request.transport is not None:
        request.transport.abort()
    return web.Response(status=answer.status or 500, body=answer.body, content_type="application/json")


def refusal(status: int, description: str) -> web.Response:
    body = orjson.dumps({"ok": False, "error_code": status, "description": description})
    return web.Response(status=status, body=body, content_type="application/json")


async def read(request: web.BaseRequest) -> tuple[dict[str, Any], dict[str, table.Upload]]:
    """Parameters and uploads of a call. Raises `ValueError` for a body that cannot be read."""
    params: dict[str, Any] = dict(request.query) if request.query_string else {}
    uploads: dict[str, table.Upload] = {}
    kind = request.content_type
    if kind == "multipart/form-data":
        async for part in await request.multipart():
            if not isinstance(part, aiohttp.BodyPartReader) or part.name is None:
                raise ValueError("a part of the form has no name")
            data = bytes(await part.read())
            if part.filename is None:
                params[part.name] = data.decode()
            else:
                mime = part.headers.get("Content-Type", "")
                uploads[part.name] = table.Upload(part.name, part.filename, mime, data)
        return params, uploads
    body = await request.content.read()
    if not body:
        return params, uploads
    if kind == "application/json":
        given = orjson.loads(body)
        if not isinstance(given, dict):
            raise ValueError("the body is not a JSON object")
        params.update(given)
    else:
        params.update(parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=True))
    return params, uploads
