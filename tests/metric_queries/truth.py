"""The lines that answer a question, worked out from the rows of the database by statements of its own: no table that
counts ahead, no code of the product but its notation."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from statistics import median
from typing import Any

import psycopg
from psycopg.rows import dict_row

from tests.metric_queries import lines
from tests.metric_queries.notation import FOLDER, Case, Meant, meant, span_of
from tests.metric_queries.world import PROJECTS, TODAY, World

NAMES = {
    "CM": "🇨🇲 Cameroun",
    "CI": "🇨🇮 Côte d'Ivoire",
    "SN": "🇸🇳 Sénégal",
    "BJ": "🇧🇯 Bénin",
    "TG": "🇹🇬 Togo",
    "MG": "🇲🇬 Madagascar",
    "CD": "🇨🇩 RD Congo",
    "ML": "🇲🇱 Mali",
    "whatsapp": "WhatsApp",
    "telegram": "Telegram",
}
VIEWS = (FOLDER / "views.sql").read_text("utf-8")
LISTED = 10
"""Women in a list that says no number."""
SHOWN = 12
"""Lines of a ranking, with those that are level with its last one."""
_VIEW = {
    **dict.fromkeys(("answers", "people", "time", "earned", "pace"), "worked"),
    "messages": "told",
    "cost": "told",
    "joined": "came",
    "first": "began",
    "lessons": "learned",
    **dict.fromkeys(("delivered", "read", "failed"), "letters"),
}
_BY = {"day": "date", **{each: f"date_trunc('{each}', date)::date" for each in ("week", "month", "quarter")}}


class Truth:
    """Answers in lines, asked of the database itself."""

    def __init__(self, connection: psycopg.Connection[Any], world: World) -> None:
        self._cursor = connection.cursor(row_factory=dict_row)
        self._cursor.execute(VIEWS.encode())
        self.world = world

    def rows(self, statement: str, values: Mapping[str, Any]) -> list[dict[str, Any]]:
        return self._cursor.execute(statement.encode(), dict(values)).fetchall()

    # --- lines ------------------------------------------------------------------------------------------

    def blocks(self, case: Case) -> list[list[str]]:
        """For each period the lines of figures, in order."""
        asked = meant(case, self.world)
        spans = [] if asked.measures == ["owed"] else [span_of(span) for span in asked.spans] or self._usual(asked)
        found = [self._block(asked, span.first, span.last) for span in spans]
        if "owed" in asked.measures:
            found.append(self._owed(asked))
        return found

    def _usual(self, asked: Meant) -> list[Any]:
        if asked.by == "quarter":
            return [span_of(f"{TODAY.year}-01-01..{TODAY}")]
        if asked.by:
            return [span_of(f"{TODAY - timedelta(days=29)}..{TODAY}")]
        if "person" in asked.only:
            return [span_of(f"{TODAY - timedelta(days=n)}..{TODAY}") for n in (6, 29)] + [span_of("ever")]
        return [span_of(f"{TODAY - timedelta(days=n)}..{TODAY}") for n in (0, 6, 29)]

    def _block(self, asked: Meant, first: date, last: date) -> list[str]:
        measures = [measure for measure in asked.measures if measure != "owed"]
        if asked.by:
            return self._list(asked, measures, first, last)
        several = next((kind for kind, all_ in asked.only.items() if len(all_) > 1 and kind != "among"), None)
        if several is None:
            return [self._figure(asked, measure, first, last) for measure in measures]
        found = []
        for one in asked.only[several]:
            alone = Meant(asked.measures, only={**asked.only, several: [one]}, without=asked.without, each=asked.each)
            said = " · ".join(self._figure(alone, measure, first, last) for measure in measures)
            found.append(f"{self._name(one)} : {said}")
        return found

    def _name(self, one: Any) -> str:
        if isinstance(one, int):
            name, country = self.world.names[one]
            return f"{name} {NAMES[country].split()[0]}"
        return NAMES.get(one) or PROJECTS[one][0]

    def _figure(self, asked: Meant, measure: str, first: date, last: date) -> str:
        (found,) = self._values(asked, measure, first, last, "''").values() or ({},)
        return lines.said(measure, found, asked)

    # --- lists ------------------------------------------------------------------------------------------

    def _list(self, asked: Meant, measures: Sequence[str], first: date, last: date) -> list[str]:
        key = _BY.get(asked.by, "person" if asked.by == "person" else asked.by)
        all_ = [self._values(asked, measure, first, last, key) for measure in measures]
        found, measure = all_[0], measures[0]
        if first.year == 2000 and asked.by in _BY and found:
            first = max(first, min(found))
        for name in self._always(asked, first, last):
            found.setdefault(name, {})
        if asked.by == "project" and asked.most:
            found = {each: value for each, value in found.items() if each not in ("practice", "")}
        known = {each: lines.size(measure, value, asked) for each, value in found.items()}
        if asked.by in _BY and not asked.most:  # a day that nothing is known of is still a day
            known = {each: size or Fraction() for each, size in known.items()}
        sizes = {each: size for each, size in known.items() if size is not None}
        if asked.by == "person":
            sizes = {each: size for each, size in sizes.items() if found[each]["answers"]}
        keys = self._ordered(asked, sizes)
        if not asked.most and asked.by not in _BY:
            keys = [
                each
                for each in keys
                if any(lines.size(m, rest.get(each, {}), asked) for m, rest in zip(measures, all_, strict=True))
                or ("cost" in measures and found[each].get("messages"))  # free, but sent
            ]
        if asked.by == "person" and not asked.most:
            keys = keys[:LISTED]
        more = max(0, len(keys) - max(SHOWN, abs(asked.most))) if asked.most else 0
        keys = keys[: len(keys) - more]
        said = [
            f"{name} : "
            + " · ".join(lines.said(m, rest.get(each, {}), asked) for m, rest in zip(measures, all_, strict=True))
            for name, each in zip(self._names(keys, asked, first, last), keys, strict=True)
        ]
        if asked.most:
            said = [f"{place}. {line}" for place, line in enumerate(said, 1)]
        return said or ["Rien pour le moment."]

    def _ordered(self, asked: Meant, sizes: dict[Any, Fraction]) -> list[Any]:
        if asked.by in _BY and not asked.most:
            return sorted(sizes)
        order = sorted(sizes, key=lambda key: (sizes[key] if asked.most < 0 else -sizes[key], self._sorted(key, asked)))
        if asked.most and order:
            level = sizes[order[min(len(order), abs(asked.most)) - 1]]
            order = [each for place, each in enumerate(order) if place < abs(asked.most) or sizes[each] == level]
        return [each for each in order if sizes[each] or asked.most <= 0]

    def _names(self, keys: Sequence[Any], asked: Meant, first: date, last: date) -> list[str]:
        names = [self._key(key, asked, first, last) for key in keys]
        if asked.by != "person":
            return names
        twice = Counter(self.world.names[key][0] for key in keys)
        return [
            name if twice[self.world.names[key][0]] == 1 else f"{name} (n° {key})"
            for name, key in zip(names, keys, strict=True)
        ]

    def _sorted(self, key: Any, asked: Meant) -> Any:
        if asked.by == "person":
            return key
        return self._key(key, asked, TODAY, TODAY) if asked.by == "project" else str(key)

    def _always(self, asked: Meant, first: date, last: date) -> Sequence[Any]:
        """What stands in a list though there is nothing of it."""
        match asked.by:
            case "country":
                countries = asked.only.get("country") or asked.only.get("among")
                rows = self.rows("select distinct country from came", {})
                all_ = countries or [row["country"] for row in rows]
                return [code for code in all_ if code not in asked.without.get("country", [])]
            case "project":
                rows = self.rows("select name from project where not practice", {})
                known = asked.only.get("project") or [row["name"] for row in rows]
                return [name for name in known if name not in asked.without.get("project", [])]
            case "day" | "week" | "month" | "quarter" if first.year > 2000:
                days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
                starts: dict[str, Callable[[date], date]] = {
                    "day": lambda on: on,
                    "week": lambda on: on - timedelta(days=on.weekday()),
                    "month": lambda on: on.replace(day=1),
                    "quarter": lambda on: date(on.year, (1, 4, 7, 10)[(on.month - 1) // 3], 1),
                }
                return list(dict.fromkeys(starts[asked.by](on) for on in days))
            case _:
                return []

    def _key(self, key: Any, asked: Meant, first: date, last: date) -> str:
        match asked.by:
            case "person":
                name, country = self.world.names[key]
                return f"{name} {NAMES[country].split()[0]}"
            case "project":
                rows = self.rows(
                    "select config ->> 'title' as title, practice from project where name = %(n)s", {"n": key}
                )
                return "Hors projet" if not rows else "Entraînement" if rows[0]["practice"] else rows[0]["title"]
            case "day":
                return lines.day_name(key)
            case "month" | "week" | "quarter":
                days = 6 if asked.by == "week" else monthrange(key.year, key.month)[1] - 1
                days += sum(monthrange(key.year, key.month + n)[1] for n in (1, 2)) if asked.by == "quarter" else 0
                end = min(key + timedelta(days=days), last)
                start = max(key, first)
                of_month = monthrange(start.year, start.month)[1]
                if asked.by == "quarter" and (start.day, end) == (1, start.replace(day=of_month)):
                    return lines.MONTHS[start.month - 1].capitalize()
                if asked.by == "month" and start == key and end in (key + timedelta(days=days), TODAY):
                    return f"{lines.MONTHS[key.month - 1].capitalize()} {key.year}"
                return (
                    lines.day_name(start) if start == end else f"Du {lines.plain_day(start)} au {lines.plain_day(end)}"
                )
            case _:
                return NAMES[key]

    # --- values -----------------------------------------------------------------------------------------

    def _values(self, asked: Meant, measure: str, first: date, last: date, key: str) -> dict[Any, dict[str, Any]]:
        """By key, the sums from which a figure is made."""
        if measure == "spent":
            work = self._values(asked, "earned", first, last, key)
            told = self._values(asked, "cost", first, last, key)
            return {each: {**work.get(each, {}), **told.get(each, {})} for each in {**work, **told}}
        view = _VIEW[measure]
        conditions, values = self._where(asked, view, measure)
        values |= {"first": first, "last": last}
        where = " and ".join(["date between %(first)s and %(last)s", *conditions])
        match view:
            case "worked" if measure in ("people", "pace") or asked.each:
                return self._by_woman(key, where, values)
            case "worked":
                columns = (
                    "sum(answers)::int as answers, sum(active)::int as active, sum(euros) as euros, "
                    "sum(francs) as francs"
                )
            case "told":
                columns = "sum(messages)::int as messages, sum(cost) as cost"
            case "began":
                rows = self.rows(f"select {key} as key, seconds from began where {where}", values)
                keys = dict.fromkeys(row["key"] for row in rows)
                return {
                    each: {"count": len(hers), "seconds": median(hers)}
                    for each in keys
                    if (hers := [float(row["seconds"]) for row in rows if row["key"] == each])
                }
            case _:
                columns = "count(*)::int as count"
        rows = self.rows(f"select {key} as key, {columns} from {view} where {where} group by 1", values)
        return {row.pop("key"): row for row in rows}

    def _by_woman(self, key: str, where: str, values: dict[str, Any]) -> dict[Any, dict[str, Any]]:
        """By key, the women with what each did; one who only was paid for a test did not work."""
        rows = self.rows(
            f"""
            select {key} as key, person, sum(answers)::int as answers, sum(active)::int as active, sum(euros) as euros,
                   sum(francs) as francs, coalesce(sum(francs) filter (where answers > 0), 0) as for_answers,
                   coalesce(sum(counted) filter (where answers > 0), 0)::int as counted,
                   coalesce(sum(estimated) filter (where answers > 0), 0)::int as estimated
            from worked where {where} group by 1, 2 having sum(answers) > 0
            """,
            values,
        )
        all_ = self.rows(
            f"select {key} as key, sum(answers)::int as answers, sum(active)::int as active, sum(euros) as euros, "
            f"sum(francs) as francs, sum(counted)::int as counted, sum(estimated)::int as estimated "
            f"from worked where {where} group by 1",
            values,
        )
        found = {row["key"]: {**row, "women": []} for row in all_}
        for row in rows:
            found[row["key"]]["women"].append(row)
        return {key: value for key, value in found.items() if value["women"]}

    def _where(self, asked: Meant, view: str, measure: str) -> tuple[list[str], dict[str, Any]]:
        where, values = [], {}
        named = {**asked.only}
        if "among" in named:
            named["country"] = named.pop("among")
        for kind, all_ in named.items():
            where.append(f"{kind} = any(%(only_{kind})s)")
            values[f"only_{kind}"] = all_
        for kind, all_ in asked.without.items():
            where.append(f"{kind} is distinct from all(%(without_{kind})s)")
            values[f"without_{kind}"] = all_
        if view == "letters":
            where.append(
                {
                    "failed": "status = 2",
                    "delivered": "status = 1 and channel = 'whatsapp' and coalesce(delivered_at, read_at) is not null",
                    "read": "status = 1 and channel = 'whatsapp' and read_at is not null",
                }[measure]
            )
        return [part.replace("is distinct from all", "<> all") for part in where], values

    # --- owed -------------------------------------------------------------------------------------------

    def _owed(self, asked: Meant) -> list[str]:
        """From the ledger: what stands on the accounts of women."""
        several = next((kind for kind in ("country", "person") if len(asked.only.get(kind, [])) > 1), "")
        key = {"country": "p.country", "person": "p.id"}.get(asked.by or several, "''")
        where, values = self._where(Meant([], only=asked.only, without=asked.without), "", "owed")
        where = [part.replace("country", "p.country", 1).replace("person =", "p.id =", 1) for part in where]
        rows = self.rows(
            f"""
            select {key} as key, a.kind, a.currency, sum(b.units) as units
            from account a join person p on p.id = a.owner
            join lateral (select coalesce((select sum(units) from transfer where credit = a.id), 0)
                               - coalesce((select sum(units) from transfer where debit = a.id), 0) as units) b on true
            where a.kind in ('pending', 'accepted') {"".join(f" and {part}" for part in where)} group by 1, 2, 3
            """,
            values,
        )
        sums: dict[Any, dict[str, Fraction]] = {}
        for row in rows:
            held = sums.setdefault(row["key"], {"accepted": Fraction(), "pending": Fraction(), "francs": Fraction()})
            amount = Fraction(row["units"]) / 10_000 / (1 if row["currency"] == "EUR" else Fraction("655.957"))
            held[row["kind"]] += amount
            held["francs"] += amount * Fraction("655.957")
        said = {
            key: f"🧾 {lines.euros(held['accepted'] + held['pending'])} dus ({lines.francs(held['francs'])}) : "
            f"{lines.euros(held['accepted'])} acceptés, {lines.euros(held['pending'])} en attente"
            for key, held in sums.items()
        }
        if key == "''":
            return [*said.values()]
        if several and not asked.by:
            return [f"{self._name(each)} : {said[each]}" for each in asked.only[several]]
        way = 1 if asked.most < 0 else -1
        order = sorted(said, key=lambda key: way * (sums[key]["accepted"] + sums[key]["pending"]))
        found = [f"{self._name(each)} : {said[each]}" for each in order]
        if not asked.most:
            return found
        return [f"{place}. {line}" for place, line in enumerate(found[: abs(asked.most)], 1)]
