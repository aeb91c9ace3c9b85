"""What an adviser should do now: last night's changes, answers that are due, people who are stuck, posts about to close."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Generic, NamedTuple, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from matcher.records import Match, Opening, Status, Tier
from models import queries
from models.accounts import Scope
from models.matches import MatchChange
from models.people import JobSeeker
from models.policy import people_in_scope
from models.services.looks import Look, PersonCard, cards
from models.services.night.differences import changes, latest_difference
from models.services.people import without_match
from models.services.ranking.live import LivePool
from models.services.ranking.people_now import People
from models.services.sharing.requests import Stage, stage
from models.sharing import CandidateListEntry, ListStatus, RequestState, ShareRequest
from models.vacancies import Vacancy, VacancyState

FEW = 3
"""Fewer ready people than this are few."""
SOON = timedelta(days=14)
"""A vacancy that closes within this time is soon gone."""
NEAREST = 3
"""So many of the nearest vacancies are explained to find what stands in a person's way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A vacancy as a line names it."""

    id: str
    title: str
    place: str
    employer: str
    closes_on: date | None
    positions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One person who stands elsewhere with one vacancy than the night before."""

    card: PersonCard
    post: Post
    change: MatchChange


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One question that waits for its answer, or whose deadline has passed without."""

    card: PersonCard
    post: Post
    deadline: date
    expired: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Stuck:
    """One person without a realistic match; ``match`` is the nearest one, closed unless something has come since."""

    card: PersonCard
    since: date
    match: Match | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPerson:
    """One of the adviser's own people."""

    card: PersonCard
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingPost:
    """A vacancy about to close, with how many within reach stand where."""

    post: Post
    counts: Mapping[Tier, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """One person on a list who is to be followed up by today."""

    card: PersonCard
    post: Post
    status: ListStatus
    follow_up_on: date


Row = TypeVar("Row")
Named = TypeVar("Named", Change, Waiting, Stuck, OwnPerson, FollowUp)


class Cut(NamedTuple):
    """Which rows of a list are wanted."""

    limit: int
    skip: int = 0


@dataclass(frozen=True, slots=True)
class Part(Generic[Row]):
    """The first rows of one list, or one page of it, and how many there are in all."""

    rows: Sequence[Row]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """The start page: each list cut short.  ``compared_at`` None = no night has been held against another yet."""

    compared_at: datetime | None
    news: Part[Change]
    waiting: Part[Waiting]
    stuck: Part[Stuck]
    own: Part[OwnPerson]
    closing: Part[ClosingPost]
    follow_ups: Part[FollowUp]


def start(session: Session, live: LivePool, look: Look, cut: Cut) -> Start:
    """Return what an adviser should do now, the first of each; every person named leaves one trace."""
    difference = latest_difference(session)
    page = Start(
        compared_at=difference.made_at if difference else None,
        news=_news(session, look, cut),
        waiting=_waiting(session, look, cut),
        stuck=_stuck(session, live, look, cut),
        own=_own(session, look, cut),
        closing=_closing(session, live, look, cut),
        follow_ups=_follow_ups(session, look, cut),
    )
    named: list[str] = []
    for part in (page.news, page.waiting, page.stuck, page.own, page.follow_ups):
        named += [row.card.id for row in part.rows]
    look.shown(session, named)
    return page


def news(session: Session, look: Look, cut: Cut) -> Part[Change]:
    """Return a page of what changed last night for the people within reach."""
    return _traced(session, look, _news(session, look, cut))


def waiting(session: Session, look: Look, cut: Cut) -> Part[Waiting]:
    """Return a page of the questions that have no answer yet, the soonest deadline first."""
    return _traced(session, look, _waiting(session, look, cut))


def stuck(session: Session, live: LivePool, look: Look, cut: Cut) -> Part[Stuck]:
    """Return a page of the people who have long been without a realistic match."""
    return _traced(session, look, _stuck(session, live, look, cut))


def own_people(session: Session, look: Look, cut: Cut) -> Part[OwnPerson]:
    """Return a page of the adviser's own people, the last changed first."""
    return _traced(session, look, _own(session, look, cut))


def closing_soon(session: Session, live: LivePool, look: Look, cut: Cut) -> Part[ClosingPost]:
    """Return a page of the vacancies that close soon with few ready people within reach; it names nobody."""
    return _closing(session, live, look, cut)


def follow_ups(session: Session, look: Look, cut: Cut) -> Part[FollowUp]:
    """Return a page of the people on lists who are to be followed up by today."""
    return _traced(session, look, _follow_ups(session, look, cut))


def _traced(session: Session, look: Look, part: Part[Named]) -> Part[Named]:
    look.shown(session, [row.card.id for row in part.rows])
    return part


def _news(session: Session, look: Look, cut: Cut) -> Part[Change]:
    difference = latest_difference(session)
    if difference is None:
        return Part((), 0)
    found = changes(difference.run_id, among=people_in_scope(look.actor), everybody_first=True)
    rows = session.scalars(found.offset(cut.skip).limit(cut.limit)).all()
    reached, posts = _named(session, look, [(row.job_seeker_id, row.vacancy_id) for row in rows])
    told = [
        Change(card=reached[row.job_seeker_id], post=posts[row.vacancy_id], change=row)
        for row in rows
        if row.job_seeker_id in reached
    ]
    return Part(told, _count(session, found))


def _waiting(session: Session, look: Look, cut: Cut) -> Part[Waiting]:
    open_now = queries.open_vacancies(look.on).with_only_columns(Vacancy.id)
    found = (
        select(ShareRequest)
        .where(
            ShareRequest.state.in_((RequestState.NOTIFIED, RequestState.TRYING_TO_NOTIFY, RequestState.EXPIRED)),
            # An unanswered question about a post that is gone is nothing to wait for.
            ShareRequest.vacancy_id.in_(open_now),
            ShareRequest.job_seeker_id.in_(_reached(look)),
        )
        .order_by(ShareRequest.deadline, ShareRequest.id)
    )
    rows = session.scalars(found.offset(cut.skip).limit(cut.limit)).all()
    reached, posts = _named(session, look, [(row.job_seeker_id, row.vacancy_id) for row in rows])
    told = [
        Waiting(
            card=reached[row.job_seeker_id],
            post=posts[row.vacancy_id],
            deadline=row.deadline,
            expired=stage(row, look.on) is Stage.EXPIRED,
        )
        for row in rows
        if row.job_seeker_id in reached
    ]
    return Part(told, _count(session, found))


def _stuck(session: Session, live: LivePool, look: Look, cut: Cut) -> Part[Stuck]:
    rows, total = without_match.long_without_match(session, look, limit=cut.limit, skip=cut.skip)
    if not rows:
        return Part((), total)
    people, openings = live.people(session, look.on, among=people_in_scope(look.actor)), live.openings(session, look.on)
    reached = cards(session, look.actor, [row.job_seeker_id for row in rows])
    told = []
    for row in [one for one in rows if one.job_seeker_id in reached]:
        match = _nearest(people, openings, row.job_seeker_id)
        told.append(Stuck(card=reached[row.job_seeker_id], since=row.since, match=match))
    return Part(told, total)


def _nearest(people: People, openings: Sequence[Opening], person_id: str) -> Match | None:
    """Return the match that comes first: of the best by score, the one that the fewest demands close."""
    if people.candidate(person_id) is None:
        return None
    standings = [(people.tier_of(opening, person_id), opening) for opening in openings if opening.roles]
    standings.sort(key=lambda one: (one[0][0].order, -one[0][1], one[1].id))
    explained = [people.match(opening, person_id) for _, opening in standings[:NEAREST]]
    found = [match for match in explained if match is not None]
    return min(found, key=lambda match: (match.tier.order, _unmet(match)), default=None)


def _unmet(match: Match) -> int:
    return sum(finding.must and finding.status is Status.UNMET for finding in match.findings)


def _own(session: Session, look: Look, cut: Cut) -> Part[OwnPerson]:
    found = queries.visible_job_seekers().where(people_in_scope(look.actor), JobSeeker.adviser_id == look.actor.user_id)
    newest = found.order_by(JobSeeker.updated_at.desc(), JobSeeker.id).with_only_columns(JobSeeker.id, JobSeeker.updated_at)
    rows = session.execute(newest.offset(cut.skip).limit(cut.limit)).all()
    reached = cards(session, look.actor, [row.id for row in rows])
    return Part(
        [OwnPerson(card=reached[row.id], changed_at=row.updated_at) for row in rows if row.id in reached], _count(session, found)
    )


def _closing(session: Session, live: LivePool, look: Look, cut: Cut) -> Part[ClosingPost]:
    found = queries.open_vacancies(look.on).where(Vacancy.closes_on <= look.on + SOON)
    if here := look.actor.granted(Scope.MUNICIPALITY):
        found = found.where(Vacancy.kommunenr.in_(here))
    dates = {row.id: row.closes_on for row in session.execute(found.with_only_columns(Vacancy.id, Vacancy.closes_on))}
    people = live.people(session, look.on, among=people_in_scope(look.actor))
    told = []
    for opening in live.openings(session, look.on):
        if opening.id in dates and opening.roles:
            counts = people.counts(opening)
            if counts[Tier.READY] < max(FEW, opening.positions):
                told.append((dates[opening.id], counts[Tier.READY], opening.id, counts))
    told.sort(key=lambda one: one[:3])
    page = told[cut.skip : cut.skip + cut.limit]
    posts = _posts(session, [one[2] for one in page])
    return Part([ClosingPost(post=posts[one[2]], counts=one[3]) for one in page], len(told))


def _follow_ups(session: Session, look: Look, cut: Cut) -> Part[FollowUp]:
    entry = CandidateListEntry
    not_withdrawn = select(Vacancy.id).where(Vacancy.state != VacancyState.WITHDRAWN)
    found = (
        select(entry)
        .where(entry.follow_up_on <= look.on, entry.job_seeker_id.in_(_reached(look)), entry.vacancy_id.in_(not_withdrawn))
        .order_by(entry.follow_up_on, entry.vacancy_id, entry.job_seeker_id)
    )
    rows = session.scalars(found.offset(cut.skip).limit(cut.limit)).all()
    reached, posts = _named(session, look, [(row.job_seeker_id, row.vacancy_id) for row in rows])
    told = [
        FollowUp(
            card=reached[row.job_seeker_id],
            post=posts[row.vacancy_id],
            status=row.status,
            follow_up_on=row.follow_up_on or look.on,
        )
        for row in rows
        if row.job_seeker_id in reached
    ]
    return Part(told, _count(session, found))


def _reached(look: Look) -> Select[str]:
    return queries.visible_job_seekers().where(people_in_scope(look.actor)).with_only_columns(JobSeeker.id)


def _named(session: Session, look: Look, pairs: Iterable[tuple[str, str]]) -> tuple[dict[str, PersonCard], dict[str, Post]]:
    people, vacancies = zip(*pairs, strict=True) if (pairs := list(pairs)) else ((), ())
    return cards(session, look.actor, set(people)), _posts(session, set(vacancies))


def _posts(session: Session, ids: Collection[str]) -> dict[str, Post]:
    if not ids:
        return {}
    rows = session.scalars(select(Vacancy).where(Vacancy.id.in_(ids)).options(*queries.opening_parts()[2:])).unique()
    return {
        row.id: Post(
            id=row.id,
            title=row.title,
            place=row.place,
            employer=row.employer.name if row.employer else "",
            closes_on=row.closes_on,
            positions=row.positions,
        )
        for row in rows
    }


def _count(session: Session, statement: Select[Any]) -> int:
    return session.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0
