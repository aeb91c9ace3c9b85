"""The list of vacancies: searched in words that may be misspelt, narrowed, ordered, and with the reader's own people counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

from rapidfuzz import fuzz
from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from matcher.domain import Domain
from matcher.records import Opening, Tier, Variant
from matcher.title_words import fold
from models import queries
from models.policy import people_in_scope
from models.profiles import to_opening
from models.services.looks import Look
from models.services.ranking.live import LivePool
from models.services.ranking.people_now import People
from models.vacancies import Employer, Vacancy, VacancyState

PER_PAGE = 20
MOST_CLOSED = 500
"""So many closed vacancies are looked through, the newest ones."""
MOST_NEAREST = 3
FULL_TIME = 100.0
APPRENTICE = "laerling"
SHIFT = "shift:"

_SURE_ROLE = 0.7
"""Score from which a word of the search stands for a role."""
_ALIKE = 80.0
_ALIKE_INSIDE = 86.0
_SHORTEST_ALIKE = 4
_SHORTEST_INSIDE = 6
_SMALL_WORDS = frozenset(["i", "på", "ved", "for", "og", "eller", "til", "som", "en", "et", "med", "av"])


class Extent(StrEnum):
    """Full time or part of it."""

    FULL = "heltid"
    PART = "deltid"


class Order(StrEnum):
    """How the list is ordered."""

    DEADLINE = "frist"
    NEWEST = "nyeste"
    MOST_READY = "flest"
    FEWEST_READY = "faerrest"


@dataclass(frozen=True, slots=True, kw_only=True)
class VacancySearch:
    """What is asked of the list; every condition narrows it, and an empty one says nothing."""

    words: str = ""
    kommunenr: tuple[str, ...] = ()
    role: str = ""
    extent: Extent | None = None
    shifts: tuple[str, ...] = ()
    within_days: int | None = None
    unqualified: bool = False
    apprentice: bool = False
    closed: bool = False
    order: Order = Order.DEADLINE
    page: int = 1

    @property
    def conditions(self) -> tuple[str, ...]:
        """The names of the conditions that narrow the list."""
        return tuple(name for name in CONDITIONS if getattr(self, name))

    def without(self, name: str) -> VacancySearch:
        """Return the search with one condition given up, from its first page."""
        nothing: dict[str, Any] = {name: getattr(VacancySearch(), name), "page": 1}
        return replace(self, **nothing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A vacancy as the list shows it; ``counts`` are the reader's own people by tier, None where nobody is counted."""

    opening: Opening
    job_title: str
    employer: str
    place: str
    published: datetime | None
    closes_on: date | None
    open: bool
    counts: Mapping[Tier, int] | None = None

    @property
    def shifts(self) -> tuple[str, ...]:
        """The shifts that the post asks for, in the order of a day."""
        return shifts_of(self.opening)


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearest:
    """A search close to the one that found nothing: without ``condition``, or with ``value`` in its place."""

    condition: str
    hits: int
    search: VacancySearch
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One page of the list; ``choices`` counts the hits of each value that a condition could have, all others kept."""

    posts: Sequence[Post]
    total: int
    page: int
    pages: int
    choices: Mapping[str, Mapping[str, int]]
    nearest: Sequence[Nearest] = field(default=())


def list_vacancies(
    session: Session, live: LivePool, look: Look, search: VacancySearch, *, municipalities: Mapping[str, str]
) -> Found:
    """Return one page of the vacancies that ``search`` asks for; nobody is named, so nobody is shown."""
    posts = _closed_posts(session, look.on) if search.closed else _open_posts(session, live, look.on)
    reader = _Reader(posts, live.matcher.domain_, municipalities)
    holds = _conditions(search, reader, look.on)
    hits = [post for post in posts if all(holds[name](post) for name in search.conditions)]
    choices = {name: _choices(name, posts, search, holds) for name in _VALUES}
    people = None if search.closed else live.people(session, look.on, among=people_in_scope(look.actor))
    ordered = _ordered(hits, search.order, people)
    pages = max(1, -(-len(hits) // PER_PAGE))
    page = min(max(search.page, 1), pages)
    shown = ordered[(page - 1) * PER_PAGE : page * PER_PAGE]
    return Found(
        posts=[_counted(post, people) for post in shown],
        total=len(hits),
        page=page,
        pages=pages,
        choices=choices,
        nearest=() if hits else _nearest(posts, search, holds, choices, reader),
    )


def shifts_of(opening: Opening) -> tuple[str, ...]:
    """Return the shifts that a vacancy asks for, as must or should, of the whole or of one kind of post in it."""
    parts: tuple[Opening | Variant, ...] = (opening, *opening.variants)
    asked = {code for part in parts for demand in (*part.must, *part.should) for code in demand.code.split("|")}
    return tuple(shift for shift in ("day", "evening", "night", "weekend", "oncall") if SHIFT + shift in asked)


def takes_unqualified(opening: Opening) -> bool:
    """Tell whether people without the training that is asked for may apply."""
    return bool(opening.properties & {"unqualified_ok", "alt:unqualified"})


def takes_apprentices(opening: Opening) -> bool:
    """Tell whether the post is, or may become, a place for an apprentice."""
    forms = {opening.employment, *(variant.employment for variant in opening.variants)}
    return APPRENTICE in forms or "route:apprentice" in opening.properties


# --- what there is -------------------------------------------------------------------------------------------------


def _open_posts(session: Session, live: LivePool, on: date) -> list[Post]:
    openings = {opening.id: opening for opening in live.openings(session, on)}
    columns = (Vacancy.id, Vacancy.job_title, Vacancy.place, Vacancy.published, Vacancy.closes_on, Employer.name)
    statement = queries.open_vacancies(on).outerjoin(Vacancy.employer).with_only_columns(*columns)
    return [
        Post(
            opening=openings[row.id],
            job_title=row.job_title,
            employer=row.name or "",
            place=row.place,
            published=row.published,
            closes_on=row.closes_on,
            open=True,
        )
        for row in session.execute(statement)
        if row.id in openings
    ]


def _closed_posts(session: Session, on: date) -> list[Post]:
    statement = _closed(on).options(*queries.opening_parts()).order_by(Vacancy.closes_on.desc(), Vacancy.id).limit(MOST_CLOSED)
    return [
        Post(
            opening=to_opening(row),
            job_title=row.job_title,
            employer=row.employer.name if row.employer else "",
            place=row.place,
            published=row.published,
            closes_on=row.closes_on,
            open=False,
        )
        for row in session.scalars(statement).unique()
    ]


def _closed(on: date) -> Select[Vacancy]:
    return select(Vacancy).where(
        or_(Vacancy.state == VacancyState.CLOSED, (Vacancy.state == VacancyState.OPEN) & (Vacancy.closes_on < on))
    )


# --- which of them -------------------------------------------------------------------------------------------------

Condition = Callable[[Post], bool]
CONDITIONS = ("words", "kommunenr", "role", "extent", "shifts", "within_days", "unqualified", "apprentice")


def _conditions(search: VacancySearch, reader: _Reader, on: date) -> dict[str, Condition]:
    said = reader.saying(search.words)
    return {
        "words": lambda post: post.opening.id in said,
        "kommunenr": lambda post: post.opening.kommunenr in search.kommunenr,
        "role": lambda post: search.role in _roles(post),
        "extent": lambda post: search.extent in set(_extents(post)),
        "shifts": lambda post: set(search.shifts) <= set(post.shifts),
        "within_days": lambda post: post.closes_on is not None and (post.closes_on - on).days <= (search.within_days or 0),
        "unqualified": lambda post: takes_unqualified(post.opening),
        "apprentice": lambda post: takes_apprentices(post.opening),
    }


def _roles(post: Post) -> Iterable[str]:
    return dict.fromkeys((*post.opening.roles, *(role for variant in post.opening.variants for role in variant.roles)))


def _extents(post: Post) -> Iterable[str]:
    """Full time where it can be had, part of it where less can; a post that does not say may be either."""
    parts: tuple[Opening | Variant, ...] = (post.opening, *post.opening.variants)
    most = [part.percent_max for part in parts if part.percent_max is not None]
    least = [part.percent_min for part in parts if part.percent_min is not None]
    if not most or max(most) >= FULL_TIME:
        yield Extent.FULL
    if not least or min(least) < FULL_TIME:
        yield Extent.PART


_VALUES: dict[str, Callable[[Post], Iterable[str]]] = {
    "kommunenr": lambda post: [post.opening.kommunenr] if post.opening.kommunenr else [],
    "role": _roles,
    "extent": _extents,
    "shifts": lambda post: post.shifts,
    "unqualified": lambda post: ["y"] if takes_unqualified(post.opening) else [],
    "apprentice": lambda post: ["y"] if takes_apprentices(post.opening) else [],
}
"""The values that a post has for each condition whose hits are counted."""


def _choices(name: str, posts: Sequence[Post], search: VacancySearch, holds: Mapping[str, Condition]) -> dict[str, int]:
    # Of the shifts a further one narrows what is chosen already; of the others one value stands instead of another.
    others = [other for other in search.conditions if other != name or name == "shifts"]
    left = [post for post in posts if all(holds[other](post) for other in others)]
    return dict(Counter(value for post in left for value in _VALUES[name](post)))


def _nearest(
    posts: Sequence[Post],
    search: VacancySearch,
    holds: Mapping[str, Condition],
    choices: Mapping[str, Mapping[str, int]],
    reader: _Reader,
) -> list[Nearest]:
    """Return what finds something with the least change: another municipality first, then one word or condition less."""
    elsewhere = [
        Nearest(condition="kommunenr", value=value, hits=hits, search=replace(search, kommunenr=(value,), page=1))
        for value, hits in sorted(choices["kommunenr"].items(), key=lambda entry: (-entry[1], entry[0]))
        if search.kommunenr
    ]
    less = []
    for name in search.conditions:
        left = [post for post in posts if all(holds[other](post) for other in search.conditions if other != name)]
        tokens = search.words.split() if name == "words" else []
        for number in range(len(tokens) if len(tokens) > 1 else 0):
            words = " ".join(tokens[:number] + tokens[number + 1 :])
            hits = sum(post.opening.id in reader.saying(words) for post in left)
            less.append(Nearest(condition="words", value=words, hits=hits, search=replace(search, words=words, page=1)))
        if not (name == "kommunenr" and elsewhere) and not any(entry.hits for entry in less if entry.condition == name):
            less.append(Nearest(condition=name, hits=len(left), search=search.without(name)))
    less.sort(key=lambda entry: -entry.hits)
    return [*elsewhere[:MOST_NEAREST], *(entry for entry in less if entry.hits)][:MOST_NEAREST]


# --- by words ------------------------------------------------------------------------------------------------------


class _Reader:
    """The words of some posts, made comparable when somebody asks for words."""

    def __init__(self, posts: Sequence[Post], domain: Domain, municipalities: Mapping[str, str]) -> None:
        self._posts, self._domain, self._municipalities = posts, domain, municipalities
        self._texts: dict[str, str] = {}
        self._roles = {post.opening.id: set(_roles(post)) for post in posts}

    def saying(self, words: str) -> set[str]:
        """Return the ids of the posts that hold every word, as it stands, as another form of it, or misspelt."""
        found = set(self._roles)
        for token in words.split():
            word = fold(token)
            if word and token.casefold() not in _SMALL_WORDS:
                found &= self._holding(token, word)
        return found

    def _holding(self, token: str, word: str) -> set[str]:
        self._texts = self._texts or {post.opening.id: self._text(post) for post in self._posts}
        meant = {role for role, score in self._domain.linker.link(token).roles if score >= _SURE_ROLE}
        found = {key for key, text in self._texts.items() if word in text or meant & self._roles[key]}
        return found or {key for key, text in self._texts.items() if _is_like(word, text)}

    def _text(self, post: Post) -> str:
        catalogue, opening = self._domain.catalogue.roles, post.opening
        labels = [catalogue[role].label for role in _roles(post) if role in catalogue]
        place = self._municipalities.get(opening.kommunenr or "", "")
        # Each by itself: folding reads a title in the light of its neighbours.
        return " ".join(_folded(part) for part in (opening.title, post.job_title, post.employer, post.place, place, *labels))


@lru_cache(maxsize=10_000)
def _folded(text: str) -> str:
    return fold(text)


def _is_like(word: str, text: str) -> bool:
    if len(word) < _SHORTEST_ALIKE:
        return False
    if any(fuzz.ratio(word, other, score_cutoff=_ALIKE) for other in text.split()):
        return True
    return len(word) >= _SHORTEST_INSIDE and fuzz.partial_ratio(word, text, score_cutoff=_ALIKE_INSIDE) > 0


# --- in which order ------------------------------------------------------------------------------------------------


def _ordered(posts: Sequence[Post], order: Order, people: People | None) -> list[Post]:
    """Order the posts; closed ones by the day on which they closed, the latest first, as nobody is counted for them."""
    by_deadline = sorted(posts, key=lambda post: (post.closes_on is None, post.closes_on or date.max, post.opening.id))
    if people is None:
        return by_deadline[::-1]
    if order is Order.NEWEST:
        return sorted(by_deadline, key=lambda post: -post.published.timestamp() if post.published else 0.0)
    if order is Order.DEADLINE:
        return by_deadline
    counts = {post.opening.id: people.counts(post.opening) for post in by_deadline}

    def ready(post: Post) -> tuple[int, int]:
        of_post = counts[post.opening.id]
        return of_post[Tier.READY], of_post[Tier.CLARIFY]

    return sorted(by_deadline, key=ready, reverse=order is Order.MOST_READY)


def _counted(post: Post, people: People | None) -> Post:
    if people is None:
        return post
    counts = people.counts(post.opening)
    return replace(post, counts={tier: counts[tier] for tier in Tier if tier is not Tier.CLOSED})
