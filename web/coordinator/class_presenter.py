"""The region's classes in words: posts as they are counted, people in fives, and never anybody."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from matcher.catalogue import Catalogue, Place, TrainingEdge
from matcher.classes import Course, at_work
from models.services.insight.classes import ClassRow, Plan, RegionClasses
from web import i18n
from web.phrases.codes import FORMS
from web.phrases.texts import capital, gettext, listed, ngettext

MONTHS_AHEAD = 18
AUGUST = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One class of the table; ``about`` holds lines for whoever wants to know more."""

    edge: str
    label: str
    goal: str
    gain: int
    seats: str
    ready: str
    span: str
    people: str
    homes: Sequence[tuple[str, str]]
    posts: Sequence[tuple[str, int]]
    over: str
    about: Sequence[str]
    checks: Sequence[str]
    unverified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The whole answer in words."""

    now: str
    over: str
    rows: Sequence[Row]
    idle: Sequence[str]
    few: Sequence[str]


def months_ahead(today: date) -> list[date]:
    """Return the first days of the months in which a class may begin."""
    return [_month(today, number) for number in range(1, MONTHS_AHEAD + 1)]


def next_august(today: date) -> date:
    """Return the beginning of the next school year that there is time to prepare for."""
    return next(month for month in months_ahead(today) if month.month == AUGUST)


def _month(today: date, ahead: int) -> date:
    year, month = divmod(today.year * 12 + today.month - 1 + ahead, 12)
    return date(year, month + 1, 1)


def month_name(month: date) -> str:
    """Return a month as «august 2027»."""
    return str(format_date(month, "MMMM y", locale=i18n.locale()))


def place_name(place: Place) -> str:
    """Return a village with its municipality where that has another name."""
    name = place.name.title() if place.name.isupper() else place.name
    return name if name.casefold() == place.kommune.casefold() else f"{name} ({place.kommune})"


def course_name(course: Course, catalogue: Catalogue) -> str:
    """Return the name of a class, with where it ends when the way leads to several places."""
    edge = catalogue.edges[course.edge]
    if len(edge.targets) == 1:
        return edge.label
    return f"{edge.label.partition(':')[0]}: {_goal(course, catalogue)}"


def _goal(course: Course, catalogue: Catalogue) -> str:
    label = catalogue.states[course.target].label.partition(";")[0]
    return label[:1].lower() + label[1:]


def headline(found: RegionClasses, catalogue: Catalogue, plan: Plan, place: str) -> str:
    """Return the answer as one sentence: the class that fills most, how many posts, and by when."""
    if not found.rows:
        return gettext("Ingen av klassene fyller flere stillinger enn dem som kan fylles i dag.")
    best = found.rows[0]
    edge = catalogue.edges[best.course.edge]
    village = gettext("på nett") if plan.place is None else place.partition(" (")[0]
    return ngettext(
        "%(name)s for %(seats)s (%(place)s, fra %(start)s) fyller %(num)s stilling til, vanligvis fra %(ready)s.",
        "%(name)s for %(seats)s (%(place)s, fra %(start)s) fyller %(num)s stillinger til, vanligvis fra %(ready)s.",
        best.gain,
        name=course_name(best.course, catalogue),
        seats=plan.seats,
        place=gettext("på arbeidsplassen") if at_work(edge) else village,
        start=month_name(plan.starts),
        ready=month_name(best.ready[1]),
    )


def present(found: RegionClasses, seats: int, catalogue: Catalogue, municipality: Callable[[str | None], str]) -> Table:
    """Return the table in words."""
    return Table(
        now=gettext(
            "I dag kan %(now)s av %(all)s åpne stillinger fylles av folk som er klare, eller som bare må spørres om noe.",
            now=found.filled_now,
            all=found.positions,
        ),
        over=_over_for_all(found.over),
        rows=[_row(row, seats, catalogue, municipality, found.over) for row in found.rows],
        idle=sorted({course_name(course, catalogue) for course in found.idle}),
        few=sorted({course_name(course, catalogue) for course in found.few}),
    )


def _over_for_all(posts: Mapping[str, int]) -> str:
    """Return how many of the open posts no class is in time for; "" = none."""
    if not posts:
        return ""
    return ngettext(
        "%(num)s av dem er over før noen klasse er ferdig, og er ikke regnet med (%(forms)s).",
        "%(num)s av dem er over før noen klasse er ferdig, og er ikke regnet med (%(forms)s).",
        sum(posts.values()),
        forms=_by_form(posts),
    )


def _over(posts: Mapping[str, int]) -> str:
    """Return how many posts one class is not in time for."""
    return ngettext(
        "%(num)s stilling er ikke regnet med, for den er over før klassen er ferdig (%(forms)s).",
        "%(num)s stillinger er ikke regnet med, for de er over før klassen er ferdig (%(forms)s).",
        sum(posts.values()),
        forms=_by_form(posts),
    )


def _by_form(posts: Mapping[str, int]) -> str:
    return listed([f"{FORMS[form]} {count}" for form, count in posts.items()])


def _row(
    row: ClassRow,
    seats: int,
    catalogue: Catalogue,
    municipality: Callable[[str | None], str],
    told: Mapping[str, int],
) -> Row:
    edge = catalogue.edges[row.course.edge]

    def name(number: str | None) -> str:
        return municipality(number) if number else gettext("Andre kommuner")

    return Row(
        edge=row.course.edge,
        label=course_name(row.course, catalogue),
        goal=capital(_goal(row.course, catalogue)) if len(edge.targets) == 1 else "",
        gain=row.gain,
        seats=gettext("bruker %(used)s av %(seats)s plasser", used=row.seats_used, seats=seats),
        ready=i18n.month(row.ready[1]),
        span=_span(row.ready),
        people=_about(row.people),
        homes=[(name(number), _about(count)) for number, count in row.homes.items()],
        posts=[(name(number), count) for number, count in row.posts.items()],
        # What holds for every class stands above the table.
        over=_over(row.over) if row.over != told else "",
        about=_facts(edge),
        checks=[rule.text for rule in edge.rules if rule.text],
        unverified=bool(edge.unverified),
    )


def _span(ready: tuple[date, date, date]) -> str:
    if ready[0] == ready[2]:
        return ""
    return gettext("fra %(first)s til %(last)s", first=i18n.month(ready[0]), last=i18n.month(ready[2]))


def _about(count: int) -> str:
    return gettext("ca. %(count)s", count=count) if count else gettext("under 5")


def _facts(edge: TrainingEdge) -> list[str]:
    told = [capital(edge.provider), edge.mode, edge.funding]
    if edge.place:
        told.append(gettext("Opplæringen er i dag: %(place)s", place=listed([part.strip() for part in edge.place.split(",")])))
    return [one for one in told if one]
