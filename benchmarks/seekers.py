"""Invented people, drawn from a stream of chance: what they did, hold, know, want, and where they live."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from benchmarks import shares
from benchmarks.drawing import Country, Dice, misspell
from matcher.catalogue import Catalogue, Place, Role
from matcher.records import Candidate, Credential, LanguageLevel, LanguageSkill, Practice, Proof, Wish

MONTH = 30.44
TYPOS = 0.05
EMPTY = 0.05


@dataclass(frozen=True, slots=True)
class Ground:
    """What the draws stand on: the day, the catalogue's roles, the country."""

    day: date
    roles: Mapping[str, Role]
    country: Country

    @classmethod
    def of(cls, catalogue: Catalogue, day: date, within: frozenset[str] | None = None) -> Ground:
        """Prepare a catalogue; ``within`` narrows homes and work to some municipalities."""
        return cls(day, catalogue.roles, Country(catalogue, within))


def seeker(person: str, dice: Dice, ground: Ground) -> Candidate:
    """Draw one person."""
    home = ground.country.home(dice)
    if dice.happens(EMPTY):
        return _silent(person, home, dice, ground)
    over_18, over_20 = shares.AGES.draw(dice)
    young = over_20 is False
    main = ground.roles["R13" if young else shares.OCCUPATIONS.draw(dice)]
    migrant = dice.happens(0.24)
    practice = _practice(main, young, dice, ground)
    wishes = _wishes(main, dice, ground, at_least_one=not practice)
    licences_known = dice.happens(0.88)
    town = home.kommunenr in ground.country.towns
    drives = licences_known and over_18 is not False and dice.happens(0.8 if town or migrant else 0.92)
    licences = frozenset(shares.LICENCES.draw(dice)) if drives else frozenset()
    car = (
        None
        if dice.happens(0.05)
        else dice.happens((0.65 if town else 0.88) if drives else (0.3 if not licences_known else 0.04))
    )
    hours = shares.HOURS.draw(dice)
    moves = dice.happens(0.03)
    yes = frozenset(shares.SHIFTS.draw(dice))
    return Candidate(
        id=person,
        practice=practice,
        wishes=wishes,
        credentials=_credentials(main, young, migrant, dice, ground),
        skills=skills_of(main, dice),
        languages=_languages(migrant, dice),
        licences=licences,
        licences_known=licences_known,
        car=car,
        takes_transit=dice.happens(0.9) if dice.happens(0.12 if town else 0.04) else None,
        shifts_yes=yes,
        shifts_no=frozenset(shares.REFUSED_SHIFTS.draw(dice)) - yes,
        percent_min=hours[0],
        percent_max=hours[1],
        percent_absolute=hours[0] is not None and dice.happens(0.04),
        forms=frozenset(shares.FORMS.draw(dice)),
        earliest_start=earliest(dice, ground.day),
        postnummer=home.postnummer,
        max_minutes=shares.MINUTES.draw(dice),
        wished_places=_places(home.kommunenr, moves, dice, ground.country),
        willing_to_move=True if moves else (False if dice.happens(0.01) else None),
        needs_housing=True if moves and dice.happens(0.4) else None,
        refused_families=frozenset({shares.REFUSED_FAMILIES.draw(dice)}) - {main.family} if dice.happens(0.04) else frozenset(),
        over_18=over_18,
        over_20=over_20,
        turns_18=_january(ground.day, 1) if over_18 is False else None,
        turns_20=_january(ground.day, 3 if over_18 is False else 1) if over_20 is False else None,
        right_to_work=dice.happens(0.93) if migrant and dice.happens(0.3) else None,
        barriers=_barriers(licences_known and not drives, car, dice),
    )


def _january(day: date, years: int) -> date:
    """Return the month in which somebody has their birthday: the young are 17 or 19, and born in January."""
    return date(day.year + years, 1, 1)


