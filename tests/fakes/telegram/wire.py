"""HTTP on one side, plain parameters and answers on the other."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

import aiohttp
import orjson
from aiohttp import web

from . import table
from .errors import ApiError
from .limits import UPLOAD_BYTES

MOST_BYTES = UPLOAD_BYTES + 2**20
"""The largest body that is read at all: one upload and its parameters."""


def refusal(status: int, description: str) -> web.Response:
    return web.Response(status=status, body=ApiError(status, description).body, content_type="application/json")


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
