"""Message templates: made, reviewed, listed, and filled in when they are sent.

Sources: Meta's pages "Message templates", "Template components", "Template messages", "Error codes".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tests.fakes.chat import Button

from . import limits
from .errors import GraphError, ViolationError, absent, missing, wrong
from .schema import Check, array, boolean, by_type, matching, obj, one_of, text

_VARIABLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_BLANKS = re.compile(r"[\n\t\r]| {5,}")
_EXAMPLES = array(text(1000), 1, 50)
_QUICK_REPLY = obj({"type": one_of("QUICK_REPLY"), "text": text(25)})
_ADDRESS = obj(
    {"type": one_of("URL"), "text": text(25), "url": matching(r"https?://\S{1,2000}", "an address")},
    {"example": _EXAMPLES},
)
_NAMED_EXAMPLE = array(obj({"param_name": text(60), "example": text(1000)}), 1, 50)
_EXAMPLE: dict[str, Check] = {
    "body": obj({}, {"body_text": array(_EXAMPLES, 1, 1), "body_text_named_params": _NAMED_EXAMPLE}),
    "header": obj({}, {"header_text": _EXAMPLES, "header_text_named_params": _NAMED_EXAMPLE}),
}
_COMPONENT = by_type(
    {
        "HEADER": obj(
            {"type": one_of("HEADER"), "format": one_of("TEXT"), "text": text(limits.HEADER)},
            {"example": _EXAMPLE["header"]},
        ),
        "BODY": obj({"type": one_of("BODY"), "text": text(limits.BODY)}, {"example": _EXAMPLE["body"]}),
        "FOOTER": obj({"type": one_of("FOOTER"), "text": text(limits.FOOTER)}),
        "BUTTONS": obj(
            {
                "type": one_of("BUTTONS"),
                "buttons": array(by_type({"QUICK_REPLY": _QUICK_REPLY, "URL": _ADDRESS}), 1, 10),
            }
        ),
    }
)
_CATEGORY = one_of("UTILITY", "MARKETING", "AUTHENTICATION")
_NEW = obj(
    {
        "name": matching(r"[a-z0-9_]{1,512}", "a template's name: small letters, digits, underscores"),
        "language": matching(r"[a-z]{2,3}(_[A-Z]{2})?", "a language"),
        "category": _CATEGORY,
        "components": array(_COMPONENT, 1, 4),
    },
    {"parameter_format": one_of("positional", "named", "POSITIONAL", "NAMED"), "allow_category_change": boolean},
)
_CHANGE = obj({}, {"category": _CATEGORY, "components": array(_COMPONENT, 1, 4), "parameter_format": text(20)})


@dataclass(frozen=True, slots=True)
class Template:
    """One template in one language. `status`: APPROVED, PENDING, REJECTED, PAUSED or DISABLED."""

    id: str
    name: str
    language: str
    category: str
    components: list[dict[str, Any]]
    status: str
    named: bool = False

    @property
    def json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "parameter_format": "NAMED" if self.named else "POSITIONAL",
            "components": self.components,
            "language": self.language,
            "status": self.status,
            "category": self.category,
            "id": self.id,
        }

    def component(self, kind: str) -> dict[str, Any]:
        return next((each for each in self.components if each["type"] == kind), {})


@dataclass(frozen=True, slots=True)
class Filled:
    """A template as it is read. `payloads` stand behind its quick replies."""

    text: str
    rows: tuple[tuple[Button, ...], ...]
    category: str


@dataclass(slots=True)
class Templates:
    """The account's templates. `review`: the status that a new or changed one comes to at once;
    `on_review` hears of it."""

    review: str = "APPROVED"
    on_review: Callable[[Template], None] | None = None
    kept: dict[tuple[str, str], Template] = field(default_factory=dict)
    _last: int = 700_000_000_000_000

    def create(self, given: Any) -> Template:
        """Raises `GraphError` for one that is there already, `ViolationError` for what Meta would not take."""
        _NEW(given, "")
        key = given["name"], given["language"]
        if key in self.kept:
            raise GraphError(100, f"there is a template {key[0]} in {key[1]} already", subcode=2388024)
        named = given.get("parameter_format", "positional").lower() == "named"
        _components(given["components"], named)
        self._last += 13
        return self._put(Template(str(self._last), *key, given["category"], given["components"], "PENDING", named))

    def change(self, template_id: str, given: Any) -> Template:
        """Raises `GraphError` for an id that is not there."""
        _CHANGE(given, "")
        old = self.by_id(template_id)
        components = given.get("components", old.components)
        _components(components, old.named)
        category = given.get("category", old.category)
        if old.status == "APPROVED" and category != old.category:
            raise GraphError(100, "The category of an approved template cannot be changed", subcode=2388025)
        return self._put(replace(old, components=components, category=category, status="PENDING"))

    def by_id(self, template_id: str) -> Template:
        for each in self.kept.values():
            if each.id == template_id:
                return each
        raise absent("post", template_id)

    def delete(self, name: str) -> None:
        """In all languages."""
        keys = [key for key in self.kept if key[0] == name]
        if not keys:
            raise GraphError(100, f"this account has no template {name}", subcode=2593002)
        for key in keys:
            del self.kept[key]

    def decide(self, name: str, status: str) -> None:
        """The platform's review of all languages of `name` comes to `status`."""
        for key, each in list(self.kept.items()):
            if key[0] == name:
                self._reviewed(replace(each, status=status))

    def listed(self, query: Mapping[str, str], root: str) -> dict[str, Any]:
        """One page: `limit` (25) after the cursor `after`, filtered by name, language, status, category."""
        found = [
            each
            for each in self.kept.values()
            if query.get("name", "") in each.name
            and all(query.get(f, getattr(each, f)) == getattr(each, f) for f in ("language", "status", "category"))
        ]
        first, most = int(query.get("after", "0") or 0), int(query.get("limit", "25"))
        page = found[first : first + most]
        fields = query.get("fields")
        wanted = None if fields is None else {*fields.split(","), "id"}
        answer: dict[str, Any] = {
            "data": [{k: v for k, v in each.json.items() if wanted is None or k in wanted} for each in page]
        }
        if page:
            last = str(first + len(page))
            answer["paging"] = {"cursors": {"before": str(first), "after": last}}
            if first + len(page) < len(found):
                kept = "&".join(f"{k}={v}" for k, v in query.items() if k != "after")
                answer["paging"]["next"] = f"{root}?{kept}&after={last}"
        return answer

    def fill(self, payload: dict[str, Any]) -> Filled:
        """A template as a message asks for it. Raises `GraphError` for one that is not there or not
        approved in this language, `ViolationError` for parameters that do not fit."""
        name, language = payload["name"], payload["language"]["code"]
        template = self.kept.get((name, language))
        if template is None or template.status in ("PENDING", "REJECTED"):
            raise GraphError(132001, f"template name ({name}) does not exist in {language}")
        if template.status == "PAUSED":
            raise GraphError(132015, f"template {name} is paused")
        if template.status == "DISABLED":
            raise GraphError(132016, f"template {name} is disabled")
        given = {each["type"]: each["parameters"] for each in payload.get("components", ()) if each["type"] != "button"}
        parts = [_hydrated(template, kind, given.get(kind.lower(), [])) for kind in ("HEADER", "BODY", "FOOTER")]
        rows = _buttons(template, [c for c in payload.get("components", ()) if c["type"] == "button"])
        return Filled("\n\n".join(part for part in parts if part), rows, template.category.lower())

    def _put(self, template: Template) -> Template:
        """As it is while it waits for its review; kept as it is afterwards."""
        self.kept[template.name, template.language] = template
        if self.review != "PENDING":
            self._reviewed(replace(template, status=self.review))
        return template

    def _reviewed(self, template: Template) -> None:
        self.kept[template.name, template.language] = template
        if self.on_review is not None:
            self.on_review(template)


