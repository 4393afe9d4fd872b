"""One call from its address and body to its answer, whatever carried it here."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from tests.fakes.calls import Answer, Calls

from . import media, messages
from .errors import GraphError, ViolationError, missing, no_call
from .events import Event
from .limits import RateLimits, Rates
from .messages import Reading
from .templates import Template
from .world import World

_VERSION = re.compile(r"v\d{1,2}\.\d")
_JSON = "application/json"
REVOKED = (
    "Error validating access token: The session has been invalidated because the user changed their password or "
    "Facebook has changed the session for security reasons."
)


@dataclass(frozen=True, slots=True)
class Request:
    """A call as it came: `path` without the root; `token` from its Authorization header."""

    verb: str
    path: str
    query: Mapping[str, str]
    token: str
    kind: str = ""
    """The body's type."""
    raw: bytes = b""
    fields: dict[str, str] = field(default_factory=dict)
    files: dict[str, tuple[str, str, bytes]] = field(default_factory=dict)
    """Of a form: name → file name, type, bytes."""

    @property
    def json(self) -> Any:
        if self.kind != _JSON:
            raise ViolationError(100, f"the body is {self.kind or 'empty'}, not JSON")
        try:
            return orjson.loads(self.raw)
        except orjson.JSONDecodeError:
            raise ViolationError(100, "the body is not JSON") from None