def _silent(person: str, home: Place, dice: Dice, ground: Ground) -> Candidate:
    over_18, over_20 = shares.AGES.draw(dice)
    return Candidate(
        id=person,
        postnummer=home.postnummer,
        wished_places=frozenset({home.kommunenr}) if dice.happens(0.4) else frozenset(),
        earliest_start=earliest(dice, ground.day),
        over_18=over_18,
        over_20=over_20,
        turns_18=_january(ground.day, 1) if over_18 is False else None,
        turns_20=_january(ground.day, 3 if over_18 is False else 1) if over_20 is False else None,
        empty_cv=True,
    )


def title_of(role: Role, dice: Dice) -> str:
    """Return an occupation as somebody writes it: the label or a synonym, often the place of work, sometimes a slip."""
    label = role.label if dice.happens(0.45) else dice.front(role.labels)
    title = label + (shares.OUTSIDE_ENDS if role.outside else shares.TITLE_ENDS).draw(dice)
    if dice.happens(0.04):
        title = title.lower()
    return misspell(title, dice) if dice.happens(TYPOS) else title


def _near(main: Role, dice: Dice, ground: Ground) -> Role:
    """Return an occupation that somebody of ``main`` may also have had: the same, a near one, or any."""
    if dice.happens(0.45):
        return main
    if main.near and dice.happens(0.55):
        return ground.roles[dice.front(main.near)[0]]
    return ground.roles[shares.OCCUPATIONS.draw(dice)]


def _practice(main: Role, young: bool, dice: Dice, ground: Ground) -> tuple[Practice, ...]:
    periods = []
    end = None if dice.happens(0.62) else ground.day - timedelta(days=int(10 + 900 * dice.roll() ** 3))
    for number in range(min(shares.PRACTICES.draw(dice), 1) if young else shares.PRACTICES.draw(dice)):
        role = main if number == 0 and dice.happens(0.85) else _near(main, dice, ground)
        months = dice.between(1, 18) if young else min(int(4 * 90 ** dice.roll()), 420 - 90 * number)
        start = ((end or ground.day) - timedelta(days=int(months * MONTH))).replace(day=1)
        periods.append(
            Practice(
                title=title_of(role, dice),
                styrk08=dice.front(role.styrk08)[:4] if role.styrk08 and dice.happens(0.92) else None,
                start=None if dice.happens(0.005) else start,
                end=end,
                percent=shares.PERCENTS.draw(dice),
                kind=shares.KINDS.draw(dice),
                tasks=tuple(dict.fromkeys(_tasks(role, dice))),
            )
        )
        end = start - timedelta(days=dice.between(1, 400))
    return tuple(periods)


def _tasks(role: Role, dice: Dice) -> list[str]:
    count = 0 if dice.happens(0.68) else dice.between(1, 3)
    return [
        dice.among(role.skills).lower() if role.skills and dice.happens(0.5) else shares.TASKS.draw(dice) for _ in range(count)
    ]


def _wishes(main: Role, dice: Dice, ground: Ground, *, at_least_one: bool) -> tuple[Wish, ...]:
    wanted: dict[str, Role] = {}
    for number in range(max(shares.WISHES.draw(dice), at_least_one)):
        own = number == 0 and dice.happens(0.55 if main.outside else 0.85)
        role = main if own else ground.roles[shares.WANTED.draw(dice)] if dice.happens(0.75) else _near(main, dice, ground)
        wanted.setdefault(role.id, role)
    first = dice.happens(0.76)
    return tuple(
        Wish(
            title=role.label if dice.happens(0.8) else dice.front(role.labels),
            styrk08=role.styrk08[0] if role.styrk08 and dice.happens(0.05) else None,
            primary=first and number == 0,
        )
        for number, role in enumerate(wanted.values())
    )


