"""Prerequisites of modules: no module may need itself, directly or through others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def unknown(needs: Iterable[str], known: Iterable[str]) -> list[str]:
    """The needed modules that do not exist, in order."""
    there = set(known)
    return [each for each in needs if each not in there]


def ring(start: str, needs: Mapping[str, Iterable[str]]) -> list[str] | None:
    """A way from a module over its prerequisites back to itself, with its id at both ends; None: there is none."""
    came_from: dict[str, str] = {}
    waiting = [start]
    while waiting:
        here = waiting.pop()
        for each in needs.get(here, ()):
            if each == start:
                way = [start]
                while here != start:
                    way.append(here)
                    here = came_from[here]
                return [start, *reversed(way[1:]), start]
            if each not in came_from:
                came_from[each] = here
                waiting.append(each)
    return None


def needing(module: str, needs: Mapping[str, Iterable[str]]) -> set[str]:
    """The modules that need this one, directly or through others."""
    found: set[str] = set()
    while more := {each for each, its in needs.items() if {module, *found} & set(its)} - found:
        found |= more
    return found
