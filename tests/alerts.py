"""The alert rules of `deploy/prometheus`, evaluated on what a program exports: enough of PromQL for their shapes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from operator import eq, gt, lt
from pathlib import Path
from typing import Any

import promql_parser as promql
import yaml

RULES = Path(__file__).parents[1] / "deploy" / "prometheus" / "alerts.yaml"
Sample = tuple[dict[str, str], float]
"""Labels and value."""
_COMPARED: Mapping[str, Callable[[float, float], bool]] = {">": gt, "<": lt, "==": eq}
_LINE = re.compile(r"(\w+)(?:\{(.*)\})?")
_LABEL = re.compile(r'(\w+)="((?:[^"\\]|\\.)*)"')


def rules() -> list[dict[str, Any]]:
    """Every rule, as written."""
    groups = yaml.safe_load(RULES.read_text("utf-8"))["groups"]
    return [rule for group in groups for rule in group["rules"]]


def names(expression: str) -> set[str]:
    """The metrics that an expression reads."""
    return set(_names(promql.parse(expression)))


def firing(metrics: Mapping[str, float]) -> set[str]:
    """The alerts whose condition holds on these metrics, by name and labels as they are exported."""
    samples: dict[str, list[Sample]] = {}
    for key, value in metrics.items():
        found = _LINE.fullmatch(key)
        assert found is not None
        samples.setdefault(found[1], []).append((dict(_LABEL.findall(found[2] or "")), value))
    return {rule["alert"] for rule in rules() if _value(promql.parse(rule["expr"]), samples)}


def _names(node: Any) -> Iterator[str]:
    match node:
        case promql.VectorSelector():
            yield node.name or ""
        case promql.MatrixSelector():
            yield from _names(node.vector_selector)
        case promql.BinaryExpr():
            yield from _names(node.lhs)
            yield from _names(node.rhs)
        case promql.AggregateExpr() | promql.ParenExpr() | promql.UnaryExpr():
            yield from _names(node.expr)
        case promql.Call():
            for each in node.args:
                yield from _names(each)


def _value(node: Any, samples: Mapping[str, list[Sample]]) -> list[Sample]:
    match node:
        case promql.VectorSelector():
            return [sample for sample in samples.get(node.name or "", ()) if _fits(sample[0], node.matchers.matchers)]
        case promql.Call() if node.func.name == "abs":
            return [(labels, abs(value)) for labels, value in _value(node.args[0], samples)]
        case promql.BinaryExpr() if str(node.op) == "or":
            return _value(node.lhs, samples) + _value(node.rhs, samples)
        case promql.BinaryExpr() if str(node.op) == "unless":
            known = [labels for labels, _ in _value(node.rhs, samples)]
            return [sample for sample in _value(node.lhs, samples) if sample[0] not in known]
        case promql.BinaryExpr() if str(node.op) == "/":
            below = {tuple(sorted(labels.items())): value for labels, value in _value(node.rhs, samples)}
            above = [(labels, value, tuple(sorted(labels.items()))) for labels, value in _value(node.lhs, samples)]
            return [(labels, value / below[key]) for labels, value, key in above if key in below]
        case promql.BinaryExpr() if isinstance(node.rhs, promql.NumberLiteral):
            compare, limit = _COMPARED[str(node.op)], node.rhs.val
            return [sample for sample in _value(node.lhs, samples) if compare(sample[1], limit)]
    raise AssertionError(f"no rule has this shape yet: {node}")


def _fits(labels: Mapping[str, str], matchers: Any) -> bool:
    for each in matchers:
        value, kind = labels.get(each.name, ""), str(each.op).removeprefix("MatchOp.")
        holds = {
            "Equal": value == each.value,
            "NotEqual": value != each.value,
            "Re": re.fullmatch(each.value, value) is not None,
        }[kind]
        if not holds:
            return False
    return True
