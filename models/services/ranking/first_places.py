"""Who stands first in how many of the reader's lists, and the first places spread when the reader asks for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matcher.attention import Move, spread
from matcher.records import Opening
from models.services.ranking.people_now import People
from models.services.ranking.together import pairs_of

MOST_LISTS = 300
"""With more open vacancies than this, only those of the same municipality are held against each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstPlaces:
    """The first places of the reader's lists, as one of the lists sees them.

    Attributes
    ----------
    spreading : bool
        Whether first places are spread.
    lists, people_before, people_now, changed : int
        How many lists there are, how many different people stand first without and with spreading, and how many lists differ.
    move : Move or None
        What spreading does to this list.
    elsewhere : mapping of int to int
        Row of a person -> how many other lists the person stands first in, spread or not as asked for.
    """

    spreading: bool
    lists: int
    people_before: int
    people_now: int
    changed: int
    move: Move | None
    elsewhere: Mapping[int, int]


def first_places(people: People, openings: Sequence[Opening], opening: Opening, *, spreading: bool, least: int) -> FirstPlaces:
    """Return the first places of all lists among the people within reach, as the list of ``opening`` sees them.

    Lists whose first has a score below ``least`` do not count: nobody is called for them.
    """
    near = list(openings)
    if len(near) > MOST_LISTS:
        near = [other for other in near if other.kommunenr == opening.kommunenr]
    found = spread(pairs_of(people, near, people.rows), least=least)
    number = next((place for place, other in enumerate(near) if other.id == opening.id), -1)
    firsts, here = Counter(found.firsts), dict(found.first)
    if spreading:
        for move in found.moves:
            firsts[move.gave_way] -= 1
            firsts[move.person] += 1
            here[move.opening] = move.person
    if number in here:
        firsts[here[number]] -= 1
    return FirstPlaces(
        spreading=spreading,
        lists=found.lists,
        people_before=found.people_before,
        people_now=found.people_now,
        changed=len(found.moves),
        move=next((move for move in found.moves if move.opening == number), None) if spreading else None,
        elsewhere={row: count for row, count in firsts.items() if count > 0},
    )
