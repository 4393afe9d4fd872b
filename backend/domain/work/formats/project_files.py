"""Reads a project's CONFIG file and reports all of its faults.

It is YAML, or a Label Studio labelling configuration, which `label_studio` converts to the same shape.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, cast

from backend.domain.errors import BadFile, BadInput, Fault, Reason
from backend.domain.files import encodings
from backend.domain.files.source_positions import Form, Node, Reading, from_yaml, plain
from backend.domain.money import CURRENCIES, Money
from backend.domain.people.places import BY_CODE
from backend.domain.people.themes import THEMES, Theme
from backend.domain.quality import consensus
from backend.domain.quality.consensus import Mode, Rule
from backend.domain.work.formats import form_files, label_studio
from backend.domain.work.formats.content_templates import ContentTemplate
from backend.domain.work.projects import DISAGREEMENT, FILES, KINDS, REASONS, SHOWN, Kind, ProjectConfig

NEEDED = ("name", "title", "kind", "question", "show", "pay")
KEYS = (
    *NEEDED,
    *("instructions", "choices", "fields", "scale", "tie", "answers", "minutes", "needs", "countries"),
    *("sensitive", "budget", "accept_after_hours", "client", "ends", "most_per_person"),
    *("review", "reasons", "appeal_hours", "then"),
)
PAY_KEYS = ("amount", "currency")
ANSWERS_KEYS = ("min", "max", "mode", "confidence")
INNER: Mapping[str, tuple[str, ...]] = {"answers": ANSWERS_KEYS, "pay": PAY_KEYS, "show": SHOWN}
"""Keys that stand inside another one."""
PROJECT_MODES = ("guaranteed", "skilled")
_WHOLE = ("pair", "rating", "transcription")
"""Kinds whose tasks get all their answers, because these are only compared together."""

_OF_KINDS: Mapping[str, tuple[str, ...]] = {
    "choices": ("choice", "choices"),
    "fields": ("entry",),
    "scale": ("rating",),
    "tie": ("pair",),
}
"""Keys that only these kinds have. They are required, except for `tie`."""
MAX_BYTES = 1_000_000
"""Bytes of a configuration."""
MAX_ANSWERS = 1_000
"""Answers to one task."""
MAX_REASONS = 9
"""Entries of `reasons`."""
_SLUG = Form(re.compile(r"[a-z0-9][a-z0-9-]{0,63}"), Reason("small letters, digits and hyphens"))
_BANK = re.compile(
    r"\A\s*(?:<\?[^>]*>\s*)?(?:<!--(?s:.*?)-->\s*)*<quiz\b|(?m:^(?:::.+?::|ANSWER: *[A-Z]\b|\$CATEGORY:))"
)
"""The beginning of Moodle's XML, and lines that only GIFT and Aiken have."""
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def read_config(text: bytes, file: str, *, defaults: Mapping[str, Any] | None = None) -> ProjectConfig:
    """The project that the file describes. `file`: its name. Raises `BadFile` with all faults, in the order of their
    lines.

    `defaults`: keys of the YAML format for what the file leaves out; if both have a key, the file's counts. A Label
    Studio file has no name, title or pay: see `label_studio.left_out`.
    """
    faults: list[Fault] = []
    root = _parse(text, faults)
    if faults and root.value is None:
        raise BadFile(file, faults)
    beside = plain(defaults or {})
    if isinstance(root.value, Mapping | None) and isinstance(beside.value, Mapping):
        keys = {**beside.value, **(root.value or {})}
        if root.line == 0:  # of a Label Studio file
            keys |= label_studio.left_out(file, keys)
        root = Node(keys, root.line)
    config = _Config(faults).read(root)
    if config is None:
        # one cause may be found twice; it is reported once
        raise BadFile(file, sorted(dict.fromkeys(faults), key=lambda fault: fault.line))
    return config