def _components(components: list[dict[str, Any]], named: bool) -> None:
    kinds = [each["type"] for each in components]
    if len(set(kinds)) != len(kinds) or "BODY" not in kinds:
        raise wrong("components", "one BODY, and at most one of each other kind")
    for each in components:
        if each["type"] in ("HEADER", "BODY"):
            _variables(each, named)
        elif each["type"] == "FOOTER" and _VARIABLE.search(each["text"]):
            raise wrong("components.FOOTER", "may not have variables")


def _variables(component: dict[str, Any], named: bool) -> None:
    kind, body = component["type"], component["text"]
    names = _VARIABLE.findall(body)
    wanted = [str(n) for n in range(1, len(names) + 1)]
    if named:
        if any(not re.fullmatch(r"[a-z_][a-z0-9_]*", name) for name in names) or len(set(names)) != len(names):
            raise ViolationError(100, f"{kind}: variables need names of their own", subcode=2388073)
    elif names != wanted:
        raise ViolationError(100, f"{kind}: variables must be {{{{1}}}}, {{{{2}}}}, … in order", subcode=2388073)
    if _VARIABLE.match(body.strip()) or re.search(r"\}\}$", body.strip()):
        raise ViolationError(100, f"{kind}: variables can't be at its start or end", subcode=2388299)
    if not names:
        return
    example = component.get("example", {})
    where = kind.lower()
    if named:
        given = [each["param_name"] for each in example.get(f"{where}_text_named_params", [])]
        if given != names:
            raise missing(f"components.{kind}.example.{where}_text_named_params")
    else:
        given = example.get("body_text", [[]])[0] if where == "body" else example.get("header_text", [])
        if len(given) != len(names):
            raise missing(f"components.{kind}.example.{where}_text")


