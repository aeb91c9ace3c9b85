"""What a night changes in people and vacancies: some are told anew, some are gone, some have come."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

from benchmarks import generate, shares
from benchmarks.drawing import Dice
from benchmarks.seekers import Ground, earliest, paper, skills_of, title_of
from benchmarks.vacancies import reworded, start_of
from matcher.records import Candidate, Opening, Practice, Wish

GONE, COME = 0.15, 0.15
"""The parts of what a night touches that leave and that come; the rest is told anew."""

Record = TypeVar("Record", Candidate, Opening)


def changed_people(
    people: Sequence[Candidate],
    share: float,
    seed: int = generate.SEED,
    *,
    day: date = generate.DAY,
    within: generate.Places = None,
) -> list[Candidate]:
    """Return ``people`` as they are a night later, ``share`` of them touched; who is new stands last."""
    return _night(
        people,
        share,
        Night(seed, generate.ground(day, within)),
        tell_anew,
        generate.newcomers(len(people), seed, day=day, within=within),
    )


def changed_openings(
    openings: Sequence[Opening],
    share: float,
    seed: int = generate.SEED,
    *,
    day: date = generate.DAY,
    within: generate.Places = None,
) -> list[Opening]:
    """Return ``openings`` as they are a night later, ``share`` of them touched; what is new stands last."""
    return _night(
        openings,
        share,
        Night(seed, generate.ground(day, within)),
        advertise_anew,
        generate.new_openings(len(openings), seed, day=day, within=within),
    )


class Night:
    """The chance of one night and what its draws stand on."""

    def __init__(self, seed: int, ground: Ground) -> None:
        self.dice, self.ground = Dice(seed, generate.CHANGES), ground


def _night(
    records: Sequence[Record],
    share: float,
    night: Night,
    anew: Callable[[Record, Dice, Ground], Record],
    newcomers: Iterator[Record],
) -> list[Record]:
    touched = round(share * len(records))
    gone, come = round(GONE * touched), round(COME * touched)
    rows = night.dice.rows(len(records), touched - come)
    lost, told = set(rows[:gone]), set(rows[gone:])
    kept = [
        anew(record, night.dice, night.ground) if row in told else record for row, record in enumerate(records) if row not in lost
    ]
    return kept + [next(newcomers) for _ in range(come)]


def tell_anew(person: Candidate, dice: Dice, ground: Ground) -> Candidate:
    """Return a person with one thing that is new since yesterday, never the same as before."""
    while (after := dice.among(PERSON_CHANGES)(person, dice, ground)) == person:
        pass
    return after


def advertise_anew(opening: Opening, dice: Dice, ground: Ground) -> Opening:
    """Return an ad with one thing that is new since yesterday, never the same as before."""
    while (after := dice.among(OPENING_CHANGES)(opening, dice, ground)) == opening:
        pass
    return after


# --- one thing new about a person ---------------------------------------------------------------------------------


def _start(person: Candidate, dice: Dice, ground: Ground) -> Candidate:
    return replace(person, earliest_start=earliest(dice, ground.day))


def _credential(person: Candidate, dice: Dice, ground: Ground) -> Candidate:
    code = (shares.COURSES if dice.happens(0.6) else shares.QUALIFIED).draw(dice)
    if any(held.code == code for held in person.credentials):
        return person
    return replace(person, credentials=(*person.credentials, paper(code, dice, ground.day)), empty_cv=False)


def _work(person: Candidate, dice: Dice, ground: Ground) -> Candidate:
    if person.practice and person.practice[0].end is None and person.practice[0].start != ground.day:
        left = replace(person.practice[0], end=ground.day)
        return replace(person, practice=(left, *person.practice[1:]))
    role = ground.roles[shares.WANTED.draw(dice)]
    code = role.styrk08[0][:4] if role.styrk08 else None
    begun = Practice(title=title_of(role, dice), styrk08=code, start=ground.day, percent=shares.PERCENTS.draw(dice))
    return replace(person, practice=(begun, *person.practice[:3]), empty_cv=False)


def _wish(person: Candidate, dice: Dice, ground: Ground) -> Candidate:
    wish = Wish(title=ground.roles[shares.WANTED.draw(dice)].label, primary=not person.wishes)
    return replace(person, wishes=(*person.wishes[:3], wish), empty_cv=False)


def _shifts(person: Candidate, dice: Dice, _ground: Ground) -> Candidate:
    yes = frozenset(shares.SHIFTS.draw(dice))
    return replace(person, shifts_yes=yes, shifts_no=frozenset(shares.REFUSED_SHIFTS.draw(dice)) - yes)


def _hours(person: Candidate, dice: Dice, _ground: Ground) -> Candidate:
    least, most = shares.HOURS.draw(dice)
    return replace(person, percent_min=least, percent_max=most, percent_absolute=False)


def _home(person: Candidate, dice: Dice, ground: Ground) -> Candidate:
    return replace(person, postnummer=ground.country.home(dice).postnummer)


def _licence(person: Candidate, dice: Dice, _ground: Ground) -> Candidate:
    licences = person.licences | frozenset(shares.LICENCES.draw(dice))
    return replace(person, licences=licences, licences_known=True, car=True, barriers=person.barriers - {"B09", "B10"})


def _skills(person: Candidate, dice: Dice, ground: Ground) -> Candidate:
    return replace(person, skills=skills_of(ground.roles[shares.OCCUPATIONS.draw(dice)], dice))


def _places(person: Candidate, dice: Dice, ground: Ground) -> Candidate:
    return replace(person, wished_places=person.wished_places | {ground.country.home(dice).kommunenr})


PERSON_CHANGES: tuple[Callable[[Candidate, Dice, Ground], Candidate], ...] = (
    _start, _start, _start, _credential, _credential, _work, _work, _wish, _shifts, _hours, _home, _licence, _skills, _places,
)  # fmt: skip


# --- one thing new about an ad ------------------------------------------------------------------------------------


def _deadline(opening: Opening, dice: Dice, ground: Ground) -> Opening:
    return replace(opening, deadline=dice.day(ground.day + timedelta(days=7), ground.day + timedelta(days=45)))


def _begin(opening: Opening, dice: Dice, ground: Ground) -> Opening:
    return replace(opening, start=start_of(dice, ground.day))


def _share(opening: Opening, dice: Dice, _ground: Ground) -> Opening:
    least = float(dice.among((50, 60, 70, 75, 80, 90, 100)))
    return replace(opening, percent_min=least, percent_max=max(least, opening.percent_max or 100.0))


def _positions(opening: Opening, dice: Dice, _ground: Ground) -> Opening:
    return replace(opening, positions=max(1, opening.positions + dice.among((-1, 1, 2))))


def _softened(opening: Opening, dice: Dice, _ground: Ground) -> Opening:
    """Turn one demand into a wish."""
    must, should = [one.code for one in opening.must], [one.code for one in opening.should]
    if not must:
        return opening
    code = must.pop(int(dice.roll() * len(must)))
    return reworded(opening, must, [*should, code] if code not in should else should)


def _offer(opening: Opening, dice: Dice, _ground: Ground) -> Opening:
    return replace(opening, properties=opening.properties ^ {dice.among(("training_offered", "offer:housing", "unqualified_ok"))})


OPENING_CHANGES: tuple[Callable[[Opening, Dice, Ground], Opening], ...] = (
    _deadline, _deadline, _begin, _share, _positions, _softened, _offer,
)  # fmt: skip