def _parse(text: bytes, faults: list[Fault]) -> Node:
    if len(text) > MAX_BYTES:
        faults.append(Fault(0, Reason("the file is larger than {limit} kB", limit=MAX_BYTES // 1_000)))
        return Node(None)
    if encodings.is_wide(text):
        faults.append(Fault(1, Reason("the file is UTF-16, not UTF-8; save it as UTF-8")))
        return Node(None)
    if b"\0" in text:
        faults.append(Fault(1, Reason("the file is no text")))
        return Node(None)
    decoded = encodings.decode(text, faults)
    if decoded is None:
        return Node(None)
    if bank := _BANK.search(decoded):
        at = decoded.count("\n", 0, bank.end()) + 1
        faults.append(Fault(at, Reason("this is a question bank; hiteuses training import takes it")))
        return Node(None)
    if decoded.lstrip().startswith("<"):
        return label_studio.read(decoded, faults)
    return from_yaml(decoded, faults)


class _Config(Reading):
    """Reads the keys of one configuration."""

    def read(self, root: Node) -> ProjectConfig | None:
        """The configuration; None if there are faults."""
        # line 0 is from Label Studio's file, for which the reason of a missing key may have been reported already
        foreign = root.line == 0
        keys = self.mapping(root, Reason("the project"), KEYS, () if foreign else NEEDED, INNER)
        for key in NEEDED if foreign else ():
            if key not in keys and not self.faults:
                self.fault(root, Reason("{key!r} is missing: the Label Studio file does not say it", key=key))
        kind = self.one_of(keys.get("kind"), "kind", KINDS)
        rule = self._answers(keys.get("answers"), kind)
        pay = self._pay(keys.get("pay"))
        wrong = len(self.faults)
        options = form_files.options(self, keys.get("choices"))
        ids = [option.id for option in options] if len(self.faults) == wrong else None
        typed = form_files.fields(self, keys.get("fields"))
        self._fitting(root, keys, kind)
        hours = self.whole(keys.get("accept_after_hours"), "accept_after_hours", 0, 336)
        appeal = self.whole(keys.get("appeal_hours"), "appeal_hours", 1, 168)
        scale = form_files.scale(self, keys.get("scale"))
        values: dict[str, Any] = {
            "tie": self.flag(keys.get("tie"), "tie", default=False),
            "name": self.text(keys.get("name"), "name", 64, _SLUG),
            "title": self.text(keys.get("title"), "title", 200),
            "question": self.text(keys.get("question"), "question", 1_000),
            "instructions": self.text(keys.get("instructions"), "instructions", 3_500),
            "show": self._show(keys.get("show"), kind),
            "minutes": self._minutes(keys.get("minutes")),
            "needs": self._words(keys.get("needs"), "needs"),
            "countries": self._countries(keys.get("countries")),
            "sensitive": self._sensitive(keys.get("sensitive")),
            "budget": self._budget(keys.get("budget"), pay),
            "client": self.text(keys.get("client"), "client", 80),
            "review": self.flag(keys.get("review"), "review", default=True),
            "reasons": self._reasons(keys.get("reasons")),
            "ends": self._ends(keys.get("ends")),
            "most_per_person": self.whole(keys.get("most_per_person"), "most_per_person", 1, 999_999_999),
            "then": self._then(keys.get("then"), kind, ids),
        }
        if self.faults or pay is None:
            return None
        return ProjectConfig(
            kind=cast(Kind, kind),
            pay=pay,
            choices=options,
            fields=typed,
            scale=scale,
            answers_min=rule.least,
            answers_max=rule.most,
            mode=rule.mode,
            confidence=Decimal(str(rule.confidence)),
            accept_after=timedelta(hours=24 if hours is None else hours),
            appeal_after=timedelta(hours=48 if appeal is None else appeal),
            **values,
        )

    def _fitting(self, root: Node, keys: Mapping[str, Node], kind: str) -> None:
        """Check that choices, fields and a scale exist exactly if the kind has them."""
        for key, kinds in _OF_KINDS.items():
            if key in keys and kind and kind not in kinds:
                self.fault(keys[key], Reason("{key!r} does not belong to the kind {kind!r}", key=key, kind=kind))
            if key not in keys and kind in kinds and key != "tie":
                self.fault(root, Reason("the kind {kind!r} needs {key!r}", kind=kind, key=key))

    def _pay(self, node: Node | None) -> Money | None:
        if node is None:
            return None
        keys = self.mapping(node, "pay", PAY_KEYS, PAY_KEYS)
        currency = self.one_of(keys.get("currency"), "currency", sorted(CURRENCIES))
        return self._money(keys.get("amount"), "pay", currency)

    def _budget(self, node: Node | None, pay: Money | None) -> Money | None:
        return self._money(node, "budget", pay.currency if pay else "")

    def _money(self, node: Node | None, what: str, currency: str) -> Money | None:
        """An amount above zero. If the currency is unknown, only the amount is checked."""
        if node is None:
            return None
        if not isinstance(node.value, str):
            self.fault(node, Reason("{key} must be an amount such as 0.05", key=what))
            return None
        try:
            money = Money.parse(node.value, currency or "EUR")
        except BadInput as e:
            self.fault(node, Reason("{key}: {reason}", key=what, reason=e.reason))
            return None
        if money.units <= 0:
            self.fault(node, Reason("{key} must be more than 0", key=what))
            return None
        return money if currency else None

    def _answers(self, node: Node | None, kind: str) -> Rule:
        keys = self.mapping(node, "answers", ANSWERS_KEYS) if node else {}
        mode = cast(Mode, self.one_of(keys["mode"], "answers.mode", PROJECT_MODES) if "mode" in keys else "guaranteed")
        least, most = (2, consensus.MOST_ANSWERS["skilled"]) if mode == "skilled" else (1, 0)
        low = self.whole(keys.get("min"), "answers.min", least, MAX_ANSWERS) or least
        high = self.whole(keys.get("max"), "answers.max", 1, MAX_ANSWERS) or max(low, most)
        if high < low:
            less = Reason("answers.max {high} is less than answers.min {low}", high=high, low=low)
            self.fault(keys["max"], less)
        if mode == "skilled" and kind not in ("", "choice"):
            only = Reason("answers.mode skilled belongs to the kind 'choice', not {kind!r}", kind=kind)
            self.fault(keys["mode"], only)
        if kind in _WHOLE and "min" in keys:
            self.fault(keys["min"], Reason("answers.min: each task of the kind {kind!r} gets answers.max", kind=kind))
        return Rule(mode, low, high, float(self._confidence(keys.get("confidence"), mode)))

    def _confidence(self, node: Node | None, mode: Mode) -> Decimal:
        confidence = self.decimal(node, "answers.confidence")
        if node is None or confidence is None:
            return Decimal(str(consensus.DEFAULT_CONFIDENCE))
        if mode == "guaranteed":
            self.fault(node, Reason("answers.confidence belongs to mode: skilled"))
        elif not Decimal("0.5") < confidence < 1:
            self.fault(node, Reason("answers.confidence must lie between 0.5 and 1"))
        return confidence

    def _minutes(self, node: Node | None) -> Decimal:
        minutes = self.decimal(node, "minutes")
        if node is not None and minutes is not None and not 0 < minutes <= 24 * 60:
            self.fault(node, Reason("minutes must be more than 0 and at most 1440"))
        return Decimal(1) if minutes is None else minutes

    def _show(self, node: Node | None, kind: str) -> dict[str, str]:
        if node is None:
            return {}
        shown: dict[str, str] = {}
        columns: set[str] = set()
        known = tuple(key for key in SHOWN if kind == "pair" or key not in ("a", "b"))
        keys = self.mapping(node, "show", known, ("a", "b") if kind == "pair" else ())
        if len(files := [key for key in FILES if key in keys]) > 1:
            self.fault(keys[files[1]], Reason("show: one of {files}, not several", files=", ".join(files)))
        if kind == "transcription" and not {"image", "audio"} & keys.keys():
            self.fault(node, Reason("the kind {kind!r} needs {key!r}", kind=kind, key="show.audio / show.image"))
        for key, value in keys.items():
            shown[key] = self.text(value, f"show.{key}", 3_500)
            try:
                template = ContentTemplate.parse(shown[key])
            except BadInput as e:
                self.fault(value, Reason("{key}: {reason}", key=f"show.{key}", reason=e.reason))
                continue
            if key == "table" and not template.is_column:
                self.fault(value, Reason('show.table must be one column, such as "{{sales}}"'))
            columns.update(template.columns)
            for column in {"gold", "explanation"} & set(template.columns):
                away = Reason("{key}: {{{column}}} would give the answer away", key=f"show.{key}", column=column)
                self.fault(value, away)
        if not columns and not self.faults:
            self.fault(node, Reason('show names no column of the data, such as text: "{{comment}}"'))
        return shown

    def _reasons(self, node: Node | None) -> tuple[str, ...]:
        reasons = [self.text(item, Reason("a reason"), 80) for item in self.items(node, "reasons", MAX_REASONS)]
        if node is not None and isinstance(node.value, tuple) and not reasons:
            self.fault(node, Reason("reasons must be one at least"))
        named: dict[str, str] = {}
        for reason in filter(None, reasons):
            named.setdefault(reason.casefold(), reason)
        return tuple(named.values()) or REASONS

    def _then(self, node: Node | None, kind: str, choices: Sequence[str] | None) -> dict[str, str]:
        """The targets of `then`. `choices` None: they could not be read."""
        if node is None or choices is None:
            return {}
        if DISAGREEMENT in choices:
            self.fault(node, Reason("then.{key}: a choice has this id; give it another", key=DISAGREEMENT))
        if kind == "rating":
            self.fault(node, Reason("{key!r} does not belong to the kind {kind!r}", key="then", kind=kind))
        known = (DISAGREEMENT, *choices)
        sent: dict[str, str] = {}
        for key, value in self.mapping(node, "then", known).items():
            sent[key] = self.text(value, f"then.{key}", 64, _SLUG)
        return sent

    def _sensitive(self, node: Node | None) -> tuple[Theme, ...]:
        """The themes in the order of `THEMES`; "false" means none."""
        if node is None or node.value in ("false", "False"):
            return ()
        if not isinstance(node.value, tuple):
            wanted = Reason("sensitive must be false or a list of themes: {known}", known=", ".join(THEMES))
            self.fault(node, wanted)
            return ()
        named = {self.one_of(item, "theme", THEMES) for item in node.value}
        return tuple(theme for theme in THEMES if theme in named)

    def _ends(self, node: Node | None) -> date | None:
        if node is None:
            return None
        text = node.value.strip() if isinstance(node.value, str) else ""
        try:
            if _DATE.fullmatch(text):
                return date.fromisoformat(text)
        except ValueError:  # the 31st of June
            pass
        self.fault(node, Reason("ends must be a date such as 2026-12-31"))
        return None

    def _words(self, node: Node | None, what: str) -> tuple[str, ...]:
        words = (self.text(item, what, 64, _SLUG) for item in self.items(node, what, 100))
        return tuple(dict.fromkeys(word for word in words if word))

    def _countries(self, node: Node | None) -> tuple[str, ...]:
        found = tuple(dict.fromkeys(form_files.country(self, item) for item in self.items(node, "countries", 300)))
        if node is not None and (unknown := [code for code in found if code and code not in BY_CODE]):
            self.fault(
                node,
                Reason(
                    "nobody works in {countries}; known: {known}",
                    countries=", ".join(unknown),
                    known=", ".join(BY_CODE),
                ),
            )
        return found