def _credentials(main: Role, young: bool, migrant: bool, dice: Dice, ground: Ground) -> tuple[Credential, ...]:
    papers = shares.OLD_CARERS.draw(dice) if main.id == "R12" else shares.PAPERS.get(main.id, ())
    codes: list[str] = []
    if papers and dice.happens(0.93 if papers[0].startswith("auth:") else 0.5):
        codes += [papers[0], *(paper for paper in papers[1:] if dice.happens(0.75))]
    elif young:
        codes += ["vg1:helse"] if dice.happens(0.3) else ["grunnskole"]
    else:
        codes += shares.SCHOOL.draw(dice)
    if migrant and not main.authorisation and dice.happens(0.12):
        codes.append(shares.FOREIGN.draw(dice))
        codes += ["applied:auth"] if dice.happens(0.2) else []
    if not main.outside and dice.happens(0.15):
        codes.append(shares.COURSES.draw(dice))
    if main.family == "ambulanse":
        codes.append("course:160")
    return tuple(paper(code, dice, ground.day) for code in dict.fromkeys(codes))


def paper(code: str, dice: Dice, day: date) -> Credential:
    """Return a credential as somebody holds it: claimed or confirmed, some for a time."""
    lasts = code == "course:160" or (code.startswith("course:") and dice.happens(0.1))
    return Credential(
        code=code,
        proof=shares.PROOFS.draw(dice) if code.startswith(("auth:", "fagbrev:")) else Proof.CLAIMED,
        valid_until=dice.day(day + timedelta(days=30), day + timedelta(days=1500)) if lasts else None,
    )


def skills_of(main: Role, dice: Dice) -> tuple[str, ...]:
    """Return short skill terms of somebody whose occupation is ``main``."""
    count = shares.SKILL_COUNTS.draw(dice)
    own = main.skills and not main.outside
    terms = (dice.among(main.skills).lower() if own and dice.happens(0.45) else shares.SKILLS.draw(dice) for _ in range(count))
    return tuple(dict.fromkeys(terms))


def _languages(migrant: bool, dice: Dice) -> tuple[LanguageSkill, ...]:
    if dice.happens(0.03):
        return ()
    first = LanguageLevel.FIRST
    known = [LanguageSkill(language="no", spoken=first, written=first)]
    if migrant:
        spoken, written, test_spoken, test_written = shares.NORWEGIANS.draw(dice)
        mother = LanguageSkill(language=shares.MOTHER_TONGUES.draw(dice), spoken=first, written=first)
        norwegian = LanguageSkill(
            language="no", spoken=spoken, written=written, test_spoken=test_spoken, test_written=test_written
        )
        known = [mother, norwegian]
    if known[0].language != "en" and dice.happens(0.64):
        spoken, written = shares.ENGLISH.draw(dice)
        known.append(LanguageSkill(language="en", spoken=spoken, written=written))
    return tuple(known)


def _places(kommunenr: str, moves: bool, dice: Dice, country: Country) -> frozenset[str]:
    count = shares.PLACES_WISHED.draw(dice)
    wished = {kommunenr, *dice.some(country.neighbours[kommunenr], count - 1)} if count else set()
    if moves:
        wished.add(country.municipalities.draw(dice))
    return frozenset(wished)


def earliest(dice: Dice, day: date) -> date | None:
    """Return a first day of work: mostly not known, else in the weeks behind or the months ahead."""
    if dice.happens(0.5):
        return None
    if dice.happens(0.55):
        return dice.day(day - timedelta(days=25), day)
    return dice.day(day + timedelta(days=1), day + timedelta(days=200))


def _barriers(no_licence: bool, car: bool | None, dice: Dice) -> frozenset[str]:
    found = {"B10"} if car is False and dice.happens(0.8) else set()
    if no_licence and dice.happens(0.4):
        found.add("B09")
    for barrier, chance in (("B05", 0.004), ("B19", 0.005), ("B26", 0.01), ("B07", 0.005), ("B08", 0.005)):
        if dice.happens(chance):
            found.add(barrier)
    return frozenset(found)