class Api:
    """Checks, counts and carries out calls. `connect` shakes hands with a webhook (raises `ValueError`).
    `revoked`: the token is good for nothing any more."""

    def __init__(
        self, world: World, rate_limits: RateLimits | None, connect: Callable[[str, str], Awaitable[None]]
    ) -> None:
        self.world = world
        self._connect = connect
        self.calls = Calls(world.clock)
        self.rates = Rates(rate_limits, world.clock)
        self.revoked = False
        self.subscribed: str | None = None
        """The address that the bot itself gave for the account's webhooks."""
        world.templates.on_review = self._reviewed

    async def call(self, request: Request) -> Answer:
        name = self._name(request)
        return await self.calls.answer(name, _shown(request), lambda: self._carry_out(name, request))

    def _name(self, request: Request) -> str:
        """What the call is for, as faults and counts have it."""
        account = self.world.account
        _, node, edge = _parts(request.path)
        match request.verb, node, edge:
            case "POST", account.phone_number_id, "messages":
                return "read" if b'"message_id"' in request.raw and b'"status"' in request.raw else "messages"
            case "POST", account.phone_number_id, "media":
                return "media.upload"
            case "GET", account.phone_number_id, "":
                return "phone"
            case "GET", account.business_account_id, "":
                return "account"
            case "GET", "debug_token", "":
                return "debug_token"
            case "GET", account.app_id, "subscriptions":
                return "subscriptions"
            case "GET" | "POST" | "DELETE", account.business_account_id, "subscribed_apps":
                return "subscribed_apps"
            case "GET" | "POST" | "DELETE", account.business_account_id, "message_templates":
                return {"GET": "templates.list", "POST": "templates.create", "DELETE": "templates.delete"}[request.verb]
            case "GET", "whatsapp_business", "attachments":
                return "media.download"
            case "GET", _, "":
                return "media.get"
            case "DELETE", _, "":
                return "media.delete"
            case "POST", _, "":
                return "templates.change"
        return "unknown"

    async def _carry_out(self, name: str, request: Request) -> bytes | Answer:
        version, node, _ = _parts(request.path)
        self._authorise(name, request)
        if name == "media.download":
            return self._download(request)
        if not _VERSION.fullmatch(version):
            raise ViolationError(100, f"{version!r} is no version of the Graph API")
        if name == "subscribed_apps":
            return orjson.dumps(await self._subscription(request))
        return orjson.dumps(self._result(name, node, request))

    def _result(self, name: str, node: str, request: Request) -> Any:
        world = self.world
        match name:
            case "messages" | "read":
                return self._message(request)
            case "media.upload":
                return {"id": world.media.upload(*media.read_upload(request.fields, request.files)).id}
            case "media.get":
                return self._media(node)
            case "media.delete":
                world.media.delete(node)
                return {"success": True}
            case "phone":
                return self._phone(request)
            case "account":
                return {"id": node, "name": world.account.name}
            case "templates.list":
                root = f"/{request.path.lstrip('/')}"
                return world.templates.listed(request.query, root)
            case "templates.create":
                made = world.templates.create(request.json)
                return {"id": made.id, "status": made.status, "category": made.category}
            case "templates.change":
                world.templates.change(node, request.json)
                return {"success": True}
            case "templates.delete":
                if "name" not in request.query:
                    raise missing("name")
                world.templates.delete(request.query["name"])
                return {"success": True}
            case "debug_token":
                return {"data": {"app_id": world.account.app_id, "type": "SYSTEM_USER", "is_valid": not self.revoked}}
            case "subscriptions":
                return self._subscriptions()
        raise no_call(request.verb, node)

    def _authorise(self, name: str, request: Request) -> None:
        account = self.world.account
        if self.revoked:
            raise GraphError(190, REVOKED, subcode=460)
        wanted = f"{account.app_id}|{account.app_secret}" if name == "subscriptions" else account.token
        if request.token != wanted:
            raise GraphError(190, "Invalid OAuth access token - Cannot parse access token")

    def _message(self, request: Request) -> Any:
        given = messages.read(request.json)
        if isinstance(given, Reading):
            self.world.bot_reads(given.message_id, given.typing)
            return {"success": True}
        self.rates.admit(given.recipient)
        return self.world.bot_writes(given)

    def _media(self, node: str) -> Any:
        found = self.world.media.get(node)
        return {
            "messaging_product": "whatsapp",
            "url": self.world.media.address(found),
            "mime_type": found.mime,
            "sha256": found.sha256.hex(),
            "file_size": found.size,
            "id": found.id,
        }

    def _download(self, request: Request) -> Answer:
        found = self.world.media.at(dict(request.query))
        if found is None or found.data is None:
            return Answer(404, b"")
        return Answer(200, found.data, content_type=found.mime.partition(";")[0])

    def _phone(self, request: Request) -> Any:
        account = self.world.account
        known = {
            "verified_name": account.name,
            "display_phone_number": f"+{account.number}",
            "quality_rating": self.world.quality,
            "code_verification_status": "VERIFIED",
            "platform_type": "CLOUD_API",
            "throughput": {"level": "STANDARD"},
            "status": self.world.status,
            "name_status": "APPROVED",
            "whatsapp_business_manager_messaging_limit": self.world.tier,
            "webhook_configuration": {"application": self.world.webhook.url}
            | ({"whatsapp_business_account": self.subscribed} if self.subscribed else {}),
        }
        fields = request.query.get("fields")
        wanted = known if fields is None else {f: known[f] for f in fields.split(",") if f in known}
        return {**wanted, "id": account.phone_number_id}

    async def _subscription(self, request: Request) -> Any:
        """Where the account's events go, as the bot itself says: asked for the verify token at once."""
        match request.verb:
            case "POST":
                if request.kind == _JSON and request.raw:
                    given = request.json
                    if not isinstance(given, dict) or given.keys() != {"override_callback_uri", "verify_token"}:
                        raise ViolationError(100, "override_callback_uri and verify_token go together")
                    try:
                        await self._connect(given["override_callback_uri"], given["verify_token"])
                    except (ValueError, OSError) as error:
                        raise GraphError(2200, str(error)) from None
                    self.subscribed = given["override_callback_uri"]
                return {"success": True}
            case "DELETE":
                self.subscribed = None
                return {"success": True}
        app = {"whatsapp_business_api_data": {"id": self.world.account.app_id, "name": "Hiteuses", "link": ""}}
        return {"data": [app | ({"override_callback_uri": self.subscribed} if self.subscribed else {})]}

    def _subscriptions(self) -> Any:
        fields = [{"name": name, "version": "v23.0"} for name in ("messages", "message_template_status_update")]
        row = {
            "object": "whatsapp_business_account",
            "callback_url": self.world.webhook.url or "https://hiteuses.example.org/",
            "fields": fields,
            "active": True,
        }
        return {"data": [row]}

    def _reviewed(self, template: Template) -> None:
        value = {
            "event": template.status,
            "message_template_id": int(template.id),
            "message_template_name": template.name,
            "message_template_language": template.language,
            "reason": "NONE",
        }
        moment = self.world.moment()
        self.world.webhook.put(
            Event(
                *(("template", template.id), 0, None, value, None, moment),
                field="message_template_status_update",
                time=int(self.world.clock()),
            )
        )


def _parts(path: str) -> tuple[str, str, str]:
    """(version, node, edge); "" for what is not there."""
    parts = path.strip("/").split("/")
    if parts[0] == "whatsapp_business":
        return "", parts[0], "/".join(parts[1:])
    version, node, *edge = [*parts, ""]
    return version, node, edge[0] if len(edge) <= 2 and edge else "/".join(edge)


def _shown(request: Request) -> Mapping[str, Any]:
    """The call's parameters, to look at."""
    if request.kind == _JSON:
        try:
            found = orjson.loads(request.raw)
        except orjson.JSONDecodeError:
            found = None
        return {"path": request.path, **(found if isinstance(found, dict) else {})}
    return {"path": request.path, **request.query, **request.fields}