def _hydrated(template: Template, kind: str, parameters: list[dict[str, Any]]) -> str:
    source = template.component(kind).get("text", "")
    names = _VARIABLE.findall(source)
    if len(parameters) != len(names):
        raise ViolationError(
            132000, f"{kind.lower()}: number of localizable_params ({len(parameters)}) does not match ({len(names)})"
        )
    values = {}
    for place, each in enumerate(parameters):
        if each["type"] != "text":
            raise ViolationError(132012, f"{kind.lower()}: parameter {place + 1} is no text")
        if template.named != ("parameter_name" in each):
            raise ViolationError(132012, f"{kind.lower()}: names of parameters do not fit the template")
        if not each["text"].strip():
            raise ViolationError(131008, f"{kind.lower()}: parameter of type text is missing text value")
        if _BLANKS.search(each["text"]):
            details = "Param text cannot have new-line/tab characters or more than 4 consecutive spaces"
            raise ViolationError(132018, details)
        values[each.get("parameter_name", str(place + 1))] = each["text"]
    if set(values) != set(names):
        raise ViolationError(132012, f"{kind.lower()}: no parameter {set(names) - set(values)}")
    filled = _VARIABLE.sub(lambda found: values[found[1]], source)
    if len(filled) > limits.BODY:
        raise ViolationError(132005, f"{kind.lower()}: {len(filled)} characters")
    return filled


def _buttons(template: Template, given: list[dict[str, Any]]) -> tuple[tuple[Button, ...], ...]:
    buttons = template.component("BUTTONS").get("buttons", [])
    payloads: dict[int, str] = {}
    for each in given:
        place = int(each["index"])
        if place >= len(buttons) or buttons[place]["type"].lower() != each["sub_type"]:
            raise ViolationError(132012, f"the template has no {each['sub_type']} button {place}")
        if len(each["parameters"]) != 1:
            raise ViolationError(132000, f"button {place} takes one parameter")
        payloads[place] = each["parameters"][0].get("payload", each["parameters"][0].get("text", ""))
    found = []
    for place, button in enumerate(buttons):
        if button["type"] == "URL":
            address = button["url"]
            if "{{" in address:
                if place not in payloads:
                    raise ViolationError(131008, f"button {place} needs its parameter")
                address = _VARIABLE.sub(payloads[place], address)
            found.append((Button(button["text"], url=address),))
        else:
            found.append((Button(button["text"], payloads.get(place, button["text"])),))
    return tuple(found)
