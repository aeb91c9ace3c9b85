"""Walks over the route graph that the check needs: what can be reached, and rings that take no time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from models.services.catalogue.entries import RouteEntry, StateEntry


def reachable(
    start: Iterable[str], states: Sequence[StateEntry], routes: Iterable[RouteEntry], *, reached_only: bool = False
) -> frozenset[str]:
    """Return the states that can be held by taking routes from ``start``, implied ones included.

    With ``reached_only``, only states that some route leads to, however the beginning is held.
    """
    implied = {state.id: state.implies for state in states}
    held: set[str] = set()
    led_to: set[str] = set()

    def add(ids: Iterable[str], into: set[str]) -> None:
        waiting = list(ids)
        while waiting:
            state = waiting.pop()
            if state not in into:
                into.add(state)
                waiting.extend(implied.get(state, ()))

    add(start, held)
    edges, size = list(routes), -1
    while size != len(held):
        size = len(held)
        for edge in edges:
            if not held.isdisjoint(edge.origins):
                add(edge.targets, held)
                add(edge.targets, led_to)
    return frozenset(led_to if reached_only else held)


def timeless_loop(states: Iterable[StateEntry], routes: Iterable[RouteEntry]) -> tuple[str, ...]:
    """Return the states of one ring of routes without time (what follows from a state takes none), or nothing."""
    onward: dict[str, set[str]] = defaultdict(set)
    for state in states:
        onward[state.id].update(state.implies)
    for route in routes:
        if route.offered and route.months_min == 0:
            for origin in route.origins:
                onward[origin].update(set(route.targets) - {origin})
    done: set[str] = set()
    for first in sorted(onward):
        ring = _ring(first, onward, [], done)
        if ring:
            return ring
    return ()


def _ring(state: str, onward: dict[str, set[str]], path: list[str], done: set[str]) -> tuple[str, ...]:
    if state in path:
        return tuple(path[path.index(state) :])
    if state in done:
        return ()
    path.append(state)
    for following in sorted(onward.get(state, ())):
        ring = _ring(following, onward, path, done)
        if ring:
            return ring
    path.pop()
    done.add(state)
    return ()
